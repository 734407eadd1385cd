"""The demo softmax-cross-entropy: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math

import numpy as np
import pytest

from demos.contract import Bars
from tests.demos.runs import frames, panel, values


@pytest.mark.parametrize("temperature", [0.3, 1.0, 4.0])
def test_what_is_drawn_as_p_minus_y_is_the_p_that_is_drawn_minus_y(temperature: float) -> None:
    last = frames("softmax-cross-entropy", 2, temperature=temperature, target=3)[-1]
    p, gradient = (np.asarray(series.values) for series in panel(last, Bars).series)
    assert np.allclose(p - gradient, [0, 0, 0, 1, 0], rtol=0, atol=1e-15)
    assert last.values["loss"] == pytest.approx(-math.log(p[3]), rel=1e-12)
    assert last.values["entropy"] == pytest.approx(-sum(q * math.log(q) for q in p.tolist()), rel=1e-12)


def test_the_better_the_target_is_known_the_less_it_is_pushed() -> None:
    pushed = [values("softmax-cross-entropy", boost=boost)["target_gradient"] for boost in (-5, 0, 5)]
    assert -1 < pushed[0] < pushed[1] < pushed[2] < 0


def test_great_heat_makes_every_class_alike() -> None:
    measured = values("softmax-cross-entropy", temperature=10)
    assert 0.98 * math.log(5) < measured["entropy"] < measured["uniform"] == pytest.approx(math.log(5))
