"""truncated-bptt: a gradient that goes back k steps only; its direction nears the full one's as k grows.

    dL/dU = Σ_t Σ_lag G(t, lag),   G(t, lag) = δ_{t,t−lag} h_{t−lag−1}^T,   δ_{t,s} = dL_t/da_s

Window: of each step's loss the lags below k are kept (Williams & Peng 1990). Pieces: the sequence is cut every k steps;
the state is carried across the cut, the gradient is not, as in most training code.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from demos.cells import elman
from demos.cells.initial import orthogonal
from demos.cells.optimisers import norm
from demos.contract import Choice, Claim, Curves, Demo, Frame, Line, Mark, Number, Settings, Whole

STEPS, UNITS, INPUTS = 20, 8, 3
CUTS = ("window", "pieces")


def contributions(p: elman.Parameters, run: elman.Trace, dh: np.ndarray) -> np.ndarray:
    """G(t, lag) for every t and lag: (T, T, H, H), zero where the sequence had not begun. dh (T, 1, H) is dL_t/dh_t."""
    slope, before = 1.0 - run.h[:, 0] ** 2, run.before[:, 0]
    found = np.zeros((STEPS, STEPS, UNITS, UNITS))
    delta = dh[:, 0] * slope  # row s is δ_{s+lag,s}, here with lag 0
    for lag in range(STEPS):
        found[lag:, lag] = delta[:, :, None] * before[: STEPS - lag, None, :]
        delta = (delta[1:] @ p.U) * slope[: STEPS - lag - 1]
    return found


def kept(cut: str, k: int) -> np.ndarray:
    """Which of the contributions (T, T) are kept."""
    t, lag = np.indices((STEPS, STEPS))
    return np.asarray(lag < k if cut == "window" else lag <= t % k)


def cosine(u: np.ndarray, v: np.ndarray) -> float:
    return float((u * v).sum()) / (norm({"": u}) * norm({"": v}))


def draw(rng: np.random.Generator, gain: float, strength: float) -> tuple[elman.Parameters, elman.Trace, np.ndarray]:
    """A net whose recurrent matrix is `gain` times an orthogonal one, a run of it, and dL_t/dh_t = h_t − y_t."""
    W, U = rng.standard_normal((UNITS, INPUTS)) / np.sqrt(INPUTS), gain * orthogonal(rng, UNITS)
    p = elman.Parameters(W=W, U=U, b=np.zeros(UNITS), bh=np.zeros(UNITS))
    run = elman.forward(p, strength * rng.standard_normal((STEPS, 1, INPUTS)), rng.uniform(-1, 1, (1, UNITS)))
    return p, run, run.h - rng.uniform(-1, 1, run.h.shape)


def frames(*, rng: np.random.Generator, k: int, gain: float, strength: float, cut: str) -> Iterator[Frame]:
    """The cosine to the full gradient, growing over k, for both ways to cut; beneath, what is left of each lag."""
    p, run, dh = draw(rng, gain, strength)
    parts, full = contributions(p, run, dh), elman.backward(p, run, dh).U
    left = parts * kept(cut, k)[:, :, None, None]
    truncated, ks = left.sum((0, 1)), np.arange(1, STEPS + 1)
    cosines = {c: np.array([cosine(parts[kept(c, n)].sum(0), full) for n in range(1, STEPS + 1)]) for c in CUTS}
    values = {
        "cosine": cosine(truncated, full),
        "length": norm({"": truncated}) / norm({"": full}),
        **{f"{c}_{n}": float(cosines[c][n - 1]) for c in CUTS for n in (1, 5, 10)},
        "falls": float((np.diff(cosines[cut]) < -1e-12).sum()),
        "error": norm({"": parts.sum((0, 1)) - full}) / norm({"": full}),
    }
    of_lag = Curves(id="of_lag", x_label="lag", y_log=True, lines=(by_lag("left", left), by_lag("all", parts)))
    lowest = min(float(c.min()) for c in cosines.values())
    axes: dict[str, Any] = {"x_label": "k", "x_range": (1, STEPS), "y_range": (np.floor(10 * lowest) / 10, 1.0)}
    for n in ks:
        lines = tuple(Line(c, ks[:n], cosines[c][:n]) for c in CUTS)
        marks = (Mark("k", k, values["cosine"]),) if n >= k else ()
        nearer = Curves(id="nearer", lines=lines, marks=marks, **axes)
        yield Frame(panels=(nearer, of_lag), values=values if n == STEPS else {}, progress=n / STEPS)


def by_lag(label: str, parts: np.ndarray) -> Line:
    """The norm of what the losses of all steps contribute at each lag; a gap where that is nothing."""
    sizes = np.array([norm({"": of_lag}) for of_lag in parts.sum(0)])
    return Line(label, np.arange(STEPS), np.where(sizes > 0, sizes, np.nan))


def short_memory(s: Settings) -> bool:
    """Whether tanh and the gain shrink what comes back over a few steps."""
    return float(s["gain"]) <= 1 and float(s["strength"]) >= 0.5


def shorter_memory(s: Settings) -> bool:
    return short_memory(s) and float(s["gain"]) <= 0.8


DEMO = Demo(
    parameters=(
        Whole("k", 5, 1, STEPS),
        Number("gain", 1.0, 0.5, 2.0, 0.1),
        Number("strength", 0.5, 0.1, 2.0, 0.1),
        Choice("cut", "window", CUTS),
    ),
    frames=frames,
    claims=(
        Claim("adds-up", "error", "<=", 1e-12),
        Claim("whole", "cosine", "=", 1.0, 1e-12, at={"k": STEPS}, applies=lambda s: s["k"] == STEPS),
        Claim("half-is-near", "window_10", ">", 0.95, applies=short_memory),
        Claim("further-is-nearer", "window_10", ">", "window_1", applies=short_memory),
        Claim("pieces-are-behind", "pieces_5", "<", "window_5", at={"gain": 0.8}, applies=shorter_memory),
    ),
)
