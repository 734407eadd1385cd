"""pre-activation: the weighted sum of a unit with three inputs, before its activation function."""

from __future__ import annotations

import numpy as np

from demos.cells import elman
from demos.exercises.contract import PLAIN, TANH, Exercise, Function, Sheet, factor, say, tenths, total, weighted

INPUTS = (1, 2, 3)


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """Three weights, three inputs and a bias, each of two digits."""
    givens: dict[str, float | str] = {f"w{i}": tenths(rng, 2, 15) for i in INPUTS}
    return {**givens, **{f"x{i}": tenths(rng, 3, 30) for i in INPUTS}, "b": tenths(rng, 3, 20)}


def right(b: float, **n: float) -> float:
    """a, by the cell library: an Elman unit that hears nothing of its past."""
    w, x = (np.array([n[f"{letter}{i}"] for i in INPUTS]) for letter in "wx")
    unit = elman.Parameters(W=w[None, :], U=np.zeros((1, 1)), b=np.array([b]), bh=np.zeros(1))
    return float(elman.step(unit, x, np.zeros(1)).a[0])


def work(
    sheet: Sheet,
    *,
    b: float,
    products: str = "Σ w·x",
    bias: str = "once",
    squash: Function = PLAIN,
    **n: float,
) -> float:
    """The weighted inputs, then the bias."""
    pairs = [(n[f"w{i}"], n[f"x{i}"]) for i in INPUTS]
    w, x = zip(*pairs, strict=True)
    sizes = [(abs(p), abs(q)) for p, q in pairs]
    expression, value = {
        "Σ w·x": (weighted(*pairs), sum(p * q for p, q in pairs)),
        "Σ w · Σ x": (f"({total([say(each) for each in w])})·({total([say(each) for each in x])})", sum(w) * sum(x)),
        "Σ |w·x|": (weighted(*sizes), sum(p * q for p, q in sizes)),
    }[products]
    s = sheet.line("Σ w_i·x_i", expression, value)
    said, a = {
        "once": (total([say(s), say(b)]), s + b),
        "none": (say(s), s),
        "with every input": (total([say(s), f"3·{factor(b)}"]), s + 3 * b),
        "subtracted": (f"{say(s)} − {factor(b)}", s - b),
    }[bias]
    return float(sheet.line("a", squash.of(said), squash(a)))


EXERCISE = Exercise(
    asks="a",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "no-bias": {"bias": "none"},
        "bias-with-every-input": {"bias": "with every input"},
        "bias-subtracted": {"bias": "subtracted"},
        "tanh-applied": {"squash": TANH},
        "sums-multiplied": {"products": "Σ w · Σ x"},
        "signs-dropped": {"products": "Σ |w·x|"},
    },
    digits=2,
    low=-16.0,
    high=16.0,
)
