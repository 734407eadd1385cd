"""padding-mean: the mean loss over the real steps of a padded batch of two sequences."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.cells import sequence_loss
from demos.exercises.contract import Exercise, Sheet, say, tenths, total

STEPS = 4


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """The losses of two sequences, a of four steps and b of one to three with what the pads hold; b's mask."""
    real = int(rng.integers(1, STEPS))
    losses = {f"{name}{t}": tenths(rng, 2, 30, signed=False) for name in "ab" for t in range(1, STEPS + 1)}
    return {**losses, "mask": ", ".join("1" if t < real else "0" for t in range(STEPS))}


def right(mask: str, **losses: float) -> float:
    """The masked mean, by the cell library."""
    batch = np.reshape(list(losses.values()), (2, STEPS)).T
    return float(sequence_loss(batch, np.array([[1] * STEPS, list(map(int, mask.split(", ")))]).T))


def work(sheet: Sheet, *, mask: str, adds: str = "real", by: str = "real", means: bool = False, **losses: Any) -> float:
    """The sum of the real steps' losses, divided by how many they are.

    adds: the losses that are added up. by: what the sum is divided by. means: the mean of the sequences' own means.
    """
    real = mask.count("1")
    a, b = list(losses.values())[:STEPS], list(losses.values())[STEPS:]
    counted = b if adds == "all" else b[:real]
    if means:
        each = [
            sheet.line(f"L_{name}", f"({total(list(map(say, row)))}) / {len(row)}", sum(row) / len(row))
            for name, row in (("a", a), ("b", counted))
        ]
        return float(sheet.line("L", f"({say(each[0])} + {say(each[1])}) / 2", sum(each) / 2))
    summed = sheet.line("Σ", total(list(map(say, a + counted))), sum(a + counted))
    if by == "nothing":
        return float(summed)
    said, below = {
        "real": (f"({STEPS} + {real})", STEPS + real),
        "all": (f"(2·{STEPS})", 2 * STEPS),
        "sequences": ("2", 2),
    }[by]
    return float(sheet.line("L", f"{say(summed)} / {said}", summed / below))


def shown(mask: str, **_: Any) -> dict[str, float | str]:
    """The shorter sequence, as the demo sequence-loss is set."""
    return {"steps": STEPS, "padded": mask.count("0"), "reduce": "mean"}


EXERCISE = Exercise(
    asks="L",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "mean-over-padding": {"adds": "all", "by": "all"},
        "padding-in-the-divisor": {"by": "all"},
        "mean-of-means": {"means": True},
        "sum-for-mean": {"by": "nothing"},
        "divides-by-sequences": {"by": "sequences"},
    },
    low=0.2,
    high=3.0,
    digits=3,
    demo="sequence-loss",
    settings=shown,
)
