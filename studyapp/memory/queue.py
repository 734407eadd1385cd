"""Today's queue: what is due, then new cards in the order of their prerequisites. Questions to the table of cards.

How many cards there are makes no difference to `next`: each question is answered by an index.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any

from studyapp.memory.cards import STATE, of, state_of
from studyapp.memory.log import Log
from studyapp.memory.model import CardState
from studyapp.memory.scheduler import EPOCH

AHEAD = 20 * 60_000  # ms: a card in its learning steps may come this much early when nothing else is left
ASTRAY = 3_600_000  # ms: an answer so far in the future was given while the clock was ahead; its card is due
FEW, MANY = 4, 256  # rows that are asked for first, and at most


def day_of(at: int, zone: tzinfo, rollover: int) -> date:
    """The day of study that a moment belongs to: a day begins at the hour `rollover` in the learner's zone."""
    local = (EPOCH + timedelta(milliseconds=at)).astimezone(zone)
    return (local.replace(tzinfo=None) - timedelta(hours=rollover)).date()


def day_begins(at: int, zone: tzinfo, rollover: int, later: int = 0) -> int:
    """The moment (ms since 1970) at which the day of study of `at` begins; or the one so many days `later`."""
    midnight = datetime.combine(day_of(at, zone, rollover) + timedelta(days=later), datetime.min.time())
    return round((midnight + timedelta(hours=rollover)).replace(tzinfo=zone).timestamp() * 1000)


def day_ends(at: int, zone: tzinfo, rollover: int) -> int:
    """The moment (ms since 1970) at which the day of study of `at` ends."""
    return day_begins(at, zone, rollover, later=1)


@dataclass(frozen=True)
class Counts:
    """How many cards wait: due now or later today, and new ones within reach that today's limit still lets in."""

    due: int
    new: int


