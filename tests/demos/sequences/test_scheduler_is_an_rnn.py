"""The demo scheduler-is-an-rnn: the library's own numbers, and claims that notice when it is broken."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from fsrs import Card, Rating, Scheduler
from fsrs.scheduler import DEFAULT_PARAMETERS

from demos.contract import Curves, Table
from demos.sequences import scheduler_is_an_rnn as demo
from tests.demos.runs import frames, line, panel, values, verdict

LIBRARY = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
START = datetime(2026, 1, 1, tzinfo=UTC)


def exactly(numbers: list[Any]) -> Any:
    """To the ninth digit."""
    return pytest.approx(numbers, rel=1e-9, abs=0)


def reviewed(grades: list[int], gap: int | None) -> list[tuple[float, float, float, int]]:
    """R before each review, S and D after it, and the days before it, by the library. No gap: when it is due."""
    card, now, found = Card(card_id=1), START, []
    for grade in grades:
        R = LIBRARY.get_card_retrievability(card, now)
        days = (now - card.last_review).days if card.last_review else 0
        card, _ = LIBRARY.review_card(card, Rating(grade), now)
        assert card.stability is not None
        assert card.difficulty is not None
        found.append((R, card.stability, card.difficulty, days))
        now = card.due if gap is None else now + timedelta(days=gap)
    return found


def test_the_weights_are_the_library_s() -> None:
    assert demo.w == DEFAULT_PARAMETERS


@pytest.mark.parametrize("rule", demo.RULES)
@pytest.mark.parametrize("grades", demo.HISTORIES)
def test_every_history_is_the_library_s_to_the_ninth_digit(grades: str, rule: str) -> None:
    rows = panel(frames("scheduler-is-an-rnn", grades=grades, rule=rule)[-1], Table).rows
    expected = reviewed([int(grade) for grade in grades.split()], demo.RULES[rule])
    assert [row[1] for row in rows] == [days for *_, days in expected]
    assert [row[3] for row in rows[1:]] == exactly([R for R, *_ in expected[1:]])
    assert [row[4] for row in rows] == exactly([S for _, S, _, _ in expected])
    assert [row[5] for row in rows] == exactly([D for _, _, D, _ in expected])


def test_any_history_at_any_times_is_the_library_s_to_the_ninth_digit() -> None:
    rng = random.Random(6)
    for _ in range(200):
        card, now, state = Card(card_id=1), START, np.empty(2)
        for n in range(12):
            grade, days = rng.randint(1, 4), rng.choice([1, 2, 5, 17, 60, 400])
            now += timedelta(days=days)
            card, _ = LIBRARY.review_card(card, Rating(grade), now)
            state = demo.step(state, grade, days) if n else demo.run([grade], "every day")[0][0]
            assert state.tolist() == exactly([card.stability, card.difficulty])


def test_recall_is_90_per_cent_after_as_many_days_as_the_stability() -> None:
    assert demo.recall(17.0, 17) == pytest.approx(0.9, abs=1e-15)
    assert demo.recall(17.0, 0) == 1


def test_the_state_is_all_that_is_carried() -> None:
    # From the third state alone, the rest of the history comes out as before.
    states, days = demo.run([3, 1, 3, 2, 4, 3, 3], "when due")
    state = states[2]
    for k, grade in enumerate([2, 4, 3, 3], start=3):
        state = demo.step(state, grade, days[k])
        assert (state == states[k]).all()


def test_what_is_carried_is_the_slope_of_the_last_stability_by_the_first() -> None:
    # By central differences of the logarithms, with the days held.
    _, days = demo.run([3] * 7, "when due")

    def last(stability: float) -> float:
        state = np.array([stability, demo.first_difficulty(3)])
        for gap in days[1:]:
            state = demo.step(state, 3, gap)
        return float(np.log(state[0]))

    first, h = demo.w[2], 1e-4
    slope = (last(first * np.exp(h)) - last(first * np.exp(-h))) / (2 * h)
    assert values("scheduler-is-an-rnn")["carried"] == pytest.approx(slope, rel=1e-5)


def test_the_path_grows_by_a_review_a_frame_and_marks_what_was_forgotten() -> None:
    shown = frames("scheduler-is-an-rnn", grades="3 3 3 3 3 1 3")
    assert [len(line(panel(frame, Curves), "S").y) for frame in shown] == list(range(1, 8))
    (lapse,) = panel(shown[-1], Curves).marks
    assert lapse.x == 6
    assert shown[0].values == {"stability": demo.w[2], "difficulty": pytest.approx(2.118103970459016)}


def test_its_claims_notice_a_hidden_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    right, calls = demo.step, [0]

    def step(*given: Any) -> Any:
        """Besides the state, something else carries over."""
        calls[0] += 1
        return right(*given) * (1 + 0.01 * (calls[0] % 5))

    monkeypatch.setattr(demo, "step", step)
    assert not verdict("scheduler-is-an-rnn", "chain").holds


def test_its_claims_notice_a_product_in_place_of_the_recurrence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "step", lambda state, grade, _days: np.array([state[0] * grade, state[1]]))
    assert not verdict("scheduler-is-an-rnn", "start-fades").holds
    assert verdict("scheduler-is-an-rnn", "chain").holds


def test_its_claims_notice_that_only_how_often_a_grade_came_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "step", lambda state, grade, _days: np.array([state[0] + grade, state[1]]))
    assert not verdict("scheduler-is-an-rnn", "order").holds


def test_its_claims_notice_a_card_that_is_too_well_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "recall", lambda S, days: 1 + 1e-4 * days / S)
    assert not verdict("scheduler-is-an-rnn", "recall-strengthens").holds
