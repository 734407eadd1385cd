"""A graph of scalar operations in the order of their computation, run forward and then backward by the chain rule.

    forward     v_k = f_k(v_j, …)                          one operation after the other
    backward    ∂L/∂v_j = Σ_k ∂L/∂v_k · ∂f_k/∂v_j          over the edges j → k, the last operation first

(Werbos 1990; Rumelhart, Hinton & Williams 1986.) Values are Python floats, or complex for the complex step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One node: its value from its `inputs`, and its derivative by each of them.

    `equation` is how the book writes it; `filled` writes it with the values of the inputs in it.
    """

    id: str
    inputs: tuple[str, ...]
    value: Callable[..., Any]
    local: Callable[..., tuple[Any, ...]]
    equation: str
    filled: Callable[..., str]


class Edge(NamedTuple):
    """What the chain rule does on one edge: `passed` = `upstream` · `local`."""

    source: str
    target: str
    value: float
    upstream: float
    local: float
    passed: float


@dataclass(frozen=True, slots=True)
class Flow:
    """A cell: what enters it, its operations in order, and the states that it hands on: from → to, ``{"h−": "h"}``."""

    name: str
    operations: tuple[Operation, ...]
    states: Mapping[str, str]

    def forward(self, given: Mapping[str, Any], held: Mapping[str, float] | None = None) -> Values:
        """The value of every node, from `given` inputs (x and the states before); what is `held` has that value."""
        values = dict(given)
        for operation in self.operations:
            if held and operation.id in held:
                values[operation.id] = held[operation.id]
            else:
                values[operation.id] = operation.value(*(values[name] for name in operation.inputs))
        return values

    def backward(
        self, values: Values, upstream: Mapping[str, float], held: Mapping[str, float] | None = None
    ) -> tuple[Values, list[Edge]]:
        """∂L/∂v of every node, and every edge, from what arrives at the nodes from outside (`upstream`).

        What is held depends on nothing: its local derivatives are 0.
        """
        gradient: Values = {**dict.fromkeys(values, 0.0), **upstream}
        edges: list[Edge] = []
        for operation in reversed(self.operations):
            above = gradient[operation.id]
            locals_ = operation.local(*(values[name] for name in operation.inputs))
            if held and operation.id in held:
                locals_ = (0.0,) * len(locals_)
            for source, local in zip(operation.inputs, locals_, strict=True):
                gradient[source] += above * local
                edges.append(Edge(source, operation.id, values[source], above, local, above * local))
        return gradient, edges

    def edges(self) -> list[tuple[str, str]]:
        """Source and target of every edge, in the order of the computation."""
        return [(source, operation.id) for operation in self.operations for source in operation.inputs]
