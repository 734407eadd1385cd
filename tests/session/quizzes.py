"""What the tests of quizzes share: cards without the lab, playing a quiz, taking one up that was left."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from studyapp.content.model import Card, Facet
from studyapp.memory.model import Answer
from studyapp.questions.model import Kind
from studyapp.session.desk import Desk
from studyapp.session.quiz import Quiz, unfinished
from studyapp.session.sitting import Answered, Turn
from tests.session.answers import answer


def some(desk: Desk, n: int, facet: Facet = "name") -> list[Card]:
    """The first cards of a facet; names need no lab."""
    return [card for card in desk.library.cards if card.facet == facet][:n]


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
