"""cell-path: along the direct path ∂c_t/∂c_{t−1} = f, so a memory t steps old has been multiplied by f t times.

The whole ∂c_t/∂c_0 of an LSTM whose gates read h has more in it: c also reaches later cells through h.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells import complex_step, lstm
from demos.contract import Claim, Curves, Demo, Frame, Line, Number, Settings, Whole

BIAS_FOR_CLOSED = -40.0  # σ(−40) ≈ 4e-18: nothing is written
UNITS = 4  # of the connected LSTM
FLOOR = 1e-30


def bias_for(f: float) -> float:
    """The pre-activation at which σ is f; σ⁻¹(0) and σ⁻¹(1) are not finite, 1e-15 off is."""
    return float(np.log(max(f, 1e-15)) - np.log(max(1.0 - f, 1e-15)))


def steady(f: float) -> lstm.Parameters:
    """An LSTM with one unit and no connections whose forget gate is constantly f, and that writes nothing."""
    b = np.array([BIAS_FOR_CLOSED, bias_for(f), 0.0, 0.0])
    return lstm.Parameters(W=np.zeros((4, 1)), U=np.zeros((4, 1)), b=b, bh=np.zeros(4))


def half_life(c: np.ndarray) -> float:
    """Steps until half is left, from how far c (T + 1), beginning with 1, fell until it was first below half."""
    below = np.flatnonzero(c <= 0.5)
    t = int(below[0]) if below.size else len(c) - 1
    return float(t * np.log(0.5) / np.log(c[t]))


def connected(rng: np.random.Generator, f: float, steps: int) -> tuple[np.ndarray, np.ndarray, float]:
    """The whole ∂c_t/∂c_0 and its direct path diag(Π f_s), (T, H, H), of an LSTM as it begins with this forget bias.

    By complex step, the batch running over the component of c_0; last, how far the library's backward pass is
    from it at t = T, relative to its largest entry.
    """
    p = lstm.init(rng, 1, UNITS, forget_bias=bias_for(f))
    x = np.repeat(rng.standard_normal((steps, 1, 1)), UNITS, axis=1)
    c0 = np.zeros((UNITS, UNITS))
    run = lstm.forward(p, x, c0=c0 + 1e-20j * np.eye(UNITS))
    whole = run.c.imag.transpose(0, 2, 1) / 1e-20
    direct = np.cumprod(run.f[:, 0, :].real, axis=0)[:, :, None] * np.eye(UNITS)
    real = lstm.forward(p, x, c0=c0)
    backward = lstm.backward(p, real, np.zeros_like(real.h), dc_T=np.eye(UNITS)).c0
    error = np.abs(backward - whole[-1]).max() / max(np.abs(whole[-1]).max(), FLOOR)
    return whole, direct, float(error)


def frames(*, rng: np.random.Generator, f: float, steps: int) -> Iterator[Frame]:
    """The decay, growing to `steps`; at the end the claims' numbers."""
    p, x = steady(f), np.zeros((steps, 1, 1))
    c = np.concatenate([[1.0], lstm.forward(p, x, c0=np.ones((1, 1))).c[:, 0, 0]])
    whole, direct, error = connected(rng, f, steps)
    direct_size, whole_size = (np.linalg.norm(path, 2, axis=(1, 2)) for path in (direct, whole))
    t = np.arange(steps + 1)
    for shown in sorted({1, *range(5, steps, 5), steps}):
        values = {}
        if shown == steps:
            kept = complex_step(lambda c0: lstm.forward(p, x, c0=c0.reshape(1, 1)).c[-1, 0, 0], np.array([1.0]))
            values = {
                "kept": float(kept[0]),
                "half_life": half_life(c),
                "power": float(f**steps),
                "direct": float(direct_size[-1]),
                "whole": float(whole_size[-1]),
                "beyond_direct": float(np.linalg.norm(whole[-1] - direct[-1], 2) / max(direct_size[-1], 1e-300)),
                "backward_error": error,
            }
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
                Curves(
                    id="paths",
                    x_label="t",
                    y_log=True,
                    lines=(
                        Line("‖Π f_t‖", t[1 : shown + 1], np.maximum(direct_size[:shown], FLOOR)),
                        Line("‖∂c_t/∂c_0‖", t[1 : shown + 1], np.maximum(whole_size[:shown], FLOOR)),
                    ),
                ),
            ),
            values=values,
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
            applies=lambda s: 0.01 <= float(s["f"]) <= 0.99,
        ),
        Claim(
            "default-bias-forgets",
            "kept",
            "<",
            1e-6,
            at={"f": 0.7310585786300049, "steps": 50},
            applies=lambda s: float(s["f"]) <= 0.74 and int(s["steps"]) >= 50,
        ),
        Claim(
            "whole-differs",
            "beyond_direct",
            ">",
            0.01,
            applies=lambda s: 0.5 <= float(s["f"]) <= 0.99 and int(s["steps"]) >= 10,
        ),
        Claim("whole-by-backward", "backward_error", "<=", 1e-10),
    ),
)
