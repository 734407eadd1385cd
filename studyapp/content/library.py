"""The library: all entries, shipped and the learner's own, in learning order, with their cards and neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import TypeVar

import msgspec

from studyapp.content.cards import APART, card, cards_of
from studyapp.content.index import Index
from studyapp.content.model import (
    Card,
    CardPlace,
    Compiled,
    DemoWords,
    Entry,
    ExerciseWords,
    Problem,
    Source,
    Text,
)
from studyapp.content.spelling import readings
from studyapp.content.views import Cards, Entries, Found, Graph, Members, Placed, TopicInfo, TopicOf

__all__ = ["Found", "Library", "TopicInfo", "cards_of"]

T = TypeVar("T", bound=msgspec.Struct)


@cache
def _decoder(type_: type[T]) -> msgspec.json.Decoder[T]:
    return msgspec.json.Decoder(type_)


class Library:
    """Everything that can be learned, as the index had it when it was opened; does not change.

    Nothing is decoded that is not looked at. `entries` are in learning order: what an entry requires stands before it.
    """

    def __init__(self, files: Iterable[Compiled] = (), shipped: int = 0, *, index: Index | None = None) -> None:
        """Of an `index` that is ready, or, in memory, of `files` as compiled, the first `shipped` the program's own."""
        if index is None:
            from studyapp.content.making import index_of

            index = index_of(files, shipped)
        if not index.db.in_transaction:
            index.hold()
        self.index = index
        self._db = index.db
        self.seen: Mapping[str, tuple[int, ...]] = {}  # the files as they were, by name; `loading.changed` looks at it
        self.entries = Entries(self._db, index.get("entries", 0))
        named = self._db.execute("SELECT no, id, title, size FROM topics ORDER BY place").fetchall()
        text = msgspec.json.Decoder(Text)
        self.topics = [TopicInfo(id, text.decode(title), Members(self._db, no, size)) for no, id, title, size in named]
        self._titles = {no: topic.title for (no, *_), topic in zip(named, self.topics, strict=True)}
        self._topics = {no: id for no, id, *_ in named}
        self.topic_of = TopicOf(self._db, self._topics, len(self.entries))
        self.graph = Graph(self._db, len(self.entries))
        self.cards = Cards(Placed(self._db, self._topics), index.get("cards", 0))
        self.stamp: str = index.get("stamp", "")
        self.problems = list(self._problems())

    def close(self) -> None:
        """Let go of the index; nothing can be looked at any more."""
        self.index.close()

    # ── entries and topics ──────────────────────────────────────────────────────────────────────────────────

    def topic_title(self, entry: str) -> Text:
        """The title of the topic that an entry belongs to."""
        return self._titles[self._topic(entry)]

    def requires(self, entry: str) -> tuple[str, ...]:
        """The entries that this one requires directly."""
        return self.graph[entry]

    def required_by(self, entry: str) -> tuple[str, ...]:
        """The entries that require this one directly."""
        sql = """
        SELECT edges.id FROM edges JOIN learned USING (id) JOIN topics ON no = topic
        WHERE required = ? ORDER BY place, at"""
        return tuple(id for (id,) in self._db.execute(sql, (entry,)))

    def prerequisites(self) -> Iterator[tuple[str, str]]:
        """All pairs of an entry and one that it requires directly, in learning order."""
        for id, requires in self._db.execute("SELECT id, requires FROM learned WHERE requires <> '' ORDER BY rank"):
            for required in requires.split():
                yield id, required

    def former(self) -> Mapping[str, str]:
        """Old id → the id that the entry has now, for all that have one."""
        return dict(self._db.execute("SELECT old, id FROM former"))

    def near(self, entry: str, most: int) -> list[Entry]:
        """The nearest neighbours of an entry: by steps in the graph of prerequisites, its own topic first."""
        topic = self._topic(entry)
        found: list[str] = []
        ring, seen = [entry], {entry}
        while ring and len(found) < most:
            step: dict[str, bool] = {}
            for at in ring:
                for id, elsewhere in self._beside(at, topic, most + len(seen)):
                    if id not in seen:
                        step[id] = elsewhere
            ring = sorted(step, key=lambda id: (step[id], id))
            found += ring
            seen |= set(ring)
        for others in (Members(self._db, topic, 0), self.entries):
            for id in others:
                if len(found) >= most:
                    break
                if id not in seen:
                    found.append(id)
                    seen.add(id)
        return [self.entries[id] for id in found[:most]]

    def _beside(self, entry: str, topic: int, most: int) -> list[tuple[str, bool]]:
        """What an entry requires and what requires it, with whether it is of another topic than that one."""
        both = """
        SELECT id, topic <> ? AS elsewhere FROM learned WHERE id IN (
            SELECT id FROM edges WHERE required = ? UNION ALL SELECT value FROM json_each(?)
        ) ORDER BY elsewhere, id LIMIT ?"""
        required = msgspec.json.encode(self.requires(entry)).decode()
        return [(id, bool(there)) for id, there in self._db.execute(both, (topic, entry, required, most))]

    def _topic(self, entry: str) -> int:
        found = self._db.execute("SELECT topic FROM learned WHERE id = ?", (entry,)).fetchone()
        if found is None:
            raise KeyError(entry)
        number: int = found[0]
        return number

    # ── cards ───────────────────────────────────────────────────────────────────────────────────────────────

    def card(self, id: str) -> Card | None:
        """The card with this id."""
        entry, _, end = id.partition("/")
        return card(entry, end) if end in self._ends(entry) else None

    def cards_of(self, entry: str) -> list[Card]:
        """The cards of one entry, in the order in which they are introduced."""
        return [card(entry, end) for end in self._ends(entry)]

    def _ends(self, entry: str) -> list[str]:
        found = self._db.execute("SELECT cards FROM learned WHERE id = ?", (entry,)).fetchone()
        return found[0].split(APART) if found else []

    def placed(self) -> Iterator[CardPlace]:
        """Where every card stands, in learning order."""
        return iter(Placed(self._db, self._topics))

    # ── demos, exercises, sources ───────────────────────────────────────────────────────────────────────────

    def demo_words(self, id: str) -> DemoWords | None:
        """The words of a demo."""
        return self._words("demos", "id", id, DemoWords)

    @cached_property
    def demo_ids(self) -> list[str]:
        """The demos that have words, by id."""
        return [id for (id,) in self._db.execute("SELECT DISTINCT id FROM demos ORDER BY id")]

    def predicted(self, entry: str) -> DemoWords | None:
        """The demo that the prediction card of an entry is about."""
        return self._words("demos", "card", entry, DemoWords) if entry in self.entries else None

    def exercise_words(self, id: str) -> ExerciseWords | None:
        """The words of an exercise."""
        return self._words("exercises", "id", id, ExerciseWords)

    def _words(self, table: str, column: str, value: str, type_: type[T]) -> T | None:
        sql = f"SELECT body FROM {table} JOIN files ON no = file WHERE {column} = ? ORDER BY place DESC LIMIT 1"
        found = self._db.execute(sql, (value,)).fetchone()
        return _decoder(type_).decode(found[0]) if found else None

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The bibliography, by key."""
        rows = self._db.execute("SELECT id, body FROM sources JOIN files ON no = file ORDER BY place")
        return {key: _decoder(Source).decode(body) for key, body in rows}

    def cited(self, entry: Entry) -> list[Source]:
        """The works that an entry cites, as far as the bibliography has them."""
        return [self.sources[key] for key in entry.sources if key in self.sources]

    # ── finding ─────────────────────────────────────────────────────────────────────────────────────────────

    def find(self, name: str) -> list[str]:
        """The entries that bear this name, or had this id, however it is spelt; nothing but whole names."""
        from studyapp.content import finding  # 25 ms that a start does not need

        return self._ids(finding.whole(self._db, name))

    def search(self, text: str, most: int = 50) -> Found:
        """How many entries the text finds, and the first `most`, best first: names before definitions."""
        from studyapp.content import finding

        count, ranks = finding.search(self._db, text, most)
        return Found(count, self._ids(ranks))

    def like(self, text: str) -> Iterator[Entry]:
        """Entries with a name from which a text may be a slip or two away; more than are, and few of all."""
        from studyapp.content import finding

        seen: set[int] = set()
        for reading in readings(text):
            for rank, entry in finding.candidates(self._db, reading):
                if rank not in seen:
                    seen.add(rank)
                    yield entry

    def _ids(self, ranks: Iterable[int]) -> list[str]:
        sql = "SELECT id FROM learned WHERE rank = ?"
        return [self._db.execute(sql, (rank,)).fetchone()[0] for rank in ranks]

    def _problems(self) -> Iterator[Problem]:
        sql = "SELECT body FROM problems LEFT JOIN files ON no = file ORDER BY file = 0, place, at"
        for (body,) in self._db.execute(sql):
            yield _decoder(Problem).decode(body)
