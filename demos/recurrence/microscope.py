"""microscope: one cell of one unit, every value on every edge: forward through time, then the gradients backward.

L = h_T, the last state. On the way back every edge multiplies: what arrives × the local derivative = what
is passed down.
A gate may be held at a value from some step on; what that changes at every later step is shown beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from demos import dataflow
from demos.cells import elman, gru, lstm
from demos.contract import (
    Choice,
    Claim,
    Curves,
    Demo,
    Edge,
    Frame,
    Graph,
    Heat,
    Line,
    Matrix,
    Node,
    Number,
    Panel,
    Table,
    Whole,
)
from demos.dataflow import Flow, Run, Way, against_complex_step, back, run
from demos.settings import rows_of

LONGEST = 8
STEPS = 4
LSTM, GRU, OWN = {"cell": "LSTM"}, {"cell": "GRU"}, {"weights": "own"}
ALONG = {"Elman": ("u·h", "a", "h"), "LSTM": ("f·c", "c"), "GRU": ("keep", "h")}  # from the state before to the state
LABELS = {"h−": "h_{t−1}", "c−": "c_{t−1}", "x": "x_t", "c": "c_t", "h": "h_t"}
SHOWN = {"Elman": ("a", "h"), "LSTM": ("i", "f", "g", "o", "c", "h"), "GRU": ("r", "z", "n", "h")}
LIBRARY: Mapping[str, Any] = {"Elman": elman, "LSTM": lstm, "GRU": gru}


def frames(*, rng: np.random.Generator, steps: int, **turned: Any) -> Iterator[Frame]:
    """The step of each t forward, then of each t backward."""
    flow, x, first, parameters = prepared(rng, **turned)
    x, holds = x[:steps], turned["hold" if flow.name == "LSTM" else "hold_gru"]
    held = {} if holds == "nothing" or flow.name == "Elman" else {holds: float(turned["held"])}
    done, free = (run(flow, x, first, each, turned["begin"]) for each in (held, {}))
    later: tuple[Panel, ...] = (changes(done, free),) if held else ()
    for t in range(steps):
        yield Frame(
            panels=(graph(done, t), over_time(done, t + 1), *later), progress=(t + 1) / (2 * steps), at=f"t = {t + 1}"
        )
    ways = back(done)
    for t in reversed(range(steps)):
        yield Frame(
            panels=(graph(done, t, ways[t]), chain(flow, ways[t][1]), over_time(done, steps, ways[t:]), *later),
            values=measured(done, free, ways, x, first, parameters) if t == 0 else {},
            progress=0.5 + (steps - t) / (2 * steps),
            at=f"← t = {t + 1}",
        )


def prepared(
    rng: np.random.Generator, cell: str, weights: str, keep: str, forget_bias: float, x: np.ndarray, **turned: Any
) -> tuple[Flow, np.ndarray, dict[str, float], Any]:
    """The cell as a graph, its inputs, its first states, and the same cell of the library."""
    own = {"Elman": turned["W_elman"], "LSTM": turned["W_lstm"], "GRU": turned["W_gru"]}[cell]
    drawn, inputs = rng.uniform(-1.5, 1.5, own.shape).round(2), rng.standard_normal(LONGEST).round(2)
    if cell == "LSTM":
        drawn[1, 2] = forget_bias
    if cell == "GRU":
        drawn[:2, 3] = 0.0  # only the candidate's recurrent bias is one of its own
    W = own if weights == "own" else drawn
    x, first = x[0] if weights == "own" else inputs, {"h−": float(turned["h0"])}
    parts: dict[str, Any] = {"W": W[:, :1], "U": W[:, 1:2], "b": W[:, 2], "bh": np.zeros(len(W))}
    if cell == "Elman":
        return dataflow.elman(W), x, first, elman.Parameters(**parts)
    if cell == "LSTM":
        return dataflow.lstm(W), x, {**first, "c−": float(turned["c0"])}, lstm.Parameters(**parts)
    conventions: dict[str, gru.Keep] = {"z": "z", "1 − z": "1-z"}
    parts["bh"] = W[:, 3]
    return dataflow.gru(W, keep), x, first, gru.Parameters(**parts, keep=conventions[keep])


def measured(
    done: Run, free: Run, ways: list[Way], x: np.ndarray, first: Mapping[str, float], cell: Any
) -> dict[str, float]:
    """Both passes against the library and against the complex step; the way along the states."""
    library, size = LIBRARY[done.flow.name], (1, 1)
    begin = {name.replace("−", "0"): np.full(size, value) for name, value in first.items()}
    trace = library.forward(cell, x[:, None, None], **begin)
    seen = {name: getattr(trace, name)[:, 0, 0] for name in SHOWN[done.flow.name]}
    forward = max(abs(free.steps[t][name] - seen[name][t]) for name in seen for t in range(len(x)))
    gradients = library.backward(cell, trace, np.zeros_like(trace.h), dh_T=np.ones(size))
    unheld = back(free)
    backward = max(abs(unheld[t][0]["x"] - gradients.x[t, 0, 0]) for t in range(len(x)))
    backward = max(backward, *(abs(unheld[0][0][f"{name[0]}−"] - getattr(gradients, name)[0, 0]) for name in begin))
    state = "c" if done.flow.name == "LSTM" else "h"
    local = [{(e.source, e.target): e.local for e in edges} for _, edges in ways]
    path = (f"{state}−", *ALONG[done.flow.name])
    along = np.prod([edges[pair] for edges in local for pair in pairwise(path)])
    return {
        "forward_error": float(forward),
        "backward_error": float(backward),
        "chain_error": against_complex_step(done, ways, x, first),
        "direct_path": float(along),
        "whole": float(ways[0][0][f"{state}−"]),
        "h_T": float(done.steps[-1]["h"]),
        "changed": float(abs(done.steps[-1]["h"] - free.steps[-1]["h"])),
    }


def label(flow: Flow, id: str) -> str:
    """A node as the book names it; the two parts of a GRU's new state by what they are."""
    parts = {operation.id: operation.equation for operation in flow.operations if operation.id in ("keep", "new")}
    return parts.get(id) or LABELS.get(id, id)


