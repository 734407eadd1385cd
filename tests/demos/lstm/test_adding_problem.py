"""The demo adding-problem: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import numpy as np
import pytest

from demos.contract import Curves
from demos.lstm import adding_problem
from demos.lstm.adding_problem import Adder
from tests.demos.runs import frames, line, panel, values, verdict


def test_one_number_of_each_half_is_marked_and_their_sum_is_asked_for() -> None:
    x, sums = adding_problem.sequences(np.random.default_rng(1), 11, 300)
    assert x.shape == (11, 300, 2)
    numbers, marks = x[:, :, 0], x[:, :, 1]
    assert set(marks.flat) == {0.0, 1.0}
    assert (marks[:5].sum(0) == 1).all()
    assert (marks[5:].sum(0) == 1).all()
    assert sums == pytest.approx((numbers * marks).sum(0))
    assert 0 <= numbers.min() < 0.01
    assert 0.99 < numbers.max() < 1
    assert {int(at) for at in marks.argmax(0)} == set(range(5)), "every place comes up"


def test_answering_1_scores_a_sixth() -> None:
    # ∫∫ (u + v − 1)² du dv = 2 · Var(u) = 2 (1/3 − 1/4), on a grid of midpoints.
    grid = (np.arange(1000) + 0.5) / 1000
    assert ((grid[:, None] + grid - 1) ** 2).mean() == pytest.approx(1 / 6, abs=1e-6)
    assert values("adding-problem", cell="RNN", steps=10, iterations=50)["baseline"] == pytest.approx(1 / 6, abs=0.01)


def test_a_gru_soon_adds_two_of_ten_numbers() -> None:
    measured = values("adding-problem", cell="GRU", steps=10, iterations=150)
    assert measured["tested"] < 0.05 < measured["baseline"]


def test_the_curve_ends_at_the_last_step_and_the_answers_stand_over_their_sums() -> None:
    shown = frames("adding-problem", cell="RNN", steps=10, iterations=50)
    assert [frame.at for frame in (shown[0], shown[-1])] == ["step = 1", "step = 50"]
    assert shown[-1].progress == 1
    loss = line(panel(shown[-1], Curves, "loss"), "L")
    assert (loss.x[0], loss.x[-1], len(loss.y)) == (adding_problem.WIDTH, 50, 50 - adding_problem.WIDTH + 1)
    answers = line(panel(shown[-1], Curves, "answers"), "answer")
    assert len(answers.x) == adding_problem.BATCH
    assert list(answers.x) == sorted(answers.x)


def learns_nothing(adder: Adder, x: np.ndarray, sums: np.ndarray) -> np.ndarray:
    answers = adder.score(x[-1:])[1]
    adder.losses.append(float(((1 - sums) ** 2).mean()))
    return answers


def test_its_claims_notice_a_net_that_learns_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Adder, "learn", learns_nothing)
    assert not verdict("adding-problem", "lstm-adds").holds
    assert not verdict("adding-problem", "gru-adds").holds
    assert verdict("adding-problem", "rnn-guesses").holds


def test_its_claims_notice_other_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = adding_problem.sequences

    def around_0(rng: np.random.Generator, steps: int, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Uniform in [−1, 1], as they were in 1997."""
        x, sums = drawn(rng, steps, count)
        x[:, :, 0] = 2 * x[:, :, 0] - 1
        return x, 2 * sums - 2

    monkeypatch.setattr(adding_problem, "sequences", around_0)
    assert not verdict("adding-problem", "guessing").holds
