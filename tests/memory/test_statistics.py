"""Learning in numbers, each against a count by hand."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, timedelta, tzinfo
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.memory.log import Log, LogError
from studyapp.memory.model import FOREVER, Answer, CardState, Event, Forgotten, Undo
from studyapp.memory.queue import day_of
from studyapp.memory.scheduler import DAY_MS
from studyapp.memory.statistics import Band, Statistics, longest_streak, statistics, streak
from studyapp.memory.tallies import CardCost, MistakeMade
from tests.memory.events import answer, state
from tests.memory.shelves import Toy, put

HOUR = 3_600_000
MONDAY = date(2026, 6, 1)
NOON = 20_605 * DAY_MS + 12 * HOUR  # of that Monday, UTC
TOPICS = {"a": "gates", "b": "cells"}


class Shelf(Toy):
    """Cards in the topics of their entries."""

    def placed(self) -> Iterator[tuple[str, str, str, int]]:
        for position, card in enumerate(self.cards):
            entry = card.partition("/")[0]
            yield card, entry, TOPICS.get(entry, "others"), position


SHELF = Shelf(["a/meaning", "a/name", "b/meaning"], {})


def of(log: Log, *, now: int = NOON, zone: tzinfo = UTC) -> Statistics:
    """The numbers of a log."""
    former = log.cards.shelf.former() if log.cards.shelf is not None else {}
    return statistics(log.path, now=now, zone=zone, rollover=4, former=former)


def numbers(
    events: Sequence[Event] = (),
    states: Sequence[CardState] | None = None,
    *,
    shelf: Toy = SHELF,
    held: dict[str, int] | None = None,
    now: int = NOON,
    zone: tzinfo = UTC,
) -> Statistics:
    """The numbers of a log of these events, of one device; and of these states, in place of those that follow."""
    with tempfile.TemporaryDirectory() as folder, closing(Log.open(Path(folder) / "log.db")) as log:
        log.use(shelf)
        log.merge([("device", number, line(event)) for number, event in enumerate(events, 1)])
        if states is not None:
            put(log, shelf, states, held or {})
        return of(log, now=now, zone=zone)


def line(event: Event) -> str:
    """An event as it is stored."""
    return msgspec.json.encode(event).decode()


def test_before_the_first_answer() -> None:
    counted = numbers(shelf=Toy([], {}))
    assert (counted.answers, counted.days, counted.streak, counted.longest_streak) == (0, {}, 0, 0)
    assert (counted.retention, counted.recent_retention, counted.desired_retention) == (None, None, 0.9)
    assert (counted.forecast, counted.minutes, counted.by_topic) == ([0] * 30, 0.0, [])
    assert (counted.today, [week.reviews for week in counted.weeks]) == ("2026-06-01", [0] * 13)


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


@pytest.mark.parametrize(("ago", "length"), [([], 0), ([5], 1), ([9, 8, 7, 2, 1], 3), ([8, 5, 4], 2)])
def test_the_most_days_in_a_row(ago: list[int], length: int) -> None:
    assert longest_streak({MONDAY - timedelta(days=days) for days in ago}) == length


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


def test_a_card_that_was_forgotten_by_hand_is_learned_again() -> None:
    events: list[Event] = [answer(at=NOON), Forgotten(NOON + HOUR, "a/meaning"), answer(grade=1, at=NOON + 2 * DAY_MS)]
    assert numbers(events).reviews == 0


def test_recent_retention_is_of_the_last_thirty_days() -> None:
    events = [answer(at=NOON - 90 * DAY_MS), answer(grade=1, at=NOON - 30 * DAY_MS)]
    events += [answer(at=NOON - 29 * DAY_MS), answer(at=NOON)]
    counted = numbers(events)
    assert (counted.recent_reviews, counted.recent_retention) == (2, 1.0)
    assert (counted.reviews, counted.retention) == (3, 2 / 3)


def test_the_last_week_ends_today() -> None:
    events = [answer(at=NOON - days * DAY_MS) for days in (200, 90, 7, 6, 0)]
    weeks = numbers(events).weeks
    assert [week.reviews for week in weeks] == [1, *[0] * 10, 1, 2]
    assert (weeks[-1].begins, weeks[0].begins) == ("2026-05-26", "2026-03-03")


# ── cards, minutes, mistakes ────────────────────────────────────────────────────────────────────────────────


def test_cards_by_phase_and_topic() -> None:
    states = [
        state("a/meaning", NOON),
        state("a/name", NOON, "learning"),
        state("b/meaning", NOON, stability=21.0),
        state("gone", NOON),
    ]
    counted = numbers([answer(at=NOON, duration_ms=30_000)], states)
    assert counted.phases == {"review": 3, "learning": 1}
    assert counted.topics == {"gates": 2, "cells": 1}
    told = {topic.topic: (topic.cards, topic.met, topic.solid, topic.minutes) for topic in counted.by_topic}
    assert told == {"gates": (2, 2, 0, 0.5), "cells": (1, 1, 1, 0.0)}


def many(count: int) -> tuple[Toy, list[str]]:
    """A shelf of so many cards."""
    cards = [f"c{number}/meaning" for number in range(count)]
    return Shelf(cards, {}), cards


def test_forecast_begins_with_today_and_what_is_overdue() -> None:
    due = [-9 * DAY_MS, 0, 15 * HOUR, 16 * HOUR, DAY_MS + 16 * HOUR, 30 * DAY_MS + 15 * HOUR, 30 * DAY_MS + 16 * HOUR]
    shelf, cards = many(len(due))
    states = [state(card, NOON + later) for card, later in zip(cards, due, strict=True)]
    assert numbers([], states, shelf=shelf).forecast == [3, 1, 1, *[0] * 27]


def test_the_forecast_leaves_out_what_is_suspended_and_waits_for_what_is_put_aside() -> None:
    shelf, cards = many(3)
    held = {cards[0]: FOREVER, cards[1]: NOON + 2 * DAY_MS}
    counted = numbers([], [state(card, NOON) for card in cards], shelf=shelf, held=held)
    assert counted.forecast == [1, 0, 1, *[0] * 27]


@given(st.lists(st.integers(-30 * DAY_MS, 29 * DAY_MS), max_size=12))
@settings(deadline=None, max_examples=30)
def test_forecast_loses_no_card_that_comes_due_by_then(later: list[int]) -> None:
    shelf, cards = many(len(later))
    states = [state(card, NOON + ms) for card, ms in zip(cards, later, strict=True)]
    expected = Counter(max(0, (day_of(each.due, UTC, 4) - MONDAY).days) for each in states)
    assert numbers([], states, shelf=shelf).forecast == [expected[day] for day in range(30)]


def test_cards_by_stability_and_difficulty() -> None:
    shelf, cards = many(6)
    stable = [0.4, 1.0, 20.9, 21.0, 365.0, 9000.0]
    states = [state(card, NOON, stability=days) for card, days in zip(cards, stable, strict=True)]
    counted = numbers([], states, shelf=shelf)
    assert [band.cards for band in counted.stability] == [1, 1, 0, 1, 1, 0, 0, 2]
    assert (counted.stability[0], counted.stability[-1]) == (Band(0.0, 1.0, 1), Band(365.0, None, 2))
    assert [band.cards for band in counted.difficulty] == [0, 0, 0, 0, 6, 0, 0, 0, 0, 0]
    assert [band.least for band in counted.difficulty] == list(range(1, 11))


def test_an_answer_counts_at_most_a_minute() -> None:
    spent = [answer(at=NOON, duration_ms=90_000), answer(at=NOON, duration_ms=15_000, purpose="practice")]
    counted = numbers(spent)
    assert (counted.minutes, counted.minutes_by_day) == (1.2, {"2026-06-01": 1.2})  # 1.25, to one decimal


def test_the_cards_that_cost_most() -> None:
    lapses = {"a/meaning": 8, "a/name": 1, "b/meaning": 0}
    states = [msgspec.structs.replace(state(card, NOON), lapses=often) for card, often in lapses.items()]
    events = [
        answer("a/name", at=NOON, duration_ms=60_000),
        answer("a/name", at=NOON, duration_ms=60_000),
        answer("a/meaning", at=NOON, duration_ms=30_000),
        answer("b/meaning", at=NOON),
    ]
    counted = numbers(events, states)
    meaning, name = CardCost("a/meaning", 8, 1, 0.5), CardCost("a/name", 1, 2, 2.0)
    assert (counted.lapsed, counted.longest, counted.leeches) == ([meaning, name], [name, meaning], 1)


def test_what_an_entry_was_called_before_counts_for_it() -> None:
    shelf = Shelf(["a/meaning"], {}, former={"old": "a"})
    events = [answer("old/meaning", at=NOON - 3 * DAY_MS, duration_ms=60_000), answer(at=NOON, duration_ms=30_000)]
    counted = numbers(events, shelf=shelf)
    assert counted.reviews == 1
    assert [(topic.reviews, topic.minutes) for topic in counted.by_topic] == [(1, 1.5)]


def test_mistakes_come_most_often_first_whether_practised_or_not() -> None:
    rules = ["doubled", None, "halved", "halved", "doubled", "halved"]
    counted = numbers([answer(grade=1, at=NOON, rule=rule, purpose="practice") for rule in rules])
    assert list(counted.mistakes.items()) == [("halved", 3), ("doubled", 2)]


def test_mistakes_are_told_apart_by_what_they_are_called() -> None:
    """One of an exercise by that; another entry's name by the card; a wrong statement by itself."""
    made = [("a/value/x", "halved"), ("b/value/x", "halved"), ("b/value/y", "halved")]
    made += [("a/name", "named:b"), ("c/name", "named:b"), ("a/meaning", "pitfall:a:1"), ("a/name", "pitfall:a:1")]
    counted = numbers([answer(card, grade=1, at=NOON, rule=rule) for card, rule in made])
    assert counted.usual_mistakes == [
        MistakeMade("halved", "b/value/x", 2),
        MistakeMade("pitfall:a:1", "a/name", 2),
        MistakeMade("halved", "b/value/y", 1),
        MistakeMade("named:b", "a/name", 1),
        MistakeMade("named:b", "c/name", 1),
    ]


