"""attention-weights: how a query shares its attention among three keys, from the dot products."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from demos.cells import sigmoid, softmax
from demos.exercises.contract import Exercise, Sheet, say, total, vector
from demos.exercises.softmax import exponentials, summed


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """The size d of a key, a square, and three whole dot products, two of them positive; their sum is never 0."""
    products = [int(rng.integers(2, 8)), int(rng.integers(2, 8)), int(rng.integers(-3, 6))]
    given: dict[str, float | str] = {f"s{at}": float(each) for at, each in enumerate(rng.permutation(products), 1)}
    return {"d": float(rng.choice([4, 9, 16])), **given}


def right(d: float, **s: float) -> np.ndarray:
    """softmax(q·k / √d), by the cell library."""
    return np.asarray(softmax(np.array(list(s.values())) / np.sqrt(d)))


def work(sheet: Sheet, *, d: float, scale: str = "√d", way: str = "softmax", **s: Any) -> np.ndarray:
    """The scaled scores, their exponentials, the sum, and the shares.

    scale: what the scores, or the weights, are divided by. way: the scores' own shares, σ of each or e to each, in
    place of softmax.
    """
    products, root = np.array(list(s.values())), math.sqrt(d)
    scores = products
    if scale in ("√d", "d"):
        said, below = (f"√{say(d)}", root) if scale == "√d" else (say(d), d)
        scores = sheet.line("s", f"{vector(products)} / {said}", products / below)
    if way == "shares":
        said = f"{vector(scores)} / ({total([say(each) for each in scores])})"
        return np.asarray(sheet.line("α", said, scores / scores.sum()))
    if way == "σ":
        return np.asarray(sheet.line("α", f"({', '.join(f'σ({say(each)})' for each in scores)})", sigmoid(scores)))
    e = exponentials(sheet, scores, "s")
    if way == "e^s":
        return np.asarray(e)
    below = summed(sheet, e)
    said, shares = f"{vector(e)} / {say(below)}", e / below
    if scale == "after":
        said, shares = f"{said} / √{say(d)}", shares / root
    return np.asarray(sheet.line("α", said, shares))


EXERCISE = Exercise(
    asks="α",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "no-scaling": {"scale": "1"},
        "divides-by-d": {"scale": "d"},
        "scales-after": {"scale": "after"},
        "no-softmax": {"way": "shares"},
        "sigmoid-of-each": {"way": "σ"},
        "not-normalised": {"way": "e^s"},
    },
    low=0.01,
    high=0.98,
    digits=3,
    share=True,
)
