"""A learner who can answer every question rightly, or wrongly."""

from __future__ import annotations

from studyapp.questions.model import Feedback, Question
from studyapp.session.sitting import Sitting


def right(question: Question) -> str:
    """What is right, as a learner gives it."""
    match question.way:
        case "one" | "several":
            return question.given([at for at, option in enumerate(question.options) if option.right])
        case "arrange":
            return question.given(question.order)
        case "type" if question.drawn is not None:
            return ", ".join(f"{each:.{question.drawn.digits}f}" for each in question.drawn.answer)
        case "type":
            return ", ".join(names[0] for names in question.accepts_en)
    return ""


def wrong(question: Question) -> str:
    """What is wrong, and can be read."""
    match question.way:
        case "one" | "several":
            return question.given([next(at for at, option in enumerate(question.options) if not option.right)])
        case "arrange":
            return question.given(question.order[::-1])
        case "type" if question.drawn is not None:
            return ", ".join(f"{each + 1000:.{question.drawn.digits}f}" for each in question.drawn.answer)
    return "no such word"


def answer(sitting: Sitting, *, rightly: bool = True) -> Feedback:
    """Answer what is on the table; a flashcard is Good or Again."""
    assert sitting.turn is not None
    question = sitting.turn.question
    given = right(question) if rightly else wrong(question)
    feedback = sitting.answer(given, (3 if rightly else 1) if question.way == "mark" else None)
    assert feedback.right is rightly, (question, given)
    return feedback
