"""The demo activations: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from demos.cells import ACTIVATIONS, Activation, sigmoid
from demos.contract import Curves
from tests.demos.runs import frames, panel, verdict


@pytest.mark.parametrize(
    ("function", "f", "slope"),
    [
        ("sigmoid", lambda x: 1 / (1 + math.exp(-x)), lambda x: math.exp(-x) / (1 + math.exp(-x)) ** 2),
        ("tanh", math.tanh, lambda x: 1 / math.cosh(x) ** 2),
        ("relu", lambda x: max(0.0, x), lambda x: float(x > 0)),
        ("step", lambda x: float(x > 0), lambda _x: 0.0),
        ("identity", lambda x: x, lambda _x: 1.0),
    ],
)
@pytest.mark.parametrize("x", [-3.3, -0.4, 0.7, 5.0])
def test_the_marks_stand_where_the_mathematics_says(
    function: str, f: Callable[[float], float], slope: Callable[[float], float], x: float
) -> None:
    (frame,) = frames("activations", function=function, x=x)
    of_value, of_slope = panel(frame, Curves, "curve").marks
    assert of_value.x == of_slope.x == x
    assert of_value.y == pytest.approx(f(x), abs=1e-14)
    assert of_slope.y == pytest.approx(slope(x), abs=1e-14)
    assert frame.values["value"] == of_value.y
    assert frame.values["slope"] == of_slope.y


def test_a_wrong_derivative_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert verdict("activations", "slope-is-secant").holds
    monkeypatch.setitem(ACTIVATIONS, "sigmoid", Activation("sigmoid", sigmoid, lambda x: x * (1 - x)))
    assert not verdict("activations", "slope-is-secant").holds
