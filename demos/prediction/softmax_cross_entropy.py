"""softmax-cross-entropy: logits to probabilities; the gradient of the loss is p − y.

p = softmax(s),  L = −log p[target],  ∂L/∂s = p − y,  with s = z / T for the temperature T
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells import complex_step, cross_entropy, cross_entropy_gradient, log_softmax, one_hot, softmax
from demos.contract import Bars, Claim, Curves, Demo, Frame, Line, Mark, Number, Series, Whole

CLASSES = 5


def entropy(p: np.ndarray) -> float:
    """−Σ p log p in nats."""
    return float(-(p * np.log(np.maximum(p, 1e-300))).sum())


def frames(*, rng: np.random.Generator, target: int, temperature: float, boost: float) -> Iterator[Frame]:
    """p and p − y as bars, and the entropy over the temperature; `boost` is added to the target's logit."""
    z = rng.normal(size=CLASSES).round(1)
    z[target] += boost
    s = z / temperature
    p = softmax(s)
    gradient = cross_entropy_gradient(s, np.array(target))
    exact = complex_step(lambda logits: -log_softmax(logits)[target], s)
    heats = np.geomspace(0.1, 10.0, 41)
    entropies = np.array([entropy(softmax(z / heat)) for heat in heats])
    names = tuple(f"class {k}" for k in range(CLASSES))
    yield Frame(
        panels=(
            Bars(
                id="probabilities",
                labels=names,
                series=(Series("p", p), Series("p − y", p - one_hot(target, CLASSES))),
                low=-1.0,
                high=1.0,
            ),
            Curves(
                id="over_temperature",
                x_label="T",
                y_label="H",
                x_log=True,
                lines=(Line("H(p)", heats, entropies),),
                marks=(Mark("T", temperature, entropy(p)),),
            ),
        ),
        values={
            "loss": float(cross_entropy(s, np.array(target))),
            "gradient_error": float(np.abs(gradient - exact).max()),
            "target_gradient": float(gradient[target]),
            "entropy": entropy(p),
            "smallest_rise": float(np.diff(entropies).min()),
            "sum": float(p.sum()),
            "uniform": float(np.log(CLASSES)),
            "gradient_sum": float(gradient.sum()),
        },
    )


DEMO = Demo(
    parameters=(
        Whole("target", 0, 0, CLASSES - 1),
        Number("temperature", 1.0, 0.1, 10.0, 0.1),
        Number("boost", 0.0, -5.0, 5.0, 0.5),
    ),
    frames=frames,
    claims=(
        Claim("p-minus-y", "gradient_error", "<=", 1e-12),
        Claim("hotter-is-more-even", "smallest_rise", ">=", 0.0),
        Claim("gradient-sums-to-zero", "gradient_sum", "=", 0.0, within=1e-12),
    ),
)
