"""sequence-loss: the final loss is the sum, or the mean, of the losses of the steps that count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from demos.cells import complex_step, cross_entropy, log_softmax
from demos.cells.losses import cross_entropy_gradient, sequence_loss, sequence_weights
from demos.contract import Bars, Choice, Claim, Demo, Frame, Series, Table, Whole

VOCABULARY = 4


def frames(*, rng: np.random.Generator, steps: int, padded: int, reduce: str) -> Iterator[Frame]:
    """Step by step: the loss of each, and the total so far; the last `padded` steps are masked."""
    padded = min(padded, steps - 1)
    z = rng.normal(size=(steps, VOCABULARY)).round(1)
    targets = rng.integers(0, VOCABULARY, steps)
    mask = np.arange(steps) < steps - padded
    losses = cross_entropy(z, targets)
    total = float(sequence_loss(losses, mask, reduce))  # type: ignore[arg-type]
    weights = sequence_weights(losses.shape, mask, reduce)  # type: ignore[arg-type]
    gradient = cross_entropy_gradient(z, targets) * weights[:, None]

    def whole(logits: np.ndarray) -> Any:
        """The final loss as a function of all logits, written out."""
        terms = [-log_softmax(logits[t])[targets[t]] for t in range(steps) if mask[t]]
        return sum(terms) / (len(terms) if reduce == "mean" else 1)

    exact = complex_step(whole, z)
    other = np.where(mask[:, None], z, -3.0 * z + 1.0)
    changed = float(sequence_loss(cross_entropy(other, targets), mask, reduce))  # type: ignore[arg-type]
    for t in range(1, steps + 1):
        counted = losses[:t] * mask[:t]
        yield Frame(
            panels=(
                Bars(
                    id="losses",
                    labels=tuple(f"t = {k + 1}" for k in range(t)),
                    series=(Series("loss", counted),),
                    low=0.0,
                ),
                Table(
                    id="totals",
                    columns=("", "loss"),
                    rows=[("sum", float(counted.sum())), ("mean", float(counted.sum() / max(1, mask[:t].sum())))],
                ),
            ),
            values={
                "total": total,
                "by_hand": float(losses[mask].sum() / (mask.sum() if reduce == "mean" else 1)),
                "gradient_error": float(np.abs(gradient - exact).max()),
                "masked_loss": abs(changed - total),
                "masked_gradient": float(np.abs(gradient[~mask]).max(initial=0.0)),
                "mean_over_padding": float(losses[mask].sum() / steps),
            },
            progress=t / steps,
            at=f"t = {t}",
        )


DEMO = Demo(
    parameters=(Whole("steps", 6, 2, 12), Whole("padded", 2, 0, 10), Choice("reduce", "mean", ("mean", "sum"))),
    frames=frames,
    claims=(
        Claim("total", "total", "=", "by_hand", within=1e-12),
        Claim("gradient", "gradient_error", "<=", 1e-12),
        Claim("masked-loss-is-zero", "masked_loss", "=", 0.0),
        Claim("masked-add-nothing", "masked_gradient", "=", 0.0),
    ),
)
