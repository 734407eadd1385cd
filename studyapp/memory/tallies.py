"""What the answers and the table of cards come to, added up while they stream by."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

import msgspec
from msgspec import Struct

from studyapp.memory.model import Answer, Forgotten
from studyapp.memory.queue import day_of
from studyapp.memory.reading import Reader
from studyapp.memory.scheduler import PHASES

LONGEST = 60_000  # ms: as much an answer counts at most, since the learner may have gone away
SOLID = 21.0  # days of stability from which a card is solid
LEECH = 8  # lapses from which a card is a leech
STABILITY = (1.0, 3.0, 7.0, SOLID, 60.0, 180.0, 365.0)  # days between the classes: each about three times the last
MISTAKES = 50  # how many are told
QUARTER = 900_000  # ms: within a quarter of an hour by the clock it is one day, in every time zone
TOLD = 5_000  # events from one call of `progress` to the next


class CardCost(Struct, frozen=True):
    """What a card has cost: how often it was forgotten in review, and the time spent on it."""

    card: str
    lapses: int
    answers: int
    minutes: float


class MistakeMade(Struct, frozen=True):
    """A wrong rule, a card on which it was followed, and how often it was in all."""

    rule: str
    card: str
    count: int


@dataclass(slots=True)
class Day:
    """What was done on a day."""

    day: date
    answers: int = 0
    ms: int = 0
    reviews: int = 0
    remembered: int = 0


@dataclass(slots=True)
class Tally:
    """What was done with a card; `last`: the day of its last scheduled answer."""

    last: date | None = None
    answers: int = 0
    ms: int = 0
    reviews: int = 0
    remembered: int = 0


NOTHING = Tally()


class _Line(Struct, gc=False):
    """What is needed of an event."""

    event: str
    at: int
    card: str = ""
    grade: int = 0
    purpose: str = ""
    rule: str | None = None
    duration_ms: int = 0


class Answered:
    """The answers that stand, by day, by card and by mistake."""

    def __init__(self, zone: tzinfo, rollover: int, former: Mapping[str, str]) -> None:
        self.days: dict[date, Day] = {}
        self.cards: dict[str, Tally] = {}
        self.rules: Counter[str] = Counter()
        self.mistakes: Counter[tuple[str, str]] = Counter()
        self._example: dict[tuple[str, str], str] = {}
        self._zone, self._rollover, self._former = zone, rollover, former
        self._quarters: dict[int, Day] = {}

    def read(self, log: Reader, progress: Callable[[int], None]) -> None:
        """Take in every event."""
        undone = log.taken_back()
        for count, (_at, device, number, line) in enumerate(self._lines(log)):
            if count % TOLD == 0:
                progress(count)
            if undone and (device, number) in undone:
                continue
            if line.event == "answer":
                self._take(line)
            elif line.event == "forget":
                self._card(line.card).last = None

    @staticmethod
    def _lines(log: Reader) -> Iterator[tuple[int, str, int, _Line]]:
        decode = msgspec.json.Decoder(_Line).decode
        for at, device, number, body in log.lines():
            try:
                line = decode(body)
            except msgspec.MsgspecError:
                event = log.logged(device, number, body).event  # one of a newer version, or it is told what is wrong
                assert not isinstance(event, Answer | Forgotten)
                continue
            yield at, device, number, line

    def _take(self, line: _Line) -> None:
        day, card = self._day(line.at), self._card(line.card)
        ms = min(line.duration_ms, LONGEST)
        day.answers += 1
        card.answers += 1
        day.ms += ms
        card.ms += ms
        if line.rule:
            self._count(line.rule, line.card)
        if line.purpose == "scheduled":
            if card.last is not None and card.last < day.day:
                remembered = line.grade > 1
                day.reviews += 1
                card.reviews += 1
                day.remembered += remembered
                card.remembered += remembered
            card.last = day.day

    def _count(self, rule: str, card: str) -> None:
        """A mistake has its name from its rule and, but for a wrong statement, from the card or its exercise."""
        kind = rule.partition(":")[0]
        of = card if kind == "named" else "" if kind == "pitfall" else card.partition("/")[2]
        self.rules[rule] += 1
        self.mistakes[rule, of] += 1
        self._example[rule, of] = card

    def usual(self) -> list[MistakeMade]:
        """The most frequent mistakes."""
        return [
            MistakeMade(rule, self._example[rule, of], count)
            for (rule, of), count in self.mistakes.most_common(MISTAKES)
        ]

    def _card(self, id: str) -> Tally:
        found = self.cards.get(id)
        if found is None:
            entry, _, facet = id.partition("/")
            now = f"{self._former[entry]}/{facet}" if entry in self._former else id
            found = self.cards[id] = self.cards.setdefault(now, Tally())
        return found

    def _day(self, at: int) -> Day:
        quarter = at // QUARTER
        found = self._quarters.get(quarter)
        if found is None:
            day = day_of(at, self._zone, self._rollover)
            found = self._quarters[quarter] = self.days.setdefault(day, Day(day))
        return found


class Cards:
    """The table of cards, by phase, topic, class and day."""

    def __init__(self, begins: list[int], answered: Mapping[str, Tally]) -> None:
        """`begins`: when tomorrow and the days after it begin (ms since 1970)."""
        self.phases: Counter[str] = Counter()
        self.forecast = [0] * (len(begins) + 1)
        self.stability = [0] * (len(STABILITY) + 1)
        self.difficulty = [0] * 10
        self.leeches = 0
        self.topics: dict[str, Counter[str]] = {}
        self.costs: list[CardCost] = []
        self._begins, self._answered = begins, answered

    def read(self, log: Reader) -> None:
        """Take in every card."""
        columns = "card, topic, phase, stability, difficulty, max(due, held), lapses"
        for card, topic, phase, stability, difficulty, due, lapses in log.stream(f"SELECT {columns} FROM cards"):
            spent = self._answered.get(card, NOTHING)
            if phase is not None:
                self.phases[PHASES[phase]] += 1
            if topic is None:
                continue
            numbers = self.topics.setdefault(topic, Counter())
            numbers["cards"] += 1
            numbers["ms"] += spent.ms
            numbers["reviews"] += spent.reviews
            numbers["remembered"] += spent.remembered
            if spent.answers:
                self.costs.append(CardCost(card, lapses or 0, spent.answers, round(spent.ms / 60_000, 1)))
            if phase is not None:
                numbers["met"] += 1
                numbers["solid"] += stability >= SOLID
                self.forecast[bisect_right(self._begins, due)] += 1
                self.stability[bisect_right(STABILITY, stability)] += 1
                self.difficulty[max(1, min(10, int(difficulty + 0.5))) - 1] += 1
                self.leeches += lapses >= LEECH
