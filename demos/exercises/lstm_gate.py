"""lstm-gate: one of the three gates of an LSTM with one unit."""

from __future__ import annotations

import numpy as np

from demos.cells import lstm
from demos.contract import Value
from demos.exercises.contract import SIGMA, TANH, Exercise, Sheet, factor, say, tenths, weighted
from demos.exercises.under_microscope import microscope

BLOCKS = "ifgo"  # the library's order; g is not a gate
GATES = "ifo"


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """A gate, its two weights and its bias, an input and both states, each of two digits."""
    sizes = {"w": (3, 15), "u": (3, 15), "b": (2, 10), "x": (3, 15), "h": (3, 9), "c": (4, 15)}
    return {"gate": str(rng.choice(list(GATES))), **{name: tenths(rng, *size) for name, size in sizes.items()}}


def right(gate: str, w: float, u: float, b: float, x: float, h: float, c: float) -> float:
    """The gate, by the cell library; the other blocks of the LSTM are 0."""
    block = np.array([float(gate == each) for each in BLOCKS])
    parameters = lstm.Parameters(W=w * block[:, None], U=u * block[:, None], b=b * block, bh=np.zeros(4))
    done = lstm.step(parameters, np.array([x]), np.array([h]), np.array([c]))
    return float(getattr(done, gate)[0])


def work(
    sheet: Sheet,
    *,
    gate: str,
    w: float,
    u: float,
    b: float,
    x: float,
    h: float,
    c: float,
    squash: str = "σ",
    bias: bool = True,
    reads: str = "h",
    swapped: bool = False,
) -> float:
    """The pre-activation, then the gate."""
    if swapped:
        w, u = u, w
    terms = [(w, x), *({"h": [(u, h)], "c": [(u, c)], "nothing": []}[reads])]
    plus = b if bias else None
    a = sheet.line("a", weighted(*terms, plus=plus), sum(p * q for p, q in terms) + (plus or 0.0))
    expression, value = {
        "σ": (f"1 / (1 + e^{factor(-a)})", SIGMA(a)),
        "e^a": (f"1 / (1 + e^{factor(a)})", SIGMA(-a)),
        "tanh": (TANH.of(say(a)), TANH(a)),
        "a": (say(a), a),
    }[squash]
    return float(sheet.line(gate, expression, value))


def seen(gate: str, w: float, u: float, b: float, x: float, h: float, c: float) -> dict[str, Value]:
    """The step under the microscope; the other blocks of the LSTM are 0."""
    rows = [(w, u, b) if block == gate else (0.0, 0.0, 0.0) for block in BLOCKS]
    return microscope("LSTM", rows, x, h, c0=c)


EXERCISE = Exercise(
    asks="i, f, o",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "tanh-for-sigmoid": {"squash": "tanh"},
        "no-squashing": {"squash": "a"},
        "sign-of-exponent": {"squash": "e^a"},
        "no-bias": {"bias": False},
        "no-recurrence": {"reads": "nothing"},
        "reads-cell-state": {"reads": "c"},
        "weights-swapped": {"swapped": True},
    },
    low=0.02,
    high=0.98,
    demo="microscope",
    settings=seen,
    share=True,
)
