"""What follows from the log is what the log says, whatever is done, in whatever order, by whatever clock."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from studyapp.memory.cards import OPENS_AT
from studyapp.memory.log import Log
from studyapp.memory.model import (
    FOREVER,
    Answer,
    Buried,
    Event,
    Forgotten,
    Logged,
    Opened,
    QuizBegun,
    Rescheduled,
    Suspended,
    Undo,
    Unknown,
)
from studyapp.memory.scheduler import DAY_MS, Scheduler
from studyapp.memory.standing import in_order, last_taken, last_undone, standing
from tests.memory.events import answer
from tests.memory.shelves import Toy

BEGIN = 1_780_000_000_000
CARD = "a/meaning"


@pytest.fixture
def log(tmp_path: Path) -> Any:
    with closing(Log.open(tmp_path / "log.db")) as log:
        yield log


# ── which events stand ──────────────────────────────────────────────────────────────────────────────────────


def logged(*events: Event, device: str = "x") -> list[Logged]:
    return [Logged(device, number, event) for number, event in enumerate(events, 1)]


def undo(number: int) -> Undo:
    return Undo(0, "x", number)


@pytest.mark.parametrize(
    ("events", "stand"),
    [
        ([answer(), answer()], [1, 2]),
        ([answer(), undo(1)], []),
        ([answer(), undo(1), undo(2)], [1]),  # a redo
        ([answer(), undo(1), undo(2), undo(3)], []),
        ([answer(), undo(1), undo(1), undo(2)], []),  # two undos of one: the other still stands
        ([answer(), undo(9)], [1]),
    ],
)
def test_what_an_undo_that_stands_takes_back_does_not_stand(events: list[Event], stand: list[int]) -> None:
    assert [each.number for each in standing(logged(*events))] == stand


def test_a_ring_of_undos_ends() -> None:
    """No program writes one; a forged log may have it."""
    assert standing(logged(undo(2), undo(3), undo(1), answer())) == logged(undo(2), undo(3), undo(1), answer())[3:]


def test_undo_and_redo_ten_thousand_times() -> None:
    events = logged(answer(), *(undo(number) for number in range(1, 10_001)))
    assert [each.number for each in standing(events)] == [1]
    assert standing(events[:-1]) == []


@pytest.mark.parametrize(
    ("events", "taken", "redone"),
    [
        ([], None, None),
        ([answer(), answer()], 2, None),
        ([answer(), answer(), undo(2)], 1, 3),
        ([answer(), answer(), undo(2), undo(1)], None, 4),
        ([answer(), answer(), undo(2), undo(1), undo(4)], 1, 3),  # the one of before, and then the other
        ([answer(), answer(), undo(2), undo(1), undo(4), undo(3)], 2, None),
        ([answer(), undo(1), answer()], 3, None),  # what came after an undo ends the redo
        ([answer(), QuizBegun(0, ("a/meaning",))], 1, None),
        ([Suspended(0, CARD)], 1, None),
    ],
)
def test_what_undo_and_redo_take_back(events: list[Event], taken: int | None, redone: int | None) -> None:
    found = last_taken(logged(*events)), last_undone(logged(*events))
    assert tuple(each.number if each is not None else None for each in found) == (taken, redone)


def test_undo_and_redo_go_on_after_a_restart(tmp_path: Path) -> None:
    with closing(Log.open(tmp_path / "log.db")) as log:
        log.append(answer(at=BEGIN))
        log.append(Suspended(BEGIN + 1, CARD))
        known, held = log.state(CARD), log.cards.held()
    for steps in range(2):
        with closing(Log.open(tmp_path / "log.db")) as log:
            last = log.last_taken()
            assert last is not None
            log.undo(last, BEGIN + 2)
            assert (log.state(CARD) is None, log.cards.held()) == (bool(steps), {})
    for steps in range(2):
        with closing(Log.open(tmp_path / "log.db")) as log:
            assert log.last_undone() is not None
            log.undo(log.last_undone(), BEGIN + 3)  # type: ignore[arg-type]
            assert (log.state(CARD), log.cards.held()) == (known, held if steps else {})
    with closing(Log.open(tmp_path / "log.db")) as log:
        assert log.last_undone() is None


# ── by which time ───────────────────────────────────────────────────────────────────────────────────────────


def test_answers_of_a_clock_that_was_ahead_count_at_the_time_of_the_next() -> None:
    year = 365 * DAY_MS
    events = logged(answer(at=0), answer(at=year), answer(at=year + 5), answer(at=DAY_MS))
    assert [(at, each.number) for at, each in in_order(events)] == [(0, 1), (DAY_MS, 2), (DAY_MS, 3), (DAY_MS, 4)]


def test_two_devices_are_taken_in_the_order_of_time() -> None:
    events = [*logged(answer(at=1), answer(at=3)), *logged(answer(at=2), device="y")]
    assert [(each.device, each.number) for _, each in in_order(events)] == [("x", 1), ("y", 1), ("x", 2)]


def test_after_a_year_in_the_future_a_card_is_asked_and_goes_on_as_if_nothing_had_been(log: Log) -> None:
    year = 365 * DAY_MS
    for at in (0, DAY_MS, year):
        log.append(answer(grade=4, at=BEGIN + at))
    ahead = log.state(CARD)
    log.append(answer(grade=3, at=BEGIN + 2 * DAY_MS))
    now = log.state(CARD)
    assert ahead is not None
    assert now is not None
    assert ahead.due > BEGIN + year
    assert now.last == BEGIN + 2 * DAY_MS
    assert now.due < BEGIN + year
    assert log.states() == log.replayed()


# ── what the other events do ────────────────────────────────────────────────────────────────────────────────


def test_suspend_and_bury(log: Log) -> None:
    for event, held in (
        (Suspended(1, CARD), FOREVER),
        (Buried(2, CARD, 99), FOREVER),  # a suspended card stays so
        (Suspended(3, CARD, on=False), 0),
        (Buried(4, CARD, 99), 99),
        (Suspended(5, CARD), FOREVER),
    ):
        log.append(event)
        assert log.cards.held().get(CARD, 0) == held


def test_a_forgotten_card_is_new_and_what_it_opened_stays_open(log: Log) -> None:
    log.use(Toy([CARD, "b/meaning"], {"b": ("a",)}))
    log.append(answer(grade=4, at=1))
    log.append(Forgotten(2, CARD))
    assert log.state(CARD) is None
    assert log.cards.is_known("a")
    again = log.append(answer(grade=1, at=DAY_MS))
    state = log.state(CARD)
    assert state is not None
    assert (state.introduced, state.answers) == (DAY_MS, 1)
    assert state.peak >= OPENS_AT > state.stability
    log.undo(again, DAY_MS + 1)
    assert log.state(CARD) is None


def test_a_card_that_is_given_another_date_keeps_its_memory(log: Log) -> None:
    log.append(Rescheduled(1, CARD, 5))
    assert log.state(CARD) is None, "a new card has no date"
    log.append(answer(grade=3, at=2))
    before = log.state(CARD)
    log.append(Rescheduled(3, CARD, 77 * DAY_MS))
    after = log.state(CARD)
    assert before is not None
    assert after is not None
    assert (after.due, after.phase, after.step) == (77 * DAY_MS, "review", None)
    assert (after.stability, after.last) == (before.stability, before.last)


def test_an_entry_that_is_opened_by_hand_is_open_until_that_is_taken_back(log: Log) -> None:
    log.use(Toy([CARD, "b/meaning", "b/name"], {"b": ("a",)}))

    def missing() -> set[int]:
        return {row[0] for row in log.rows("SELECT missing FROM cards WHERE entry = 'b'")}

    assert missing() == {1}
    opened = log.append(Opened(1, "b"))
    assert missing() == {0}
    log.rebuild()
    assert missing() == {0}
    log.undo(opened, 2)
    assert missing() == {1}


def test_what_a_newer_version_wrote_is_kept_and_nothing_follows(log: Log) -> None:
    body = '{"event":"dreamt","at":7,"card":"a/meaning","of":"gates"}'
    assert log.merge([("zz", 1, body)]) == 1
    assert [each.event for each in log.events()] == [Unknown(7)]
    assert [line[3] for line in log.lines()] == [body]
    log.append(answer(at=8))
    log.rebuild()
    assert log.states().keys() == {CARD}


# ── whatever is done ────────────────────────────────────────────────────────────────────────────────────────

CARDS = ["a/meaning", "a/name", "b/meaning", "c/meaning", "d/meaning"]
SHELVES = [
    Toy(CARDS, {"b": ("a",), "c": ("a", "b"), "d": ()}),
    Toy(CARDS[:3], {"b": ()}),  # c and d were taken out
    Toy(["z/meaning", "z/name", *CARDS[2:]], {"b": ("z",), "c": ("d",)}, former={"a": "z"}),  # a has a new id
    Toy([*CARDS[::-1], "e/meaning"], {"a": ("e",), "e": ()}),
]


class Anything(RuleBasedStateMachine):
    """Answers, undos, redos, suspensions, edits of the content, restarts and clock jumps."""

    folder: Path

    @initialize()
    def begin(self) -> None:
        self.path = self.folder / f"{len(list(self.folder.iterdir()))}.db"
        self.log = Log.open(self.path)
        self.shelf = SHELVES[0]
        self.log.use(self.shelf)
        self.now = BEGIN
        self.written: list[Logged] = []

    def write(self, event: Event) -> None:
        self.written.append(self.log.append(event))

    @rule(card=st.sampled_from(CARDS), grade=st.integers(1, 4), seed=st.integers(0, 3), practice=st.booleans())
    def answers(self, card: str, grade: int, seed: int, practice: bool) -> None:
        purpose = "practice" if practice and grade == 1 else "scheduled"
        self.write(Answer(self.now, card, "flashcard", seed, grade, purpose))  # type: ignore[arg-type]

    @rule(card=st.sampled_from(CARDS), what=st.integers(0, 5), days=st.integers(0, 9))
    def does(self, card: str, what: int, days: int) -> None:
        later = self.now + days * DAY_MS
        events: list[Event] = [
            Suspended(self.now, card),
            Suspended(self.now, card, on=False),
            Buried(self.now, card, later),
            Forgotten(self.now, card),
            Rescheduled(self.now, card, later),
            Opened(self.now, card.partition("/")[0]),
        ]
        self.write(events[what])

    @precondition(lambda self: self.written)
    @rule(which=st.integers(0, 99))
    def takes_back(self, which: int) -> None:
        self.written.append(self.log.undo(self.written[which % len(self.written)], self.now))

    @rule(redo=st.booleans())
    def undoes(self, redo: bool) -> None:
        last = self.log.last_undone() if redo else self.log.last_taken()
        if last is not None:
            self.written.append(self.log.undo(last, self.now))

    @rule(by=st.one_of(st.integers(0, 30 * DAY_MS), st.integers(-400 * DAY_MS, 400 * DAY_MS)))
    def time_passes(self, by: int) -> None:
        self.now += by

    @rule(shelf=st.sampled_from(SHELVES))
    def content_changes(self, shelf: Toy) -> None:
        self.shelf = shelf
        self.log.use(shelf)

    @rule(retention=st.sampled_from([0.8, 0.9]))
    def starts_again(self, retention: float) -> None:
        self.log.close()
        self.log = Log.open(self.path, Scheduler(retention))
        self.log.use(self.shelf)

    @invariant()
    def the_table_is_what_the_log_and_the_content_say(self) -> None:
        table = self.log.rows("SELECT * FROM cards ORDER BY card")
        opened = self.log.rows("SELECT * FROM opened ORDER BY entry")
        assert self.log.states() == self.log.replayed()
        with self.log._transaction():
            self.log.cards.rebuild(self.log._subjects())
        assert self.log.rows("SELECT * FROM cards ORDER BY card") == table
        assert self.log.rows("SELECT * FROM opened ORDER BY entry") == opened
        there = {card for card, *_ in self.shelf.placed()}
        assert {row[0] for row in table if row[2] is not None} == there

    def teardown(self) -> None:
        if hasattr(self, "log"):
            self.log.close()


def test_whatever_is_done(tmp_path: Path) -> None:
    Anything.folder = tmp_path
    case = Anything.TestCase
    case.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
    case("runTest").runTest()
