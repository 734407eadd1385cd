"""clipping: by norm shortens the gradient and keeps its direction; by value cuts each component and turns it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells.optimisers import clip_by_norm, clip_by_value, norm
from demos.contract import Bars, Claim, Curves, Demo, Frame, Line, Number, Series


def cosine(u: np.ndarray, v: np.ndarray) -> float:
    """The cosine of the angle between two vectors; 1 where one of them is zero."""
    lengths = norm({"u": u}) * norm({"v": v})
    return float(u @ v) / lengths if lengths else 1.0


def frames(*, rng: np.random.Generator, gx: float, gy: float, threshold: float) -> Iterator[Frame]:
    """One picture: the gradient and what each way of clipping leaves of it."""
    del rng
    g = np.array([gx, gy])
    by_norm, by_value = clip_by_norm({"g": g}, threshold)["g"], clip_by_value({"g": g}, threshold)["g"]
    arrows = {"g": g, "by_norm": by_norm, "by_value": by_value}
    reach = 1.3 * max(threshold, float(np.abs(by_norm).max()), float(np.abs(by_value).max()))
    circle = np.linspace(0.0, 2 * np.pi, 97)
    shown = {name: v * min(1.0, reach / max(float(np.abs(v).max()), 1e-12)) for name, v in arrows.items()}
    yield Frame(
        panels=(
            Curves(
                id="arrows",
                equal=True,
                x_label="g_x",
                y_label="g_y",
                x_range=(-reach, reach),
                y_range=(-reach, reach),
                lines=(
                    *(Line(name, np.array([0.0, v[0]]), np.array([0.0, v[1]])) for name, v in shown.items()),
                    Line("threshold", threshold * np.cos(circle), threshold * np.sin(circle)),
                ),
            ),
            Bars(
                id="lengths",
                labels=("g", "by_norm", "by_value"),
                series=(Series("‖·‖", tuple(norm({"v": v}) for v in arrows.values())),),
            ),
        ),
        values={
            "norm_cosine": cosine(g, by_norm),
            "value_cosine": cosine(g, by_value),
            "norm_length": norm({"v": by_norm}),
            "value_length": norm({"v": by_value}),
            "largest_component": float(np.abs(by_value).max()),
        },
    )


DEMO = Demo(
    parameters=(
        Number("gx", 3.0, -50.0, 50.0, 1.0),
        Number("gy", 40.0, -50.0, 50.0, 1.0),
        Number("threshold", 5.0, 0.5, 50.0, 0.5),
    ),
    frames=frames,
    claims=(
        Claim("norm-keeps-direction", "norm_cosine", "=", 1.0, within=1e-12),
        Claim("norm-is-bounded", "norm_length", "<=", lambda s: float(s["threshold"]) * (1 + 1e-12)),
        Claim(
            "value-turns",
            "value_cosine",
            "<",
            0.9,
            applies=lambda s: (float(s["gx"]), float(s["gy"]), float(s["threshold"])) == (3.0, 40.0, 5.0),
        ),
    ),
)
