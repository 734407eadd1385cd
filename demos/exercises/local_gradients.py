"""local-gradients: the gradient of L = ½ (tanh(w·x + b) − t)² by w, x or b, edge by edge through the graph."""

from __future__ import annotations

import numpy as np

from demos.cells import elman
from demos.exercises.contract import TANH, Exercise, Sheet, factor, say, tenths, total

WANTS = ("∂L/∂w", "∂L/∂x", "∂L/∂b")


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """What is wanted, and the numbers of the graph, each of two digits."""
    sizes = {"w": (3, 12), "x": (3, 12), "b": (2, 8), "t": (2, 9)}
    return {"want": str(rng.choice(WANTS)), **{name: tenths(rng, *size) for name, size in sizes.items()}}


def right(want: str, w: float, x: float, b: float, t: float) -> float:
    """The gradient, by the cell library: one step of an Elman unit with no past."""
    unit = elman.Parameters(W=np.array([[w]]), U=np.zeros((1, 1)), b=np.array([b]), bh=np.zeros(1))
    run = elman.forward(unit, np.array([[[x]]]))
    gradients = elman.backward(unit, run, run.h - t)
    return float({"w": gradients.W, "x": gradients.x, "b": gradients.b}[want[-1]].item())


def work(
    sheet: Sheet,
    *,
    want: str,
    w: float,
    x: float,
    b: float,
    t: float,
    error: str = "h − t",
    slope: str = "1 − h²",
    local: str = "the other factor",
    chain: str = "product",
) -> float:
    """Forward; then the gradient at h, at a, and at what is wanted: upstream times local."""
    p = sheet.line("p", f"{say(w)}·{factor(x)}", w * x)
    a = sheet.line("a", total([say(p), say(b)]), p + b)
    h = sheet.line("h", TANH.of(say(a)), TANH(a))
    at_h = sheet.line(
        "∂L/∂h",
        *{
            "h − t": (f"{say(h)} − {factor(t)}", h - t),
            "t − h": (f"{say(t)} − {factor(h)}", t - h),
            "h": (say(h), h),
        }[error],
    )
    through = sheet.line(
        "∂h/∂a",
        *{
            "1 − h²": (f"1 − {factor(h)}²", 1 - h * h),
            "1 − h": (f"1 − {factor(h)}", 1 - h),
            "1": ("1", 1.0),
        }[slope],
    )

    def passed(symbol: str, upstream: float, edge: float, *, how: str = chain) -> float:
        expression, value = {
            "product": (f"{say(upstream)}·{factor(edge)}", upstream * edge),
            "sum": (total([say(upstream), say(edge)]), upstream + edge),
            "local alone": (say(edge), edge),
        }[how]
        return float(sheet.line(symbol, expression, value))

    at_a = passed("∂L/∂a", at_h, through, how="sum" if chain == "sum" else "product")
    itself, other = {"w": (w, x), "x": (x, w), "b": (b, 1.0)}[want[-1]]
    return passed(want, at_a, other if local == "the other factor" else itself)


EXERCISE = Exercise(
    asks=", ".join(WANTS),
    draw=draw,
    right=right,
    work=work,
    wrong={
        "local-alone": {"chain": "local alone"},
        "sum-for-product": {"chain": "sum"},
        "own-value-for-local": {"local": "itself"},
        "no-tanh-prime": {"slope": "1"},
        "one-minus-h": {"slope": "1 − h"},
        "no-target": {"error": "h"},
        "sign-of-error": {"error": "t − h"},
    },
    low=-4.0,
    high=4.0,
    demo="local-gradients",
    settings=lambda w, x, b, t, **_: {"w": w, "x": x, "b": b, "t": t},
)
