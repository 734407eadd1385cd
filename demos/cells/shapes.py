"""Checks of what is handed to a cell: shapes named as expected and as given, one floating precision."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.cells.activations import Array


def expect(name: str, given: Any, shape: tuple[int, ...], like: Any = None) -> Array:
    """`given` as it is, if it has this shape and floating numbers; if `like` is given, a dtype, of its precision.

    float32 and float64 do not mix; a complex dtype goes with the floats that it is made of.

    Raises:
        ValueError: another shape, integers, or another precision.
    """
    array: Array = np.asarray(given)
    if array.shape != shape:
        raise ValueError(f"{name}: expected shape {shape}, got {array.shape}")
    if array.dtype.kind not in "fc":
        raise ValueError(f"{name}: expected floating numbers, got {array.dtype}; convert it with .astype(float)")
    if like is not None and array.dtype != like and precision(array.dtype) != precision(like):
        raise ValueError(f"{name}: expected the precision of {like}, got {array.dtype}; convert one to the other")
    return array


def precision(dtype: Any) -> np.dtype[Any]:
    """float64 for float64 and complex128, float32 for float32 and complex64."""
    return np.finfo(dtype).dtype


def choice(name: str, given: str, choices: tuple[str, ...]) -> None:
    """One of these words.

    Raises:
        ValueError: another one.
    """
    if given not in choices:
        raise ValueError(f"{name}: expected {' or '.join(map(repr, choices))}, got {given!r}")


def axes(name: str, given: Any, meaning: str) -> None:
    """An array with as many axes as `meaning` names, such as "(rows, columns)".

    Raises:
        ValueError: another number of axes, or no NumPy array.
    """
    if not isinstance(given, np.ndarray):
        raise ValueError(f"{name}: expected a NumPy array {meaning}, got {type(given).__name__}")
    if given.ndim != len(meaning.split(", ")):
        raise ValueError(f"{name}: expected shape {meaning}, got {given.shape}")


def sequence(x: Any, input_size: int, like: Any) -> Array:
    """An input sequence (T, B, I).

    Raises:
        ValueError: another shape, integers, or another precision than `like`.
    """
    x = np.asarray(x)
    if x.ndim != 3 or x.shape[2] != input_size:
        raise ValueError(f"x: expected shape (T, B, {input_size}), got {x.shape}")
    return expect("x", x, x.shape, like)


def initial(name: str, state: Any, batch: int, hidden_size: int, dtype: Any) -> Array:
    """An initial state (B, H); zeros where none is given.

    Raises:
        ValueError: another shape, integers, or another precision than `dtype`.
    """
    if state is None:
        return np.zeros((batch, hidden_size), dtype)
    return expect(name, state, (batch, hidden_size), dtype)


def one_step(like: Any, **vectors: tuple[Any, int]) -> None:
    """The vectors of one step, each given with its size: (…, size), with one batch shape; one without it serves all.

    Raises:
        ValueError: another size, two batch shapes, integers, or another precision than `like`.
    """
    batch: tuple[int, ...] = ()
    for name, (vector, size) in vectors.items():
        shape = np.shape(vector)
        batch = batch or shape[:-1]
        expect(name, vector, (*batch, size) if shape[:-1] else (size,), like)


def same_cell(x: Array, h: Array, input_size: int, hidden_size: int) -> None:
    """The inputs and states of a run, as a cell of these sizes leaves them.

    Raises:
        ValueError: the run is another cell's.
    """
    expect("run.x", x, (*x.shape[:2], input_size))
    expect("run.h", h, (*x.shape[:2], hidden_size))


def over_time(delta: Array, inputs: Array) -> Array:
    """Σ over steps and batch of δ_t u_t^T: (T, B, R) and (T, B, C) → (R, C), as one product."""
    rows, columns = delta.shape[-1], inputs.shape[-1]
    return np.asarray(delta.reshape(-1, rows).T @ inputs.reshape(-1, columns))


def before(first: Array, states: Array) -> Array:
    """The state before each step: (B, H) and (T, B, H) → (T, B, H)."""
    return np.concatenate([first[None], states])[:-1]