def graph(done: Run, t: int, way: Way | None = None) -> Graph:
    """The dataflow of step t; on the way back with its gradients."""
    values, held = done.steps[t], done.held[t]
    operations = {operation.id: operation for operation in done.flow.operations}
    gradient, edges = way if way is not None else ({}, [])
    passed = {(edge.source, edge.target): edge for edge in edges}
    nodes = []
    for column, (id, value) in enumerate(values.items()):
        operation = operations.get(id)
        equation, filled = "", ""
        if operation is not None:
            equation, filled = operation.equation, operation.filled(*(values[name] for name in operation.inputs))
        if id in held:
            equation, filled = f"{id} = {held[id]:g}", f"{held[id]:g}"
        nodes.append(
            Node(
                id=id,
                label=label(done.flow, id),
                column=column,
                row=0,
                value=value,
                gradient=gradient.get(id),
                equation=equation,
                filled=filled,
            )
        )
    return Graph(
        id="dataflow",
        nodes=tuple(nodes),
        edges=tuple(
            Edge(source=s, target=d, local=passed[s, d].local, passed=passed[s, d].passed)
            if passed
            else Edge(source=s, target=d)
            for s, d in done.flow.edges()
        ),
        drawing=done.flow.name,
    )


def chain(flow: Flow, edges: list[dataflow.Edge]) -> Table:
    """Upstream × local = downstream, edge by edge, in the order of the way back."""
    rows = [(f"{label(flow, e.target)} → {label(flow, e.source)}", e.upstream, e.local, e.passed) for e in edges]
    return Table(id="chain", columns=("edge", "upstream", "local", "downstream"), rows=rows)


