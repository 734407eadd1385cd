"""Study and quiz line by line, for screen readers, dumb terminals and pipes."""

from __future__ import annotations

import asyncio
import io
import sys
import unicodedata

from studyapp.cli import COULD_NOT, DONE
from studyapp.cli.output import paragraph, say
from studyapp.cli.words import solution
from studyapp.content.model import Card
from studyapp.lab.client import LabError
from studyapp.language import _, current
from studyapp.memory.log import LogError
from studyapp.questions.model import GRADES, Grade, Question
from studyapp.session.desk import Desk
from studyapp.session.sitting import Quiz, Sitting, Study
from studyapp.session.spans import span

MARKS: dict[str, Grade] = {str(grade): grade for grade in GRADES}
# What may be typed; the same keys give jamo while a Korean input method is on.
LEAVE, UNDO = ("q", "ㅂ"), ("u", "ㅕ")
TRUE, FALSE = ("t", "o", "참", "ㅅ", "ㅐ"), ("f", "x", "거짓", "ㄹ", "ㅌ")
UNDRAWN = 3  # so many questions in a row whose numbers cannot be drawn end the sitting


def sit(desk: Desk, command: str | None, topic: str | None) -> int:
    """A sitting in plain text; `command` None says what is due and how to go on."""
    for trouble in desk.troubles:
        print(f"! {trouble}", file=sys.stderr)
    if command is None:
        today = desk.today()
        say(_("{due} due, {new} new. Go on with: studyapp study --plain").format(due=today.due, new=today.new))
        desk.log.close()
        return DONE
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # what is not UTF-8 is a wrong answer, not a crash
    sitting: Sitting = Quiz(desk, topic) if command == "quiz" else Study(desk, topic)
    # The loop runs only while a question is made: while the learner thinks, ctrl+c must work at once.
    with asyncio.Runner() as runner:
        try:
            return _sit(sitting, runner)
        finally:
            runner.run(desk.close())


class _Leave(Exception):
    """The learner has had enough, or the input has ended."""


class _Undo(Exception):
    """The learner takes the last answer back."""


def _sit(sitting: Sitting, runner: asyncio.Runner) -> int:
    try:
        _ask_all(sitting, runner)
    except _Leave:
        pass
    except LogError as error:
        print(f"studyapp: {error}", file=sys.stderr)
        return COULD_NOT
    if sitting.answered:
        right = sum(answered.feedback.right for answered in sitting.answered)
        say("", _("{right} of {n} right").format(right=right, n=len(sitting.answered)))
    elif sitting.turn is None:
        say(_("Nothing is due here. Next: a quiz for practice, or browse the terms."))
    return DONE


def _ask_all(sitting: Sitting, runner: asyncio.Runner) -> None:
    undrawn = 0
    while True:
        try:
            turn = runner.run(sitting.next())
        except LabError as error:
            undrawn += 1
            if undrawn == UNDRAWN:
                raise
            say(_("The numbers could not be drawn: {error}").format(error=error))
            continue
        if turn is None:
            return
        undrawn = 0
        say("", *paragraph(turn.question.stem[current()]))
        try:
            _answer(sitting, turn.question)
        except _Undo:
            say(_taken_back(sitting, sitting.undo()))


def _taken_back(sitting: Sitting, card: Card | None) -> str:
    if card is None:
        return _("There is nothing to take back.")
    return _("taken back: {term}").format(term=sitting.desk.library.entries[card.entry].term[current()])


def _read(prompt: str) -> str:
    try:
        given = unicodedata.normalize("NFC", input(prompt + " ").strip())
    except (EOFError, RuntimeError):  # the input ends, or was closed from the start
        say("")  # the prompt's line ends
        raise _Leave from None
    if not sys.stdin.isatty():
        say(given)  # a terminal shows what is typed; a record of a piped sitting should too
    if given in LEAVE:
        raise _Leave
    if given in UNDO:
        raise _Undo
    return given


def _answer(sitting: Sitting, question: Question) -> None:
    """Ask until there is an answer that can be read; then say what it came to."""
    lang = current()
    if question.kind == "flashcard":
        _read(_("[enter] shows the answer, u takes the last one back, q leaves:"))
        say(*paragraph(question.answer[lang]))
        mark = None
        while mark is None:
            mark = MARKS.get(_read(_("1 again, 2 hard, 3 good, 4 easy:")))
        sitting.answer("", mark)
    else:
        while True:
            given = _given(question)
            feedback = sitting.answer(given)
            if not feedback.unreadable:
                break
            say(*paragraph(feedback.says[lang]))
        say(("✔ " if feedback.right else "✘ ") + (_("Right") if feedback.right else _("Not right")))
        said = [feedback.says[lang]]
        if not feedback.right:
            said.append(_("Right is: ") + question.answer[lang])
        if question.drawn is None and question.why is not None:
            said.append(question.why[lang])
        for text in filter(None, said):
            say(*paragraph(text))
        if question.drawn is not None:
            say(*(f"  {line}" for line in solution(question.drawn)))
    state = sitting.answered[-1].state
    if state is not None:
        say(_("recorded, back in {span}").format(span=span(state.due - sitting.desk.now())))


def _given(question: Question) -> str:
    """One line of input, as the log writes such an answer."""
    lang = current()
    if question.kind == "choice":
        for at, option in enumerate(question.options, 1):
            say(*paragraph(option.text[lang], lead=f"{at}  "))
        while True:
            given = _read(_("which number? (u takes back, q leaves)"))
            if given.isascii() and given.isdecimal() and 1 <= int(given) <= len(question.options):
                return question.given(int(given) - 1)
    if question.kind == "true-false":
        while True:
            given = _read(_("t or f? (u takes back, q leaves)")).casefold()
            if given.startswith(TRUE + FALSE):
                return question.given(int(not given.startswith(TRUE)))
    while True:
        given = _read(">")
        if given:
            return given
