"""The demo gradient-descent: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import pytest

from demos.cells.optimisers import SGD
from demos.contract import Curves
from tests.demos.runs import frames, line, panel, verdict


@pytest.mark.parametrize("rate", [0.05, 0.5, 1.5, 2.0, 2.2])
def test_every_step_multiplies_by_the_same_factor(rate: float) -> None:
    *_, last = frames("gradient-descent", rate=rate, steps=40)
    sizes = line(panel(last, Curves, "size"), "|θ|").y
    assert list(sizes) == pytest.approx([max(abs(1 - rate) ** n, 1e-12) for n in range(41)], rel=1e-9)


def test_the_path_lies_on_the_bowl_and_grows() -> None:
    run = frames("gradient-descent", rate=0.3, steps=30)
    paths = [line(panel(frame, Curves, "bowl"), "path") for frame in run]
    assert [len(path.x) for path in paths] == [11, 21, 31]
    assert list(paths[-1].y) == pytest.approx([0.5 * x * x for x in paths[-1].x])


def test_a_step_uphill_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demos.gradients.gradient_descent.SGD", lambda rate: SGD(-rate))
    assert not verdict("gradient-descent", "converges").holds
