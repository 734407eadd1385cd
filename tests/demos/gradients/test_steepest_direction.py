"""The demo steepest-direction: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math

import pytest

from demos.cells import complex_step
from demos.contract import Curves
from tests.demos.runs import frames, line, panel, values, verdict


@pytest.mark.parametrize(("x", "y"), [(0.4, 0.6), (-1.7, 0.3), (2.0, -2.0)])
def test_the_gradient_is_the_one_worked_out_by_hand(x: float, y: float) -> None:
    by_hand = (1.3 * math.cos(1.3 * x) + 0.5 * y, 0.5 * x + 0.5 * y)
    (frame,) = frames("steepest-direction", x=x, y=y)
    arrow = line(panel(frame, Curves, "polar"), "∇f")
    assert (arrow.x[1], arrow.y[1]) == pytest.approx(by_hand, abs=1e-14)
    assert frame.values["length"] == pytest.approx(math.hypot(*by_hand))


def test_the_rate_falls_to_nothing_across_and_turns_negative_behind() -> None:
    dx, dy = 1.3 * math.cos(0.52) + 0.3, 0.5
    uphill = math.degrees(math.atan2(dy, dx))
    rates = [values("steepest-direction", theta=uphill + turn)["rate"] for turn in (0, 90, 180)]
    assert rates == pytest.approx([math.hypot(dx, dy), 0.0, -math.hypot(dx, dy)], abs=1e-12)


def test_a_gradient_that_is_turned_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demos.gradients.steepest_direction.complex_step", lambda f, p: complex_step(f, p)[::-1])
    assert not verdict("steepest-direction", "within-a-degree").holds
    assert not verdict("steepest-direction", "cosine").holds
