"""half-life: after how many steps half of a memory is left, with a constant forget gate, along the direct path."""

from __future__ import annotations

import math

import numpy as np

from demos.exercises.contract import Exercise, Sheet, factor, say


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """f of three digits."""
    return {"f": float(rng.integers(600, 986)) / 1000}


def right(f: float) -> float:
    """The t with f^t = ½."""
    return float(np.log(0.5) / np.log(f))


def work(sheet: Sheet, *, f: float, half: str = "ln", kept: str = "f", ratio: str = "½ by f") -> float:
    """The two logarithms and their ratio; the short ways do without."""
    if ratio in ("half of it", "all of it"):
        share = 0.5 if ratio == "half of it" else 1.0
        return float(sheet.line("t", f"{say(share)} / (1 − {say(f)})", share / (1 - f)))
    log = {"ln": math.log, "log₁₀": math.log10}[half]
    of_half = sheet.line("ln ½", f"{half} 0.5", log(0.5))
    of_f = sheet.line(
        "ln f",
        *{
            "f": (f"ln {say(f)}", math.log(f)),
            "1 − f": (f"ln (1 − {say(f)})", math.log(1 - f)),
            "f − 1": (f"{say(f)} − 1", f - 1),
        }[kept],
    )
    over, under = (of_half, of_f) if ratio == "½ by f" else (of_f, of_half)
    return float(sheet.line("t", f"{say(over)} / {factor(under)}", over / under))


EXERCISE = Exercise(
    asks="t",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "linear-decay": {"ratio": "half of it"},
        "time-constant": {"ratio": "all of it"},
        "ratio-inverted": {"ratio": "f by ½"},
        "mixed-logarithms": {"half": "log₁₀"},
        "keeps-one-minus-f": {"kept": "1 − f"},
        "no-logarithm-of-f": {"kept": "f − 1"},
    },
    digits=2,
    carry=6,
    low=1.0,
    high=50.0,
    demo="cell-path",
    settings=lambda f: {"f": f},
)
