"""The demo microscope: its numbers against the library's steps and gradients, and claims that notice a broken cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from demos import dataflow
from demos.cells import elman, gru, lstm
from demos.contract import Frame, Graph, Heat, Table, Value
from demos.dataflow import Flow, Operation
from demos.dataflow import operations as ops
from demos.settings import text_of
from tests.demos.runs import frames, panel, values, verdict

CELLS = ("Elman", "LSTM", "GRU")
SHAPES = {"Elman": (1, 3), "LSTM": (4, 3), "GRU": (3, 4)}
MATRICES = {"Elman": "W_elman", "LSTM": "W_lstm", "GRU": "W_gru"}
SHOWN = 4  # significant digits of a number in the drawing


def drawn(cell: str, seed: int) -> tuple[np.ndarray, np.ndarray, dict[str, Value]]:
    """Weights and inputs of our own, and the settings that hand them to the demo."""
    rng = np.random.default_rng(seed)
    W, x = rng.uniform(-2, 2, SHAPES[cell]).round(2), rng.uniform(-2, 2, 8).round(2)
    h0, c0 = (float(each) for each in rng.uniform(-1, 1, 2).round(2))
    return W, x, {"cell": cell, "weights": "own", MATRICES[cell]: text_of(W), "x": text_of([x]), "h0": h0, "c0": c0}


def nodes(frame: Frame) -> dict[str, Any]:
    return {node.id: node for node in panel(frame, Graph).nodes}


def shown(value: float) -> str:
    return f"{value:.{SHOWN}g}"


def test_time_runs_forward_and_then_back() -> None:
    assert [frame.at for frame in frames("microscope", steps=3)] == [
        *(f"t = {t}" for t in (1, 2, 3)),
        *(f"← t = {t}" for t in (3, 2, 1)),
    ]


@pytest.mark.parametrize("seed", range(10))
def test_every_number_of_an_lstm_is_the_step_s_to_the_last_digit_shown(seed: int) -> None:
    W, x, settings = drawn("LSTM", seed)
    p = lstm.Parameters(W[:, :1], W[:, 1:2], W[:, 2], np.zeros(4))
    h, c = np.array([settings["h0"]], float), np.array([settings["c0"]], float)
    for t, frame in enumerate(frames("microscope", 0, steps=5, **settings)[:5]):
        done = lstm.step(p, x[t : t + 1], h, c)
        seen = nodes(frame)
        for name in ("i", "f", "g", "o", "c", "h"):
            assert shown(seen[name].value) == shown(float(getattr(done, name)[0])), name
        assert shown(seen["tanh c"].value) == shown(float(np.tanh(done.c[0])))
        h, c = done.h, done.c


@pytest.mark.parametrize("keep", ["z", "1 − z"])
@pytest.mark.parametrize("seed", range(10))
def test_every_number_of_a_gru_is_the_step_s(seed: int, keep: str) -> None:
    W, x, settings = drawn("GRU", seed)
    p = gru.Parameters(W[:, :1], W[:, 1:2], W[:, 2], W[:, 3], keep="z" if keep == "z" else "1-z")
    h = np.array([settings["h0"]], float)
    for t, frame in enumerate(frames("microscope", 0, steps=5, keep=keep, **settings)[:5]):
        done = gru.step(p, x[t : t + 1], h)
        seen = nodes(frame)
        for name in ("r", "z", "n", "h"):
            assert shown(seen[name].value) == shown(float(getattr(done, name)[0])), name
        h = done.h


@pytest.mark.parametrize("seed", range(10))
def test_every_number_of_an_elman_cell_is_the_step_s(seed: int) -> None:
    W, x, settings = drawn("Elman", seed)
    p = elman.Parameters(W[:, :1], W[:, 1:2], W[:, 2], np.zeros(1))
    h = np.array([settings["h0"]], float)
    for t, frame in enumerate(frames("microscope", 0, steps=5, **settings)[:5]):
        done = elman.step(p, x[t : t + 1], h)
        assert shown(nodes(frame)["a"].value) == shown(float(done.a[0]))
        assert shown(nodes(frame)["h"].value) == shown(float(done.h[0]))
        h = done.h


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("seed", range(10))
def test_the_gradients_are_the_library_s(cell: str, seed: int) -> None:
    """∂L/∂x_t and ∂L/∂h_{t−1} at every step, from the library's pass over what is left of the sequence."""
    W, x, settings = drawn(cell, seed)
    library: Any = {"Elman": elman, "LSTM": lstm, "GRU": gru}[cell]
    bias = W[:, 3] if cell == "GRU" else np.zeros(len(W))
    p = library.Parameters(W[:, :1], W[:, 1:2], W[:, 2], bias)
    first = {name: np.full((1, 1), settings[name], float) for name in ("h0", *(("c0",) if cell == "LSTM" else ()))}
    whole = library.forward(p, x[:5, None, None], **first)
    for t, frame in enumerate(reversed(frames("microscope", 0, steps=5, **settings)[5:])):
        now = first if t == 0 else {name: getattr(whole, name[0])[t - 1] for name in first}
        rest = library.forward(p, x[t:5, None, None], **now)
        gradients = library.backward(p, rest, np.zeros_like(rest.h), dh_T=np.ones((1, 1)))
        seen = nodes(frame)
        assert seen["x"].gradient == pytest.approx(float(gradients.x[0, 0, 0]), abs=1e-13)
        for name in first:
            expected = float(getattr(gradients, name)[0, 0])
            assert seen[f"{name[0]}−"].gradient == pytest.approx(expected, abs=1e-13)
            assert shown(seen[f"{name[0]}−"].gradient) == shown(expected)


