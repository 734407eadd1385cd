"""Study over the shipped library: what comes next, what an answer does, and how it is taken back."""

from __future__ import annotations

import shutil
from collections import Counter

import pytest

from studyapp.content.library import Library
from studyapp.lab.client import LabError
from studyapp.memory.cards import OPENS_AT
from studyapp.memory.log import LogError
from studyapp.memory.model import Answer
from studyapp.session.desk import Desk
from studyapp.session.quiz import Quiz
from studyapp.session.sitting import Study
from tests.conftest import Clock, OpenDesk
from tests.session.answers import answer, right


def events(desk: Desk) -> list[Answer]:
    """The answers that stand."""
    return [logged.event for logged in desk.log.answers() if isinstance(logged.event, Answer)]


async def study(desk: Desk, clock: Clock, most: int = 200) -> Study:
    """Answer rightly until nothing is left, twenty seconds a card."""
    sitting = Study(desk)
    while await sitting.next() is not None:
        clock.pass_(minutes=1 / 3)
        answer(sitting)
        assert len(sitting.answered) < most, "the sitting does not end"
    return sitting


# ── until nothing is left ───────────────────────────────────────────────────────────────────────────────────


async def test_the_first_day(sat: Desk, clock: Clock) -> None:
    """What requires nothing is introduced; what it opens follows; after ten the day's new cards are used up."""
    sitting = await study(sat, clock)
    assert (sitting.left, sitting.turn) == ((0, 0), None)
    met = Counter(answered.turn.card.id for answered in sitting.answered)
    assert len(met) == 10
    assert set(met.values()) == {2}, "each once, and once more as its second learning step"
    assert len({id.split("/")[0] for id in met}) == 10, "no two of one entry"
    assert {answered.turn.purpose for answered in sitting.answered} == {"scheduled"}
    assert {state.phase for state in sat.log.states().values()} == {"review"}
    assert await sitting.next() is None


@pytest.mark.slow
async def test_every_card_is_introduced_in_time_by_the_rules(sat: Desk, clock: Clock, library: Library) -> None:
    """Day after day: at most ten new ones, siblings on different days, prerequisites known at that moment."""
    days = 0
    while len(sat.log.states()) < len(sat.library.cards) and days < 80:
        sitting, new = Study(sat), []
        while (turn := await sitting.next()) is not None:
            if sat.log.state(turn.card.id) is None:
                new.append(turn.card.entry)
                assert all(map(sat.log.cards.is_known, library.requires(turn.card.entry)))
            clock.pass_(minutes=1 / 3)
            answer(sitting)
            assert len(sitting.answered) < 200, "the sitting does not end"
        assert sitting.left == (0, 0)
        assert len(new) <= 10
        assert len(set(new)) == len(new)
        if len(new) < 10:
            start, states = sat.queue().start, sat.log.states().values()
            met = {state.card.partition("/")[0] for state in states if state.last >= start}
            open_ = sat.log.rows("SELECT entry FROM cards WHERE phase IS NULL AND missing = 0")
            assert {entry for (entry,) in open_} <= met, "a day lets fewer in than it could"
        days += 1
        clock.pass_(days=1)
    assert len(sat.log.states()) == len(sat.library.cards) == len({card.id for card in sat.library.cards})
    assert len(sat.library.cards) / 10 <= days
    assert all(state.peak >= OPENS_AT for state in sat.log.states().values())
    assert sat.log.states() == sat.log.replayed()


async def test_a_sitting_holds_no_learning_of_its_own(sat: Desk, open_desk: OpenDesk) -> None:
    """Broken off and begun again, it goes on where it was."""
    sitting = Study(sat)
    for _ in range(4):
        await sitting.next()
        answer(sitting)
    turn = await sitting.next()
    again = Study(open_desk())
    assert again.left == sitting.left
    next_turn = await again.next()
    assert turn is not None
    assert next_turn is not None
    assert next_turn.card == turn.card


async def test_what_the_log_holds_of_an_answer(sat: Desk, clock: Clock) -> None:
    card = next(card for card in sat.library.cards if card.facet == "name")
    sitting = Quiz(sat, cards=[card])
    turn = await sitting.next()
    assert turn is not None
    clock.pass_(minutes=0.25)
    sitting.answer(right(turn.question), confidence="unsure")
    assert events(sat) == [
        Answer(
            at=clock(),
            card=card.id,
            kind=turn.question.kind,
            seed=turn.question.seed,
            grade=2,
            purpose="scheduled",  # its entry requires nothing, and the day lets it in: a quiz introduces it too
            given=right(turn.question),
            confidence="unsure",
            duration_ms=15_000,
            quiz=sitting.quiz,
        )
    ]


