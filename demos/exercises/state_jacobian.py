"""state-jacobian: how far a change of h_0 still moves h_3 in an RNN with one unit, from its states."""

from __future__ import annotations

import numpy as np

from demos.cells import elman
from demos.exercises.contract import Exercise, Sheet, factor, say, tenths, total

STEPS = (1, 2, 3)


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """The weight and four states, each of two digits; some inputs lead to any states."""
    return {"w": tenths(rng, 5, 15), **{f"h{t}": tenths(rng, 1, 8) for t in (0, *STEPS)}}


def right(w: float, **h: float) -> float:
    """∂h_3/∂h_0, by the cell library, along the run whose inputs lead to these states."""
    one, none = np.ones((1, 1)), np.zeros(1)
    cell = elman.Parameters(W=one, U=w * one, b=none, bh=none)
    x = np.array([np.arctanh(h[f"h{t}"]) - w * h[f"h{t - 1}"] for t in STEPS])[:, None, None]
    run = elman.forward(cell, x, h["h0"] * one)
    return float(elman.backward(cell, run, np.zeros_like(run.h), one).h0[0, 0])


def work(
    sheet: Sheet, *, w: float, local: str = "w·(1 − h²)", state: str = "after", chain: str = "product", **h: float
) -> float:
    """The derivative of each step, then their product."""
    steps: list[float] = []
    for t in STEPS:
        met = h[f"h{t}"] if state == "after" else h[f"h{t - 1}"]
        way = local if local != "w once" else "w·(1 − h²)" if t == STEPS[0] else "1 − h²"
        expression, value = {
            "w·(1 − h²)": (f"{say(w)}·(1 − {factor(met)}²)", w * (1 - met * met)),
            "w·(1 − h)": (f"{say(w)}·(1 − {factor(met)})", w * (1 - met)),
            "1 − h²": (f"1 − {factor(met)}²", 1 - met * met),
            "w": (say(w), w),
        }[way]
        steps.append(sheet.line(f"∂h_{t}/∂h_{t - 1}", expression, value))
    first, second, third = steps
    expression, value = {
        "product": (f"{say(third)}·{factor(second)}·{factor(first)}", third * second * first),
        "sum": (total([say(each) for each in reversed(steps)]), sum(steps)),
        "last": (say(third), third),
    }[chain]
    return float(sheet.line("∂h_3/∂h_0", expression, value))


EXERCISE = Exercise(
    asks="∂h_3/∂h_0",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "no-tanh-prime": {"local": "w"},
        "no-weight": {"local": "1 − h²"},
        "weight-once": {"local": "w once"},
        "one-minus-h": {"local": "w·(1 − h)"},
        "states-before": {"state": "before"},
        "last-step-only": {"chain": "last"},
        "sum-for-product": {"chain": "sum"},
    },
    low=-3.5,
    high=3.5,
    demo="jacobian-product",
    settings=lambda w, **_: {"gain": abs(w), "kind": "orthogonal", "size": 1},
)
