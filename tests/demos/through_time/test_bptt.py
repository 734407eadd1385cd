"""The demo bptt: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from demos.cells import elman
from demos.contract import Bars
from demos.through_time import bptt
from tests.demos.runs import frames, panel, values, verdict


@pytest.mark.parametrize(("w", "steps"), [(0.9, 12), (-1.4, 30), (2.0, 60), (0.0, 5)])
def test_the_terms_add_up_to_the_derivative_carried_forward(w: float, steps: int) -> None:
    h = dh = 0.0
    for x in np.random.default_rng(4).standard_normal(steps).tolist():
        before, h = h, math.tanh(w * h + 0.5 * x)
        dh = (1 - h * h) * (before + w * dh)
    assert values("bptt", 4, w=w, steps=steps)["sum"] == pytest.approx(dh, abs=1e-12)


def test_the_bars_appear_from_the_last_step_backwards() -> None:
    run = frames("bptt", steps=12)
    assert len(run) == 12
    whole = np.array(panel(run[-1], Bars, "terms").series[0].values)
    assert whole[-1] == 0.0  # h before the first step is 0
    for lag, frame in enumerate(run):
        shown = np.array(panel(frame, Bars, "terms").series[0].values)
        assert (shown[: lag + 1] == whole[: lag + 1]).all()
        assert not shown[lag + 1 :].any()


def test_one_step_alone_is_not_the_gradient() -> None:
    measured = values("bptt", w=0.9)
    assert abs(measured["last_term"] - measured["complex_step"]) > 0.01


def test_a_backward_pass_without_the_factor_w_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = elman.backward

    def forgetful(_p: Any, run: Any, dh: Any) -> Any:
        return right(bptt.cell(1.0, 0.5), run, dh)

    monkeypatch.setattr(elman, "backward", forgetful)
    assert not verdict("bptt", "backward").holds
    assert verdict("bptt", "bars-sum").holds
