"""The demo lstm-microscope: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from demos.cells import lstm
from demos.contract import CellState, Curves, Value
from demos.lstm import lstm_microscope
from tests.demos.runs import frames, line, panel, verdict


def states(id: str = "lstm-microscope", seed: int = 0, **asked: Value) -> list[dict[str, np.ndarray]]:
    shown = [panel(frame, CellState) for frame in frames(id, seed, **asked)]
    return [{"t": np.array(cell.t)} | {q.symbol: np.asarray(q.values) for q in cell.quantities} for cell in shown]


def test_time_runs_forward_and_then_back() -> None:
    assert [int(state["t"]) for state in states(steps=4)] == [1, 2, 3, 4, 4, 3, 2, 1]


def test_the_gradients_are_those_of_the_library() -> None:
    steps, seed = 5, 11
    rng = np.random.default_rng(seed)
    p = lstm.init(rng, 1, lstm_microscope.UNITS, forget_bias=2.0)
    x = (1.5 * rng.standard_normal((steps, 1))).round(2)
    run = lstm.forward(p, x[:, None, :])
    back = states(seed=seed, steps=steps, forget_bias=2.0, strength=1.5)[steps:]
    assert list(back[0]["∂L/∂h"]) == [1.0] * lstm_microscope.UNITS
    for state in back[1:]:
        t = int(state["t"])  # what is after step t, run from its states
        rest = lstm.forward(p, x[t:, None, :], run.h[t - 1], run.c[t - 1])
        dh = np.zeros_like(rest.h)
        dh[-1] = 1.0
        later = lstm.backward(p, rest, dh)
        through_h = later.h0[0] * run.o[t - 1, 0] * (1.0 - np.tanh(run.c[t - 1, 0]) ** 2)
        assert np.allclose(state["∂L/∂h"], later.h0[0], rtol=0, atol=1e-14)
        assert np.allclose(state["∂L/∂c"], later.c0[0] + through_h, rtol=0, atol=1e-14)


def test_the_drawn_gradients_are_those_of_the_cell() -> None:
    last = frames("lstm-microscope", steps=6)[-1]
    drawn = line(panel(last, Curves), "∂L/∂c")
    assert list(drawn.x) == [1, 2, 3, 4, 5, 6]
    assert [float(state["∂L/∂c"][0]) for state in states(steps=6)[:5:-1]] == list(drawn.y)


@pytest.mark.parametrize("hold", lstm_microscope.HOLD)
def test_a_held_gate_does_what_it_says(hold: str) -> None:
    forward = states(steps=6, hold=hold)[:6]
    wrote = np.array([state["i"] * state["g"] for state in forward])
    c = np.array([state["c"] for state in forward])
    h = np.array([state["h"] for state in forward])
    assert bool((c == 0).all()) is (hold == "i = 0")
    assert bool((h == 0).all()) is (hold in ("i = 0", "o = 0"))
    assert np.allclose(c, wrote) is (hold in ("f = 0", "i = 0"))
    assert np.allclose(c, wrote.cumsum(0)) is (hold in ("f = 1", "i = 0"))


def test_a_gate_held_a_little_below_1_loses_some_of_the_gradient(monkeypatch: pytest.MonkeyPatch) -> None:
    assert verdict("lstm-microscope", "held-open").holds
    monkeypatch.setitem(lstm_microscope.HOLD, "f = 1", ("f", 0.99))
    measured = verdict("lstm-microscope", "held-open")
    assert not measured.holds
    assert measured.measured == pytest.approx(0.99**6, rel=1e-12)


def test_a_step_with_two_gates_mixed_up_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = lstm.step

    def mixed(p: lstm.Parameters, x: Any, h: Any, c: Any) -> lstm.Step:
        done = real(p, x, h, c)
        new = done.i * c + done.f * done.g
        return done._replace(c=new, h=done.o * np.tanh(new))

    monkeypatch.setattr(lstm, "step", mixed)
    assert not verdict("lstm-microscope", "by-hand").holds
