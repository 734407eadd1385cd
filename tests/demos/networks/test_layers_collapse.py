"""The demo layers-collapse: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from demos.cells import ACTIVATIONS, Activation
from demos.contract import Curves
from tests.demos.runs import frames, line, panel, values, verdict


def test_one_hidden_layer_of_relus_bends_at_most_once_a_unit() -> None:
    *_, last = frames("layers-collapse", between="relu", layers=2)
    stack = line(panel(last, Curves, "output"), "stack")
    slopes = np.diff(np.array(stack.y)) / np.diff(np.array(stack.x))
    # The grid catches a kink between two of its points, so that up to two neighbouring slopes change.
    changes = np.flatnonzero(np.abs(np.diff(slopes)) > 1e-9)
    kinks = sum(1 for before, after in pairwise([-2, *changes]) if after - before > 1)
    assert 1 <= kinks <= 6


@pytest.mark.parametrize("seed", range(5))
def test_multiplied_matrices_replace_the_stack_only_without_a_bend(seed: int) -> None:
    assert values("layers-collapse", seed, between="identity", layers=8)["one_map_gap"] < 1e-12
    assert values("layers-collapse", seed, between="identity", layers=8)["misfit"] < 1e-10
    for between in ("tanh", "sigmoid"):
        bent = values("layers-collapse", seed, between=between, layers=3)
        assert bent["one_map_gap"] > 0.01
        assert bent["misfit"] > 0.01


def test_a_quadratic_between_the_layers_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    bent = Activation("identity", lambda x: x + 1e-3 * x * x, lambda x: 1 + 2e-3 * x)
    assert verdict("layers-collapse", "affine-collapses").holds
    monkeypatch.setitem(ACTIVATIONS, "identity", bent)
    assert not verdict("layers-collapse", "affine-collapses").holds
    assert not verdict("layers-collapse", "one-map").holds
