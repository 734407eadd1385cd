"""Checks of what is handed to a cell: shapes named as expected and as given, one floating dtype."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.cells.activations import Array


def expect(name: str, given: Any, shape: tuple[int, ...]) -> Array:
    """`given` as it is, if it has this shape and floating numbers.

    Raises:
        ValueError: another shape, or integers.
    """
    array: Array = np.asarray(given)
    if array.shape != shape:
        raise ValueError(f"{name}: expected shape {shape}, got {array.shape}")
    if array.dtype.kind not in "fc":
        raise ValueError(f"{name}: expected floating numbers, got {array.dtype}; convert it with .astype(float)")
    return array


def sequence(x: Any, input_size: int) -> Array:
    """An input sequence (T, B, I).

    Raises:
        ValueError: another shape, or integers.
    """
    x = np.asarray(x)
    if x.ndim != 3 or x.shape[2] != input_size:
        raise ValueError(f"x: expected shape (T, B, {input_size}), got {x.shape}")
    return expect("x", x, x.shape)


def initial(name: str, state: Any, batch: int, hidden_size: int, dtype: Any) -> Array:
    """An initial state (B, H); zeros where none is given.

    Raises:
        ValueError: another shape, or integers.
    """
    if state is None:
        return np.zeros((batch, hidden_size), dtype)
    return expect(name, state, (batch, hidden_size))


def one_dtype(**arrays: Any) -> None:
    """All of these have one dtype; float32 and float64 do not mix (complex goes with float64).

    Raises:
        ValueError: they do not.
    """
    kinds = {name: np.asarray(array).dtype for name, array in arrays.items()}
    if len({np.zeros(0, kind).real.dtype for kind in kinds.values()}) > 1:
        given = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
        raise ValueError(f"mixed precision: {given}; convert them to one dtype")


def over_time(delta: Array, inputs: Array) -> Array:
    """Σ over steps and batch of δ_t u_t^T: (T, B, R) and (T, B, C) → (R, C), as one product."""
    rows, columns = delta.shape[-1], inputs.shape[-1]
    return np.asarray(delta.reshape(-1, rows).T @ inputs.reshape(-1, columns))


def before(first: Array, states: Array) -> Array:
    """The state before each step: (B, H) and (T, B, H) → (T, B, H)."""
    return np.concatenate([first[None], states[:-1]])
