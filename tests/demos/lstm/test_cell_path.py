"""The demo cell-path: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from demos.cells import lstm
from demos.lstm import cell_path
from tests.demos.runs import values, verdict


def test_the_numbers_of_the_entry() -> None:
    measured = values("cell-path", f=0.97, steps=50)
    assert round(measured["kept"], 3) == 0.218
    assert round(measured["half_life"], 1) == 22.8
    assert values("cell-path", f=0.97, steps=10)["half_life"] == pytest.approx(measured["half_life"])


@pytest.mark.parametrize(("f", "left"), [(0.0, 0.0), (1.0, 1.0)])
def test_closed_forgets_all_and_open_keeps_all(f: float, left: float) -> None:
    assert values("cell-path", f=f)["kept"] == pytest.approx(left, abs=1e-12)


def test_the_whole_is_what_a_moved_cell_state_shows() -> None:
    f, steps, move = 0.9, 8, 1e-6
    whole, _, _ = cell_path.connected(np.random.default_rng(5), f, steps)
    rng = np.random.default_rng(5)
    p = lstm.init(rng, 1, cell_path.UNITS, forget_bias=math.log(f / (1 - f)))
    x = rng.standard_normal((steps, 1, 1))
    for j in range(cell_path.UNITS):
        up, down = (lstm.forward(p, x, c0=sign * move * np.eye(cell_path.UNITS)[j : j + 1]) for sign in (1, -1))
        assert whole[:, :, j] == pytest.approx((up.c - down.c)[:, 0] / (2 * move), abs=1e-8)


def test_where_no_gate_reads_h_the_direct_path_is_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    right = lstm.init

    def deaf(*args: Any, **options: Any) -> lstm.Parameters:
        p = right(*args, **options)
        p.U[...] = 0.0
        return p

    assert verdict("cell-path", "whole-differs").holds
    monkeypatch.setattr(lstm, "init", deaf)
    assert values("cell-path")["beyond_direct"] < 1e-12
    assert not verdict("cell-path", "whole-differs").holds
