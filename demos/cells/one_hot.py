"""One-hot vectors."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.cells.activations import Array


def one_hot(index: Any, size: int, dtype: Any = float) -> Array:
    """The basis vector e_index of `size` components; for an array of indices (…) an array (…, size).

    Raises:
        ValueError: an index is outside 0 … size − 1.
    """
    index = np.asarray(index)
    if index.size and not (index.min() >= 0 and index.max() < size):
        raise ValueError(f"index: expected 0 to {size - 1}, got {index.min()} to {index.max()}")
    vector = np.zeros((*index.shape, size), dtype)
    np.put_along_axis(vector, index[..., None], 1, axis=-1)
    return vector
