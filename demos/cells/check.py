"""The complex step: derivatives to the last digits, without differences (Squire & Trapp 1998)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from demos.cells.activations import Array


def complex_step(f: Callable[[Array], Any], x: Any, h: float = 1e-20) -> Array:
    """The gradient of a real function f of an array x, as Im f(x + ih e_k) / h for each component k.

    Exact to rounding, since nothing is subtracted. f must be smooth and hand complex numbers through: no abs, no
    norm, no kink at x. The result has the shape of x.
    """
    x = np.asarray(x, dtype=float)
    gradient: Array = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[index] += 1j * h
        gradient[index] = np.imag(f(moved)) / h
    return gradient
