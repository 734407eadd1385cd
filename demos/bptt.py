"""bptt: the gradient of a shared weight is a sum over lags, dh_T/dw = Σ_k (Π w·tanh′) · tanh′ · h_{t−1}."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells import complex_step, elman
from demos.contract import Bars, Claim, Curves, Demo, Frame, Line, Number, Series, Whole


def cell(w: complex | float, u: float) -> elman.Parameters:
    """A tanh RNN with one unit: h_t = tanh(w h_{t−1} + u x_t)."""
    return elman.Parameters(W=np.array([[u]]), U=np.array([[w]]), b=np.zeros(1), bh=np.zeros(1))


def frames(*, rng: np.random.Generator, w: float, steps: int, strength: float) -> Iterator[Frame]:
    """The bars appear lag by lag, from the last step backwards."""
    x = strength * rng.standard_normal((steps, 1, 1))
    run = elman.forward(cell(w, 1.0), x)
    h, before = run.h[:, 0, 0], run.before[:, 0, 0]
    slope = 1.0 - h**2
    bars = np.zeros(steps)
    upstream = 1.0
    for lag in range(steps):
        t = steps - 1 - lag
        bars[lag] = upstream * slope[t] * before[t]
        upstream *= slope[t] * w
        if lag % max(1, steps // 20) == 0 or lag == steps - 1:
            yield picture(w, x, bars, lag, steps)


def picture(w: float, x: np.ndarray, bars: np.ndarray, lag: int, steps: int) -> Frame:
    """The terms so far and their running sum."""
    values: dict[str, float] = {"sum": float(bars.sum()), "last_term": float(bars[0])}
    if lag == steps - 1:
        dh = np.zeros((steps, 1, 1))
        dh[-1] = 1.0
        backward = elman.backward(cell(w, 1.0), elman.forward(cell(w, 1.0), x), dh).U[0, 0]
        exact = complex_step(lambda v: elman.forward(cell(v[0], 1.0), x).h[-1, 0, 0], np.array([w]))[0]
        values |= {
            "backward": float(backward),
            "complex_step": float(exact),
            "bars_error": float(abs(bars.sum() - exact)),
            "backward_error": float(abs(backward - exact)),
            "far_share": float(np.abs(bars[steps // 2 :]).sum() / max(np.abs(bars).sum(), 1e-300)),
        }
    shown = min(steps, 16)
    labels = tuple(f"{k}" for k in range(shown))
    return Frame(
        panels=(
            Bars(id="terms", labels=labels, series=(Series("term", bars[:shown]),)),
            Curves(id="sum", x_label="lag", lines=(Line("Σ", np.arange(lag + 1), bars[: lag + 1].cumsum()),)),
        ),
        values=values,
        progress=(lag + 1) / steps,
        at=f"lag = {lag}",
    )


DEMO = Demo(
    parameters=(Number("w", 0.9, -2.0, 2.0, 0.1), Whole("steps", 12, 2, 60), Number("strength", 0.5, 0.1, 2.0, 0.1)),
    frames=frames,
    claims=(
        Claim("bars-sum", "bars_error", "<=", 1e-12),
        Claim("backward", "backward_error", "<=", 1e-12),
        Claim(
            "far-terms-vanish",
            "far_share",
            "<",
            0.05,
            at={"w": 0.5, "steps": 40, "strength": 0.5},
            applies=lambda s: abs(float(s["w"])) <= 0.5 and int(s["steps"]) >= 40,
        ),
    ),
)
