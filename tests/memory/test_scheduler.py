"""The schedule is the `fsrs` library's own, and the same whether it is kept up to date or replayed from the log."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing

import fsrs
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.memory.log import Log
from studyapp.memory.model import Answer, CardState, Undo
from studyapp.memory.scheduler import DAY_MS, PHASES, Scheduler, datetime_of, ms_of
from tests.memory.events import answer

BEGIN = 1_780_000_000_000  # ms since 1970
CARD = "a/meaning"
GRADES = st.integers(1, 4)
GAPS = st.one_of(st.integers(0, 30 * 60_000), st.integers(0, 3 * DAY_MS), st.integers(0, 1000 * DAY_MS))
REVIEWS = st.lists(st.tuples(GRADES, GAPS), min_size=1, max_size=20)


def fsrs_says(reviews: list[tuple[int, int]], retention: float = 0.9) -> fsrs.Card:
    """The library's own card after these reviews (grade, when)."""
    library = fsrs.Scheduler(desired_retention=retention, enable_fuzzing=False)
    card = fsrs.Card(card_id=1)
    for grade, at in reviews:
        card, _ = library.review_card(card, fsrs.Rating(grade), datetime_of(at))
    return card


def assert_same(state: CardState, card: fsrs.Card) -> None:
    """Exactly equal, stability and difficulty to the last bit."""
    assert card.last_review is not None
    assert (state.phase, state.step) == (PHASES[card.state - 1], card.step)
    assert (state.stability, state.difficulty) == (card.stability, card.difficulty)
    assert (state.due, state.last) == (ms_of(card.due), ms_of(card.last_review))
    assert (datetime_of(state.due), datetime_of(state.last)) == (card.due, card.last_review)


@given(REVIEWS, st.sampled_from((0.7, 0.9, 0.99)))
@settings(deadline=None)
def test_a_card_is_what_the_library_makes_of_it(reviews: list[tuple[int, int]], retention: float) -> None:
    """After every review, also when each state went through the log's JSON."""
    scheduler = Scheduler(retention)
    state: CardState | None = None
    at, done, peaks, lapses = BEGIN, [], [], 0
    for grade, gap in reviews:
        at += gap
        lapses += grade == 1 and state is not None and state.phase == "review"
        state = scheduler.review(CARD, state, grade, at)
        state = msgspec.json.decode(msgspec.json.encode(state), type=CardState)
        done.append((grade, at))
        peaks.append(state.stability)
        assert_same(state, fsrs_says(done, retention))
        assert (state.introduced, state.answers) == (done[0][1], len(done))
        assert (state.peak, state.lapses) == (max(peaks), lapses)


@given(REVIEWS, GAPS)
@settings(max_examples=40, deadline=None)
def test_a_preview_is_what_the_review_then_gives(reviews: list[tuple[int, int]], gap: int) -> None:
    scheduler = Scheduler()
    state: CardState | None = None
    at = BEGIN
    for grade, passed in (*reviews, (3, gap)):
        at += passed
        previews = scheduler.preview(CARD, state, at)
        assert list(previews) == [1, 2, 3, 4]
        assert previews == {g: scheduler.review(CARD, state, g, at).due - at for g in previews}
        assert sorted(previews.values()) == list(previews.values()), "a better grade never comes back sooner"
        state = scheduler.review(CARD, state, grade, at)
        assert state.due - at == previews[grade]


def test_the_first_steps_are_those_on_the_keys() -> None:
    minutes = {grade: span / 60_000 for grade, span in Scheduler().preview(CARD, None, BEGIN).items()}
    assert minutes == {1: 1, 2: 5.5, 3: 10, 4: 8 * 24 * 60}


def test_no_chance_is_in_it() -> None:
    """`fsrs` would draw from the global random; a replay would then give other dates."""
    before = random.getstate()
    dues = set()
    for seed in range(5):
        random.seed(seed)
        state = None
        for day in (0, 1, 9, 60):
            state = Scheduler().review(CARD, state, 4, BEGIN + day * DAY_MS)
        assert state is not None
        dues.add(state.due)
    assert len(dues) == 1
    random.setstate(before)
    Scheduler().review(CARD, None, 4, BEGIN)
    assert random.getstate() == before


