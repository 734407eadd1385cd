"""One compiled file into the index, and one that is gone out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec
from msgspec import structs

from studyapp.content.cards import ends
from studyapp.content.files import Stat
from studyapp.content.index import CHANGED, LINKED, Index
from studyapp.content.linking import Light
from studyapp.content.model import Compiled, Entry, Placed

encode = msgspec.json.encode
_LIGHT = msgspec.json.Decoder(Light)


class Read(NamedTuple):
    """When and how a file was read: what it was then, at which ns since 1970, and the hash of what it held."""

    stat: Stat
    seen: int
    hash: bytes | None


def put(index: Index, name: str, compiled: Compiled, read: Read) -> None:
    """Keep what a file came to in place of what it came to before; within a transaction."""
    db = index.db
    db.execute("INSERT OR IGNORE INTO files (name) VALUES (?)", (name,))
    file: int = db.execute("SELECT no FROM files WHERE name = ?", (name,)).fetchone()[0]
    before = _linked_by(index, file)
    topic = _text(compiled.topic) if compiled.topic is not None else None
    db.execute(
        "UPDATE files SET size=?, mtime=?, inode=?, seen=?, hash=?, topic=?, rank=?, broken=? WHERE no=?",
        (*read.stat, read.seen, read.hash, topic, compiled.order, _text(compiled.broken), file),
    )
    _put_entries(index, file, compiled.entries)
    _forget_parts(index, file)
    if (words := compiled.demo) is not None:
        row = (words.id, file, words.card, *compiled.card_place, _text(words))
        db.execute("INSERT INTO demos VALUES (?, ?, ?, ?, ?, ?)", row)
    if compiled.exercise is not None:
        db.execute("INSERT INTO exercises VALUES (?, ?, ?)", (compiled.exercise.id, file, _text(compiled.exercise)))
    sources = [(key, file, _text(source)) for key, source in compiled.sources.items()]
    db.executemany("INSERT INTO sources VALUES (?, ?, ?)", sources)
    problems = [(file, at, _text(problem)) for at, problem in enumerate(compiled.problems)]
    db.executemany("INSERT INTO problems VALUES (?, ?, ?)", problems)
    if before is None or not _exchange(index, before, _linked_by(index, file)):
        index.set("state", CHANGED)


class _Linked(NamedTuple):
    """What linking builds on of a file: what must be as it was, so that it need not be done anew, and the keys."""

    head: object
    lights: list[Light]
    keys: list[int]


def _linked_by(index: Index, file: int) -> _Linked | None:
    """None, if the index is not linked, or if problems were found in it: these tell lines."""
    db = index.db
    if index.get("state") == CHANGED or db.execute("SELECT 1 FROM problems WHERE file = 0").fetchone():
        return None
    asked = db.execute("SELECT id, card FROM demos WHERE file = ?", (file,)).fetchall()
    sources = db.execute("SELECT id FROM sources WHERE file = ? ORDER BY id", (file,)).fetchall()
    head = db.execute("SELECT place, topic, rank, broken FROM files WHERE no = ?", (file,)).fetchone()
    rows = db.execute("SELECT key, light FROM entries WHERE file = ? ORDER BY at", (file,)).fetchall()
    lights = [structs.replace(_LIGHT.decode(light), line=0) for _, light in rows]
    return _Linked((head, asked, sources), lights, [key for key, _ in rows])


def _exchange(index: Index, before: _Linked, now: _Linked | None) -> bool:
    """Put entries whose text alone has changed in their places in learning order; False: it has to be linked anew."""
    if now is None or (before.head, before.lights) != (now.head, now.lights):
        return False
    pairs = [(new, light.id, old) for new, light, old in zip(now.keys, now.lights, before.keys, strict=True)]
    index.db.executemany("UPDATE learned SET key = ? WHERE id = ? AND key = ?", [p for p in pairs if p[0] != p[2]])
    index.set("state", LINKED)
    return True


def drop(index: Index, name: str) -> None:
    """Forget a file; within a transaction."""
    for (file,) in index.db.execute("SELECT no FROM files WHERE name = ?", (name,)).fetchall():
        index.db.execute("UPDATE entries SET file = NULL WHERE file = ?", (file,))
        _forget_parts(index, file)
        index.db.execute("DELETE FROM files WHERE no = ?", (file,))
        index.set("state", CHANGED)


def arrange(index: Index, names: Iterable[tuple[str, bool]]) -> None:
    """Note in which order the files stand, and which are shipped; within a transaction."""
    rows = "SELECT name, place, shipped FROM files"
    known = {name: (place, bool(shipped)) for name, place, shipped in index.db.execute(rows)}
    for place, (name, shipped) in enumerate(names):
        if known.get(name) != (place, shipped):
            index.db.execute("UPDATE files SET place = ?, shipped = ? WHERE name = ?", (place, shipped, name))
            index.set("state", CHANGED)


def _put_entries(index: Index, file: int, placed: Iterable[Placed]) -> None:
    """An entry that is as it was keeps its key, and with it its place among what is searched."""
    db = index.db
    sql = "SELECT body, key FROM entries JOIN bodies USING (key) WHERE file = ?"
    before: dict[str, int] = dict(db.execute(sql, (file,)))
    db.execute("UPDATE entries SET file = NULL WHERE file = ?", (file,))
    for at, each in enumerate(placed):
        body, places = _text(each.entry), _text(each.places)
        light = _text(_light(each.entry, each.places))
        key = before.pop(body, None)
        if key is not None:
            db.execute("UPDATE entries SET file=?, at=?, light=?, places=? WHERE key=?", (file, at, light, places, key))
            continue
        key = db.execute("INSERT INTO bodies (body) VALUES (?)", (body,)).lastrowid
        db.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", (key, file, at, light, places))


def _light(entry: Entry, places: Mapping[str, tuple[int, int]]) -> Light:
    return Light(entry.id, places["id"][0], entry.requires, entry.sources, entry.was, ends(entry))


def _forget_parts(index: Index, file: int) -> None:
    for table in ("demos", "exercises", "sources", "problems"):
        index.db.execute(f"DELETE FROM {table} WHERE file = ?", (file,))


def _text(value: object) -> str:
    return encode(value).decode()
