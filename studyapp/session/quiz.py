"""A quiz: a fixed number of questions that check themselves, mixed; or an exam, which tells nothing before its end."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from typing import Self

from studyapp.content.model import Card, Text
from studyapp.errors import StudyError
from studyapp.memory.model import Answer, Level, Logged, Purpose, QuizBegun
from studyapp.questions.grade import grade
from studyapp.questions.make import kinds
from studyapp.questions.model import AGAIN, GRADES, Feedback, Kind
from studyapp.session.asking import question
from studyapp.session.desk import Desk, Scope, apart
from studyapp.session.sitting import Answered, Sitting, Turn

LENGTH = 10
BETWEEN = 2  # questions at least between a miss and its second asking
KEPT = 7 * 86_400_000  # ms: a quiz that was left can be gone on with for so long
SHAKY = 2.0  # days of stability: what is required and remembered less well is reviewed with what was missed


class Quiz(Sitting):
    """Its cards in their order; a miss is asked again within the quiz with new numbers, but in an exam.

    What it is stands in the log with its first answer, so that a quiz that was left can be gone on with.
    """

    def __init__(
        self,
        desk: Desk,
        topic: str | None = None,
        cards: Sequence[Card] | None = None,
        *,
        scope: Scope = "mixed",
        exam: bool = False,
    ) -> None:
        super().__init__(desk, topic)
        self.cards = list(cards) if cards is not None else desk.quiz_cards(topic, LENGTH, scope)
        self.exam = exam
        self._waiting = deque(self.cards)
        self._left: list[Logged] = []  # answers from before it was left

    # ── what comes next ─────────────────────────────────────────────────────────────────────────────────────

    def _choose(self) -> Card | None:
        if not self.exam and (missed := self._comes_again()) is not None:
            return missed
        return self._waiting.popleft() if self._waiting else None

    def _comes_again(self) -> Card | None:
        """The first miss that was not asked again yet, once enough others were answered or none is left."""
        times = Counter(answered.turn.card.id for answered in self.answered)
        for so_far, answered in enumerate(self.answered, 1):
            card = answered.turn.card
            waits = bool(self._waiting) and len(self.answered) < so_far + BETWEEN
            if not (answered.feedback.right or times[card.id] > 1 or card.id in self.passed_over or waits):
                return card
        return None

    def _purpose(self, card: Card) -> Purpose:
        """A repeat within the sitting is practice: a learning step is not taken early to fill a quiz."""
        return self.desk.purpose(card, ahead=False)

    def _kind(self, card: Card, possible: Sequence[Kind]) -> Kind:
        checked = [kind for kind in possible if kind != "flashcard"]
        again = [answered.turn.question.kind for answered in self.answered if answered.turn.card == card]
        return again[-1] if again else self.desk.rng.choice(checked)

    def _asks_again(self, card: Card, _purpose: Purpose) -> bool:
        return not self.exam and not self.asked_before(card)

    def _level(self, card: Card) -> Level:
        return "alone" if self.exam else super()._level(card)

    # ── what an answer does ─────────────────────────────────────────────────────────────────────────────────

    def _begin(self, now: int) -> None:
        """Write down what quiz this is, so that it can be gone on with."""
        if self.quiz is None:
            begun = QuizBegun(now, tuple(card.id for card in self.cards), self.exam)
            self.quiz = self.desk.log.append(begun).place

    def undo(self) -> Card | None:
        """Take the last answer back. A card whose second asking was on the table waits once: the rest follows anew."""
        card = super().undo()
        self._again = deque(dict.fromkeys(self._again))
        return card

    # ── what it came to ─────────────────────────────────────────────────────────────────────────────────────

    def asked_before(self, card: Card) -> bool:
        """Whether the card was answered in this quiz."""
        return any(answered.turn.card == card for answered in self.answered)

    @property
    def first(self) -> list[Answered]:
        """The first answer to each card, in order."""
        by_card: dict[str, Answered] = {}
        for answered in self.answered:
            by_card.setdefault(answered.turn.card.id, answered)
        return list(by_card.values())

    @property
    def missed(self) -> list[Answered]:
        """The cards whose first answer was wrong."""
        return [answered for answered in self.first if not answered.feedback.right]

    @property
    def rules(self) -> Counter[tuple[str, str]]:
        """The wrong rules that were seen, each with a card on which it was: (rule, card) → how often."""
        return Counter(
            (answered.feedback.rule, answered.turn.card.id) for answered in self.answered if answered.feedback.rule
        )

    def review(self) -> list[Card]:
        """What to go over now: the missed cards, and the cards of what they require where that is shaky."""
        library = self.desk.library
        missed = [answered.turn.card for answered in self.missed]
        required = dict.fromkeys(id for card in missed for id in library.requires(card.entry))
        meanings = (card for id in required if (card := library.card(f"{id}/meaning")) is not None)
        shaky = [
            card for card in meanings if (state := self.desk.log.state(card.id)) is None or state.stability < SHAKY
        ]
        return apart(list(dict.fromkeys([*missed, *shaky]))[:LENGTH])

    # ── going on later ──────────────────────────────────────────────────────────────────────────────────────

    @classmethod
    def taken_up(cls, desk: Desk, begun: Logged, answers: Sequence[Logged]) -> Self:
        """A quiz that was left. Its answers so far are graded again before its next question comes."""
        assert isinstance(begun.event, QuizBegun)
        cards = [card for id in begun.event.cards if (card := desk.library.card(id)) is not None]
        quiz = cls(desk, cards=cards, exam=begun.event.exam)
        quiz.quiz = begun.place
        quiz._left = list(answers)
        return quiz

    async def next(self) -> Turn | None:
        """As in every sitting; first, what was answered before the quiz was left."""
        while self._left:
            await self._take_up(self._left[0])
            self._left.pop(0)
        return await super().next()

    async def _take_up(self, logged: Logged) -> None:
        """Put an earlier answer in its place, if its question can still be asked."""
        answer = logged.event
        assert isinstance(answer, Answer)
        card = self.desk.library.card(answer.card)
        if card is None or answer.kind not in kinds(self.desk.library, card):
            return
        level = answer.level or "alone"
        unsure, right = answer.confidence == "unsure", answer.grade > AGAIN
        try:
            asked = await question(self.desk.library, self.desk.lab, card, answer.kind, answer.seed, level)
            feedback = grade(asked, answer.given, self.desk.library, unsure=unsure, meant=right, exam=self.exam)
        except (StudyError, ValueError):
            return
        # What was right when it was given stays right, whatever the glossary says now.
        if (feedback.grade, feedback.rule) != (answer.grade, answer.rule):
            feedback = Feedback(right, GRADES[answer.grade - 1], Text(), rule=answer.rule)
        turn = Turn(card, asked, answer.purpose, answer.at - answer.duration_ms, None, level)
        again = not feedback.right and self._asks_again(card, answer.purpose)
        self.answered.append(Answered(turn, answer.given, feedback, logged, None, answer.confidence, again))
        self._waiting = deque(waiting for waiting in self._waiting if waiting != card)


def unfinished(desk: Desk) -> tuple[Logged, list[Logged]] | None:
    """The last quiz, if it was begun and left not long ago, with its answers that stand."""
    begun = desk.log.last_quiz()
    if begun is None or not isinstance(begun.event, QuizBegun) or desk.now() - begun.event.at > KEPT:
        return None
    answers = [
        logged
        for card in dict.fromkeys(begun.event.cards)
        for logged in desk.log.answers(card)
        if isinstance(logged.event, Answer) and logged.event.quiz == begun.place
    ]
    answers.sort(key=lambda logged: (logged.event.at, logged.number))
    done = {logged.event.card for logged in answers if isinstance(logged.event, Answer)}
    left = [card for card in begun.event.cards if card not in done and desk.library.card(card) is not None]
    return (begun, answers) if answers and left else None
