"""One-hot vectors, and the class indices that they stand for."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.cells.activations import Array


def indices(name: str, given: Any, size: int) -> Array:
    """`given` as an array, if it holds integers in 0 … size − 1.

    Raises:
        ValueError: it does not.
    """
    index: Array = np.asarray(given)
    if index.dtype.kind not in "iu":
        raise ValueError(f"{name}: expected integers, got {index.dtype}")
    if index.size and not (index.min() >= 0 and index.max() < size):
        raise ValueError(f"{name}: expected 0 to {size - 1}, got {index.min()} to {index.max()}")
    return index


def one_hot(index: Any, size: int, dtype: Any = float) -> Array:
    """The basis vector e_index of `size` components; for an array of indices (…) an array (…, size).

    Raises:
        ValueError: an index is no integer, or outside 0 … size − 1.
    """
    index = indices("index", index, size)
    vector = np.zeros((*index.shape, size), dtype)
    np.put_along_axis(vector, index[..., None], 1, axis=-1)
    return vector
