"""bptt: the gradient of the last state of a small RNN with respect to its recurrent weight, term by term."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from demos.cells import elman
from demos.exercises.contract import TANH, Exercise, Sheet, factor, say, tenths, total, weighted

STEPS = 3
Slope = Callable[[float, float], tuple[Callable[[], str], float]]
SLOPES: dict[str, Slope] = {  # tanh′ at a step, from its pre-activation a and its state h
    "1 − h²": lambda _a, h: (lambda: f"1 − {factor(h)}²", 1 - h * h),
    "1 − h": lambda _a, h: (lambda: f"1 − {factor(h)}", 1 - h),
    "1 − a²": lambda a, _h: (lambda: f"1 − {factor(a)}²", 1 - a * a),
    "h(1 − h)": lambda _a, h: (lambda: f"{factor(h)}·(1 − {factor(h)})", h * (1 - h)),
    "1": lambda _a, _h: (lambda: "1", 1.0),
}


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """The weight, three inputs and the state before the first step, each of two digits."""
    givens: dict[str, float | str] = {"w": tenths(rng, 4, 14), "h0": tenths(rng, 2, 9)}
    return {**givens, **{f"x{t}": tenths(rng, 2, 12) for t in range(1, STEPS + 1)}}


def right(w: float, h0: float, **x: float) -> float:
    """dh_3/dw, by the cell library."""
    one, none = np.ones((1, 1)), np.zeros(1)
    cell = elman.Parameters(W=one, U=w * one, b=none, bh=none)
    inputs = np.array([x[f"x{t}"] for t in range(1, STEPS + 1)])[:, None, None]
    run = elman.forward(cell, inputs, h0 * one)
    return float(elman.backward(cell, run, np.zeros_like(run.h), one).U[0, 0])


def work(
    sheet: Sheet,
    *,
    w: float,
    h0: float,
    slope: str = "1 − h²",
    terms: str = "all",
    state: str = "before",
    chain: bool = True,
    reduce: str = "sum",
    **x: Any,
) -> float:
    """Forward; then tanh′ at each step; then a term for each step, the last one first; then their sum."""
    a, h, d = [0.0], [h0], [0.0]

    def state_at(t: int) -> float:
        a.append(w * h[-1] + x[f"x{t}"])
        return float(sheet.line(f"h_{t}", lambda: TANH.of(weighted((w, h[t - 1]), plus=x[f"x{t}"])), TANH(a[t])))

    def part_of(t: int) -> float:
        met = h[t - 1] if state == "before" else h[t]
        way = [each for later in range(STEPS, t, -1) for each in ((d[later], w) if chain else (d[later],))]
        factors = [*way, d[t], met]
        return float(sheet.line(f"g_{t}", lambda: product(factors), math.prod(factors)))

    for t in range(1, STEPS + 1):
        h.append(state_at(t))
    for t in range(1, STEPS + 1):
        d.append(sheet.line(f"tanh′_{t}", *SLOPES[slope](a[t], h[t])))
    parts = [part_of(t) for t in range(STEPS, 0 if terms == "all" else STEPS - 1, -1)]
    gradient, said = sum(parts), total([say(part) for part in parts])
    if reduce == "mean":
        gradient, said = gradient / len(parts), f"({said}) / {len(parts)}"
    return float(sheet.line("dh_3/dw", said, gradient))


def product(factors: Sequence[float]) -> str:
    """``0.5·(−0.2)·1.3``."""
    return "·".join([say(factors[0]), *map(factor, factors[1:])])


EXERCISE = Exercise(
    asks="dh_3/dw",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "last-term-only": {"terms": "last"},
        "state-after": {"state": "after"},
        "one-minus-h": {"slope": "1 − h"},
        "one-minus-a-squared": {"slope": "1 − a²"},
        "no-tanh-prime": {"slope": "1"},
        "sigmoid-prime": {"slope": "h(1 − h)"},
        "drops-w": {"chain": False},
        "mean-over-steps": {"reduce": "mean"},
    },
    carry=6,
    low=-8.0,
    high=8.0,
    demo="bptt",
    settings=lambda w, **_: {"w": w, "steps": STEPS},
)
