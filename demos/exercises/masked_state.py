"""masked-state: the final state of an RNN with one unit whose last inputs are padding."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.cells import elman
from demos.exercises.contract import TANH, Exercise, Sheet, say, tenths, total, weighted

STEPS = 4
MASKS = ("1, 1, 1, 0", "1, 1, 0, 0")


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """The weight, four inputs and the mask; padding has numbers too, as its embedding has."""
    givens: dict[str, float | str] = {"mask": str(rng.choice(MASKS)), "w": tenths(rng, 5, 15)}
    return {**givens, **{f"x{t}": tenths(rng, 2, 12) for t in range(1, STEPS + 1)}}


def right(mask: str, w: float, **x: float) -> float:
    """h_4, by the cell library: the state after the last step that counts."""
    one, none = np.ones((1, 1)), np.zeros(1)
    inputs = np.array([x[f"x{t}"] for t in range(1, mask.count("1") + 1)])[:, None, None]
    return float(elman.forward(elman.Parameters(W=one, U=w * one, b=none, bh=none), inputs).h[-1, 0, 0])


def work(
    sheet: Sheet,
    *,
    mask: str,
    w: float,
    real: str = "1",
    pads: str = "carried",
    answer: str = "last",
    **x: Any,
) -> float:
    """Step by step; over padding the state is carried."""
    counts = [mark == real for mark in mask.split(", ")]
    if answer == "one step short":
        counts[max(t for t, counted in enumerate(counts) if counted)] = False
    h = 0.0
    states: list[float] = []
    for t, counted in enumerate(counts, start=1):
        if not counted and pads in ("carried", "reset"):
            expression, value = (f"h_{t - 1}", h) if pads == "carried" else ("0", 0.0)
        else:
            given = x[f"x{t}"] if counted or pads == "stepped" else 0.0
            expression, value = TANH.of(weighted((w, h), plus=given)), float(TANH(w * h + given))
        if answer == "mean" and t == STEPS:
            known = [*states, value] if counted else states
            expression, value = f"({total([say(each) for each in known])}) / {len(known)}", sum(known) / len(known)
        h = sheet.line(f"h_{t}", expression, value)
        states += [h] if counted else []
    return float(h)


EXERCISE = Exercise(
    asks="h_4",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "runs-over-padding": {"pads": "stepped"},
        "steps-with-zero-input": {"pads": "zero input"},
        "resets-at-padding": {"pads": "reset"},
        "mask-inverted": {"real": "0"},
        "mean-of-states": {"answer": "mean"},
        "one-step-short": {"answer": "one step short"},
    },
    low=-1.0,
    high=1.0,
)
