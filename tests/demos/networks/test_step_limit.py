"""The demo step-limit: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math

import pytest

from demos.contract import Curves
from demos.networks import step_limit
from tests.demos.runs import frames, line, panel, values


@pytest.mark.parametrize("k", [1.0, 5.0, 20.0, 200.0])
def test_the_mean_gap_is_the_integral(k: float) -> None:
    assert values("step-limit", slope=k)["gap"] == pytest.approx((math.log(2) - math.log1p(math.exp(-k))) / k, abs=1e-7)


def test_the_loss_through_the_step_counts_the_mistakes() -> None:
    (frame,) = frames("step-limit")
    stairs = line(panel(frame, Curves, "loss"), "step")
    for theta, loss in zip(stairs.x, stairs.y, strict=True):
        mistakes = sum((x > theta) != (y == 1.0) for x, y in zip(step_limit.INPUTS, step_limit.TARGETS, strict=True))
        assert loss == mistakes / 16


def test_only_what_has_a_slope_finds_the_threshold() -> None:
    (frame,) = frames("step-limit", slope=20)
    by_sigmoid, by_step = panel(frame, Curves, "loss").marks
    on = step_limit.TARGETS > 0
    assert step_limit.INPUTS[~on].max() < by_sigmoid.x < step_limit.INPUTS[on].min()
    assert by_step.x == step_limit.START
    assert values("step-limit", slope=200)["sigmoid_moved"] < 1e-6
