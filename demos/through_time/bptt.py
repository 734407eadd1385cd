"""bptt: the gradient of a shared weight is a sum over lags.

For one unit, h_t = tanh(w h_{t−1} + u x_t) with h_0 = 0 and u the size of the inputs; the term of lag k is

    (Π_{s > T−k} w (1 − h_s²)) · (1 − h_{T−k}²) · h_{T−k−1},   and dh_T/dw is the sum of the terms.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells import complex_step, elman
from demos.contract import Bars, Claim, Curves, Demo, Frame, Line, Number, Series, Whole

SHOWN = 16  # bars that fit


def cell(w: complex | float, u: float) -> elman.Parameters:
    """A tanh RNN with one unit: h_t = tanh(w h_{t−1} + u x_t)."""
    return elman.Parameters(W=np.array([[u]]), U=np.array([[w]]), b=np.zeros(1), bh=np.zeros(1))


def frames(*, rng: np.random.Generator, w: float, steps: int, strength: float) -> Iterator[Frame]:
    """The bars appear lag by lag, from the last step backwards."""
    x = rng.standard_normal((steps, 1, 1))
    run = elman.forward(cell(w, strength), x)
    h, before = run.h[:, 0, 0], run.before[:, 0, 0]
    slope = 1.0 - h**2
    terms = np.zeros(steps)
    upstream = 1.0
    for lag in range(steps):
        t = steps - 1 - lag
        terms[lag] = upstream * slope[t] * before[t]
        upstream *= slope[t] * w
        if lag == steps - 1:
            yield picture(terms, lag, measured(terms, w, strength, run))
        elif lag % max(1, steps // 20) == 0:
            yield picture(terms, lag, {})


def measured(terms: np.ndarray, w: float, u: float, run: elman.Trace) -> dict[str, float]:
    """The sum of the terms beside the library's backward pass and the complex step."""
    steps = len(terms)
    dh = np.zeros((steps, 1, 1))
    dh[-1] = 1.0
    backward = float(elman.backward(cell(w, u), run, dh).U[0, 0])
    exact = float(complex_step(lambda v: elman.forward(cell(v[0], u), run.x).h[-1, 0, 0], np.array([w]))[0])
    sizes = np.abs(terms)
    return {
        "sum": float(terms.sum()),
        "last_term": float(terms[0]),
        "backward": backward,
        "complex_step": exact,
        "bars_error": float(abs(terms.sum() - exact)),
        "backward_error": abs(backward - exact),
        "far_share": float(sizes[steps // 2 :].sum() / max(sizes.sum(), 1e-300)),
    }


def picture(terms: np.ndarray, lag: int, values: dict[str, float]) -> Frame:
    """The terms up to `lag`, the farthest together in the last bar, and their running sum."""
    shown, labels = terms.copy(), [f"{k}" for k in range(len(terms))]
    if len(terms) > SHOWN:
        shown = np.append(terms[: SHOWN - 1], terms[SHOWN - 1 :].sum())
        labels[SHOWN - 1 :] = [f"{SHOWN - 1} …"]
    return Frame(
        panels=(
            Bars(id="terms", labels=tuple(labels), series=(Series("term", shown),)),
            Curves(id="running_sum", x_label="lag", lines=(Line("Σ", np.arange(lag + 1), terms[: lag + 1].cumsum()),)),
        ),
        values=values,
        progress=(lag + 1) / len(terms),
        at=f"k = {lag}",
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