# ── what does not stand, several devices, newer versions ────────────────────────────────────────────────────


def test_what_was_taken_back_does_not_count_unless_that_was_taken_back_too() -> None:
    taken = Undo(at=NOON, device="device", number=1)
    assert numbers([answer(at=NOON), taken]).answers == 0
    assert numbers([answer(at=NOON), taken, Undo(at=NOON, device="device", number=2)]).answers == 1


def test_an_answer_that_speaks_of_an_undo_is_none() -> None:
    assert numbers([msgspec.structs.replace(answer(at=NOON), given='"undo"')]).answers == 1


def test_events_of_a_newer_version_are_passed_over_and_damaged_ones_are_told(tmp_path: Path) -> None:
    with closing(Log.open(tmp_path / "log.db")) as log:
        log.merge([("device", 1, '{"event": "dreamt", "at": 5, "card": {"of": "sheep"}}')])
        log.append(answer(at=NOON))
        assert of(log).answers == 1
        log._db.execute("UPDATE events SET body = 'nonsense' WHERE number = 1 AND device = 'device'")
        with pytest.raises(LogError, match=r"device/1 cannot be read .* studyapp doctor"):
            of(log)


def test_a_log_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LogError, match=r"log\.db: cannot be read"):
        statistics(tmp_path / "log.db", now=NOON, zone=UTC, rollover=4)


