"""The demo gru-dial: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import numpy as np
import pytest

from demos.contract import Curves
from demos.gru import gru_dial
from tests.demos.runs import frames, panel, values


def test_the_same_numbers_are_two_states_in_two_conventions() -> None:
    keeps = values("gru-dial", h=0.8, candidate=-0.4, z=0.25, convention="z keeps")
    writes = values("gru-dial", h=0.8, candidate=-0.4, z=0.25, convention="z writes")
    assert keeps["h_t"] == pytest.approx(-0.1, abs=1e-12)
    assert writes["h_t"] == pytest.approx(0.5, abs=1e-12)


@pytest.mark.parametrize(("convention", "chosen"), [("z keeps", 0), ("z writes", 1)])
def test_the_marks_lie_on_the_line_of_the_convention(convention: str, chosen: int) -> None:
    shown = panel(frames("gru-dial", convention=convention, z=0.3)[-1], Curves)
    for mark in shown.marks:
        assert np.interp(mark.x, shown.lines[chosen].x, shown.lines[chosen].y) == pytest.approx(mark.y, abs=1e-9)
    assert {mark.label: mark.y for mark in shown.marks if mark.label != "h_t"} == {"h": 0.8, "n": -0.4}


def test_a_dial_turned_to_its_end_is_one_of_the_two() -> None:
    assert gru_dial.dial(0.8, -0.4, 1.0, "z") == pytest.approx(0.8, abs=1e-12)
    assert gru_dial.dial(0.8, -0.4, 1.0, "1-z") == pytest.approx(-0.4, abs=1e-12)
