"""char-model: a small net learns to predict the next character of a text, and writes some of its own.

    s_t = V h_t + v,  p_t = softmax(s_t),  L = mean of −log p_t[next character], in nats per character

Knowing nothing costs ln K for K different characters; knowing how often each comes, the unigram entropy; knowing
which follows which, the bigram entropy. What is measured is the text that it learns from, and no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from demos.cells import cross_entropy, lstm, one_hot, softmax
from demos.contract import Choice, Claim, Curves, Demo, Frame, Line, Number, Settings, Table, Whole
from demos.recurrence.texts import TEXTS, entropies
from demos.training import CELLS, OfEach

WINDOW, BATCH = 16, 16  # characters in a window, windows in a batch
PICTURES, SAMPLES, WRITTEN = 20, 5, 48  # frames, samples shown, characters in a sample


class Model(OfEach):
    """A cell with a read-out: logits s = V h + v over K characters."""

    def run(self, codes: np.ndarray) -> tuple[Any, np.ndarray]:
        """The run over characters (T, B) and the logits after each (T, B, K)."""
        return self.logits(one_hot(codes, len(self.v)))

    def gradients(self, codes: np.ndarray) -> dict[str, np.ndarray]:
        """Of the mean loss over windows (T + 1, B), every character predicted from those before it."""
        return self.back(*self.run(codes[:-1]), codes[1:])

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


def frames(
    *, rng: np.random.Generator, cell: str, text: str, hidden: int, iterations: int, temperature: float
) -> Iterator[Frame]:
    """The loss over the text while it learns, and samples from early to late."""
    letters = sorted(set(TEXTS[text]))
    codes = np.array([letters.index(letter) for letter in TEXTS[text]])
    kind, options = CELLS[cell]
    V = 0.1 * rng.standard_normal((len(letters), hidden)) / np.sqrt(hidden)
    model = Model(kind, kind.init(rng, len(letters), hidden, **options), V, np.zeros(len(letters)))
    seen: list[tuple[int, float]] = []
    samples: list[tuple[str | float, ...]] = []
    every = max(5, iterations // PICTURES)
    sampled = {iterations * k // (SAMPLES - 1) for k in range(SAMPLES)}
    for iteration in range(iterations + 1):
        if iteration:
            starts = rng.integers(0, len(codes) - WINDOW, BATCH)
            windows = codes[starts + np.arange(WINDOW + 1)[:, None]]
            model.learn(one_hot(windows[:-1], len(letters)), windows[1:])
        if iteration in sampled:
            written = model.write(rng, int(codes[0]), temperature)
            samples.append((float(iteration), "".join(letters[code] for code in written)))
        if iteration % every == 0 or iteration == iterations:
            seen.append((iteration, model.loss(codes)))
        if iteration % 5 == 0 or iteration == iterations:
            yield picture(text, seen, samples, iteration / iterations)


def picture(text: str, seen: list[tuple[int, float]], samples: list[tuple[str | float, ...]], done: float) -> Frame:
    """The loss so far under the three levels, and the samples."""
    steps, losses = (np.array(column, dtype=float) for column in zip(*seen, strict=True))
    characters, (unigram, bigram) = len(set(TEXTS[text])), entropies(TEXTS[text])
    levels = {"ln K": float(np.log(characters)), "unigram": unigram, "bigram": bigram}
    ends = np.array([0.0, max(1.0, steps[-1])])
    lines = (Line("L", steps, losses), *(Line(name, ends, np.full(2, level)) for name, level in levels.items()))
    values = {"start": float(losses[0]), "end": float(losses[-1]), "uniform": levels["ln K"]}
    return Frame(
        panels=(
            Curves(id="loss", x_label="step", y_label="L", y_range=(0.0, 3.5), lines=lines),
            Table(id="samples", columns=("step", "sample"), rows=samples),
        ),
        values={**values, "unigram": unigram, "bigram": bigram, "characters": float(characters)},
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
