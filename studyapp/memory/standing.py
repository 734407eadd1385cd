"""Which events stand, in which order they are taken, and what they make of a card: pure functions of the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from studyapp.memory.model import (
    FOREVER,
    Answer,
    Buried,
    CardState,
    Forgotten,
    Logged,
    Opened,
    QuizBegun,
    Rescheduled,
    Suspended,
    Undo,
    Unknown,
)
from studyapp.memory.scheduler import Scheduler

Place = tuple[str, int]
NOT_TAKEN_BACK = (QuizBegun, Unknown)


def standing(events: Iterable[Logged]) -> list[Logged]:
    """The events that stand, as they were given: no undo that stands takes them back. Undos are left out."""
    events = list(events)
    undos = _undos(events)
    if not undos:
        return events
    stands = _standing(undos)
    return [e for e in events if not isinstance(e.event, Undo) and stands.get((e.device, e.number), True)]


def taken_back(undos: Iterable[Logged]) -> set[Place]:
    """The places of all events that do not stand, undos among them. `undos`: every undo that there is."""
    return {place for place, stands in _standing(_undos(undos)).items() if not stands}


def _undos(events: Iterable[Logged]) -> dict[Place, list[Place]]:
    """Event → the undos that take it back."""
    undos: dict[Place, list[Place]] = {}
    for logged in events:
        if isinstance(logged.event, Undo):
            undos.setdefault((logged.event.device, logged.event.number), []).append((logged.device, logged.number))
    return undos


def _standing(undos: dict[Place, list[Place]]) -> dict[Place, bool]:
    """For each event that an undo names, whether it stands: no undo of it stands. In a ring, which only a forged log
    has, the one that is met again counts as not standing. Not recursive: undo and redo can be pressed for long.
    """
    known: dict[Place, bool] = {}
    for start in undos:
        way, on_way = [start], {start}
        while way:
            place = way[-1]
            above = undos.get(place, ())
            open_ = next((each for each in above if each not in known and each not in on_way), None)
            if place not in known and open_ is not None:
                way.append(open_)
                on_way.add(open_)
                continue
            known[place] = not any(known.get(each, False) for each in above)
            on_way.discard(way.pop())
    return known


def in_order(events: Iterable[Logged]) -> list[tuple[int, Logged]]:
    """Events about one card with the time at which each counts (ms since 1970), in that order.

    An event counts at its own time, or at that of a later one of the same device if that has an earlier time: then
    the clock had been ahead, and was set right between them.
    """
    timed: list[tuple[int, Logged]] = []
    earliest: dict[str, int] = {}
    for logged in sorted(events, key=lambda each: (each.device, -each.number)):
        at = min(logged.event.at, earliest.get(logged.device, logged.event.at))
        earliest[logged.device] = at
        timed.append((at, logged))
    return sorted(timed, key=lambda item: (item[0], item[1].device, item[1].number))


class Fold(NamedTuple):
    """What the log says of a card: its state, None while it is new; the highest stability that it ever had (days);
    until when it is not asked (ms since 1970).
    """

    state: CardState | None = None
    peak: float = 0.0
    held: int = 0


def fold(card: str, events: Iterable[Logged], scheduler: Scheduler) -> Fold:
    """Take the events about `card`, all of them, in their order."""
    now = Fold()
    for at, logged in in_order(standing(events)):
        now = step(card, now, logged, at, scheduler)
    return now


def step(card: str, before: Fold, logged: Logged, at: int, scheduler: Scheduler) -> Fold:
    """What one more event, which counts at `at`, makes of a card."""
    event, state = logged.event, before.state
    match event:
        case Answer(purpose="scheduled"):
            state = scheduler.review(card, state, event.grade, at, returns=event.returns, seed=event.seed)
            peak = max(before.peak, state.peak)
            return Fold(state if state.peak == peak else replace(state, peak=peak), peak, before.held)
        case Forgotten():
            return Fold(None, before.peak, before.held)
        case Rescheduled() if state is not None:
            return before._replace(state=replace(state, due=event.due, phase="review", step=None, back_by=None))
        case Suspended():
            return before._replace(held=FOREVER if event.on else 0)
        case Buried():
            return before._replace(held=before.held if before.held == FOREVER else event.until)
        case _:
            return before


def is_opened(events: Iterable[Logged]) -> bool:
    """Whether the events about an entry have opened it by hand."""
    return any(isinstance(logged.event, Opened) for logged in standing(events))


def last_taken(events: Sequence[Logged]) -> Logged | None:
    """What an undo takes back: the newest event that stands and can be. `events`: one device's, oldest first."""
    for logged in reversed(standing(events)):
        if not isinstance(logged.event, NOT_TAKEN_BACK):
            return logged
    return None


def last_undone(events: Sequence[Logged]) -> Logged | None:
    """What a redo takes back: the newest undo that stands, if nothing but undos and redos followed it."""
    kinds = {(logged.device, logged.number): logged.event for logged in events}
    known = _standing(_undos(events))
    for logged in reversed(events):
        event = logged.event
        if not isinstance(event, Undo):
            return None
        redo = isinstance(kinds.get((event.device, event.number)), Undo)
        if not redo and known.get((logged.device, logged.number), True):
            return logged
    return None
