"""scan-combine: two steps of a linear recurrence h ↦ a·h + b made one, as a parallel scan does."""

from __future__ import annotations

import numpy as np

from demos.cells import elman
from demos.exercises.contract import Exercise, Sheet, factor, say, tenths, total, weighted


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """Two pairs, each number of two digits."""
    return {name: tenths(rng, 3, 20) for name in ("a1", "b1", "a2", "b2")}


def right(a1: float, b1: float, a2: float, b2: float) -> tuple[float, float]:
    """The pair, by the cell library: where two linear steps take 0 and 1."""
    h = np.array([[0.0], [1.0]])
    for a, b in ((a1, b1), (a2, b2)):
        cell = elman.Parameters(
            W=np.zeros((1, 1)), U=np.array([[a]]), b=np.array([b]), bh=np.zeros(1), activation="identity"
        )
        h = elman.step(cell, np.zeros((2, 1)), h).h
    from_0, from_1 = h[:, 0].tolist()
    return from_1 - from_0, from_0


def work(
    sheet: Sheet, *, a1: float, b1: float, a2: float, b2: float, slope: str = "product", offset: str = "a2·b1 + b2"
) -> tuple[float, float]:
    """a, then the pair."""
    a = sheet.line(
        "a",
        *{
            "product": (f"{say(a1)}·{factor(a2)}", a1 * a2),
            "sum": (total([say(a1), say(a2)]), a1 + a2),
        }[slope],
    )
    said, b = {
        "a2·b1 + b2": (weighted((a2, b1), plus=b2), a2 * b1 + b2),
        "a1·b2 + b1": (weighted((a1, b2), plus=b1), a1 * b2 + b1),
        "a1·b1 + b2": (weighted((a1, b1), plus=b2), a1 * b1 + b2),
        "b1 + b2": (total([say(b1), say(b2)]), b1 + b2),
        "a2·(b1 + b2)": (f"{say(a2)}·({total([say(b1), say(b2)])})", a2 * (b1 + b2)),
        "b1·b2": (f"{say(b1)}·{factor(b2)}", b1 * b2),
    }[offset]
    pair = sheet.line("(a, b)", f"({say(a)}, {said})", (a, b))
    return float(pair[0]), float(pair[1])


EXERCISE = Exercise(
    asks="(a, b)",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "other-order": {"offset": "a1·b2 + b1"},
        "own-factor": {"offset": "a1·b1 + b2"},
        "offsets-added": {"offset": "b1 + b2"},
        "factor-on-both-offsets": {"offset": "a2·(b1 + b2)"},
        "offsets-multiplied": {"offset": "b1·b2"},
        "factors-added": {"slope": "sum"},
    },
    digits=2,
    low=-6.5,
    high=6.5,
)