@dataclass
class Queue:
    """The queue at one moment, of one topic, or of all.

    now, start, end: ms since 1970; the day of study is [start, end). new_per_day, reviews_per_day: today's limits,
    which count what was met from anywhere; None is no limit.

    Siblings, cards of one entry, do not come on the same day: a review waits for the next day if another card of its
    entry has been answered today, but no longer than that; a new card waits as long as it takes.
    """

    log: Log
    now: int
    start: int
    end: int
    new_per_day: int
    reviews_per_day: int | None = None
    topic: str | None = None

    # ── what is due ─────────────────────────────────────────────────────────────────────────────────────────

    def due(self) -> list[str]:
        """Cards due today, those in learning steps whose time has come first, then the most overdue."""
        return list(self._due())

    def _due(self, without: Collection[str] = ()) -> Iterator[str]:
        yield from (card for card in self._astray() if card not in without)
        yield from (card for card in self._where(IN_STEPS, "due <= :now", "due") if card not in without)
        yield from self._reviews(without)

    def _astray(self) -> list[str]:
        """Cards whose last answer lies in the future."""
        return list(self._where("phase IS NOT NULL", "last > :astray", "last"))

    def _reviews(self, without: Collection[str]) -> Iterator[str]:
        """Reviews of today, as many as the limit still lets in."""
        room = self._room_for_reviews
        met_today: set[str] = set()
        for card in self._where(IN_REVIEW, f"due < :end AND (due < :start OR {NO_SIBLING})", "due"):
            if room is not None and room <= 0:
                return
            entry = card.partition("/")[0]
            if card not in without and (entry not in met_today or self._is_overdue(card)):
                met_today.add(entry)
                room = None if room is None else room - 1
                yield card

    def _is_overdue(self, card: str) -> bool:
        return bool(self._rows("SELECT 1 FROM cards WHERE card = :card AND due < :start", card=card))

    def soon(self) -> list[str]:
        """Cards in learning steps that are not due yet but will be within minutes, soonest first."""
        return list(self._where(IN_STEPS, "due > :now AND due <= :ahead AND last <= :astray", "due"))

    def is_due(self, card: str, *, ahead: bool = False) -> bool:
        """Whether an answer to the card counts for the schedule; `ahead`: a learning step some minutes early too."""
        time = "CASE WHEN phase = 1 THEN :end - 1 ELSE :ahead END" if ahead else DUE_BY
        return bool(
            self._rows(f"SELECT 1 FROM cards WHERE card = :card AND (due <= {time} OR last > :astray)", card=card)
        )

    # ── what is new ─────────────────────────────────────────────────────────────────────────────────────────

    def new(self) -> list[str]:
        """New cards that may be introduced today, in learning order, no two of one entry.

        A card is open when every required entry has once reached the stability that opens what builds on it; it
        never locks again, since the peak of a stability does not fall.
        """
        return list(self._introduced(opening=False))

    def within_reach(self) -> list[str]:
        """`new`, and those that it opens today if it is answered well: a first Good opens what builds on the entry."""
        return list(self._introduced(opening=True))

    def admits(self, card: str) -> bool:
        """Whether this new card may be introduced now, whichever comes first in learning order."""
        open_ = f"SELECT 1 FROM cards WHERE card = :card AND {IS_NEW} AND held <= :now"
        return self._room > 0 and bool(self._rows(open_, card=card)) and not self._is_met(card.partition("/")[0])

    def _introduced(self, *, opening: bool, without: Collection[str] = ()) -> Iterator[str]:
        room, met = self._room, set[str]()
        stream = self._open_cards()
        following = next(stream, None) if room else None
        opened: list[tuple[int, str]] = []  # by what was chosen, soonest in learning order first
        while room and (opened or following is not None):
            if following is None or (opened and opened[0] < following):
                _, card = heapq.heappop(opened)
            else:
                (_, card), following = following, next(stream, None)
            entry = card.partition("/")[0]
            if card in without or entry in met or self._is_met(entry):
                continue
            met.add(entry)
            room -= 1
            yield card
            if opening:
                for each in self._opens(entry, met):
                    heapq.heappush(opened, each)

    def _open_cards(self) -> Iterator[tuple[int, str]]:
        """The new cards that are open, with their numbers in learning order."""
        return self._pages(f"SELECT position, card FROM cards WHERE {IS_NEW} AND held <= :now", "position", 0)

    def _opens(self, entry: str, met: Collection[str]) -> list[tuple[int, str]]:
        """The new cards of what builds on `entry` and on nothing that is neither known nor among `met`."""
        shelf, found = self.log.cards.shelf, list[tuple[int, str]]()
        for dependent in shelf.required_by(entry) if shelf is not None else ():
            required = shelf.requires(dependent) if shelf is not None else ()
            if all(each in met or self.log.cards.is_known(each) for each in required):
                low, high = of(dependent)
                found += self._rows(
                    f"SELECT position, card FROM cards WHERE card > :low AND card < :high AND {NEW_OR_LOCKED}"
                    f" AND missing > 0 AND held <= :now {self._in_topic}",
                    low=low,
                    high=high,
                )
        return found

    def _is_met(self, entry: str) -> bool:
        """Whether some card of the entry was answered today."""
        low, high = of(entry)
        met = "SELECT 1 FROM cards WHERE card > :low AND card < :high AND last >= :start LIMIT 1"
        return bool(self._rows(met, low=low, high=high))

    @cached_property
    def _room(self) -> int:
        """How many more new cards today's limit lets in."""
        met = "SELECT count(*) FROM cards WHERE introduced >= :start AND introduced < :end"
        return max(0, self.new_per_day - int(self._rows(met)[0][0]))

    @cached_property
    def _room_for_reviews(self) -> int | None:
        """How many more reviews today's limit lets in."""
        if self.reviews_per_day is None:
            return None
        done = "SELECT count(*) FROM cards WHERE last >= :start AND introduced < :start"
        return max(0, self.reviews_per_day - int(self._rows(done)[0][0]))

    # ── what comes next ─────────────────────────────────────────────────────────────────────────────────────

    def next(self, after: str | None = None, without: Collection[str] = ()) -> str | None:
        """The next card of a sitting: due, then new, then what comes back within minutes; none of `without`.

        Cards of the entry that was asked last wait, where another card can come first.
        """
        last = after.partition("/")[0] if after is not None else None
        listed: tuple[Callable[[], Iterator[str]], ...] = (
            lambda: self._due(without),
            lambda: self._introduced(opening=False, without=without),
            lambda: (card for card in self.soon() if card not in without),
        )
        for cards in listed:
            first: str | None = None
            for card in cards():
                if card.partition("/")[0] != last:
                    return card
                first = first or card
            if first is not None:
                return first
        return None

    def counts(self) -> Counts:
        """How many are due and new today."""
        due, steps = sum(self.due_by_topic.values()), self._steps_due
        room = self._room_for_reviews
        return Counts(due if room is None else steps + min(due - steps, room), len(self.within_reach()))

    @property
    def _steps_due(self) -> int:
        steps = f"SELECT count(*) FROM cards WHERE {IN_STEPS} AND due <= :ahead AND held <= :now {self._in_topic}"
        return int(self._rows(steps)[0][0])

    @cached_property
    def due_by_topic(self) -> Counter[str]:
        """How many cards are due today, or come back within minutes, in each topic; no limit is counted in.

        Of siblings that come due today one is counted: the others will wait for tomorrow.
        """
        found: Counter[str] = Counter()
        review, steps = (
            f"FROM cards WHERE {IN_REVIEW} AND held <= :now",
            f"FROM cards WHERE {IN_STEPS} AND held <= :now",
        )
        for query in (
            f"SELECT topic, count(*) {steps} AND due <= :ahead {self._in_topic} GROUP BY +topic",
            f"SELECT topic, count(*) {review} AND due < :start {self._in_topic} GROUP BY +topic",
            f"SELECT topic, count(DISTINCT entry) {review} AND due >= :start AND due < :end {self._in_topic}"
            " AND entry NOT IN (SELECT entry FROM cards WHERE last >= :start)"
            f" AND entry NOT IN (SELECT entry {review} AND due < :start) GROUP BY +topic",
        ):
            found.update(dict(self._rows(query)))
        return found

    # ── what has been met ───────────────────────────────────────────────────────────────────────────────────

    def met(self) -> list[str]:
        """The cards that have been answered."""
        return [card for (card,) in self._rows(f"SELECT card FROM cards WHERE {MET} {self._in_topic} ORDER BY card")]

    def unmet(self) -> list[str]:
        """The cards that have not, locked ones too."""
        query = f"SELECT card FROM cards WHERE {NEW_OR_LOCKED} {self._in_topic} ORDER BY card"
        return [card for (card,) in self._rows(query)]

    def met_by_topic(self) -> dict[str, tuple[int, int]]:
        """How many cards of each topic have been answered, and how many there are."""
        query = "SELECT topic, count(phase), count(*) FROM cards WHERE topic IS NOT NULL GROUP BY topic"
        return {topic: (met, all_) for topic, met, all_ in self._rows(query)}

    def hard(self, difficulty: float) -> list[CardState]:
        """The states of cards with at least this difficulty (1 to 10)."""
        query = f"SELECT card, {STATE} FROM cards WHERE {MET} AND difficulty >= :difficulty {self._in_topic}"
        return [state_of(*row) for row in self._rows(query, difficulty=difficulty)]

    # ── asking the table ────────────────────────────────────────────────────────────────────────────────────

    def _where(self, kind: str, condition: str, order: str) -> Iterator[str]:
        """The cards of this kind that meet the condition and are not put aside, in this order."""
        for _, card in self._pages(
            f"SELECT {order}, card FROM cards AS c WHERE {kind} AND {condition} AND held <= :now", order, -(2**62)
        ):
            yield card

    def _pages(self, query: str, order: str, least: int) -> Iterator[tuple[int, str]]:
        """What a query finds, some rows at a time, so that whoever wants one does not wait for all."""
        at, card, many = least, "", FEW
        query += f" {self._in_topic} AND ({order}, card) > (:at, :after) ORDER BY {order}, card LIMIT :many"
        while True:
            found = self._rows(query, at=at, after=card, many=many)
            yield from found
            if len(found) < many:
                return
            (at, card), many = found[-1], min(4 * many, MANY)

    @property
    def _in_topic(self) -> str:
        return "" if self.topic is None else "AND topic = :topic"

    def _rows(self, query: str, **given: Any) -> list[tuple[Any, ...]]:
        known = {
            "now": self.now,
            "start": self.start,
            "end": self.end,
            "ahead": self.now + AHEAD,
            "astray": self.now + ASTRAY,
            "topic": self.topic,
        }
        return self.log.rows(query, {**known, **given})


MET = "phase IS NOT NULL AND topic IS NOT NULL"
IN_REVIEW = "phase = 1 AND topic IS NOT NULL"
IN_STEPS = "phase <> 1 AND topic IS NOT NULL"
NEW_OR_LOCKED = "phase IS NULL AND topic IS NOT NULL"
IS_NEW = "phase IS NULL AND missing = 0 AND topic IS NOT NULL"
DUE_BY = "CASE WHEN phase = 1 THEN :end - 1 ELSE :now END"
NO_SIBLING = """NOT EXISTS (
    SELECT 1 FROM cards AS s WHERE s.card > c.entry || '/' AND s.card < c.entry || '0' AND s.last >= :start
)"""


def due_between(log: Log, start: int, end: int) -> int:
    """How many cards come due in [start, end)."""
    where = "due >= :start AND due < :end"
    query = f"SELECT (SELECT count(*) FROM cards WHERE {IN_REVIEW} AND {where})"
    query += f" + (SELECT count(*) FROM cards WHERE {IN_STEPS} AND {where})"
    return int(log.rows(query, {"start": start, "end": end})[0][0])
