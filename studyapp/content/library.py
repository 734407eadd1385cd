"""The library: all entries, shipped and the learner's own, in learning order, with their cards and neighbours."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from studyapp.content.model import Card, Compiled, DemoWords, Entry, ExerciseWords, Facet, Placed, Problem, Source, Text
from studyapp.content.spelling import fold, readings

ORDER: tuple[Facet, ...] = ("meaning", "name", "contrast", "procedure", "formula", "shape", "prediction", "value")
LATER = 6  # a second card of an entry is introduced about so many entries after its first


class CardPlace(NamedTuple):
    """Where a card stands: its entry, its topic, its number in learning order."""

    card: str
    entry: str
    topic: str
    position: int


class TopicInfo(NamedTuple):
    """A topic: the name of its file, its title, its entries in the order in which they are learned."""

    id: str
    title: Text
    entries: tuple[str, ...]


class Library:
    """Everything that can be learned. Made by `load`; does not change.

    `entries` are in learning order: what an entry requires stands before it.
    """

    def __init__(self, files: Iterable[Compiled], shipped: int) -> None:
        """`files`: as compiled, the first `shipped` of them the program's own."""
        everything = list(files)
        self.problems: list[Problem] = [problem for file in everything for problem in file.problems]
        self.sources: dict[str, Source] = {key: s for file in everything for key, s in file.sources.items()}
        self._demos = {file.demo.id: file.demo for file in everything if file.demo is not None}
        self._exercises = {file.exercise.id: file.exercise for file in everything if file.exercise is not None}
        ranked = sorted(enumerate(everything), key=lambda item: (item[0] >= shipped, item[1].order, item[0]))
        topics = [file for _, file in ranked if file.topic is not None]
        placed = self._unique(topics)
        self._check_references(placed, {id for file in topics for id in file.broken})
        self._requires = self._graph(placed)
        self._check_cards(everything, placed, {id for file in topics for id in file.broken})
        self.entries = self._in_learning_order(placed)
        self.topics = [
            TopicInfo(topic_id(file), file.topic, members)
            for file in topics
            if file.topic is not None
            and (members := tuple(p.entry.id for p in file.entries if placed.get(p.entry.id) == (file, p)))
        ]
        self.topic_of = {id: topic.id for topic in self.topics for id in topic.entries}
        self._predicted = {words.card: words for words in self._demos.values() if words.card in self.entries}
        self._titles = {topic.id: topic.title for topic in self.topics}
        self.cards = self._cards_in_learning_order()
        self._by_id = {card.id: card for card in self.cards}
        self._names: dict[str, list[str]] | None = None

    # ── what is there ───────────────────────────────────────────────────────────────────────────────────────

    def card(self, id: str) -> Card | None:
        """The card with this id."""
        return self._by_id.get(id)

    def topic_title(self, entry: str) -> Text:
        """The title of the topic that an entry belongs to."""
        return self._titles[self.topic_of[entry]]

    def requires(self, entry: str) -> tuple[str, ...]:
        """The entries that this one requires directly."""
        return self._requires[entry]

    def required_by(self, entry: str) -> tuple[str, ...]:
        """The entries that require this one directly."""
        return tuple(id for id, requires in self._requires.items() if entry in requires)

    @property
    def graph(self) -> Mapping[str, tuple[str, ...]]:
        """Entry → the entries that it requires."""
        return self._requires

    def cited(self, entry: Entry) -> list[Source]:
        """The works that an entry cites, as far as the bibliography has them."""
        return [self.sources[key] for key in entry.sources if key in self.sources]

    def demo_words(self, id: str) -> DemoWords | None:
        """The words of a demo."""
        return self._demos.get(id)

    @property
    def demo_ids(self) -> list[str]:
        """The demos that have words, by id."""
        return sorted(self._demos)

    def predicted(self, entry: str) -> DemoWords | None:
        """The demo that the prediction card of an entry is about."""
        return self._predicted.get(entry)

    def exercise_words(self, id: str) -> ExerciseWords | None:
        """The words of an exercise."""
        return self._exercises.get(id)

    def find(self, name: str) -> list[str]:
        """The entries that bear this name, or had this id, however it is spelt; nothing but whole names."""
        if self._names is None:
            self._names = {}
            for entry in self.entries.values():
                named = (entry.term.en, entry.term.ko, *entry.also.en, *entry.also.ko, entry.id, *entry.was)
                for each in named:
                    for reading in (fold(each), *(fold(half) for half in _halves(each))) if each else ():
                        if entry.id not in self._names.setdefault(reading, []):
                            self._names[reading].append(entry.id)
        for reading in readings(name):
            if reading in self._names:
                return self._names[reading]
        return []

    def near(self, entry: str, most: int) -> list[Entry]:
        """The nearest neighbours of an entry: by steps in the graph of prerequisites, its own topic first."""
        found: list[str] = []
        ring, seen = [entry], {entry}
        while ring and len(found) < most:
            step = {id for at in ring for id in (*self.requires(at), *self.required_by(at))} - seen
            ring = sorted(step, key=lambda id: (self.topic_of[id] != self.topic_of[entry], id))
            found += ring
            seen |= step
        topic = next(topic for topic in self.topics if topic.id == self.topic_of[entry])
        found += [id for id in topic.entries if id not in seen]
        seen |= set(found)
        found += [id for id in self.entries if id not in seen]
        return [self.entries[id] for id in found[:most]]

    # ── for memory ──────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def stamp(self) -> str:
        """Differs where the cards, their places, what they require, or former names differ."""
        told = repr((list(self.placed()), list(self.prerequisites()), self.former()))
        return sha256(told.encode()).hexdigest()

    def placed(self) -> Iterator[CardPlace]:
        """Every card in learning order."""
        for position, card in enumerate(self.cards):
            yield CardPlace(card.id, card.entry, self.topic_of[card.entry], position)

    def prerequisites(self) -> Iterator[tuple[str, str]]:
        """Every pair of an entry and one that it requires."""
        return ((entry, each) for entry, required in self._requires.items() for each in required)

    def former(self) -> dict[str, str]:
        """Old ids of entries, each with the id that the entry has now."""
        return {old: entry.id for entry in self.entries.values() for old in entry.was if old not in self.entries}

    # ── putting it together ─────────────────────────────────────────────────────────────────────────────────

    def _unique(self, topics: list[Compiled]) -> dict[str, tuple[Compiled, Placed]]:
        """The entries by id; the first of two with one id is kept, the other is reported."""
        placed: dict[str, tuple[Compiled, Placed]] = {}
        for file in topics:
            for each in file.entries:
                first = placed.get(each.entry.id)
                if first is None:
                    placed[each.entry.id] = (file, each)
                else:
                    line = first[1].places["id"][0]
                    what = f"the id “{each.entry.id}” is taken by {first[0].path}:{line}"
                    self._report(file, each, "id", what, "give this entry another id")
        return placed

    def _check_references(self, placed: dict[str, tuple[Compiled, Placed]], broken: set[str]) -> None:
        """Report prerequisites and sources that do not exist; entries with such a prerequisite are left out."""
        for id, (file, each) in list(placed.items()):
            for at, wanted in enumerate(each.entry.requires):
                if wanted not in placed and wanted not in broken:
                    self._report(
                        file,
                        each,
                        f"requires/{at}",
                        f"there is no entry “{wanted}” to require",
                        _close(wanted, placed),
                    )
                    placed.pop(id, None)
                    broken.add(id)
            for at, key in enumerate(each.entry.sources):
                if key not in self.sources:
                    self._report(file, each, f"sources/{at}", f"there is no source “{key}”", _close(key, self.sources))
        self._break_cycles(placed)

    def _check_cards(self, files: list[Compiled], placed: dict[str, tuple[Compiled, Placed]], broken: set[str]) -> None:
        """Report demos whose prediction is to be a card of an entry that does not exist."""
        for file in files:
            card = file.demo.card if file.demo else None
            if card is not None and card not in placed and card not in broken:
                what = f"there is no entry “{card}” to ask the prediction"
                self.problems.append(Problem(file.path, *file.card_place, what, _close(card, placed)))

    def _break_cycles(self, placed: dict[str, tuple[Compiled, Placed]]) -> None:
        """Report each cycle of prerequisites once, at its first entry, and leave its entries out."""
        while cycle := _cycle({id: [r for r in p.entry.requires if r in placed] for id, (_, p) in placed.items()}):
            first = min(cycle, key=list(placed).index)
            at = cycle.index(first)
            way = [*cycle[at:], *cycle[:at], first]
            file, each = placed[first]
            reference = f"requires/{each.entry.requires.index(way[1])}"
            self._report(file, each, reference, f"a cycle of prerequisites: {' → '.join(way)}", "take one of them out")
            for id in cycle:
                del placed[id]

    def _report(self, file: Compiled, each: Placed, reference: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(file.path, *each.places[reference], what, remedy))

    @staticmethod
    def _graph(placed: dict[str, tuple[Compiled, Placed]]) -> dict[str, tuple[str, ...]]:
        return {id: tuple(r for r in each.entry.requires if r in placed) for id, (_, each) in placed.items()}

    def _in_learning_order(self, placed: dict[str, tuple[Compiled, Placed]]) -> dict[str, Entry]:
        """The files' order, but what an entry requires before it."""
        ordered: dict[str, Entry] = {}

        def place(id: str) -> None:
            if id not in ordered:
                for required in self._requires[id]:
                    place(required)
                ordered[id] = placed[id][1].entry

        for id in placed:
            place(id)
        return ordered

    def _cards_in_learning_order(self) -> list[Card]:
        """All cards; the second and further cards of an entry come some entries after its first."""
        ranked = []
        for position, entry in enumerate(self.entries.values()):
            for rank, card in enumerate(cards_of(entry, predicted=entry.id in self._predicted)):
                ranked.append((position + rank * LATER, position, rank, card))
        return [card for *_, card in sorted(ranked, key=lambda item: item[:3])]


