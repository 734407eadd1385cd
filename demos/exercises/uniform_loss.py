"""uniform-loss: the loss per character of a model that gives each of V characters the same probability."""

from __future__ import annotations

import math

import numpy as np

from demos.cells import cross_entropy
from demos.exercises.contract import Exercise, Sheet, say

LOGS = {"nats": "ln", "bits": "log₂"}


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """How many characters there are, and the unit."""
    return {"V": float(rng.integers(20, 201)), "unit": str(rng.choice(list(LOGS)))}


def right(V: float, unit: str) -> float:
    """The cross-entropy of equal logits, by the cell library."""
    nats = float(cross_entropy(np.zeros(int(V)), 0))
    return nats if unit == "nats" else nats / float(np.log(2.0))


def work(sheet: Sheet, *, V: float, unit: str, log: str = "", form: str = "−log p") -> float:
    """Minus the logarithm of 1/V.

    log: another one than the unit's. form: what is taken for the loss.
    """
    log = log or LOGS[unit]
    size = {"ln": math.log, "log₂": math.log2, "log₁₀": math.log10}[log](V)
    forms = {
        "−log p": (f"−{log}(1/{say(V)})", size),
        "−p log p": (f"−(1/{say(V)})·{log}(1/{say(V)})", size / V),
        "p": (f"1 / {say(V)}", 1 / V),
        "V": (say(V), V),
    }
    return float(sheet.line("L", *forms[form]))


EXERCISE = Exercise(
    asks="L",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "bits-for-nats": {"unit": "bits"},
        "nats-for-bits": {"unit": "nats"},
        "log-ten": {"log": "log₁₀"},
        "weighted-by-p": {"form": "−p log p"},
        "probability-itself": {"form": "p"},
        "perplexity": {"form": "V"},
    },
    low=2.9,
    high=7.7,
    digits=3,
    demo="char-model",
)
