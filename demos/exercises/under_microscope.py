"""A question's own numbers as settings of the demo microscope: one step of one unit."""

from __future__ import annotations

from collections.abc import Iterable

from demos.contract import Value
from demos.settings import text_of

MATRICES = {"Elman": "W_elman", "LSTM": "W_lstm", "GRU": "W_gru"}
INPUTS = 8  # that the microscope has; a step takes the first


def microscope(cell: str, rows: Iterable[Iterable[float]], x: float, h: float, **more: Value) -> dict[str, Value]:
    """The cell with the weights `rows`, input x and state h."""
    inputs = text_of([[x, *[0.0] * (INPUTS - 1)]])
    return {"cell": cell, "weights": "own", MATRICES[cell]: text_of(rows), "x": inputs, "h0": h, "steps": 1, **more}
