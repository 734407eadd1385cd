"""gru-dial: h_t lies between h_{t−1} and the candidate; which of them z keeps depends on the convention."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells import gru
from demos.contract import Choice, Claim, Curves, Demo, Frame, Line, Mark, Number, Settings

ALMOST = 1.0 - 1e-12


def dial(h: float, candidate: float, z: float, keep: str) -> float:
    """h_t of a GRU cell with one unit whose z and candidate are made to be these (with U = 0, r has no part)."""

    def logit(p: float) -> float:
        p = min(max(p, 1e-15), 1.0 - 1e-15)
        return float(np.log(p) - np.log(1.0 - p))

    a = float(np.arctanh(np.clip(candidate, -ALMOST, ALMOST)))
    b = np.array([0.0, logit(z), a])
    p = gru.Parameters(W=np.zeros((3, 1)), U=np.zeros((3, 1)), b=b, bh=np.zeros(3), keep=keep)  # type: ignore[arg-type]
    return float(gru.step(p, np.zeros(1), np.array([h])).h[0])


def frames(*, rng: np.random.Generator, h: float, candidate: float, z: float, convention: str) -> Iterator[Frame]:
    """One picture: h_t over the whole dial, in both conventions, and the point at z."""
    del rng
    grid = np.linspace(0.0, 1.0, 41)
    curves = {keep: np.array([dial(h, candidate, g, keep) for g in grid]) for keep in ("z", "1-z")}
    chosen = "z" if convention == "z keeps" else "1-z"
    now = {keep: dial(h, candidate, z, keep) for keep in curves}
    yield Frame(
        panels=(
            Curves(
                id="dial",
                x_label="z",
                y_label="h_t",
                y_range=(-1.0, 1.0),
                lines=(Line("z·h + (1−z)·n", grid, curves["z"]), Line("(1−z)·h + z·n", grid, curves["1-z"])),
                marks=(
                    Mark("h_t", z, now[chosen]),
                    Mark("h", 1.0 if chosen == "z" else 0.0, h),
                    Mark("n", 0.0 if chosen == "z" else 1.0, candidate),
                ),
            ),
        ),
        values={
            "h_t": now[chosen],
            "keeps": now["z"],
            "writes": now["1-z"],
            "sum": now["z"] + now["1-z"],
            "outside": max(0.0, *(max(v - max(h, candidate), min(h, candidate) - v) for v in now.values())),
        },
    )


def total(settings: Settings) -> float:
    return float(settings["h"]) + float(settings["candidate"])


DEMO = Demo(
    parameters=(
        Number("z", 0.25, 0.0, 1.0, 0.05),
        Number("h", 0.8, -1.0, 1.0, 0.1),
        Number("candidate", -0.4, -1.0, 1.0, 0.1),
        Choice("convention", "z keeps", ("z keeps", "z writes")),
    ),
    frames=frames,
    claims=(
        Claim(
            "z-keeps",
            "keeps",
            "=",
            lambda s: float(s["z"]) * float(s["h"]) + (1 - float(s["z"])) * float(s["candidate"]),
            within=1e-9,
        ),
        Claim(
            "z-writes",
            "writes",
            "=",
            lambda s: (1 - float(s["z"])) * float(s["h"]) + float(s["z"]) * float(s["candidate"]),
            within=1e-9,
        ),
        Claim("between", "outside", "<=", 1e-9),
        Claim("mirror", "sum", "=", total, within=1e-9),
    ),
)
