"""How far an array is from what it should be."""

from __future__ import annotations

from typing import Any

import numpy as np


def deviation(got: Any, wanted: Any) -> float:
    """The largest |got − wanted|, of the largest |wanted|. 0 where they are equal, all of them 0 or not."""
    got, wanted = np.asarray(got), np.asarray(wanted)
    assert got.shape == wanted.shape, f"{got.shape} is not {wanted.shape}"
    if np.array_equal(got, wanted):
        return 0.0
    largest = float(np.abs(wanted).max())
    assert largest > 0.0, "nothing but 0 was wanted"
    return float(np.abs(got - wanted).max()) / largest
