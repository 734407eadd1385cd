"""char-model: a small net learns to predict the next character of a text, and writes some of its own.

    s_t = V h_t + v,  p_t = softmax(s_t),  L = mean of −log p_t[next character], in nats per character

Knowing nothing costs ln K for K different characters; knowing how often each comes, the unigram entropy; knowing
which follows which, the bigram entropy. What is measured is the text that it learns from, and no other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from types import ModuleType
from typing import Any

import numpy as np

from demos.cells import cross_entropy, cross_entropy_gradient, elman, gru, lstm, one_hot, softmax
from demos.cells.optimisers import Adam, clip_by_norm
from demos.cells.parameters import gradient_arrays
from demos.contract import Choice, Claim, Curves, Demo, Frame, Line, Number, Settings, Table, Whole

TEXTS = {
    "story": (
        "the boat left the bay before the sun was up. the water was flat and the oars were slow. "
        "a gull sat on the bow and did not move. when the wind rose the sail filled, and the old man let the oars "
        "rest. he had no map. he knew each rock by its shape and each hour by the light on the hills. "
        "at noon he turned for home, and the gull turned with him. "
    ),
    "chant": "row the boat and mow the hay, mow the hay and row the boat. " * 5,
}
CELLS: dict[str, tuple[ModuleType, dict[str, Any]]] = {
    "RNN": (elman, {}),
    "LSTM": (lstm, {"forget_bias": 1.0}),
    "GRU": (gru, {}),
}
WINDOW, BATCH, RATE = 16, 16, 1e-2  # characters in a window, windows in a batch
PICTURES, SAMPLES, WRITTEN = 20, 5, 48  # frames, samples shown, characters in a sample


@dataclass
class Model:
    """A cell with a read-out: logits s = V h + v over K characters."""

    cell: ModuleType
    parameters: Any
    V: np.ndarray
    v: np.ndarray

    def arrays(self) -> dict[str, np.ndarray]:
        """What is learned."""
        return {**self.parameters.arrays(), "V": self.V, "v": self.v}

    def run(self, codes: np.ndarray) -> tuple[Any, np.ndarray]:
        """The run over characters (T, B) and the logits after each (T, B, K)."""
        trace = self.cell.forward(self.parameters, one_hot(codes, len(self.v)))
        return trace, trace.h @ self.V.T + self.v

    def gradients(self, codes: np.ndarray) -> dict[str, np.ndarray]:
        """Of the mean loss over windows (T + 1, B), every character predicted from those before it."""
        trace, s = self.run(codes[:-1])
        ds = cross_entropy_gradient(s, codes[1:]) / codes[1:].size
        back = self.cell.backward(self.parameters, trace, ds @ self.V)
        return {**gradient_arrays(back), "V": np.einsum("tbk,tbh->kh", ds, trace.h), "v": ds.sum((0, 1))}

    def loss(self, codes: np.ndarray) -> float:
        """Nats per character over one text (N,)."""
        return float(cross_entropy(self.run(codes[:-1, None])[1][:, 0], codes[1:]).mean())

    def write(self, rng: np.random.Generator, first: int, temperature: float) -> list[int]:
        """Characters drawn one after another, each fed back as the next input."""
        written, state = [first], [np.zeros(self.parameters.hidden_size)]
        state *= 2 if self.cell is lstm else 1
        for _ in range(WRITTEN - 1):
            step = self.cell.step(self.parameters, one_hot(written[-1], len(self.v)), *state)
            state = [step.h, step.c] if self.cell is lstm else [step.h]
            p = softmax((self.V @ step.h + self.v) / temperature)
            written.append(int(rng.choice(len(p), p=p)))
        return written


def entropies(text: str) -> tuple[float, float]:
    """The unigram entropy of the characters to be predicted, and what is left of it given the one before."""
    followers, pairs, before = Counter(text[1:]), Counter(pairwise(text)), Counter(text[:-1])
    count = len(text) - 1
    unigram = -sum(n / count * np.log(n / count) for n in followers.values())
    bigram = -sum(n / count * np.log(n / before[pair[0]]) for pair, n in pairs.items())
    return float(unigram), float(bigram)


def frames(
    *, rng: np.random.Generator, cell: str, text: str, hidden: int, iterations: int, temperature: float
) -> Iterator[Frame]:
    """The loss over the text while it learns, and samples from early to late."""
    letters = sorted(set(TEXTS[text]))
    codes = np.array([letters.index(letter) for letter in TEXTS[text]])
    unigram, bigram = entropies(TEXTS[text])
    kind, options = CELLS[cell]
    V = 0.1 * rng.standard_normal((len(letters), hidden)) / np.sqrt(hidden)
    model = Model(kind, kind.init(rng, len(letters), hidden, **options), V, np.zeros(len(letters)))
    adam = Adam(RATE)
    seen: list[tuple[int, float]] = []
    samples: list[tuple[str | float, ...]] = []
    every = max(5, iterations // PICTURES)
    sampled = {iterations * k // (SAMPLES - 1) for k in range(SAMPLES)}
    for iteration in range(iterations + 1):
        if iteration:
            starts = rng.integers(0, len(codes) - WINDOW, BATCH)
            windows = codes[starts + np.arange(WINDOW + 1)[:, None]]
            adam.update(model.arrays(), clip_by_norm(model.gradients(windows), 1.0))
        if iteration in sampled:
            written = model.write(rng, int(codes[0]), temperature)
            samples.append((float(iteration), "".join(letters[code] for code in written)))
        if iteration % every == 0 or iteration == iterations:
            seen.append((iteration, model.loss(codes)))
            yield picture(seen, samples, len(letters), unigram, bigram, iteration / iterations)


def picture(
    seen: list[tuple[int, float]],
    samples: list[tuple[str | float, ...]],
    characters: int,
    unigram: float,
    bigram: float,
    done: float,
) -> Frame:
    """The loss so far under the three levels, and the samples."""
    steps, losses = (np.array(column, dtype=float) for column in zip(*seen, strict=True))
    levels = {"ln K": float(np.log(characters)), "unigram": unigram, "bigram": bigram}
    ends = np.array([0.0, max(1.0, steps[-1])])
    return Frame(
        panels=(
            Curves(
                id="loss",
                x_label="step",
                y_label="L",
                y_range=(0.0, 3.5),
                lines=(
                    Line("L", steps, losses),
                    *(Line(name, ends, np.full(2, level)) for name, level in levels.items()),
                ),
            ),
            Table(id="samples", columns=("step", "sample"), rows=samples),
        ),
        values={
            "start": float(losses[0]),
            "end": float(losses[-1]),
            "uniform": levels["ln K"],
            "unigram": unigram,
            "bigram": bigram,
            "characters": float(characters),
        },
        progress=done,
        at=f"step = {int(steps[-1])}",
    )


def trained(settings: Settings) -> bool:
    """Whether the net is large enough and learns for long enough to be held to the levels."""
    return int(settings["iterations"]) >= 150 and int(settings["hidden"]) >= 16


DEMO = Demo(
    parameters=(
        Choice("cell", "RNN", tuple(CELLS)),
        Choice("text", "story", tuple(TEXTS)),
        Whole("iterations", 150, 20, 300, 10),
        Whole("hidden", 24, 4, 48, 4),
        Number("temperature", 0.7, 0.1, 2.0, 0.1),
    ),
    frames=frames,
    claims=(
        Claim("starts-at-ln-k", "start", "=", "uniform", within=0.05),
        Claim("ends-below-unigram", "end", "<", "unigram", applies=trained),
        Claim("ends-below-bigram", "end", "<", "bigram", applies=lambda s: trained(s) and s["cell"] == "RNN"),
    ),
)
