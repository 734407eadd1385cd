"""The demo latch: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from demos.cells import elman
from demos.contract import Curves
from demos.recurrence import latch
from tests.demos.runs import frames, line, panel, values, verdict


def by_floats(w: float, h: float, steps: int, kick: float = 0.0) -> list[float]:
    """h_0 … h_T, the kick at the step in the middle."""
    path = [h]
    for t in range(1, steps + 1):
        path.append(math.tanh(w * path[-1] + (kick if t == (steps + 1) // 2 else 0.0)))
    return path


@pytest.mark.parametrize("h0", [0.1, -0.1, 1.0])
def test_w_of_2_holds_the_sign_for_a_thousand_steps(h0: float) -> None:
    measured = values("latch", w=2.0, h0=h0, steps=1000)
    assert measured["kept"] == pytest.approx(0.9575, abs=5e-5)
    assert measured["attractor"] == pytest.approx(math.tanh(2 * measured["attractor"]), abs=1e-15)


@pytest.mark.parametrize(("steps", "kick"), [(1, -1.5), (7, 0.0), (20, -2.5)])
def test_the_state_by_plain_floats(steps: int, kick: float) -> None:
    *_, last = frames("latch", w=1.7, h0=0.4, steps=steps, kick=kick)
    assert list(line(panel(last, Curves, "state"), "h_t").y) == pytest.approx(by_floats(1.7, 0.4, steps, kick))


def test_the_derivative_is_the_product_of_the_slopes() -> None:
    path = by_floats(0.9, 0.5, 40)
    product = math.prod(0.9 * (1 - h * h) for h in path[1:])
    assert values("latch", w=0.9, h0=0.5, steps=40)["gradient"] == pytest.approx(product, rel=1e-12)


def test_the_unit_that_forgets_has_the_larger_gradient() -> None:
    held, forgotten = (values("latch", w=w, h0=0.1, steps=100)["gradient"] for w in (2.0, 0.9))
    assert forgotten > 1e-6 > 1e-60 > held


@pytest.mark.parametrize("w", [1.2, 2.0, 3.0])
def test_at_the_attractor_a_step_is_flatter_than_the_diagonal(w: float) -> None:
    measured = values("latch", w=w)
    assert 0 < measured["slope"] < 1 < w
    h = measured["attractor"]
    moved = (math.tanh(w * (h + 1e-6)) - math.tanh(w * (h - 1e-6))) / 2e-6
    assert measured["slope"] == pytest.approx(moved, rel=1e-6)


@pytest.mark.parametrize(("beyond", "sign"), [(-0.01, 1.0), (0.01, -1.0)])
def test_what_flips_it_is_a_push_stronger_than_w_h(beyond: float, sign: float) -> None:
    push = values("latch", w=2.0)["push"]
    after = values("latch", w=2.0, h0=0.1, steps=200, kick=-(push + beyond))["kept"]
    assert after == pytest.approx(sign * 0.9575, abs=5e-5)


@pytest.mark.parametrize("w", [0.0, 0.5, -1.0, 1.0])
def test_without_gain_there_is_no_attractor_but_0(w: float) -> None:
    assert latch.attractor(w) == 0.0


def test_a_negative_weight_changes_the_sign_at_every_step() -> None:
    *_, last = frames("latch", w=-2.0, h0=0.1, steps=40)
    states = np.array(line(panel(last, Curves, "state"), "h_t").y)
    assert (states[1:] * states[:-1] < 0).all()
    assert abs(states[-1]) == pytest.approx(0.9575, abs=5e-5)


def test_the_path_turns_on_the_curve_and_on_the_diagonal_in_turn() -> None:
    *_, last = frames("latch", w=1.5, h0=0.2, steps=12)
    path = line(panel(last, Curves, "cobweb"), "path")
    x, y = np.array(path.x).reshape(-1, 3), np.array(path.y).reshape(-1, 3)
    assert (x[:, 0] == y[:, 0]).all()
    assert np.allclose(y[:, 1], np.tanh(1.5 * x[:, 1]), rtol=0, atol=1e-15)
    assert (x[:, 2] == y[:, 2]).all()
    assert (x[1:, 0] == x[:-1, 2]).all()


def test_the_path_grows_step_by_step_and_then_in_strides() -> None:
    lengths = [len(line(panel(frame, Curves, "state"), "h_t").y) - 1 for frame in frames("latch", steps=1000)]
    assert lengths[:8] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert lengths == sorted(set(lengths))
    assert lengths[-1] == 1000
    assert len(lengths) <= 20


def test_a_unit_without_tanh_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = elman.Parameters

    def linear(*args: Any, **options: Any) -> elman.Parameters:
        return right(*args, **{**options, "activation": "identity", "U": 0.999 * np.sign(options["U"])})

    claims = ("holds", "flips", "forgets", "held-without-a-gradient")
    assert all(verdict("latch", claim).holds for claim in claims)
    monkeypatch.setattr(elman, "Parameters", linear)
    assert not any(verdict("latch", claim).holds for claim in claims)
