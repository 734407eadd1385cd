"""padding: over padded steps the state of a cell moves on, and what it has read fades; with a mask it stands still.

    h_t = m_t h̃_t + (1 − m_t) h_{t−1},   m_t = 1 at a real step, 0 at a padded one

h̃_t is what the cell makes of x_t and h_{t−1}. The c_t of an LSTM is carried over in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np

from demos.cells import complex_step, elman, gru, lstm
from demos.contract import Choice, Claim, Curves, Demo, Frame, Line, Mark, Number, Settings, Whole

CELLS: dict[str, ModuleType] = {"RNN": elman, "LSTM": lstm, "GRU": gru}
UNITS = 4
LONGEST = 12  # real steps
FLOOR = 1e-17  # of the distances that are drawn


def run(cell: str, p: Any, x: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """h_t of every step (T, B, H), over x (T, B, 1) with the mask (T)."""
    state = [np.zeros((x.shape[1], UNITS))] * (2 if cell == "LSTM" else 1)
    path = []
    for x_t, m_t in zip(x, mask, strict=True):
        step = CELLS[cell].step(p, x_t, *state)
        new = [step.h, step.c] if cell == "LSTM" else [step.h]
        state = [m_t * now + (1.0 - m_t) * old for now, old in zip(new, state, strict=True)]
        path.append(state[0])
    return np.array(path)


def distance(u: np.ndarray, v: np.ndarray) -> Any:
    """‖u − v‖ along the last axis."""
    return np.sqrt(((u - v) ** 2).sum(-1))


def frames(*, rng: np.random.Generator, cell: str, mask: str, real: int, pads: int, filler: float) -> Iterator[Frame]:
    """Two sequences a and b of `real` inputs, then `pads` times the filler: their paths, growing, and how far apart."""
    p = CELLS[cell].init(rng, 1, UNITS)
    inputs = rng.standard_normal((LONGEST, 2, 1))[:real]
    m = np.ones(real + pads)
    if mask == "masked":
        m[real:] = 0.0

    def padded(fill: Any) -> np.ndarray:
        """h (T, 2, H) over the inputs and `pads` times `fill`."""
        return run(cell, p, np.concatenate([inputs + 0 * fill, np.full((pads, 2, 1), fill)]), m)

    h = padded(filler)
    a, b = h[:, 0], h[:, 1]
    apart = distance(a, b)
    bare = CELLS[cell].forward(p, inputs).h[-1]  # of the same sequences without padding
    felt = complex_step(lambda fill: padded(fill[0])[-1, 0].sum(), np.array([filler]))
    values = {
        "drift": float(distance(a[-1], a[real - 1])),
        "off_bare": float(distance(h[-1], bare).max()),
        "left": float(apart[-1] / apart[real - 1]),
        "felt": float(felt[0]),
    }
    t = np.arange(1, real + pads + 1)
    for shown in range(1, real + pads + 1):
        yield Frame(
            panels=(
                Curves(
                    id="path",
                    x_label="t",
                    y_label="h",
                    x_range=(1.0, float(max(2, real + pads))),
                    y_range=(-1.0, 1.0),
                    lines=(Line("a", t[:shown], a[:shown, 0]), Line("b", t[:shown], b[:shown, 0])),
                    marks=(Mark("last_real", float(real), float(a[real - 1, 0])),) if shown >= real else (),
                ),
                Curves(
                    id="distance",
                    x_label="t",
                    x_range=(1.0, float(max(2, real + pads))),
                    y_log=True,
                    lines=(Line("‖h_a − h_b‖", t[:shown], np.maximum(apart[:shown], FLOOR)),),
                ),
            ),
            values=values if shown == real + pads else {},
            progress=shown / (real + pads),
            at=f"t = {shown}",
        )


def masked(settings: Settings) -> bool:
    return settings["mask"] == "masked"


DEMO = Demo(
    parameters=(
        Choice("mask", "unmasked", ("unmasked", "masked")),
        Choice("cell", "RNN", tuple(CELLS)),
        Whole("real", 6, 1, LONGEST),
        Whole("pads", 10, 0, 40),
        Number("filler", 0.0, -1.0, 1.0, 0.1),
    ),
    frames=frames,
    claims=(
        Claim("masked-stands-still", "drift", "=", 0.0, at={"mask": "masked"}, applies=masked),
        Claim("masked-is-bare", "off_bare", "<=", 1e-15, at={"mask": "masked"}, applies=masked),
        Claim("masked-feels-no-padding", "felt", "=", 0.0, at={"mask": "masked"}, applies=masked),
        Claim("unmasked-drifts", "drift", ">", 1e-4, applies=lambda s: not masked(s) and int(s["pads"]) >= 5),
        Claim(
            "even-a-gated-cell-forgets",
            "left",
            "<",
            0.1,
            at={"cell": "LSTM", "pads": 30},
            applies=lambda s: not masked(s) and s["cell"] != "RNN" and int(s["pads"]) >= 30,
        ),
    ),
)
