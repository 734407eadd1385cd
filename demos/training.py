"""What the trainings share: a cell with a linear read-out that learns by Adam from clipped gradients. No demo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from types import ModuleType
from typing import Any

import numpy as np

from demos.cells import cross_entropy, cross_entropy_gradient, elman, gru, lstm
from demos.cells.activations import Array
from demos.cells.optimisers import Adam, clip_by_norm
from demos.cells.parameters import gradient_arrays

CELLS: dict[str, tuple[ModuleType, dict[str, Any]]] = {
    "RNN": (elman, {}),
    "LSTM": (lstm, {"forget_bias": 1.0}),
    "GRU": (gru, {}),
}
RATE, CLIP = 1e-2, 1.0
CELL_STEPS = 100  # there and back in float32, for 50 sequences and 32 units: 20 ms, or 60 on a slow core

Loss = Callable[[Array], tuple[float, Array]]  # of the outputs s: the loss L, and ∂L/∂s in the shape of s


def pause(cell_steps: int) -> int:
    """After how many iterations of so many steps of a cell each a picture is due, for a slow core to be heard from."""
    return max(1, CELL_STEPS // cell_steps)


def smooth(losses: list[float], width: int) -> Array:
    """The mean of each `width` losses in a row; of all where there are fewer."""
    width = max(1, min(width, len(losses)))
    return np.convolve(losses, np.ones(width) / width, "valid") if losses else np.empty(0)


@dataclass
class Learner:
    """A cell of the library, its optimiser, and the loss of each iteration; its kinds say what is read out."""

    cell: ModuleType
    parameters: Any
    optimiser: Adam = field(default_factory=lambda: Adam(RATE), kw_only=True)
    losses: list[float] = field(default_factory=list, kw_only=True)

    def arrays(self) -> dict[str, Array]:
        """What is learned, by name: the cell's arrays and the read-out's."""
        own = {each.name: getattr(self, each.name) for each in fields(self)}
        return {**self.parameters.arrays(), **{name: a for name, a in own.items() if isinstance(a, np.ndarray)}}

    def follow(self, loss: float, gradients: Mapping[str, Array]) -> None:
        """One step of Adam down these gradients, shortened to a length of 1 if they are longer."""
        self.losses.append(float(loss))
        self.optimiser.update(self.arrays(), clip_by_norm(gradients, CLIP))


@dataclass
class OfTheLast(Learner):
    """One number a sequence, read from the last state: s = readout · h_T + bias. readout (H), bias (1) or none."""

    readout: Array
    bias: Array | None = None

    def score(self, x: Array) -> tuple[Any, Array]:
        """The run over x (T, B, I), and s (B)."""
        run = self.cell.forward(self.parameters, x)
        s = run.h[-1] @ self.readout
        return run, s if self.bias is None else s + self.bias

    def learn_by(self, loss: Loss, x: Array) -> Array:
        """One iteration on the sequences x (T, B, I). Returns s (B) as it was before."""
        run, s = self.score(x)
        L, ds = loss(s)
        dh = np.zeros_like(run.h)
        dh[-1] = ds[:, None] * self.readout
        gradients = gradient_arrays(self.cell.backward(self.parameters, run, dh))
        gradients |= {"readout": run.h[-1].T @ ds, "bias": ds.sum(keepdims=True)}
        self.follow(L, {name: gradients[name] for name in self.arrays()})
        return s


@dataclass
class OfEach(Learner):
    """K logits a step: s_t = V h_t + v, with the cross-entropy of one class a step. V (K, H), v (K)."""

    V: Array
    v: Array

    def logits(self, x: Array) -> tuple[Any, Array]:
        """The run over x (T, B, I), and s (T, B, K)."""
        run = self.cell.forward(self.parameters, x)
        return run, run.h @ self.V.T + self.v

    def back(self, run: Any, s: Array, classes: Array) -> dict[str, Array]:
        """The gradients of the mean cross-entropy of the classes (T, B) of a run with logits s."""
        ds = cross_entropy_gradient(s, classes) / classes.size
        cell = gradient_arrays(self.cell.backward(self.parameters, run, ds @ self.V))
        return {**cell, "V": np.einsum("tbk,tbh->kh", ds, run.h), "v": ds.sum((0, 1))}

    def learn(self, x: Array, classes: Array) -> Array:
        """One iteration on the sequences x (T, B, I). Returns s (T, B, K) as it was before."""
        run, s = self.logits(x)
        self.follow(cross_entropy(s, classes).mean(), self.back(run, s, classes))
        return s
