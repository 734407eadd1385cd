"""activation: the value or the derivative of σ, tanh or ReLU at a number."""

from __future__ import annotations

import numpy as np

from demos.cells import ACTIVATIONS
from demos.exercises.contract import Exercise, Step

SYMBOLS = {"sigmoid": "σ", "tanh": "tanh", "relu": "ReLU"}


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """A function, its value or its derivative, and an x of two digits away from 0."""
    name = str(rng.choice(list(SYMBOLS)))
    prime = "′" if rng.random() < 0.6 else ""
    x = float(rng.integers(3, 25)) / 10 * float(rng.choice([-1, 1]))
    return {"f": SYMBOLS[name] + prime, "x": x}


def parts(f: str) -> tuple[str, bool]:
    """The name in the cell library, and whether the derivative is asked."""
    symbol = f.removesuffix("′")
    return next(name for name, known in SYMBOLS.items() if known == symbol), f.endswith("′")


def right(f: str, x: float) -> float:
    """f(x) or f′(x), by the cell library."""
    name, prime = parts(f)
    activation = ACTIVATIONS[name]
    return float((activation.prime if prime else activation.f)(x))


def only(wanted: str, value: float, f: str) -> float | None:
    """A wrong rule's value where the rule is about `wanted`."""
    return value if f == wanted else None


def sigmoid(x: float) -> float:
    return float(ACTIVATIONS["sigmoid"].f(x))


def steps(f: str, x: float) -> list[Step]:
    """The value first; then, if it is asked, the derivative from it."""
    name, prime = parts(f)
    symbol, value, answer = SYMBOLS[name], float(ACTIVATIONS[name].f(x)), right(f, x)
    how = {
        "sigmoid": f"1 / (1 + e^{-x:g})",
        "tanh": f"(e^{x:g} − e^{-x:g}) / (e^{x:g} + e^{-x:g})",
        "relu": f"max(0, {x:g})",
    }[name]
    first = Step(f"{symbol}({x:g})", how, value)
    if not prime:
        return [first]
    derivative = {
        "sigmoid": f"σ(1 − σ) = {value:.4f}·(1 − {value:.4f})",
        "tanh": f"1 − tanh² = 1 − ({value:.4f})²",
        "relu": f"[{x:g} > 0]",  # Iverson's bracket: 1 if so, else 0
    }[name]
    return [first, Step(f"{f}({x:g})", derivative, answer)]


EXERCISE = Exercise(
    asks="f(x), f′(x)",
    digits=4,
    draw=draw,
    right=right,
    wrong={
        "value-for-derivative": lambda f, x: right(f.removesuffix("′"), x) if f.endswith("′") else None,
        "derivative-for-value": lambda f, x: None if f.endswith("′") else right(f + "′", x),
        "sigmoid-prime-of-x": lambda f, x: only("σ′", x * (1 - x), f),
        "sigmoid-prime-without-one-minus": lambda f, x: only("σ′", sigmoid(x) ** 2, f),
        "tanh-prime-not-squared": lambda f, x: only("tanh′", 1 - float(np.tanh(x)), f),
        "tanh-prime-of-x": lambda f, x: only("tanh′", 1 - x * x, f),
        "relu-prime-is-x": lambda f, x: only("ReLU′", x, f),
        "tanh-for-sigmoid": lambda f, x: only("σ", float(np.tanh(x)), f),
        "sigmoid-for-tanh": lambda f, x: only("tanh", sigmoid(x), f),
        "sign-of-exponent": lambda f, x: only("σ", sigmoid(-x), f),
        "relu-keeps-negative": lambda f, x: only("ReLU", x, f) if x < 0 else None,
    },
    steps=steps,
    low=-1.0,
    high=2.5,
)
