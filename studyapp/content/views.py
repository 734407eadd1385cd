"""The index as mappings and sequences: what is looked at is fetched, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from functools import lru_cache
from heapq import heappop, heappush
from typing import NamedTuple, overload

import msgspec

from studyapp.content.cards import APART, card
from studyapp.content.model import Card, CardPlace, Entry, Text

RECENT = 512  # entries that are kept decoded
LATER = 6  # a second card of an entry is introduced about so many entries after its first


class Entries(Mapping[str, Entry]):
    """Entries by id, in learning order. One is fetched and decoded when it is looked at."""

    def __init__(self, db: sqlite3.Connection, size: int) -> None:
        self.db = db
        self._size = size
        self._decoder = msgspec.json.Decoder(Entry)
        self._fetch = lru_cache(RECENT)(self._read)

    def __getitem__(self, id: str) -> Entry:
        return self._fetch(id)

    def _read(self, id: str) -> Entry:
        found = self.db.execute("SELECT body FROM learned JOIN bodies USING (key) WHERE id = ?", (id,)).fetchone()
        if found is None:
            raise KeyError(id)
        return self._decoder.decode(found[0])

    def __contains__(self, id: object) -> bool:
        return self.db.execute("SELECT 1 FROM learned WHERE id = ?", (id,)).fetchone() is not None

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[str]:
        for (id,) in self.db.execute("SELECT id FROM learned ORDER BY rank"):
            yield id

    def values(self) -> ValuesView[Entry]:
        """The entries, one after the other."""
        return _Values(self)

    def items(self) -> ItemsView[str, Entry]:
        """Ids and entries, one after the other."""
        return _Items(self)

    def stream(self) -> Iterator[Entry]:
        """All entries in learning order, none of them kept."""
        for (body,) in self.db.execute("SELECT body FROM learned JOIN bodies USING (key) ORDER BY rank"):
            yield self._decoder.decode(body)


class _Values(ValuesView[Entry]):
    _mapping: Entries

    def __iter__(self) -> Iterator[Entry]:
        return self._mapping.stream()


class _Items(ItemsView[str, Entry]):
    _mapping: Entries

    def __iter__(self) -> Iterator[tuple[str, Entry]]:
        return ((entry.id, entry) for entry in self._mapping.stream())


class TopicOf(Mapping[str, str]):
    """Entry → the id of its topic."""

    def __init__(self, db: sqlite3.Connection, topics: Mapping[int, str], size: int) -> None:
        self._db = db
        self._topics = topics
        self._size = size

    def __getitem__(self, id: str) -> str:
        found = self._db.execute("SELECT topic FROM learned WHERE id = ?", (id,)).fetchone()
        if found is None:
            raise KeyError(id)
        return self._topics[found[0]]

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[str]:
        for (id,) in self._db.execute("SELECT id FROM learned ORDER BY topic, at"):
            yield id


class Graph(Mapping[str, tuple[str, ...]]):
    """Entry → the entries that it requires directly."""

    def __init__(self, db: sqlite3.Connection, size: int) -> None:
        self._db = db
        self._size = size

    def __getitem__(self, id: str) -> tuple[str, ...]:
        found = self._db.execute("SELECT requires FROM learned WHERE id = ?", (id,)).fetchone()
        if found is None:
            raise KeyError(id)
        return tuple(found[0].split())

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[str]:
        for (id,) in self._db.execute("SELECT id FROM learned ORDER BY rank"):
            yield id


class Members(Sequence[str]):
    """The ids of the entries of a topic, in the order of its file; its length costs nothing."""

    def __init__(self, db: sqlite3.Connection, topic: int, size: int) -> None:
        self._db = db
        self._topic = topic
        self._size = size

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[str]:
        for (id,) in self._db.execute("SELECT id FROM learned WHERE topic = ? ORDER BY at", (self._topic,)):
            yield id

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[str, ...]: ...

    def __getitem__(self, at: int | slice) -> str | tuple[str, ...]:
        if isinstance(at, slice):
            return tuple(self)[at]
        if not -self._size <= at < self._size:
            raise IndexError(at)
        sql = "SELECT id FROM learned WHERE topic = ? ORDER BY at LIMIT 1 OFFSET ?"
        id: str = self._db.execute(sql, (self._topic, at % self._size)).fetchone()[0]
        return id


class TopicInfo(NamedTuple):
    """A topic: the name of its file, its title, its entries in the order of its file."""

    id: str
    title: Text
    entries: Sequence[str]


class Cards:
    """All cards, in learning order; made as they are looked at."""

    def __init__(self, placed: Iterable[CardPlace], size: int) -> None:
        self._placed = placed
        self._size = size

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Card]:
        for place in self._placed:
            yield card(place.entry, place.card[len(place.entry) + 1 :])


class Placed:
    """Where every card stands; may be gone through again and again."""

    def __init__(self, db: sqlite3.Connection, topics: Mapping[int, str]) -> None:
        self._db = db
        self._topics = topics

    def __iter__(self) -> Iterator[CardPlace]:
        rows = self._db.execute("SELECT id, topic, cards FROM learned ORDER BY rank")
        return in_learning_order((id, self._topics[topic], ends.split(APART)) for id, topic, ends in rows)


def in_learning_order(entries: Iterable[tuple[str, str, Sequence[str]]]) -> Iterator[CardPlace]:
    """The cards of entries (id, topic, ends of cards' ids): further cards of an entry some entries after its first."""
    waiting: list[tuple[int, int, int, str, str, str]] = []
    position = 0
    for at, (id, topic, ends) in enumerate(entries):
        for rank, end in enumerate(ends):
            heappush(waiting, (at + rank * LATER, at, rank, id, topic, end))
        while waiting and waiting[0][0] <= at:
            *_, id_, topic_, end = heappop(waiting)
            yield CardPlace(f"{id_}/{end}", id_, topic_, position)
            position += 1
    while waiting:
        *_, id_, topic_, end = heappop(waiting)
        yield CardPlace(f"{id_}/{end}", id_, topic_, position)
        position += 1


class Found(NamedTuple):
    """How many entries were found, and the ids of the first of them, best first."""

    count: int  # type: ignore[assignment]  # a tuple's own method, which nobody misses here
    ids: list[str]
