"""The Elman RNN (Elman 1990): one hidden state, fed back.

    a_t = W x_t + U h_{t−1} + b
    h_t = φ(a_t),  φ = tanh, ReLU or the identity

Goodfellow et al. (2016, ch. 10) write U for the input and W for the state: the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

import numpy as np

from demos.cells.activations import ACTIVATIONS, Array
from demos.cells.parameters import Weights
from demos.cells.shapes import before, choice, expect, initial, one_step, over_time, same_cell, sequence

ActivationName = Literal["tanh", "relu", "identity"]


@dataclass(frozen=True)
class Parameters(Weights):
    """W (H, I), U (H, H), b (H), bh (H), and φ."""

    activation: ActivationName = "tanh"

    def __post_init__(self) -> None:
        super().__post_init__()
        choice("activation", self.activation, get_args(ActivationName))


def init(
    rng: np.random.Generator,
    input_size: int,
    hidden_size: int,
    dtype: Any = float,
    activation: ActivationName = "tanh",
) -> Parameters:
    """Uniform in ±1/√H, as torch.nn.RNN begins."""
    return Parameters.uniform(rng, input_size, hidden_size, dtype, activation=activation)


class Step(NamedTuple):
    """One step: the pre-activation a and the new state h, each (…, H)."""

    a: Any
    h: Any


def step(p: Parameters, x: Any, h: Any) -> Step:
    """One step. x (…, I), h (…, H), any floating or complex dtype.

    Raises:
        ValueError: a shape or dtype does not fit.
    """
    one_step(p.W.dtype, x=(x, p.input_size), h=(h, p.hidden_size))
    a = x @ p.W.T + h @ p.U.T + (p.b + p.bh)
    return Step(a, ACTIVATIONS[p.activation].f(a))


@dataclass(frozen=True)
class Trace:
    """A run over time: inputs x (T, B, I), pre-activations a and states h (T, B, H), and h0 (B, H)."""

    x: Array
    h0: Array
    a: Array
    h: Array

    @property
    def before(self) -> Array:
        """The state before each step, h_{t−1}: (T, B, H)."""
        return before(self.h0, self.h)


def forward(p: Parameters, x: Any, h0: Any = None) -> Trace:
    """Run over a sequence x (T, B, I) from h0 (B, H), zero where none is given.

    Raises:
        ValueError: a shape or dtype does not fit.
    """
    x = sequence(x, p.input_size, p.W.dtype)
    dtype = np.result_type(x, *p.arrays().values())
    h = first = initial("h0", h0, x.shape[1], p.hidden_size, dtype)
    a_t = np.empty((*x.shape[:2], p.hidden_size), np.result_type(dtype, h))
    h_t = np.empty_like(a_t)
    for t, x_t in enumerate(x):
        a_t[t], h_t[t] = step(p, x_t, h)
        h = h_t[t]
    return Trace(x, first, a_t, h_t)


@dataclass(frozen=True)
class Gradients:
    """dL/d… of the inputs, the parameters and the initial state, each in the shape of what it belongs to."""

    x: Array
    W: Array
    U: Array
    b: Array
    bh: Array
    h0: Array


def backward(p: Parameters, run: Trace, dh: Any, dh_T: Any = None) -> Gradients:
    """Back through time (Werbos 1990). dh (T, B, H) is dL/dh_t from outside; dh_T (B, H) more of it at the end.

        δ_t = (dL/dh_t + U^T δ_{t+1}) ⊙ φ′(a_t)
        dL/dW = Σ δ_t x_t^T,  dL/dU = Σ δ_t h_{t−1}^T,  dL/db = Σ δ_t

    Raises:
        ValueError: a shape or dtype does not fit, or the run is another cell's.
    """
    same_cell(run.x, run.h, p.input_size, p.hidden_size)
    dh = expect("dh", dh, run.h.shape, run.h.dtype)
    later = initial("dh_T", dh_T, run.h.shape[1], p.hidden_size, dh.dtype)
    local = ACTIVATIONS[p.activation].prime(run.a)
    delta = np.empty(run.a.shape, np.result_type(run.a, dh))
    for t in reversed(range(len(run.x))):
        delta[t] = (dh[t] + later) * local[t]
        later = delta[t] @ p.U
    return Gradients(
        x=delta @ p.W,
        W=over_time(delta, run.x),
        U=over_time(delta, run.before),
        b=delta.sum((0, 1)),
        bh=delta.sum((0, 1)),
        h0=later,
    )
