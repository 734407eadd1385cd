"""A cell's dataflow over time: the same graph at every step, forward, and backward through time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from demos.cells import complex_step
from demos.dataflow.flow import Edge, Flow, Values

Way = tuple[Values, list[Edge]]  # of one step: ∂L/∂v of every node, and every edge


@dataclass(frozen=True)
class Run:
    """A cell over time: the value of every node at every step, and at which steps what is held."""

    flow: Flow
    steps: list[Values]
    held: list[dict[str, float]]


def run(
    flow: Flow, x: np.ndarray, first: Mapping[str, float], held: Mapping[str, float], begin: int, nudge: Any = None
) -> Run:
    """Forward over x (T,) from the states `first`; `held` from step `begin` (1 is the first) on.

    `nudge` (t, node, by) adds to one node's value at one step, for the complex step.
    """
    before, steps, holds = dict(first), [], []
    for t, x_t in enumerate(x.tolist()):
        now = dict(held) if t + 1 >= begin else {}
        values = flow.forward({"x": x_t, **before}, now)
        if nudge is not None and nudge[0] == t:
            values = flow.forward({"x": x_t, **before}, {**now, nudge[1]: values[nudge[1]] + nudge[2]})
        steps.append(values)
        holds.append(now)
        before = {name: values[of] for name, of in flow.states.items()}
    return Run(flow, steps, holds)


def back(done: Run) -> list[Way]:
    """∂L/∂v of every node and every edge at each step, for L = h_T."""
    upstream: dict[str, float] = {"h": 1.0}
    found: list[Way] = []
    for values, held in zip(reversed(done.steps), reversed(done.held), strict=True):
        gradient, edges = done.flow.backward(values, upstream, held)
        upstream = {of: gradient[name] for name, of in done.flow.states.items()}
        found.insert(0, (gradient, edges))
    return found


def against_complex_step(done: Run, ways: list[Way], x: np.ndarray, first: Mapping[str, float]) -> float:
    """The largest difference of any node's gradient at any step to the complex step of L in that node."""
    held = done.held[-1]
    begin = next((t + 1 for t, now in enumerate(done.held) if now), len(x) + 1)

    def last(t: int, node: str, by: Any) -> Any:
        return run(done.flow, x, first, held, begin, (t, node, complex(by[0]))).steps[-1]["h"]

    nodes = [(t, operation.id) for t in range(len(x)) for operation in done.flow.operations]
    return float(max(abs(ways[t][0][node] - complex_step(partial(last, t, node), [0.0])[0]) for t, node in nodes))
