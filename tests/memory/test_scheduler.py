"""The schedule is the `fsrs` library's own, and the same whether it is kept up to date or replayed from the log."""

from __future__ import annotations

import random
import statistics
from contextlib import closing
from datetime import timedelta

import fsrs
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.memory.log import Log
from studyapp.memory.model import Answer, CardState, Undo
from studyapp.memory.scheduler import DAY_MS, PHASES, Scheduler, datetime_of, fuzz_range, fuzzed, ms_of
from tests.memory.events import answer

BEGIN = 1_780_000_000_000  # ms since 1970
CARD = "a/meaning"
GRADES = st.integers(1, 4)
GAPS = st.one_of(st.integers(0, 30 * 60_000), st.integers(0, 3 * DAY_MS), st.integers(0, 1000 * DAY_MS))
REVIEWS = st.lists(st.tuples(GRADES, GAPS), min_size=1, max_size=20)


def fsrs_says(reviews: list[tuple[int, int]], retention: float = 0.9, seed: int | None = None) -> fsrs.Card:
    """The library's own card after these reviews (grade, when), its last interval fuzzed by `seed`."""
    library = fsrs.Scheduler(desired_retention=retention, enable_fuzzing=False)
    card = fsrs.Card(card_id=1)
    for grade, at in reviews:
        card, _ = library.review_card(card, fsrs.Rating(grade), datetime_of(at))
    if seed is not None and card.state == fsrs.State.Review:
        assert card.last_review is not None
        days = fuzzed((card.due - card.last_review).days, f"{seed} {len(reviews) - 1}")
        card.due = card.last_review + timedelta(days=days)
    return card


def assert_same(state: CardState, card: fsrs.Card) -> None:
    """Exactly equal, stability and difficulty to the last bit."""
    assert card.last_review is not None
    assert (state.phase, state.step) == (PHASES[card.state - 1], card.step)
    assert (state.stability, state.difficulty) == (card.stability, card.difficulty)
    assert (state.due, state.last) == (ms_of(card.due), ms_of(card.last_review))
    assert (datetime_of(state.due), datetime_of(state.last)) == (card.due, card.last_review)


@given(REVIEWS, st.sampled_from((0.8, 0.9, 0.97)))
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


@given(st.integers(1, 5000), st.integers(0, 10**9))
def test_fuzz_stays_within_the_librarys_range(days: int, seed: int) -> None:
    low, high = fuzz_range(days)
    assert low <= fuzzed(days, str(seed)) <= high
    assert fuzzed(days, str(seed)) == fuzzed(days, str(seed))
    assert low <= days <= high
    assert (low == high) is (days < 3)
    assert high - days <= max(2, 0.15 * days + 1)


def test_fuzz_takes_every_value_of_its_range_and_prefers_none() -> None:
    drawn = [fuzzed(30, str(seed)) for seed in range(4000)]
    low, high = fuzz_range(30)
    assert set(drawn) == set(range(low, high + 1))
    assert statistics.mean(drawn) == pytest.approx(30, abs=0.15)


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


def in_order_of_time(log: Log) -> dict[str, list[tuple[int, Answer]]]:
    """Each card with its scheduled answers that nobody took back and when each counts, worked out without the log's
    help: where the clock was set back between two answers to a card, the first counts at the time of the second.
    """
    events = list(log.events())
    undone = {(e.event.device, e.event.number) for e in events if isinstance(e.event, Undo)}
    cards: dict[str, list[tuple[int, Answer]]] = {}
    for each in sorted(events, key=lambda each: each.number):
        if isinstance(each.event, Answer) and (each.device, each.number) not in undone:
            earlier = cards.setdefault(each.event.card, [])
            earlier[:] = [(min(at, each.event.at), event) for at, event in earlier]
            earlier.append((each.event.at, each.event))
    scheduled = {card: [pair for pair in pairs if pair[1].purpose == "scheduled"] for card, pairs in cards.items()}
    return {card: pairs for card, pairs in scheduled.items() if pairs}


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
        expected = in_order_of_time(log)
        assert states.keys() == expected.keys()
        for each, reviews in expected.items():
            assert_same(states[each], fsrs_says([(event.grade, at) for at, event in reviews], seed=0))
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
        assert log.merge([(other, 1, body)]) == 1
        log.append(answer(CARD, 4, BEGIN))
        grades = [logged.event.grade for logged in log.answers() if isinstance(logged.event, Answer)]
        assert grades == ([1, 4] if other == "0000" else [4, 1])
        assert log.states() == log.replayed()
        assert_same(log.states()[CARD], fsrs_says([(grade, BEGIN) for grade in grades], seed=0))
