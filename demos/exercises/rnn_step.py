"""rnn-step: one step of an Elman RNN with one unit."""

from __future__ import annotations

import numpy as np

from demos.cells import elman
from demos.exercises.contract import PLAIN, SIGMA, TANH, Exercise, Function, Sheet, tenths, weighted
from demos.exercises.under_microscope import microscope


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """Two weights, a bias, an input and a state, each of two digits."""
    return {name: tenths(rng, 2, 14) for name in ("w", "u", "b", "x", "h")}


def right(w: float, u: float, b: float, x: float, h: float) -> float:
    """h_t, by the cell library."""
    parameters = elman.Parameters(W=np.array([[w]]), U=np.array([[u]]), b=np.array([b]), bh=np.zeros(1))
    return float(elman.step(parameters, np.array([x]), np.array([h])).h[0])


def work(
    sheet: Sheet,
    *,
    w: float,
    u: float,
    b: float,
    x: float,
    h: float,
    squash: Function = TANH,
    bias: bool = True,
    recurs: str = "u·h",
    swapped: bool = False,
) -> float:
    """The pre-activation, then the state."""
    if swapped:
        w, u = u, w
    plus = b if bias else None
    if recurs == "outside":  # only the input is squashed
        a = sheet.line("a", weighted((w, x), plus=plus), w * x + (plus or 0.0))
        return float(sheet.line("h_t", f"{squash.at(a)} + {weighted((u, h))}", squash(a) + u * h))
    terms = [(w, x), (u, h)] if recurs == "u·h" else [(w, x)]
    a = sheet.line("a", weighted(*terms, plus=plus), sum(p * q for p, q in terms) + (plus or 0.0))
    return float(sheet.line("h_t", squash.at(a), squash(a)))


EXERCISE = Exercise(
    asks="h_t",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "no-tanh": {"squash": PLAIN},
        "sigmoid-for-tanh": {"squash": SIGMA},
        "no-bias": {"bias": False},
        "no-recurrence": {"recurs": "none"},
        "squashed-before-adding": {"recurs": "outside"},
        "weights-swapped": {"swapped": True},
    },
    low=-1.0,
    high=1.0,
    demo="microscope",
    settings=lambda w, u, b, x, h: microscope("Elman", [[w, u, b]], x, h),
)
