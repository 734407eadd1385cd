"""parameter-count: how many numbers a layer of an RNN, an LSTM or a GRU learns, with one bias or two a unit."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from demos.cells import elman, gru, lstm
from demos.exercises.contract import Exercise, Sheet, say, weighted

CELLS = {"RNN": elman, "LSTM": lstm, "GRU": gru}
BLOCKS = {"RNN": 1, "LSTM": 4, "GRU": 3}
ONE_BLOCK = dict.fromkeys(BLOCKS, 1)
MIXED_UP = {"RNN": 1, "LSTM": 3, "GRU": 4}


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """A cell, its sizes, and sequences of some length, which has no part in the answer."""
    return {
        "cell": str(rng.choice(list(CELLS))),
        "inputs": int(rng.integers(3, 41)),
        "units": int(rng.integers(4, 49)),
        "steps": int(rng.integers(10, 61)),
        "biases": int(rng.integers(1, 3)),
    }


def right(cell: str, inputs: float, units: float, steps: float, biases: float) -> float:
    """The sizes of the library's arrays; without the second bias, where there is one."""
    del steps
    arrays = CELLS[cell].init(np.random.default_rng(0), int(inputs), int(units)).arrays()
    return float(sum(array.size for name, array in arrays.items() if name != "bh" or biases == 2))


def work(
    sheet: Sheet,
    *,
    cell: str,
    inputs: float,
    units: float,
    steps: float,
    biases: float,
    blocks: Mapping[str, int] = BLOCKS,
    bias: str = "as said",
    recurs: bool = True,
    width: str = "units",
    shared: bool = True,
) -> float:
    """The numbers of one block: input weights, recurrent weights, biases; then those of all blocks.

    blocks: how many a cell has. bias: how many a unit has, if not as said. width: what is taken for the number of
    units. shared: one set of numbers for all steps.
    """
    h = units if width == "units" else steps
    parts = [(h, inputs), (h, h)] if recurs else [(h, inputs)]
    if bias != "none":
        parts.append((h, biases if bias == "as said" else 3 - biases))
    block = sheet.line("m", weighted(*parts), sum(one * other for one, other in parts))
    if not shared:
        return float(sheet.line("n", f"{say(steps)}·{blocks[cell]}·{say(block)}", steps * blocks[cell] * block))
    return float(sheet.line("n", f"{blocks[cell]}·{say(block)}", blocks[cell] * block))


EXERCISE = Exercise(
    asks="n",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "other-gated-cell": {"blocks": MIXED_UP},
        "one-block": {"blocks": ONE_BLOCK},
        "no-biases": {"bias": "none"},
        "other-number-of-biases": {"bias": "other"},
        "no-recurrent-weights": {"recurs": False},
        "weights-at-each-step": {"shared": False},
        "steps-for-units": {"width": "steps"},
    },
    low=32,
    high=18000,
    digits=0,
)
