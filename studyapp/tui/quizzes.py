"""The quizzes that there are: the one that was left, mixed, what is due, weak spots, a topic; each also as an exam."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studyapp.errors import StudyError
from studyapp.language import _, current, ngettext
from studyapp.memory.model import QuizBegun
from studyapp.session.desk import SCOPES, Desk
from studyapp.session.quiz import LENGTH, Quiz, unfinished
from studyapp.tui.keys import bind
from studyapp.tui.page import Page
from studyapp.tui.sitting import SittingScreen
from studyapp.tui.widgets import KeyLine, Links, TopLine, column, language_name

NAME = 32
RESUME, TOPIC = "resume", "topic:"


class QuizzesScreen(Page):
    """What to be asked about. Nothing is begun before an answer is given."""

    BINDINGS: ClassVar[list[BindingType]] = [bind("x", "exam", "An exam: nothing is told before its end")]

    shows_at_once = False  # coming to the front shows it, the first time as every time

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.exam = False

    def compose(self) -> ComposeResult:
        yield TopLine()
        with VerticalScroll(id="column", can_focus=False):
            yield Static(id="greeting", markup=False)
            yield Links(id="quizzes", markup=False, compact=True)
        yield KeyLine()

    def on_screen_resume(self) -> None:
        self.show()

    def show(self) -> None:
        self.query_one(TopLine).show(_("Exam") if self.exam else _("Quiz"))
        told = (
            _("An exam: {n} questions at most, without help, and nothing is told before the end.")
            if self.exam
            else _("At most {n} questions, mixed. What is missed comes once more, with new numbers.")
        )
        listed = self.query_one("#quizzes", Links)
        at = listed.highlighted
        try:
            rows = self._rows()
        except StudyError as error:
            self.query_one("#greeting", Static).update(Content.styled(f"! {error}", "$warning"))
            return
        self.query_one("#greeting", Static).update(told.format(n=LENGTH))
        listed.set_options(rows)
        listed.highlighted = min(at or 0, len(rows) - 1)
        self.query_one(KeyLine).show(
            (_("enter"), _("begin"), ""),
            ("x", _("as a quiz") if self.exam else _("as an exam"), "exam"),
            ("?", _("keys"), "keys"),
            ("l", language_name(), "language"),
            ("esc", _("home"), "back"),
        )

    def _rows(self) -> list[Option]:
        rows = []
        if left := unfinished(self.desk):
            begun, answers = left
            assert isinstance(begun.event, QuizBegun)
            name = _("Go on with the exam") if begun.event.exam else _("Go on with the quiz")
            done = len({getattr(answer.event, "card", "") for answer in answers})
            hint = _("{n} of {all} answered").format(n=done, all=len(begun.event.cards))
            rows.append(_row(RESUME, name, hint))
        due = len(self.desk.queue().due())
        weak = len(self.desk.weak())
        hints = {
            "mixed": (_("Mixed"), _("what is due first")),
            "due": (_("Due"), ngettext("{n} card is due", "{n} cards are due", due).format(n=due)),
            "weak": (_("Weak spots"), ngettext("{n} card", "{n} cards", weak).format(n=weak)),
        }
        for scope in SCOPES:
            rows.append(_row(scope, *hints[scope], disabled={"due": not due, "weak": not weak}.get(scope, False)))
        met = self.desk.queue().met_by_topic()
        for topic in self.desk.library.topics:
            _met, n = met.get(topic.id, (0, 0))
            hint = ngettext("{n} card", "{n} cards", n).format(n=n)
            rows.append(_row(TOPIC + topic.id, topic.title[current()], hint))
        return rows

    def action_exam(self) -> None:
        """A quiz or an exam."""
        self.exam = not self.exam
        self.show()

    @on(OptionList.OptionSelected)
    def _begin(self, chosen: OptionList.OptionSelected) -> None:
        if not self.is_current:  # an escape right behind the enter was faster than this message
            return
        id = chosen.option_id or ""
        if id == RESUME:
            left = unfinished(self.desk)
            quiz = Quiz.taken_up(self.desk, *left) if left else Quiz(self.desk)
        elif id.startswith(TOPIC):
            quiz = Quiz(self.desk, id.removeprefix(TOPIC), exam=self.exam)
        else:
            quiz = Quiz(self.desk, scope=next(scope for scope in SCOPES if scope == id), exam=self.exam)
        self.app.switch_screen(SittingScreen(quiz))


def _row(id: str, name: str, hint: str, *, disabled: bool = False) -> Option:
    style = "$text-muted" if disabled else "bold"
    return Option(Content.assemble(column(name, NAME, style), (hint, "$text-muted")), id=id, disabled=disabled)
