"""Learning in numbers, each against a count by hand."""

from __future__ import annotations

from datetime import UTC, date, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.memory.model import Answer, CardState, Logged, Undo
from studyapp.memory.scheduler import DAY_MS
from studyapp.memory.statistics import Statistics, forecast, statistics, streak
from tests.memory.events import answer, state

HOUR = 3_600_000
MONDAY = date(2026, 6, 1)
NOON = 20_605 * DAY_MS + 12 * HOUR  # of that Monday, UTC


def numbers(
    answers: list[Answer], states: list[CardState] | None = None, *, now: int = NOON, zone: tzinfo = UTC
) -> Statistics:
    return statistics(
        [Logged("device", number, event) for number, event in enumerate(answers, 1)],
        {each.card: each for each in states or ()},
        {"a/meaning": "gates", "a/name": "gates", "b/meaning": "cells"},
        now=now,
        zone=zone,
        rollover=4,
    )


def test_before_the_first_answer() -> None:
    assert numbers([]) == Statistics(0, {}, 0, None, 0, {}, {}, [0] * 14, 0.0, {})


def test_answers_are_counted_by_day_of_study() -> None:
    """The night up to the rollover hour belongs to the day before; practice counts as well."""
    night = NOON + 15 * HOUR  # three o'clock
    counted = numbers([answer(at=NOON), answer(at=night, purpose="practice"), answer(at=night + 2 * HOUR)])
    assert (counted.answers, counted.days) == (3, {"2026-06-01": 2, "2026-06-02": 1})
    in_seoul = numbers([answer(at=NOON + 6 * HOUR)], zone=ZoneInfo("Asia/Seoul"))
    assert in_seoul.days == {"2026-06-01": 1}  # three o'clock there
    assert numbers([answer(at=NOON + 8 * HOUR)], zone=ZoneInfo("Asia/Seoul")).days == {"2026-06-02": 1}


# ── days in a row ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("ago", "length"),
    [
        ([], 0),
        ([0], 1),
        ([0, 1, 2], 3),
        ([1, 2], 2),  # today may still come
        ([2, 3], 0),
        ([0, 2, 3], 1),
        ([0, 1, 3, 4, 5], 2),
    ],
)
def test_days_in_a_row(ago: list[int], length: int) -> None:
    assert streak({MONDAY - timedelta(days=days) for days in ago}, MONDAY) == length
    assert numbers([answer(at=NOON - days * DAY_MS) for days in ago]).streak == length


def test_the_day_of_25_hours_breaks_no_row() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    noon = NOON + (date(2026, 10, 26) - MONDAY).days * DAY_MS
    answers = [answer(at=noon - days * DAY_MS) for days in (3, 2, 1, 0)]
    assert numbers(answers, now=noon, zone=berlin).streak == 4


# ── remembered in review ────────────────────────────────────────────────────────────────────────────────────


def test_retention_is_the_share_of_reviews_that_were_remembered() -> None:
    answers = [
        answer(grade=1, at=NOON),  # the first meeting: no review
        answer(grade=1, at=NOON + HOUR),  # a learning step: none either
        answer(grade=3, at=NOON + 2 * DAY_MS),
        answer(grade=2, at=NOON + 5 * DAY_MS),  # hard, but remembered
        answer(grade=1, at=NOON + 9 * DAY_MS),
        answer(grade=4, at=NOON + 9 * DAY_MS + HOUR),  # relearning
        answer(grade=4, at=NOON + 20 * DAY_MS),
        answer("b/meaning", grade=1, at=NOON + 20 * DAY_MS),
    ]
    counted = numbers(answers)
    assert (counted.reviews, counted.retention) == (4, 0.75)


def test_practice_is_no_review() -> None:
    answers = [answer(at=NOON), answer(grade=1, at=NOON + 2 * DAY_MS, purpose="practice")]
    assert (numbers(answers).reviews, numbers(answers).retention) == (0, None)


def test_a_review_on_the_next_morning_counts() -> None:
    """Learned in the evening, due on the next day: twelve hours later it is a review."""
    answers = [answer(at=NOON + 9 * HOUR), answer(grade=1, at=NOON + 21 * HOUR)]
    assert (numbers(answers).reviews, numbers(answers).retention) == (1, 0.0)


# ── cards, minutes, mistakes ────────────────────────────────────────────────────────────────────────────────


def test_cards_by_phase_and_topic() -> None:
    states = [
        state("a/meaning", NOON),
        state("a/name", NOON, "learning"),
        state("b/meaning", NOON),
        state("gone", NOON),
    ]
    counted = numbers([], states)
    assert counted.phases == {"review": 3, "learning": 1}
    assert counted.topics == {"gates": 2, "cells": 1}


def test_forecast_begins_with_today_and_what_is_overdue() -> None:
    due = [-9 * DAY_MS, 0, 15 * HOUR, 16 * HOUR, DAY_MS + 16 * HOUR, 14 * DAY_MS + 15 * HOUR, 14 * DAY_MS + 16 * HOUR]
    states = [state(str(number), NOON + later) for number, later in enumerate(due)]
    assert numbers([], states).forecast == [3, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert forecast(states, MONDAY, UTC, 4, 15)[-2:] == [0, 1]
    assert forecast(states, MONDAY, UTC, 4, 16)[-2:] == [1, 1]


@given(st.lists(st.integers(-30 * DAY_MS, 13 * DAY_MS)))
@settings(deadline=None)
def test_forecast_loses_no_card_that_comes_due_by_then(later: list[int]) -> None:
    states = [state(str(number), NOON + ms) for number, ms in enumerate(later)]
    assert sum(forecast(states, MONDAY, UTC, 4, 14)) == len(states)


def test_minutes_are_all_time_spent_answering() -> None:
    spent = [answer(at=NOON, duration_ms=90_000), answer(at=NOON, duration_ms=15_000, purpose="practice")]
    assert numbers(spent).minutes == 1.8  # 1.75, to one decimal


def test_mistakes_come_most_often_first_whether_practised_or_not() -> None:
    rules = ["doubled", None, "halved", "halved", "doubled", "halved"]
    counted = numbers([answer(grade=1, at=NOON, rule=rule, purpose="practice") for rule in rules])
    assert list(counted.mistakes.items()) == [("halved", 3), ("doubled", 2)]


def test_an_undo_is_no_answer() -> None:
    undo = Logged("device", 2, Undo(at=NOON, device="device", number=1))
    counted = statistics([undo], {}, {}, now=NOON, zone=UTC, rollover=4)
    assert (counted.answers, counted.days) == (0, {})
