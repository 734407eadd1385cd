"""latch: one tanh unit with w > 1 holds the sign of its state for as long as nothing comes in; with w < 1 it forgets.

    h_t = tanh(w h_{t−1} + x_t)

h* = tanh(w h*) is where the state comes to rest, an attractor. The slope of a step there, w (1 − h*²), is below 1: a
small push dies out, and so does the gradient (Bengio, Simard & Frasconi 1994).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from demos.cells import elman
from demos.contract import Claim, Curves, Demo, Frame, Line, Mark, Number, Settings, Whole

TINY = 1e-20  # the complex step


def run(w: float, h0: float, steps: int, kick: float) -> tuple[np.ndarray, np.ndarray]:
    """h_0 … h_T (T + 1) and ∂h_t/∂h_0 (T + 1), by complex step, of one Elman unit whose input halfway is the kick."""
    p = elman.Parameters(W=np.ones((1, 1)), U=np.array([[w]]), b=np.zeros(1), bh=np.zeros(1))
    x = np.zeros((steps, 1, 1))
    x[(steps - 1) // 2] = kick
    start = np.full((1, 1), h0 + 1j * TINY)
    h = np.concatenate([start, elman.forward(p, x, h0=start).h[:, 0]])[:, 0]
    return h.real, h.imag / TINY


def attractor(w: float) -> float:
    """The h* > 0 with h* = tanh(|w| h*), by bisection; 0 where |w| ≤ 1, for then there is no other."""
    low, high = 1e-6, 1.0
    if math.tanh(abs(w) * low) <= low:
        return 0.0
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (middle, high) if math.tanh(abs(w) * middle) > middle else (low, middle)
    return low


def picture(w: float, h: np.ndarray, t: int) -> tuple[Curves, Curves]:
    """The cobweb, from (h_{t−1}, h_{t−1}) to (h_{t−1}, h_t) and across to (h_t, h_t), and the state over t."""
    grid, before, after = np.linspace(-1.0, 1.0, 81), h[:t], h[1 : t + 1]
    x, y = np.stack([before, before, after], axis=1), np.stack([before, after, after], axis=1)
    step = Line("tanh(w h)", grid, np.tanh(w * grid))
    web = (step, Line("h_t = h_{t−1}", grid, grid), Line("path", x.ravel(), y.ravel()))
    end = Mark("h_t", float(h[t]), float(h[t]))
    state = Line("h_t", np.arange(t + 1), h[: t + 1])
    up, along = (-1.0, 1.0), (0.0, float(len(h) - 1))
    return (
        Curves(id="cobweb", x_label="h_{t−1}", y_label="h_t", y_range=up, lines=web, marks=(end,)),
        Curves(id="state", x_label="t", y_label="h_t", x_range=along, y_range=up, lines=(state,)),
    )


def frames(*, rng: np.random.Generator, w: float, h0: float, steps: int, kick: float) -> Iterator[Frame]:
    """The path, step by step at first, then in longer and longer strides."""
    del rng
    h, gradient = run(w, h0, steps, kick)
    rest = attractor(w)
    measured = {
        "kept": float(h[-1] * np.sign(h0)),
        "attractor": rest,
        "slope": w * (1.0 - rest**2),
        "push": abs(w) * rest,
        "gradient": abs(float(gradient[-1])),
    }
    slow = min(8, steps)
    for t in sorted({*range(1, slow), *(round(far) for far in np.geomspace(slow, steps, 12)), steps}):
        yield Frame(panels=picture(w, h, t), values=measured if t == steps else {}, progress=t / steps, at=f"t = {t}")


def against(s: Settings) -> float:
    """How much harder the kick pushes against the sign of h_0 than w h* holds it; 0 where the state is not at rest.

    At w = 1.5 the 50 steps before the kick and the 50 after it bring the state to h*: 0.4^40 < 1e-15.
    """
    w, h0, kick = float(s["w"]), float(s["h0"]), float(s["kick"])
    at_rest = w >= 1.5 and abs(h0) >= 0.05 and int(s["steps"]) >= 100
    return -kick * math.copysign(1.0, h0) - w * attractor(w) if at_rest else 0.0


def holding(s: Settings) -> bool:
    return against(s) < -0.1


def turned(s: Settings) -> float:
    return -attractor(float(s["w"]))


def flipping(s: Settings) -> bool:
    return against(s) > 0.1


def forgetting(s: Settings) -> bool:
    return abs(float(s["w"])) <= 1 and s["kick"] == 0


def at_most(s: Settings) -> float:
    """|w|^T |h_0|, and room for rounding; below 1e-300 numbers lose their last digits."""
    return abs(float(s["w"])) ** int(s["steps"]) * abs(float(s["h0"])) * (1 + 1e-12) + 1e-300


DEMO = Demo(
    parameters=(
        Number("w", 2.0, -3.0, 3.0, 0.1),
        Number("h0", 0.1, -1.0, 1.0, 0.1),
        Whole("steps", 100, 1, 1000),
        Number("kick", 0.0, -3.0, 3.0, 0.5),
    ),
    frames=frames,
    claims=(
        Claim("holds", "kept", "=", "attractor", 1e-9, at={"steps": 1000, "kick": -1.5}, applies=holding),
        Claim("flips", "kept", "=", turned, 1e-9, at={"steps": 1000, "kick": -2.5}, applies=flipping),
        Claim("forgets", "kept", "<=", at_most, at={"w": 0.9, "steps": 50}, applies=forgetting),
        Claim("held-without-a-gradient", "gradient", "<", 1e-12, applies=lambda s: holding(s) or flipping(s)),
    ),
)