def test_who_waits_no_more_can_end_the_work() -> None:
    class Left(Exception):
        pass

    def leave(_events: int) -> None:
        raise Left

    with tempfile.TemporaryDirectory() as folder, closing(Log.open(Path(folder) / "log.db")) as log:
        log.append(answer(at=NOON))
        with pytest.raises(Left):
            statistics(log.path, now=NOON, zone=UTC, rollover=4, progress=leave)


# ── against a count without any cunning ─────────────────────────────────────────────────────────────────────


class Counted(NamedTuple):
    """What is counted again."""

    answers: int
    days: dict[str, int]
    minutes: float
    reviews: int
    remembered: float
    recent: int
    mistakes: dict[str, int]


def again(log: Log, now: int) -> Counted:
    """The same from a list of all answers; a card's are looked at one by one, beside those before it."""
    answers = [logged.event for logged in log.answers() if isinstance(logged.event, Answer)]
    kept: list[tuple[date, bool]] = []
    for at, each in enumerate(answers):
        before = [one for one in answers[:at] if one.card == each.card and one.purpose == "scheduled"]
        day = day_of(each.at, UTC, 4)
        if each.purpose == "scheduled" and before and day_of(before[-1].at, UTC, 4) < day:
            kept.append((day, each.grade > 1))
    today = day_of(now, UTC, 4)
    return Counted(
        answers=len(answers),
        days=dict(Counter(day_of(each.at, UTC, 4).isoformat() for each in answers)),
        minutes=round(sum(min(each.duration_ms, 60_000) for each in answers) / 60_000, 1),
        reviews=len(kept),
        remembered=sum(right for _day, right in kept) / len(kept) if kept else -1.0,
        recent=sum(0 <= (today - day).days < 30 for day, _right in kept),
        mistakes=dict(Counter(each.rule for each in answers if each.rule)),
    )


