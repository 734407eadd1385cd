"""The demo parallel-scan: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import pytest

from demos.cells import lstm
from demos.contract import Table
from demos.sequences import parallel_scan
from tests.demos.runs import frames, panel, values, verdict

SIZES = (2, 3, 5, 8, 16, 21, 64, 100)


def scanned(method: str, steps: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The scan of these pairs, one number each, in plain Python, by the rounds of the demo."""
    pairs = list(steps)
    for later, earlier in parallel_scan.METHODS[method](len(steps)):
        before = list(pairs)  # all at once: what a round reads is from before it
        for t, u in zip(later.tolist(), earlier.tolist(), strict=True):
            (a1, b1), (a2, b2) = before[u], before[t]
            pairs[t] = (a2 * a1, a2 * b1 + b2)
    return pairs


@pytest.mark.parametrize("method", parallel_scan.METHODS)
@pytest.mark.parametrize("count", SIZES)
def test_the_rounds_give_every_prefix_of_any_number_of_steps(method: str, count: int) -> None:
    rng = random.Random(count)
    steps = [(rng.uniform(-1, 1), rng.uniform(-1, 1)) for _ in range(count)]
    h, expected = 0.7, []
    for a, b in steps:
        h = a * h + b
        expected.append(h)
    assert [a * 0.7 + b for a, b in scanned(method, steps)] == pytest.approx(expected, abs=1e-14)


@pytest.mark.parametrize("method", parallel_scan.METHODS)
def test_no_step_is_read_and_written_in_the_same_round_of_a_tree(method: str) -> None:
    for later, earlier in parallel_scan.METHODS[method](100):
        assert (earlier < later).all()
        assert len(set(later.tolist())) == len(later)
        assert method == "doubling" or not set(later.tolist()) & set(earlier.tolist())


def test_combining_is_associative_and_not_commutative() -> None:
    rng = np.random.default_rng(0)
    p, q, r = rng.standard_normal((3, 2, 4))

    def joined(first: Any, then: Any) -> Any:
        return parallel_scan.combine(*first, *then)

    assert np.allclose(joined(joined(p, q), r), joined(p, joined(q, r)), rtol=0, atol=1e-14)
    assert not np.allclose(joined(p, q), joined(q, p))


@pytest.mark.parametrize(("method", "rounds", "combines"), [("doubling", 10, 9217), ("tree", 19, 2036)])
def test_1024_steps_cost_what_the_books_say(method: str, rounds: int, combines: int) -> None:
    # T log₂ T − T + 1 in log₂ T rounds, and 2 T − 2 − log₂ T in 2 log₂ T − 1 (Hillis & Steele; Brent & Kung).
    measured = values("parallel-scan", steps=1024, method=method)
    assert (measured["rounds"], measured["combines"]) == (rounds, combines)
    assert measured["difference"] <= 1e-12


def test_the_last_numbers_of_the_columns_are_the_steps_themselves() -> None:
    for method in parallel_scan.METHODS:
        for steps in (11, 16, 1000):
            table = panel(frames("parallel-scan", steps=steps, method=method)[-1], Table, "made_of")
            last = [[row[k] for row in table.rows if row[k] != ""][-1] for k in range(1, len(table.columns))]
            assert last == [float(column) for column in table.columns[1:]]
            assert table.columns[-1] == str(steps)


def test_there_is_a_picture_a_round() -> None:
    shown = frames("parallel-scan", steps=100)
    assert [frame.at for frame in shown] == [f"{k} / 7" for k in range(1, 8)]
    assert [len(panel(frame, Table, "made_of").rows) for frame in shown] == list(range(2, 9))
    assert "difference" in shown[-1].values
    assert shown[0].notes == ()
    assert frames("parallel-scan", reads="x and h")[-1].notes == ("guessed",)


def test_its_claims_notice_pairs_combined_the_wrong_way_round(monkeypatch: pytest.MonkeyPatch) -> None:
    right = parallel_scan.combine
    monkeypatch.setattr(parallel_scan, "combine", lambda a1, b1, a2, b2: right(a2, b2, a1, b1))
    assert not verdict("parallel-scan", "as-the-loop").holds


def test_its_claims_notice_a_scan_that_looks_back_in_smaller_strides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel_scan, "reaches", lambda steps: [1] * math.ceil(steps / 2))
    assert not verdict("parallel-scan", "rounds").holds


def test_its_claims_notice_gates_that_do_not_read_h_after_all(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = lstm.init

    def deaf(rng: np.random.Generator, inputs: int, units: int) -> lstm.Parameters:
        p = begin(rng, inputs, units)
        return p.with_arrays(U=np.zeros_like(p.U))

    monkeypatch.setattr(lstm, "init", deaf)
    assert not verdict("parallel-scan", "gates-that-read-h").holds
