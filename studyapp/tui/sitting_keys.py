"""The keys that matter at each moment of a sitting, as the line at the bottom tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studyapp.language import _
from studyapp.memory.model import Confidence
from studyapp.questions.model import GRADES
from studyapp.questions.wording import grade_name
from studyapp.session.quiz import Quiz
from studyapp.session.sitting import Study
from studyapp.session.spans import span
from studyapp.tui.widgets import language_name

if TYPE_CHECKING:
    from studyapp.tui.sitting import SittingScreen

Key = tuple[str, str, str]  # what to press, what it does, the action


def keys_of(screen: SittingScreen) -> list[Key]:
    """The keys of the moment, the most important first, the way out last."""
    language, keys, leave = ("l", language_name(), "language"), ("?", _("keys"), "keys"), ("esc", _("leave"), "back")
    undo = [("u", _("undo"), "undo")] if screen.sitting.answered else []
    match screen.state:
        case "front":
            return _while_asked(screen, undo, keys, language, leave)
        case "back" if screen.feedback is None:
            return [*_grades(screen), *_demo(screen), *undo, keys, language, leave]
        case "back":
            entry = ("e", _("entry"), "entry")
            return [(_("space"), _("go on"), "on"), *_demo(screen), *undo, keys, entry, language, leave]
        case "failed":
            return [(_("space"), _("go on without it"), "on"), keys, language, leave]
        case "loading":
            return [keys, language, leave]
        case "finished":
            quiz = screen.sitting if isinstance(screen.sitting, Quiz) else None
            review = [(_("space"), _("review these"), "on")] if quiz and quiz.missed else []
            another = [("z", _("quiz"), "quiz")] if isinstance(screen.sitting, Study) else []
            return [*review, *another, *undo, keys, language, ("esc", _("home"), "back")]


def _while_asked(screen: SittingScreen, undo: list[Key], keys: Key, language: Key, leave: Key) -> list[Key]:
    if screen.is_flashcard:
        return [(_("space"), _("show the answer"), "on"), *undo, keys, language, leave]
    sure = ("tab", how_sure(screen.confidence), "confidence")
    question = screen.question
    if screen.asked.typing:
        typing = [("^l", language_name(), "language"), ("F1", _("keys"), "keys")]
        return [
            (_("enter"), _("answer"), "on"),
            sure,
            *(("^z", does, action) for _key, does, action in undo),
            *typing,
            leave,
        ]
    if question is not None and question.way != "one":
        mark = ("1–9" if question.lefts else _("space"), _("match") if question.lefts else _("mark"), "")
        return [mark, (_("enter"), _("answer"), ""), sure, *undo, keys, language, leave]
    return [(_("enter"), _("choose"), "on"), sure, *undo, keys, language, leave]


def how_sure(confidence: Confidence | None) -> str:
    """What the key of confidence says."""
    return {None: _("how sure?"), "sure": _("sure"), "unsure": _("not sure")}[confidence]


def _grades(screen: SittingScreen) -> list[Key]:
    turn = screen.sitting.turn
    wait = screen.desk.previews(turn.card, turn.question.seed) if turn else {}
    return [(str(grade), f"{grade_name(grade)} {span(wait[grade])}", f"number({grade})") for grade in GRADES]


def _demo(screen: SittingScreen) -> list[Key]:
    return [("d", _("demo"), "demo")] if screen.link else []
