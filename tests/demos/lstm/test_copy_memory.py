"""The demo copy-memory: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

import numpy as np
import pytest

from demos import registry, settings
from demos.contract import Curves
from demos.lstm import copy_memory
from tests.demos.runs import frames, line, panel, values


def test_ten_symbols_wait_for_the_signal_and_are_told_after_it() -> None:
    x, told = copy_memory.sequences(np.random.default_rng(2), gap=7, count=50)
    assert x.shape == (27, 50, 10)
    assert (x.sum(-1) == 1).all()
    shown = x.argmax(-1)
    assert (shown[:10] < 8).all()
    assert (shown[10:16] == copy_memory.BLANK).all()
    assert (shown[16] == copy_memory.SIGNAL).all()
    assert (shown[17:] == copy_memory.BLANK).all()
    assert (told[:17] == copy_memory.BLANK).all()
    assert (told[17:] == shown[:10]).all()


def test_knowing_how_often_each_symbol_comes_at_each_step_is_worth_the_baseline() -> None:
    _, told = copy_memory.sequences(np.random.default_rng(3), gap=10, count=5000)
    entropies = [-sum(n / 5000 * math.log(n / 5000) for n in Counter(step.tolist()).values()) for step in told]
    baseline = values("copy-memory", cell="RNN", gap=10, iterations=50)["baseline"]
    assert baseline == pytest.approx(sum(entropies) / len(entropies), rel=0.002)


def test_a_symbol_counts_as_recalled_where_its_logit_is_the_largest() -> None:
    told = np.vstack([np.full((3, 2), copy_memory.BLANK), np.arange(20).reshape(10, 2) % 8])
    logits = np.zeros((13, 2, 9))
    logits[3 + 4, 0, told[3 + 4, 0]] = 1.0  # the fifth, of the first sequence alone
    logits[3 + 9, :, 8] = 1.0  # the tenth is taken for a blank
    right = [(told[3 + k] == 0).mean() for k in range(10)]  # of equal logits the first is the largest
    right[4] = 0.5 + (told[3 + 4, 1] == 0) / 2
    right[9] = 0.0
    assert copy_memory.recalled(logits, told).tolist() == right


def test_the_picture_has_the_level_of_guessing_and_a_share_for_each_symbol() -> None:
    shown = frames("copy-memory", cell="RNN", gap=5, iterations=50)
    assert shown[-1].at == "step = 50"
    level = line(panel(shown[-1], Curves, "loss"), "guessing")
    assert set(level.y) == {shown[-1].values["baseline"]} == {10 * math.log(8) / 25}
    share = line(panel(shown[-1], Curves, "shares"), "share")
    assert list(share.x) == list(range(1, 11))
    assert np.mean(share.y) == pytest.approx(shown[-1].values["recalled"])


def test_its_claims_notice_a_task_that_needs_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = copy_memory.sequences

    def leaking(rng: np.random.Generator, gap: int, count: int) -> tuple[np.ndarray, np.ndarray]:
        """The symbols are shown once more when they are asked for."""
        x, told = drawn(rng, gap, count)
        x[-10:] = x[:10]
        return x, told

    demo = registry.demo("copy-memory")
    claims = {claim.id: claim for claim in demo.claims}
    short = settings.fill(demo, {"cell": "RNN", "gap": 2, "iterations": 150})

    def measured() -> Mapping[str, float]:
        return values("copy-memory", cell="RNN", gap=2, iterations=150)

    assert claims["rnn-guesses"].judge(measured(), short).holds
    monkeypatch.setattr(copy_memory, "sequences", leaking)
    leaked = measured()
    assert not claims["rnn-guesses"].judge(leaked, short).holds
    assert not claims["gru-does-not-copy"].judge(leaked, short).holds
