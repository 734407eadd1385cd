"""Grading: right or wrong, and which wrong rule leads to a wrong answer."""

from __future__ import annotations

from studyapp.content.library import Library
from studyapp.content.model import Text
from studyapp.content.spelling import fold, readings
from studyapp.language import later as N_
from studyapp.questions import numbers
from studyapp.questions.model import Drawn, Feedback, Grade, Question
from studyapp.questions.wording import both, number

AGAIN: Grade = 1
HARD: Grade = 2
GOOD: Grade = 3
ROUNDING = 1e-9  # slack for the binary image of a decimal bound


def grade(
    question: Question, given: str, library: Library, *, mark: Grade | None = None, unsure: bool = False
) -> Feedback:
    """What an answer came to.

    `given`: the chosen option's index (choice), ``true`` or ``false``, or what was typed. `mark` is the learner's
    own grade of a flashcard. Right is Good, right but `unsure` Hard, wrong Again.
    """
    if question.kind == "flashcard":
        assert mark is not None, "a flashcard is graded by the learner"
        return Feedback(mark > AGAIN, mark, Text())
    right: Grade = HARD if unsure else GOOD
    if question.kind == "choice":
        return _choice(question, given, right)
    if question.kind == "true-false":
        is_right = (given == "true") is question.truth
        says = both(N_("It is true.") if question.truth else N_("It is false."))
        return Feedback(is_right, right if is_right else AGAIN, says)
    if question.kind == "numeric":
        return _numeric(question, given, right)
    return _words(question, given, library, right)


def _choice(question: Question, given: str, right: Grade) -> Feedback:
    chosen = question.options[int(given)]
    if chosen.right:
        return Feedback(True, right, Text())
    return Feedback(False, AGAIN, chosen.why or Text())


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────────


def _numeric(question: Question, given: str, right: Grade) -> Feedback:
    drawn = question.drawn
    assert drawn is not None
    read = numbers.read(given)
    if read is None:
        return Feedback(False, None, both(N_("This is not a number. Write 0.5, .5, 1/2 or 5e-1.")), unreadable=True)
    if _same(read.value, drawn.answer, drawn):
        return Feedback(True, right, Text())
    if read.decimals is not None and read.decimals < drawn.digits and _rounds_to(drawn.answer, read):
        says = both(N_("Right so far. Give {n} decimals."), n=str(drawn.digits))
        return Feedback(False, None, says, unreadable=True)
    rules = diagnose(drawn, read.value)
    if not rules:
        return Feedback(False, AGAIN, both(N_("{given} is what none of the usual mistakes gives."), given=given))
    says = both(
        N_("{given} is what you get with: {mistake}. {right}"),
        given=number(read.value, drawn.digits),
        mistake=_either([question.rules[rule][0] for rule in rules]),
        right=question.rules[rules[0]][1],
    )
    return Feedback(False, AGAIN, says, rule=rules[0], also=tuple(rules[1:]))


def _same(value: float, expected: float, drawn: Drawn) -> bool:
    """Equal within one unit of the last decimal asked for, as working by hand needs."""
    return abs(value - expected) <= 10.0**-drawn.digits + ROUNDING


def _rounds_to(exact: float, read: numbers.Read) -> bool:
    return read.decimals is not None and abs(exact - read.value) <= 0.5 * 10.0**-read.decimals + ROUNDING


def diagnose(drawn: Drawn, value: float) -> list[str]:
    """The wrong rules that give this value, the nearest first; none, if no rule does."""
    near = [(abs(value - outcome.value), outcome.rule) for outcome in drawn.wrong if _same(value, outcome.value, drawn)]
    return [rule for _, rule in sorted(near)]


def _either(says: list[Text]) -> Text:
    """Several possible mistakes, as one phrase."""
    joined = says[0]
    for more in says[1:]:
        joined = both(N_("{one}, or {other}"), one=joined, other=more)
    return joined


# ── words ───────────────────────────────────────────────────────────────────────────────────────────────────


def _same_word(given: str, name: str) -> bool:
    """The same name however it is spelt; the same number, where both are numbers."""
    one, other = numbers.read(given), numbers.read(name)
    if one is not None and other is not None:
        return one.value == other.value
    return fold(name) in readings(given) if fold(name) else given.strip() == name.strip()


def _words(question: Question, given: str, library: Library, right: Grade) -> Feedback:
    parts = [given] if len(question.accepts_en) == 1 else given.replace(";", ",").split(",")
    for accepts in (question.accepts_en, question.accepts_ko):
        if accepts and len(parts) == len(accepts):
            folded = zip(parts, accepts, strict=True)
            if all(any(_same_word(part, name) for name in names) for part, names in folded):
                return Feedback(True, right, Text())
    said = library.find(given)
    other = library.entries[said[0]] if said else None
    if other is None or question.card.startswith(f"{other.id}/"):
        return Feedback(False, AGAIN, Text())
    says = both(N_("{term} is another thing: {definition}"), term=other.term, definition=other.definition)
    return Feedback(False, AGAIN, says, rule=f"named:{other.id}")
