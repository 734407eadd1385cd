"""clipping: a gradient of two components, clipped by its norm or by value."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from demos.cells.optimisers import clip_by_norm, clip_by_value
from demos.exercises.contract import Exercise, Sheet, factor, say

NORM, VALUE = "‖g‖", "|g_1|, |g_2|"  # what the threshold limits, as the stem says it
Length = Callable[[float, float], tuple[str, float]]
LENGTHS: dict[str, Length] = {
    "norm": lambda x, y: (f"√({factor(x)}² + {factor(y)}²)", float(np.hypot(x, y))),
    "squared": lambda x, y: (f"{factor(x)}² + {factor(y)}²", x * x + y * y),
    "sum": lambda x, y: (f"|{say(x)}| + |{say(y)}|", abs(x) + abs(y)),
    "largest": lambda x, y: (f"max(|{say(x)}|, |{say(y)}|)", max(abs(x), abs(y))),
}


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """A gradient of whole numbers and a threshold of halves, less than its larger component."""
    sizes = rng.permutation([rng.integers(8, 31), rng.integers(2, 26)])
    signs = rng.choice([-1, 1], 2)
    return {
        "limits": str(rng.choice([NORM, VALUE], p=[0.6, 0.4])),
        "gx": int(sizes[0] * signs[0]),
        "gy": int(sizes[1] * signs[1]),
        "threshold": float(rng.integers(3, int(1.6 * sizes.max()))) / 2,
    }


def right(limits: str, gx: float, gy: float, threshold: float) -> np.ndarray:
    """The clipped gradient, by the cell library."""
    clip = clip_by_norm if limits == NORM else clip_by_value
    return clip({"g": np.array([gx, gy])}, threshold)["g"]


def scaled(sheet: Sheet, g: Sequence[float], threshold: float, length: str = "norm") -> np.ndarray:
    """The lines of the length and of the gradient scaled to the threshold."""
    norm = sheet.line("‖g‖", *LENGTHS[length](*g))
    said = ", ".join(f"{say(each)}·{say(threshold)}/{say(norm)}" for each in g)
    return np.asarray(sheet.line("ĝ", f"({said})", np.array(g) * threshold / norm))


def cut(sheet: Sheet, g: Sequence[float], threshold: float, *, below: bool = True) -> np.ndarray:
    """The line of the gradient cut component by component; not `below`: at +θ only."""
    top = [f"min({say(threshold)}, {say(each)})" for each in g]
    said = ", ".join(f"max({say(-threshold)}, {each})" if below else each for each in top)
    return np.asarray(sheet.line("ĝ", f"({said})", np.clip(g, -threshold if below else -np.inf, threshold)))


def work(
    sheet: Sheet,
    *,
    limits: str,
    gx: float,
    gy: float,
    threshold: float,
    by_norm: str = "norm",
    by_value: str = "value",
) -> np.ndarray:
    """By norm the length first, then both components scaled; by value each component cut.

    by_norm, by_value: what is done where the one or the other is asked for.
    """
    way = by_norm if limits == NORM else by_value
    if way in ("value", "above"):
        return cut(sheet, (gx, gy), threshold, below=way == "value")
    if way == "unit":
        return scaled(sheet, (gx, gy), 1.0)
    return scaled(sheet, (gx, gy), threshold, way)


EXERCISE = Exercise(
    asks="ĝ",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "value-for-norm": {"by_norm": "value"},
        "norm-for-value": {"by_value": "norm"},
        "unit-length": {"by_norm": "unit"},
        "sum-of-sizes": {"by_norm": "sum"},
        "no-root": {"by_norm": "squared"},
        "scaled-by-the-largest": {"by_norm": "largest", "by_value": "largest"},
        "cut-above-only": {"by_value": "above"},
    },
    digits=2,
    low=-25.0,
    high=25.0,
    demo="clipping",
    settings=lambda gx, gy, threshold, **_: {"gx": gx, "gy": gy, "threshold": threshold},
)
