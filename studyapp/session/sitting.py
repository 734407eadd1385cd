"""A sitting: which card comes next, as which question, and what an answer does to the log."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec import convert

from studyapp.content.library import Library
from studyapp.content.model import Card
from studyapp.errors import StudyError
from studyapp.language import current
from studyapp.memory.log import LogError
from studyapp.memory.model import Answer, CardState, Confidence, Logged, Purpose
from studyapp.questions.grade import grade
from studyapp.questions.make import kinds, make
from studyapp.questions.model import Drawn, Feedback, Grade, Kind, Question
from studyapp.session.desk import Desk

if TYPE_CHECKING:
    from studyapp.lab.client import Lab

QUIZ_LENGTH = 10


@dataclass(frozen=True)
class Turn:
    """One question on the table. `asked` is when, in ms since 1970; `state` what the scheduler knew then."""

    card: Card
    question: Question
    purpose: Purpose
    asked: int
    state: CardState | None = None


@dataclass(frozen=True)
class Answered:
    """A turn that is over: what the answer came to, its place in the log, the card's state where it was scheduled."""

    turn: Turn
    given: str
    feedback: Feedback
    logged: Logged
    state: CardState | None


@dataclass
class Sitting:
    """What study and quiz share. A sitting holds no learning of its own: everything is in the log at once."""

    desk: Desk
    topic: str | None = None
    turn: Turn | None = None
    answered: list[Answered] = field(default_factory=list)
    passed_over: set[str] = field(default_factory=set)  # cards whose numbers could not be drawn
    _again: deque[Card] = field(default_factory=deque)

    def _choose(self) -> Card | None:
        """The next card, or None at the end."""
        return None

    def _kind(self, card: Card, possible: Sequence[Kind]) -> Kind:
        """How to ask it."""
        return possible[0]

    async def next(self) -> Turn | None:
        """Lay the next question on the table.

        Raises:
            LabError: an exercise could not be drawn; in this sitting the card does not come again.
        """
        self.turn = None
        card = self._again.popleft() if self._again else self._choose()
        if card is None:
            return None
        kind = self._kind(card, kinds(self.desk.library, card))
        seed = self.desk.rng.randrange(2**31)
        try:
            asked = await question(self.desk.library, self.desk.lab, card, kind, seed)
        except StudyError:
            self.passed_over.add(card.id)
            raise
        except BaseException:  # cancelled, for an undo or on leaving: the card is not lost
            self._again.append(card)
            raise
        self.turn = Turn(card, asked, self._purpose(card), self.desk.now(), self.desk.log.state(card.id))
        return self.turn

    def _purpose(self, card: Card) -> Purpose:
        return self.desk.purpose(card, self.topic)

    def answer(self, given: str, mark: Grade | None = None, confidence: Confidence | None = None) -> Feedback:
        """Grade what was given and write it to the log; when this returns, the answer is on the disk.

        `mark` is the learner's own grade of a flashcard. An answer that cannot be read is not recorded, and a turn is
        recorded once: a second answer to it changes nothing and gets the feedback of the first.

        Raises:
            LogError: the answer could not be written; nothing has changed.
        """
        turn = self.turn
        assert turn is not None, "no question is on the table"
        if self.answered and self.answered[-1].turn is turn:
            return self.answered[-1].feedback
        feedback = grade(turn.question, given, self.desk.library, mark=mark, unsure=confidence == "unsure")
        if feedback.grade is None:
            return feedback
        now = self.desk.now()
        # Another window on the same log may have answered the card meanwhile.
        purpose = turn.purpose if self.desk.log.state(turn.card.id) == turn.state else "practice"
        logged = self.desk.log.append(
            Answer(
                at=now,
                card=turn.card.id,
                kind=turn.question.kind,
                seed=turn.question.seed,
                grade=feedback.grade,
                purpose=purpose,
                given=given,
                rule=feedback.rule,
                confidence=confidence,
                lang=current(),
                duration_ms=max(0, now - turn.asked),
            )
        )
        try:
            state = self.desk.log.state(turn.card.id) if purpose == "scheduled" else None
        except LogError:  # the answer is on the disk all the same
            state = None
        self.answered.append(Answered(turn, given, feedback, logged, state))
        return feedback

    def undo(self) -> Card | None:
        """Take the last answer of this sitting back; its card is asked again next. None: there is none."""
        if not self.answered:
            return None
        last = self.answered[-1]
        self.desk.log.undo(last.logged, self.desk.now())
        self.answered.pop()
        if self.turn is not None and self.turn is not last.turn:
            self._again.appendleft(self.turn.card)
        self._again.appendleft(last.turn.card)
        self.turn = None
        return last.turn.card


class Study(Sitting):
    """What is due, then new cards, until nothing is left for today."""

    def _choose(self) -> Card | None:
        last = self.answered[-1].turn.card if self.answered else None
        return self.desk.next_card(self.topic, after=last, without=self.passed_over)

    @property
    def left(self) -> tuple[int, int]:
        """How many due and new cards are left."""
        counts = self.desk.counts(self.topic)
        return counts.due, counts.new


class Quiz(Sitting):
    """A fixed number of questions that check themselves, mixed, due cards first in choice but not in order."""

    def __init__(self, desk: Desk, topic: str | None = None, cards: Sequence[Card] | None = None) -> None:
        super().__init__(desk, topic)
        self.cards = list(cards) if cards is not None else desk.quiz_cards(topic, QUIZ_LENGTH)
        self._waiting = deque(self.cards)

    def _choose(self) -> Card | None:
        return self._waiting.popleft() if self._waiting else None

    def _purpose(self, card: Card) -> Purpose:
        """A repeat within the sitting is practice: a learning step is not taken early to fill a quiz."""
        return self.desk.purpose(card, self.topic, ahead=False)

    def _kind(self, card: Card, possible: Sequence[Kind]) -> Kind:
        checked = [kind for kind in possible if kind != "flashcard"]
        return self.desk.rng.choice(checked)

    @property
    def missed(self) -> list[Answered]:
        """The wrong answers, in order."""
        return [answered for answered in self.answered if not answered.feedback.right]


async def question(library: Library, lab: Lab, card: Card, kind: Kind, seed: int) -> Question:
    """The question that a card, a kind and a seed make; numbers are drawn by the lab.

    Raises:
        LabError: an exercise could not be drawn.
    """
    drawn = None
    if kind == "numeric":
        assert card.exercise is not None
        drawn = convert(await lab.draw(card.exercise, seed), Drawn)
    return make(library, card, kind, seed, drawn)
