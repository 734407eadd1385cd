"""folded-unfolded: one cell with a delayed loop is, over T steps, a chain without a cycle whose weights are tied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from demos.cells import complex_step, elman
from demos.contract import Claim, Demo, Edge, Frame, Graph, Node, Table, Whole


def untied(W: np.ndarray, x: np.ndarray, p: elman.Parameters) -> Any:
    """The last state of an unrolled net whose steps have recurrent weights of their own, W (T,); summed."""
    h = np.zeros(1)
    for t, x_t in enumerate(x):
        h = elman.step(p.with_arrays(U=W[t].reshape(1, 1)), x_t, h).h
    return h.sum()


def frames(*, rng: np.random.Generator, steps: int) -> Iterator[Frame]:
    """The folded cell, and beneath it the chain that it stands for, one step longer each time."""
    p = elman.init(rng, 1, 1)
    x = rng.standard_normal((steps, 1))
    for t in range(1, steps + 1):
        graph = unfolded(t)
        each, tied, backward = gradients(p, x[:t])
        rows = [(f"t = {k + 1}", float(each[k])) for k in range(t)]
        values = {
            "sum": float(each.sum()),
            "shared": float(tied),
            "difference": float(abs(each.sum() - tied)),
            "backward_difference": float(abs(backward - tied)),
            "cycles": float(has_cycle(graph)),
            "folded_cycles": float(has_cycle(folded())),
            "weights": float(len({edge.label for edge in graph.edges})),
        }
        yield Frame(
            panels=(
                folded(),
                graph,
                Table(id="shares", columns=("step", "∂h_T/∂W_hh"), rows=[*rows, ("Σ", float(each.sum()))]),
            ),
            values=values,
            progress=t / steps,
            at=f"T = {t}",
        )


def gradients(p: elman.Parameters, x: np.ndarray) -> tuple[np.ndarray, float, float]:
    """∂h_T/∂W_hh over the steps x (T, 1): of each untied copy (T,), of the shared weight, and by backward()."""
    steps, w = len(x), float(p.U[0, 0])
    each = complex_step(lambda W: untied(W, x, p), np.full(steps, w))
    tied = complex_step(lambda v: untied(np.repeat(v, steps), x, p), np.array([w]))[0]
    dh = np.zeros((steps, 1, 1))
    dh[-1] = 1.0
    return each, float(tied), float(elman.backward(p, elman.forward(p, x[:, None, :]), dh).U[0, 0])


def folded() -> Graph:
    """One cell; its recurrent edge leads back into it, one step later."""
    return Graph(
        id="folded",
        nodes=(
            Node(id="x", label="x_t", column=0, row=0),
            Node(id="h", label="h_t", column=1, row=0),
            Node(id="y", label="y_t", column=2, row=0),
        ),
        edges=(
            Edge(source="x", target="h", label="W_xh"),
            Edge(source="h", target="h", label="W_hh", delay=1),
            Edge(source="h", target="y", label="W_hy"),
        ),
    )


def unfolded(steps: int) -> Graph:
    """The chain h_0 → h_1 → … → h_T; every step has the same three labels, for the weights are shared."""
    nodes = [Node(id="h0", label="h_0", column=0, row=1)]
    edges = []
    for t in range(1, steps + 1):
        nodes += [
            Node(id=f"x{t}", label=f"x_{t}", column=t, row=2),
            Node(id=f"h{t}", label=f"h_{t}", column=t, row=1),
            Node(id=f"y{t}", label=f"y_{t}", column=t, row=0),
        ]
        edges += [
            Edge(source=f"x{t}", target=f"h{t}", label="W_xh"),
            Edge(source=f"h{t - 1}", target=f"h{t}", label="W_hh"),
            Edge(source=f"h{t}", target=f"y{t}", label="W_hy"),
        ]
    return Graph(id="unfolded", nodes=tuple(nodes), edges=tuple(edges))


def has_cycle(graph: Graph) -> bool:
    """Whether some node leads back to itself: nodes without incoming edges are taken away until none is left."""
    left = {node.id for node in graph.nodes}
    while free := {n for n in left if not any(e.target == n and e.source in left for e in graph.edges)}:
        left -= free
    return bool(left)


DEMO = Demo(
    parameters=(Whole("steps", 4, 1, 6),),
    frames=frames,
    claims=(
        Claim("sum-of-steps", "difference", "<=", 1e-12),
        Claim("backward-agrees", "backward_difference", "<=", 1e-12),
        Claim("unfolded-is-acyclic", "cycles", "=", 0.0),
        Claim("three-weights", "weights", "=", 3.0),
    ),
)