@pytest.mark.parametrize("cell", CELLS)
def test_on_every_edge_upstream_times_local_is_downstream(cell: str) -> None:
    for frame in frames("microscope", steps=4, cell=cell)[4:]:
        graph, seen = panel(frame, Graph), nodes(frame)
        assert len(panel(frame, Table).rows) == len(graph.edges)
        for edge in graph.edges:
            assert edge.local is not None
            assert edge.passed == pytest.approx(seen[edge.target].gradient * edge.local, abs=1e-15)


def test_holding_the_forget_gate_open_makes_the_direct_path_exactly_1() -> None:
    for seed in range(10):
        assert values("microscope", seed, hold="f", held=1.0, steps=8)["direct_path"] == 1.0
    assert values("microscope", hold="f", held=0.9, steps=8)["direct_path"] == pytest.approx(0.9**8, rel=1e-12)


@pytest.mark.parametrize("gate", "ifgo")
def test_a_held_gate_has_its_value_and_hands_nothing_down(gate: str) -> None:
    for frame in frames("microscope", steps=4, hold=gate, held=0.3)[4:]:
        assert nodes(frame)[gate].value == 0.3
        assert [edge.local for edge in panel(frame, Graph).edges if edge.target == gate] == [0.0, 0.0]


def test_what_holding_changes_begins_where_it_begins() -> None:
    changes = panel(frames("microscope", steps=6, hold="i", held=0.0, begin=3)[-1], Heat)
    table = np.array(changes.values, float)
    assert not table[:, :2].any()
    assert table[changes.rows.index("c"), 2:].all()


def test_each_equation_holds_with_its_numbers() -> None:
    """`filled` is worked out again from what it says, to the digits that it says it with."""
    for cell in CELLS:
        for node in nodes(frames("microscope", steps=2, cell=cell)[1]).values():
            if node.filled:
                first = node.filled.partition(" = ")[0]
                source = first.replace("−", "-").replace("·", "*").replace("σ", "sigmoid")
                again = eval(source, {"tanh": np.tanh, "sigmoid": ops.sigmoid})
                assert again == pytest.approx(node.value, abs=2e-3), (node.id, node.filled)


# ── broken on purpose, it is noticed ────────────────────────────────────────────────────────────────────────


def test_a_library_with_two_gates_exchanged_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = lstm.step

    def mixed(p: lstm.Parameters, x: Any, h: Any, c: Any) -> lstm.Step:
        done = real(p, x, h, c)
        new = done.i * c + done.f * done.g
        return done._replace(c=new, h=done.o * np.tanh(new))

    monkeypatch.setattr(lstm, "step", mixed)
    assert not verdict("microscope", "forward-is-the-library").holds


def test_a_wrong_local_derivative_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = dataflow.lstm

    def without_a_square(weights: np.ndarray) -> Flow:
        flow = real(weights)
        wrong = [
            Operation(o.id, o.inputs, o.value, lambda c: (1.0 - np.tanh(c),), o.equation, o.filled)
            if o.id == "tanh c"
            else o
            for o in flow.operations
        ]
        return Flow(flow.name, tuple(wrong), flow.states)

    monkeypatch.setattr(dataflow, "lstm", without_a_square)
    assert verdict("microscope", "forward-is-the-library").holds
    assert not verdict("microscope", "backward-is-the-library").holds
    assert not verdict("microscope", "chain-is-the-complex-step").holds
