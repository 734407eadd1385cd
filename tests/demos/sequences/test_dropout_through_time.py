"""The demo dropout-through-time: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from demos.contract import Curves, Heat
from demos.sequences import dropout_through_time as dropout
from tests.demos.runs import frames, line, panel, values, verdict


def test_the_state_is_a_product_of_masks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dropout, "UNITS", 3)
    masks = [[1.0, 1.0, 0.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]]
    path = dropout.states(np.array(masks), 2.0)
    assert path.real.tolist() == [[1, 1, 1], [2, 2, 0], [4, 0, 0], [8, 0, 0]]
    assert path.imag.ravel() / 1e-20 == pytest.approx(path.real.ravel())  # it is linear in h_0, which is 1


def test_one_mask_is_drawn_once_and_fresh_ones_at_each_step() -> None:
    one, fresh = (dropout.masks(np.random.default_rng(1), kind, 0.8, 30) for kind in ("one", "fresh"))
    assert (one == one[0]).all()
    assert (one[0] == fresh[0]).all()
    assert set(np.unique(fresh)) == {0.0, 1.0}
    for row, following in pairwise(fresh):
        assert row.mean() == pytest.approx(0.8, abs=0.034)  # six standard deviations
        assert (row == following).mean() == pytest.approx(0.8**2 + 0.2**2, abs=0.04)  # as of independent draws


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("keep", "steps"), [(0.9, 20), (0.95, 60), (0.5, 3), (0.7, 8)])
def test_what_is_left_is_binomial(keep: float, steps: int, seed: int) -> None:
    for mask, share in (("fresh", math.prod([keep] * steps)), ("one", keep)):
        spread = math.sqrt(share * (1 - share) / dropout.UNITS)
        left = values("dropout-through-time", seed, keep=keep, steps=steps, mask=mask)["alive"]
        assert left == pytest.approx(share, abs=6 * spread)


def test_one_mask_forgets_no_more_over_a_longer_sequence() -> None:
    shares = {values("dropout-through-time", mask="one", steps=steps)["alive"] for steps in (1, 20, 60)}
    assert len(shares) == 1


def test_what_is_kept_and_rescaled_is_carried_by_ever_fewer_units() -> None:
    # A unit is at keep^−T with the probability keep^T, else at 0: the mean is 1 and the mean square keep^−T.
    measured = values("dropout-through-time", scale="rescaled")
    assert measured["mean"] == pytest.approx(measured["alive"] / 0.9**20, rel=1e-12)
    assert values("dropout-through-time", scale="rescaled", keep=0.5, steps=60)["mean"] == 0


def test_without_dropout_everything_is_held() -> None:
    for scale in ("as_it_is", "rescaled"):
        measured = values("dropout-through-time", keep=1.0, steps=60, scale=scale)
        assert (measured["alive"], measured["mean"], measured["gradient_elsewhere"]) == (1, 1, 0)


def test_a_unit_that_was_dropped_stays_so() -> None:
    run = frames("dropout-through-time", keep=0.8)
    assert [len(panel(frame, Heat).columns) for frame in run] == list(range(1, 21))
    shown = np.array(panel(run[-1], Heat).values)
    assert shown.shape == (dropout.SHOWN, 20)
    assert (np.diff(shown, axis=1) <= 0).all()
    left = np.asarray(line(panel(run[-1], Curves), "left").y)
    assert (np.diff(left) <= 0).all()


def test_one_mask_that_is_drawn_anew_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = dropout.masks
    monkeypatch.setattr(dropout, "masks", lambda rng, _kind, keep, steps: right(rng, "fresh", keep, steps))
    assert not verdict("dropout-through-time", "one-leaves-keep").holds
    assert not verdict("dropout-through-time", "rescaled-one-explodes").holds


def test_a_mask_that_the_gradient_goes_around_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = dropout.states

    def detached(m: np.ndarray, scale: float) -> np.ndarray:
        return np.asarray(right(m, scale).real + 1e-20j)

    monkeypatch.setattr(dropout, "states", detached)
    assert verdict("dropout-through-time", "fresh-leaves-keep-to-the-t").holds
    assert not verdict("dropout-through-time", "the-gradient-goes-too").holds
