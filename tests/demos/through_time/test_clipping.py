"""The demo clipping: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math

import pytest

from demos.contract import Curves
from tests.demos.runs import frames, line, panel, values


def test_clipping_3_40_at_5() -> None:
    measured = values("clipping", gx=3, gy=40, threshold=5)
    assert measured["value_cosine"] == pytest.approx((3 * 3 + 40 * 5) / (math.hypot(3, 40) * math.hypot(3, 5)))
    assert measured["norm_cosine"] == pytest.approx(1.0, abs=1e-12)
    assert measured["norm_length"] == pytest.approx(5.0)
    assert measured["value_length"] == pytest.approx(math.hypot(3, 5))


def test_a_short_gradient_is_left_alone() -> None:
    shown = panel(frames("clipping", gx=1, gy=-2, threshold=5)[-1], Curves)
    for way in ("g", "by_norm", "by_value"):
        assert (line(shown, way).x[1], line(shown, way).y[1]) == (1.0, -2.0)
