"""The demo truncated-bptt: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from demos.cells import complex_step, elman
from demos.contract import Curves
from demos.through_time import truncated_bptt
from tests.demos.runs import frames, line, panel, values, verdict

T = truncated_bptt.STEPS


def drawn(seed: int = 0, gain: float = 1.0) -> tuple[elman.Parameters, elman.Trace, np.ndarray]:
    return truncated_bptt.draw(np.random.default_rng(seed), gain, 0.5)


def cosine(u: np.ndarray, v: np.ndarray) -> float:
    return float((u * v).sum() / np.sqrt((u * u).sum() * (v * v).sum()))


def part_of(run: elman.Trace, start: int, end: int) -> elman.Trace:
    """The steps from `start` to `end`, their first state given."""
    return elman.Trace(run.x[start:end], run.before[start], run.a[start:end], run.h[start:end])


@pytest.mark.parametrize("gain", [0.5, 2.0])
def test_all_contributions_are_the_complex_step(gain: float) -> None:
    p, run, dh = drawn(3, gain)
    y = run.h - dh

    def loss(U: np.ndarray) -> Any:
        d = elman.forward(p.with_arrays(U=U), run.x, run.h0).h - y
        return (d * d).sum() / 2

    exact = complex_step(loss, p.U)
    assert truncated_bptt.contributions(p, run, dh).sum((0, 1)) == pytest.approx(exact, abs=1e-11)


@pytest.mark.parametrize("k", [1, 3, 5, 19, 20])
def test_pieces_are_backward_passes_with_the_state_carried_over(k: int) -> None:
    p, run, dh = drawn()
    parts = truncated_bptt.contributions(p, run, dh)
    detached = sum(
        elman.backward(p, part_of(run, start, min(start + k, T)), dh[start : start + k]).U for start in range(0, T, k)
    )
    assert parts[truncated_bptt.kept("pieces", k)].sum(0) == pytest.approx(detached, abs=1e-12)


@pytest.mark.parametrize("k", [1, 4, 20])
def test_a_window_is_a_backward_pass_of_k_steps_from_every_loss(k: int) -> None:
    p, run, dh = drawn()
    parts = truncated_bptt.contributions(p, run, dh)
    total = np.zeros_like(p.U)
    for t in range(T):
        start = max(0, t + 1 - k)
        alone = np.zeros_like(dh[start : t + 1])
        alone[-1] = dh[t]
        total += elman.backward(p, part_of(run, start, t + 1), alone).U
    assert parts[truncated_bptt.kept("window", k)].sum(0) == pytest.approx(total, abs=1e-12)


@pytest.mark.parametrize("cut", truncated_bptt.CUTS)
@pytest.mark.parametrize("gain", [0.5, 2.0])
def test_going_back_all_the_way_is_the_full_gradient(cut: str, gain: float) -> None:
    measured = values("truncated-bptt", k=T, cut=cut, gain=gain)
    assert measured["cosine"] == pytest.approx(1.0, abs=1e-12)
    assert measured["length"] == pytest.approx(1.0, abs=1e-12)


def test_one_step_is_the_same_in_both_cuts() -> None:
    measured = values("truncated-bptt")
    assert measured["window_1"] == measured["pieces_1"]


def test_the_cosine_rises_with_k_in_most_draws_but_not_in_all() -> None:
    falls = [values("truncated-bptt", seed)["falls"] for seed in range(60)]
    assert 0.75 * len(falls) < falls.count(0) < len(falls)


def test_five_steps_of_twenty_are_near_in_every_draw() -> None:
    found = [values("truncated-bptt", seed) for seed in range(60)]
    assert min(measured["cosine"] for measured in found) > 0.85
    assert np.median([measured["window_1"] for measured in found]) == pytest.approx(0.77, abs=0.05)


def test_the_curves_grow_with_k_and_the_mark_lies_on_the_chosen_one() -> None:
    shown = frames("truncated-bptt", k=7, cut="pieces")
    assert [len(line(panel(frame, Curves, "nearer"), "window").x) for frame in shown] == list(range(1, T + 1))
    assert [len(panel(frame, Curves, "nearer").marks) for frame in shown] == [0] * 6 + [1] * 14
    last = panel(shown[-1], Curves, "nearer")
    (mark,) = last.marks
    assert mark.x == 7
    assert mark.y == pytest.approx(line(last, "pieces").y[6], abs=1e-12)


def test_what_is_left_is_whole_inside_the_window_and_nothing_beyond() -> None:
    shown = panel(frames("truncated-bptt", k=6)[-1], Curves, "of_lag")
    left, full = np.array(line(shown, "left").y), np.array(line(shown, "all").y)
    assert list(left[:6]) == list(full[:6])
    assert np.isnan(left[6:]).all()
    assert np.isfinite(full).all()


def test_contributions_without_the_slope_of_tanh_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = truncated_bptt.contributions

    def unsquashed(p: elman.Parameters, run: elman.Trace, dh: np.ndarray) -> np.ndarray:
        flat = elman.Trace(run.x, run.h0, run.a, np.zeros_like(run.h))
        return right(p, flat, dh)

    claims = ("adds-up", "whole")
    assert all(verdict("truncated-bptt", claim).holds for claim in claims)
    monkeypatch.setattr(truncated_bptt, "contributions", unsquashed)
    assert not any(verdict("truncated-bptt", claim).holds for claim in claims)


def test_cuts_taken_for_one_another_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = truncated_bptt.kept
    swapped = dict(zip(truncated_bptt.CUTS, reversed(truncated_bptt.CUTS), strict=True))
    assert verdict("truncated-bptt", "pieces-are-behind").holds
    monkeypatch.setattr(truncated_bptt, "kept", lambda cut, k: right(swapped[cut], k))
    assert not verdict("truncated-bptt", "pieces-are-behind").holds
