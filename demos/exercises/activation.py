"""activation: the value or the derivative of σ, tanh or ReLU at a number."""

from __future__ import annotations

import numpy as np

from demos.cells import ACTIVATIONS
from demos.exercises.contract import Exercise, Sheet, factor, say, tenths

NAMES = {"σ": "sigmoid", "tanh": "tanh", "ReLU": "relu"}  # as the stem and as the cell library calls them


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """A function, its value or its derivative, and an x of two digits away from 0."""
    prime = "′" if rng.random() < 0.6 else ""
    return {"f": str(rng.choice(list(NAMES))) + prime, "x": tenths(rng, 3, 24)}


def right(f: str, x: float) -> float:
    """f(x) or f′(x), by the cell library."""
    activation = ACTIVATIONS[NAMES[f.removesuffix("′")]]
    return float((activation.prime if f.endswith("′") else activation.f)(x))


def work(
    sheet: Sheet,
    *,
    f: str,
    x: float,
    asks: str = "as asked",
    take: dict[str, str] | None = None,
    slope: dict[str, str] | None = None,
) -> float:
    """The value first; then, if it is asked, the derivative from it.

    asks: what is worked out, if not what is asked (value or slope). take: another function in place of one; slope:
    another derivative.
    """
    name = f.removesuffix("′")
    y = _value(sheet, name, (take or {}).get(name, name), x)
    if asks == "slope" or (asks == "as asked" and f.endswith("′")):
        return _slope(sheet, name, (slope or {}).get(name, "right"), x, y)
    return y


def _value(sheet: Sheet, name: str, way: str, x: float) -> float:
    t = factor(x)
    # σ through tanh, which never overflows; by hand it is worked through e.
    expression, y = {
        "σ": (f"1 / (1 + e^{factor(-x)})", ACTIVATIONS["sigmoid"].f(x)),
        "tanh": (f"(e^{t} − e^{factor(-x)}) / (e^{t} + e^{factor(-x)})", ACTIVATIONS["tanh"].f(x)),
        "ReLU": (f"max(0, {say(x)})", ACTIVATIONS["relu"].f(x)),
        "e^x": (f"1 / (1 + e^{t})", ACTIVATIONS["sigmoid"].f(-x)),
        "x": (say(x), x),
    }[way]
    return float(sheet.line(f"{name}({say(x)})", expression, y))


def _slope(sheet: Sheet, name: str, way: str, x: float, y: float) -> float:
    v, t = factor(y), factor(x)
    ways: dict[str, tuple[str, float]] = {
        "x(1 − x)": (f"{t}·(1 − {t})", x * (1 - x)),
        "1 − x²": (f"1 − {t}²", 1 - x * x),
        "squared": (f"{v}²", y * y),
        "1 − y": (f"1 − {v}", 1 - y),
        "x": (say(x), x),
    }
    ways["right"] = {
        "σ": (f"{v}·(1 − {v})", y * (1 - y)),
        "tanh": (f"1 − {v}²", 1 - y * y),
        "ReLU": (f"[{say(x)} > 0]", float(x > 0)),  # Iverson's bracket: 1 if so, else 0
    }[name]
    expression, slope = ways[way]
    return float(sheet.line(f"{name}′({say(x)})", expression, slope))


EXERCISE = Exercise(
    asks="f(x), f′(x)",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "value-for-derivative": {"asks": "value"},
        "derivative-for-value": {"asks": "slope"},
        "sigmoid-prime-of-x": {"slope": {"σ": "x(1 − x)"}},
        "sigmoid-prime-without-one-minus": {"slope": {"σ": "squared"}},
        "tanh-prime-not-squared": {"slope": {"tanh": "1 − y"}},
        "tanh-prime-of-x": {"slope": {"tanh": "1 − x²"}},
        "relu-prime-is-x": {"slope": {"ReLU": "x"}},
        "tanh-for-sigmoid": {"take": {"σ": "tanh"}},
        "sigmoid-for-tanh": {"take": {"tanh": "σ"}},
        "sign-of-exponent": {"take": {"σ": "e^x"}},
        "relu-keeps-negative": {"take": {"ReLU": "x"}},
    },
    low=-1.0,
    high=2.5,
    demo="activations",
    settings=lambda f, x: {"function": NAMES[f.removesuffix("′")], "x": x},
)
