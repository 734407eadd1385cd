"""The demo gru-reset: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from demos.cells import gru
from demos.contract import Curves
from demos.gru import gru_reset
from tests.demos.runs import frames, panel, values, verdict


def candidates_by_hand(seed: int, r: tuple[float, float], bias: float) -> dict[str, float]:
    """The first unit's n in both conventions, in plain floats, with the weights that the demo draws."""
    rng = np.random.default_rng(seed)
    W = rng.uniform(-0.5, 0.5, (2, 1))[:, 0].tolist()
    U = (rng.choice([-1.0, 1.0], (2, 2)) * rng.uniform(0.5, 1.0, (2, 2))).tolist()
    h = (rng.choice([-1.0, 1.0], 2) * rng.uniform(0.4, 0.9, 2)).tolist()
    before = W[0] + bias + sum(U[0][k] * (r[k] * h[k]) for k in (0, 1))
    after = W[0] + r[0] * (bias + sum(U[0][k] * h[k] for k in (0, 1)))
    return {"n_before": math.tanh(before), "n_after": math.tanh(after)}


@pytest.mark.parametrize(("units", "second"), [("apart", 0.3**2), ("equal", 0.3)])
@pytest.mark.parametrize("bias", [0.0, -0.7])
def test_both_candidates_are_those_of_plain_floats(units: str, second: float, bias: float) -> None:
    measured = values("gru-reset", 6, r=0.3, units=units, bias=bias)
    for name, n in candidates_by_hand(6, (0.3, second), bias).items():
        assert measured[name] == pytest.approx(n, abs=1e-14)


@pytest.mark.parametrize(("bias", "meet_at_0"), [(0.0, True), (0.5, False)])
def test_the_lines_meet_in_the_rnn_and_at_0_where_no_bias_is_hidden(bias: float, meet_at_0: bool) -> None:
    shown = panel(frames("gru-reset", bias=bias)[-1], Curves)
    before, after = (np.asarray(found.y) for found in shown.lines)
    rnn = next(mark for mark in shown.marks if mark.label == "RNN")
    assert before[-1] == pytest.approx(rnn.y, abs=1e-14)
    assert after[-1] == pytest.approx(rnn.y, abs=1e-14)
    assert bool(before[0] == after[0]) is meet_at_0


def test_a_reset_that_lets_some_of_h_through_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    for claim in ("blind-at-0", "any-h-at-0", "kept-by-z"):
        assert verdict("gru-reset", claim).holds
    monkeypatch.setattr(gru_reset, "FAR", 20.0)  # σ(−20) is 2e-9
    for claim in ("blind-at-0", "any-h-at-0", "kept-by-z"):
        assert not verdict("gru-reset", claim).holds


def test_conventions_mixed_up_with_each_other_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = gru.step
    monkeypatch.setattr(gru, "step", lambda p, x, h: real(replace(p, reset="after"), x, h))
    assert not verdict("gru-reset", "units-apart").holds
    assert not verdict("gru-reset", "bias-inside").holds
    assert verdict("gru-reset", "neither").holds
