"""perplexity: of a model on a text of three tokens, from the probabilities that it gave them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from demos.cells import sequence_loss
from demos.exercises.contract import Exercise, Sheet, say, total
from demos.exercises.sequence_loss import reduced, surprise


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """Three probabilities in steps of 0.05: a low, a middling and a high one, in any order."""
    p = [float(rng.integers(low, high)) / 20 for low, high in ((2, 8), (8, 13), (13, 19))]
    return {f"p{t}": float(each) for t, each in enumerate(rng.permutation(p), 1)}


def right(**p: float) -> float:
    """e to the mean loss, by the cell library; of any number of tokens."""
    return float(np.exp(sequence_loss(-np.log(list(p.values())))))


def work(sheet: Sheet, *, log: str = "ln", reduce: str = "mean", last: str = "e^L", **p: Any) -> float:
    """The loss of each token, the mean loss, and e to that power.

    log: of the losses. reduce: how the losses are brought together. last: what is made of them; or the mean taken
    last, of the exponentials; or the probabilities' mean, turned over.
    """
    if last == "1/p":
        mean = sheet.line("p", *reduced(list(p.values()), "mean"))
        return float(sheet.line("PPL", f"1 / {say(mean)}", 1 / mean))
    losses = [sheet.line(f"L_{t}", *surprise(met, log)) for t, met in enumerate(p.values(), 1)]
    if last == "mean":
        said = total([f"e^{say(loss)}" for loss in losses])
        return float(sheet.line("PPL", f"({said}) / {len(losses)}", sum(map(math.exp, losses)) / len(losses)))
    loss = sheet.line("L", *reduced(losses, reduce))
    if last == "L":
        return float(loss)
    return float(sheet.line("PPL", f"{last[0]}^{say(loss)}", (math.e if last == "e^L" else 2) ** loss))


EXERCISE = Exercise(
    asks="PPL",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "mean-of-exponentials": {"last": "mean"},
        "two-to-the-nats": {"last": "2^L"},
        "one-over-mean-probability": {"last": "1/p"},
        "loss-itself": {"last": "L"},
        "e-to-the-bits": {"log": "log₂"},
        "e-to-the-sum": {"reduce": "sum"},
    },
    low=1.1,
    high=10.0,
    digits=2,
    carry=5,
)
