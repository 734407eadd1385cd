"""steepest-direction: of all directions, the gradient's is the one in which f grows fastest, at the rate ‖∇f‖."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from demos.cells import complex_step
from demos.contract import Claim, Curves, Demo, Frame, Line, Mark, Number

DEGREES = np.arange(360)


def f(p: np.ndarray) -> Any:
    """A smooth function of two numbers, tilted and curved."""
    x, y = p
    return np.sin(1.3 * x) + 0.5 * x * y + 0.25 * y**2


def rate(point: np.ndarray, degrees: float) -> float:
    """The derivative of f at `point` in a direction, by complex step along it."""
    u = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    return float(np.imag(f(point + 1e-20j * u)) / 1e-20)


def frames(*, rng: np.random.Generator, x: float, y: float, theta: float) -> Iterator[Frame]:
    """One picture: the directional derivative as a polar curve, its best direction, the gradient, and θ."""
    del rng
    point = np.array([x, y])
    gradient = complex_step(f, point)
    rates = np.array([rate(point, float(degrees)) for degrees in DEGREES])
    best = int(rates.argmax())
    length = float(np.sqrt((gradient**2).sum()))
    angle = float(np.degrees(np.arctan2(gradient[1], gradient[0])) % 360)
    radians = np.radians(DEGREES)
    chosen = np.radians(theta)
    yield Frame(
        panels=(
            Curves(
                id="polar",
                x_label="x",
                y_label="y",
                equal=True,
                lines=(
                    Line("rise", rates * np.cos(radians), np.where(rates >= 0, rates * np.sin(radians), np.nan)),
                    Line("∇f", np.array([0.0, gradient[0]]), np.array([0.0, gradient[1]])),
                    Line("θ", np.array([0, length * np.cos(chosen)]), np.array([0, length * np.sin(chosen)])),
                ),
                marks=(
                    Mark(
                        "best", float(rates[best] * np.cos(radians[best])), float(rates[best] * np.sin(radians[best]))
                    ),
                ),
            ),
            Curves(
                id="rates",
                x_label="θ°",
                lines=(Line("∂f/∂u", DEGREES, rates),),
                marks=(Mark("θ", theta, rate(point, theta)),),
            ),
        ),
        values={
            "off": abs((best - angle + 180) % 360 - 180),
            "best_rate": float(rates[best]),
            "length": length,
            "rate": rate(point, theta),
            "cosine_rule": length * float(np.cos(chosen - np.radians(angle))),
        },
    )


DEMO = Demo(
    parameters=(
        Number("theta", 0.0, 0.0, 359.0, 5.0),
        Number("x", 0.4, -2.0, 2.0, 0.1),
        Number("y", 0.6, -2.0, 2.0, 0.1),
    ),
    frames=frames,
    claims=(
        Claim("within-a-degree", "off", "<=", 1.0),
        # The best whole degree is at most half a degree off, which costs 1 − cos ½° = 4e-5 of at most 3.1.
        Claim("rate-is-length", "best_rate", "=", "length", within=1.2e-4),
        Claim("cosine", "rate", "=", "cosine_rule", within=1e-12),
    ),
)
