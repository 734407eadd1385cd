"""The GRU (Cho et al. 2014), in both conventions of each of its two choices.

    r_t = σ(W_r x_t + U_r h_{t−1} + b_r)
    z_t = σ(W_z x_t + U_z h_{t−1} + b_z)

Where the reset applies:
    reset="after"   n_t = tanh(W_n x_t + b_n + r_t ⊙ (U_n h_{t−1} + bh_n))     PyTorch, cuDNN; Keras with reset_after
    reset="before"  n_t = tanh(W_n x_t + b_n + bh_n + U_n (r_t ⊙ h_{t−1}))     Cho et al. 2014; Chung et al. 2014

What z keeps:
    keep="z"        h_t = (1 − z_t) ⊙ n_t + z_t ⊙ h_{t−1}                      PyTorch; Cho et al. 2014
    keep="1-z"      h_t = z_t ⊙ n_t + (1 − z_t) ⊙ h_{t−1}                      Chung et al. 2014

The blocks are packed in PyTorch's order r z n.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple, get_args

import numpy as np

from demos.cells.activations import Array, sigmoid, tanh
from demos.cells.parameters import Weights
from demos.cells.shapes import before, choice, expect, initial, one_step, over_time, same_cell, sequence

Reset = Literal["after", "before"]
Keep = Literal["z", "1-z"]


@dataclass(frozen=True)
class Parameters(Weights):
    """W (3H, I), U (3H, H), b (3H), bh (3H), in blocks r z n, and the two conventions."""

    reset: Reset = "after"
    keep: Keep = "z"

    BLOCKS: ClassVar[int] = 3

    def __post_init__(self) -> None:
        super().__post_init__()
        choice("reset", self.reset, get_args(Reset))
        choice("keep", self.keep, get_args(Keep))


def init(
    rng: np.random.Generator,
    input_size: int,
    hidden_size: int,
    dtype: Any = float,
    reset: Reset = "after",
    keep: Keep = "z",
) -> Parameters:
    """Uniform in ±1/√H, as torch.nn.GRU begins."""
    return Parameters.uniform(rng, input_size, hidden_size, dtype, reset=reset, keep=keep)


class Step(NamedTuple):
    """One step, each (…, H): the gates r and z, the candidate n, what r let through (u), the new state h.

    u is U_n h + bh_n before the reset multiplies it (reset="after"), or r ⊙ h (reset="before").
    """

    r: Any
    z: Any
    u: Any
    n: Any
    h: Any


def step(p: Parameters, x: Any, h: Any) -> Step:
    """One step. x (…, I), h (…, H), any floating or complex dtype.

    Raises:
        ValueError: a shape or dtype does not fit.
    """
    one_step(p.W.dtype, x=(x, p.input_size), h=(h, p.hidden_size))
    U_r, U_z, U_n = np.split(p.U, 3)
    b_r, b_z, b_n = np.split(p.b, 3)
    bh_r, bh_z, bh_n = np.split(p.bh, 3)
    x_r, x_z, x_n = p.blocks(x @ p.W.T)
    r = sigmoid(x_r + h @ U_r.T + b_r + bh_r)
    z = sigmoid(x_z + h @ U_z.T + b_z + bh_z)
    if p.reset == "after":
        u = h @ U_n.T + bh_n
        n = tanh(x_n + b_n + r * u)
    else:
        u = r * h
        n = tanh(x_n + b_n + bh_n + u @ U_n.T)
    kept = z if p.keep == "z" else 1.0 - z
    h = (1.0 - kept) * n + kept * h
    return Step(r, z, u, n, h)


@dataclass(frozen=True)
class Trace:
    """A run over time: inputs x (T, B, I), h0 (B, H), and every part of each step as (T, B, H)."""

    x: Array
    h0: Array
    r: Array
    z: Array
    u: Array
    n: Array
    h: Array


def forward(p: Parameters, x: Any, h0: Any = None) -> Trace:
    """Run over a sequence x (T, B, I) from h0 (B, H), zero where none is given.

    Raises:
        ValueError: a shape or dtype does not fit.
    """
    x = sequence(x, p.input_size, p.W.dtype)
    dtype = np.result_type(x, *p.arrays().values())
    h = initial("h0", h0, x.shape[1], p.hidden_size, dtype)
    run = Trace(x, h, *np.empty((5, *x.shape[:2], p.hidden_size), np.result_type(dtype, h)))
    for t, x_t in enumerate(x):
        run.r[t], run.z[t], run.u[t], run.n[t], run.h[t] = step(p, x_t, h)
        h = run.h[t]
    return run


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
    """Back through time. dh (T, B, H) is dL/dh_t from outside; dh_T (B, H) more of it at the end.

    Raises:
        ValueError: a shape or dtype does not fit, or the run is another cell's.
    """
    same_cell(run.x, run.h, p.input_size, p.hidden_size)
    dh = expect("dh", dh, run.h.shape, run.h.dtype)
    dtype = np.result_type(run.h, dh)
    back = initial("dh_T", dh_T, run.h.shape[1], p.hidden_size, dtype)
    h_before = before(run.h0, run.h)
    U_n = np.split(p.U, 3)[2]
    U_rz = p.U[: 2 * p.hidden_size]
    sign = 1.0 if p.keep == "z" else -1.0
    delta = np.empty((*run.h.shape[:2], 3 * p.hidden_size), dtype)
    through_u = np.empty(run.h.shape, dtype)  # dL/d(U_n h + bh_n) or dL/d(U_n (r ⊙ h)), by convention
    for t in reversed(range(len(run.x))):
        r, z, u, n, h = run.r[t], run.z[t], run.u[t], run.n[t], h_before[t]
        kept = z if p.keep == "z" else 1.0 - z
        dh_t = dh[t] + back
        d_r, d_z, d_n = p.blocks(delta[t])
        d_n[...] = dh_t * (1.0 - kept) * (1.0 - n**2)
        d_z[...] = sign * dh_t * (h - n) * z * (1.0 - z)
        if p.reset == "after":
            through_u[t] = d_n * r
            d_r[...] = d_n * u * r * (1.0 - r)
            through_n = through_u[t] @ U_n
        else:
            through_u[t] = d_n
            through_n = (d_n @ U_n) * r
            d_r[...] = (d_n @ U_n) * h * r * (1.0 - r)
        back = dh_t * kept + delta[t][..., : 2 * p.hidden_size] @ U_rz + through_n
    recurrent = np.concatenate([delta[..., : 2 * p.hidden_size], through_u], axis=-1)
    dU = over_time(recurrent, h_before)
    if p.reset == "before":
        dU[2 * p.hidden_size :] = over_time(through_u, run.u)
    return Gradients(
        x=delta @ p.W,
        W=over_time(delta, run.x),
        U=dU,
        b=delta.sum((0, 1)),
        bh=recurrent.sum((0, 1)),
        h0=back,
    )
