"""softmax: the probabilities of three classes from their logits."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.cells import sigmoid
from demos.cells import softmax as library_softmax
from demos.exercises.contract import Exercise, Sheet, factor, say, tenths, total, vector


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """Three logits of tenths, two of them positive, in any order; their sum is never 0."""
    z = [tenths(rng, 10, 28, signed=False), tenths(rng, 10, 28, signed=False), tenths(rng, 2, 15)]
    return {f"z{at}": float(each) for at, each in enumerate(rng.permutation(z), 1)}


def right(**z: float) -> np.ndarray:
    """The probabilities, by the cell library; of any number of logits."""
    return np.asarray(library_softmax(list(z.values())))


def exponentials(sheet: Sheet, z: Any, symbol: str = "z") -> Any:
    """The line of e^z."""
    return sheet.line(f"e^{symbol}", f"({', '.join(f'e^{factor(each)}' for each in z)})", np.exp(z))


def summed(sheet: Sheet, e: Any) -> float:
    """The line of Σ, the sum of e^z."""
    return float(sheet.line("Σ", total([say(each) for each in e]), e.sum()))


def work(sheet: Sheet, *, way: str = "softmax", by: str = "sum", again: bool = False, **z: Any) -> np.ndarray:
    """The exponentials, what they are divided by, and the quotients.

    way: the logits' own shares, or σ of each, in place of softmax. by: what e^z is divided by. again: softmax of what
    softmax gave.
    """
    logits = np.array(list(z.values()))
    if way == "shares":
        said = f"{vector(logits)} / ({total([say(each) for each in logits])})"
        return np.asarray(sheet.line("p", said, logits / logits.sum()))
    if way == "σ":
        return np.asarray(sheet.line("p", f"({', '.join(f'σ({say(each)})' for each in logits)})", sigmoid(logits)))
    e = exponentials(sheet, logits)
    if by == "nothing":
        return np.asarray(e)
    below = summed(sheet, e) if by == "sum" else sheet.line("max", f"max{vector(e)}", e.max())
    said = f"{vector(e)} / {say(below)}"
    if again:
        return np.asarray(sheet.line("p", f"softmax({said})", library_softmax(e / below)))
    return np.asarray(sheet.line("p", said, e / below))


EXERCISE = Exercise(
    asks="p",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "no-exponential": {"way": "shares"},
        "sigmoid-of-each": {"way": "σ"},
        "not-normalised": {"by": "nothing"},
        "divides-by-the-largest": {"by": "max"},
        "softmax-twice": {"again": True},
    },
    low=0.01,
    high=0.98,
    digits=3,
    share=True,
    demo="softmax-cross-entropy",
)
