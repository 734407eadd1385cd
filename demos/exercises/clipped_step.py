"""clipped-step: a step of gradient descent whose gradient is clipped by its norm first."""

from __future__ import annotations

import numpy as np

from demos.cells.optimisers import SGD, clip_by_norm
from demos.exercises.clipping import cut, scaled
from demos.exercises.contract import Exercise, Sheet, factor, say, tenths, vector


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """Two weights, a long gradient of whole numbers, a threshold and a learning rate."""
    sizes = rng.permutation([rng.integers(14, 26), rng.integers(5, 22)])
    signs = rng.choice([-1, 1], 2)
    return {
        "w1": tenths(rng, 3, 25),
        "w2": tenths(rng, 3, 25),
        "g1": int(sizes[0] * signs[0]),
        "g2": int(sizes[1] * signs[1]),
        "threshold": float(rng.choice([1.5, 2.0, 2.5, 3.0])),
        "eta": float(rng.choice([0.2, 0.3, 0.4, 0.5])),
    }


def right(w1: float, w2: float, g1: float, g2: float, threshold: float, eta: float) -> np.ndarray:
    """The weights after the step, by the cell library."""
    weights = np.array([w1, w2])
    SGD(eta).update({"w": weights}, clip_by_norm({"w": np.array([g1, g2])}, threshold))
    return weights


def work(
    sheet: Sheet,
    *,
    w1: float,
    w2: float,
    g1: float,
    g2: float,
    threshold: float,
    eta: float,
    clips: str = "by norm",
    length: str = "threshold",
    sign: str = "−",
) -> np.ndarray:
    """The length, the clipped gradient, the step.

    clips: how, or what instead of the gradient, is clipped. length: what the gradient is shortened to.
    """
    w, g = np.array([w1, w2]), np.array([g1, g2])
    way = 1 if sign == "+" else -1
    limit = threshold if length == "threshold" else 1.0

    def step(symbol: str, by: np.ndarray, rate: float = eta) -> np.ndarray:
        """The line of the weights after the step."""
        times = f"{say(rate)}·" if rate != 1 else ""
        said = ", ".join(f"{say(a)} {sign} {times}{factor(b)}" for a, b in zip(w, by, strict=True))
        return np.asarray(sheet.line(symbol, f"({said})", w + way * rate * by))

    def shortened(symbol: str, of: str, long: np.ndarray) -> np.ndarray:
        """The lines of a vector's length and of the vector shortened to the limit."""
        norm = sheet.line(f"‖{of}‖", f"√({factor(long[0])}² + {factor(long[1])}²)", float(np.hypot(*long)))
        if norm <= limit:
            return np.asarray(sheet.line(symbol, vector(long), long))
        return np.asarray(sheet.line(symbol, f"{vector(long)}·{say(limit)}/{say(norm)}", long * limit / norm))

    if clips == "nothing":
        return step("w_1", g)
    if clips == "update":
        moved = sheet.line("d", f"{say(eta)}·{vector(g)}", eta * g)
        return step("w_1", shortened("d", "d", moved), 1.0)
    if clips == "weights":
        return shortened("w_1", "w", step("w", g))
    return step("w_1", cut(sheet, (g1, g2), limit) if clips == "by value" else scaled(sheet, (g1, g2), limit))


EXERCISE = Exercise(
    asks="w_1",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "clips-too-late": {"clips": "nothing"},
        "clips-the-update": {"clips": "update"},
        "clips-the-weights": {"clips": "weights"},
        "clips-by-value": {"clips": "by value"},
        "unit-length": {"length": "1"},
        "adds-the-gradient": {"sign": "+"},
    },
    digits=3,
    low=-4.5,
    high=4.5,
)
