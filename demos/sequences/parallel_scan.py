"""parallel-scan: every c_t of a cell whose gates read x alone is found in ⌈log₂ T⌉ rounds instead of T steps.

A pair (a, b) stands for the step c ↦ a ⊙ c + b, and two steps in a row are such a step again (Blelloch 1990):

    (a₁, b₁) ∘ (a₂, b₂) = (a₂ ⊙ a₁, a₂ ⊙ b₁ + b₂)

Here a_t = f_t and b_t = i_t ⊙ g_t of an LSTM. Where its gates read h as well, f_t is not known before c_{t−1} is, and
the pairs can only be made with h = 0 in place of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from demos.cells import lstm
from demos.cells.activations import Array
from demos.contract import Choice, Claim, Demo, Frame, Settings, Table, Whole

UNITS = 4
NARROW = 16  # so many steps are all shown; of more, the first four and every power of two

Round = tuple[Array, Array]  # the steps that combine with an earlier one, all at once, and those earlier ones


def combine(a1: Array, b1: Array, a2: Array, b2: Array) -> tuple[Array, Array]:
    """The one step that does the first and then the second, each (…, H)."""
    return a2 * a1, a2 * b1 + b2


def reaches(steps: int) -> list[int]:
    """1, 2, 4 … below T."""
    return [2**k for k in range((steps - 1).bit_length())]


def doubling(steps: int) -> list[Round]:
    """Every step looks 1, then 2, then 4 … back (Hillis & Steele 1986): ⌈log₂ T⌉ rounds, about T log₂ T combines."""
    return [(np.arange(reach, steps), np.arange(steps - reach)) for reach in reaches(steps)]


def tree(steps: int) -> list[Round]:
    """Up a binary tree, then back down to the steps left out (Brent & Kung 1982): under 2T combines, more rounds."""
    up = [(np.arange(2 * reach - 1, steps, 2 * reach), reach) for reach in reaches(steps)]
    down = [(np.arange(3 * reach - 1, steps, 2 * reach), reach) for reach in reversed(reaches(steps))]
    return [(later, later - reach) for later, reach in up + down if later.size]


METHODS = {"doubling": doubling, "tree": tree}


def shown(steps: int) -> list[int]:
    """The steps, counted from 0, that the table has room for."""
    powers = (2 * reach - 1 for reach in reaches(steps) if 2 * reach <= steps)
    return list(range(steps)) if steps <= NARROW else sorted({0, 1, 2, *powers, steps - 1})


def frames(*, rng: np.random.Generator, steps: int, method: str, reads: str) -> Iterator[Frame]:
    """One picture a round: the steps that combine in it, and how many steps each pair is then made of."""
    p = lstm.init(rng, 1, UNITS)
    p = p if reads == "x and h" else p.with_arrays(U=np.zeros_like(p.U))
    x, c0 = rng.standard_normal((steps, 1, 1)), rng.standard_normal((1, UNITS))
    gates = lstm.step(p, x[:, 0], np.zeros((steps, UNITS)), np.zeros((steps, UNITS)))  # of every step at once
    a, b = gates.f.copy(), gates.i * gates.g
    made_of, combines, scan = np.ones(steps), 0, METHODS[method](steps)
    rows: list[tuple[str | float, ...]] = [(0.0, *made_of[shown(steps)])]
    h, c, loop = np.zeros((1, UNITS)), c0, np.empty((0, UNITS))
    for number, (later, earlier) in enumerate(scan, start=1):
        a[later], b[later] = combine(a[earlier], b[earlier], a[later], b[later])
        made_of[later] += made_of[earlier]
        combines += len(later)
        rows.append((float(number), *(float(made_of[t]) if t in later else "" for t in shown(steps))))
        cost = (("loop", float(steps), float(steps)), (method, float(number), float(combines)))
        run = lstm.forward(p, np.array_split(x, len(scan))[number - 1], h, c)  # the loop, a piece at a time
        h, c, loop = run.h[-1], run.c[-1], np.concatenate([loop, run.c[:, 0]])
        compared = {"difference": float(np.abs(a * c0 + b - loop).max())} if number == len(scan) else {}
        yield Frame(
            panels=(
                Table(id="made_of", columns=("round", *(str(t + 1) for t in shown(steps))), rows=tuple(rows)),
                Table(id="cost", columns=("", "in_a_row", "in_all"), rows=cost),
            ),
            values={"rounds": float(number), "combines": float(combines), **compared},
            progress=number / len(scan),
            at=f"{number} / {len(scan)}",
            notes=("guessed",) if reads == "x and h" else (),
        )


def reading_h(settings: Settings) -> bool:
    return settings["reads"] == "x and h" and int(settings["steps"]) >= 50


MANY: Settings = {"steps": 1024}
TREE: Settings = {**MANY, "method": "tree"}

DEMO = Demo(
    parameters=(
        Whole("steps", 16, 2, 1024),
        Choice("method", "doubling", tuple(METHODS)),
        Choice("reads", "x alone", ("x alone", "x and h")),
    ),
    frames=frames,
    claims=(
        Claim(
            "rounds",
            "rounds",
            "=",
            lambda s: math.ceil(math.log2(int(s["steps"]))),
            at=MANY,
            applies=lambda s: s["method"] == "doubling",
        ),
        Claim("as-the-loop", "difference", "<=", 1e-12, at=MANY, applies=lambda s: s["reads"] == "x alone"),
        Claim("no-less-work", "combines", ">=", lambda s: int(s["steps"]) - 1, at=TREE),
        Claim("tree", "combines", "<", lambda s: 2 * int(s["steps"]), at=TREE, applies=lambda s: s["method"] == "tree"),
        Claim("gates-that-read-h", "difference", ">", 0.01, at={**MANY, "reads": "x and h"}, applies=reading_h),
    ),
)
