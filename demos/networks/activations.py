"""activations: a function, its derivative, and a point that moves along both."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells import ACTIVATIONS, sigmoid, tanh
from demos.contract import Choice, Claim, Curves, Demo, Frame, Line, Mark, Number

GRID = np.linspace(-6.0, 6.0, 241)
BETWEEN = GRID[:-1] + 0.025  # midpoints: a secant is not laid across the kink or the jump at 0
HALF = 1e-6  # half the width of a secant
NAMES = ("sigmoid", "tanh", "relu", "step", "identity")
SHOWN = {"relu": (-2.0, 6.0), "identity": (-6.0, 6.0)}


def frames(*, rng: np.random.Generator, function: str, x: float) -> Iterator[Frame]:
    """One picture: the curves over [−6, 6], the marks at x."""
    del rng
    activation = ACTIVATIONS[function]
    y, slope = activation.f(GRID), activation.prime(GRID)
    at, slope_at = float(activation.f(x)), float(activation.prime(x))
    secants = (activation.f(BETWEEN + HALF) - activation.f(BETWEEN - HALF)) / (2 * HALF)
    yield Frame(
        panels=(
            Curves(
                id="curve",
                x_label="x",
                lines=(Line("f", GRID, y), Line("f′", GRID, slope)),
                marks=(Mark("f(x)", x, at), Mark("f′(x)", x, slope_at)),
                y_range=SHOWN.get(function, (-1.2, 1.2)),
            ),
        ),
        values={
            "value": at,
            "slope": slope_at,
            "secant_error": float(np.abs(activation.prime(BETWEEN) - secants).max()),
            "largest_slope": float(slope.max()),
            "tanh_gap": float(np.abs(tanh(GRID) - (2 * sigmoid(2 * GRID) - 1)).max()),
            "lowest": float(y.min()),
            "highest": float(y.max()),
        },
    )


DEMO = Demo(
    parameters=(Choice("function", "sigmoid", NAMES), Number("x", 0.0, -6.0, 6.0, 0.1)),
    frames=frames,
    claims=(
        Claim(
            "sigmoid-slope",
            "largest_slope",
            "=",
            0.25,
            within=1e-12,
            at={"function": "sigmoid"},
            applies=lambda s: s["function"] == "sigmoid",
        ),
        Claim(
            "tanh-slope",
            "largest_slope",
            "=",
            1.0,
            within=1e-12,
            at={"function": "tanh"},
            applies=lambda s: s["function"] == "tanh",
        ),
        Claim(
            "step-is-flat",
            "largest_slope",
            "=",
            0.0,
            at={"function": "step"},
            applies=lambda s: s["function"] == "step",
        ),
        Claim("tanh-is-sigmoid", "tanh_gap", "<=", 1e-12),
        Claim("slope-is-secant", "secant_error", "<=", 1e-8),
    ),
)
