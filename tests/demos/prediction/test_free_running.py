"""The demo free-running: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from demos.contract import Curves
from demos.prediction import free_running
from tests.demos.runs import frames, line, panel, values, verdict


def logistic(r: float, x: float) -> float:
    return r * x * (1 - x)


@pytest.mark.parametrize(("x", "held"), [(0.3, 7), (0.5, 4), (0.2, 12)])
def test_the_free_model_is_lost_when_a_plain_loop_says_so(x: float, held: int) -> None:
    truth = model = x
    steps = 0
    while abs(truth - model) <= 0.1:
        truth, model = logistic(3.9, truth), logistic(3.91, model)
        steps += 1
    assert values("free-running", x=x)["held"] == steps - 1 == held


def test_a_model_at_r_4_follows_the_closed_form() -> None:
    # x_t = sin²(2^t θ) for r = 4; each doubling of the angle doubles the rounding error.
    *_, last = frames("free-running", r=3.9, n=1, x=0.3, steps=20)
    angle = math.asin(math.sqrt(0.3))
    exact = [math.sin(2**t * angle) ** 2 for t in range(21)]
    assert list(line(panel(last, Curves, "paths"), "free").y) == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize("r", [2.8, 3.5, 3.9])
def test_told_the_truth_the_model_errs_anew_at_each_step(r: float) -> None:
    *_, last = frames("free-running", r=r, n=3)
    truth = line(panel(last, Curves, "paths"), "x").y
    errors = line(panel(last, Curves, "errors"), "forced").y
    assert list(errors) == pytest.approx([1e-3 * x * (1 - x) for x in truth[:-1]], abs=1e-15)


def test_the_first_errors_of_both_are_one() -> None:
    *_, last = frames("free-running", n=5)
    errors = panel(last, Curves, "errors")
    assert line(errors, "forced").y[0] == line(errors, "free").y[0]


def test_where_the_truth_rests_the_cycle_takes_error_away() -> None:
    # The truth rests at 1 − 1/r, the free model at 1 − 1/r̂, and the forced one is off by Δr·x(1 − x).
    *_, last = frames("free-running", r=2.8, steps=100)
    errors = panel(last, Curves, "errors")
    assert line(errors, "free").y[-1] == pytest.approx(1 / 2.8 - 1 / 2.81, abs=1e-9)
    assert line(errors, "forced").y[-1] == pytest.approx(0.01 * (1 - 1 / 2.8) / 2.8, abs=1e-9)
    assert last.values["times_worse"] < 1


@pytest.mark.parametrize("steps", [10, 11, 40])
def test_the_paths_grow_to_the_last_step(steps: int) -> None:
    run = frames("free-running", steps=steps)
    lengths = [len(line(panel(frame, Curves, "paths"), "x").x) for frame in run]
    assert lengths == sorted(set(lengths))
    assert lengths[-1] == steps + 1
    assert [bool(frame.values) for frame in run] == [False] * (len(run) - 1) + [True]


def test_a_cycle_that_does_not_multiply_old_errors_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def only_new(_r: float, z: np.ndarray) -> np.ndarray:
        return np.concatenate([[0.0], np.cumsum(z[:-1] * (1 - z[:-1]))])

    assert verdict("free-running", "the-loop-multiplies").holds
    monkeypatch.setattr(free_running, "slopes", only_new)
    assert not verdict("free-running", "the-loop-multiplies").holds


def test_a_truth_that_forgets_leads_no_model_astray(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(r: Any, x: Any) -> Any:
        return 0.2 * r * (1 - x)

    monkeypatch.setattr(free_running, "one_step", forgetful)
    assert not verdict("free-running", "free-goes-astray").holds


def test_a_forced_model_off_by_more_than_its_r_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = free_running.run

    def other_truth(r: Any, x: float, steps: int) -> np.ndarray:
        return right(r - 0.02 if r == 3.9 else r, x, steps)

    monkeypatch.setattr(free_running, "run", other_truth)
    assert not verdict("free-running", "forced-stays-small").holds
