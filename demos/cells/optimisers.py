"""Optimisers that change arrays in place, and clipping of gradients."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from demos.cells.activations import Array
from demos.cells.shapes import expect

Arrays = Mapping[str, Array]


def norm(arrays: Arrays) -> float:
    """The length of all arrays taken as one vector.

    Measured in a unit that is a power of two, which rounds nothing: the squares of an exploded gradient would overflow,
    and clipping by an infinite length leaves nothing.
    """
    largest = max((float(np.abs(array).max(initial=0.0)) for array in arrays.values()), default=0.0)
    if not 0.0 < largest < math.inf:
        return largest
    unit = math.ldexp(1.0, math.frexp(largest)[1] - 1)
    return unit * math.sqrt(sum(float(((array / unit) ** 2).sum()) for array in arrays.values()))


def clip_by_norm(gradients: Arrays, threshold: float) -> dict[str, Array]:
    """The gradients, shortened to the length `threshold` where they are longer; the direction stays."""
    length = norm(gradients)
    scale = threshold / length if length > threshold else 1.0
    return {name: gradient * scale for name, gradient in gradients.items()}


def clip_by_value(gradients: Arrays, threshold: float) -> dict[str, Array]:
    """The gradients with each component cut to [−threshold, threshold]; the direction may turn."""
    return {name: np.clip(gradient, -threshold, threshold) for name, gradient in gradients.items()}


@dataclass
class SGD:
    """θ ← θ − η g."""

    learning_rate: float

    def update(self, parameters: Arrays, gradients: Arrays) -> None:
        """One step, in place.

        Raises:
            ValueError: a gradient has another shape or precision than its parameter.
        """
        for name, parameter in parameters.items():
            g = expect(name, gradients[name], parameter.shape, parameter.dtype)
            parameter -= self.learning_rate * g


@dataclass
class Adam:
    """Adam (Kingma & Ba 2015): m and v are running means of g and g², corrected for their start at zero."""

    learning_rate: float = 1e-3
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    steps: int = 0
    m: dict[str, Array] = field(default_factory=dict)
    v: dict[str, Array] = field(default_factory=dict)

    def update(self, parameters: Arrays, gradients: Arrays) -> None:
        """One step, in place.

        Raises:
            ValueError: a gradient has another shape or precision than its parameter.
        """
        self.steps += 1
        for name, parameter in parameters.items():
            g = expect(name, gradients[name], parameter.shape, parameter.dtype)
            m = self.m.setdefault(name, np.zeros_like(g))
            v = self.v.setdefault(name, np.zeros_like(g))
            m += (1 - self.beta1) * (g - m)
            v += (1 - self.beta2) * (g * g - v)
            m_hat = m / (1 - self.beta1**self.steps)
            v_hat = v / (1 - self.beta2**self.steps)
            parameter -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon)
