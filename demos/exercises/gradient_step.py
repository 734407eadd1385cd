"""gradient-step: one step of gradient descent on the mean loss of a batch of four."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.cells.optimisers import SGD
from demos.exercises.contract import Exercise, Sheet, factor, say, tenths, total

BATCH = 4


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """A parameter, a learning rate, and the gradients of four examples, a small one of them against the others."""
    sizes = rng.permutation(
        [*(tenths(rng, 5, 30, signed=False) for _ in range(BATCH - 1)), -tenths(rng, 3, 12, signed=False)]
    )
    gradients = {f"g{i}": each for i, each in enumerate((sizes * rng.choice([-1, 1])).tolist(), 1)}
    return {"theta": tenths(rng, 3, 25), "eta": float(rng.choice([0.05, 0.1, 0.2, 0.3, 0.4])), **gradients}


def right(theta: float, eta: float, **g: float) -> float:
    """θ after the step, by the cell library's optimiser."""
    parameter = np.array([theta])
    SGD(eta).update({"θ": parameter}, {"θ": np.array([np.mean(list(g.values()))])})
    return float(parameter[0])


def work(
    sheet: Sheet,
    *,
    theta: float,
    eta: float,
    reduce: str = "mean",
    rate: str = "·η",
    sign: str = "−",
    start: bool = True,
    **g: Any,
) -> float:
    """The gradient of the batch, then the step.

    reduce: how the examples' gradients are brought together. rate: what the learning rate does. start: the step begins
    at θ_0.
    """
    gradients = list(g.values())
    added = total([say(each) for each in gradients])
    said, value = {
        "mean": (f"({added}) / {BATCH}", sum(gradients) / BATCH),
        "sum": (added, sum(gradients)),
        "last": (say(gradients[-1]), gradients[-1]),
    }[reduce]
    gradient = sheet.line("g", said, value)
    how, step = {
        "·η": (f"{say(eta)}·{factor(gradient)}", eta * gradient),
        "/η": (f"{factor(gradient)} / {say(eta)}", gradient / eta),
        "none": (factor(gradient), gradient),
    }[rate]
    moved = -step if sign == "−" else step
    return float(sheet.line("θ_1", f"{say(theta)} {sign} {how}" if start else sign + how, start * theta + moved))


EXERCISE = Exercise(
    asks="θ_1",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "adds-the-gradient": {"sign": "+"},
        "sum-for-mean": {"reduce": "sum"},
        "last-example-only": {"reduce": "last"},
        "no-learning-rate": {"rate": "none"},
        "divides-by-the-rate": {"rate": "/η"},
        "step-alone": {"start": False},
    },
    digits=3,
    low=-4.0,
    high=4.0,
)
