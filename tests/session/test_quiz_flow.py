"""How a quiz goes: what was missed comes again, what was left is gone on with, and what it comes to at the end."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import UTC
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp import language
from studyapp.content.library import Library
from studyapp.content.model import Card, Facet
from studyapp.content.paths import paths
from studyapp.language import LANGS, Lang
from studyapp.memory.log import Log
from studyapp.memory.model import Answer, Confidence, QuizBegun
from studyapp.memory.settings import Settings
from studyapp.questions.mistakes import mistake
from studyapp.questions.model import Kind
from studyapp.questions.statements import believed
from studyapp.session.desk import HARD, Desk
from studyapp.session.quiz import BETWEEN, KEPT, LENGTH, SHAKY, Quiz, unfinished
from studyapp.session.results import results, said
from studyapp.session.sitting import Answered, Turn
from tests.conftest import NOON, Clock, OpenDesk
from tests.session.answers import answer, right, wrong


def some(desk: Desk, n: int, facet: Facet = "name") -> list[Card]:
    """The first cards of a facet; names need no lab."""
    return [card for card in desk.askable if card.facet == facet][:n]


async def play(quiz: Quiz, missed: Container[int] = (), most: int = 100) -> list[Turn]:
    """Answer so many questions or all, wrongly the ones at these places; what was asked."""
    asked: list[Turn] = []
    while len(asked) < most and (turn := await quiz.next()) is not None:
        answer(quiz, rightly=len(asked) not in missed)
        asked.append(turn)
    return asked


async def asked_as(desk: Desk, cards: Sequence[Card], kind: Kind, *, exam: bool = False) -> Quiz:
    """A quiz that asks its first card like this, by chance."""
    while True:
        quiz = Quiz(desk, cards=cards, exam=exam)
        turn = await quiz.next()
        assert turn is not None
        if turn.question.kind == kind:
            return quiz


async def take_up(desk: Desk) -> Quiz:
    """The quiz that was left, with its earlier answers in place and its next question on the table."""
    left = unfinished(desk)
    assert left is not None
    quiz = Quiz.taken_up(desk, *left)
    await quiz.next()
    return quiz


def told(quiz: Quiz) -> list[Answered]:
    """The answers, without what the scheduler knew meanwhile."""
    return [replace(each, turn=replace(each.turn, state=None), state=None) for each in quiz.answered]


def events(desk: Desk) -> list[Answer]:
    """The answers that stand."""
    return [logged.event for logged in desk.log.answers() if isinstance(logged.event, Answer)]


# ── a miss comes again ──────────────────────────────────────────────────────────────────────────────────────


async def test_a_miss_comes_again_after_two_others_as_the_same_kind_with_another_seed(sat: Desk) -> None:
    cards = some(sat, 6)
    asked = await play(Quiz(sat, cards=cards), missed={0, 3})  # the second asking too
    assert [turn.card for turn in asked] == [cards[0], cards[1], cards[2], cards[0], *cards[3:]]
    assert asked[0].question.kind == asked[3].question.kind
    assert asked[0].question.seed != asked[3].question.seed


async def test_a_missed_number_comes_again_with_new_numbers(sat: Desk) -> None:
    value = next(card for card in sat.askable if card.exercise == "gru-step")
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
    card = next(card for card in sat.askable if card.exercise == "gru-step")
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
    value = next(card for card in sat.askable if card.exercise == "gru-step")
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
    missed = next(card for card in sat.askable if card.facet == "name" and len(sat.library.requires(card.entry)) > 1)
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


# ── what it is stands in the log ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("exam", [False, True], ids=["quiz", "exam"])
async def test_a_quiz_is_written_down_with_its_first_answer(exam: bool, sat: Desk, clock: Clock) -> None:
    value = next(card for card in sat.askable if card.exercise == "gru-step")
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
    value = next(card for card in sat.askable if card.exercise == "gru-step")
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
    value = next(card for card in sat.askable if card.exercise == "gru-step")
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


# ── at the end ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(params=LANGS)
def lang(request: pytest.FixtureRequest) -> Lang:
    """Each language."""
    chosen: Lang = request.param
    language.use(chosen)
    return chosen


@pytest.mark.parametrize("exam", [False, True], ids=["quiz", "exam"])
async def test_results_tell_what_was_missed_and_how(exam: bool, lang: Lang, sat: Desk) -> None:
    value = next(card for card in sat.askable if card.exercise == "gru-step")
    quiz = await asked_as(sat, [value, *some(sat, 1, "contrast"), *some(sat, 3)], "numeric", exam=exam)
    assert quiz.turn is not None
    assert quiz.turn.question.drawn is not None
    given, library = f"{quiz.turn.question.drawn.wrong[0].value[0]:.4f}", sat.library
    quiz.answer(given, confidence="sure")
    await play(quiz, missed={0, 1})
    page = results(quiz)
    assert page[0].role == "head"
    assert f"{len(quiz.first) - len(quiz.missed)}" in page[0].text
    assert f"{len(quiz.cards)}" in page[0].text
    missed = [line.text for line in page if line.role == "missed"]
    for line, each in zip(missed, quiz.missed, strict=True):
        assert line.startswith(library.entries[each.turn.card.entry].term[lang])
        assert ("✔" in line) is any(a.turn.card == each.turn.card and a.feedback.right for a in quiz.answered)
        notes = "\n".join(line.text for line in page if line.role == "note")
        assert said(each.turn.question, each.given) in notes
        assert each.turn.question.answer[lang].split("\n")[0][:40] in notes
        assert (each.turn.question.stem[lang].rstrip().rpartition("\n")[2][:40] in notes) is exam
    texts = [line.text for line in page if line.role == "text"]
    assert quiz.missed[0].feedback.says[lang] in texts
    for (rule, card), times in quiz.rules.items():
        assert f"{times} ×  {mistake(library, card, rule)[lang]}" in texts
    assert texts[-1] == ", ".join(dict.fromkeys(library.entries[card.entry].term[lang] for card in quiz.review()))


async def test_every_word_of_the_results_is_translated(sat: Desk) -> None:
    quiz = Quiz(sat, cards=some(sat, 5))
    while (turn := await quiz.next()) is not None:
        quiz.answer(wrong(turn.question) if not quiz.asked_before(turn.card) else right(turn.question), None, "sure")
    pages = {}
    for lang in LANGS:
        language.use(lang)
        pages[lang] = results(quiz)
    assert [line.role for line in pages["en"]] == [line.role for line in pages["ko"]]
    for english, korean in zip(pages["en"], pages["ko"], strict=True):
        assert english.text != korean.text or not english.text
        assert english.text.isascii() or "given:" in english.text or "✔" in english.text or "×" in english.text


async def test_results_without_a_miss_are_one_line(sat: Desk) -> None:
    quiz = Quiz(sat, cards=some(sat, 3))
    await play(quiz)
    assert [(line.role, line.text) for line in results(quiz)] == [("head", "3 of 3 right")]


async def test_results_tell_how_often_one_was_sure_and_wrong(sat: Desk) -> None:
    quiz = Quiz(sat, cards=some(sat, 3))
    for _ in quiz.cards:
        turn = await quiz.next()
        assert turn is not None
        quiz.answer(wrong(turn.question), confidence="unsure" if turn.card == quiz.cards[0] else "sure")
    assert "2 wrong answers you were sure" in results(quiz)[1].text


# ── mistakes by name ────────────────────────────────────────────────────────────────────────────────────────


def test_another_entry_that_was_named(library: Library) -> None:
    one, other = list(library.entries.values())[:2]
    told = mistake(library, f"{one.id}/name", f"named:{other.id}")
    for lang in LANGS:
        assert one.term[lang] in told[lang]
        assert other.term[lang] in told[lang]


def test_a_wrong_statement_that_was_believed(library: Library) -> None:
    """Whatever card it was on; when its words have changed, it is not known any more."""
    one, other = [entry for entry in library.entries.values() if entry.pitfalls][:2]
    for pitfall in one.pitfalls:
        for card in (f"{one.id}/contrast", f"{other.id}/contrast"):
            told = mistake(library, card, believed(one, pitfall))
            assert all(pitfall.wrong[lang] in told[lang] for lang in LANGS)
    unknown = f"pitfall:{one.id}:00000000"
    assert mistake(library, f"{one.id}/contrast", unknown).en == unknown


def test_every_rule_of_an_exercise(library: Library) -> None:
    cards = [card for card in library.cards if card.exercise]
    assert cards
    for card in cards:
        words = library.exercise_words(card.exercise or "")
        assert words is not None
        for rule, said_ in words.rules.items():
            assert mistake(library, card.id, rule) == said_.says


@pytest.mark.parametrize("rule", ["unheard-of", "named:gone", "pitfall:gone:1234", "pitfall", "named:"])
@pytest.mark.parametrize("facet", ["name", "value", "gone"])
def test_an_unknown_rule_stays_its_id(facet: str, rule: str, library: Library) -> None:
    id = next((card.id for card in library.cards if card.facet == facet), "gone/name")
    assert (mistake(library, id, rule).en, mistake(library, id, rule).ko) == (rule, rule)
