"""The whole of the index made from its files: linked, in learning order, and every entry findable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import PurePath

import msgspec

from studyapp.content import finding
from studyapp.content.cards import APART, with_prediction
from studyapp.content.index import CHANGED, LINKED, READY, Index
from studyapp.content.linking import Asked, Light, Linked, Linking, Row
from studyapp.content.model import Entry, Place
from studyapp.content.placing import ranks

AT_ONCE = 1000  # entries that are made findable in one transaction
MANY = 5000  # entries: after so many it is worth a second to bring the words' lists together
Told = Callable[[int, int], None]
Learned = dict[int, tuple[int, str, int, int, str, str]]


def finish(index: Index, told: Told | None = None) -> None:
    """Bring what goes across files up to date; may be broken off between any two steps, and goes on there.

    `told(done, total)`: how many entries are findable, of those that were not.
    """
    while (state := index.get("state")) != READY:
        if state == CHANGED:
            with index.writing():
                link(index)
                index.set("state", LINKED)
        else:
            _make_findable(index, told)


def link(index: Index) -> None:
    """Link all files; within a transaction."""
    db = index.db
    paths = dict(db.execute("SELECT no, name FROM files"))
    linked = Linking(paths, _broken(index), lambda key: _places(index, key)).link(
        _rows(index), {id for (id,) in db.execute("SELECT DISTINCT id FROM sources")}, list(_asked(index))
    )
    db.execute("DELETE FROM problems WHERE file = 0")
    problems = ((at, msgspec.json.encode(problem).decode()) for at, problem in enumerate(linked.problems))
    db.executemany("INSERT INTO problems VALUES (0, ?, ?)", problems)
    db.execute("DELETE FROM topics")
    for no, place, name, title in _topics(index):
        if size := linked.sizes.get(no):
            db.execute("INSERT INTO topics VALUES (?, ?, ?, ?, ?)", (no, place, PurePath(name).stem, title, size))
    db.execute("DELETE FROM former")
    db.executemany("INSERT INTO former VALUES (?, ?)", sorted(linked.former.items()))
    _keep_edges(index, linked.requires)
    _keep_order(index, linked)


_TOPICS = "FROM files WHERE topic IS NOT NULL ORDER BY NOT shipped, rank, place"


def _topics(index: Index) -> Iterator[tuple[int, int, str, str]]:
    for place, row in enumerate(index.db.execute(f"SELECT no, name, topic {_TOPICS}").fetchall()):
        no, name, title = row
        yield no, place, name, title


def _rows(index: Index) -> Iterator[Row]:
    decoder = msgspec.json.Decoder(Light)
    for (file,) in index.db.execute(f"SELECT no {_TOPICS}").fetchall():
        for key, at, light in index.db.execute("SELECT key, at, light FROM entries WHERE file=? ORDER BY at", (file,)):
            yield Row(key, file, at, decoder.decode(light))


def _broken(index: Index) -> list[str]:
    told = index.db.execute("SELECT broken FROM files WHERE topic IS NOT NULL")
    return [id for (broken,) in told for id in msgspec.json.decode(broken, type=tuple[str, ...])]


def _asked(index: Index) -> Iterator[Asked]:
    sql = "SELECT name, line, col, card FROM demos JOIN files ON no = file WHERE card IS NOT NULL ORDER BY place"
    for name, line, column, card in index.db.execute(sql):
        yield Asked(name, (line, column), card)


def _places(index: Index, key: int) -> Mapping[str, Place]:
    (text,) = index.db.execute("SELECT places FROM entries WHERE key = ?", (key,)).fetchone()
    return msgspec.json.decode(text, type=dict[str, Place])


def _keep_edges(index: Index, requires: Mapping[str, tuple[str, ...]]) -> None:
    old = set(index.db.execute("SELECT required, id FROM edges"))
    new = {(required, id) for id, all_ in requires.items() for required in all_}
    index.db.executemany("DELETE FROM edges WHERE required = ? AND id = ?", old - new)
    index.db.executemany("INSERT INTO edges VALUES (?, ?)", sorted(new - old))


def _keep_order(index: Index, linked: Linked) -> None:
    """The learning order; only rows that differ are written. The stamp is of what memory builds on."""
    db = index.db
    known = dict(db.execute("SELECT key, rank FROM documents"))
    placed = ranks([row.key for row in linked.order], known)
    predicted = {card for (card,) in db.execute("SELECT card FROM demos WHERE card IS NOT NULL")}
    topics = dict(db.execute("SELECT no, id FROM topics"))
    stamp, cards = sha256(), 0
    old: Learned = {rank: tuple(rest) for rank, *rest in db.execute("SELECT * FROM learned")}
    new: Learned = {}
    for rank, row in zip(placed, linked.order, strict=True):
        id = row.light.id
        ends = with_prediction(row.light.cards, predicted=id in predicted)
        required = " ".join(linked.requires[id])
        fields = (row.key, id, row.file, row.at, APART.join(ends), required)
        cards += len(ends)
        stamp.update(f"{id}\0{topics[row.file]}\0{fields[4]}\0{required}\n".encode())
        if old.get(rank) == fields:
            del old[rank]
        else:
            new[rank] = fields
    stamp.update(b"\n".join(f"{was}\0{id}".encode() for was, id in sorted(linked.former.items())))
    db.executemany("DELETE FROM learned WHERE rank = ?", [(rank,) for rank in old])
    db.executemany("INSERT INTO learned VALUES (?, ?, ?, ?, ?, ?, ?)", [(rank, *rest) for rank, rest in new.items()])
    index.set("entries", len(linked.order))
    index.set("cards", cards)
    index.set("stamp", stamp.hexdigest())


_GONE = """
SELECT d.rank, d.key FROM documents d LEFT JOIN learned l ON l.rank = d.rank AND l.key = d.key
WHERE l.rank IS NULL AND d.rank > ? ORDER BY d.rank LIMIT ?"""
_NEW = """
SELECT l.rank, l.key FROM learned l LEFT JOIN documents d ON l.rank = d.rank AND l.key = d.key
WHERE d.rank IS NULL AND l.rank > ? ORDER BY l.rank LIMIT ?"""


def _make_findable(index: Index, told: Told | None) -> None:
    """Bring the documents into step with the learning order, some at a time, and forget what no file has any more.

    Returns early if another process changes the files meanwhile.
    """
    db = index.db
    decoder = msgspec.json.Decoder(Entry)

    def step(sql: str, change: Callable[[int, int, Entry], None], after: int) -> int | None:
        with index.writing():
            if index.get("state") != LINKED:
                return None
            rows = db.execute(sql, (after, AT_ONCE)).fetchall()
            for rank, key in rows:
                (body,) = db.execute("SELECT body FROM bodies WHERE key = ?", (key,)).fetchone()
                change(rank, key, decoder.decode(body))
            return rows[-1][0] if rows else None

    def remove(rank: int, _key: int, entry: Entry) -> None:
        finding.remove(db, rank, entry)
        db.execute("DELETE FROM documents WHERE rank = ?", (rank,))

    def add(rank: int, key: int, entry: Entry) -> None:
        finding.add(db, rank, entry)
        db.execute("INSERT INTO documents VALUES (?, ?)", (rank, key))

    total = db.execute(f"SELECT count(*) FROM ({_NEW})", (0, -1)).fetchone()[0]
    for sql, change in ((_GONE, remove), (_NEW, add)):
        after: int | None = 0
        done = 0
        while after is not None:
            if told is not None and change is add:
                told(min(done, total), total)
            after, done = step(sql, change, after), done + AT_ONCE
    with index.writing():
        if index.get("state") == LINKED:
            if total >= MANY:
                db.execute("INSERT INTO found (found) VALUES ('optimize')")
            db.execute("DELETE FROM bodies WHERE key IN (SELECT key FROM entries WHERE file IS NULL)")
            db.execute("DELETE FROM entries WHERE file IS NULL")
            index.set("state", READY)
