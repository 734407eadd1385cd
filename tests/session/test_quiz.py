"""A quiz: which cards, in which order, what their answers count for; and practice, which changes no schedule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.content.library import Library
from studyapp.content.model import Card, Facet
from studyapp.memory.model import Answer, Confidence
from studyapp.questions.make import kinds
from studyapp.questions.model import WAYS, Kind
from studyapp.session.desk import Desk, apart
from studyapp.session.quiz import LENGTH, Quiz
from studyapp.session.sitting import Study
from tests.conftest import Clock
from tests.session.answers import answer, right, wrong


def events(desk: Desk) -> list[Answer]:
    """The answers that stand."""
    return [logged.event for logged in desk.log.answers() if isinstance(logged.event, Answer)]


def learned(desk: Desk, clock: Clock, cards: Sequence[Card]) -> None:
    """Make cards known: each answered easily, long enough ago to be due now."""
    clock.pass_(days=-20)
    for card in cards:
        desk.log.append(Answer(clock(), card.id, "flashcard", 0, 4, "scheduled"))
    clock.pass_(days=20)


def drawn_by_nobody(desk: Desk) -> list[Card]:
    """The cards that a quiz can ask without the lab."""
    library = desk.library
    return [c for c in library.cards if {*kinds(library, c)} - {"flashcard", "numeric"} and c.facet != "value"]


# ── grades ──────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_failed_question_is_again_and_never_hard(sat: Desk) -> None:
    """Every card of the library that checks itself, rightly and wrongly in turn, sure or not; numbers too."""
    confidences: tuple[Confidence | None, ...] = (None, "sure", "unsure")
    values = {card.exercise: card for card in sat.library.cards if card.facet == "value"}
    cards = [*drawn_by_nobody(sat), *values.values()]
    quiz = Quiz(sat, cards=cards)
    asked: set[Kind] = set()
    expected: list[tuple[str, int]] = []
    again: list[str] = []
    while (turn := await quiz.next()) is not None:
        if quiz.asked_before(turn.card):  # a miss comes again, as the same kind
            assert turn.question.kind == next(a.turn.question.kind for a in quiz.answered if a.turn.card == turn.card)
            quiz.answer(right(turn.question))
            again.append(turn.card.id)
            continue
        rightly, confidence = len(expected) % 2 == 0, confidences[len(expected) % 3]
        quiz.answer(right(turn.question) if rightly else wrong(turn.question), confidence=confidence)
        expected.append((turn.card.id, (2 if confidence == "unsure" else 3) if rightly else 1))
        asked.add(turn.question.kind)
    firsts = {event.card: event.grade for event in reversed(events(sat))}
    assert [(card, firsts[card]) for card, _ in expected] == expected
    assert again == [card for card, grade in expected if grade == 1]
    assert len(expected) == len(cards) > 100
    assert asked == set(WAYS) - {"flashcard"}
    assert [answered.feedback.right for answered in quiz.missed] == [False] * (len(cards) // 2)
    assert {each.turn.card.id for each in quiz.missed} == {card for card, grade in expected if grade == 1}


# ── what counts for the schedule ────────────────────────────────────────────────────────────────────────────


async def test_a_card_that_is_not_yet_due_is_practice(sat: Desk, clock: Clock) -> None:
    cards = drawn_by_nobody(sat)[:5]
    learned(sat, clock, cards)
    clock.pass_(days=-19)  # a day after they were learned
    states, previews = sat.log.states(), [sat.previews(card, 1) for card in cards]
    quiz = Quiz(sat, cards=cards)
    for at in range(5):
        turn = await quiz.next()
        assert turn is not None
        assert turn.purpose == "practice"
        answer(quiz, rightly=at % 2 == 0)
    assert len(events(sat)) == 10
    assert (sat.log.states(), [sat.previews(card, 1) for card in cards]) == (states, previews)
    assert {each.state for each in quiz.answered} == {None}


async def test_the_first_answer_to_a_due_card_is_scheduled_and_a_repeat_is_practice(sat: Desk, clock: Clock) -> None:
    card = drawn_by_nobody(sat)[0]
    learned(sat, clock, [card])
    before = sat.log.state(card.id)
    quiz = Quiz(sat, cards=[card, card, card])
    await quiz.next()
    answer(quiz)
    after = sat.log.state(card.id)
    assert after != before
    for rightly in (False, True):
        clock.pass_(minutes=1)
        await quiz.next()
        answer(quiz, rightly=rightly)
        assert sat.log.state(card.id) == after
    assert [event.purpose for event in events(sat)[1:]] == ["scheduled", "practice", "practice"]


async def test_a_learning_step_whose_time_has_come_is_scheduled_within_the_sitting(sat: Desk, clock: Clock) -> None:
    """Else a new card would never leave its learning steps on its first day."""
    sitting = Study(sat)
    first = await sitting.next()
    assert first is not None
    answer(sitting)
    clock.pass_(minutes=10)
    again = await sitting.next()
    assert again is not None
    assert (again.card, again.purpose) == (first.card, "scheduled")
    answer(sitting)
    state = sat.log.state(first.card.id)
    assert state is not None
    assert (state.phase, state.answers) == ("review", 2)


async def test_what_is_locked_is_practice_and_no_introduction(sat: Desk) -> None:
    card = next(card for card in drawn_by_nobody(sat) if sat.library.requires(card.entry))
    new = sat.queue().new()
    quiz = Quiz(sat, cards=[card])
    await quiz.next()
    answer(quiz)
    assert [event.purpose for event in events(sat)] == ["practice"]
    assert sat.log.states() == {}
    assert sat.queue().new() == new


async def test_new_cards_beyond_the_limit_are_practice(sat: Desk) -> None:
    """Whether they were introduced by study or by a quiz."""
    sat.settings = type(sat.settings)(new_per_day=2)
    opened = [card for card in drawn_by_nobody(sat) if not sat.library.requires(card.entry)]
    quiz = Quiz(sat, cards=list({card.entry: card for card in reversed(opened)}.values())[::-1])
    while await quiz.next() is not None:
        answer(quiz)
    assert [event.purpose for event in events(sat)] == ["scheduled"] * 2 + ["practice"] * (len(quiz.cards) - 2)
    assert len(quiz.cards) > 2
    assert len(sat.log.states()) == 2
    assert sat.queue().new() == []


# ── of a topic ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_quiz_of_a_topic_asks_only_that_with_what_is_due_among_it(desk: Desk, clock: Clock) -> None:
    for topic in desk.library.topics:
        own = [card for card in drawn_by_nobody(desk) if desk.library.topic_of[card.entry] == topic.id]
        due = own[-3:]
        learned(desk, clock, due)
        quiz = Quiz(desk, topic.id)
        assert {desk.library.topic_of[card.entry] for card in quiz.cards} == {topic.id}
        assert len(set(quiz.cards)) == len(quiz.cards) == min(LENGTH, desk.queue().met_by_topic()[topic.id][1])
        assert set(due) <= set(quiz.cards)


async def test_study_of_a_topic_stays_in_it(sat: Desk, clock: Clock) -> None:
    topic = sat.library.topics[2].id
    learned(sat, clock, [card for card in sat.library.cards if card.facet == "meaning"])
    sitting = Study(sat, topic)
    for _ in range(5):
        turn = await sitting.next()
        assert turn is not None
        assert sat.library.topic_of[turn.card.entry] == topic
        answer(sitting)


async def test_study_of_a_topic_comes_to_an_end(sat: Desk, clock: Clock) -> None:
    """Its new cards count for the schedule, also when ten of earlier topics could be introduced instead."""
    learned(sat, clock, [card for card in sat.library.cards if card.facet == "meaning"])
    clock.pass_(days=-12)  # none of them is due; a second card of each is open
    sitting = Study(sat, sat.library.topics[-1].id)
    while await sitting.next() is not None:
        answer(sitting)
        clock.pass_(minutes=1 / 3)
        assert len(sitting.answered) < 50, f"{sitting.answered[-1].turn.card.id} is asked again and again"


# ── order ───────────────────────────────────────────────────────────────────────────────────────────────────

FACETS: tuple[Facet, ...] = ("meaning", "name", "contrast", "formula")
SOME_CARDS = st.lists(
    st.builds(
        lambda entry, facet: Card(f"{entry}/{facet}", entry, facet), st.sampled_from("abcd"), st.sampled_from(FACETS)
    ),
    max_size=12,
)


@given(SOME_CARDS)
@settings(deadline=None)
def test_apart_keeps_all_cards_and_moves_none_without_need(cards: list[Card]) -> None:
    ordered = apart(cards)
    assert Counter(ordered) == Counter(cards)
    if all(one.entry != other.entry and one.facet != other.facet for one, other in pairwise(cards)):
        assert ordered == cards


@given(SOME_CARDS)
@settings(deadline=None)
def test_apart_puts_neighbours_together_only_when_nothing_else_is_left(cards: list[Card]) -> None:
    ordered = apart(cards)
    for at, (one, other) in enumerate(pairwise(ordered), 1):
        if one.entry == other.entry or one.facet == other.facet:
            assert not [c for c in ordered[at:] if c.entry != one.entry and c.facet != one.facet]


def test_apart_asks_no_entry_twice_in_a_row_where_another_waits() -> None:
    """Where the facet cannot be another, the entry still can."""
    a, a_name, b = Card("a/meaning", "a", "meaning"), Card("a/name", "a", "name"), Card("b/meaning", "b", "meaning")
    assert apart([a, a_name, b]) == [a, b, a_name]


async def test_a_quiz_asks_every_card_once_in_its_order(sat: Desk, library: Library) -> None:
    quiz = Quiz(sat)
    asked = []
    while (turn := await quiz.next()) is not None:
        assert turn.question.kind in set(kinds(library, turn.card)) - {"flashcard"}
        asked.append(turn.card)
        answer(quiz)
    assert asked == quiz.cards
    assert len(asked) == LENGTH
