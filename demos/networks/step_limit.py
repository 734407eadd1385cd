"""step-limit: σ(kx) closes on the step function as k grows, and the step itself gives nothing to learn from.

mean |σ(kx) − step(x)| on [−1, 1] = (ln 2 − ln(1 + e^−k)) / k. What learns here is a unit with one parameter, its
threshold: ŷ = φ(x − θ) with φ = σ(k·) or the step, L(θ) = mean ½ (ŷ − y)².
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from demos.cells import sigmoid, sigmoid_prime
from demos.cells.activations import heaviside, heaviside_prime
from demos.cells.optimisers import SGD
from demos.contract import Claim, Curves, Demo, Frame, Line, Mark, Number

POINTS = 20_000
GRID = -1.0 + (2 * np.arange(POINTS) + 1) / POINTS  # midpoints, so that 0 itself is not among them
SHOWN = GRID[::100]

INPUTS = np.linspace(-0.875, 0.875, 8)
TARGETS = heaviside(INPUTS - 0.25)
THRESHOLDS = np.linspace(-1.0, 1.0, 161)
START = -0.25  # two of the eight are on the wrong side
UPDATES = 200

Function = Callable[[Any], Any]


def loss(f: Function, thresholds: np.ndarray) -> np.ndarray:
    """L at each of the thresholds."""
    errors = f(INPUTS - thresholds[:, None]) - TARGETS
    means: np.ndarray = (0.5 * errors**2).mean(axis=1)
    return means


def learned(f: Function, prime: Function) -> float:
    """The threshold after gradient descent from START."""
    theta, optimiser = {"θ": np.array([START])}, SGD(0.05)
    for _ in range(UPDATES):
        x = INPUTS - theta["θ"]
        optimiser.update(theta, {"θ": np.array([-((f(x) - TARGETS) * prime(x)).mean()])})
    return float(theta["θ"][0])


def frames(*, rng: np.random.Generator, slope: float) -> Iterator[Frame]:
    """One picture: σ(kx) and the step, the slope, and the loss of a unit that has to find its threshold."""
    del rng

    def steep(x: Any) -> Any:
        return sigmoid(slope * x)

    def steep_prime(x: Any) -> Any:
        return slope * sigmoid_prime(slope * x)

    by_step, by_sigmoid = learned(heaviside, heaviside_prime), learned(steep, steep_prime)
    ends = np.array([START, by_sigmoid])
    of_sigmoid = loss(steep, ends)
    yield Frame(
        panels=(
            Curves(
                id="curve",
                x_label="x",
                lines=(Line("σ(kx)", SHOWN, steep(SHOWN)), Line("step", SHOWN, heaviside(SHOWN))),
                y_range=(-0.1, 1.1),
            ),
            Curves(id="derivative", x_label="x", lines=(Line("k·σ′(kx)", SHOWN, steep_prime(SHOWN)),)),
            Curves(
                id="loss",
                x_label="θ",
                lines=(
                    Line("σ(k(x−θ))", THRESHOLDS, loss(steep, THRESHOLDS)),
                    Line("step", THRESHOLDS, loss(heaviside, THRESHOLDS)),
                ),
                marks=(
                    Mark("learned_sigmoid", by_sigmoid, float(of_sigmoid[1])),
                    Mark("learned_step", by_step, float(loss(heaviside, np.array([by_step]))[0])),
                ),
            ),
        ),
        values={
            "gap": float(np.abs(steep(GRID) - heaviside(GRID)).mean()),
            "predicted_gap": float(np.log(2) / slope),
            "slope_at_half": float(steep_prime(0.5)),
            "slope_at_zero": slope / 4,
            "area": float(steep_prime(GRID).mean() * 2),
            "still": float((steep_prime(GRID) < 1e-3).mean()),
            "step_moved": abs(by_step - START),
            "sigmoid_moved": abs(by_sigmoid - START),
            "sigmoid_gain": float(of_sigmoid[0] - of_sigmoid[1]),
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
        Claim("step-learns-nothing", "step_moved", "=", 0.0),
        Claim("sigmoid-learns", "sigmoid_gain", ">", 0.05, applies=lambda s: 5 <= float(s["slope"]) <= 30),
        Claim(
            "too-steep-to-learn",
            "sigmoid_moved",
            "<",
            1e-6,
            at={"slope": 200.0},
            applies=lambda s: float(s["slope"]) >= 200,
        ),
    ),
)
