"""cross-entropy: the loss in nats of three logits with a known right class."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.cells import cross_entropy, softmax
from demos.exercises.contract import Exercise, Sheet, factor, say, tenths, vector
from demos.exercises.softmax import exponentials, summed


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """Three logits of tenths, and the right class, counted from 0."""
    return {**{f"z{at}": tenths(rng, 2, 18) for at in range(3)}, "k": float(rng.integers(0, 3))}


def right(k: float, **z: float) -> float:
    """The loss, by the cell library."""
    return float(cross_entropy(list(z.values()), int(k)))


def work(
    sheet: Sheet,
    *,
    k: float,
    first: int = 0,
    normalised: bool = True,
    again: bool = False,
    loss: str = "−ln p",
    **z: Any,
) -> float:
    """The exponentials, their sum, the probability of the right class, and its loss.

    first: the number that the first class is taken to have. normalised: whether the logit is made a probability.
    again: softmax of what softmax gave. loss: what the probability is put into.
    """
    logits = np.array(list(z.values()))
    at = max(int(k) - first, 0)
    if not normalised:
        return float(sheet.line("L", f"−{factor(logits[at])}", -logits[at]))
    e = exponentials(sheet, logits)
    below = summed(sheet, e)
    said, p = f"{say(e[at])} / {say(below)}", e[at] / below
    if again:
        said, p = f"softmax({vector(e)} / {say(below)})_{say(k)}", softmax(e / below)[at]
    p = sheet.line(f"p_{say(k)}", said, p)
    losses = {
        "−ln p": (f"−ln {say(p)}", -np.log(p)),
        "−log₂ p": (f"−log₂ {say(p)}", -np.log2(p)),
        "ln p": (f"ln {say(p)}", np.log(p)),
        "−ln(1 − p)": (f"−ln(1 − {say(p)})", -np.log(1 - p)),
    }
    return float(sheet.line("L", *losses[loss]))


EXERCISE = Exercise(
    asks="L",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "bits-for-nats": {"loss": "−log₂ p"},
        "no-minus": {"loss": "ln p"},
        "surprise-of-the-rest": {"loss": "−ln(1 − p)"},
        "counts-from-one": {"first": 1},
        "minus-the-logit": {"normalised": False},
        "softmax-twice": {"again": True},
    },
    low=0.05,
    high=4.0,
    digits=3,
    carry=5,
    demo="softmax-cross-entropy",
    settings=lambda k, **_: {"target": int(k)},
)
