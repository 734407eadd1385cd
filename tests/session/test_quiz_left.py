"""A quiz that was left: what stands of it in the log, when it is offered, and going on with it."""

from __future__ import annotations

from collections import Counter

import pytest

from studyapp.memory.model import Answer, QuizBegun
from studyapp.session.desk import Desk
from studyapp.session.quiz import KEPT, Quiz, unfinished
from tests.conftest import NOON, Clock, OpenDesk
from tests.session.answers import answer, wrong
from tests.session.quizzes import asked_as, events, play, some, take_up, told

# ── what it is stands in the log ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("exam", [False, True], ids=["quiz", "exam"])
async def test_a_quiz_is_written_down_with_its_first_answer(exam: bool, sat: Desk, clock: Clock) -> None:
    value = next(card for card in sat.library.cards if card.exercise == "gru-step")
    quiz = await asked_as(sat, [value, *some(sat, 2)], "numeric", exam=exam)
    assert quiz.answer("apples").unreadable
    assert (quiz.quiz, list(sat.log.events()), sat.log.last_quiz()) == (None, [], None)
    clock.pass_(minutes=1)
    answer(quiz)
    await play(quiz)
    begun, *answers = sat.log.events()
    assert begun.event == QuizBegun(clock(), tuple(card.id for card in quiz.cards), exam)
    assert quiz.quiz == begun.place
    assert [getattr(logged.event, "quiz", None) for logged in answers] == [begun.place] * 3
    assert sat.log.last_quiz() == begun


async def test_the_last_quiz_is_the_one_that_was_begun_last(desk: Desk, clock: Clock) -> None:
    """Also of two in the same millisecond, and after a study."""
    begun = [desk.log.append(QuizBegun(clock(), ("a/name",))) for _ in range(12)]
    assert desk.log.last_quiz() == begun[-1]
    clock.pass_(days=-1)
    desk.log.append(QuizBegun(clock(), ("b/name",)))
    desk.log.append(Answer(clock(), "c/name", "typed", 0, 3, "scheduled"))
    assert desk.log.last_quiz() == begun[-1]


# ── a quiz that was left ────────────────────────────────────────────────────────────────────────────────────


async def test_there_is_none_to_go_on_with_before_an_answer_and_after_the_last(sat: Desk) -> None:
    quiz = Quiz(sat, cards=some(sat, 3))
    await quiz.next()
    assert unfinished(sat) is None
    for at in range(2):
        answer(quiz, rightly=at > 0)
        left = unfinished(sat)
        assert left is not None
        assert left[0].place == quiz.quiz
        assert left[1] == [each.logged for each in quiz.answered]
        await quiz.next()
    answer(quiz)
    assert unfinished(sat) is None, "the second asking is not worth coming back for"


async def test_it_is_kept_for_seven_days(sat: Desk, clock: Clock) -> None:
    await play(Quiz(sat, cards=some(sat, 3)), most=1)
    clock.at += KEPT
    assert unfinished(sat) is not None
    clock.at += 1
    assert unfinished(sat) is None


async def test_a_newer_quiz_replaces_it(sat: Desk) -> None:
    old, new = Quiz(sat, cards=some(sat, 3)), Quiz(sat, cards=some(sat, 2))
    await play(old, most=2)
    await play(new, most=1)
    left = unfinished(sat)
    assert left is not None
    assert left[0].place == new.quiz != old.quiz
    assert [logged.event for logged in left[1]] == events(sat)[-1:]
    await play(new)
    assert unfinished(sat) is None, "the older one does not come back"


async def test_undone_answers_do_not_count(sat: Desk) -> None:
    quiz = Quiz(sat, cards=some(sat, 2))
    await play(quiz)
    assert unfinished(sat) is None
    quiz.undo()
    left = unfinished(sat)
    assert left is not None
    assert [logged.event for logged in left[1]] == events(sat)
    quiz.undo()
    assert unfinished(sat) is None, "no answer is left"


