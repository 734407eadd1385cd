"""A sitting: which card comes next, as which question, and what an answer does to the log."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from studyapp.content.model import Card
from studyapp.errors import StudyError
from studyapp.language import current
from studyapp.memory.log import LogError
from studyapp.memory.model import Answer, CardState, Confidence, Level, Logged, Purpose
from studyapp.questions.grade import grade
from studyapp.questions.make import COMPUTED, kinds
from studyapp.questions.model import Feedback, Grade, Kind, Question
from studyapp.session.asking import question
from studyapp.session.desk import Desk


@dataclass(frozen=True)
class Turn:
    """One question on the table. `asked` is when, in ms since 1970; `state` what the scheduler knew then.

    `level` is how much help an exercise comes with.
    """

    card: Card
    question: Question
    purpose: Purpose
    asked: int
    state: CardState | None = None
    level: Level = "alone"


@dataclass(frozen=True)
class Answered:
    """A turn that is over: what the answer came to, its place in the log, the card's state where it was scheduled.

    `again`: it was missed, and the card comes again in this sitting.
    """

    turn: Turn
    given: str
    feedback: Feedback
    logged: Logged
    state: CardState | None
    confidence: Confidence | None = None
    again: bool = False

    @property
    def tomorrow(self) -> bool:
        """Whether the card comes back within a day: it was scheduled, and the mistake has a name or was sure."""
        event = self.logged.event
        return isinstance(event, Answer) and event.returns and event.purpose == "scheduled"

    @property
    def surprise(self) -> bool:
        """Whether the learner was sure, and wrong."""
        return self.confidence == "sure" and not self.feedback.right


@dataclass
class Sitting:
    """What study and quiz share. A sitting holds no learning of its own: everything is in the log at once."""

    desk: Desk
    topic: str | None = None
    turn: Turn | None = None
    answered: list[Answered] = field(default_factory=list)
    exam: bool = False  # nothing is told before the end
    quiz: str | None = None  # the place of the quiz in the log, once it has one
    passed_over: set[str] = field(default_factory=set)  # cards whose numbers could not be drawn
    _again: deque[Card] = field(default_factory=deque)

    def _choose(self) -> Card | None:
        """The next card, or None at the end."""
        return None

    def _kind(self, card: Card, possible: Sequence[Kind]) -> Kind:
        """How to ask it."""
        return possible[0]

    def _level(self, card: Card) -> Level:
        """Help fades: a new exercise comes with a worked example, one that is being learned with a gap to fill."""
        state = self.desk.log.state(card.id)
        if state is None:
            return "worked"
        return "alone" if state.phase == "review" else "gap"

    async def next(self) -> Turn | None:
        """Lay the next question on the table.

        Raises:
            LabError: an exercise could not be drawn; in this sitting the card does not come again.
        """
        self.turn = None
        card = self._following()
        if card is None:
            return None
        kind = self._kind(card, kinds(self.desk.library, card))
        level = self._level(card) if kind in COMPUTED else "alone"
        seed = self.desk.rng.randrange(2**31)
        try:
            asked = await question(self.desk.library, self.desk.lab, card, kind, seed, level)
        except StudyError:
            self.passed_over.add(card.id)
            raise
        except BaseException:  # cancelled, for an undo or on leaving: the card is not lost
            if card not in self._again:
                self._again.append(card)
            raise
        self.turn = Turn(card, asked, self._purpose(card), self.desk.now(), self.desk.log.state(card.id), level)
        return self.turn

    def _following(self) -> Card | None:
        """The next card that the content still has."""
        while (card := self._again.popleft() if self._again else self._choose()) is not None:
            if (now := self.desk.library.card(card.id)) is not None:
                return now
        return None

    async def renew(self) -> bool:
        """Ask the question on the table as the content has it now; False, where it has its card no more.

        Raises:
            LabError: an exercise could not be drawn.
        """
        turn = self.turn
        if turn is None:
            return True
        library, kind = self.desk.library, turn.question.kind
        card = library.card(turn.card.id)
        if card is None or kind not in kinds(library, card):
            self.turn = None
            return False
        asked = await question(library, self.desk.lab, card, kind, turn.question.seed, turn.level)
        if self.turn is turn:
            self.turn = replace(turn, card=card, question=asked)
        return True

    def _purpose(self, card: Card) -> Purpose:
        return self.desk.purpose(card)

    def answer(
        self, given: str, mark: Grade | None = None, confidence: Confidence | None = None, *, meant: bool = False
    ) -> Feedback:
        """Grade what was given and write it to the log; when this returns, the answer is on the disk.

        `mark` is the learner's own grade of a flashcard; `meant` says yes to “did you mean …?”. An answer that cannot
        be read is not recorded, and a turn is recorded once: a second answer to it changes nothing and gets the
        feedback of the first.

        Raises:
            LogError: the answer could not be written; nothing has changed.
        """
        turn = self.turn
        assert turn is not None, "no question is on the table"
        if self.answered and self.answered[-1].turn is turn:
            return self.answered[-1].feedback
        unsure = confidence == "unsure"
        feedback = grade(turn.question, given, self.desk.library, mark=mark, unsure=unsure, meant=meant, exam=self.exam)
        if feedback.grade is None:
            return feedback
        now = self.desk.now()
        self._begin(now)
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
                level=turn.level if turn.question.kind in COMPUTED else None,
                quiz=self.quiz,
            )
        )
        try:
            state = self.desk.log.state(turn.card.id) if purpose == "scheduled" else None
        except LogError:  # the answer is on the disk all the same
            state = None
        again = not feedback.right and self._asks_again(turn.card, purpose)
        self.answered.append(Answered(turn, given, feedback, logged, state, confidence, again))
        return feedback

    def _asks_again(self, _card: Card, purpose: Purpose) -> bool:
        """Whether a card that has been missed comes again in this sitting: in its learning steps it does."""
        return purpose == "scheduled"

    def _begin(self, now: int) -> None:
        """What there is to write down before the first answer."""

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
