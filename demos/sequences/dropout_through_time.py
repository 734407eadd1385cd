"""dropout-through-time: a fresh mask at each step leaves keep^T of a state, one mask for the whole sequence keep.

    h_t = m_t ⊙ h_{t−1},   m_t = 1 with the probability keep, 0 otherwise: drawn at each step, or once for all steps

Rescaled, as dropout is in a feed-forward net, it is h_t = m_t ⊙ h_{t−1} / keep. Without dropout the cell would hold
its state for ever: U = I, no input. Zaremba et al. (2014) drop only what goes up the layers and leave the state
alone; Gal & Ghahramani (2016) drop the state too, with one mask for the whole sequence.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells import elman
from demos.contract import Choice, Claim, Curves, Demo, Frame, Heat, Line, Number, Settings, Whole

UNITS = 5000  # the share left is off by 0.007 at most (one standard deviation)
SHOWN = 8  # units that are drawn one by one
HOLD = elman.Parameters(  # h_t = h_{t−1}, one unit at a time; the units run along the batch
    W=np.zeros((1, 1)), U=np.ones((1, 1)), b=np.zeros(1), bh=np.zeros(1), activation="identity"
)


def masks(rng: np.random.Generator, kind: str, keep: float, steps: int) -> np.ndarray:
    """m_t of every step and unit (T, UNITS), 0 or 1."""
    drawn = (rng.random((steps, UNITS)) < keep).astype(float)
    return np.broadcast_to(drawn[0], drawn.shape) if kind == "one" else drawn


def states(m: np.ndarray, scale: float) -> np.ndarray:
    """h_0 … h_T (T + 1, UNITS) from h_0 = 1. The imaginary part is 1e-20 ∂h_t/∂h_0, by complex step."""
    h = np.full((UNITS, 1), 1.0 + 1e-20j)
    path = [h]
    for m_t in m:
        h = elman.step(HOLD, np.zeros(1), m_t[:, None] * h * scale).h
        path.append(h)
    return np.array(path)[:, :, 0]


def frames(*, rng: np.random.Generator, keep: float, mask: str, steps: int, scale: str) -> Iterator[Frame]:
    """A few units one by one, and the share of all that is left, growing with the steps."""
    path = states(masks(rng, mask, keep, steps), 1.0 / keep if scale == "rescaled" else 1.0)
    h, gradient = path.real, path.imag / 1e-20
    alive, mean = (h > 0).mean(1), h.mean(1)
    values = {
        "alive": float(alive[-1]),
        "expected": keep if mask == "one" else keep**steps,  # what no mask drops
        "mean": float(mean[-1]),
        "gradient_elsewhere": float(((gradient[-1] != 0) != (h[-1] != 0)).mean()),
    }
    t = np.arange(steps + 1)
    lines = {"left": alive, "keep^t": keep**t, "keep": np.where(t > 0, keep, 1.0)}
    if scale == "rescaled":
        lines["mean_h"] = mean
    for shown in range(1, steps + 1):
        yield Frame(
            panels=(
                Heat(
                    id="units",
                    rows=tuple(f"h_{k}" for k in range(1, SHOWN + 1)),
                    columns=tuple(str(k) for k in range(1, shown + 1)),
                    values=list((h[1 : shown + 1, :SHOWN].T > 0).astype(float)),
                    low=0.0,
                    high=1.0,
                ),
                Curves(
                    id="survival",
                    x_label="t",
                    x_range=(0.0, float(steps)),
                    y_log=True,
                    lines=tuple(Line(name, t[: shown + 1], line[: shown + 1]) for name, line in lines.items()),
                ),
            ),
            values=values if shown == steps else {},
            progress=shown / steps,
            at=f"t = {shown}",
        )


def rescaled(settings: Settings, mask: str) -> bool:
    return settings["scale"] == "rescaled" and settings["mask"] == mask


DEMO = Demo(
    parameters=(
        Number("keep", 0.9, 0.5, 1.0, 0.05),
        Choice("mask", "fresh", ("fresh", "one")),
        Whole("steps", 20, 1, 60),
        Choice("scale", "as_it_is", ("as_it_is", "rescaled")),
    ),
    frames=frames,
    claims=(
        Claim("fresh-leaves-keep-to-the-t", "alive", "=", "expected", 0.03, applies=lambda s: s["mask"] == "fresh"),
        Claim(
            "one-leaves-keep", "alive", "=", "expected", 0.03, at={"mask": "one"}, applies=lambda s: s["mask"] == "one"
        ),
        Claim("the-gradient-goes-too", "gradient_elsewhere", "=", 0.0),
        Claim(
            "rescaled-fresh-keeps-the-mean",
            "mean",
            "=",
            1.0,
            within=0.2,
            at={"scale": "rescaled"},
            applies=lambda s: rescaled(s, "fresh") and float(s["keep"]) ** int(s["steps"]) > 0.12,
        ),
        Claim(
            "rescaled-one-explodes",
            "mean",
            "=",
            lambda s: float(s["keep"]) ** (1 - int(s["steps"])),
            within=0.2,
            at={"scale": "rescaled", "mask": "one"},
            applies=lambda s: rescaled(s, "one") and abs(float(s["keep"]) - 0.9) < 1e-9 and s["steps"] == 20,
        ),
    ),
)
