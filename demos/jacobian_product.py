"""jacobian-product: ∂h_T/∂h_0 = Π diag(1 − h_t²) W; what shrinks or grows with the lag is the norm of this product."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells.initial import orthogonal, spectral_radius
from demos.contract import Choice, Claim, Curves, Demo, Frame, Line, Number, Settings

LAGS = 60
FLOOR = 1e-30


def matrix(kind: str, gain: float, rng: np.random.Generator) -> np.ndarray:
    """W: orthogonal times the gain, or a 2 × 2 matrix of spectral radius `gain` whose powers first grow."""
    if kind == "shear":
        return np.array([[gain, 5.0], [0.0, gain]])
    return gain * orthogonal(rng, 8)


def norms(W: np.ndarray, h: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The spectral norm of the product after each lag, along the run of h from its start with inputs x."""
    product, sizes = np.eye(len(W)), []
    for x_t in x:
        h = np.tanh(W @ h + x_t)
        product = (1.0 - h**2)[:, None] * W @ product
        sizes.append(float(np.linalg.norm(product, 2)))
    return np.array(sizes)


def frames(*, rng: np.random.Generator, kind: str, gain: float, start: str, strength: float) -> Iterator[Frame]:
    """The norm over the lag, growing; beside it what the gain alone would give."""
    W = matrix(kind, gain, rng)
    size = len(W)
    h0 = np.zeros(size) if start == "zero" else rng.standard_normal(size)
    x = strength * rng.standard_normal((LAGS, size))
    sizes = norms(W, h0, x)
    lags = np.arange(1, LAGS + 1)
    for shown in range(10, LAGS + 1, 10):
        shown_sizes = np.maximum(sizes[:shown], FLOOR)
        yield Frame(
            panels=(
                Curves(
                    id="norm",
                    x_label="lag",
                    y_log=True,
                    lines=(
                        Line("‖∂h_T/∂h_0‖", lags[:shown], shown_sizes),
                        Line("gain^lag", lags[:shown], np.maximum(gain ** lags[:shown].astype(float), FLOOR)),
                    ),
                ),
            ),
            values={
                "norm_50": float(sizes[49]),
                "radius": spectral_radius(W),
                "one_step": float(np.linalg.norm(W, 2)),
                "largest": float(sizes.max()),
                "bound_50": float(np.linalg.norm(W, 2) ** 50),
            },
            progress=shown / LAGS,
            at=f"lag = {shown}",
        )


def contracts(settings: Settings) -> bool:
    return settings["kind"] == "orthogonal"


DEMO = Demo(
    parameters=(
        Number("gain", 0.9, 0.5, 2.0, 0.05),
        Choice("kind", "orthogonal", ("orthogonal", "shear")),
        Choice("start", "random", ("zero", "random")),
        Number("strength", 0.0, 0.0, 2.0, 0.1),
    ),
    frames=frames,
    claims=(
        Claim("bounded-by-norm", "norm_50", "<=", lambda s: float(s["gain"]) ** 50 * (1 + 1e-12), applies=contracts),
        Claim(
            "radius-is-no-bound",
            "norm_50",
            ">",
            1.0,
            at={"kind": "shear", "start": "zero"},
            applies=lambda s: (
                s["kind"] == "shear" and s["start"] == "zero" and float(s["strength"]) == 0 and float(s["gain"]) == 0.9
            ),
        ),
        Claim(
            "explodes-at-zero",
            "norm_50",
            "=",
            lambda s: float(s["gain"]) ** 50,
            within=1.0,
            at={"gain": 1.5, "start": "zero"},
            applies=lambda s: (
                s["kind"] == "orthogonal"
                and s["start"] == "zero"
                and float(s["strength"]) == 0
                and float(s["gain"]) == 1.5
            ),
        ),
        Claim(
            "saturates",
            "norm_50",
            "<",
            lambda s: float(s["gain"]) ** 50 / 1000,
            at={"gain": 1.5, "start": "random"},
            applies=lambda s: s["kind"] == "orthogonal" and s["start"] == "random" and float(s["gain"]) == 1.5,
        ),
    ),
)
