"""The nouns of memory: events, which are only ever appended, and the state of a card, which follows from them."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec
from msgspec import Struct

Purpose = Literal["scheduled", "practice"]
Confidence = Literal["sure", "unsure"]
Level = Literal["worked", "gap", "alone"]  # how much help an exercise comes with
Phase = Literal["learning", "review", "relearning"]


class Answer(Struct, frozen=True, omit_defaults=True, tag="answer", tag_field="event"):
    """A card was answered. `at` is in milliseconds since 1970, UTC; `given` is what the learner typed or chose.

    `level` is how much help an exercise came with; `quiz` the place in the log of the quiz that it was asked in.
    """

    at: int
    card: str
    kind: str
    seed: int
    grade: int
    purpose: Purpose
    given: str = ""
    rule: str | None = None
    confidence: Confidence | None = None
    lang: str = "en"
    duration_ms: int = 0
    level: Level | None = None
    quiz: str | None = None

    @property
    def returns(self) -> bool:
        """Whether the card comes back the next day: a mistake with a name, or one that the learner was sure of."""
        return self.grade == 1 and (self.rule is not None or self.confidence == "sure")


class QuizBegun(Struct, frozen=True, omit_defaults=True, tag="quiz", tag_field="event"):
    """A quiz was begun: its cards in the order in which they are asked; an exam tells nothing before its end."""

    at: int
    cards: tuple[str, ...]
    exam: bool = False


class Suspended(Struct, frozen=True, omit_defaults=True, tag="suspend", tag_field="event"):
    """A card is not asked any more; or, with `on` false, again."""

    at: int
    card: str
    on: bool = True


class Buried(Struct, frozen=True, tag="bury", tag_field="event"):
    """A card is not asked before `until` (ms since 1970); one that has passed, or 0, digs it out."""

    at: int
    card: str
    until: int


class Forgotten(Struct, frozen=True, tag="forget", tag_field="event"):
    """A card is new again. Its answers stay in the log, and what it opened stays open."""

    at: int
    card: str


class Rescheduled(Struct, frozen=True, tag="reschedule", tag_field="event"):
    """A card that has been answered is due at `due` (ms since 1970); what is known of it stays."""

    at: int
    card: str
    due: int


class Opened(Struct, frozen=True, tag="open", tag_field="event"):
    """An entry is opened by hand, whatever it requires."""

    at: int
    entry: str


class Undo(Struct, frozen=True, tag="undo", tag_field="event"):
    """An earlier event is taken back: the one with this device and number. An undo can be taken back too: a redo."""

    at: int
    device: str
    number: int


class Unknown(Struct, frozen=True, tag="unknown", tag_field="event"):
    """An event that a newer version wrote: it is kept, and nothing follows from it here."""

    at: int


Event = Answer | QuizBegun | Suspended | Buried | Forgotten | Rescheduled | Opened | Undo
FOREVER = 2**62  # ms; until then a suspended card is not asked


def decoded(body: str | bytes) -> Event | Unknown:
    """An event from its line in the log.

    Raises:
        msgspec.ValidationError: it is none, though its name is known.
    """
    try:
        event: Event = msgspec.json.decode(body, type=Event)
    except msgspec.ValidationError:
        named = msgspec.json.decode(body, type=_Named)
        if named.event in _KNOWN:
            raise
        return Unknown(named.at)
    return event


class _Named(Struct):
    event: str
    at: int


_KNOWN = {str(kind.__struct_config__.tag) for kind in get_args(Event)}


class Logged(Struct, frozen=True):
    """An event with its place in the log: unique by device and number, so that two logs merge by union."""

    device: str
    number: int
    event: Event | Unknown

    @property
    def place(self) -> str:
        """Its place as other events name it."""
        return f"{self.device}/{self.number}"


class CardState(Struct, frozen=True, omit_defaults=True):
    """What the scheduler knows of a card that has been answered. Times in ms since 1970, stability in days.

    `peak` is the highest stability that the card has ever had: it opens what requires this entry. `back_by` is when a
    card that was missed with a mistake to be named is due at the latest.
    """

    card: str
    phase: Phase
    step: int | None
    stability: float
    difficulty: float
    due: int
    last: int
    introduced: int
    answers: int
    lapses: int
    peak: float
    back_by: int | None = None