def over_time(done: Run, until: int, ways: Sequence[Way] = ()) -> Curves:
    """The states and the forget gate so far, and the gradient of the state as far back as it is known."""
    t = np.arange(1, until + 1)
    names = ("f", "c", "h") if done.flow.name == "LSTM" else ("z", "h") if done.flow.name == "GRU" else ("h",)
    lines = [Line(f"{name}_t", t, np.array([done.steps[k - 1][name] for k in t])) for name in names]
    if ways:
        state = "c" if done.flow.name == "LSTM" else "h"
        lines.append(Line(f"∂L/∂{state}_t", t[-len(ways) :], np.array([gradient[state] for gradient, _ in ways])))
    return Curves(id="over_time", x_label="t", lines=tuple(lines), x_range=(1.0, float(max(2, len(done.steps)))))


def changes(done: Run, free: Run) -> Heat:
    """What holding changes: every part at every step, minus what it is when nothing is held."""
    names = SHOWN[done.flow.name]
    values = [[now[name] - was[name] for now, was in zip(done.steps, free.steps, strict=True)] for name in names]
    return Heat(id="changes", rows=names, columns=tuple(f"t={t + 1}" for t in range(len(done.steps))), values=values)


DEMO = Demo(
    parameters=(
        Choice("cell", "LSTM", ("Elman", "LSTM", "GRU")),
        Whole("steps", STEPS, 1, LONGEST),
        Choice("hold", "nothing", ("nothing", "i", "f", "g", "o"), LSTM),
        Choice("hold_gru", "nothing", ("nothing", "r", "z", "n"), GRU),
        Number("held", 1.0, -1.0, 1.0, 0.1),
        Whole("begin", 1, 1, LONGEST),
        Choice("keep", "z", ("z", "1 − z"), GRU),
        Choice("weights", "drawn", ("drawn", "own")),
        Number("forget_bias", 1.0, -4.0, 6.0, 0.5, LSTM | {"weights": "drawn"}),
        Matrix("W_elman", "0.8 0.5 0.1", ("h",), ("w", "u", "b"), -4.0, 4.0, 0.1, {"cell": "Elman"} | OWN),
        Matrix(
            "W_lstm",
            "0.4 0.9 1; 0.3 0.6 1; 0.9 0.7 0; 0.5 0.4 0.5",
            tuple("ifgo"),
            ("w", "u", "b"),
            -6.0,
            6.0,
            0.1,
            LSTM | OWN,
        ),
        Matrix(
            "W_gru",
            "0.5 0.6 0 0; 0.4 0.7 0 0; 0.9 0.8 0.1 0.3",
            tuple("rzn"),
            ("w", "u", "b", "bh"),
            -4.0,
            4.0,
            0.1,
            GRU | OWN,
        ),
        Matrix(
            "x", "1.3 -0.7 0.5 0 0.9 -1.2 0.3 0", ("x",), tuple(str(t + 1) for t in range(LONGEST)), -4.0, 4.0, 0.1, OWN
        ),
        Number("h0", 0.0, -2.0, 2.0, 0.1),
        Number("c0", 0.5, -3.0, 3.0, 0.1, LSTM),
    ),
    frames=frames,
    claims=(
        Claim("forward-is-the-library", "forward_error", "<=", 1e-12),
        Claim("backward-is-the-library", "backward_error", "<=", 1e-12),
        Claim("chain-is-the-complex-step", "chain_error", "<=", 1e-12),
        Claim(
            "held-open",
            "direct_path",
            "=",
            1.0,
            at={"hold": "f", "held": 1.0},
            applies=lambda s: s["cell"] == "LSTM" and s["hold"] == "f" and s["held"] == 1.0 and s["begin"] == 1,
        ),
        Claim(
            "elman-has-no-such-path",
            "direct_path",
            "<",
            1.0,
            at={"cell": "Elman", "weights": "own"},
            applies=lambda s: (
                s["cell"] == "Elman" and s["weights"] == "own" and abs(rows_of(str(s["W_elman"]))[0, 1]) < 1
            ),
        ),
    ),
    by_step=True,
)
