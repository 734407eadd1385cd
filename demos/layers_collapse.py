"""layers-collapse: affine maps one after another are one affine map; what bends between them makes depth."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells import ACTIVATIONS
from demos.contract import Choice, Claim, Curves, Demo, Frame, Line, Whole

WIDTH = 6
X = np.linspace(-2.0, 2.0, 161)


def frames(*, rng: np.random.Generator, between: str, layers: int) -> Iterator[Frame]:
    """Layer after layer: the output of the stack over x, and the straight line that fits it best."""
    f = ACTIVATIONS[between].f
    h = X[:, None]
    out = np.zeros_like(X)
    for layer in range(1, layers + 1):
        W, b = rng.normal(size=(h.shape[1], WIDTH)) / np.sqrt(h.shape[1]), rng.normal(size=WIDTH)
        a = h @ W + b
        out = a @ (np.ones(WIDTH) / WIDTH)
        h = f(a)
        line = np.polynomial.Polynomial.fit(X, out, 1)(X)
        scale = max(float(out.std()), 1e-12)
        yield Frame(
            panels=(Curves(id="output", x_label="x", lines=(Line("stack", X, out), Line("best_line", X, line))),),
            values={"misfit": float(np.sqrt(((out - line) ** 2).mean())) / scale, "layers": float(layer)},
            progress=layer / layers,
            at=f"layer = {layer}",
        )


DEMO = Demo(
    parameters=(Choice("between", "tanh", ("identity", "tanh", "relu", "sigmoid")), Whole("layers", 3, 1, 8)),
    frames=frames,
    claims=(
        Claim(
            "affine-collapses",
            "misfit",
            "<=",
            1e-12,
            at={"between": "identity", "layers": 6},
            applies=lambda s: s["between"] == "identity" or int(s["layers"]) == 1,
        ),
        Claim(
            "tanh-bends",
            "misfit",
            ">",
            0.01,
            at={"between": "tanh", "layers": 4},
            applies=lambda s: s["between"] == "tanh" and int(s["layers"]) >= 3,
        ),
    ),
)
