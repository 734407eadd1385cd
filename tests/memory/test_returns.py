"""A mistake with a name, or one that the learner was sure of, comes back the next day; FSRS's memory is left alone."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.memory.log import Log
from studyapp.memory.model import Answer, CardState, Confidence, Purpose
from studyapp.memory.scheduler import DAY_MS, Scheduler, ms_of
from tests.memory.test_scheduler import BEGIN, CARD, GAPS, GRADES, fsrs_says, in_order_of_time

MINUTE = 60_000
WRONG, EASY = 1, 4
CONFIDENCES = st.sampled_from([None, *get_args(Confidence)])
RULES = st.sampled_from([None, "named:b", "doubled"])


def graded(
    grade: int,
    at: int = BEGIN,
    *,
    rule: str | None = None,
    confidence: Confidence | None = None,
    purpose: Purpose = "scheduled",
    card: str = CARD,
) -> Answer:
    """An answer that may come back."""
    return Answer(at, card, "typed", 0, grade, purpose, rule=rule, confidence=confidence)


# ── which answers ───────────────────────────────────────────────────────────────────────────────────────────


@given(GRADES, RULES, CONFIDENCES)
def test_a_wrong_answer_returns_where_its_rule_is_known_or_the_learner_was_sure(
    grade: int, rule: str | None, confidence: Confidence | None
) -> None:
    answer = graded(grade, rule=rule, confidence=confidence)
    assert answer.returns is (grade == WRONG and (rule is not None or confidence == "sure"))


# ── when ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("known", [False, True], ids=["a new card", "a card known for long"])
def test_it_is_due_within_a_day_however_well_it_is_answered_until_then(known: bool) -> None:
    scheduler, state, at = Scheduler(), None, BEGIN
    for days in (0, 9, 60) if known else ():
        at = BEGIN + days * DAY_MS
        state = scheduler.review(CARD, state, EASY, at)
    missed = at + DAY_MS
    state = scheduler.review(CARD, state, WRONG, missed, returns=True)
    for at in (missed + MINUTE, missed + 60 * MINUTE, missed + DAY_MS - 1):
        assert scheduler.preview(CARD, state, at)[EASY] <= missed + DAY_MS - at
        state = scheduler.review(CARD, state, EASY, at)
        assert state.due == missed + DAY_MS
    assert scheduler.review(CARD, state, EASY, missed + DAY_MS).due > missed + 2 * DAY_MS, "then it is normal again"


def test_a_second_mistake_returns_a_day_after_itself() -> None:
    scheduler = Scheduler()
    state = scheduler.review(CARD, None, WRONG, BEGIN, returns=True)
    state = scheduler.review(CARD, state, WRONG, BEGIN + DAY_MS // 2, returns=True)
    state = scheduler.review(CARD, state, EASY, BEGIN + DAY_MS)
    assert state.due == BEGIN + DAY_MS // 2 + DAY_MS


def test_a_miss_without_a_name_does_not_put_the_day_off() -> None:
    scheduler = Scheduler()
    state = scheduler.review(CARD, None, WRONG, BEGIN, returns=True)
    state = scheduler.review(CARD, state, WRONG, BEGIN + MINUTE)
    assert scheduler.review(CARD, state, EASY, BEGIN + 2 * MINUTE).due == BEGIN + DAY_MS


@given(st.lists(st.tuples(GRADES, GAPS, st.booleans()), min_size=1, max_size=20), st.sampled_from((0.7, 0.9, 0.99)))
@settings(deadline=None)
def test_memory_is_fsrs_own_and_only_the_date_comes_sooner(
    reviews: list[tuple[int, int, bool]], retention: float
) -> None:
    """Stability, difficulty and phase after the same grades at the same times, to the last bit."""
    scheduler = Scheduler(retention)
    state: CardState | None = None
    at, done, back_by = BEGIN, [], 0
    for grade, gap, named in reviews:
        at += gap
        returns = grade == WRONG and named
        state = scheduler.review(CARD, state, grade, at, returns=returns)
        state = msgspec.json.decode(msgspec.json.encode(state), type=CardState)
        done.append((grade, at))
        back_by = at + DAY_MS if returns else back_by
        own = fsrs_says(done, retention)
        assert (state.stability, state.difficulty, state.step) == (own.stability, own.difficulty, own.step)
        assert state.due == (min(ms_of(own.due), back_by) if at < back_by else ms_of(own.due))
        assert state.due > at


# ── in the log ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log.open(tmp_path / "log.db")


def test_practice_brings_nothing_back(log: Log) -> None:
    with closing(log):
        log.append(graded(EASY))
        before = log.states()
        log.append(graded(WRONG, BEGIN + MINUTE, rule="doubled", confidence="sure", purpose="practice"))
        assert log.states() == before


def test_undoing_the_mistake_gives_the_date_back(log: Log) -> None:
    with closing(log):
        missed = log.append(graded(WRONG, confidence="sure"))
        log.append(graded(EASY, BEGIN + MINUTE))
        kept = log.state(CARD)
        assert kept is not None
        assert kept.due == BEGIN + DAY_MS
        log.undo(missed, BEGIN + 2 * MINUTE)
        kept = log.state(CARD)
        assert kept is not None
        assert kept.due == ms_of(fsrs_says([(EASY, BEGIN + MINUTE)], seed=0).due)
        assert kept.back_by is None


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["scheduled", "scheduled", "practice", "undo", "undo an old one", "reopen"]),
        st.sampled_from([CARD, "b/meaning"]),
        st.sampled_from([WRONG, WRONG, 2, 3, EASY]),
        RULES,
        CONFIDENCES,
        st.one_of(GAPS, st.integers(-5 * DAY_MS, 0)),  # the clock may jump back
        st.integers(0, 100),
    ),
    max_size=20,
)


@given(ACTIONS)
@settings(max_examples=40, deadline=None)
def test_the_states_are_the_replay_of_the_log(
    tmp_path_factory: pytest.TempPathFactory,
    actions: list[tuple[str, str, int, str | None, Confidence | None, int, int]],
) -> None:
    """After every event; no card is due later than its last mistake that returns lets it, until that day is over."""
    log, now = Log.open(tmp_path_factory.mktemp("log") / "log.db"), BEGIN
    for what, card, grade, rule, confidence, passed, which in actions:
        now += passed
        answers = list(log.answers())
        if what == "scheduled":
            log.append(graded(grade, now, rule=rule, confidence=confidence, card=card))
        elif what == "practice":
            log.append(graded(grade, now, rule=rule, confidence=confidence, card=card, purpose="practice"))
        elif what == "reopen":
            log.close()
            log = Log.open(log.path)
        elif answers:
            log.undo(answers[-1 if what == "undo" else which % len(answers)], now)
        states = log.states()
        assert states == log.replayed()
        for state in states.values():
            standing = in_order_of_time(log)[state.card]
            own = fsrs_says([(event.grade, at) for at, event in standing], seed=0)
            assert (state.stability, state.difficulty) == (own.stability, own.difficulty)
            until = max((at + DAY_MS for at, event in standing if event.returns), default=0)
            assert state.due == (min(ms_of(own.due), until) if state.last < until else ms_of(own.due))
    kept = log.states()
    log.rebuild()
    assert log.states() == kept
    log.close()
