"""bits-per-character: a loss per character from nats to bits, or from bits to nats."""

from __future__ import annotations

import math

import numpy as np

from demos.exercises.contract import Exercise, Sheet, say

UNITS = ("nats", "bits")


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """A loss of hundredths, the unit that it is in and the one that is wanted."""
    have, want = (str(unit) for unit in rng.permutation(UNITS))
    return {"loss": float(rng.integers(65, 321)) / 100, "have": have, "want": want}


def right(loss: float, have: str, want: str) -> float:
    """A bit is ln 2 nats."""
    nats = {"nats": 1.0, "bits": float(np.log(2.0))}
    return loss * nats[have] / nats[want]


def work(sheet: Sheet, *, loss: float, have: str, want: str, way: str = "right", two: str = "ln") -> float:
    """Divided by ln 2 on the way to bits, multiplied on the way to nats.

    way: the other way round, or what else is done to the loss. two: the logarithm taken of 2.
    """
    x = say(loss)
    scale = math.log(2) if two == "ln" else math.log10(2)
    ways = {
        "bits": (f"{x} / {two} 2", loss / scale),
        "nats": (f"{x}·{two} 2", loss * scale),
        "same": (x, loss),
        "power": (f"e^{x}", math.exp(loss)) if have == "nats" else (f"2^{x}", 2**loss),
        "log": (f"log₂ {x}", math.log2(loss)) if want == "bits" else (f"ln {x}", math.log(loss)),
    }
    return float(sheet.line("L", *ways[{"right": want, "back": have}.get(way, way)]))


EXERCISE = Exercise(
    asks="L",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "wrong-way-round": {"way": "back"},
        "unchanged": {"way": "same"},
        "perplexity": {"way": "power"},
        "logarithm-of-the-loss": {"way": "log"},
        "log-ten": {"two": "log₁₀"},
    },
    low=0.4,
    high=4.7,
    digits=3,
    demo="char-model",
)
