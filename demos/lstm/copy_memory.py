"""copy-memory: ten symbols, a gap of T steps that ends in a signal, and the ten are to be told. The net guesses.

Who has forgotten the symbols, of which there are eight, but knows the time is silent until the signal and then
guesses ten times: 10 ln 8 nats in T + 20 steps (task and baseline as in Arjovsky, Shah & Bengio 2016).
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator

import numpy as np

from demos.cells import cross_entropy, one_hot
from demos.contract import Choice, Claim, Curves, Demo, Frame, Line, Settings, Whole
from demos.training import CELLS, OfEach, pause, smooth

SYMBOLS, LENGTH = 8, 10
BLANK, SIGNAL = SYMBOLS, SYMBOLS + 1
HIDDEN, BATCH, TESTED, WIDTH = 32, 32, 200, 25  # WIDTH: so many batches in a row are averaged


def sequences(rng: np.random.Generator, gap: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """What is shown, one-hot (T + 20, count, 10), and the classes to be told (T + 20, count)."""
    symbols = rng.integers(0, SYMBOLS, (LENGTH, count))
    shown, told = np.full((2, gap + 2 * LENGTH, count), BLANK)
    shown[:LENGTH], told[-LENGTH:] = symbols, symbols
    shown[-LENGTH - 1] = SIGNAL
    return one_hot(shown, SYMBOLS + 2, np.float32), told


def recalled(logits: np.ndarray, told: np.ndarray) -> np.ndarray:
    """The share of the sequences in which each of the ten symbols is told right (10)."""
    return np.asarray((logits[-LENGTH:].argmax(-1) == told[-LENGTH:]).mean(1))


def frames(*, rng: np.random.Generator, cell: str, gap: int, iterations: int) -> Iterator[Frame]:
    """The training, a picture every few iterations; at the end a test on fresh sequences."""
    kind, options = CELLS[cell]
    V = (0.1 * rng.standard_normal((SYMBOLS + 1, HIDDEN)) / np.sqrt(HIDDEN)).astype(np.float32)
    p = kind.init(rng, SYMBOLS + 2, HIDDEN, np.float32, **options)
    copier = OfEach(kind, p, V, np.zeros(SYMBOLS + 1, np.float32))
    baseline = LENGTH * math.log(SYMBOLS) / (gap + 2 * LENGTH)
    recent: deque[np.ndarray] = deque(maxlen=WIDTH)
    for iteration in range(1, iterations + 1):
        x, told = sequences(rng, gap, BATCH)
        recent.append(recalled(copier.learn(x, told), told))
        if iteration % pause(len(x)) == 0 or iteration in (1, iterations):
            shares, values = np.mean(recent, axis=0), {"baseline": baseline}
            if iteration == iterations:
                x, told = sequences(rng, gap, TESTED)
                logits = copier.logits(x)[1]
                shares, loss = recalled(logits, told), float(cross_entropy(logits, told).mean())
                values |= {"tested": loss, "of_baseline": loss / baseline, "recalled": float(shares.mean())}
            yield picture(copier.losses, baseline, shares, values, iteration / iterations)


def picture(losses: list[float], baseline: float, shares: np.ndarray, values: dict[str, float], done: float) -> Frame:
    """The loss so far over the level of guessing; how often each of the ten symbols is recalled."""
    smoothed = smooth(losses, WIDTH)
    at = len(losses) - len(smoothed) + np.arange(1.0, len(smoothed) + 1)
    places = np.arange(1.0, LENGTH + 1)
    return Frame(
        panels=(
            Curves(
                id="loss",
                x_label="step",
                y_label="L",
                y_range=(0.0, 2 * baseline),
                lines=(Line("L", at, smoothed), Line("guessing", np.array([0.0, len(losses)]), np.full(2, baseline))),
            ),
            Curves(
                id="shares",
                x_label="symbol",
                y_range=(0.0, 1.0),
                lines=(Line("share", places, shares), Line("1/8", places, np.full(LENGTH, 1 / SYMBOLS))),
            ),
        ),
        values=values,
        progress=done,
        at=f"step = {len(losses)}",
    )


GRU: Settings = {"cell": "GRU", "gap": 10, "iterations": 1000}
RNN: Settings = {"cell": "RNN", "gap": 10, "iterations": 1000}


def waiting(s: Settings) -> bool:
    """Whether an LSTM is sure to be on the plateau still: after 1000 steps one of three nets was off it."""
    return s["cell"] == "LSTM" and int(s["gap"]) >= 30 and int(s["iterations"]) <= 500


DEMO = Demo(
    parameters=(
        Choice("cell", "LSTM", tuple(CELLS)),
        Whole("gap", 30, 1, 50),
        Whole("iterations", 500, 50, 1000, 50),
    ),
    frames=frames,
    claims=(
        Claim("lstm-guesses", "of_baseline", ">", 0.99, quick=False, applies=waiting),
        Claim("rnn-guesses", "of_baseline", ">", 0.99, at=RNN, quick=False, applies=lambda s: s["cell"] == "RNN"),
        Claim("gru-begins", "of_baseline", "<", 0.97, at=GRU, quick=False, applies=lambda s: s == GRU),
        Claim("gru-does-not-copy", "recalled", "<", 0.5, at=GRU, quick=False, applies=lambda s: s == GRU),
    ),
)
