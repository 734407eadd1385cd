"""Elman, LSTM and GRU with one unit, as graphs of operations; the equations are those of ``demos.cells``."""

from __future__ import annotations

import numpy as np

from demos.dataflow.flow import Flow
from demos.dataflow.operations import candidate, gate, linear, named, plus, product, rest, squashed


def elman(weights: np.ndarray) -> Flow:
    """h = tanh(w x + u h− + b); `weights` (1, 3) holds w, u, b."""
    w, u, b = map(float, weights[0])
    return Flow(
        "Elman",
        (
            linear("w·x", "x", w, 0.0, "w·x_t"),
            linear("u·h", "h−", u, b, "u·h_{t−1} + b"),
            plus("a", "w·x", "u·h"),
            squashed("h", "tanh", "a", "h_t"),
        ),
        {"h−": "h"},
    )


def lstm(weights: np.ndarray) -> Flow:
    """i, f, o = σ(…), g = tanh(…), c = f c− + i g, h = o tanh c; `weights` (4, 3): rows i f g o of w, u, b."""
    rows = dict(zip("ifgo", weights.tolist(), strict=True))
    return Flow(
        "LSTM",
        (
            *(gate(name, "tanh" if name == "g" else "σ", *row) for name, row in rows.items()),
            product("f·c", "f", "c−"),
            product("i·g", "i", "g"),
            plus("c", "f·c", "i·g", "c_t"),
            squashed("tanh c", "tanh", "c"),
            product("h", "o", "tanh c", "h_t"),
        ),
        {"h−": "h", "c−": "c"},
    )


def gru(weights: np.ndarray, keep: str = "z") -> Flow:
    """r, z = σ(…), n = tanh(w x + b + r (u h− + bh)), h = z h− + (1 − z) n, or with z and 1 − z exchanged.

    `weights` (3, 4): a row w, u, b, bh for each of r z n; of bh only the candidate's stays outside of b. `keep` is
    what multiplies the old state: ``z`` (PyTorch) or ``1 − z``.
    """
    (w_r, u_r, b_r, bh_r), (w_z, u_z, b_z, bh_z), (w_n, u_n, b_n, bh_n) = weights.tolist()
    kept, taken = ("z", "1 − z") if keep == "z" else ("1 − z", "z")
    return Flow(
        "GRU",
        (
            gate("r", "σ", w_r, u_r, b_r + bh_r),
            gate("z", "σ", w_z, u_z, b_z + bh_z),
            linear("u·h", "h−", u_n, bh_n, "u_n·h_{t−1} + bh_n"),
            product("r·uh", "r", "u·h"),
            candidate("n", w_n, b_n, "r·uh"),
            rest("1 − z", "z"),
            product("keep", kept, "h−"),
            product("new", taken, "n"),
            plus("h", "keep", "new", "h_t", f"{named(kept)}·h_{{t−1}} + {named(taken)}·n"),
        ),
        {"h−": "h"},
    )
