"""bowl-descent: a few steps of gradient descent on the bowl ½λx²; each multiplies x by 1 − ηλ."""

from __future__ import annotations

import numpy as np

from demos.cells.optimisers import SGD
from demos.exercises.contract import Exercise, Sheet, factor, say, tenths


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """A curvature, a learning rate, a start, and two to four steps."""
    return {
        "curvature": tenths(rng, 5, 40, signed=False),
        "eta": float(rng.choice([0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5])),
        "start": tenths(rng, 15, 50),
        "steps": int(rng.integers(2, 5)),
    }


def right(curvature: float, eta: float, start: float, steps: float) -> float:
    """x after the steps, by the cell library's optimiser."""
    x, optimiser = {"x": np.array([start])}, SGD(eta)
    for _ in range(int(steps)):
        optimiser.update(x, {"x": curvature * x["x"]})
    return float(x["x"][0])


def work(
    sheet: Sheet,
    *,
    curvature: float,
    eta: float,
    start: float,
    steps: float,
    slope: str = "λ",
    sign: str = "−",
    goes: str = "k",
) -> float:
    """The factor of a step, then x step by step.

    slope: what multiplies x in the gradient, or takes the place of ηλ. goes: how many steps; or all of them at once,
    with the gradient at the start.
    """
    k, way = int(steps), -1 if sign == "−" else 1
    said, change = {
        "λ": (f"{say(eta)}·{say(curvature)}", eta * curvature),
        "½λ": (f"{say(eta)}·½·{say(curvature)}", eta * curvature / 2),
        "1": (say(eta), eta),
        "no η": (say(curvature), curvature),
    }[slope]
    if goes == "at once":
        moved = f"{k}·{said}·{factor(start)}"
        return float(sheet.line(f"x_{k}", f"{say(start)} {sign} {moved}", start + way * k * change * start))
    q, x = sheet.line("q", f"1 {sign} {said}", 1 + way * change), start
    for t in range(1, {"k": k, "one": 1, "k + 1": k + 1}[goes] + 1):
        x = sheet.line(f"x_{t}", f"{say(q)}·{factor(x)}", q * x)
    return float(x)


EXERCISE = Exercise(
    asks="x_k",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "adds-the-gradient": {"sign": "+"},
        "half-in-the-gradient": {"slope": "½λ"},
        "no-curvature": {"slope": "1"},
        "no-learning-rate": {"slope": "no η"},
        "one-step": {"goes": "one"},
        "one-step-too-many": {"goes": "k + 1"},
        "all-steps-at-once": {"goes": "at once"},
    },
    digits=3,
    carry=5,
    low=-6.0,
    high=6.0,
    demo="gradient-descent",
    settings=lambda curvature, eta, **_: {"rate": round(eta * curvature, 4)},
)
