"""Events and states for tests, with what does not matter filled in."""

from __future__ import annotations

from studyapp.memory.model import Answer, CardState, Phase, Purpose


def answer(
    card: str = "a/meaning",
    grade: int = 3,
    at: int = 0,
    purpose: Purpose = "scheduled",
    *,
    rule: str | None = None,
    duration_ms: int = 0,
) -> Answer:
    """An answer to a flashcard."""
    return Answer(
        at=at, card=card, kind="flashcard", seed=0, grade=grade, purpose=purpose, rule=rule, duration_ms=duration_ms
    )


def state(
    card: str,
    due: int,
    phase: Phase = "review",
    *,
    introduced: int = 0,
    last: int | None = None,
    stability: float = 5.0,
    peak: float | None = None,
) -> CardState:
    """The state of a card of which only these things matter; answered last when it was introduced, unless told.

    `peak` is the stability unless it was once higher.
    """
    return CardState(
        card=card,
        phase=phase,
        step=None if phase == "review" else 0,
        stability=stability,
        difficulty=5.0,
        due=due,
        last=introduced if last is None else last,
        introduced=introduced,
        answers=1,
        lapses=0,
        peak=stability if peak is None else peak,
    )
