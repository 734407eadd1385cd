"""The end of a quiz: what was right, which mistakes were seen, what to go over; for screens and plain text."""

from __future__ import annotations

from typing import Literal, NamedTuple

from studyapp.language import _, current, ngettext
from studyapp.questions.mistakes import mistake
from studyapp.questions.model import Question
from studyapp.session.quiz import Quiz
from studyapp.session.sitting import Answered

Role = Literal["head", "label", "missed", "note", "text", ""]


class Line(NamedTuple):
    """A line of the page, and what it is: a head, the label of what follows, a miss, a note on it, plain text."""

    role: Role
    text: str


def results(quiz: Quiz) -> list[Line]:
    """Everything there is to say at the end."""
    if not quiz.cards:
        return [Line("text", _("There is nothing to ask here yet. Study first, then come back."))]
    first = quiz.first
    lines = [Line("head", _("{right} of {n} right").format(right=len(first) - len(quiz.missed), n=len(first)))]
    if sure := [answered for answered in first if answered.surprise]:
        said = ngettext("Of {n} wrong answer you were sure.", "Of {n} wrong answers you were sure.", len(sure))
        lines.append(Line("note", said.format(n=len(sure))))
    if quiz.missed:
        lines += [Line("", ""), Line("label", _("Missed:"))]
        for answered in quiz.missed:
            lines += _missed(quiz, answered)
    if quiz.rules:
        lines += [Line("", ""), Line("label", _("Mistakes that were seen:"))]
        for (rule, card), times in quiz.rules.most_common():
            lines.append(Line("text", f"{times} ×  {mistake(quiz.desk.library, card, rule)[current()]}"))
    if quiz.missed:
        terms = dict.fromkeys(quiz.desk.library.entries[card.entry].term[current()] for card in quiz.review())
        lines += [Line("", ""), Line("label", _("To review:")), Line("text", ", ".join(terms))]
    return lines


def _missed(quiz: Quiz, answered: Answered) -> list[Line]:
    """One miss: what was given and right; in an exam also what was asked and why, which was not told before."""
    lang, question = current(), answered.turn.question
    again = [each for each in quiz.answered if each.turn.card == answered.turn.card][1:]
    mended = any(each.feedback.right for each in again)
    term = quiz.desk.library.entries[answered.turn.card.entry].term[lang]
    lines = [Line("missed", term + ("  ✔ " + _("right at the second asking") if mended else ""))]
    if quiz.exam:
        lines.append(Line("note", _short(question.stem[lang].rstrip().rpartition("\n")[2])))
    told = _("given: {given} · right: {right}")
    given = said(question, answered.given)
    lines.append(Line("note", told.format(given=given, right=_short(question.answer[lang]))))
    if answered.feedback.says[lang] and (quiz.exam or answered.feedback.rule):
        lines.append(Line("text", answered.feedback.says[lang]))
    return lines


def after_a_miss(answered: Answered) -> str:
    """When a missed card comes again, and that the learner was sure."""
    told = [_("You were sure.")] if answered.surprise else []
    if answered.again and answered.turn.question.drawn is not None:
        told.append(_("It comes once more today, with new numbers."))
    elif answered.again:
        told.append(_("It comes once more today."))
    if answered.tomorrow:
        told.append(_("It comes back tomorrow."))
    return " ".join(told)


def said(question: Question, given: str) -> str:
    """What was given, as the learner saw it."""
    if question.way == "type":
        return given
    chosen = question.chosen(given)
    if question.lefts:
        pairs = zip(question.lefts, chosen, strict=False)
        return "; ".join(f"{left[current()]} {index + 1}" for left, index in pairs)
    return "; ".join(_short(question.options[index].text[current()]) for index in chosen)


def _short(text: str, most: int = 60) -> str:
    """The text on one line, cut at a word where it is long."""
    line = "; ".join(" ".join(part.split()) for part in text.split("\n") if part.strip())
    return line if len(line) <= most else line[:most].rpartition(" ")[0] + " …"
