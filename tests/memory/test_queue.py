"""Today's queue: what is due in which order, which new cards are let in, and when a day begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.memory.cards import OPENS_AT
from studyapp.memory.log import Log
from studyapp.memory.model import FOREVER, CardState, Phase
from studyapp.memory.queue import AHEAD, Counts, Queue, day_ends, day_of, due_between
from studyapp.memory.scheduler import DAY_MS
from tests.memory.events import state
from tests.memory.shelves import Toy, put

HOUR, MINUTE = 3_600_000, 60_000
START = 20_000 * DAY_MS + 4 * HOUR  # the study day is [START, END)
END = START + DAY_MS
NOW = START + 8 * HOUR

REQUIRES = {"a": (), "b": ("a",), "c": ("a", "b"), "d": ()}
CARDS = [f"{entry}/{facet}" for facet in ("meaning", "name") for entry in REQUIRES]
Waiting = Callable[..., Queue]


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Waiting]:
    """Makes the queue of eight cards, meanings first, at noon of a day without a limit that matters."""
    log = Log.open(tmp_path_factory.mktemp("log") / "log.db")

    def queue_(*states: CardState, cards: Sequence[str] = CARDS, held: Mapping[str, int] = {}, **changed: Any) -> Queue:
        put(log, Toy(cards, REQUIRES), states, held)
        given: dict[str, Any] = {"now": NOW, "start": START, "end": END, "new_per_day": 100}
        return Queue(log, **given | changed)

    yield queue_
    log.close()


def known(entry: str, peak: float = OPENS_AT) -> CardState:
    """The meaning of an entry, introduced long ago and not due, with this peak of its stability."""
    return state(f"{entry}/meaning", END + 9 * DAY_MS, stability=0.5, peak=peak)


# ── what is due ─────────────────────────────────────────────────────────────────────────────────────────────


def test_learning_steps_first_then_the_most_overdue(queue: Waiting) -> None:
    waiting = queue(
        state("a/meaning", NOW - 1 * HOUR),
        state("b/meaning", NOW - 30 * DAY_MS),
        state("c/meaning", NOW - 1 * MINUTE, "learning"),
        state("d/meaning", NOW - 9 * MINUTE, "relearning"),
        state("c/name", END - 1),
    )
    assert waiting.due() == ["d/meaning", "c/meaning", "b/meaning", "a/meaning", "c/name"]


@pytest.mark.parametrize(
    ("phase", "due", "is_due", "is_soon"),
    [
        ("review", NOW, True, False),
        ("review", END - 1, True, False),  # a review is due all day long
        ("review", END, False, False),
        ("learning", NOW, True, False),
        ("learning", NOW + 1, False, True),  # a step is due at its minute
        ("relearning", NOW + AHEAD, False, True),
        ("relearning", NOW + AHEAD + 1, False, False),
    ],
)
def test_when_a_card_is_due_and_when_soon(queue: Waiting, phase: Phase, due: int, is_due: bool, is_soon: bool) -> None:
    waiting = queue(state("a/meaning", due, phase))
    assert (waiting.due(), waiting.soon()) == (["a/meaning"] * is_due, ["a/meaning"] * is_soon)


def test_soon_comes_back_soonest_first(queue: Waiting) -> None:
    waiting = queue(
        state("a/meaning", NOW + 9 * MINUTE, "learning"),
        state("b/meaning", NOW + 2 * MINUTE, "relearning"),
    )
    assert waiting.soon() == ["b/meaning", "a/meaning"]


def test_siblings_that_come_due_on_one_day_are_asked_on_two(queue: Waiting) -> None:
    both = [state("a/meaning", NOW - HOUR), state("a/name", NOW)]
    assert queue(*both).due() == ["a/meaning"]
    assert queue(*both).counts().due == 1
    answered = state("a/meaning", END + 9 * DAY_MS, last=NOW - 1)
    assert queue(answered, both[1]).due() == []
    tomorrow = queue(answered, both[1], now=NOW + DAY_MS, start=END, end=END + DAY_MS)
    assert (tomorrow.due(), tomorrow.counts().due) == (["a/name"], 1)


def test_what_has_waited_since_yesterday_waits_no_longer(queue: Waiting) -> None:
    """Otherwise an entry with many cards would starve some of them."""
    answered, overdue = state("a/meaning", END + DAY_MS, last=NOW - 1), state("a/name", START - 1)
    assert (queue(answered, overdue).due(), queue(answered, overdue).counts().due) == (["a/name"], 1)


def test_a_sibling_that_was_answered_today_keeps_a_new_card_for_another_day(queue: Waiting) -> None:
    assert "a/name" not in queue(state("a/meaning", END + DAY_MS, last=START)).new()
    assert "a/name" in queue(state("a/meaning", END + DAY_MS, last=START - 1)).new()


def test_the_limit_of_reviews_counts_those_of_today_and_no_steps(queue: Waiting) -> None:
    cards = [state("a/meaning", NOW - 3), state("b/meaning", NOW - 2), state("c/meaning", NOW - 1, "learning")]
    done = state("d/meaning", END + DAY_MS, last=START)
    for limit, due in ((0, 1), (1, 1), (2, 2), (3, 3), (9, 3)):
        waiting = queue(*cards, done, reviews_per_day=limit)
        assert (len(waiting.due()), waiting.counts().due) == (due, due), limit
        assert waiting.due()[0] == "c/meaning"


@pytest.mark.parametrize("until", [NOW + 1, FOREVER])
def test_what_is_put_aside_is_not_asked(queue: Waiting, until: int) -> None:
    states = [state("a/meaning", NOW), state("b/meaning", NOW, "learning")]
    held = dict.fromkeys(["a/meaning", "b/meaning", "d/meaning"], until)
    waiting = queue(*states, held=held)
    assert (waiting.due(), waiting.soon(), waiting.counts().due) == ([], [], 0)
    assert "d/meaning" not in [*waiting.new(), *waiting.within_reach()]
    assert "d/name" in waiting.new()
    assert not waiting.admits("d/meaning")
    again = queue(*states, held=dict.fromkeys(held, NOW))
    assert again.due() == ["b/meaning", "a/meaning"]
    assert again.admits("d/meaning")


def test_a_card_that_was_answered_while_the_clock_was_ahead_is_due(queue: Waiting) -> None:
    year = 365 * DAY_MS
    waiting = queue(state("a/meaning", NOW + 2 * year, last=NOW + year), state("d/meaning", NOW + year, last=NOW))
    assert waiting.due() == ["a/meaning"]
    assert waiting.is_due("a/meaning")
    assert not waiting.is_due("d/meaning")


def test_only_the_cards_in_question_are_asked(queue: Waiting) -> None:
    assert queue(state("a/meaning", NOW), state("d/meaning", NOW), cards=CARDS[3:]).due() == ["d/meaning"]


# ── which new cards ─────────────────────────────────────────────────────────────────────────────────────────


def test_at_first_only_what_requires_nothing(queue: Waiting) -> None:
    assert queue().new() == ["a/meaning", "d/meaning"]


@pytest.mark.parametrize(
    ("states", "opened"),
    [
        ([known("a", 1.99)], []),
        ([known("a", 2.0)], ["b/meaning"]),
        ([known("a"), known("b", 1.99)], []),  # c requires a and b
        ([known("a"), known("b")], ["c/meaning"]),
        ([known("b")], []),
        ([state("a/name", END + DAY_MS, peak=2.0)], ["b/meaning"]),  # whichever card of it is known
    ],
)
def test_a_card_opens_with_its_prerequisites(queue: Waiting, states: list[CardState], opened: list[str]) -> None:
    assert [id for id in queue(*states).new() if id in ("b/meaning", "c/meaning")] == opened


def test_it_never_locks_again(queue: Waiting) -> None:
    """What was known once and is forgotten now: the stability has fallen, its peak has not."""
    forgotten = state("a/meaning", NOW, "relearning", stability=0.1, peak=2.0)
    assert "b/meaning" in queue(forgotten).new()
    assert "b/meaning" not in queue(state("a/meaning", NOW, "relearning", stability=0.1)).new()


def test_new_cards_come_in_learning_order(queue: Waiting) -> None:
    assert queue(known("a"), known("b")).new() == ["c/meaning", "d/meaning", "a/name", "b/name"]


def test_siblings_come_on_different_days(queue: Waiting) -> None:
    today = queue(state("d/meaning", END + DAY_MS, introduced=START))
    assert today.new() == ["a/meaning"]
    tomorrow = queue(*today.log.states().values(), start=END, end=END + DAY_MS, now=END + HOUR)
    assert tomorrow.new() == ["a/meaning", "d/name"]


@pytest.mark.parametrize(
    ("introduced", "left"),
    [(START - 1, 2), (START, 1), (NOW, 1), (END - 1, 1), (END, 2)],
    ids=["yesterday", "first moment", "now", "last moment", "tomorrow, by a clock that was wrong"],
)
def test_the_limit_counts_what_was_introduced_today(queue: Waiting, introduced: int, left: int) -> None:
    waiting = queue(state("elsewhere/meaning", END + DAY_MS, introduced=introduced), new_per_day=2)
    assert len(waiting.new()) == left


def test_the_limit_counts_introductions_everywhere(queue: Waiting) -> None:
    """Also in another topic, and of a card that is no longer there."""
    elsewhere = [state(id, END + DAY_MS, introduced=NOW - HOUR) for id in ("a/meaning", "gone/meaning")]
    assert queue(*elsewhere, cards=[CARDS[3]], new_per_day=3).new() == ["d/meaning"]
    assert queue(*elsewhere, cards=[CARDS[3]], new_per_day=2).new() == []
    assert queue(*elsewhere, cards=[CARDS[3]], new_per_day=1).new() == []


@given(
    st.lists(
        st.builds(
            state,
            st.sampled_from(CARDS),
            st.integers(NOW - 9 * DAY_MS, END + DAY_MS),
            st.sampled_from(["learning", "review", "relearning"]),
            introduced=st.integers(START - DAY_MS, NOW),
            peak=st.floats(0.1, 9.0),
        ),
        unique_by=lambda each: each.card,
    ),
    st.integers(0, 5),
)
@settings(deadline=None)
def test_every_card_waits_in_one_place_and_new_ones_are_let_in_by_all_rules(
    queue: Waiting, states: list[CardState], limit: int
) -> None:
    waiting = queue(*states, new_per_day=limit)
    due, soon, new = waiting.due(), waiting.soon(), waiting.new()
    assert len({*due, *soon, *new}) == len(due) + len(soon) + len(new)
    met = {each.card for each in states}
    assert {*due, *soon} <= met
    assert met.isdisjoint(new)
    today = [each.card.split("/")[0] for each in states if each.introduced >= START]
    assert len(new) <= max(0, limit - len(today))
    introduced = today + [id.split("/")[0] for id in new]
    assert all(introduced.count(id.split("/")[0]) == 1 for id in new), "siblings on one day"
    peaks = {each.card.split("/")[0]: 0.0 for each in states}
    for each in states:
        peaks[each.card.split("/")[0]] = max(peaks[each.card.split("/")[0]], each.peak)
    assert all(peaks.get(required, 0) >= 2 for id in new for required in REQUIRES[id[0]])
    assert new == [id for id in CARDS if id in new], "in learning order"
    reached = waiting.within_reach()
    assert set(new[:1]) <= set(reached)
    assert len(new) <= len(reached) <= max(0, limit - len(today))
    assert waiting.counts() == Counts(len(due) + len(soon), len(reached))


def test_within_reach_is_what_good_answers_open_today(queue: Waiting) -> None:
    assert queue().new() == ["a/meaning", "d/meaning"]
    assert queue().within_reach() == ["a/meaning", "b/meaning", "c/meaning", "d/meaning"]
    assert queue(new_per_day=2).within_reach() == ["a/meaning", "b/meaning"]


# ── what comes next ─────────────────────────────────────────────────────────────────────────────────────────


def test_due_then_new_then_soon(queue: Waiting) -> None:
    due, soon = state("b/name", NOW), state("c/name", NOW + MINUTE, "learning")
    assert queue(due, soon).next() == "b/name"
    assert queue(soon).next() == "a/meaning"
    assert queue(soon, new_per_day=0).next() == "c/name"
    assert queue(new_per_day=0).next() is None


def test_the_entry_that_was_asked_last_waits_where_another_can_come(queue: Waiting) -> None:
    states = [state("a/name", NOW - 2), state("d/meaning", NOW - 1)]
    after = "a/meaning"
    assert queue(*states).next(after) == "d/meaning"
    assert queue(states[0], new_per_day=0).next(after) == "a/name"


def test_due_between_counts_the_beginning_but_not_the_end(queue: Waiting) -> None:
    waiting = queue(*(state(card, due) for card, due in zip(CARDS, (9, 10, 19, 20), strict=False)))
    assert due_between(waiting.log, 10, 20) == 2


# ── days ────────────────────────────────────────────────────────────────────────────────────────────────────

BERLIN, SEOUL = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Seoul")


def ms(local: str, zone: ZoneInfo, fold: int = 0) -> int:
    """A local time as ms since 1970."""
    return round(datetime.fromisoformat(local).replace(tzinfo=zone, fold=fold).timestamp() * 1000)


@pytest.mark.parametrize(("hour", "day"), [("03:59:59.999", 24), ("04:00", 25), ("23:59", 25)])
@pytest.mark.parametrize("zone", [BERLIN, SEOUL])
def test_a_day_begins_at_the_rollover_hour(hour: str, day: int, zone: ZoneInfo) -> None:
    assert day_of(ms(f"2026-06-25T{hour}", zone), zone, 4) == date(2026, 6, day)


def test_the_rollover_hour_is_the_learners() -> None:
    at = ms("2026-06-25T03:00", SEOUL)
    assert [day_of(at, SEOUL, rollover).day for rollover in (0, 3, 4, 23)] == [25, 25, 24, 24]


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2026-03-28", 23), ("2026-06-25", 24), ("2026-10-24", 25)],
    ids=["clocks go forward", "summer", "clocks go back"],
)
def test_a_day_is_as_long_as_the_clocks_make_it(day: str, hours: int) -> None:
    begins = ms(f"{day}T04:00", BERLIN)
    assert day_ends(begins, BERLIN, 4) - begins == hours * HOUR


def test_a_review_in_the_hour_that_comes_twice_is_due_today(queue: Waiting) -> None:
    """02:30 comes twice in the night of 25 October; both belong to the day of study before."""
    noon = ms("2026-10-24T12:00", BERLIN)
    end = day_ends(noon, BERLIN, 4)
    for fold in (0, 1):
        waiting = queue(state("a/meaning", ms("2026-10-25T02:30", BERLIN, fold)), now=noon, end=end)
        assert waiting.due() == ["a/meaning"]
    assert queue(state("a/meaning", ms("2026-10-25T04:00", BERLIN)), now=noon, end=end).due() == []


@given(
    st.integers(ms("2026-01-01T00:00", BERLIN), ms("2027-12-31T00:00", BERLIN)),
    st.sampled_from(["Europe/Berlin", "Asia/Seoul", "America/New_York", "Australia/Lord_Howe", "America/Havana"]),
    st.integers(0, 23),
)
@settings(deadline=None)
def test_days_follow_each_other_without_a_gap(at: int, name: str, rollover: int) -> None:
    """The moment at which a day ends is the first of the next date; the one before it is still of the same."""
    zone = ZoneInfo(name)
    day, end = day_of(at, zone, rollover), day_ends(at, zone, rollover)
    assert at < end <= at + 25 * HOUR
    assert day_of(end - 1, zone, rollover) == day
    assert day_of(end, zone, rollover) == day + timedelta(days=1)


def test_a_new_card_is_admitted_in_any_order_while_the_day_has_room(queue: Waiting) -> None:
    here = queue(new_per_day=1)
    assert [card for card in CARDS if here.admits(card)] == ["a/meaning", "d/meaning", "a/name", "d/name"]
    assert not any(queue(new_per_day=0).admits(card) for card in CARDS)
    met = queue(state("a/meaning", NOW, "learning", stability=2.5, introduced=START))
    assert [card for card in CARDS if met.admits(card)] == ["b/meaning", "d/meaning", "b/name", "d/name"]
