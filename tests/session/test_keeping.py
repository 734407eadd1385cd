"""What is done with cards besides answering them, and undo and redo of it all."""

from __future__ import annotations

import pytest

from studyapp.content.model import Card
from studyapp.memory.model import Answer
from studyapp.memory.scheduler import DAY_MS
from studyapp.session import keeping
from studyapp.session.desk import Desk
from studyapp.session.keeping import Kept
from tests.conftest import Clock, OpenDesk


def card_of(desk: Desk, id: str) -> Card:
    card = desk.library.card(id)
    assert card is not None
    return card


def kept(desk: Desk, id: str) -> Kept:
    return next(each for each in keeping.kept(desk, id.partition("/")[0]) if each.card.id == id)


def answer(desk: Desk, id: str, grade: int = 4) -> None:
    desk.log.append(Answer(desk.now(), id, "flashcard", 0, grade, "scheduled"))


@pytest.fixture
def first(desk: Desk) -> str:
    """The card that study would ask first."""
    card = desk.next_card()
    assert card is not None
    return card.id


def test_a_card_goes_from_new_by_steps_to_review(desk: Desk, first: str) -> None:
    assert kept(desk, first).standing == "new"
    answer(desk, first, 3)
    assert kept(desk, first).standing == "steps"
    answer(desk, first, 4)
    assert kept(desk, first).standing == "review"


def test_a_suspended_card_is_not_asked_until_it_is_asked_again(desk: Desk, first: str, clock: Clock) -> None:
    keeping.suspend(desk, kept(desk, first))
    assert kept(desk, first).standing == "suspended"
    clock.pass_(days=400)
    after = desk.next_card()
    assert after is not None
    assert after.id != first
    keeping.suspend(desk, kept(desk, first))
    assert desk.next_card() == card_of(desk, first)


def test_a_buried_card_comes_with_the_next_day_of_study(desk: Desk, first: str, clock: Clock) -> None:
    keeping.bury(desk, card_of(desk, first))
    assert kept(desk, first).standing == "buried"
    assert desk.next_card() != card_of(desk, first)
    clock.at = kept(desk, first).until
    assert kept(desk, first).standing == "new"
    assert desk.next_card() == card_of(desk, first)


def test_another_date_and_forgetting(desk: Desk, first: str, clock: Clock) -> None:
    answer(desk, first)
    keeping.reschedule(desk, card_of(desk, first), 3)
    state = kept(desk, first).state
    assert state is not None
    assert state.due == clock.at + 3 * DAY_MS
    keeping.forget(desk, card_of(desk, first))
    assert kept(desk, first).standing == "new"


def test_what_is_locked_says_why_and_opens_by_hand(desk: Desk) -> None:
    entry = next(id for id in desk.library.entries if len(desk.library.requires(id)) > 1)
    required = desk.library.requires(entry)
    assert keeping.lacks(desk, entry) == list(required)
    assert {each.standing for each in keeping.kept(desk, entry)} == {"locked"}
    answer(desk, f"{required[0]}/meaning")
    assert keeping.lacks(desk, entry) == list(required[1:])
    keeping.open_anyway(desk, entry)
    assert keeping.lacks(desk, entry) == []
    assert {each.standing for each in keeping.kept(desk, entry)} == {"new"}
    assert desk.queue().admits(f"{entry}/meaning")
    keeping.undo(desk)
    assert keeping.lacks(desk, entry) == list(required[1:])


def test_everything_is_taken_back_and_done_again_after_a_restart(open_desk: OpenDesk) -> None:
    desk = open_desk()
    first = desk.next_card()
    assert first is not None
    term = desk.library.entries[first.entry].term.en
    answer(desk, first.id)
    keeping.suspend(desk, kept(desk, first.id))
    done = kept(desk, first.id)
    said = [f"suspending {term}", f"the answer to {term}"]
    assert [keeping.undo(open_desk()) for _ in range(3)] == [*said, ""]
    assert kept(open_desk(), first.id) == Kept(first, "new", None)
    assert [keeping.redo(open_desk()) for _ in range(3)] == [*said[::-1], ""]
    assert kept(open_desk(), first.id) == done


def test_a_card_that_is_forgotten_again_and_again_is_noticed(desk: Desk, first: str, clock: Clock) -> None:
    answer(desk, first)
    for lapses in range(1, keeping.LEECH + 1):
        assert not kept(desk, first).is_leech
        clock.pass_(days=30)
        answer(desk, first, 1)
        answer(desk, first, 4)
        state = kept(desk, first).state
        assert state is not None
        assert state.lapses == lapses
    assert kept(desk, first).is_leech
