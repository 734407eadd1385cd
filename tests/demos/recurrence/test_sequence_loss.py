"""The demo sequence-loss: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math

import numpy as np
import pytest

from demos.contract import Bars
from demos.recurrence import sequence_loss
from tests.demos.runs import frames, panel, values, verdict


@pytest.mark.parametrize(("padded", "counted"), [(0, 6), (2, 4), (5, 1), (10, 1)])
def test_the_total_is_that_of_plain_floats(padded: int, counted: int) -> None:
    rng = np.random.default_rng(1)
    z = rng.normal(size=(6, sequence_loss.VOCABULARY)).round(1).tolist()
    targets = rng.integers(0, sequence_loss.VOCABULARY, 6).tolist()
    losses = [math.log(sum(map(math.exp, z_t))) - z_t[k] for z_t, k in zip(z, targets, strict=True)]
    for reduce, share in (("sum", 1), ("mean", counted)):
        measured = values("sequence-loss", 1, steps=6, padded=padded, reduce=reduce)
        assert measured["total"] == pytest.approx(sum(losses[:counted]) / share, rel=1e-12)


def test_masked_steps_have_no_bar() -> None:
    bars = panel(frames("sequence-loss", steps=6, padded=2)[-1], Bars).series[0].values
    assert list(np.asarray(bars) == 0) == [False] * 4 + [True] * 2


def test_a_loss_that_forgets_the_mask_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert verdict("sequence-loss", "masked-loss-is-zero").holds
    monkeypatch.setattr(sequence_loss, "sequence_loss", lambda losses, _mask, _reduce: losses.mean())
    assert not verdict("sequence-loss", "masked-loss-is-zero").holds
    assert not verdict("sequence-loss", "total").holds
