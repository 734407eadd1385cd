"""squared-error-gradient: the gradient of a mean squared error with respect to three outputs."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.cells.losses import squared_error_gradient
from demos.exercises.contract import Exercise, Sheet, factor, say, tenths, total, vector

SIZE = 3
HALF, WHOLE = "½(y_k − t_k)²", "(y_k − t_k)²"


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """Which square, three outputs, and three targets that they miss."""
    y = [tenths(rng, 2, 20) for _ in range(SIZE)]
    t = [round(each - tenths(rng, 3, 18), 1) for each in y]
    outputs = {f"y{k}": each for k, each in enumerate(y, 1)}
    return {"loss": str(rng.choice([HALF, WHOLE])), **outputs, **{f"t{k}": each for k, each in enumerate(t, 1)}}


def right(loss: str, **n: float) -> np.ndarray:
    """∂L/∂y; the cell library's squared error is the half one."""
    y, t = np.split(np.array(list(n.values())), 2)
    return np.asarray(squared_error_gradient(y, t) * (1 if loss == HALF else 2) / SIZE)


def work(
    sheet: Sheet,
    *,
    loss: str,
    error: str = "y − t",
    mean: bool = True,
    rule: str = "right",
    each: str = "own",
    **n: Any,
) -> np.ndarray:
    """The errors, then the gradient.

    rule: what differentiating the square makes of its factors. each: a component has its own error, or that of all.
    """
    y, t = np.split(np.array(list(n.values())), 2)
    minuend, subtrahend = (y, t) if error == "y − t" else (t, y)
    said = ", ".join(f"{say(a)} − {factor(b)}" for a, b in zip(minuend, subtrahend, strict=True))
    e = sheet.line("e", f"({said})", minuend - subtrahend)
    times = 1.0 if loss == HALF else 2.0
    if rule == "no 2":
        times /= 2
    elif rule == "no ½":
        times = 2.0
    front = {0.5: "½·", 1.0: "", 2.0: "2·"}[times]
    over, below = (SIZE, f" / {SIZE}") if mean else (1, "")
    if each == "all":
        g = sheet.line("g", f"{front}({total([say(a) for a in e])}) / {SIZE}", times * e.mean())
        return np.asarray(sheet.line("∂L/∂y", vector([g] * SIZE), [g] * SIZE))
    if rule == "none":
        front, half = ("½·", 0.5) if loss == HALF else ("", 1.0)
        squares = ", ".join(f"{factor(a)}²" for a in e)
        return np.asarray(sheet.line("∂L/∂y", f"{front}({squares}){below}", half * e * e / over))
    return np.asarray(sheet.line("∂L/∂y", f"{front}{vector(e)}{below}", times * e / over))


EXERCISE = Exercise(
    asks="∂L/∂y",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "sign-of-error": {"error": "t − y"},
        "sum-for-mean": {"mean": False},
        "two-lost": {"rule": "no 2"},
        "half-lost": {"rule": "no ½"},
        "loss-itself": {"rule": "none"},
        "one-number-for-all": {"each": "all"},
    },
    digits=3,
    low=-1.3,
    high=1.3,
)
