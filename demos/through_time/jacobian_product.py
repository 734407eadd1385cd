"""jacobian-product: what shrinks or grows with the lag is the norm of a product of Jacobians.

h_t = tanh(W h_{t−1} + x_t),   ∂h_T/∂h_0 = Π_t diag(1 − h_t²) W,   ‖∂h_T/∂h_0‖ ≤ ‖W‖^T   (Pascanu et al. 2013)
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells import elman
from demos.cells.initial import orthogonal, spectral_radius
from demos.contract import Choice, Claim, Curves, Demo, Frame, Line, Number, Settings, Whole

LAGS = 60
LAG = 50  # the one that the claims speak about
FLOOR = 1e-30


def matrix(kind: str, gain: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """W: orthogonal times the gain, or a 2 × 2 matrix of spectral radius `gain` whose powers first grow."""
    if kind == "shear":
        return np.array([[gain, 5.0], [0.0, gain]])
    return gain * orthogonal(rng, size)


def products(W: np.ndarray, h: np.ndarray, x: np.ndarray) -> np.ndarray:
    """∂h_t/∂h_0 for every t (T, H, H), along the run from h (H) with inputs x (T, H)."""
    product, found = np.eye(len(W)), []
    for x_t in x:
        h = np.tanh(W @ h + x_t)
        product = (1.0 - h**2)[:, None] * W @ product
        found.append(product)
    return np.array(found)


def by_complex_step(W: np.ndarray, h: np.ndarray, x: np.ndarray) -> np.ndarray:
    """∂h_T/∂h_0 (H, H) through the cell library: row j of the batch starts from h + i·1e-20 e_j."""
    size = len(W)
    p = elman.Parameters(W=np.eye(size), U=W, b=np.zeros(size), bh=np.zeros(size))
    batch = np.repeat(x[:, None, :], size, axis=1)
    run = elman.forward(p, batch, h0=h + 1e-20j * np.eye(size))
    return np.asarray(run.h[-1].imag.T / 1e-20)


def frames(
    *, rng: np.random.Generator, kind: str, gain: float, size: int, start: str, strength: float
) -> Iterator[Frame]:
    """The norm over the lag, growing; beside it what the gain alone would give."""
    W = matrix(kind, gain, size, rng)
    h0 = np.zeros(len(W)) if start == "zero" else rng.standard_normal(len(W))
    x = strength * rng.standard_normal((LAGS, len(W)))
    jacobians = products(W, h0, x)
    norms = np.linalg.norm(jacobians, 2, axis=(1, 2))
    lags = np.arange(1, LAGS + 1)
    for shown in range(10, LAGS + 1, 10):
        values = {}
        if shown == LAGS:
            at_50, exact = jacobians[LAG - 1], by_complex_step(W, h0, x[:LAG])
            values = {
                "norm_50": float(norms[LAG - 1]),
                "growth_50": float(norms[LAG - 1] / gain**LAG),
                "radius": spectral_radius(W),
                "one_step": float(np.linalg.norm(W, 2)),
                "largest": float(norms.max()),
                "error": float(np.abs(at_50 - exact).max() / max(np.abs(exact).max(), FLOOR)),
            }
        yield Frame(
            panels=(
                Curves(
                    id="norm",
                    x_label="lag",
                    y_log=True,
                    lines=(
                        Line("‖∂h_T/∂h_0‖", lags[:shown], np.maximum(norms[:shown], FLOOR)),
                        Line("gain^lag", lags[:shown], gain ** lags[:shown].astype(float)),
                    ),
                ),
            ),
            values=values,
            progress=shown / LAGS,
            at=f"T = {shown}",
        )


def is_orthogonal(settings: Settings) -> bool:
    return settings["kind"] == "orthogonal"


def at_rest(settings: Settings) -> bool:
    """Whether h stays at exactly 0."""
    return settings["start"] == "zero" and float(settings["strength"]) == 0


def saturating(settings: Settings) -> bool:
    return is_orthogonal(settings) and settings["start"] == "random" and float(settings["gain"]) == 1.5


DEMO = Demo(
    parameters=(
        Number("gain", 0.9, 0.5, 2.0, 0.05),
        Choice("kind", "orthogonal", ("orthogonal", "shear")),
        Whole("size", 8, 1, 16),
        Choice("start", "random", ("zero", "random")),
        Number("strength", 0.0, 0.0, 2.0, 0.1),
    ),
    frames=frames,
    claims=(
        Claim("is-the-jacobian", "error", "<=", 1e-10),
        Claim(
            "bounded-by-norm",
            "norm_50",
            "<=",
            lambda s: float(s["gain"]) ** LAG * (1 + 1e-12),
            applies=is_orthogonal,
        ),
        Claim(
            "radius-is-no-bound",
            "norm_50",
            ">",
            1.0,
            at={"kind": "shear", "start": "zero"},
            applies=lambda s: s["kind"] == "shear" and at_rest(s) and float(s["gain"]) == 0.9,
        ),
        Claim(
            "explodes-at-zero",
            "growth_50",
            "=",
            1.0,
            within=1e-12,
            at={"gain": 1.5, "start": "zero"},
            applies=lambda s: is_orthogonal(s) and at_rest(s),
        ),
        Claim(
            "saturates",
            "growth_50",
            "<",
            1e-3,
            at={"gain": 1.5, "start": "random"},
            applies=saturating,
        ),
        Claim(
            "one-unit-vanishes",
            "norm_50",
            "<",
            1e-3,
            at={"gain": 1.5, "start": "random", "size": 1},
            applies=lambda s: saturating(s) and int(s["size"]) == 1 and float(s["strength"]) == 0,
        ),
        Claim(
            "inputs-make-it-vanish",
            "norm_50",
            "<",
            1.0,
            at={"gain": 1.5, "start": "random", "strength": 1.0},
            applies=lambda s: saturating(s) and int(s["size"]) <= 8 and float(s["strength"]) >= 1,
        ),
    ),
)
