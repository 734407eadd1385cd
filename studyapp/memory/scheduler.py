"""The schedule: FSRS, by the library `fsrs`, on plain states. No clock, and no chance but what an event's place seeds.

`fsrs` is imported with the first review, since home does without it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast, get_args
from zlib import crc32

from studyapp.memory.model import CardState, Phase

if TYPE_CHECKING:
    import fsrs

DAY_MS = 86_400_000
PHASES: tuple[Phase, ...] = get_args(Phase)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LEAST_RETENTION, MOST_RETENTION, COSTLY_RETENTION = 0.80, 0.97, 0.95
FUZZ_FROM = 2.5  # days; shorter intervals are kept
FUZZ = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, math.inf, 0.05))  # from, to (days), share of that; FSRS's own


class Scheduler:
    """FSRS with this desired retention (0.80 to 0.97) and these parameters (None: the library's own 21).

    The library's fuzz is off, since it draws from the global `random`: here the interval of a review is drawn from a
    seed that the answer brings, so that a replay of the log gives the same dates.
    """

    def __init__(self, desired_retention: float = 0.9, parameters: Sequence[float] | None = None) -> None:
        self.desired_retention = desired_retention
        self.parameters = tuple(parameters) if parameters is not None else None

    @property
    def stamp(self) -> str:
        """Names everything that states depend on besides the log; states with another stamp are rebuilt."""
        fitted = "own" if self.parameters is None else sha256(repr(self.parameters).encode()).hexdigest()[:16]
        return f"fsrs-6 retention={self.desired_retention:g} parameters={fitted} states=4"

    @cached_property
    def _fsrs(self) -> Any:
        import fsrs

        return fsrs

    @cached_property
    def _scheduler(self) -> fsrs.Scheduler:
        given = {} if self.parameters is None else {"parameters": self.parameters}
        return cast(
            "fsrs.Scheduler",
            self._fsrs.Scheduler(desired_retention=self.desired_retention, enable_fuzzing=False, **given),
        )

    def warm(self) -> None:
        """Load the library now (40 ms), so that the first answer does not wait for it."""
        _ = self._scheduler

    def review(
        self, card: str, state: CardState | None, grade: int, at: int, *, returns: bool = False, seed: int | None = None
    ) -> CardState:
        """The state of `card` after a scheduled answer with `grade` (1 to 4) at `at` (ms since 1970).

        `returns`: within a day from now it is due again, however well it is answered until then. `seed`, of the
        question: spreads the interval a little, as FSRS does, so that cards that were learned together do not come
        together for ever.
        """
        reviewed, _ = self._scheduler.review_card(self._card(state, at), self._fsrs.Rating(grade), datetime_of(at))
        assert reviewed.stability is not None
        assert reviewed.difficulty is not None
        before = state.back_by if state is not None and state.back_by is not None and at < state.back_by else None
        back_by = at + DAY_MS if returns else before
        due = ms_of(reviewed.due)
        phase = PHASES[reviewed.state - 1]
        if seed is not None and phase == "review":
            due = at + fuzzed((due - at) // DAY_MS, f"{seed} {state.answers if state else 0}") * DAY_MS
        lapsed = grade == 1 and state is not None and state.phase == "review"
        return CardState(
            card=card,
            phase=phase,
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

    def preview(self, card: str, state: CardState | None, at: int, seed: int | None = None) -> dict[int, int]:
        """For each grade, how long until the card would be due again, in ms."""
        return {grade: self.review(card, state, grade, at, seed=seed).due - at for grade in (1, 2, 3, 4)}

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


def fuzzed(days: int, seed: str) -> int:
    """An interval near `days`, as far from it as FSRS's fuzz goes, the same for the same seed."""
    low, high = fuzz_range(days)
    return low + crc32(seed.encode()) % (high - low + 1)


def fuzz_range(days: int) -> tuple[int, int]:
    """The shortest and the longest interval that `days` may become; both included."""
    if days < FUZZ_FROM:
        return days, days
    spread = 1.0 + sum(share * max(min(days, end) - start, 0.0) for start, end, share in FUZZ)
    return max(2, round(days - spread)), round(days + spread)


def datetime_of(at: int) -> datetime:
    """A moment in UTC. `at` is exact in milliseconds, so the way back gives the same number."""
    return EPOCH + timedelta(milliseconds=at)


def ms_of(moment: datetime) -> int:
    """Milliseconds since 1970."""
    return (moment - EPOCH) // timedelta(milliseconds=1)
