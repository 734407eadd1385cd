"""The LSTM with a forget gate (Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000).

    a_t = W x_t + U h_{t−1} + b,   cut into four blocks of H, in PyTorch's order i f g o
    i_t = σ(a_i),  f_t = σ(a_f),  g_t = tanh(a_g),  o_t = σ(a_o)
    c_t = f_t ⊙ c_{t−1} + i_t ⊙ g_t
    h_t = o_t ⊙ tanh(c_t)

The names i, f, o, g are those of Zaremba et al. (2014). What is cut is the pre-activation, never h. The order of
the blocks is the library's choice: PyTorch and Keras pack i f g o (Keras calls g c), ONNX packs i o f c.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np

from demos.cells.activations import Array, sigmoid, tanh
from demos.cells.parameters import Weights
from demos.cells.shapes import before, expect, initial, one_step, over_time, same_cell, sequence


@dataclass(frozen=True)
class Parameters(Weights):
    """W (4H, I), U (4H, H), b (4H), bh (4H), in blocks i f g o."""

    BLOCKS: ClassVar[int] = 4


def init(
    rng: np.random.Generator,
    input_size: int,
    hidden_size: int,
    dtype: Any = float,
    forget_bias: float | None = None,
) -> Parameters:
    """Uniform in ±1/√H, as torch.nn.LSTM begins; with `forget_bias` the forget gate's whole bias is that number."""
    p = Parameters.uniform(rng, input_size, hidden_size, dtype)
    if forget_bias is not None:
        p.b[hidden_size : 2 * hidden_size] = forget_bias
        p.bh[hidden_size : 2 * hidden_size] = 0.0
    return p


class Step(NamedTuple):
    """One step: the pre-activation a (…, 4H), the gates and the candidate, the new states, each (…, H)."""

    a: Any
    i: Any
    f: Any
    g: Any
    o: Any
    c: Any
    h: Any


def step(p: Parameters, x: Any, h: Any, c: Any) -> Step:
    """One step. x (…, I), h and c (…, H), any floating or complex dtype.

    Raises:
        ValueError: a shape or dtype does not fit.
    """
    one_step(p.W.dtype, x=(x, p.input_size), h=(h, p.hidden_size), c=(c, p.hidden_size))
    a = x @ p.W.T + h @ p.U.T + (p.b + p.bh)
    a_i, a_f, a_g, a_o = p.blocks(a)
    i = sigmoid(a_i)
    f = sigmoid(a_f)
    g = tanh(a_g)
    o = sigmoid(a_o)
    c = f * c + i * g
    h = o * tanh(c)
    return Step(a, i, f, g, o, c, h)


@dataclass(frozen=True)
class Trace:
    """A run over time: inputs x (T, B, I), initial states (B, H), and every gate and state as (T, B, H)."""

    x: Array
    h0: Array
    c0: Array
    i: Array
    f: Array
    g: Array
    o: Array
    c: Array
    h: Array


def forward(p: Parameters, x: Any, h0: Any = None, c0: Any = None) -> Trace:
    """Run over a sequence x (T, B, I) from h0 and c0 (B, H), zero where none is given.

    Raises:
        ValueError: a shape or dtype does not fit.
    """
    x = sequence(x, p.input_size, p.W.dtype)
    dtype = np.result_type(x, *p.arrays().values())
    h = initial("h0", h0, x.shape[1], p.hidden_size, dtype)
    c = initial("c0", c0, x.shape[1], p.hidden_size, dtype)
    run = Trace(x, h, c, *np.empty((6, *x.shape[:2], p.hidden_size), np.result_type(dtype, h, c)))
    for t, x_t in enumerate(x):
        _, run.i[t], run.f[t], run.g[t], run.o[t], run.c[t], run.h[t] = step(p, x_t, h, c)
        h, c = run.h[t], run.c[t]
    return run


@dataclass(frozen=True)
class Gradients:
    """dL/d… of the inputs, the parameters and the initial states, each in the shape of what it belongs to."""

    x: Array
    W: Array
    U: Array
    b: Array
    bh: Array
    h0: Array
    c0: Array


def backward(p: Parameters, run: Trace, dh: Any, dh_T: Any = None, dc_T: Any = None) -> Gradients:
    """Back through time. dh (T, B, H) is dL/dh_t from outside; dh_T and dc_T (B, H) more of it at the end.

    Along the direct path ∂c_t/∂c_{t−1} = f_t; the rest goes through h and the gates.

    Raises:
        ValueError: a shape or dtype does not fit, or the run is another cell's.
    """
    same_cell(run.x, run.h, p.input_size, p.hidden_size)
    dh = expect("dh", dh, run.h.shape, run.h.dtype)
    dtype = np.result_type(run.h, dh)
    back_h = initial("dh_T", dh_T, run.h.shape[1], p.hidden_size, dtype)
    back_c = initial("dc_T", dc_T, run.h.shape[1], p.hidden_size, dtype)
    c_before = before(run.c0, run.c)
    squashed = tanh(run.c)
    delta = np.empty((*run.h.shape[:2], 4 * p.hidden_size), dtype)
    for t in reversed(range(len(run.x))):
        i, f, g, o = run.i[t], run.f[t], run.g[t], run.o[t]
        dh_t = dh[t] + back_h
        dc_t = back_c + dh_t * o * (1.0 - squashed[t] ** 2)
        d_i, d_f, d_g, d_o = p.blocks(delta[t])
        d_i[...] = dc_t * g * i * (1.0 - i)
        d_f[...] = dc_t * c_before[t] * f * (1.0 - f)
        d_g[...] = dc_t * i * (1.0 - g**2)
        d_o[...] = dh_t * squashed[t] * o * (1.0 - o)
        back_h = delta[t] @ p.U
        back_c = dc_t * f
    return Gradients(
        x=delta @ p.W,
        W=over_time(delta, run.x),
        U=over_time(delta, before(run.h0, run.h)),
        b=delta.sum((0, 1)),
        bh=delta.sum((0, 1)),
        h0=back_h,
        c0=back_c,
    )
