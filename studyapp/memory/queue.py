"""Today's queue: what is due, then new cards in the order of their prerequisites. Pure functions of plain data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from studyapp.content.model import Card
from studyapp.memory.model import CardState
from studyapp.memory.scheduler import EPOCH

OPENS_AT = 2.0  # days of stability that an entry must once have reached to open what requires it
AHEAD = 20 * 60_000  # ms: a card in its learning steps may come this much early when nothing else is left


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


@dataclass(frozen=True)
class Queue:
    """The cards in question, the graph of their entries, and the states of all cards, at one moment.

    cards: in learning order; of one topic, or all. requires: entry → entries. now, start, end: ms since 1970;
    the day of study is [start, end). entries: card → entry, for all cards: what was introduced today, and what
    is known, counts wherever it was met.
    """

    cards: Sequence[Card]
    requires: Mapping[str, Sequence[str]]
    states: Mapping[str, CardState]
    now: int
    start: int
    end: int
    new_per_day: int
    entries: Mapping[str, str]

    def due(self) -> list[Card]:
        """Cards due today, those in learning steps whose time has come first, then the most overdue."""
        waiting = [
            (state.phase == "review", state.due, card)
            for card in self.cards
            if (state := self.states.get(card.id)) is not None and self._is_due(state)
        ]
        return [card for _, _, card in sorted(waiting, key=lambda item: item[:2])]

    def soon(self) -> list[Card]:
        """Cards in learning steps that are not due yet but will be within minutes, soonest first."""
        waiting = [
            (state.due, card)
            for card in self.cards
            if (state := self.states.get(card.id)) is not None
            and state.phase != "review"
            and self.now < state.due <= self.now + AHEAD
        ]
        return [card for _, card in sorted(waiting, key=lambda item: item[0])]

    def _is_due(self, state: CardState) -> bool:
        return state.due < self.end if state.phase == "review" else state.due <= self.now

    def new(self) -> list[Card]:
        """New cards that may be introduced today, in learning order, no two of one entry.

        A card is open when every required entry has once reached `OPENS_AT`; it never locks again, since the
        peak of a stability does not fall. The limit counts what was introduced today from anywhere.
        """
        return self._introduced(opening=False)

    def within_reach(self) -> list[Card]:
        """`new`, and those that it opens today if it is answered well: a first Good opens what builds on the entry."""
        return self._introduced(opening=True)

    def admits(self, card: Card) -> bool:
        """Whether this new card may be introduced now, whichever comes first in learning order."""
        return self._room > 0 and self._is_open(card, self.known_entries(), self._met_today)

    def _introduced(self, *, opening: bool) -> list[Card]:
        known, met_today, room = self.known_entries(), self._met_today, self._room
        chosen: list[Card] = []
        for card in self.cards:
            if len(chosen) >= room:
                break
            if self._is_open(card, known, met_today):
                met_today.add(card.entry)
                chosen.append(card)
                if opening:
                    known.add(card.entry)
        return chosen

    def _is_open(self, card: Card, known: Collection[str], met_today: Collection[str]) -> bool:
        return (
            card.id not in self.states
            and card.entry not in met_today
            and all(required in known for required in self.requires.get(card.entry, ()))
        )

    @property
    def _met_today(self) -> set[str]:
        """The entries that were introduced today."""
        return {self.entries[state.card] for state in self._today if state.card in self.entries}

    @property
    def _room(self) -> int:
        """How many more new cards today's limit lets in."""
        return max(0, self.new_per_day - len(self._today))

    @property
    def _today(self) -> list[CardState]:
        return [state for state in self.states.values() if self.start <= state.introduced < self.end]

    def known_entries(self) -> set[str]:
        """Entries of which some card has once reached the stability that opens what builds on them."""
        return {
            entry
            for card, entry in self.entries.items()
            if (state := self.states.get(card)) is not None and state.peak >= OPENS_AT
        }

    def next(self, after: Card | None = None, without: Collection[str] = ()) -> Card | None:
        """The next card of a sitting: due, then new, then what comes back within minutes; none of `without`.

        Cards of the entry that was asked last wait, where another card can come first.
        """
        for listed in (self.due(), self.new(), self.soon()):
            waiting = [card for card in listed if card.id not in without]
            if waiting:
                others = (card for card in waiting if after is None or card.entry != after.entry)
                return next(others, waiting[0])
        return None

    def counts(self) -> Counts:
        """How many are due and new today."""
        return Counts(len(self.due()) + len(self.soon()), len(self.within_reach()))


def due_between(states: Iterable[CardState], start: int, end: int) -> int:
    """How many cards come due in [start, end)."""
    return sum(start <= state.due < end for state in states)