def test_retrievability_falls_from_one_to_the_desired_at_the_due_date() -> None:
    scheduler = Scheduler(0.9)
    state = scheduler.review(CARD, None, 4, BEGIN)
    now, later, due = (scheduler.retrievability(state, at) for at in (BEGIN, BEGIN + 3 * DAY_MS, state.due))
    assert now == 1.0 > later > due
    assert due == pytest.approx(0.9, abs=0.01)  # intervals are whole days


# ── replay equals incremental ───────────────────────────────────────────────────────────────────────────────

ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["answer", "answer", "practice", "undo", "undo an old one", "reopen"]),
        st.sampled_from([CARD, "a/name", "b/meaning"]),
        GRADES,
        st.one_of(GAPS, st.integers(-5 * DAY_MS, 0)),  # the clock may jump back
        st.integers(0, 100),
    ),
    max_size=20,
)


def standing(log: Log) -> list[tuple[str, int, int, int]]:
    """The scheduled answers that nobody took back, as (card, grade, at, number), worked out without the log's help."""
    events = list(log.events())
    undone = {(e.event.device, e.event.number) for e in events if isinstance(e.event, Undo)}
    return [
        (e.event.card, e.event.grade, e.event.at, e.number)
        for e in events
        if isinstance(e.event, Answer) and e.event.purpose == "scheduled" and (e.device, e.number) not in undone
    ]


def in_order_of_time(log: Log) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Each card with its reviews (grade, at)."""
    answers = sorted(standing(log), key=lambda each: (each[2], each[3]))
    for card in {card for card, *_ in answers}:
        yield card, [(grade, at) for name, grade, at, _ in answers if name == card]


@given(ACTIONS)
@settings(max_examples=30, deadline=None)
def test_the_states_are_what_the_library_makes_of_the_log(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[str, str, int, int, int]]
) -> None:
    """After every event, with undos in between, practice and a clock that jumps back; at last also when rebuilt."""
    log, now = Log.open(tmp_path_factory.mktemp("log") / "log.db"), BEGIN
    for what, card, grade, passed, which in actions:
        now += passed
        answers = list(log.answers())
        if what in ("answer", "practice"):
            log.append(answer(card, grade, now, "scheduled" if what == "answer" else "practice"))
        elif what == "reopen":
            log.close()
            log = Log.open(log.path)
        elif answers:
            log.undo(answers[-1 if what == "undo" else which % len(answers)], now)
        states = log.states()
        assert states == log.replayed()
        expected = dict(in_order_of_time(log))
        assert states.keys() == expected.keys()
        for each, reviews in expected.items():
            assert_same(states[each], fsrs_says(reviews))
    kept = log.states()
    log.rebuild()
    assert log.states() == kept
    log.close()


@pytest.mark.parametrize("other", ["0000", "zzzz"], ids=["before", "after"])
def test_an_answer_of_another_device_in_the_same_millisecond(
    tmp_path_factory: pytest.TempPathFactory, other: str
) -> None:
    """Logs merge by union; between equal times the order is that of the devices, whichever came first into the file."""
    with closing(Log.open(tmp_path_factory.mktemp("log") / "log.db")) as log:
        body = msgspec.json.encode(answer(CARD, 1, BEGIN)).decode()
        log._db.execute("INSERT INTO events VALUES (?, 1, ?, ?, ?)", (other, BEGIN, CARD, body))
        log.rebuild()
        log.append(answer(CARD, 4, BEGIN))
        grades = [logged.event.grade for logged in log.answers() if isinstance(logged.event, Answer)]
        assert grades == ([1, 4] if other == "0000" else [4, 1])
        assert log.states() == log.replayed()
        assert_same(log.states()[CARD], fsrs_says([(grade, BEGIN) for grade in grades]))
