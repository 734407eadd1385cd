"""temperature: the probability of the first of three symbols when it is drawn at a temperature T."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.cells import softmax
from demos.exercises.contract import Exercise, Sheet, factor, say, tenths, total, vector
from demos.exercises.softmax import exponentials

TEMPERATURES = (0.5, 0.8, 1.6, 2.0, 2.5, 4.0)


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """A temperature other than 1, and three logits of tenths."""
    return {"T": float(rng.choice(TEMPERATURES)), **{f"z{at}": tenths(rng, 2, 14) for at in (1, 2, 3)}}


def right(T: float, **z: float) -> float:
    """The first probability, by the cell library."""
    return float(softmax(np.array(list(z.values())) / T)[0])


def work(sheet: Sheet, *, T: float, heat: str = "z/T", normalised: bool = True, **z: Any) -> float:
    """The logits over T, their exponentials, and the first one's share of their sum.

    heat: what T does to the logits, or to the probability. normalised: whether the exponential is made a share.
    """
    logits = np.array(list(z.values()))
    others = ", ".join(say(each) for each in logits[1:])
    heated = {
        "z/T": ("z/T", f"{vector(logits)} / {say(T)}", logits / T),
        "z·T": ("z·T", f"{vector(logits)}·{say(T)}", logits * T),
        "z_1/T": ("z/T", f"({say(logits[0])} / {say(T)}, {others})", np.array([logits[0] / T, *logits[1:]])),
    }
    s = sheet.line(*heated[heat]) if heat in heated else logits
    e = exponentials(sheet, s, f"({heated[heat][0]})" if heat in heated else "z")
    if not normalised:
        return float(sheet.line("p_1", f"e^{factor(s[0])}", e[0]))
    said, p = f"{say(e[0])} / ({total([say(each) for each in e])})", e[0] / e.sum()
    if heat == "p/T":
        said, p = f"{said} / {say(T)}", p / T
    return float(sheet.line("p_1", said, p))


EXERCISE = Exercise(
    asks="p_1",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "multiplies-by-t": {"heat": "z·T"},
        "ignores-t": {"heat": "1"},
        "divides-the-probability": {"heat": "p/T"},
        "divides-one-logit": {"heat": "z_1/T"},
        "not-normalised": {"normalised": False},
    },
    low=0.01,
    high=0.98,
    carry=6,
    share=True,
    demo="softmax-cross-entropy",
    settings=lambda T, **_: {"temperature": T},
)
