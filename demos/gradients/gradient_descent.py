"""gradient-descent: θ ← θ − η λ θ on the bowl ½ λ θ²; each step multiplies θ by 1 − ηλ."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells.optimisers import SGD
from demos.contract import Claim, Curves, Demo, Frame, Line, Mark, Number, Settings, Whole

CURVATURE = 1.0  # λ; only the product ηλ matters
START = 1.0


def frames(*, rng: np.random.Generator, rate: float, steps: int) -> Iterator[Frame]:
    """The path on the bowl, growing a few steps at a time; `rate` is ηλ."""
    del rng
    theta = {"θ": np.array([START])}
    optimiser = SGD(rate / CURVATURE)
    path = [START]
    for step in range(1, steps + 1):
        gradient = {"θ": CURVATURE * theta["θ"]}
        optimiser.update(theta, gradient)
        path.append(float(theta["θ"][0]))
        if step % 10 == 0 or step == steps:
            yield picture(np.array(path), rate, step / steps)


def picture(path: np.ndarray, rate: float, progress: float) -> Frame:
    """The bowl with the path so far, and |θ| over the steps on a log scale."""
    last = len(path) - 1
    reach = float(max(1.2, min(3.0, np.abs(path).max())))
    bowl = np.linspace(-reach, reach, 81)
    seen = path[np.abs(path) <= reach]
    size = np.maximum(np.abs(path), 1e-12)
    return Frame(
        panels=(
            Curves(
                id="bowl",
                x_label="θ",
                y_label="L",
                lines=(Line("½λθ²", bowl, 0.5 * CURVATURE * bowl**2), Line("path", seen, 0.5 * CURVATURE * seen**2)),
                marks=(Mark("start", START, 0.5 * CURVATURE * START**2),),
            ),
            Curves(id="size", x_label="step", lines=(Line("|θ|", np.arange(last + 1), size),), y_log=True),
        ),
        values={
            "distance": float(abs(path[-1])),
            "factor": float(abs(1 - rate)),
        },
        progress=progress,
        at=f"n = {last}",
    )


def exact(settings: Settings) -> float:
    """|1 − ηλ|^steps."""
    return float(abs(1 - float(settings["rate"])) ** int(settings["steps"]))


DEMO = Demo(
    parameters=(Number("rate", 1.9, 0.05, 2.2, 0.05), Whole("steps", 100, 10, 200, 10)),
    frames=frames,
    claims=(
        Claim(
            "converges",
            "distance",
            "<=",
            1e-3,
            at={"rate": 1.9, "steps": 100},
            applies=lambda s: 0.1 <= float(s["rate"]) <= 1.9 and int(s["steps"]) >= 100,
        ),
        Claim(
            "diverges",
            "distance",
            ">=",
            1e3,
            at={"rate": 2.1, "steps": 100},
            applies=lambda s: float(s["rate"]) >= 2.1 and int(s["steps"]) >= 100,
        ),
        Claim(
            "closed-form",
            "distance",
            "=",
            exact,
            within=1e-9,
            at={"rate": 1.9},
            applies=lambda s: float(s["rate"]) <= 2.0,
        ),
    ),
)
