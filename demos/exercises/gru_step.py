"""gru-step: one step of a GRU with one unit; the stem says which convention of z and of the reset is meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from demos.cells import gru, sigmoid
from demos.exercises.contract import Exercise, Step
from demos.exercises.lstm_step import tenths

GATES = "rzn"
KEEPS = {"z": "z", "1 − z": "1-z"}  # what multiplies the old state, as the stem and as the library says it


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """Weights, an input and a state of one or two digits; `keep` is what multiplies the old state."""
    givens: dict[str, float | str] = {"keep": str(rng.choice(list(KEEPS)))}
    for gate in GATES:
        givens[f"w{gate}"] = tenths(rng, 3, 15)
        givens[f"u{gate}"] = tenths(rng, 3, 15)
        givens[f"b{gate}"] = tenths(rng, 1, 10)
    # The recurrent bias inside the reset (PyTorch's bias_hn) is what tells the two reset conventions apart.
    return {**givens, "bh": tenths(rng, 3, 10), "x": tenths(rng, 3, 15), "h": tenths(rng, 4, 15)}


def cell(keep: str, n: Mapping[str, float], reset: str = "after") -> gru.Step:
    """The step by the cell library."""

    def stack(letter: str) -> np.ndarray:
        return np.array([n[letter + gate] for gate in GATES])

    parameters = gru.Parameters(
        W=stack("w")[:, None],
        U=stack("u")[:, None],
        b=stack("b"),
        bh=np.array([0.0, 0.0, n["bh"]]),
        reset=reset,  # type: ignore[arg-type]
        keep=KEEPS[keep],  # type: ignore[arg-type]
    )
    return gru.step(parameters, np.array([n["x"]]), np.array([n["h"]]))


def right(keep: str, **n: float) -> float:
    """h_t, by the cell library."""
    return float(cell(keep, n).h[0])


def gates(keep: str, **n: float) -> tuple[float, float, float]:
    """r, z and the candidate n of the right step."""
    step = cell(keep, n)
    return float(step.r[0]), float(step.z[0]), float(step.n[0])


def mixed(combine: Callable[[float, float, float], float]) -> Any:
    """A wrong rule that only combines kept part k, candidate and old state in another way."""

    def rule(keep: str, **n: float) -> float:
        _, z, candidate = gates(keep, **n)
        return combine(z if keep == "z" else 1 - z, candidate, n["h"])

    return rule


def other_candidate(squash: Callable[[float], Any], gate: Callable[[float], Any], use_reset: bool) -> Any:
    """A wrong rule in the gates or in the candidate."""

    def rule(keep: str, **n: float) -> float:
        a = {k: n[f"w{k}"] * n["x"] + n[f"u{k}"] * n["h"] + n[f"b{k}"] for k in "rz"}
        r, z = (float(gate(a[k])) for k in "rz")
        inner = (r if use_reset else 1.0) * (n["un"] * n["h"] + n["bh"])
        candidate = float(squash(n["wn"] * n["x"] + n["bn"] + inner))
        kept = z if keep == "z" else 1 - z
        return (1 - kept) * candidate + kept * n["h"]

    return rule


def steps(keep: str, **n: float) -> list[Step]:
    """r, z, the candidate, and the mixture."""
    r, z, candidate = gates(keep, **n)

    def inside(gate: str) -> str:
        return f"{n['w' + gate]:g}·({n['x']:g}) + {n['u' + gate]:g}·({n['h']:g}) + ({n['b' + gate]:g})"

    reset = f"{r:.4f}·({n['un']:g}·({n['h']:g}) + ({n['bh']:g}))"
    kept, new = ("z", "1 − z") if keep == "z" else ("1 − z", "z")
    k = z if keep == "z" else 1 - z
    return [
        Step("r", f"σ({inside('r')})", r),
        Step("z", f"σ({inside('z')})", z),
        Step("n", f"tanh({n['wn']:g}·({n['x']:g}) + ({n['bn']:g}) + {reset})", candidate),
        Step(
            "h_t",
            f"({new})·n + ({kept})·h = {1 - k:.4f}·({candidate:.4f}) + {k:.4f}·({n['h']:g})",
            right(keep, **n),
        ),
    ]


EXERCISE = Exercise(
    asks="h_t",
    digits=4,
    draw=draw,
    right=right,
    wrong={
        "z-swapped": mixed(lambda k, n, h: k * n + (1 - k) * h),
        "z-on-both": mixed(lambda k, n, h: k * h + k * n),
        "adds-to-old": mixed(lambda k, n, h: h + (1 - k) * n),
        "candidate-only": mixed(lambda _k, n, _h: n),
        "reset-before": lambda keep, **n: float(cell(keep, n, reset="before").h[0]),
        "no-reset": other_candidate(np.tanh, sigmoid, use_reset=False),
        "sigmoid-candidate": other_candidate(sigmoid, sigmoid, use_reset=True),
        "tanh-gates": other_candidate(np.tanh, np.tanh, use_reset=True),
    },
    steps=steps,
    low=-1.5,
    high=1.5,
)
