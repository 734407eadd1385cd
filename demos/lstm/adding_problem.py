"""adding-problem: of T numbers two are marked, and their sum is asked for at the end (Hochreiter & Schmidhuber 1997).

Here, as in Arjovsky, Shah & Bengio (2016), they are uniform in [0, 1]. Who always answers 1, the mean, is wrong by
Var(u₁ + u₂) = 2 · 1/12 = 1/6 in the mean square; only a memory of the first marked number gets below that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from demos.contract import Choice, Claim, Curves, Demo, Frame, Line, Settings, Whole
from demos.training import CELLS, OfTheLast, pause, smooth

HIDDEN, BATCH, TESTED, WIDTH = 32, 50, 200, 25  # WIDTH: so many losses in a row are averaged
GUESSES = 20_000  # enough sums for their variance: 1/6 ± 0.0014


def sequences(rng: np.random.Generator, steps: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Numbers, and marks: one in the first half and one in the second. x (T, count, 2), sums (count)."""
    x = np.zeros((steps, count, 2), np.float32)  # a third of the time that float64 takes
    x[:, :, 0] = rng.random((steps, count), np.float32)
    first, second, every = rng.integers(0, steps // 2, count), rng.integers(steps // 2, steps, count), np.arange(count)
    x[first, every, 1] = x[second, every, 1] = 1.0
    return x, x[first, every, 0] + x[second, every, 0]


class Adder(OfTheLast):
    """A cell whose last state tells the sum."""

    def learn(self, x: np.ndarray, sums: np.ndarray) -> np.ndarray:
        """One step of Adam on the mean squared error; the answers before it."""
        return self.learn_by(lambda s: (((s - sums) ** 2).mean(), 2 * (s - sums) / len(sums)), x)


def frames(*, rng: np.random.Generator, cell: str, steps: int, iterations: int) -> Iterator[Frame]:
    """The training, a picture every few iterations; at the end a test on fresh sequences."""
    kind, options = CELLS[cell]
    readout = (rng.standard_normal(HIDDEN) / np.sqrt(HIDDEN)).astype(np.float32)
    adder = Adder(kind, kind.init(rng, 2, HIDDEN, np.float32, **options), readout, np.zeros(1, np.float32))
    baseline = float(((sequences(rng, 2, GUESSES)[1] - 1.0) ** 2).mean())
    for iteration in range(1, iterations + 1):
        x, sums = sequences(rng, steps, BATCH)
        answers = adder.learn(x, sums)
        if iteration % pause(steps) == 0 or iteration in (1, iterations):
            values = {"baseline": baseline, "best": float(smooth(adder.losses, WIDTH).min())}
            if iteration == iterations:
                x, fresh = sequences(rng, steps, TESTED)
                values["tested"] = float(((adder.score(x)[1] - fresh) ** 2).mean())
            yield picture(adder.losses, sums, answers, values, iteration / iterations)


def picture(losses: list[float], sums: np.ndarray, answers: np.ndarray, values: dict[str, float], done: float) -> Frame:
    """The loss so far over the level of guessing; the latest batch's answers over the true sums."""
    smoothed = smooth(losses, WIDTH)
    at = len(losses) - len(smoothed) + np.arange(1.0, len(smoothed) + 1)
    order, ends = np.argsort(sums), np.array([0.0, 2.0])
    return Frame(
        panels=(
            Curves(
                id="loss",
                x_label="step",
                y_label="L",
                y_log=True,
                lines=(Line("L", at, smoothed), Line("1/6", np.array([0.0, len(losses)]), np.full(2, 1 / 6))),
            ),
            Curves(
                id="answers",
                x_label="sum",
                y_label="answer",
                x_range=(0.0, 2.0),
                y_range=(0.0, 2.0),
                lines=(Line("answer", sums[order], answers[order]), Line("exact", ends, ends)),
            ),
        ),
        values=values,
        progress=done,
        at=f"step = {len(losses)}",
    )


GRU: Settings = {"cell": "GRU", "steps": 50, "iterations": 300}
RNN: Settings = {"cell": "RNN", "steps": 50, "iterations": 800}


def at_50(cell: str, iterations: int) -> Callable[[Settings], bool]:
    """Whether this cell learns, for as many iterations at least, to add two of 50 numbers."""
    return lambda s: s["cell"] == cell and s["steps"] == 50 and int(s["iterations"]) >= iterations


DEMO = Demo(
    parameters=(
        Choice("cell", "LSTM", tuple(CELLS)),
        Whole("steps", 50, 10, 100, 10),
        Whole("iterations", 800, 50, 1000, 50),
    ),
    frames=frames,
    claims=(
        Claim("guessing", "baseline", "=", 1 / 6, within=0.01, at={"cell": "RNN", "steps": 10, "iterations": 50}),
        Claim("lstm-adds", "best", "<", 0.01, quick=False, applies=at_50("LSTM", 800)),
        Claim("gru-adds", "best", "<", 0.01, at=GRU, quick=False, applies=at_50("GRU", 300)),
        Claim("rnn-guesses", "best", ">", 0.1, at=RNN, quick=False, applies=at_50("RNN", 50)),
    ),
)
