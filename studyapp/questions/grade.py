"""Grading: right or wrong, and which mistake leads to a wrong answer."""

from __future__ import annotations

from studyapp.content.library import Library
from studyapp.content.model import Text
from studyapp.language import LANGS
from studyapp.language import later as N_
from studyapp.questions.diagnosis import grade_number
from studyapp.questions.model import AGAIN, GOOD, HARD, Feedback, Grade, Question
from studyapp.questions.spelt import grade_words
from studyapp.questions.wording import both


def grade(
    question: Question,
    given: str,
    library: Library,
    *,
    mark: Grade | None = None,
    unsure: bool = False,
    meant: bool = False,
    exam: bool = False,
) -> Feedback:
    """What an answer came to.

    `given`: the chosen options as `Question.given` writes them, or what was typed. `mark` is the learner's own grade
    of a flashcard. `meant`: a near miss is what the learner meant. Right is Good, right but `unsure` Hard, wrong Again.
    In an `exam` nothing that is asked for again tells whether it was right: a near miss is taken as meant.
    """
    right: Grade = HARD if unsure else GOOD
    match question.way:
        case "mark":
            assert mark is not None, "a flashcard is graded by the learner"
            return Feedback(mark > AGAIN, mark, Text())
        case "one":
            return _one(question, given, right)
        case "several":
            return _several(question, given, right)
        case "arrange":
            return _arranged(question, given, right)
        case "type":
            if question.drawn is not None:
                return grade_number(question, given, right, exam=exam)
            return grade_words(question, given, library, right, meant=meant or exam)


def _one(question: Question, given: str, right: Grade) -> Feedback:
    (index,) = question.chosen(given)
    chosen = question.options[index]
    says = chosen.why or Text()
    return Feedback(True, right, says) if chosen.right else Feedback(False, AGAIN, says, rule=chosen.rule)


def _several(question: Question, given: str, right: Grade) -> Feedback:
    chosen = question.chosen(given)
    if not chosen:
        return Feedback(False, None, both(N_("Choose at least one.")), unreadable=True)
    believed = [question.options[index] for index in chosen if not question.options[index].right]
    missed = [index for index, option in enumerate(question.options) if option.right and index not in chosen]
    if not believed and not missed:
        return Feedback(True, right, Text())
    told = [option.why for option in believed if option.why is not None]
    says = Text(**{lang: " ".join(text[lang] for text in told) for lang in LANGS})
    if not believed:
        says = both(N_("Nothing wrong was chosen, but not all that is right."))
    rules = [option.rule for option in believed if option.rule is not None]
    return Feedback(False, AGAIN, says, rule=rules[0] if rules else None, also=tuple(rules[1:]))


def _arranged(question: Question, given: str, right: Grade) -> Feedback:
    order = tuple(question.chosen(given))
    if order == question.order:
        return Feedback(True, right, Text())
    if question.kind == "matching":
        wrong = sum(one != other for one, other in zip(order, question.order, strict=True))
        return Feedback(False, AGAIN, both(N_("{n} of {all} belong elsewhere."), n=str(wrong), all=str(len(order))))
    first = next(at for at, (one, other) in enumerate(zip(order, question.order, strict=True)) if one != other)
    return Feedback(False, AGAIN, both(N_("The first step out of its place is step {n}."), n=str(first + 1)))
