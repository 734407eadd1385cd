"""What is done with cards besides answering: put aside, forgotten, given another date, opened; and undo of it all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studyapp.content.model import Card
from studyapp.language import _, current
from studyapp.memory.model import (
    FOREVER,
    Answer,
    Buried,
    CardState,
    Event,
    Forgotten,
    Logged,
    Opened,
    Rescheduled,
    Suspended,
    Unknown,
)
from studyapp.memory.queue import day_ends
from studyapp.memory.scheduler import DAY_MS
from studyapp.session.desk import Desk

LEECH = 8  # so many lapses, and a card costs more than it gives as it is
FARTHEST = 3650  # days; later than that nobody plans
Standing = Literal["new", "locked", "steps", "review", "suspended", "buried"]


@dataclass(frozen=True)
class Kept:
    """A card as memory has it. `until`: when it comes back, in ms since 1970, where it was put aside till then."""

    card: Card
    standing: Standing
    state: CardState | None
    until: int = 0

    @property
    def is_leech(self) -> bool:
        """Whether it was forgotten so often that it should be learned in another way."""
        return self.state is not None and self.state.lapses >= LEECH


def kept(desk: Desk, entry: str) -> list[Kept]:
    """The cards of an entry, in learning order.

    Raises:
        LogError: the log cannot be read.
    """
    return [_kept(desk, card) for card in desk.library.cards_of(entry)]


def _kept(desk: Desk, card: Card) -> Kept:
    known = desk.log.fold(card.id)
    if known.held == FOREVER:
        return Kept(card, "suspended", known.state)
    if known.held > desk.now():
        return Kept(card, "buried", known.state, known.held)
    if known.state is None:
        return Kept(card, "locked" if lacks(desk, card.entry) else "new", None)
    return Kept(card, "review" if known.state.phase == "review" else "steps", known.state)


def lacks(desk: Desk, entry: str) -> list[str]:
    """The entries that this one requires and that are not known yet; none, once it was opened by hand."""
    if desk.log.cards.is_opened(entry):
        return []
    return [each for each in desk.library.requires(entry) if not desk.log.cards.is_known(each)]


# ── what is done ────────────────────────────────────────────────────────────────────────────────────────────


def suspend(desk: Desk, kept: Kept) -> Logged:
    """Ask a card no more; or again, if it was suspended or buried."""
    if kept.standing == "buried":
        return desk.log.append(Buried(desk.now(), kept.card.id, 0))
    return desk.log.append(Suspended(desk.now(), kept.card.id, kept.standing != "suspended"))


def bury(desk: Desk, card: Card) -> Logged:
    """Do not ask a card before tomorrow."""
    return desk.log.append(Buried(desk.now(), card.id, day_ends(desk.now(), desk.zone, desk.settings.rollover_hour)))


def forget(desk: Desk, card: Card) -> Logged:
    """Make a card new again; its answers stay in the log."""
    return desk.log.append(Forgotten(desk.now(), card.id))


def reschedule(desk: Desk, card: Card, days: int) -> Logged:
    """Have a card that was answered come back in so many days (0 to 3650), 0 being today."""
    return desk.log.append(Rescheduled(desk.now(), card.id, desk.now() + days * DAY_MS))


def open_anyway(desk: Desk, entry: str) -> Logged:
    """Open an entry, whatever it requires."""
    return desk.log.append(Opened(desk.now(), entry))


# ── undo and redo ───────────────────────────────────────────────────────────────────────────────────────────


def undo(desk: Desk) -> str:
    """Take back what was done last on this machine, today or before; what that was, in words, if anything was."""
    last = desk.log.last_taken()
    if last is None:
        return ""
    desk.log.undo(last, desk.now())
    return said(desk, last.event)


def redo(desk: Desk) -> str:
    """Do again what an undo took back, if nothing else was done since; what that is, in words."""
    undone = desk.log.last_undone()
    if undone is None:
        return ""
    desk.log.undo(undone, desk.now())
    again = desk.log.undone_by(undone)
    return said(desk, again.event) if again is not None else ""


def said(desk: Desk, event: Event | Unknown) -> str:
    """What was done, in words."""
    match event:
        case Answer():
            what = _("the answer to {term}")
        case Suspended():
            what = _("suspending {term}") if event.on else _("asking {term} again")
        case Buried():
            what = _("putting {term} aside")
        case Forgotten():
            what = _("forgetting {term}")
        case Rescheduled():
            what = _("another date for {term}")
        case Opened():
            what = _("opening {term}")
        case _:
            return ""
    id = event.entry if isinstance(event, Opened) else event.card.partition("/")[0]
    entry = desk.library.entries.get(id)
    return what.format(term=entry.term[current()] if entry is not None else id)
