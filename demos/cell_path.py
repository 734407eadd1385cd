"""cell-path: along the direct path ∂c_t/∂c_{t−1} = f, so a memory t steps old has been multiplied by f t times."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells import complex_step, lstm
from demos.contract import Claim, Curves, Demo, Frame, Line, Number, Settings, Whole

BIAS_FOR_CLOSED = -40.0  # σ(−40) ≈ 4e-18: nothing is written


def steady(f: float) -> lstm.Parameters:
    """An LSTM with one unit and no connections whose forget gate is constantly f, and that writes nothing."""
    edge = 1e-15
    logit = float(np.log(max(f, edge)) - np.log(max(1.0 - f, edge)))
    b = np.array([BIAS_FOR_CLOSED, logit, 0.0, 0.0])
    return lstm.Parameters(W=np.zeros((4, 1)), U=np.zeros((4, 1)), b=b, bh=np.zeros(4))


def whole_path(rng: np.random.Generator, f: float, steps: int) -> float:
    """∂c_T/∂c_0 of a connected LSTM of one unit whose forget bias alone would give f: h carries some of it too."""
    p = lstm.init(rng, 1, 1)
    p.b[1] = float(np.log(max(f, 1e-15)) - np.log(max(1.0 - f, 1e-15)))
    x = rng.standard_normal((steps, 1, 1))
    return float(complex_step(lambda c: lstm.forward(p, x, c0=c.reshape(1, 1)).c[-1, 0, 0], np.array([0.1]))[0])


def frames(*, rng: np.random.Generator, f: float, steps: int) -> Iterator[Frame]:
    """The decay, growing to `steps`; at the end the claims' numbers."""
    p, x = steady(f), np.zeros((steps, 1, 1))
    run = lstm.forward(p, x, c0=np.ones((1, 1)))
    c = np.concatenate([[1.0], run.c[:, 0, 0]])
    t = np.arange(steps + 1)
    first = float(c[1])  # what one step of the cell keeps
    half_life = float(np.log(0.5) / np.log(first)) if 1e-12 < first < 1.0 - 1e-12 else 0.0 if first < 0.5 else 1e9
    kept = float(complex_step(lambda c0: lstm.forward(p, x, c0=c0.reshape(1, 1)).c[-1, 0, 0], np.array([1.0]))[0])
    whole = whole_path(rng, f, steps)
    for shown in sorted({1, *range(5, steps, 5), steps}):
        yield Frame(
            panels=(
                Curves(
                    id="decay",
                    x_label="t",
                    y_label="∂c_t/∂c_0",
                    y_range=(0.0, 1.0),
                    x_range=(0.0, float(steps)),
                    lines=(
                        Line("f^t", t[: shown + 1], c[: shown + 1]),
                        Line("half", np.array([0, steps]), np.array([0.5, 0.5])),
                    ),
                ),
            ),
            values={
                "kept": kept,
                "half_life": half_life,
                "power": float(f**steps),
                "whole": whole,
            },
            progress=shown / steps,
            at=f"t = {shown}",
        )


def power(settings: Settings) -> float:
    return float(settings["f"]) ** int(settings["steps"])


DEMO = Demo(
    parameters=(Number("f", 0.97, 0.0, 1.0, 0.01), Whole("steps", 50, 1, 200)),
    frames=frames,
    claims=(
        Claim("kept", "kept", "=", power, within=1e-12),
        Claim(
            "half",
            "half_life",
            "=",
            lambda s: float(np.log(0.5) / np.log(float(s["f"]))),
            within=1e-9,
            applies=lambda s: 0 < float(s["f"]) < 1,
        ),
        Claim(
            "default-bias-forgets",
            "kept",
            "<",
            1e-6,
            at={"f": 0.7310585786300049, "steps": 50},
            applies=lambda s: float(s["f"]) <= 0.74 and int(s["steps"]) >= 50,
        ),
    ),
)
