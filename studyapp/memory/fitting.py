"""FSRS's 21 parameters, fitted to the learner's own log by `fsrs-rs-python`, an extra that is loaded when needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from studyapp.errors import StudyError
from studyapp.memory.log import Log
from studyapp.memory.model import Answer, Forgotten
from studyapp.memory.scheduler import DAY_MS
from studyapp.memory.standing import in_order, standing

ENOUGH = 400  # reviews; with fewer the fit follows chance (Anki's bound, too)
History = list[tuple[int, int]]  # grade, whole days since the answer before


class FitError(StudyError):
    """The parameters cannot be fitted; the message says why, and what to do."""


class Fit(NamedTuple):
    """What came of it. Losses are the mean −ln of the probability that was given to what then happened, over reviews.

    calibration: by how much the predicted and the true share of remembered differ, root of the mean square.
    """

    parameters: tuple[float, ...]
    reviews: int
    loss: float
    loss_before: float
    calibration: float
    calibration_before: float

    @property
    def is_better(self) -> bool:
        """Whether the fitted parameters say better what the learner remembers."""
        return self.loss < self.loss_before


def histories(log: Log) -> Iterator[History]:
    """The scheduled answers to each card that stand, in the order in which they count, since it was made new."""
    for card in log.answered_cards():
        history: History = []
        before = 0
        for at, logged in in_order(standing(log.cards.events(card))):
            if isinstance(logged.event, Forgotten):
                history = []
            elif isinstance(logged.event, Answer) and logged.event.purpose == "scheduled":
                history.append((logged.event.grade, (at - before) // DAY_MS if history else 0))
                before = at
        if history:
            yield history


def fit(log: Log, parameters: tuple[float, ...] | None) -> Fit:
    """Fit to the log, and compare with the `parameters` in use (None: the library's own). Nothing is changed.

    Raises:
        FitError: the extra is not installed, or the log is too short.
    """
    known = list(histories(log))
    reviews = sum(days > 0 for history in known for _, days in history)
    if reviews < ENOUGH:
        short = f"it has {reviews} reviews on a later day than the answer before, and {ENOUGH} are wanted"
        raise FitError(f"the log is too short to fit to: {short}; until then FSRS's own parameters are the best guess")
    try:
        import fsrs_rs_python as rust
    except ImportError:
        raise FitError("fitting needs fsrs-rs-python; install it: pip install 'studyapp[fit]'") from None
    items = [
        rust.FSRSItem([rust.FSRSReview(grade, days) for grade, days in history[: at + 1]])
        for history in known
        for at, (_, last) in enumerate(history)
        if at and last > 0
    ]
    before = rust.FSRS(list(parameters or rust.DEFAULT_PARAMETERS))
    found = within_bounds(before.compute_parameters(items))
    was, now = before.evaluate(items), rust.FSRS(list(found)).evaluate(items)
    return Fit(found, reviews, now.log_loss, was.log_loss, now.rmse_bins, was.rmse_bins)


def within_bounds(parameters: list[float]) -> tuple[float, ...]:
    """The parameters, each moved to the nearest value that the scheduler's library takes."""
    from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

    bounds = zip(parameters, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return tuple(round(min(max(value, low), high), 4) for value, low, high in bounds)
