"""local-gradients: values forward, gradients backward, on L = ½ (tanh(w·x + b) − t)²."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np

from demos.cells import complex_step, elman
from demos.contract import Claim, Demo, Edge, Frame, Graph, Node, Number, Table

NODES = {  # label, column, row
    "w": ("w", 0, 0),
    "x": ("x", 0, 1),
    "b": ("b", 1, 2),
    "p": ("p = w·x", 1, 0.5),
    "a": ("a = p + b", 2, 1),
    "h": ("h = tanh a", 3, 1),
    "L": ("L = ½(h−t)²", 4, 1),
}
EDGES = (("w", "p"), ("x", "p"), ("p", "a"), ("b", "a"), ("a", "h"), ("h", "L"))
FORWARD = ("w", "x", "b", "p", "a", "h", "L")
Numbers = Mapping[str, float]


def evaluate(given: Mapping[str, complex], t: float, held: Mapping[str, complex] | None = None) -> dict[str, complex]:
    """Every node's value; a node in `held` has that value instead of its own."""
    v, held = dict(given), held or {}
    v |= {name: value for name, value in held.items() if name in given}
    v["p"] = held.get("p", v["w"] * v["x"])
    v["a"] = held.get("a", v["p"] + v["b"])
    v["h"] = held.get("h", np.tanh(v["a"]))
    v["L"] = held.get("L", 0.5 * (v["h"] - t) ** 2)
    return v


def backward(v: Numbers, t: float) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """The gradient at every node, from upstream × local, and the local gradient of every edge."""
    local = {
        ("w", "p"): v["x"],
        ("x", "p"): v["w"],
        ("p", "a"): 1.0,
        ("b", "a"): 1.0,
        ("a", "h"): 1.0 - v["h"] ** 2,
        ("h", "L"): v["h"] - t,
    }
    gradient = {"L": 1.0}
    for source, target in reversed(EDGES):
        gradient[source] = gradient[target] * local[source, target]
    return gradient, local


def frames(*, rng: np.random.Generator, w: float, x: float, b: float, t: float) -> Iterator[Frame]:
    """Node by node: first the values, in order; then the gradients, in reverse order."""
    del rng
    v = {name: float(value.real) for name, value in evaluate({"w": w, "x": x, "b": b}, t).items()}
    gradient, local = backward(v, t)
    half = len(FORWARD)
    for k in range(1, half + 1):
        yield picture(
            {name: v[name] for name in FORWARD[:k]}, {}, local, progress=k / (2 * half), at=f"→ {FORWARD[k - 1]}"
        )
    for k in range(1, half + 1):
        known = {name: gradient[name] for name in FORWARD[-k:]}
        values = measured(v, gradient, local, t) if k == half else {}
        yield picture(v, known, local, progress=0.5 + k / (2 * half), at=f"← {FORWARD[-k]}", values=values)


def measured(v: Numbers, gradient: Numbers, local: Mapping[tuple[str, str], float], t: float) -> dict[str, float]:
    """Each node's gradient against the complex step of L in that node; and whether the passes moved a weight."""
    given = {name: v[name] for name in "wxb"}

    def loss(name: str, value: np.ndarray) -> complex:
        return evaluate(given, t, {name: value[0]})["L"]

    exact = {name: float(complex_step(partial(loss, name), np.array([v[name]]))[0]) for name in FORWARD}
    cell = elman.Parameters(W=np.array([[v["w"]]]), U=np.zeros((1, 1)), b=np.array([v["b"]]), bh=np.zeros(1))
    before = {name: array.copy() for name, array in cell.arrays().items()}
    run = elman.forward(cell, np.array([[[v["x"]]]]))
    through_cell = elman.backward(cell, run, run.h - t)
    return {
        "edge_error": max(abs(exact[s] - exact[d] * local[s, d]) for s, d in EDGES),
        "complex_step_error": max(abs(gradient[name] - exact[name]) for name in FORWARD),
        "cell_error": float(abs(through_cell.W[0, 0] - gradient["w"])),
        "moved": float(max(np.abs(array - before[name]).max() for name, array in cell.arrays().items())),
        "dL_dw": gradient["w"],
        "loss": v["L"],
        "local_tanh": local["a", "h"],
    }


def picture(
    v: Numbers,
    gradient: Numbers,
    local: Mapping[tuple[str, str], float],
    *,
    progress: float,
    at: str,
    values: Mapping[str, float] | None = None,
) -> Frame:
    """The graph with what is known so far, and the products edge by edge."""
    nodes = tuple(
        Node(id=name, label=label, column=column, row=row, value=v.get(name), gradient=gradient.get(name))
        for name, (label, column, row) in NODES.items()
    )
    rows = [
        (f"{target} → {source}", gradient[target], local[source, target], gradient[source])
        for source, target in reversed(EDGES)
        if source in gradient
    ]
    return Frame(
        panels=(
            Graph(id="graph", nodes=nodes, edges=tuple(Edge(source=s, target=d) for s, d in EDGES)),
            Table(id="edges", columns=("edge", "upstream", "local", "passed"), rows=rows),
        ),
        values=values or {},
        progress=progress,
        at=at,
    )


DEMO = Demo(
    parameters=(
        Number("w", 0.8, -3.0, 3.0, 0.1),
        Number("x", 1.5, -3.0, 3.0, 0.1),
        Number("b", -0.4, -3.0, 3.0, 0.1),
        Number("t", 0.2, -1.0, 1.0, 0.1),
    ),
    frames=frames,
    claims=(
        Claim("edge", "edge_error", "<=", 1e-12),
        Claim("complex-step", "complex_step_error", "<=", 1e-12),
        Claim("same-as-the-cell", "cell_error", "<=", 1e-12),
        Claim("nothing-moves", "moved", "=", 0.0),
    ),
)
