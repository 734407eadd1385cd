"""The nouns of memory: events, which are only ever appended, and the state of a card, which follows from them."""

from __future__ import annotations

from typing import Literal

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


class Undo(Struct, frozen=True, tag="undo", tag_field="event"):
    """An earlier event is taken back: the one with this device and number."""

    at: int
    device: str
    number: int


Event = Answer | QuizBegun | Undo


class Logged(Struct, frozen=True):
    """An event with its place in the log: unique by device and number, so that two logs merge by union."""

    device: str
    number: int
    event: Event

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
