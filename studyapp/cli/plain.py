"""Study and quiz line by line, for screen readers, dumb terminals and pipes."""

from __future__ import annotations

import asyncio
import io
import sys
import unicodedata

from studyapp.cli import COULD_NOT, DONE
from studyapp.cli.output import paragraph, say
from studyapp.content.model import Card, Figure
from studyapp.lab.client import LabError
from studyapp.language import _, current
from studyapp.memory.log import LogError
from studyapp.memory.model import Confidence
from studyapp.questions.model import GRADES, Feedback, Grade, Question
from studyapp.questions.wording import comparison
from studyapp.session.desk import Desk
from studyapp.session.pictures import picture
from studyapp.session.quiz import Quiz
from studyapp.session.results import after_a_miss, results
from studyapp.session.sitting import Sitting
from studyapp.session.spans import span

MARKS: dict[str, Grade] = {str(grade): grade for grade in GRADES}
# What may be typed; the same keys give jamo while a Korean input method is on.
LEAVE, UNDO = ("q", "ㅂ"), ("u", "ㅕ")
TRUE, FALSE = ("t", "o", "참", "ㅅ", "ㅐ"), ("f", "x", "거짓", "ㄹ", "ㅌ")
SURE: dict[str, Confidence] = {"!": "sure", "?": "unsure"}  # behind an answer
UNDRAWN = 3  # so many questions in a row whose numbers cannot be drawn end the sitting


def sit(sitting: Sitting) -> int:
    """A sitting in plain text."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # what is not UTF-8 is a wrong answer, not a crash
    # The loop runs only while a question is made: while the learner thinks, ctrl+c must work at once.
    with asyncio.Runner() as runner:
        try:
            return _sit(sitting, runner)
        finally:
            sitting.desk.look_after()
            runner.run(sitting.desk.close())


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
    if isinstance(sitting, Quiz) and sitting.answered:
        for line in results(sitting):
            lead = {"missed": "✘ ", "note": "    ", "text": "    "}.get(line.role, "")
            say(*paragraph(line.text, lead=lead))
        if len(sitting.first) < len(sitting.cards):
            say("", _("Go on with it later: studyapp quiz --resume"))
    elif sitting.answered:
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
        if turn.question.figure is not None:
            say("", runner.run(_picture(sitting.desk, turn.question.figure)))
        if turn.question.help is not None:
            say("", *(f"  {line}" for line in turn.question.help[current()].split("\n")))
        try:
            _answer(sitting, turn.question)
        except _Undo:
            say(_taken_back(sitting, sitting.undo()))


async def _picture(desk: Desk, wanted: Figure) -> str:
    try:
        frame = await desk.last_frame(wanted.demo or "", wanted.set)
    except LabError as error:
        return _("The figure could not be drawn: {error}").format(error=error)
    return picture(desk.library, wanted, frame) if frame is not None else ""


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
    if question.way == "mark":
        _read(_("[enter] shows the answer, u takes the last one back, q leaves:"))
        say(*paragraph(question.answer[current()]))
        mark = None
        while mark is None:
            mark = MARKS.get(_read(_("1 again, 2 hard, 3 good, 4 easy:")))
        sitting.answer("", mark)
    else:
        near_miss = None
        while True:
            given, confidence = _given(question, near_miss)
            feedback = sitting.answer(given, None, confidence, meant=given == near_miss)
            if not feedback.unreadable:
                break
            near_miss = given if feedback.meant is not None else None
            say(*paragraph(feedback.says[current()]))
        if sitting.exam:
            say(_("recorded"))
            return
        say(*feedback_lines(question, feedback))
        if told := after_a_miss(sitting.answered[-1]):
            say(told)
    state = sitting.answered[-1].state
    if state is not None:
        say(_("recorded, back in {span}").format(span=span(state.due - sitting.desk.now())))


def feedback_lines(question: Question, feedback: Feedback) -> list[str]:
    """What an answer came to, with the reason or the worked solution."""
    lang = current()
    lines = [("✔ " if feedback.right else "✘ ") + (_("Right") if feedback.right else _("Not right"))]
    said = [feedback.says[lang]]
    if not feedback.right:
        said.append(_("Right is: ") + question.answer[lang])
    if question.drawn is None and question.why is not None:
        said.append(question.why[lang])
    for text in filter(None, said):
        lines += paragraph(text)
    if question.drawn is not None:
        signs = {"right": "✔", "wrong": "✘", "": " "}
        lines += [f"{signs[line.mark]} {line}" for line in comparison(question.drawn, feedback.rule)]
    return lines


def _given(question: Question, near_miss: str | None) -> tuple[str, Confidence | None]:
    """One line of input, as the log writes such an answer, and how sure it is; enter alone says yes to a near miss."""
    say(*option_lines(question))
    while True:
        given = _read(_prompt(question))
        confidence = SURE.get(given[-1:])
        given = given[:-1].strip() if confidence else given
        if not given and near_miss is not None:
            return near_miss, confidence
        read = as_logged(question, given)
        if read is not None:
            return read, confidence


def _prompt(question: Question) -> str:
    match question.kind:
        case "true-false":
            return _("t or f? (u takes back, q leaves)")
        case "several-of":
            return _("which numbers? (as in 1 3)")
        case "ordering":
            return _("in which order? (as in 2 1 3)")
        case "matching":
            return _("which number for each letter, in their order? (as in 2 1 3)")
        case _ if question.options:
            return _("which number? (u takes back, q leaves)")
    return ">"


def option_lines(question: Question) -> list[str]:
    """What is chosen from, in numbered lines; before them the left halves, with letters."""
    lang = current()
    if question.kind == "true-false":
        return []
    lines: list[str] = []
    for at, left in enumerate(question.lefts):
        lines += paragraph(left[lang], lead=f"{chr(ord('a') + at)}  ")
    for at, option in enumerate(question.options, 1):
        lines += paragraph(option.text[lang], lead=f"{at}  ")
    return lines


def as_logged(question: Question, given: str) -> str | None:
    """What was typed as `Question.given` writes it; None: it is not an answer to this."""
    if not given:
        return None
    if question.way == "type":
        return given
    if question.kind == "true-false":
        said = given.casefold()
        return question.given([int(not said.startswith(TRUE))]) if said.startswith(TRUE + FALSE) else None
    parts = given.replace(",", " ").split()
    if not all(part.isascii() and part.isdecimal() and 1 <= int(part) <= len(question.options) for part in parts):
        return None
    chosen = list(dict.fromkeys(int(part) - 1 for part in parts))
    wanted = {"one": 1, "arrange": len(question.options)}.get(question.way, len(chosen))
    if len(chosen) != len(parts) or len(chosen) != wanted:
        return None
    return question.given(sorted(chosen) if question.way == "several" else chosen)