GAPS = st.sampled_from([1, 20_000, HOUR, 9 * HOUR, DAY_MS, 11 * DAY_MS])
ANSWERS = st.builds(
    lambda card, grade, purpose, rule, ms: lambda at: answer(card, grade, at, purpose, rule=rule, duration_ms=ms),
    st.sampled_from(["a/meaning", "a/name", "b/meaning", "gone"]),
    st.integers(1, 4),
    st.sampled_from(["scheduled", "scheduled", "practice"]),
    st.sampled_from([None, None, "halved", "named:b"]),
    st.integers(0, 200_000),
)
STEPS = st.tuples(GAPS, st.sampled_from(["one", "other"]), ANSWERS | st.integers(1, 30))


@given(st.lists(STEPS, max_size=25))
@settings(deadline=None, max_examples=60)
def test_the_numbers_are_those_of_a_plain_count(steps: list[tuple[int, str, Callable[[int], Answer] | int]]) -> None:
    """Two devices answer in turn and take back what came so many events ago, undos among it."""
    written: list[tuple[str, int, Event]] = []
    now, last = NOON - 60 * DAY_MS, Counter[str]()
    for gap, device, step in steps:
        now += gap
        if callable(step):
            event: Event = step(now)
        elif step <= len(written):
            event = Undo(now, *written[-step][:2])
        else:
            continue
        last[device] += 1
        written.append((device, last[device], event))
    with tempfile.TemporaryDirectory() as folder, closing(Log.open(Path(folder) / "log.db")) as log:
        log.use(SHELF)
        log.merge([(device, number, line(event)) for device, number, event in written])
        counted, expected = of(log, now=now), again(log, now)
        states = log.states()
    retention = counted.retention if counted.retention is not None else -1.0
    found = (counted.answers, counted.days, counted.minutes, counted.reviews, retention)
    assert (*found, counted.recent_reviews, counted.mistakes) == expected
    known = [card for card in SHELF.cards if card in states]
    assert sum(band.cards for band in counted.stability) == sum(topic.met for topic in counted.by_topic) == len(known)
    assert counted.phases == dict(Counter(each.phase for each in states.values()))
