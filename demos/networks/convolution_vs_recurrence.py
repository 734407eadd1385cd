"""convolution-vs-recurrence: a causal convolution of width k sees k steps; an RNN's reach has no such edge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from demos.cells import complex_step, elman
from demos.contract import Claim, Curves, Demo, Frame, Line, Number, Whole


def convolution(x: np.ndarray, kernel: np.ndarray) -> Any:
    """The last output of tanh of a causal convolution: the kernel on the last inputs."""
    return np.tanh(x[-len(kernel) :] @ kernel[-len(x) :])


def frames(*, rng: np.random.Generator, width: int, steps: int, w: float) -> Iterator[Frame]:
    """One picture: |∂y_T/∂x_{T−lag}| for both, on a log scale."""
    x = 0.5 * rng.standard_normal(steps)
    kernel = rng.uniform(0.3, 1.0, width) / width
    p = elman.Parameters(W=np.ones((1, 1)), U=np.array([[w]]), b=np.zeros(1), bh=np.zeros(1))
    seen = np.abs(complex_step(lambda v: convolution(v, kernel), x))[::-1]
    felt = np.abs(complex_step(lambda v: elman.forward(p, v.reshape(-1, 1, 1)).h[-1, 0, 0], x))[::-1]
    lags = np.arange(steps)
    yield Frame(
        panels=(
            Curves(
                id="influence",
                x_label="lag",
                y_label="|∂y/∂x|",
                y_log=True,
                lines=(
                    Line("convolution", lags, np.where(seen > 0, seen, np.nan)),
                    Line("RNN", lags, felt),
                ),
            ),
        ),
        values={
            "reach": float((seen > 0).sum()),
            "smallest": float(felt.min()),
            "beyond": float(seen[width:].max(initial=0.0)),
        },
    )


DEMO = Demo(
    parameters=(Whole("width", 5, 1, 20), Whole("steps", 30, 20, 60), Number("w", 0.9, 0.1, 1.5, 0.1)),
    frames=frames,
    claims=(
        Claim("convolution-sees-width", "reach", "=", lambda s: float(s["width"])),
        Claim("nothing-beyond", "beyond", "=", 0.0),
        Claim("rnn-feels-all", "smallest", ">", 0.0),
    ),
)
