"""The Elman RNN (Elman 1990): one hidden state, fed back.

    a_t = W x_t + U h_{t−1} + b
    h_t = φ(a_t),  φ = tanh, ReLU or the identity

Goodfellow et al. (2016, ch. 10) write U for the input and W for the state: the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from demos.cells.activations import ACTIVATIONS, Array
from demos.cells.parameters import Weights
from demos.cells.shapes import before, expect, initial, one_dtype, over_time, sequence


@dataclass(frozen=True)
class Parameters(Weights):
    """W (H, I), U (H, H), b (H), bh (H), and φ."""

    activation: Literal["tanh", "relu", "identity"] = "tanh"


def init(
    rng: np.random.Generator,
    input_size: int,
    hidden_size: int,
    dtype: Any = float,
    activation: Literal["tanh", "relu", "identity"] = "tanh",
) -> Parameters:
    """Uniform in ±1/√H, as torch.nn.RNN begins."""
    return Parameters.uniform(rng, input_size, hidden_size, dtype, activation=activation)


class Step(NamedTuple):
    """One step: the pre-activation a and the new state h, each (…, H)."""

    a: Any
    h: Any


def step(p: Parameters, x: Any, h: Any) -> Step:
    """One step. x (…, I), h (…, H), any floating or complex dtype."""
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
    x = sequence(x, p.input_size)
    one_dtype(x=x, W=p.W)
    dtype = np.result_type(x, *p.arrays().values(), *(s for s in (h0,) if s is not None))
    h = first = initial("h0", h0, x.shape[1], p.hidden_size, dtype)
    a_t = np.empty((*x.shape[:2], p.hidden_size), dtype)
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
        ValueError: a shape does not fit.
    """
    dh = expect("dh", dh, run.h.shape)
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