async def test_a_card_that_is_gone_does_not_keep_it_open(sat: Desk, clock: Clock) -> None:
    one, two = some(sat, 2)
    begun = sat.log.append(QuizBegun(clock(), (one.id, "gone/name", two.id)))
    for card, left in ((one, [two]), (two, None)):
        sat.log.append(Answer(clock(), card.id, "typed", 0, 3, "practice", quiz=begun.place))
        found = unfinished(sat)
        assert (found is not None) is (left is not None)
        if found is not None:
            quiz = Quiz.taken_up(sat, *found)
            assert quiz.cards == [one, two]
            assert [turn.card for turn in await play(quiz, most=1)] == left
            quiz.undo()


# ── going on with it ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("exam", [False, True], ids=["quiz", "exam"])
async def test_it_goes_on_with_what_is_left(exam: bool, sat: Desk, open_desk: OpenDesk, clock: Clock) -> None:
    """Names, statements and numbers, at once and in another process, some days later."""
    value = next(card for card in sat.library.cards if card.exercise == "gru-step")
    quiz = await asked_as(sat, [value, *some(sat, 3, "contrast"), *some(sat, 4)], "numeric", exam=exam)
    assert quiz.turn is not None
    assert quiz.turn.question.drawn is not None
    quiz.answer(f"{quiz.turn.question.drawn.wrong[0].value[0]:.4f}", confidence="sure")
    for at in range(3):
        await quiz.next()
        clock.pass_(minutes=1)
        answer(quiz, rightly=at % 2 == 0)
    assert quiz.answered[0].feedback.rule is not None
    clock.pass_(days=3)
    again = open_desk()
    for later in (await take_up(sat), await take_up(again)):
        assert told(later) == told(quiz)
        assert (later.quiz, later.exam, later.cards) == (quiz.quiz, exam, quiz.cards)
        assert later.answered[0].surprise
    answer(later)
    await play(later)
    assert Counter(each.turn.card for each in later.first) == Counter(quiz.cards)
    assert unfinished(again) is None
    await again.lab.close()


async def test_a_miss_from_before_it_was_left_comes_again(sat: Desk) -> None:
    cards = some(sat, 4)
    asked = await play(Quiz(sat, cards=cards), missed={0}, most=2)
    later = await take_up(sat)
    answer(later)
    assert [turn.card for turn in await play(later)] == [cards[0], cards[3]]
    assert later.answered[3].turn.question.kind == asked[0].question.kind


async def test_what_was_taken_up_can_be_undone(sat: Desk) -> None:
    cards = some(sat, 3)
    await play(Quiz(sat, cards=cards), most=2)
    later = await take_up(sat)
    assert later.undo() == cards[1]
    assert [turn.card for turn in await play(later)] == cards[1:]
    assert [event.card for event in events(sat)] == [card.id for card in cards]


async def test_what_was_right_stays_right_and_wrong_wrong_whatever_the_glossary_says_now(sat: Desk) -> None:
    """An answer as it would be graded otherwise today, or could not be graded at all."""
    one, two, three, four = some(sat, 4)
    quiz = await asked_as(sat, [one, two, three, four], "choice")
    assert quiz.turn is not None
    question = quiz.turn.question
    begun = sat.log.append(QuizBegun(NOON, tuple(card.id for card in quiz.cards)))
    graded = Answer(NOON, one.id, "choice", question.seed, 3, "practice", wrong(question), quiz=begun.place)
    sat.log.append(graded)
    sat.log.append(Answer(NOON, two.id, "choice", 1, 1, "practice", "0", rule="named:gone", quiz=begun.place))
    sat.log.append(Answer(NOON, three.id, "choice", 1, 3, "practice", "9", quiz=begun.place))  # no such option
    later = await take_up(sat)
    assert [(each.turn.card, each.feedback.right) for each in later.answered] == [(one, True), (two, False)]
    assert [each.feedback.rule for each in later.answered] == [None, "named:gone"]
    assert later.turn is not None
    assert later.turn.card == three, "it is asked anew"
