"""elementwise-product: a forget gate times a cell state, component by component."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.cells import sigmoid
from demos.exercises.contract import Exercise, Sheet, factor, say, tenths, total

SIZE = 3


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """Three gates of two decimals and three components of a state."""
    gates = {f"f{i}": float(rng.integers(1, 20)) / 20 for i in range(1, SIZE + 1)}
    return {**gates, **{f"c{i}": tenths(rng, 5, 30) for i in range(1, SIZE + 1)}}


def right(**n: float) -> np.ndarray:
    """f ⊙ c."""
    f, c = np.split(np.array(list(n.values())), 2)
    return np.asarray(f * c)


def work(sheet: Sheet, *, gate: str = "f", order: str = "same", joins: str = "·", **n: Any) -> np.ndarray:
    """The three products.

    gate: what the state is multiplied by. order: of the state's components. joins: multiplies or adds.
    """
    f, c = np.split(np.array(list(n.values())), 2)
    if order == "reversed":
        c = c[::-1]
    added = total([say(each) for each in f])
    if gate == "mean":
        f = np.full(SIZE, sheet.line("m", f"({added}) / {SIZE}", f.mean()))
    elif gate == "σ(f)":
        f = sheet.line("σ(f)", f"({', '.join(f'σ({say(each)})' for each in f)})", sigmoid(f))
    elif gate == "share":
        f = sheet.line("p", f"({', '.join(map(say, f))}) / ({added})", f / f.sum())
    if joins == "+":
        said, product = [total([say(a), say(b)]) for a, b in zip(f, c, strict=True)], f + c
    elif gate == "1 − f":
        said, product = [f"(1 − {say(a)})·{factor(b)}" for a, b in zip(f, c, strict=True)], (1 - f) * c
    else:
        said, product = [f"{say(a)}·{factor(b)}" for a, b in zip(f, c, strict=True)], f * c
    return np.asarray(sheet.line("f ⊙ c", f"({', '.join(said)})", product))


EXERCISE = Exercise(
    asks="f ⊙ c",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "adds-the-gate": {"joins": "+"},
        "keeps-one-minus-f": {"gate": "1 − f"},
        "mean-gate": {"gate": "mean"},
        "sigma-again": {"gate": "σ(f)"},
        "gates-as-shares": {"gate": "share"},
        "reversed-order": {"order": "reversed"},
    },
    digits=3,
    low=-3.0,
    high=3.0,
)
