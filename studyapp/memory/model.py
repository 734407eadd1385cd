"""The nouns of memory: events, which are only ever appended, and the state of a card, which follows from them."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Purpose = Literal["scheduled", "practice"]
Confidence = Literal["sure", "unsure"]
Phase = Literal["learning", "review", "relearning"]


class Answer(Struct, frozen=True, omit_defaults=True, tag="answer", tag_field="event"):
    """A card was answered. `at` is in milliseconds since 1970, UTC; `given` is what the learner typed or chose."""

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


class Undo(Struct, frozen=True, tag="undo", tag_field="event"):
    """An earlier event is taken back: the one with this device and number."""

    at: int
    device: str
    number: int


Event = Answer | Undo


class Logged(Struct, frozen=True):
    """An event with its place in the log: unique by device and number, so that two logs merge by union."""

    device: str
    number: int
    event: Event


class CardState(Struct, frozen=True, omit_defaults=True):
    """What the scheduler knows of a card that has been answered. Times in ms since 1970, stability in days.

    `peak` is the highest stability that the card has ever had: it opens what requires this entry.
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
