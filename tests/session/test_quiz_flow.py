"""How a quiz goes: what was missed comes again, how sure the learner was, and which cards are asked."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from datetime import UTC
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.content.library import Library
from studyapp.content.paths import paths
from studyapp.memory.log import Log
from studyapp.memory.model import Answer, Confidence
from studyapp.memory.settings import Settings
from studyapp.session.desk import HARD, Desk
from studyapp.session.quiz import BETWEEN, LENGTH, SHAKY, Quiz, unfinished
from studyapp.session.results import results
from tests.conftest import NOON, Clock
from tests.session.answers import answer, right, wrong
from tests.session.quizzes import asked_as, events, play, some, take_up, told

# ── a miss comes again ──────────────────────────────────────────────────────────────────────────────────────


async def test_a_miss_comes_again_after_two_others_as_the_same_kind_with_another_seed(sat: Desk) -> None:
    cards = some(sat, 6)
    asked = await play(Quiz(sat, cards=cards), missed={0, 3})  # the second asking too
    assert [turn.card for turn in asked] == [cards[0], cards[1], cards[2], cards[0], *cards[3:]]
    assert asked[0].question.kind == asked[3].question.kind
    assert asked[0].question.seed != asked[3].question.seed


async def test_a_missed_number_comes_again_with_new_numbers(sat: Desk) -> None:
    value = next(card for card in sat.library.cards if card.exercise == "gru-step")
    for kind in ("numeric", "choice"):
        quiz = await asked_as(sat, [value, *some(sat, 2)], kind)
        assert quiz.turn is not None
        before = quiz.turn.question
        answer(quiz, rightly=False)
        again = (await play(quiz))[-1].question
        assert again.kind == before.kind == kind
        assert before.drawn is not None
        assert again.drawn is not None
        assert again.drawn.givens != before.drawn.givens


async def test_where_fewer_others_are_left_a_miss_comes_after_those(sat: Desk) -> None:
    one, two = some(sat, 2)
    assert [turn.card for turn in await play(Quiz(sat, cards=[one]), missed={0})] == [one, one]
    assert [turn.card for turn in await play(Quiz(sat, cards=[one, two]), missed={0})] == [one, two, one]
    assert [turn.card for turn in await play(Quiz(sat, cards=[one, two]), missed={0, 1})] == [one, two, one, two]


async def test_in_an_exam_nothing_comes_again(sat: Desk) -> None:
    cards = some(sat, 4)
    asked = await play(Quiz(sat, cards=cards, exam=True), missed=range(4))
    assert [turn.card for turn in asked] == cards


@pytest.mark.parametrize("on_the_table", [1, 3], ids=["the next card", "its second asking"])
async def test_undoing_the_miss_takes_the_second_asking_away(on_the_table: int, sat: Desk) -> None:
    cards = some(sat, 5)
    quiz = Quiz(sat, cards=cards)
    await play(quiz, {0}, most=on_the_table)
    turn = await quiz.next()
    assert turn is not None
    assert turn.card == (cards[1], cards[0])[on_the_table == 3]
    for _ in range(on_the_table):
        quiz.undo()
    assert [turn.card for turn in await play(quiz)] == cards
    assert [event.card for event in events(sat)] == [card.id for card in cards]


async def test_undoing_the_miss_while_its_second_asking_is_made_asks_it_once(sat: Desk) -> None:
    """As the screen does it: undo, then cancel what was being drawn, then next."""
    card = next(card for card in sat.library.cards if card.exercise == "gru-step")
    quiz = Quiz(sat, cards=[card])
    await play(quiz, {0}, most=1)
    drawing = asyncio.create_task(quiz.next())
    await asyncio.sleep(0)
    quiz.undo()
    drawing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await drawing
    assert [turn.card for turn in await play(quiz)] == [card]


DOINGS = st.lists(st.sampled_from(["right", "right", "wrong", "wrong", "undo", "leave"]), max_size=24)


@given(DOINGS, st.integers(1, 7), st.booleans())
@settings(max_examples=60, deadline=None)
async def test_whatever_is_answered_undone_and_left_each_miss_comes_again_once(
    tmp_path_factory: pytest.TempPathFactory, library: Library, doings: list[str], n: int, exam: bool
) -> None:
    """And the log is all there is: a quiz that is left, by a kill or not, goes on as if it had not been."""
    where, clock = paths(tmp_path_factory.mktemp("quiz")), Clock()

    def open_() -> Desk:
        return Desk(where, library, Log.open(where.log), Settings(), clock, UTC, random.Random(n))

    desk = open_()
    cards = some(desk, n)
    quiz = Quiz(desk, cards=cards, exam=exam)
    turn = await quiz.next()
    for doing in doings:
        clock.pass_(minutes=1 / 3)
        if doing == "undo":
            if quiz.undo() is not None:
                turn = await quiz.next()
        elif doing == "leave" and unfinished(desk) is not None:
            before = told(quiz)
            desk.log.close()
            desk = open_()
            quiz = await take_up(desk)
            turn = quiz.turn
            assert told(quiz) == before
        elif doing != "leave" and turn is not None:
            answer(quiz, rightly=doing == "right")
            turn = await quiz.next()
    while turn is not None:
        answer(quiz)
        turn = await quiz.next()

    asked = [answered.turn.card for answered in quiz.answered]
    missed = set() if exam else {answered.turn.card for answered in quiz.missed}
    assert Counter(asked) == {card: 1 + (card in missed) for card in cards}
    for card in missed:
        first, second = (at for at, each in enumerate(asked) if each == card)
        assert second - first > BETWEEN or set(cards) == set(asked[:second]), "only where no others are left"
    assert [event.card for event in events(desk)] == [card.id for card in asked]
    assert {event.quiz for event in events(desk)} == {quiz.quiz}
    await desk.close()


# ── what was first, missed, and is to be gone over ──────────────────────────────────────────────────────────


async def test_the_first_answer_to_a_card_is_what_counts(sat: Desk) -> None:
    cards = some(sat, 5)
    quiz = Quiz(sat, cards=cards)
    await play(quiz, missed={1, 4})  # both times the second card
    assert len(quiz.answered) == 6
    assert [each.turn.card for each in quiz.first] == cards
    assert [each.feedback.right for each in quiz.first] == [True, False, True, True, True]
    assert [each.turn.card for each in quiz.missed] == [cards[1]]
    assert (quiz.asked_before(cards[0]), quiz.asked_before(some(sat, 6)[-1])) == (True, False)


async def test_rules_are_counted_with_their_card(sat: Desk) -> None:
    value = next(card for card in sat.library.cards if card.exercise == "gru-step")
    quiz = await asked_as(sat, [value], "numeric")
    for _ in range(2):
        assert quiz.turn is not None
        assert quiz.turn.question.drawn is not None
        alone = next(each for each in quiz.turn.question.drawn.wrong)
        feedback = quiz.answer(f"{alone.value[0]:.4f}")
        assert feedback.rule == alone.rule
        await quiz.next()
    assert sum(quiz.rules.values()) == 2
    assert {card for _, card in quiz.rules} == {value.id}
    assert {rule for rule, _ in quiz.rules} == {each.feedback.rule for each in quiz.answered}


async def test_to_review_are_the_missed_cards_and_the_shaky_ones_that_they_require(sat: Desk, clock: Clock) -> None:
    library = sat.library
    missed = next(card for card in library.cards if card.facet == "name" and len(library.requires(card.entry)) > 1)
    met, *unmet = sat.library.requires(missed.entry)
    quiz = Quiz(sat, cards=[missed, *[card for card in some(sat, 3) if card != missed]])
    await play(quiz, missed={0})
    assert {card.id for card in quiz.review()} == {missed.id, f"{met}/meaning", *(f"{id}/meaning" for id in unmet)}
    for grade, shaky in ((1, True), (4, False)):
        clock.pass_(days=1)
        sat.log.append(Answer(clock(), f"{met}/meaning", "flashcard", 0, grade, "scheduled"))
        state = sat.log.state(f"{met}/meaning")
        assert state is not None
        assert (state.stability < SHAKY) is shaky
        assert (sat.library.card(f"{met}/meaning") in quiz.review()) is shaky


async def test_at_most_ten_are_to_review_the_missed_ones_first(sat: Desk) -> None:
    cards = [card for card in some(sat, 99) if sat.library.requires(card.entry)][:8]
    quiz = Quiz(sat, cards=cards)
    await play(quiz, missed=range(99))
    review = quiz.review()
    assert len(review) == len(set(review)) == LENGTH
    assert set(cards) < set(review)
    assert all(one.entry != other.entry for one, other in pairwise(review))


async def test_nothing_missed_is_nothing_to_review(sat: Desk) -> None:
    quiz = Quiz(sat, cards=some(sat, 3))
    await play(quiz)
    assert (quiz.missed, quiz.review(), +quiz.rules) == ([], [], Counter())


# ── sure or not ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("confidence", "rightly", "grade"),
    [
        ("sure", True, 3),
        ("unsure", True, 2),
        (None, True, 3),
        ("sure", False, 1),
        ("unsure", False, 1),
        (None, False, 1),
    ],
)
async def test_confidence(confidence: Confidence | None, rightly: bool, grade: int, sat: Desk) -> None:
    """Right and unsure is hard; sure and wrong a surprise; exams and numbers are no different."""
    value = next(card for card in sat.library.cards if card.exercise == "gru-step")
    for exam in (False, True):
        quiz = Quiz(sat, cards=[*some(sat, 2), *some(sat, 1, "contrast"), value], exam=exam)
        for _ in quiz.cards:
            turn = await quiz.next()
            assert turn is not None
            given = right(turn.question) if rightly else wrong(turn.question)
            assert quiz.answer(given, confidence=confidence).grade == grade
            (event,) = events(sat)[-1:]
            assert (event.grade, event.confidence) == (grade, confidence)
            assert quiz.answered[-1].surprise is (confidence == "sure" and not rightly)


# ── which cards ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_due_holds_only_due_cards(sat: Desk, clock: Clock) -> None:
    for at, card in enumerate(some(sat, 20)):
        clock.at = NOON - (30 if at % 5 == 0 else 1) * 86_400_000  # Easy comes back after eight days
        sat.log.append(Answer(clock(), card.id, "flashcard", 0, 4, "scheduled"))
    clock.at = NOON
    assert set(Quiz(sat, scope="due").cards) == set(some(sat, 20)[::5])
    assert Quiz(sat, sat.library.topics[-1].id, scope="due").cards == [], "of a topic with none of them"


async def test_weak_holds_only_hard_cards_the_shakiest(sat: Desk, clock: Clock) -> None:
    """Of more than fit, those that are remembered least."""
    hard, easy = some(sat, LENGTH + 4), some(sat, LENGTH + 4, "contrast")
    for at, (one, other) in enumerate(zip(hard, easy, strict=True)):
        clock.at = NOON - (20 - at) * 86_400_000
        for card, grade in ((one, 1 + at % 2), (other, 3 + at % 2)):
            sat.log.append(Answer(clock(), card.id, "flashcard", 0, grade, "scheduled"))
    clock.at = NOON
    states, remembered = sat.log.states(), sat.log.scheduler.retrievability
    assert all((state.difficulty >= HARD) is (sat.library.card(id) in hard) for id, state in states.items())
    shaky = sorted(hard, key=lambda card: remembered(states[card.id], NOON))
    assert sat.weak() == shaky
    assert set(Quiz(sat, scope="weak").cards) == set(shaky[:LENGTH])


async def test_nothing_due_or_weak_is_an_empty_quiz(sat: Desk) -> None:
    for scope in ("due", "weak"):
        quiz = Quiz(sat, scope=scope)
        assert (quiz.cards, await quiz.next()) == ([], None)
        assert [line.role for line in results(quiz)] == ["text"]
