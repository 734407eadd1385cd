"""Fitting FSRS to a log: what it finds in the log of a learner whose memory is known, and when it refuses."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from studyapp.memory.fitting import ENOUGH, FitError, fit, histories, within_bounds
from studyapp.memory.log import Log
from studyapp.memory.model import Answer, Forgotten
from studyapp.memory.scheduler import DAY_MS, Scheduler
from tests.memory.events import answer

BEGIN = 1_780_000_000_000
TRUE = (0.4, 2.0, 6.0, 20.0, *DEFAULT_PARAMETERS[4:])  # a learner who keeps what was once known longer than most


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with closing(Log.open(tmp_path / "log.db")) as log:
        yield log


def live(log: Log, cards: int, reviews: int) -> None:
    """A learner with the parameters `TRUE`, asked when a schedule with them says."""
    rng, scheduler = random.Random(1), Scheduler(0.9, TRUE)
    log._db.execute("PRAGMA synchronous = OFF")
    for number in range(cards):
        card, at, state = f"card-{number}/meaning", BEGIN, None
        for _ in range(reviews):
            chance = 0.9 if state is None or state.phase != "review" else scheduler.retrievability(state, at)
            grade = rng.choices((2, 3, 4), (1, 7, 1))[0] if rng.random() < chance else 1
            log.append(Answer(at, card, "flashcard", 0, grade, "scheduled"))
            state = scheduler.review(card, state, grade, at)
            at = state.due


def test_it_finds_parameters_that_say_better_what_this_learner_remembers(log: Log) -> None:
    live(log, 150, 9)
    before = log.states()
    found = fit(log, None)
    assert found.is_better
    assert found.calibration < found.calibration_before
    assert found.reviews >= ENOUGH
    assert len(found.parameters) == 21
    assert abs(found.parameters[2] - TRUE[2]) < abs(DEFAULT_PARAMETERS[2] - TRUE[2])
    assert log.states() == before, "to fit changes nothing"
    Scheduler(0.9, found.parameters).warm()  # the library takes them


def test_a_short_log_is_refused_with_the_reason(log: Log) -> None:
    for day in range(9):
        log.append(answer(at=BEGIN + day * DAY_MS))
    with pytest.raises(FitError, match=r"too short to fit to: it has 8 reviews .* and 400 are wanted"):
        fit(log, None)


def test_without_the_extra_it_says_what_to_install(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    live(log, 70, 9)
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    with pytest.raises(FitError, match=r"pip install 'studyapp\[fit\]'"):
        fit(log, None)


def test_what_counts_is_what_stands_and_was_scheduled_since_the_card_was_new(log: Log) -> None:
    log.append(answer(grade=4, at=BEGIN))
    log.append(Forgotten(BEGIN + 1, "a/meaning"))
    log.append(answer(grade=3, at=BEGIN + DAY_MS))
    log.append(answer(grade=1, at=BEGIN + 2 * DAY_MS, purpose="practice"))
    wrong = log.append(answer(grade=1, at=BEGIN + 3 * DAY_MS))
    log.undo(wrong, BEGIN + 3 * DAY_MS + 1)
    log.append(answer(grade=2, at=BEGIN + 5 * DAY_MS + 7))
    log.append(answer("b/meaning", grade=3, at=BEGIN))
    assert sorted(histories(log)) == [[(3, 0)], [(3, 0), (2, 4)]]


def test_parameters_beyond_the_librarys_bounds_are_moved_to_them() -> None:
    assert within_bounds([-9.0] * 21) == tuple(round(low, 4) for low in LOWER_BOUNDS_PARAMETERS)
    assert within_bounds([999.0] * 21) == tuple(round(high, 4) for high in UPPER_BOUNDS_PARAMETERS)
