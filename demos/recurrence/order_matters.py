"""order-matters: an RNN's last state depends on the order of its inputs; a bag of the same inputs does not."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells import elman
from demos.contract import Bars, Choice, Claim, Curves, Demo, Frame, Line, Series, Whole

WEIGHTS = elman.Parameters(
    W=np.array([[1.2], [-0.7]]), U=np.array([[0.6, -0.5], [0.4, 0.7]]), b=np.zeros(2), bh=np.zeros(2)
)


def permuted(x: np.ndarray, order: str, rng: np.random.Generator) -> np.ndarray:
    """The same inputs in another order."""
    if order == "reversed":
        return x[::-1]
    if order == "swapped":
        return np.concatenate([x[:-2], x[-1:], x[-2:-1]])
    return rng.permutation(x) if order == "shuffled" else x


def frames(*, rng: np.random.Generator, order: str, steps: int) -> Iterator[Frame]:
    """Both runs, step by step, then the two summaries side by side."""
    x = np.linspace(-1.0, 1.0, steps) + 0.2 * rng.standard_normal(steps)
    y = permuted(x, order, rng)
    one = elman.forward(WEIGHTS, x.reshape(steps, 1, 1)).h[:, 0]
    other = elman.forward(WEIGHTS, y.reshape(steps, 1, 1)).h[:, 0]
    bag, bag_permuted = np.tanh(x[:, None] @ WEIGHTS.W.T).mean(0), np.tanh(y[:, None] @ WEIGHTS.W.T).mean(0)
    for t in range(1, steps + 1):
        yield Frame(
            panels=(
                Curves(
                    id="path",
                    x_label="t",
                    y_range=(-1.0, 1.0),
                    lines=(
                        Line("as_given", np.arange(1, t + 1), one[:t, 0]),
                        Line("permuted", np.arange(1, t + 1), other[:t, 0]),
                    ),
                ),
                Bars(
                    id="summary",
                    labels=("as_given", "permuted"),
                    series=(
                        Series("h", (float(one[t - 1, 0]), float(other[t - 1, 0]))),
                        Series("bag", (float(bag[0]), float(bag_permuted[0]))),
                    ),
                    low=-1.0,
                    high=1.0,
                ),
            ),
            values={
                "difference": float(np.abs(one[-1] - other[-1]).max()),
                "bag_difference": float(np.abs(bag - bag_permuted).max()),
            },
            progress=t / steps,
            at=f"t = {t}",
        )


DEMO = Demo(
    parameters=(Choice("order", "reversed", ("given", "swapped", "reversed", "shuffled")), Whole("steps", 6, 3, 20)),
    frames=frames,
    claims=(
        Claim(
            "order-counts",
            "difference",
            ">",
            0.01,
            at={"order": "reversed"},
            applies=lambda s: s["order"] == "reversed",
        ),
        Claim("bag-does-not-see-it", "bag_difference", "<", 1e-12),
    ),
)
