"""forget-decay: what is left of a memory after k steps of a constant forget gate, along the direct path."""

from __future__ import annotations

import numpy as np

from demos.cells import lstm
from demos.exercises.contract import Exercise, Sheet, say


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """f of two digits, and a few steps."""
    return {"f": float(rng.integers(60, 99)) / 100, "k": float(rng.integers(2, 13))}


def right(f: float, k: float) -> float:
    """c_k of an LSTM that begins with c_0 = 1, forgets by f and writes nothing, by the cell library."""
    steady = np.array([0.0, np.log(f / (1 - f)), 0.0, 0.0])
    none = np.zeros((4, 1))
    cell = lstm.Parameters(W=none, U=none, b=steady, bh=np.zeros(4))
    return float(lstm.forward(cell, np.zeros((int(k), 1, 1)), c0=np.ones((1, 1))).c[-1, 0, 0])


def work(
    sheet: Sheet, *, f: float, k: float, keeps: str = "f", steps: int = 0, decay: str = "power", part: str = "left"
) -> float:
    """The power, one line."""
    base, kept = (say(f), f) if keeps == "f" else (f"(1 − {say(f)})", 1 - f)
    k += steps
    said, value = {
        "power": (f"{base}^{say(k)}", kept**k),
        "linear": (f"1 − {say(k)}·(1 − {base})", 1 - k * (1 - kept)),
        "times": (f"{say(k)}·{base}", k * kept),
    }[decay]
    if part == "lost":
        said, value = f"1 − {said}", 1 - value
    return float(sheet.line("∂c_k/∂c_0", said, value))


EXERCISE = Exercise(
    asks="∂c_k/∂c_0",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "keeps-one-minus-f": {"keeps": "1 − f"},
        "one-step-short": {"steps": -1},
        "one-step-more": {"steps": 1},
        "linear-decay": {"decay": "linear"},
        "times-k": {"decay": "times"},
        "lost-for-left": {"part": "lost"},
    },
    low=0.03,
    high=0.97,
    demo="cell-path",
    settings=lambda f, k: {"f": f, "steps": int(k)},
    share=True,
)
