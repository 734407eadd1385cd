"""jacobian-bound: the most that ∂h_t/∂h_{t−k} can stretch by, from the norm of W and the slope of the activation."""

from __future__ import annotations

import numpy as np

from demos.cells import ACTIVATIONS
from demos.exercises.contract import Exercise, Sheet, factor, say

NAMES = {"tanh": "tanh", "σ": "sigmoid"}  # as the stem and as the cell library calls them
STEEPEST = {"tanh": 1.0, "σ": 0.25}
ONE_STEP = [n for n in range(6, 16) if n != 10]  # tenths that one step stretches by at most; powers of 1 tell nothing


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """An activation, a lag, and the two measures of W: its norm s, and ρ, which is less."""
    f = str(rng.choice(list(NAMES)))
    norm = round(int(rng.choice(ONE_STEP)) / STEEPEST[f])
    return {"f": f, "s": norm / 10, "rho": float(rng.integers(5, norm)) / 10, "k": float(rng.integers(2, 5))}


def right(f: str, s: float, rho: float, k: float) -> float:
    """(s·γ)^k with γ = f′(0), by the cell library: σ′ and tanh′ are largest at 0."""
    del rho
    return float((s * ACTIVATIONS[NAMES[f]].prime(0.0)) ** k)


def work(
    sheet: Sheet,
    *,
    f: str,
    s: float,
    rho: float,
    k: float,
    slope: dict[str, float] | None = None,
    size: str = "norm",
    chain: str = "power",
) -> float:
    """The largest slope, the bound for one step, the bound for all."""
    steepest = sheet.line("γ", f"max {f}′", (slope or {}).get(f, STEEPEST[f]))
    of_w = s if size == "norm" else rho
    one = sheet.line("B_1", f"{say(of_w)}·{factor(steepest)}", of_w * steepest)
    expression, value = {
        "power": (f"{say(one)}^{say(k)}", one**k),
        "one factor short": (f"{say(one)}^{say(k - 1)}", one ** (k - 1)),
        "times": (f"{say(k)}·{say(one)}", k * one),
        "slope once": (f"{say(of_w)}^{say(k)}·{say(steepest)}", of_w**k * steepest),
    }[chain]
    return float(sheet.line(f"B_{say(k)}", expression, value))


def shear(f: str, rho: float, **_: float) -> dict[str, float | str]:
    """The matrix of the demo whose norm is above its spectral radius; the demo's activation is tanh."""
    settings: dict[str, float | str] = {"kind": "shear", "start": "zero"}
    return {**settings, "gain": rho} if f == "tanh" else settings


EXERCISE = Exercise(
    asks="B_k",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "spectral-radius": {"size": "ρ"},
        "sigmoid-slope-one": {"slope": {"σ": 1.0}},
        "tanh-slope-quarter": {"slope": {"tanh": 0.25}},
        "slope-once": {"chain": "slope once"},
        "times-k": {"chain": "times"},
        "one-factor-short": {"chain": "one factor short"},
    },
    low=0.1,
    high=5.1,
    demo="jacobian-product",
    settings=shear,
)
