"""step-limit: σ(kx) closes on the step function as k grows, and never becomes one that can be learned with."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells import sigmoid, sigmoid_prime
from demos.cells.activations import heaviside
from demos.contract import Claim, Curves, Demo, Frame, Line, Number

POINTS = 20_000
GRID = -1.0 + (2 * np.arange(POINTS) + 1) / POINTS  # midpoints, so that 0 itself is not among them
SHOWN = GRID[::100]


def frames(*, rng: np.random.Generator, slope: float) -> Iterator[Frame]:
    """One picture: σ(kx) and the step; the mean gap on [−1, 1], and the slope away from 0."""
    del rng
    gap = float(np.abs(sigmoid(slope * GRID) - heaviside(GRID)).mean())
    steepness = slope * sigmoid_prime(slope * GRID)
    yield Frame(
        panels=(
            Curves(
                id="curve",
                x_label="x",
                lines=(Line("σ(kx)", SHOWN, sigmoid(slope * SHOWN)), Line("step", SHOWN, heaviside(SHOWN))),
                y_range=(-0.1, 1.1),
            ),
            Curves(
                id="derivative",
                x_label="x",
                lines=(Line("k·σ′(kx)", SHOWN, slope * sigmoid_prime(slope * SHOWN)),),
            ),
        ),
        values={
            "gap": gap,
            "predicted_gap": float(np.log(2) / slope),
            "slope_at_half": float(slope * sigmoid_prime(slope * 0.5)),
            "slope_at_zero": slope / 4,
            "area": float(steepness.mean() * 2),
            "still": float((steepness < 1e-3).mean()),
        },
    )


DEMO = Demo(
    parameters=(Number("slope", 20.0, 1.0, 200.0, 1.0),),
    frames=frames,
    claims=(
        Claim(
            "gap",
            "gap",
            "=",
            lambda s: float(np.log(2)) / float(s["slope"]),
            within=1e-6,
            applies=lambda s: float(s["slope"]) >= 20,
        ),
        Claim(
            "no-slope-left", "slope_at_half", "<=", 1e-3, at={"slope": 30.0}, applies=lambda s: float(s["slope"]) >= 30
        ),
    ),
)
