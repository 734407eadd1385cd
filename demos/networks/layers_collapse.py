"""layers-collapse: affine maps one after another are one affine map; what bends between them makes depth.

(h W₁ + b₁) W₂ + b₂ = h (W₁ W₂) + (b₁ W₂ + b₂)
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells import ACTIVATIONS
from demos.contract import Choice, Claim, Curves, Demo, Frame, Line, Whole

WIDTH = 6
X = np.linspace(-2.0, 2.0, 161)


def frames(*, rng: np.random.Generator, between: str, layers: int) -> Iterator[Frame]:
    """Layer after layer: the output of the stack over x, and the straight line that fits it best.

    Beside the stack its matrices are multiplied into one affine map x A + d, as if nothing stood between them.
    """
    f = ACTIVATIONS[between].f
    h = X[:, None]
    A, d = np.eye(1), np.zeros(1)
    for layer in range(1, layers + 1):
        W, b = rng.normal(size=(h.shape[1], WIDTH)) / np.sqrt(h.shape[1]), rng.normal(size=WIDTH)
        A, d = A @ W, d @ W + b
        a = h @ W + b
        out = a.mean(axis=1)
        h = f(a)
        one_map = (X[:, None] @ A + d).mean(axis=1)
        line = np.polynomial.Polynomial.fit(X, out, 1)(X)
        scale = max(float(out.std()), 1e-12)
        yield Frame(
            panels=(Curves(id="output", x_label="x", lines=(Line("stack", X, out), Line("best_line", X, line))),),
            values={
                "misfit": float(np.sqrt(((out - line) ** 2).mean())) / scale,
                "one_map_gap": float(np.abs(out - one_map).max()),
                "layers": float(layer),
            },
            progress=layer / layers,
            at=f"ℓ = {layer}",
        )


DEMO = Demo(
    parameters=(Choice("between", "tanh", ("identity", "tanh", "relu", "sigmoid")), Whole("layers", 3, 1, 8)),
    frames=frames,
    claims=(
        Claim(
            "one-map",
            "one_map_gap",
            "<=",
            1e-12,
            at={"between": "identity", "layers": 6},
            applies=lambda s: s["between"] == "identity" or int(s["layers"]) == 1,
        ),
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
