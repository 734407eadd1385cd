"""gru-mix: the last line of a GRU, from z, the old state and the candidate; the stem says what z keeps."""

from __future__ import annotations

import numpy as np

from demos.cells import gru
from demos.exercises.contract import PLAIN, TANH, Exercise, Function, Sheet, factor, say, tenths, total

KEEPS = {"z": "z", "1 − z": "1-z"}  # what multiplies the old state, as the stem and as the library says it
TWENTIETHS = [n for n in range(2, 19) if n != 10]  # at z = ½ both conventions agree


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """What multiplies the old state, z in twentieths, the old state and a candidate unlike it in tenths."""
    keep, z = str(rng.choice(list(KEEPS))), int(rng.choice(TWENTIETHS)) / 20
    h, n = tenths(rng, 2, 10), tenths(rng, 2, 9)
    return {"keep": keep, "z": z, "h": h, "n": n if n != h else -n}


def right(keep: str, z: float, h: float, n: float) -> float:
    """h_t, by the cell library: biases alone make z and the candidate what they are."""
    parameters = gru.Parameters(
        W=np.zeros((3, 1)),
        U=np.zeros((3, 1)),
        b=np.array([0.0, np.log(z / (1 - z)), np.arctanh(n)]),
        bh=np.zeros(3),
        keep=KEEPS[keep],  # type: ignore[arg-type]
    )
    return float(gru.step(parameters, np.zeros(1), np.array([h])).h[0])


def work(
    sheet: Sheet, *, keep: str, z: float, h: float, n: float, mix: str = "both", squash: Function = PLAIN
) -> float:
    """The mixture, one line."""
    this, rest = (say(z), z), (f"(1 − {say(z)})", 1 - z)
    kept, taken = (this, rest) if keep == "z" else (rest, this)
    (old, of_old), (new, of_new) = {
        "both": (kept, taken),
        "swapped": (taken, kept),
        "same": (kept, kept),
        "added": (("", 1.0), taken),
        "candidate": (("", 0.0), ("", 1.0)),
        "no candidate": (kept, ("", 0.0)),
    }[mix]
    products = [(old, of_old, h), (new, of_new, n)]
    said = [f"{share}·{factor(state)}" if share else say(state) for share, size, state in products if size]
    return float(sheet.line("h_t", squash.of(total(said)), squash(of_old * h + of_new * n)))


def dial(keep: str, z: float, h: float, n: float) -> dict[str, float | str]:
    """The mixture, as the demo gru-dial is set."""
    return {"z": z, "h": h, "candidate": n, "convention": "z keeps" if keep == "z" else "z writes"}


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
        "no-candidate": {"mix": "no candidate"},
        "tanh-on-the-way-out": {"squash": TANH},
    },
    digits=3,
    low=-1.0,
    high=1.0,
    demo="gru-dial",
    settings=dial,
)
