"""gru-reset: r scales what the candidate sees of h; whether before the product with U or after it is a convention.

    reset before   n = tanh(W x + U (r ⊙ h) + d)      Cho et al. 2014
    reset after    n = tanh(W x + r ⊙ (U h + d))      PyTorch, cuDNN

In both h_t = (1 − z) ⊙ n + z ⊙ h. The gates are held: with W_r = U_r = 0, r is σ of its bias alone, and so is z.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells import elman, gru
from demos.cells.activations import Array
from demos.contract import Choice, Claim, Curves, Demo, Frame, Line, Mark, Number, Settings

X, NONE = np.ones(1), np.zeros(2)
CONVENTIONS: dict[gru.Reset, str] = {"before": "U(r⊙h) + d", "after": "r⊙(Uh + d)"}
FAR = 1000.0  # σ(−1000) is exactly 0, σ(1000) exactly 1

# |Wx| ≤ 0.5, 0.5 ≤ |U| ≤ 1 and 0.4 ≤ |h| ≤ 0.9: for r from 0.4 to 0.6 the two arguments of tanh are at least 0.048
# apart where the units differ and 0.2 where a bias of 0.5 stands inside; tanh leaves at least 0.005 of that.
APART = 0.005


def bias_for(gate: float) -> float:
    """The bias at which σ is `gate`."""
    return -FAR if gate <= 0 else FAR if gate >= 1 else float(np.log(gate) - np.log1p(-gate))


def frames(*, rng: np.random.Generator, r: float, z: float, units: str, bias: float) -> Iterator[Frame]:
    """One picture: the first unit's candidate and new state over r in both conventions, with the points at r."""
    W, d = rng.uniform(-0.5, 0.5, (2, 1)), np.full(2, bias)
    U = rng.choice([-1.0, 1.0], (2, 2)) * rng.uniform(0.5, 1.0, (2, 2))
    h = rng.choice([-1.0, 1.0], 2) * rng.uniform(0.4, 0.9, 2)

    def step(reset: gru.Reset, r: float, h: Array = h) -> gru.Step:
        """One step from h with the second unit's gate at r or at r²."""
        gates = [bias_for(r), bias_for(r if units == "equal" else r * r), bias_for(z), bias_for(z)]
        p = gru.Parameters(
            W=np.concatenate([np.zeros((4, 1)), W]),
            U=np.concatenate([np.zeros((4, 2)), U]),
            b=np.concatenate([gates, NONE]),
            bh=np.concatenate([NONE, NONE, d]),
            reset=reset,
        )
        return gru.step(p, X, h)

    def slopes(reset: gru.Reset, part: str) -> Array:
        """∂n/∂h or ∂h_t/∂h at r = 0, one row a unit, by complex step; the batch runs over the component of h."""
        moved: Array = getattr(step(reset, 0.0, h + 1e-20j * np.eye(2)), part)
        return moved.imag.T / 1e-20

    def over_r(id: str, part: str, y_label: str, *ends: Mark) -> Curves:
        grid = np.linspace(0.0, 1.0, 41)
        seen = {c: np.array([getattr(step(c, float(g)), part)[0] for g in grid]) for c in CONVENTIONS}
        lines = tuple(Line(name, grid, seen[c]) for c, name in CONVENTIONS.items())
        marks = tuple(Mark("", r, float(getattr(step(c, r), part)[0])) for c in CONVENTIONS)
        return Curves(id=id, x_label="r", y_label=y_label, lines=lines, marks=(*marks, *ends))

    before, after = step("before", r), step("after", r)
    rnn = elman.step(elman.Parameters(W=W, U=U, b=NONE, bh=d), X, h).h
    kept = np.array([slopes(c, "h") for c in CONVENTIONS])
    gap = float(np.abs(before.n - after.n).max())
    yield Frame(
        panels=(over_r("candidate", "n", "n", Mark("RNN", 1.0, float(rnn[0]))), over_r("state", "h", "h_t")),
        values={
            "n_before": float(before.n[0]),
            "n_after": float(after.n[0]),
            "gap": gap,
            "state_gap": float(np.abs(before.h - after.h).max()),
            "gap_let_in": (1.0 - z) * gap,
            "slope_at_0": max(float(np.abs(slopes(c, "n")).max()) for c in CONVENTIONS),
            "change_at_0": max(float(np.abs(step(c, 0.0, -h).n - step(c, 0.0).n).max()) for c in CONVENTIONS),
            "kept_at_0": float(kept[:, 0, 0].min()),
            "kept_error": float(np.abs(kept - z * np.eye(2)).max()),
            "rnn_gap": max(float(np.abs(step(c, 1.0).n - rnn).max()) for c in CONVENTIONS),
        },
    )


def apart(settings: Settings) -> bool:
    """Whether only the units' own gates make the conventions differ, and r is where that shows."""
    return settings["units"] == "apart" and settings["bias"] == 0 and 0.4 <= float(settings["r"]) <= 0.6


def biased(settings: Settings) -> bool:
    """Whether only the bias makes them differ, and r is where that shows."""
    return settings["units"] == "equal" and abs(float(settings["bias"])) >= 0.5 and 0.4 <= float(settings["r"]) <= 0.6


DEMO = Demo(
    parameters=(
        Number("r", 0.5, 0.0, 1.0, 0.05),
        Number("z", 0.2, 0.0, 1.0, 0.05),
        Choice("units", "apart", ("apart", "equal")),
        Number("bias", 0.0, -1.0, 1.0, 0.1),
    ),
    frames=frames,
    claims=(
        Claim("blind-at-0", "slope_at_0", "=", 0.0),
        Claim("any-h-at-0", "change_at_0", "=", 0.0),
        Claim("kept-by-z", "kept_error", "<=", 1e-12),
        Claim("rnn-at-1", "rnn_gap", "<=", 1e-12),
        Claim("let-in", "state_gap", "=", "gap_let_in", within=1e-12),
        Claim("units-apart", "gap", ">", APART, applies=apart),
        Claim("bias-inside", "gap", ">", APART, at={"units": "equal", "bias": 0.5}, applies=biased),
        Claim(
            "neither",
            "gap",
            "<=",
            1e-12,
            at={"units": "equal"},
            applies=lambda s: s["units"] == "equal" and s["bias"] == 0,
        ),
    ),
)
