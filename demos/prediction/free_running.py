"""free-running: told the truth at each step, a model errs by at most Δr/4; fed its own output, soon by far more.

truth    x_{t+1} = r x_t (1 − x_t),   0 < x < 1          the logistic map (May 1976)
forced   y_{t+1} = r̂ x_t (1 − x_t),   r̂ = r + Δr         the model reads the true x_t, so that |y − x| ≤ Δr/4
free     z_{t+1} = r̂ z_t (1 − z_t),   z_0 = x_0          the model reads its own z_t: its output is fed back
slope    ∂z_{t+1}/∂r̂ = z_t (1 − z_t) + r̂ (1 − 2 z_t) ∂z_t/∂r̂     a new error, and the old one multiplied
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from demos.cells import complex_step
from demos.contract import Claim, Curves, Demo, Frame, Line, Number, Settings, Whole

FAR = 0.1  # off by more than this, a forecast is of no use
CHECKED = 10  # steps of the slope; in chaos it grows about 4-fold a step at most, and 1e-20 times it must stay small
FLOOR = 1e-17  # of the errors that are drawn


def one_step(r: Any, x: Any) -> Any:
    """The logistic map: r x (1 − x)."""
    return r * x * (1.0 - x)


def run(r: Any, x: float, steps: int) -> np.ndarray:
    """x_0 … x_T (T + 1), every value read from the one before."""
    path = [x]
    for _ in range(steps):
        path.append(one_step(r, path[-1]))
    return np.array(path)


def slopes(r: float, z: np.ndarray) -> np.ndarray:
    """∂z_t/∂r (T + 1) along the free run z (T + 1), by the recurrence that the loop gives."""
    found = [0.0]
    for z_t in z[:-1]:
        new = z_t * (1.0 - z_t)
        old = r * (1.0 - 2.0 * z_t) * found[-1]
        found.append(new + old)
    return np.array(found)


def delta(settings: Settings) -> float:
    """Δr = 10^−n."""
    return float(10.0 ** -int(settings["n"]))


def frames(*, rng: np.random.Generator, r: float, n: int, x: float, steps: int) -> Iterator[Frame]:
    """The truth and both ways to run the model, growing; at the end how far each was off."""
    del rng
    r_model = r + delta({"n": n})
    truth, free = run(r, x, steps), run(r_model, x, steps)
    forced = np.concatenate([truth[:1], one_step(r_model, truth[:-1])])
    paths = {"x": truth, "forced": forced, "free": free}
    errors = {name: np.abs(paths[name] - truth) for name in ("forced", "free")}
    worst = {name: float(error.max()) for name, error in errors.items()}
    far = np.flatnonzero(errors["free"] > FAR)
    exact = complex_step(lambda r_: run(r_[0], x, CHECKED)[-1], np.array([r_model]))[0]
    slope = slopes(r_model, free[: CHECKED + 1])
    values = {
        "held": float(far[0] - 1 if far.size else steps),
        "forced_worst": worst["forced"],
        "free_worst": worst["free"],
        "times_worse": worst["free"] / worst["forced"],
        "slope_off": float(abs(slope[-1] - exact) / np.abs(slope).max()),
    }
    t = np.arange(steps + 1)
    for shown in range(2 - steps % 2, steps + 1, 2):
        here, later = slice(shown + 1), slice(1, shown + 1)
        yield Frame(
            panels=(
                Curves(
                    id="paths",
                    x_label="t",
                    x_range=(0.0, float(steps)),
                    y_range=(0.0, 1.0),
                    lines=tuple(Line(name, t[here], paths[name][here]) for name in ("x", "free")),
                ),
                Curves(
                    id="errors",
                    x_label="t",
                    x_range=(0.0, float(steps)),
                    y_log=True,
                    lines=tuple(Line(name, t[later], np.maximum(e[later], FLOOR)) for name, e in errors.items()),
                ),
            ),
            values=values if shown == steps else {},
            progress=shown / steps,
            at=f"t = {shown}",
        )


def chaotic(settings: Settings) -> bool:
    return abs(float(settings["r"]) - 3.9) < 1e-9 and abs(float(settings["x"]) - 0.3) < 1e-9


DEMO = Demo(
    parameters=(
        Number("r", 3.9, 2.8, 3.9, 0.1),
        Whole("n", 2, 1, 12),
        Number("x", 0.3, 0.05, 0.95, 0.05),
        Whole("steps", 40, 10, 100, 10),
    ),
    frames=frames,
    claims=(
        Claim("forced-stays-small", "forced_worst", "<=", lambda s: delta(s) / 4 + 1e-15),
        Claim("free-goes-astray", "held", "<", 8.0, applies=lambda s: chaotic(s) and int(s["n"]) <= 2),
        Claim("the-loop-multiplies", "slope_off", "<=", 1e-10),
        Claim("precision-buys-little", "held", "<", lambda s: 5.0 * int(s["n"]), at={"n": 10}, applies=chaotic),
        Claim(
            "calm-forgives", "free_worst", "<", FAR, at={"r": 3.2}, applies=lambda s: abs(float(s["r"]) - 3.2) < 1e-9
        ),
    ),
)
