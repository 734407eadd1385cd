"""one-hot-product: a matrix times a one-hot vector, which picks a column."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.cells import one_hot
from demos.exercises.contract import Exercise, Sheet, weighted

SIZE = 3


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """A matrix of whole numbers other than 0, and the place of the 1, counted from 0."""
    entries = (rng.integers(1, 10, SIZE * SIZE) * rng.choice([-1, 1], SIZE * SIZE)).tolist()
    return {"k": int(rng.integers(SIZE)), **{f"w{at // SIZE}{at % SIZE}": each for at, each in enumerate(entries)}}


def matrix(entries: dict[str, Any]) -> np.ndarray:
    """The entries row by row."""
    return np.array(list(entries.values()), dtype=float).reshape(SIZE, SIZE)


def right(k: float, **w: float) -> np.ndarray:
    """W e_k."""
    return np.asarray(matrix(w) @ one_hot(int(k), SIZE))


def work(sheet: Sheet, *, k: float, holds: str = "one", of: str = "rows", keeps: str = "all", **w: Any) -> np.ndarray:
    """Each row of W times e_k.

    holds: what the vector has in it. of: what is multiplied by the vector, component by component of the result.
    keeps: which components of the result are kept.
    """
    W, at = matrix(w), int(k) - 1 if holds == "one, counted from 1" and k > 0 else int(k)
    e = np.ones(SIZE) if holds == "ones" else one_hot(at, SIZE) * (k if holds == "k" else 1)
    rows = W if of == "rows" else W.T
    product, said = rows @ e, [weighted(*zip(row, e.tolist(), strict=True)) for row in rows.tolist()]
    if keeps == "k":
        product, said = product * one_hot(at, SIZE), [each if i == at else "0" for i, each in enumerate(said)]
    return np.asarray(sheet.line(f"W·e_{int(k)}", f"({', '.join(said)})", product))


EXERCISE = Exercise(
    asks="W·e_k",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "row-for-column": {"of": "columns"},
        "counted-from-one": {"holds": "one, counted from 1"},
        "columns-added-up": {"holds": "ones"},
        "index-for-one": {"holds": "k"},
        "only-component-k": {"keeps": "k"},
    },
    low=-9,
    high=9,
    digits=0,
    demo="one-hot",
    settings=lambda k, **_: {"vocabulary": SIZE, "index": k},
)
