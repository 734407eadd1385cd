"""cliff: across the loss surface of one sigmoid unit runs a wall so thin that only a grid refined onto it finds it.

    h_t = σ(w h_{t−1} + b),  h_0 = ½,  L = (h_T − 0.7)²

At b = −w/2 the state stays at ½, where a step multiplies a deviation by w/4. For w > 4 left and right part there: a
wall, on which dL/db = 2 (½ − 0.7) · ¼ Σ_{k<T} (w/4)^k. The setting is that of Pascanu, Mikolov & Bengio (2013).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells import complex_step, sigmoid
from demos.contract import Claim, Curves, Demo, Frame, Heat, Line, Mark, Number, Settings, Whole

START, TARGET = 0.5, 0.7
LOW, HIGH = -5.0, 0.0  # of b
PARTS = 5  # into which a round cuts the interval of the grid over which the loss changes most
DRAWN = 150  # points of the even grid that are drawn
RATE = 0.01  # learning rate
ROWS, COLUMNS = np.arange(6.0, 1.9, -0.5), np.arange(LOW, HIGH + 0.1, 0.25)  # w and b of the surface
FLOOR = 1e-8


def run(w: np.ndarray, b: np.ndarray, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """The loss L and dL/db, both in the shape of w + b, with dh_t/db carried along."""
    h = np.full_like(w + b, START)
    slope = np.zeros_like(h)
    for _ in range(steps):
        h = sigmoid(w * h + b)
        slope = h * (1.0 - h) * (w * slope + 1.0)
    return (h - TARGET) ** 2, 2.0 * (h - TARGET) * slope


def refine(grid: np.ndarray, loss: np.ndarray) -> np.ndarray:
    """The grid with the interval over which the loss changes most cut into PARTS."""
    k = int(np.abs(np.diff(loss)).argmax())
    return np.insert(grid, k + 1, np.linspace(grid[k], grid[k + 1], PARTS + 1)[1:-1])


def surface(w: float, b: float, steps: int) -> Heat:
    """The loss over w and b; the cell nearest to the chosen ones stands out."""
    rows, columns = (tuple(f"{value:g}".replace("-", "−") for value in axis) for axis in (ROWS, COLUMNS))
    near = int(np.abs(ROWS - w).argmin()), int(np.abs(COLUMNS - b).argmin())
    loss, _ = run(ROWS[:, None], COLUMNS, steps)
    return Heat(id="surface", rows=rows, columns=columns, values=tuple(loss), low=0.0, marked=(near,))


def at_one(w: float, b: float, steps: int) -> dict[str, float]:
    """The gradient at b against the complex step, and at b = −w/2 against the closed form; relative differences."""
    weight, here = np.array(w), float(run(np.array(w), np.array([b]), steps)[1][0])
    exact = float(complex_step(lambda moved: run(weight, moved, steps)[0][0], [b])[0])
    wall = float(run(weight, np.array([-w / 2]), steps)[1][0])
    closed = 2.0 * (START - TARGET) * 0.25 * sum((w / 4.0) ** k for k in range(steps))
    errors = {"complex_error": abs(here - exact) / abs(exact), "closed_error": abs(wall - closed) / abs(closed)}
    return {"here": abs(here), "thrown": RATE * abs(here), **errors}


def curve(label: str, grid: np.ndarray, size: np.ndarray, even: np.ndarray) -> Line:
    """The gradient's size over b: about DRAWN points of the even grid, all others, and the largest."""
    thin = even[:: max(1, len(even) // DRAWN)]
    drawn = np.isin(grid, thin) | ~np.isin(grid, even) | (size == size.max())
    return Line(label, grid[drawn], np.maximum(size[drawn], FLOOR))


def frames(*, rng: np.random.Generator, w: float, b: float, steps: int, points: int, rounds: int) -> Iterator[Frame]:
    """The surface, and the size of the gradient over b at this w: on an even grid, then refined round by round."""
    del rng
    grid = even = np.linspace(LOW, HIGH, points)
    loss, gradient = run(np.array(w), even, steps)
    first, heat, chosen = np.abs(gradient), surface(w, b, steps), at_one(w, b, steps)
    for done in range(rounds + 1):
        if done:
            grid = refine(grid, loss)
            loss, gradient = run(np.array(w), grid, steps)
        size, median = np.abs(gradient), float(np.median(first))
        lines = curve("refined", grid, size, even), curve("even", even, first, even)
        mark = Mark("b", b, max(chosen["here"], FLOOR))
        beneath = Curves(id="gradient", x_label="b", y_label="|dL/db|", y_log=True, lines=lines, marks=(mark,))
        ratios = {"ratio": float(size.max()) / median, "even_ratio": float(first.max()) / median}
        yield Frame(
            panels=(heat, beneath),
            values={**chosen, "largest": float(size.max()), "median": median, **ratios},
            progress=(done + 1) / (rounds + 1),
            at=f"n = {len(grid)}",
        )


def found(s: Settings) -> bool:
    """Whether the wall, about (4/w)^T thick, is thicker than the last grid is fine."""
    w, steps = float(s["w"]), int(s["steps"])
    fine = (HIGH - LOW) / int(s["points"]) / PARTS ** int(s["rounds"])
    return w >= 5 and steps >= 50 and fine < 0.1 * (4.0 / w) ** steps


DEMO = Demo(
    parameters=(
        Number("w", 5.0, 1.0, 6.0, 0.25),
        Number("b", -2.5, LOW, HIGH, 0.05),
        Whole("steps", 50, 1, 60),
        Whole("points", 1000, 100, 10000, 100),
        Whole("rounds", 8, 0, 16),
    ),
    frames=frames,
    claims=(
        Claim("is-the-gradient", "complex_error", "<=", 1e-8, applies=lambda s: float(s["w"]) <= 5),
        Claim("on-the-wall", "closed_error", "<=", 1e-12),
        Claim("wall", "ratio", ">", 1e6, applies=found),
        Claim(
            "grid-misses", "even_ratio", "<", 100, applies=lambda s: (s["w"], s["steps"], s["points"]) == (5, 50, 1000)
        ),
        Claim("no-wall-below-4", "ratio", "<", 100, at={"w": 3.0}, applies=lambda s: float(s["w"]) <= 3.5),
    ),
)