# ── taking back ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("met", [False, True], ids=["a new card", "a card met before"])
async def test_undo_brings_the_card_back_and_the_state_is_as_before(met: bool, sat: Desk, clock: Clock) -> None:
    if met:
        await study(sat, clock)
        clock.pass_(days=30)
    sitting = Study(sat)
    states, left, size = sat.log.states(), sitting.left, sat.log.size()
    turn = await sitting.next()
    assert turn is not None
    answer(sitting, rightly=False)
    assert sat.log.states() != states
    assert sitting.undo() == turn.card
    assert (sat.log.states(), sitting.left, sitting.answered) == (states, left, [])
    assert sat.log.size() == size + 2, "undo appends too"
    again = await sitting.next()
    assert again is not None
    assert (again.card, again.purpose) == (turn.card, "scheduled")


async def test_undo_with_the_next_card_on_the_table_brings_both_in_order(sat: Desk) -> None:
    """As the screen does it: undo, then next."""
    cards = [card for card in sat.library.cards if card.facet in ("name", "contrast")][:4]
    quiz = Quiz(sat, cards=cards)
    for _ in range(3):
        await quiz.next()
        answer(quiz)
    await quiz.next()
    for card in (cards[2], cards[1]):
        assert quiz.undo() == card
        turn = await quiz.next()
        assert turn is not None
        assert turn.card == card
    came = []
    while quiz.turn is not None:
        came.append(quiz.turn.card)
        answer(quiz)
        await quiz.next()
    assert came == cards[1:]
    assert [event.card for event in events(sat)] == [card.id for card in cards]


async def test_undo_goes_back_to_the_beginning_and_no_further(sat: Desk, clock: Clock) -> None:
    before = await study(sat, clock, most=30)
    clock.pass_(days=9)
    states = sat.log.states()
    sitting = Study(sat)
    for _ in range(5):
        await sitting.next()
        answer(sitting, rightly=False)
    for _ in range(5):
        assert sitting.undo() is not None
    assert sitting.undo() is None
    assert sat.log.states() == states == sat.log.replayed()
    assert len(before.answered) == len(events(sat)), "another sitting's answers stay"


async def test_undo_twice_at_once_asks_no_card_twice(sat: Desk) -> None:
    sitting = Study(sat)
    for _ in range(2):
        await sitting.next()
        answer(sitting)
    await sitting.next()
    sitting.undo()
    sitting.undo()
    came = []
    for _ in range(4):
        turn = await sitting.next()
        assert turn is not None
        came.append(turn.card)
        answer(sitting)
    assert len(set(came)) == 4


async def test_an_undo_that_could_not_be_written_changes_nothing(sat: Desk) -> None:
    sitting = Study(sat)
    await sitting.next()
    answer(sitting)
    answered = list(sitting.answered)
    shutil.rmtree(sat.paths.data)
    with pytest.raises(LogError):
        sitting.undo()
    assert sitting.answered == answered


# ── answers that cannot be read ─────────────────────────────────────────────────────────────────────────────


async def test_an_unreadable_number_is_not_recorded(sat: Desk) -> None:
    card = next(card for card in sat.library.cards if card.facet == "value")
    sitting = Quiz(sat, cards=[card])
    turn = await sitting.next()
    for given in ("abc", "", "1..2", "1/0", "1e999", "①②③ apples", "nan", "0x10"):
        feedback = sitting.answer(given)
        assert (feedback.unreadable, feedback.grade) == (True, None), given
        assert feedback.says["en"], "it says what can be read"
        assert (sat.log.size(), sitting.answered, sitting.turn) == (0, [], turn)
    answer(sitting)
    assert [event.grade for event in events(sat)] == [3]


# ── the same answer twice ───────────────────────────────────────────────────────────────────────────────────


async def test_a_turn_is_recorded_once(sat: Desk) -> None:
    sitting = Study(sat)
    await sitting.next()
    first = sitting.answer("", 3)
    assert sitting.answer("", 1) is first
    assert [event.grade for event in events(sat)] == [3]
    assert len(sitting.answered) == 1


async def test_what_another_window_has_answered_meanwhile_is_practice(open_desk: OpenDesk) -> None:
    here, there = Study(open_desk()), Study(open_desk())
    assert (await here.next()) is not None
    assert (await there.next()) is not None
    here.answer("", 3)
    state = here.desk.log.state("artificial-neural-network/meaning")
    there.answer("", 1)
    assert [event.purpose for event in events(here.desk)] == ["scheduled", "practice"]
    assert there.desk.log.state("artificial-neural-network/meaning") == state


async def test_a_card_whose_numbers_cannot_be_drawn_does_not_come_again(sat: Desk) -> None:
    await sat.lab.close()  # from now on it refuses
    card = next(card for card in sat.library.cards if card.facet == "value")
    quiz = Quiz(sat, cards=[card])
    with pytest.raises(LabError):
        await quiz.next()
    assert quiz.passed_over == {card.id}
    assert await quiz.next() is None
    first = sat.next_card()
    assert first is not None
    assert sat.next_card(without={first.id}) not in (first, None)
