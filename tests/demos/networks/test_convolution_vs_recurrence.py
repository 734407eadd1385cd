"""The demo convolution-vs-recurrence: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math

import numpy as np
import pytest

from demos.contract import Curves
from tests.demos.runs import frames, line, panel


def test_the_reach_of_the_rnn_is_the_product_of_its_steps() -> None:
    rng, w, steps = np.random.default_rng(6), 0.7, 25
    h, local = 0.0, []
    for x_t in (0.5 * rng.standard_normal(steps)).tolist():
        h = math.tanh(x_t + w * h)
        local.append(1 - h * h)
    by_hand = [w**lag * math.prod(local[steps - 1 - lag :]) for lag in range(steps)]
    shown = panel(frames("convolution-vs-recurrence", 6, w=w, steps=steps)[-1], Curves)
    assert np.allclose(line(shown, "RNN").y, by_hand, rtol=1e-12, atol=0)


@pytest.mark.parametrize("width", [1, 5, 20])
def test_the_convolution_ends_at_its_width(width: int) -> None:
    shown = panel(frames("convolution-vs-recurrence", width=width)[-1], Curves)
    seen = np.asarray(line(shown, "convolution").y)
    assert np.isfinite(seen[:width]).all()
    assert np.isnan(seen[width:]).all()


def test_a_faint_influence_is_drawn_as_faint_as_it_is() -> None:
    last = frames("convolution-vs-recurrence", w=0.1, steps=60)[-1]
    assert 0 < last.values["smallest"] < 1e-50
    assert min(line(panel(last, Curves), "RNN").y) == last.values["smallest"]
