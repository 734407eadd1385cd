"""The demo order-matters: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math

import numpy as np
import pytest

from demos.recurrence import order_matters
from tests.demos.runs import values


def last_state_by_hand(x: list[float]) -> tuple[float, float]:
    W, U = order_matters.WEIGHTS.W[:, 0].tolist(), order_matters.WEIGHTS.U.tolist()
    a, b = 0.0, 0.0
    for x_t in x:
        a, b = (math.tanh(W[k] * x_t + U[k][0] * a + U[k][1] * b) for k in (0, 1))
    return a, b


def test_the_last_state_differs_by_what_plain_floats_say() -> None:
    rng = np.random.default_rng(3)
    x = (np.linspace(-1.0, 1.0, 7) + 0.2 * rng.standard_normal(7)).tolist()
    one, other = last_state_by_hand(x), last_state_by_hand(x[::-1])
    measured = values("order-matters", 3, steps=7, order="reversed")
    assert measured["difference"] == pytest.approx(max(abs(one[0] - other[0]), abs(one[1] - other[1])), abs=1e-14)


def test_the_same_order_changes_nothing_and_a_swap_does() -> None:
    assert values("order-matters", order="given")["difference"] == 0.0
    assert values("order-matters", order="swapped")["difference"] > 0.01
