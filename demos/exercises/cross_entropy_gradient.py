"""cross-entropy-gradient: the gradient of the cross-entropy with respect to three logits."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.cells import cross_entropy_gradient, one_hot, softmax
from demos.exercises.contract import Exercise, Sheet, say, tenths, vector
from demos.exercises.softmax import exponentials, summed


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """Three logits of tenths, and the right class, counted from 0."""
    return {**{f"z{at}": tenths(rng, 1, 11) for at in range(3)}, "k": float(rng.integers(0, 3))}


def right(k: float, **z: float) -> np.ndarray:
    """p − y, by the cell library."""
    return np.asarray(cross_entropy_gradient(list(z.values()), int(k)))


def work(sheet: Sheet, *, k: float, first: int = 0, again: bool = False, form: str = "p − y", **z: Any) -> np.ndarray:
    """The exponentials, their sum, the probabilities, and the gradient.

    first: the number that the first class is taken to have. again: softmax of what softmax gave. form: what is taken
    for the gradient.
    """
    logits = np.array(list(z.values()))
    y = one_hot(max(int(k) - first, 0), len(logits))
    e = exponentials(sheet, logits)
    below = summed(sheet, e)
    said, p = f"{vector(e)} / {say(below)}", e / below
    if again:
        said, p = f"softmax({said})", softmax(p)
    p = sheet.line("p", said, p)
    forms = {
        "p − y": (f"{vector(p)} − {vector(y)}", p - y),
        "y − p": (f"{vector(y)} − {vector(p)}", y - p),
        "p": (vector(p), p),
        "−y/p": (f"−{vector(y)} / {vector(p)}", -y / p),
        "p(1 − p)": (f"({', '.join(f'{say(each)}·(1 − {say(each)})' for each in p)})", p * (1 - p)),
    }
    return np.asarray(sheet.line("dL/dz", *forms[form]))


EXERCISE = Exercise(
    asks="dL/dz",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "y-minus-p": {"form": "y − p"},
        "p-alone": {"form": "p"},
        "with-respect-to-p": {"form": "−y/p"},
        "p-times-one-minus-p": {"form": "p(1 − p)"},
        "counts-from-one": {"first": 1},
        "softmax-twice": {"again": True},
    },
    low=-1.0,
    high=1.0,
    digits=3,
    carry=5,
    demo="softmax-cross-entropy",
    settings=lambda k, **_: {"target": int(k)},
)
