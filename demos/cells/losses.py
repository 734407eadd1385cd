"""Losses: cross-entropy and squared error, item by item, and their sum or mean over a sequence."""

from __future__ import annotations

from typing import Any, Literal, get_args

import numpy as np

from demos.cells.activations import Array, log_softmax, softmax
from demos.cells.one_hot import indices, one_hot
from demos.cells.shapes import choice

Reduce = Literal["sum", "mean"]


def one_target_each(targets: Any, shape: tuple[int, ...]) -> Array:
    """The targets as an array of this shape; broadcasting would hide a wrong one.

    Raises:
        ValueError: another shape.
    """
    array: Array = np.asarray(targets)
    if array.shape != shape:
        raise ValueError(f"targets: expected shape {shape}, got {array.shape}")
    return array


def classes(targets: Any, logits: Array) -> Array:
    """The targets as an array of indices, one for each item of the logits (…, V).

    Raises:
        ValueError: the targets have another shape, or are not integers in 0 … V − 1.
    """
    return indices("targets", one_target_each(targets, logits.shape[:-1]), logits.shape[-1])


def cross_entropy(logits: Any, targets: Any) -> Any:
    """−log softmax(logits)[target], in nats. logits (…, V), targets (…) of integers → (…).

    Raises:
        ValueError: the targets have another shape, or are not integers in 0 … V − 1.
    """
    logits = np.asarray(logits)
    targets = classes(targets, logits)
    return -np.take_along_axis(log_softmax(logits), targets[..., None], axis=-1)[..., 0]


def cross_entropy_gradient(logits: Any, targets: Any) -> Any:
    """The gradient of each item's cross-entropy with respect to its logits: p − y. Shape (…, V).

    Raises:
        ValueError: the targets have another shape, or are not integers in 0 … V − 1.
    """
    logits = np.asarray(logits)
    p = softmax(logits)
    y = one_hot(classes(targets, logits), logits.shape[-1], p.dtype)
    return p - y


def squared_error(outputs: Any, targets: Any) -> Any:
    """½ (y − t)², element by element.

    Raises:
        ValueError: the targets have another shape.
    """
    return 0.5 * squared_error_gradient(outputs, targets) ** 2


def squared_error_gradient(outputs: Any, targets: Any) -> Any:
    """y − t, element by element.

    Raises:
        ValueError: the targets have another shape.
    """
    outputs = np.asarray(outputs)
    return outputs - one_target_each(targets, outputs.shape)


def sequence_weights(shape: tuple[int, ...], mask: Any = None, reduce: Reduce = "mean") -> Array:
    """What each step's loss counts for in the total: dL/dloss_t. 0 at masked steps.

    shape: of the losses, (T,) or (T, B). mask: the same shape, true where a step counts.

    Raises:
        ValueError: the mask has another shape, or masks everything where the mean is wanted; or `reduce` is neither.
    """
    choice("reduce", reduce, get_args(Reduce))
    kept: Array = np.ones(shape) if mask is None else np.asarray(mask, dtype=float)
    if kept.shape != shape:
        raise ValueError(f"mask: expected shape {shape}, got {kept.shape}")
    if reduce == "sum":
        return kept
    if not kept.any():
        raise ValueError("mask: every step is masked; the mean over no step is not defined")
    return np.asarray(kept / kept.sum())


def sequence_loss(losses: Any, mask: Any = None, reduce: Reduce = "mean") -> Any:
    """The final loss: the sum, or the mean, of the losses of the steps that count. losses (T,) or (T, B) → scalar.

    What stands at a masked step is not looked at, be it infinite.

    Raises:
        ValueError: as `sequence_weights`.
    """
    losses = np.asarray(losses)
    weights = sequence_weights(losses.shape, mask, reduce)
    counts = weights != 0
    return (losses[counts] * weights[counts]).sum()