def cards_of(entry: Entry, *, predicted: bool = False) -> list[Card]:
    """What can be remembered about an entry, in the order in which it is introduced; `predicted`: a demo's outcome."""
    written = {question.facet for question in entry.questions}
    has: dict[Facet, bool] = {
        "meaning": True,
        "name": True,
        "contrast": bool(entry.pitfalls) or "contrast" in written,
        "procedure": "procedure" in written,
        "formula": bool(entry.formula),
        "shape": "shape" in written,
        "prediction": predicted,
    }
    cards = [Card(f"{entry.id}/{facet}", entry.id, facet) for facet in ORDER if has.get(facet)]
    return cards + [Card(f"{entry.id}/value/{e}", entry.id, "value", e) for e in entry.exercises]


def topic_id(file: Compiled) -> str:
    """A topic is known by the name of its file."""
    return Path(file.path).stem


def _halves(name: str) -> tuple[str, ...]:
    """``순전파·역전파`` and ``a, b`` are found by each half too; ``RNN`` by what stands in brackets."""
    halves = [part.strip() for mark in ("·", ", ", " / ") if mark in name for part in name.split(mark)]
    if "(" in name:
        outside, _, inside = name.partition("(")
        halves += [outside.strip(), inside.rstrip(") ")]
    return tuple(half for half in halves if half)


def _close(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), 1)
    return f"did you mean “{close[0]}”?" if close else "take it out, or add what it names"


def _cycle(graph: dict[str, list[str]]) -> list[str]:
    """Some cycle of the graph, as the way round it; empty, if there is none."""
    done: set[str] = set()
    for start in graph:
        way: list[str] = []
        pending = [(start, iter(graph[start]))] if start not in done else []
        while pending:
            id, further = pending[-1]
            if not way or way[-1] != id:
                way.append(id)
            following = next((n for n in further if n not in done), None)
            if following is None:
                done.add(id)
                way.pop()
                pending.pop()
            elif following in way:
                return way[way.index(following) :]
            else:
                pending.append((following, iter(graph[following])))
    return []
