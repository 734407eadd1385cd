"""sequence-loss: the final loss of a sequence of four steps, from the probabilities of the right symbols."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from demos.cells import sequence_loss
from demos.exercises.contract import Exercise, Sheet, say, total

STEPS = 4


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """Whether sum or mean, and four probabilities in steps of 0.05."""
    reduce = str(rng.choice(["sum", "mean"]))
    return {"reduce": reduce, **{f"p{t}": float(rng.integers(2, 19)) / 20 for t in range(1, STEPS + 1)}}


def right(reduce: str, **p: float) -> float:
    """The final loss, by the cell library."""
    return float(sequence_loss(-np.log(list(p.values())), reduce=reduce))  # type: ignore[arg-type]


def work(
    sheet: Sheet,
    *,
    reduce: str,
    log: str = "ln",
    last: str = "reduce",
    steps: str = "all",
    **p: Any,
) -> float:
    """The loss of each step, then their sum or mean.

    last: the logarithm taken after the probabilities are added up or averaged, or left out of their product.
    steps: all, or the last one alone.
    """
    each = list(p.values())
    if last == "product":
        return float(sheet.line("L", "·".join(map(say, each)), math.prod(each)))
    if last == "log":
        met = sheet.line("p", *reduced(each, reduce))
        return float(sheet.line("L", *surprise(met, log)))
    losses = [sheet.line(f"L_{t}", *surprise(met, log)) for t, met in enumerate(each, 1)]
    return float(losses[-1] if steps == "last" else sheet.line("L", *reduced(losses, reduce)))


def surprise(p: float, log: str = "ln") -> tuple[str, float]:
    """−ln p, or −log₂ p, as it is written and what it comes to."""
    return f"−{log} {say(p)}", -(math.log(p) if log == "ln" else math.log2(p))


def reduced(values: list[float], reduce: str) -> tuple[str, float]:
    """The sum or the mean, as it is written and what it comes to."""
    said = total([say(value) for value in values])
    return (said, sum(values)) if reduce == "sum" else (f"({said}) / {len(values)}", sum(values) / len(values))


EXERCISE = Exercise(
    asks="L",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "sum-for-mean": {"reduce": "sum"},
        "mean-for-sum": {"reduce": "mean"},
        "logarithm-last": {"last": "log"},
        "product-of-p": {"last": "product"},
        "last-step-only": {"steps": "last"},
        "bits-for-nats": {"log": "log₂"},
    },
    low=0.1,
    high=9.3,
    digits=3,
    demo="sequence-loss",
    settings=lambda reduce, **_: {"steps": STEPS, "padded": 0, "reduce": reduce},
)
