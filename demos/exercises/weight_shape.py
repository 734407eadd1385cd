"""weight-shape: the shape of PyTorch's weight_ih_l0 or weight_hh_l0 of an RNN, an LSTM or a GRU."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from demos.exercises.contract import Exercise, Sheet, say
from demos.exercises.parameter_count import BLOCKS, CELLS, MIXED_UP, ONE_BLOCK

WEIGHTS = {"weight_ih_l0": "weight_hh_l0", "weight_hh_l0": "weight_ih_l0"}  # each with the other one


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """A cell, one of its two matrices, and its sizes."""
    return {
        "cell": str(rng.choice(list(CELLS))),
        "weight": str(rng.choice(list(WEIGHTS))),
        "inputs": int(rng.integers(5, 61)),
        "units": int(rng.integers(5, 61)),
    }


def right(cell: str, weight: str, inputs: float, units: float) -> tuple[int, ...]:
    """The shape of the library's array of that name."""
    arrays = CELLS[cell].init(np.random.default_rng(0), int(inputs), int(units)).to_torch()
    return tuple(arrays[weight].shape)


def work(
    sheet: Sheet,
    *,
    cell: str,
    weight: str,
    inputs: float,
    units: float,
    blocks: Mapping[str, int] = BLOCKS,
    matrix: str = "asked",
    layout: str = "rows",
) -> tuple[float, ...]:
    """Rows and columns.

    blocks: how many a cell has. matrix: the other one, or one for inputs and state together. layout: the blocks stacked
    as rows, or side by side as columns, which for weight_hh_l0 is the same as all transposed and counts as that.
    """
    reads = {"asked": weight, "other": WEIGHTS[weight], "joined": "joined"}[matrix]
    columns, read = {
        "weight_ih_l0": (inputs, say(inputs)),
        "weight_hh_l0": (units, say(units)),
        "joined": (inputs + units, f"{say(inputs)} + {say(units)}"),
    }[reads]
    count = blocks[cell]
    if layout == "columns" and weight == "weight_hh_l0":
        layout = "rows"
    times = f"{count}·" if count > 1 else ""
    shape, said = {
        "rows": ((count * units, columns), (times + say(units), read)),
        "columns": ((units, count * columns), (say(units), times + read)),
        "transposed": ((columns, count * units), (read, times + say(units))),
    }[layout]
    return tuple(sheet.line(f"{weight}.shape", f"({', '.join(said)})", shape).tolist())


EXERCISE = Exercise(
    asks="weight_ih_l0.shape, weight_hh_l0.shape",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "transposed": {"layout": "transposed"},
        "blocks-side-by-side": {"layout": "columns"},
        "no-blocks": {"blocks": ONE_BLOCK},
        "other-gated-cell": {"blocks": MIXED_UP},
        "other-matrix": {"matrix": "other"},
        "one-matrix-for-both": {"matrix": "joined"},
    },
    low=5,
    high=240,
    digits=0,
)
