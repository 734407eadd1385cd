"""The demo cliff: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from demos.cells import sigmoid
from demos.contract import Curves, Heat
from demos.through_time import cliff
from tests.demos.runs import frames, line, panel, values, verdict


def loss(w: float, b: float, steps: int) -> float:
    """L by plain floats."""
    h = 0.5
    for _ in range(steps):
        h = 1 / (1 + math.exp(-(w * h + b)))
    return (h - 0.7) ** 2


@pytest.mark.parametrize("steps", [1, 5, 20])
@pytest.mark.parametrize(("w", "b"), [(3.0, -1.0), (5.0, -2.4), (6.0, -4.0)])
def test_loss_and_gradient_by_plain_floats(w: float, b: float, steps: int) -> None:
    L, gradient = cliff.run(np.array(w), np.array([b]), steps)
    assert L[0] == pytest.approx(loss(w, b, steps), abs=1e-12)
    moved = (loss(w, b + 1e-6, steps) - loss(w, b - 1e-6, steps)) / 2e-6
    assert gradient[0] == pytest.approx(moved, rel=1e-5, abs=1e-9)


@pytest.mark.parametrize(("w", "steps"), [(5.0, 50), (6.0, 60), (2.0, 30)])
def test_on_the_wall_the_gradient_is_a_geometric_sum(w: float, steps: int) -> None:
    here = values("cliff", w=w, b=-w / 2, steps=steps)["here"]
    assert here == pytest.approx(0.4 * ((w / 4) ** steps - 1) / (w - 4), rel=1e-11)


def test_one_step_from_the_wall_goes_far_and_from_beside_it_nowhere() -> None:
    assert round(values("cliff", b=-2.5)["thrown"]) == 280
    assert values("cliff", b=-2.51)["thrown"] < 0.01


def test_the_two_sides_part_above_4_only() -> None:
    for w, apart in ((5.0, 0.25), (3.0, 0.01)):
        left, right = (loss(w, -w / 2 + side, 50) for side in (-1e-3, 1e-3))
        assert (left - right > apart) == (w > 4)


@pytest.mark.parametrize("points", [100, 1000, 10000])
def test_the_refined_grid_agrees_with_itself_whatever_it_began_with(points: int) -> None:
    # The steepest place, about 2e-6 left of −w/2, is known to a per cent.
    assert values("cliff", points=points, rounds=10)["largest"] == pytest.approx(37_820, rel=0.01)


def test_a_grid_of_thirty_thousand_points_still_misses_most_of_it() -> None:
    _, gradient = cliff.run(np.array(5.0), np.linspace(-5.0, 0.0, 30_000), 50)
    assert np.abs(gradient).max() / np.median(np.abs(gradient)) < 1e4 < values("cliff")["ratio"]


def test_each_round_cuts_the_interval_with_the_largest_jump() -> None:
    grid, jumps = np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 0.1, 0.9, 1.0])
    assert list(cliff.refine(grid, jumps)) == pytest.approx([0, 1, 1.2, 1.4, 1.6, 1.8, 2, 3])


def test_every_round_is_a_picture_and_finds_no_less() -> None:
    shown = frames("cliff", rounds=8)
    assert [frame.at for frame in shown] == [f"n = {1000 + 4 * done}" for done in range(9)]
    largest = [frame.values["largest"] for frame in shown]
    assert largest == sorted(largest)
    assert largest[0] < 1 < 1e4 < largest[-1]


def test_the_curves_show_the_spike_on_the_refined_grid_only() -> None:
    shown = panel(frames("cliff")[-1], Curves)
    assert shown.y_log
    refined, even = line(shown, "refined"), line(shown, "even")
    assert refined.x[int(np.argmax(refined.y))] == pytest.approx(-2.5, abs=1e-5)
    assert max(even.y) < 1 < 1e4 < max(refined.y)
    assert len(even.x) < 200
    assert len(refined.x) < 250


def test_the_surface_is_the_loss_and_marks_where_one_stands() -> None:
    shown = panel(frames("cliff", w=4.5, b=-2.0, steps=12)[-1], Heat)
    ((row, column),) = shown.marked
    assert (shown.rows[row], shown.columns[column]) == ("4.5", "−2")
    assert shown.values[row][column] == pytest.approx(loss(4.5, -2.0, 12), abs=1e-12)


def test_a_gradient_that_forgets_one_way_back_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def through_b_alone(w: Any, b: Any, steps: int) -> tuple[Any, Any]:
        h = np.full_like(w + b, 0.5)
        for _ in range(steps):
            h = sigmoid(w * h + b)
        return (h - 0.7) ** 2, 2 * (h - 0.7) * h * (1 - h)

    claims = ("is-the-gradient", "on-the-wall", "wall")
    assert all(verdict("cliff", claim).holds for claim in claims)
    monkeypatch.setattr(cliff, "run", through_b_alone)
    assert not any(verdict("cliff", claim).holds for claim in claims)


def test_a_grid_that_is_not_refined_does_not_find_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cliff, "refine", lambda grid, _loss: grid)
    assert not verdict("cliff", "wall").holds
