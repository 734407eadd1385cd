"""The demo gradient-check: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math

import numpy as np
import pytest

from demos.cells import complex_step
from demos.contract import Curves
from demos.gradients import gradient_check
from tests.demos.runs import frames, line, panel, values, verdict


def net(seed: int = 0) -> gradient_check.Net:
    return gradient_check.Net(np.random.default_rng(seed), np.float64)


def test_the_loss_by_plain_floats() -> None:
    given = net()
    W, U, b = given.p.W, given.p.U, given.p.b + given.p.bh
    h, loss = [float(value) for value in given.h0[0]], 0.0
    for x, y in zip(given.x[:, 0], given.y[:, 0], strict=True):
        h = [math.tanh(W[i] @ x + sum(U[i, j] * h[j] for j in range(len(h))) + b[i]) for i in range(len(h))]
        loss += sum((now - wanted) ** 2 for now, wanted in zip(h, y, strict=True)) / 2
    assert float(given.loss(U)) == pytest.approx(loss, rel=1e-13)


@pytest.mark.parametrize("seed", range(3))
def test_the_backward_pass_is_the_complex_step(seed: int) -> None:
    given = net(seed)
    assert given.backward(first=0) == pytest.approx(complex_step(given.loss, given.p.U), abs=1e-14)


def test_the_mistake_leaves_out_the_share_of_the_first_step() -> None:
    given = net()
    U, moved = given.p.U, np.zeros_like(given.p.U)

    def first_step_with(other: np.ndarray) -> complex:
        """The loss where the first step alone uses other weights."""
        h = np.tanh(given.x[0] @ given.p.W.T + given.h0 @ other.T + given.p.b + given.p.bh)
        loss = ((h - given.y[0]) ** 2).sum() / 2
        for x, y in zip(given.x[1:], given.y[1:], strict=True):
            h = np.tanh(x @ given.p.W.T + h @ U.T + given.p.b + given.p.bh)
            loss = loss + ((h - y) ** 2).sum() / 2
        return complex(loss)

    moved[...] = complex_step(first_step_with, U)
    assert given.backward(first=0) - given.backward(first=1) == pytest.approx(moved, abs=1e-14)


def test_each_method_by_hand_for_one_weight() -> None:
    given, h = net(), 1e-3
    up, down = given.p.U.copy(), given.p.U.copy()
    up[1, 2] += h
    down[1, 2] -= h
    turned = given.p.U.astype(complex)
    turned[1, 2] += 1j * h
    forward = (given.loss(up) - given.loss(given.p.U)) / h
    central = (given.loss(up) - given.loss(down)) / (2 * h)
    assert given.numeric(h)[:, 1, 2] == pytest.approx([forward, central, given.loss(turned).imag / h], rel=1e-12)


def test_differences_fail_where_the_complex_step_does_not() -> None:
    measured = values("gradient-check", exponent=-20.0)
    assert measured["forward_here"] == measured["central_here"] == 1.0  # no weight moves: the difference is 0
    assert measured["complex_here"] < 1e-14


@pytest.mark.parametrize("seed", range(3))
def test_single_precision_wants_larger_steps_and_gives_less(seed: int) -> None:
    double, single = (values("gradient-check", seed, precision=name) for name in ("double", "single"))
    assert single["central_at"] >= 100 * double["central_at"]
    assert single["central_best"] > 1e4 * double["central_best"]
    assert single["complex_tiny"] < 1e-5


def test_the_curves_run_from_large_steps_to_small_ones() -> None:
    shown = frames("gradient-check")
    assert [len(line(panel(frame, Curves), "central").x) for frame in shown] == list(range(1, 40))
    last = panel(shown[-1], Curves)
    assert last.x_log
    assert last.y_log
    assert list(line(last, "central").x) == pytest.approx([10 ** (-1 - k / 2) for k in range(39)])
    (mark,) = last.marks
    central = line(last, "central")
    assert mark.x == pytest.approx(1e-5)
    assert mark.y == pytest.approx(central.y[list(central.x).index(pytest.approx(1e-5))])


def test_a_mistake_keeps_every_method_away_at_every_step() -> None:
    last = panel(frames("gradient-check", bug="a step short")[-1], Curves)
    assert min(min(each.y) for each in last.lines) > 1e-3


def test_a_forward_difference_taken_for_a_central_one_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = gradient_check.Net.numeric

    def one_sided(self: gradient_check.Net, h: float) -> np.ndarray:
        found = right(self, h)
        return found[[0, 0, 2]]

    assert verdict("gradient-check", "central-order").holds
    monkeypatch.setattr(gradient_check.Net, "numeric", one_sided)
    for claim in ("central-best", "central-at", "central-order"):
        assert not verdict("gradient-check", claim).holds


def test_a_difference_taken_for_the_complex_step_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = gradient_check.Net.numeric
    monkeypatch.setattr(gradient_check.Net, "numeric", lambda self, h: right(self, h)[[0, 1, 1]])
    assert not verdict("gradient-check", "complex-exact").holds


def test_a_mistake_that_is_none_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = gradient_check.Net.backward
    assert verdict("gradient-check", "finds-a-mistake").holds
    monkeypatch.setattr(gradient_check.Net, "backward", lambda self, first: right(self, 0 * first))
    assert not verdict("gradient-check", "finds-a-mistake").holds
