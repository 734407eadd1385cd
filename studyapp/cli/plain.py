"""Study and quiz line by line, for screen readers, dumb terminals and pipes."""

from __future__ import annotations

import asyncio

from studyapp.cli import COULD_NOT, DONE, Refused
from studyapp.cli.output import paragraph, say
from studyapp.lab.client import LabError
from studyapp.language import _, current
from studyapp.memory.log import LogError
from studyapp.questions.model import Grade, Question
from studyapp.session.desk import Desk
from studyapp.session.sitting import Quiz, Sitting, Study
from studyapp.session.spans import span

GRADES: dict[str, Grade] = {"1": 1, "2": 2, "3": 3, "4": 4}


def sit(desk: Desk, command: str | None, topic: str | None) -> int:
    """A sitting in plain text; `command` None says what is due and how to go on."""
    if topic is not None and topic not in {known.id for known in desk.library.topics}:
        desk.log.close()
        raise Refused(f"there is no topic “{topic}”; one of: {', '.join(t.id for t in desk.library.topics)}")
    if command is None:
        today = desk.today()
        say(_("{due} due, {new} new. Go on with: studyapp study --plain").format(due=today.due, new=today.new))
        desk.log.close()
        return DONE
    sitting: Sitting = Quiz(desk, topic) if command == "quiz" else Study(desk, topic)
    return asyncio.run(_sit(sitting))


class _Leave(Exception):
    """The learner has had enough, or the input has ended."""


async def _sit(sitting: Sitting) -> int:
    try:
        while True:
            try:
                turn = await sitting.next()
            except LabError as error:
                say(_("The numbers could not be drawn: {error}").format(error=error))
                continue
            if turn is None:
                break
            say(
                "",
                *(part for line in turn.question.stem[current()].split("\n") for part in paragraph(line) or [""]),
            )
            _answer(sitting, turn.question)
    except _Leave:
        pass
    except LogError as error:
        say(f"! {error}")
        return COULD_NOT
    finally:
        await sitting.desk.close()
    right = sum(answered.feedback.right for answered in sitting.answered)
    say("", _("{right} of {n} right").format(right=right, n=len(sitting.answered)))
    return DONE


def _read(prompt: str) -> str:
    try:
        given = input(prompt + " ").strip()
    except EOFError:
        raise _Leave from None
    if given == "q":
        raise _Leave
    return given


def _answer(sitting: Sitting, question: Question) -> None:
    """Ask until there is an answer that can be read; then say what it came to."""
    lang = current()
    if question.kind == "flashcard":
        _read(_("[enter] shows the answer, q leaves:"))
        say(*paragraph(question.answer[lang]))
        mark = None
        while mark is None:
            mark = GRADES.get(_read(_("1 again, 2 hard, 3 good, 4 easy:")))
        sitting.answer("", mark)
    else:
        while True:
            given = _given(question)
            feedback = sitting.answer(given)
            if not feedback.unreadable:
                break
            say(feedback.says[lang])
        say(("✔ " if feedback.right else "✘ ") + (_("Right") if feedback.right else _("Not right")))
        say(*paragraph(feedback.says[lang]))
        if not feedback.right:
            say(*paragraph(_("Right is: ") + question.answer[lang]))
        if question.drawn is not None:
            digits = question.drawn.digits
            say(*(f"  {s.symbol} = {s.expression} = {s.value:.{digits}f}" for s in question.drawn.steps))
        elif question.why is not None:
            say(*paragraph(question.why[lang]))
    state = sitting.answered[-1].state
    if state is not None and sitting.answered[-1].turn.purpose == "scheduled":
        say(_("recorded, back in {span}").format(span=span(state.due - sitting.desk.now())))


def _given(question: Question) -> str:
    """One line of input, as the log writes such an answer."""
    lang = current()
    if question.kind == "choice":
        for at, option in enumerate(question.options, 1):
            say(*paragraph(f"{at}  {option.text[lang]}"))
        while True:
            given = _read(_("which number? (q leaves)"))
            if given.isdecimal() and 1 <= int(given) <= len(question.options):
                return str(int(given) - 1)
    if question.kind == "true-false":
        while True:
            given = _read(_("t or f? (q leaves)")).casefold()
            if given[:1] in ("t", "f", "o", "x") and given:
                return "true" if given[0] in "to" else "false"
    while True:
        given = _read(">")
        if given:
            return given
