"""gradient-check: the gradient of backpropagation beside differences of the loss, over their step h.

    forward       (L(θ + h e) − L(θ)) / h              is off by about h, plus rounding ε/h
    central       (L(θ + h e) − L(θ − h e)) / 2h       is off by about h², plus rounding ε/h
    complex step  Im L(θ + i h e) / h                  is off by about h², and nothing is subtracted

So a difference has a best step, and the complex step has none (Squire & Trapp 1998). ε is 1e-16 in double precision.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from demos.cells import elman
from demos.cells.optimisers import norm
from demos.contract import Choice, Claim, Curves, Demo, Frame, Line, Mark, Number, Settings

STEPS, INPUTS, UNITS = 6, 2, 3
EXPONENTS = np.arange(-1.0, -20.25, -0.5)  # of h
METHODS = ("forward", "central", "complex")
FLOOR = 1e-17
AXES: dict[str, Any] = {"x_log": True, "x_range": (1e-20, 0.1), "y_log": True, "y_range": (FLOOR, 10.0)}


class Net:
    """An Elman RNN as it begins, inputs (T, 1, I), a first state (1, H), targets (T, 1, H); L = ½ Σ (h_t − y_t)²."""

    def __init__(self, rng: np.random.Generator, real: Any) -> None:
        """All numbers rounded to the floating type `real`."""
        self.p = elman.init(rng, INPUTS, UNITS, real)
        self.x = rng.standard_normal((STEPS, 1, INPUTS)).astype(real)
        self.h0 = rng.uniform(-1, 1, (1, UNITS)).astype(real)
        self.y = rng.uniform(-1, 1, (STEPS, 1, UNITS)).astype(real)

    def loss(self, U: np.ndarray) -> Any:
        """L with the recurrent weights U."""
        d = elman.forward(self.p.with_arrays(U=U), self.x, self.h0).h - self.y
        return (d * d).sum() / 2

    def backward(self, first: int) -> np.ndarray:
        """dL/dU (H, H) in double precision, from the last step back to `first`; 0 is right, 1 a step short."""
        p = self.p.with_arrays(**{name: array.astype(float) for name, array in self.p.arrays().items()})
        run = elman.forward(p, self.x.astype(float), self.h0.astype(float))
        walked = elman.Trace(run.x[first:], run.before[first], run.a[first:], run.h[first:])
        return elman.backward(p, walked, (run.h - self.y)[first:]).U

    def numeric(self, h: float) -> np.ndarray:
        """dL/dU by each of the methods with the step h, weight by weight: (3, H, H)."""
        U, here, found = self.p.U, self.loss(self.p.U), np.empty((len(METHODS), UNITS, UNITS))
        i = np.result_type(U, np.complex64).type(1j)
        for index in np.ndindex(U.shape):
            e = np.zeros_like(U)
            e[index] = h
            up, down, turned = self.loss(U + e), self.loss(U - e), self.loss(U + i * e)
            found[:, *index] = (up - here) / h, (up - down) / (2 * h), turned.imag / h
        return found


def errors(net: Net, g: np.ndarray, exponent: float) -> np.ndarray:
    """How far each method at h = 10^exponent and g are apart, relative to the longer of the two: (3,)."""
    return np.array([norm({"": n - g}) / max(norm({"": n}), norm({"": g})) for n in net.numeric(10.0**exponent)])


def frames(*, rng: np.random.Generator, exponent: float, precision: str, bug: str) -> Iterator[Frame]:
    """The errors over h, from large steps to small; marked, the central difference at the chosen one."""
    net = Net(rng, np.float32 if precision == "single" else np.float64)
    g = net.backward(first=0 if bug == "none" else 1)
    chosen = errors(net, g, exponent)
    found = np.empty((0, len(METHODS)))
    for done, at in enumerate(EXPONENTS, 1):
        found = np.vstack([found, errors(net, g, at)])
        columns = np.maximum(found, FLOOR).T
        lines = [Line(name, 10.0 ** EXPONENTS[:done], y) for name, y in zip(METHODS, columns, strict=True)]
        mark = Mark("h", 10.0**exponent, max(float(chosen[1]), FLOOR))
        yield Frame(
            panels=(Curves(id="errors", x_label="h", lines=tuple(lines), marks=(mark,), **AXES),),
            values=measured(found, chosen) if done == len(EXPONENTS) else {},
            progress=done / len(EXPONENTS),
            at=f"h = 10^{at:g}".replace("-", "−"),
        )


def measured(found: np.ndarray, chosen: np.ndarray) -> dict[str, float]:
    """From the errors over h (steps, 3): the best, where it is, and by how many powers of h the error falls."""
    values = {f"{name}_here": float(error) for name, error in zip(METHODS, chosen, strict=True)}
    for name, error in zip(METHODS[:2], found.T, strict=False):
        values[f"{name}_best"] = float(error.min())
        values[f"{name}_at"] = float(10 ** EXPONENTS[error.argmin()])
        values[f"{name}_order"] = float(np.log10(error[2] / error[4]))  # from h = 0.01 to 0.001
    return {**values, "complex_tiny": float(found[-1, 2])}


def right(s: Settings) -> bool:
    return s["precision"] == "double" and s["bug"] == "none"


def wrong(s: Settings) -> bool:
    return s["bug"] != "none"


DEMO = Demo(
    parameters=(
        Number("exponent", -5.0, -20.0, -1.0, 1.0),
        Choice("precision", "double", ("double", "single")),
        Choice("bug", "none", ("none", "a step short")),
    ),
    frames=frames,
    claims=(
        Claim("central-best", "central_best", "<=", 1e-9, applies=right),
        Claim("central-at", "central_at", "=", 1e-5, 9e-6, applies=right),
        Claim("forward-best", "forward_best", ">", 1e-9, applies=right),
        Claim("central-order", "central_order", "=", 2.0, 0.05, applies=right),
        Claim("complex-exact", "complex_tiny", "<=", 1e-14, applies=right),
        Claim("finds-a-mistake", "central_here", ">", 1e-3, at={"bug": "a step short"}, applies=wrong),
    ),
)
