"""The schedule: FSRS, by the library `fsrs`, on plain states. No clock, no randomness of its own.

`fsrs` is imported with the first review, since home does without it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast, get_args

from studyapp.memory.model import CardState, Phase

if TYPE_CHECKING:
    import fsrs

DAY_MS = 86_400_000
PHASES: tuple[Phase, ...] = get_args(Phase)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Scheduler:
    """FSRS with this desired retention (0 to 1). Fuzz is off, so that a replay of the log gives the same dates."""

    def __init__(self, desired_retention: float = 0.9) -> None:
        self.desired_retention = desired_retention

    @property
    def stamp(self) -> str:
        """Names everything that states depend on besides the log; states with another stamp are rebuilt."""
        return f"fsrs-6 retention={self.desired_retention:g} states=2"

    @cached_property
    def _fsrs(self) -> Any:
        import fsrs

        return fsrs

    @cached_property
    def _scheduler(self) -> fsrs.Scheduler:
        return cast(
            "fsrs.Scheduler",
            self._fsrs.Scheduler(desired_retention=self.desired_retention, enable_fuzzing=False),
        )

    def warm(self) -> None:
        """Load the library now (40 ms), so that the first answer does not wait for it."""
        _ = self._scheduler

    def review(self, card: str, state: CardState | None, grade: int, at: int, *, returns: bool = False) -> CardState:
        """The state of `card` after a scheduled answer with `grade` (1 to 4) at `at` (ms since 1970).

        `returns`: within a day from now it is due again, however well it is answered until then.
        """
        reviewed, _ = self._scheduler.review_card(self._card(state, at), self._fsrs.Rating(grade), datetime_of(at))
        assert reviewed.stability is not None
        assert reviewed.difficulty is not None
        before = state.back_by if state is not None and state.back_by is not None and at < state.back_by else None
        back_by = at + DAY_MS if returns else before
        due = ms_of(reviewed.due)
        lapsed = grade == 1 and state is not None and state.phase == "review"
        return CardState(
            card=card,
            phase=PHASES[reviewed.state - 1],
            step=reviewed.step,
            stability=reviewed.stability,
            difficulty=reviewed.difficulty,
            due=due if back_by is None else min(due, back_by),
            last=at,
            introduced=state.introduced if state else at,
            answers=(state.answers if state else 0) + 1,
            lapses=(state.lapses if state else 0) + lapsed,
            peak=max(reviewed.stability, state.peak if state else 0.0),
            back_by=back_by,
        )

    def preview(self, card: str, state: CardState | None, at: int) -> dict[int, int]:
        """For each grade, how long until the card would be due again, in ms."""
        return {grade: self.review(card, state, grade, at).due - at for grade in (1, 2, 3, 4)}

    def retrievability(self, state: CardState, at: int) -> float:
        """The probability that the card is remembered at `at`, as FSRS estimates it."""
        return float(self._scheduler.get_card_retrievability(self._card(state, at), datetime_of(at)))

    def _card(self, state: CardState | None, at: int) -> fsrs.Card:
        """The library's card for a state; one for a first answer where there is none."""
        if state is None:
            card = self._fsrs.Card(card_id=0, due=datetime_of(at))
        else:
            card = self._fsrs.Card(
                card_id=0,
                state=self._fsrs.State(PHASES.index(state.phase) + 1),
                step=state.step,
                stability=state.stability,
                difficulty=state.difficulty,
                due=datetime_of(state.due),
                last_review=datetime_of(state.last),
            )
        return cast("fsrs.Card", card)


def datetime_of(at: int) -> datetime:
    """A moment in UTC. `at` is exact in milliseconds, so the way back gives the same number."""
    return EPOCH + timedelta(milliseconds=at)


def ms_of(moment: datetime) -> int:
    """Milliseconds since 1970."""
    return (moment - EPOCH) // timedelta(milliseconds=1)
