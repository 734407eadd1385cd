"""Losses: cross-entropy and squared error, item by item, and their sum or mean over a sequence."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from demos.cells.activations import Array, log_softmax, softmax
from demos.cells.one_hot import one_hot

Reduce = Literal["sum", "mean"]


def cross_entropy(logits: Any, targets: Any) -> Any:
    """−log softmax(logits)[target], in nats. logits (…, V), targets (…) of integers → (…)."""
    logits, targets = np.asarray(logits), np.asarray(targets)
    return -np.take_along_axis(log_softmax(logits), targets[..., None], axis=-1)[..., 0]


def cross_entropy_gradient(logits: Any, targets: Any) -> Any:
    """The gradient of each item's cross-entropy with respect to its logits: p − y. Shape (…, V)."""
    logits = np.asarray(logits)
    return softmax(logits) - one_hot(targets, logits.shape[-1])


def squared_error(outputs: Any, targets: Any) -> Any:
    """½ (y − t)², element by element."""
    return 0.5 * (np.asarray(outputs) - np.asarray(targets)) ** 2


def squared_error_gradient(outputs: Any, targets: Any) -> Any:
    """y − t, element by element."""
    return np.asarray(outputs) - np.asarray(targets)


def sequence_weights(shape: tuple[int, ...], mask: Any = None, reduce: Reduce = "mean") -> Array:
    """What each step's loss counts for in the total: dL/dloss_t. 0 at masked steps.

    shape: of the losses, (T,) or (T, B). mask: the same shape, true where a step counts.

    Raises:
        ValueError: the mask has another shape, or masks everything where the mean is wanted.
    """
    kept: Array = np.ones(shape) if mask is None else np.asarray(mask, dtype=float)
    if kept.shape != shape:
        raise ValueError(f"mask: expected shape {shape}, got {kept.shape}")
    if reduce == "sum":
        return kept
    if not kept.any():
        raise ValueError("mask: every step is masked; the mean over no step is not defined")
    return np.asarray(kept / kept.sum())


def sequence_loss(losses: Any, mask: Any = None, reduce: Reduce = "mean") -> Any:
    """The final loss: the sum, or the mean, of the losses of the steps that count. losses (T,) or (T, B) → scalar."""
    losses = np.asarray(losses)
    return (losses * sequence_weights(losses.shape, mask, reduce)).sum()
