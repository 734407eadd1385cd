"""Numbers that were given: right, right so far, or wrong, and then by which wrong rule."""

from __future__ import annotations

from collections.abc import Sequence

from studyapp.content.model import Text
from studyapp.language import later as N_
from studyapp.questions import numbers
from studyapp.questions.model import AGAIN, Drawn, Feedback, Grade, Question
from studyapp.questions.wording import both, number

ROUNDING = 1e-9  # slack for the binary image of a decimal bound
NEARLY = 5  # so many units of the last decimal off, and it is the rounding that is wrong, not the rule


def grade_number(question: Question, given: str, right: Grade, *, exam: bool = False) -> Feedback:
    """What a number, or several, came to; `right` is the grade of a right one.

    An answer that cannot be read, has too few decimals or is off by its rounding alone is asked for again; in an `exam`
    without a word on whether it is right, and what is off by its rounding is wrong.
    """
    drawn = question.drawn
    assert drawn is not None
    read = numbers.read(given, drawn.size, whole=drawn.whole)
    if read is None:
        return _again(_unread(drawn))
    if read.percent and not drawn.share:
        return _again(both(N_("Not in per cent: give the number itself.")))
    if _same(read.values, drawn.answer, drawn.tolerance):
        return Feedback(True, right, Text())
    if cut := _cut_short(drawn, read):
        return _again(both(N_("Give {digits} decimals."), digits=str(drawn.digits)) if exam else cut)
    wrong = _wrong(question, drawn, read, given.strip())
    if wrong.rule is None and not drawn.whole and _same(read.values, drawn.answer, NEARLY * drawn.tolerance):
        nearly = both(N_("Nearly: it looks like rounding on the way. Carry {n} decimals."), n=str(drawn.carry))
        return Feedback(False, AGAIN, nearly) if exam else _again(nearly)
    return wrong


def _wrong(question: Question, drawn: Drawn, read: numbers.Read, given: str) -> Feedback:
    """By which mistake, or perhaps which two, a number is wrong."""
    shown = number(read.values, None if drawn.whole else drawn.digits)
    if rules := diagnose(drawn, read.values):
        mistake = _either([question.rules[rule][0] for rule in rules])
        says = both(
            N_("{given} is what you get with: {mistake}. {right}"),
            given=shown,
            mistake=mistake,
            right=question.rules[rules[0]][1],
        )
        return Feedback(False, AGAIN, says, rule=rules[0], also=tuple(rules[1:]))
    if pair := two_at_once(drawn, read.values):
        one, other = (question.rules[rule][0] for rule in pair)
        says = both(
            N_("{given} is what none of the usual mistakes gives; possibly two at once: {one}, and {other}."),
            given=shown,
            one=one,
            other=other,
        )
        return Feedback(False, AGAIN, says, possibly=pair)
    return Feedback(False, AGAIN, both(N_("{given} is what none of the usual mistakes gives."), given=given))


def _again(says: Text) -> Feedback:
    """An answer that is asked for again."""
    return Feedback(False, None, says, unreadable=True)


def _unread(drawn: Drawn) -> Text:
    """What cannot be read, and how to write it."""
    if drawn.size > 1:
        example = "3, 5" if drawn.whole else "0.5, −1.2"
        return both(N_("{n} numbers are wanted. Write them as in {example}."), n=str(drawn.size), example=example)
    return both(N_("This is not a number. Write 0.5, .5, 1/2 or 5e-1."))


def _same(values: Sequence[float], expected: Sequence[float], tolerance: float) -> bool:
    """Equal within the tolerance, component by component."""
    return all(abs(one - other) <= tolerance + ROUNDING for one, other in zip(values, expected, strict=True))


def _cut_short(drawn: Drawn, read: numbers.Read) -> Text | None:
    """That more decimals are wanted, where what was given may be the right answer, or a known wrong one, cut short.

    Only one decimal less than is asked for tells enough to be called right so far.
    """
    if read.decimals is None or read.decimals >= drawn.digits:
        return None
    half = 0.5 * 10.0**-read.decimals
    may_be_right = _same(read.values, drawn.answer, half)
    if may_be_right and read.decimals == drawn.digits - 1:
        return both(N_("Right so far. Give {n} decimals."), n=str(drawn.digits))
    known = not diagnose(drawn, read.values) and any(_same(read.values, each.value, half) for each in drawn.wrong)
    return both(N_("Give {digits} decimals."), digits=str(drawn.digits)) if may_be_right or known else None


def diagnose(drawn: Drawn, values: Sequence[float]) -> list[str]:
    """The wrong rules that give these numbers, the nearest first; none, if no rule does."""
    near = [
        (max(abs(one - other) for one, other in zip(values, outcome.value, strict=True)), outcome.rule)
        for outcome in drawn.wrong
        if _same(values, outcome.value, drawn.tolerance)
    ]
    return [rule for _, rule in sorted(near)]


def two_at_once(drawn: Drawn, values: Sequence[float]) -> tuple[str, ...]:
    """Two wrong rules that give these numbers together; none, unless there is just one such pair."""
    pairs = [pair.rules for pair in drawn.pairs if _same(values, pair.value, drawn.tolerance)]
    return pairs[0] if len(pairs) == 1 else ()


def _either(says: list[Text]) -> Text:
    """Several possible mistakes, as one phrase."""
    joined = says[0]
    for more in says[1:]:
        joined = both(N_("{one}, or {other}"), one=joined, other=more)
    return joined
