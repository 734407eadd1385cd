"""One compiled file into the index, and one that is gone out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from studyapp.content.index import CHANGED, Index
from studyapp.content.linking import Light, ends
from studyapp.content.model import Compiled, Entry, Placed

encode = msgspec.json.encode


class Stat(NamedTuple):
    """By what a file is known not to have changed: bytes, ns since 1970, number of the inode; -1, if it is gone."""

    size: int
    mtime: int
    inode: int


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
    index.set("state", CHANGED)


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
