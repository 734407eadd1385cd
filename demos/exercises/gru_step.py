"""gru-step: one step of a GRU with one unit; the stem says which convention of z and of the reset is meant."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.cells import gru
from demos.contract import Value
from demos.exercises.contract import SIGMA, TANH, Exercise, Function, Sheet, factor, say, tenths, total, weighted
from demos.exercises.under_microscope import microscope

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
    return {**givens, "bh": tenths(rng, 3, 10), "x": tenths(rng, 3, 15), "h": tenths(rng, 4, 10)}


def right(keep: str, **n: float) -> float:
    """h_t, by the cell library."""

    def stack(letter: str) -> np.ndarray:
        return np.array([n[letter + gate] for gate in GATES])

    parameters = gru.Parameters(
        W=stack("w")[:, None],
        U=stack("u")[:, None],
        b=stack("b"),
        bh=np.array([0.0, 0.0, n["bh"]]),
        keep=KEEPS[keep],  # type: ignore[arg-type]
    )
    return float(gru.step(parameters, np.array([n["x"]]), np.array([n["h"]])).h[0])


def work(
    sheet: Sheet,
    *,
    keep: str,
    gate: Function = SIGMA,
    candidate: Function = TANH,
    reset: str = "after",
    mix: str = "both",
    **n: Any,
) -> float:
    """r, z, the candidate, and the mixture."""
    x, h = n["x"], n["h"]

    def opened(name: str) -> float:
        terms, bias = ((n[f"w{name}"], x), (n[f"u{name}"], h)), n[f"b{name}"]
        a = sum(w * v for w, v in terms) + bias
        return float(sheet.line(name, lambda: gate.of(weighted(*terms, plus=bias)), gate(a)))

    r, z = opened("r"), opened("z")
    inner = n["un"] * h + n["bh"]
    through = {"after": r * inner, "before": n["un"] * (r * h) + n["bh"], "none": inner}[reset]

    def inside() -> str:
        state = weighted((n["un"], h), plus=n["bh"])
        seen = {
            "after": f"{say(r)}·({state})",
            "before": total([f"{say(n['un'])}·({say(r)}·{factor(h)})", say(n["bh"])]),
            "none": state,
        }[reset]
        return candidate.of(total([weighted((n["wn"], x), plus=n["bn"]), seen]))

    new = float(sheet.line("n", inside, candidate(n["wn"] * x + n["bn"] + through)))
    kept, taken = (z, 1 - z) if keep == "z" else (1 - z, z)
    value = {
        "both": taken * new + kept * h,
        "swapped": kept * new + taken * h,
        "same": kept * new + kept * h,
        "added": h + taken * new,
        "candidate": new,
    }[mix]

    def mixture() -> str:
        shares = factor(z), f"(1 − {factor(z)})"
        k, t = shares if keep == "z" else shares[::-1]
        return {
            "both": f"{t}·{factor(new)} + {k}·{factor(h)}",
            "swapped": f"{k}·{factor(new)} + {t}·{factor(h)}",
            "same": f"{k}·{factor(new)} + {k}·{factor(h)}",
            "added": f"{factor(h)} + {t}·{factor(new)}",
            "candidate": factor(new),
        }[mix]

    return float(sheet.line("h_t", mixture, value))


def seen(keep: str, **n: float) -> dict[str, Value]:
    """The step under the microscope."""
    rows = [[n[letter + gate] for letter in "wub"] + [n["bh"] if gate == "n" else 0.0] for gate in GATES]
    return microscope("GRU", rows, n["x"], n["h"], keep=keep)


EXERCISE = Exercise(
    asks="h_t",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "z-swapped": {"mix": "swapped"},
        "z-on-both": {"mix": "same"},
        "adds-to-old": {"mix": "added"},
        "candidate-only": {"mix": "candidate"},
        "reset-before": {"reset": "before"},
        "no-reset": {"reset": "none"},
        "sigmoid-candidate": {"candidate": SIGMA},
        "tanh-gates": {"gate": TANH},
    },
    low=-1.5,
    high=1.5,
    demo="microscope",
    settings=seen,
)
