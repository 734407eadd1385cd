"""The screen of a sitting: a question, the learner's answer, what it came to, and the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Literal, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from studyapp.content.model import DemoLink, Entry
from studyapp.errors import StudyError
from studyapp.lab.client import LabError
from studyapp.language import _, current
from studyapp.questions.model import GRADES, Feedback, Grade, Question
from studyapp.questions.wording import grade_name
from studyapp.session.sitting import Quiz, Sitting, Study
from studyapp.session.spans import span
from studyapp.tui import faces
from studyapp.tui.keys import bind
from studyapp.tui.page import Page
from studyapp.tui.progress import ending, title_and_counts
from studyapp.tui.widgets import ROW, KeyLine, TopLine, language_name

State = Literal["loading", "front", "back", "finished", "failed"]
PATIENT = 0.15  # seconds after which the screen says that numbers are being drawn
REST = 0.5  # seconds after an answer in which another enter does not skip the feedback


class SittingScreen(Page):
    """Study and quiz. The state of learning is the sitting's; this screen shows it and passes keys on.

    `state` changes at once with the key that changes it, so that keys that follow at once meet the new one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("space", "on", "Show the answer, go on"),
        bind("enter", "enter", "Show the answer, go on"),
        *(bind(str(n), f"number({n})", "Grade the flashcard, or choose") for n in GRADES),
        bind("d", "demo", "Run the linked demo, once the card is answered"),
        bind("e", "entry", "Open the entry, once the card is answered"),
        bind("u", "undo", "Undo the last answer"),
        bind("z", "quiz", "A quiz for practice, once nothing is left"),
        bind("ctrl+z", "undo", "Undo the last answer, while typing", priority=True),
        bind("down", "scroll(2)", "Further down"),
        bind("up", "scroll(-2)", "Further up"),
        bind("pagedown", "scroll(12)", "A page down"),
        bind("pageup", "scroll(-12)", "A page up"),
    ]

    AUTO_FOCUS = ""  # what is asked takes the focus, if it can be typed or chosen

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.desk = sitting.desk
        self.state: State = "loading"
        self.feedback: Feedback | None = None
        self.note: Callable[[], str] = str  # the line at the bottom, in the language in use; at first nothing
        self.trouble: StudyError | None = None
        self.resting = False

    # ── what is on the screen ───────────────────────────────────────────────────────────────────────────────

    def compose(self) -> ComposeResult:
        yield TopLine()
        with VerticalScroll(id="column", can_focus=False):
            yield Static(id="stem", markup=False)
            yield OptionList(id="options", markup=False, compact=True)
            yield Input(id="typed", compact=True)
            yield Static(id="back", markup=False)
            yield Static(id="figure", markup=False)
            yield Static(id="margin", markup=False)
        yield Static(id="recorded", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        super().on_mount()
        self.go_on()
        self.run_worker(self.desk.log.scheduler.warm, thread=True, group="warm")

    @property
    def question(self) -> Question | None:
        """The question on the table."""
        return self.sitting.turn.question if self.sitting.turn else None

    @property
    def entry(self) -> Entry | None:
        """The entry of the card on the table."""
        turn = self.sitting.turn
        return self.desk.library.entries.get(turn.card.entry) if turn else None

    @property
    def link(self) -> DemoLink | None:
        """The demo that proves the card: the question's own, else the entry's."""
        question, entry = self.question, self.entry
        return (question.demo if question else None) or (entry.demo if entry else None)

    def show(self) -> None:
        self._show(self._show_top, self._show_question, self._show_answer, self._show_keys)
        self._tell(self.note)

    def _show(self, *parts: Callable[[], None]) -> None:
        """Show these parts of the screen anew."""
        try:
            for part in parts:
                part()
        except StudyError as error:  # the log cannot be read
            self._fail(error)

    def _show_top(self) -> None:
        entry, library = self.entry, self.desk.library
        title, counts = title_and_counts(self.sitting, asking=self.state == "front")
        if entry is not None:
            title += f" · {library.topic_title(entry.id)[current()]}"
        colour = faces.topic_colour(library, entry) if entry else "$primary"
        self.query_one(TopLine).show(title, counts, colour)

    def _show_question(self) -> None:
        question, stem = self.question, self.query_one("#stem", Static)
        options, typed = self.query_one("#options", OptionList), self.query_one("#typed", Input)
        kind = question.kind if question and self.state in ("front", "back") else None
        options.display = kind in ("choice", "true-false")
        typed.display = kind in ("typed", "cloze", "numeric")
        if self.state == "failed":
            stem.update(Content.styled(self._trouble_said(), "$warning"))
        elif self.state == "finished":
            stem.update(ending(self.sitting))
        elif self.state == "loading" or question is None:
            stem.update(Content.styled(_("Numbers are being drawn …"), "$text-muted"))
        else:
            stem.update(faces.stem(question))
            if options.display:
                self._show_options(options, question)
            typed.placeholder = _("a number") if kind == "numeric" else _("your answer")
            # Only what is shown: each change of state works out styles anew.
            options.disabled = options.display and self.state != "front"
            typed.disabled = typed.display and self.state != "front"
            self._take_focus()

    def _take_focus(self) -> None:
        """What is asked has the focus, if it can be typed or chosen; else nothing has."""
        asked = [part for part in (self.query_one("#typed"), self.query_one("#options")) if part.display]
        self.set_focus(asked[0] if asked and self.state == "front" else None, scroll_visible=False)

    def on_descendant_blur(self) -> None:
        """A click beside the question does not take the focus away from it."""
        if self.is_current and self.state == "front":
            self.call_after_refresh(self._take_focus)

    def _show_options(self, options: OptionList, question: Question) -> None:
        chosen = self.sitting.answered[-1].given if self.state == "back" else None
        width = min(self.query_one("#column").content_size.width, 76) - ROW
        at = options.highlighted or 0
        options.set_options(Option(row) for row in faces.options(question, chosen, width))
        options.highlighted = at

    def _show_answer(self) -> None:
        back, margin, figure = (self.query_one(name, Static) for name in ("#back", "#margin", "#figure"))
        turn, entry = self.sitting.turn, self.entry
        shown = self.state == "back" and turn is not None and entry is not None
        back.display = margin.display = shown
        figure.display = shown and entry is not None and entry.figure is not None
        if not shown or turn is None or entry is None:
            return
        question = turn.question
        back.update(faces.verdict(question, self.feedback) if self.feedback else faces.back(question))
        margin.update(faces.margin(self.desk.library, entry, self.link, formula=turn.card.facet != "formula"))
        if figure.display and entry.figure is not None:
            if entry.figure.text is not None:
                figure.update(faces.drawing(entry.figure))
            else:
                self._draw_figure(entry)

    @work(exclusive=True, group="figure")
    async def _draw_figure(self, entry: Entry) -> None:
        """The figure comes after the text, which never waits for it."""
        from studyapp.tui.figures import figure

        width = min(self.query_one("#column").content_size.width, 76)
        drawing = await figure(self.desk, entry, width, 10)
        if self.entry is entry and self.state == "back":
            self.query_one("#figure", Static).update(drawing)

    def on_resize(self) -> None:
        """Options and figures are drawn to the width."""
        if self.state in ("front", "back"):
            self.call_after_refresh(self.show)

    def _show_keys(self) -> None:
        line, language = self.query_one(KeyLine), ("l", language_name(), "language")
        undo = (("u", _("undo"), "undo"),) if self.sitting.answered else ()
        demo = (("d", _("demo"), "demo"),) if self.link else ()
        keys, leave = ("?", _("keys"), "keys"), ("esc", _("leave"), "back")
        if self.state == "front" and self.query_one("#typed").display:
            undo_typing = tuple(("^z", does, action) for _key, does, action in undo)
            typing = (("^l", language_name(), "language"), ("F1", _("keys"), "keys"))
            line.show((_("enter"), _("answer"), "on"), *undo_typing, *typing, leave)
        elif self.state == "front":
            does = _("show the answer") if self._is_flashcard else _("choose")
            line.show((_("space") if self._is_flashcard else _("enter"), does, "on"), *undo, keys, language, leave)
        elif self.state == "back" and self.feedback is None:
            wait = self.desk.previews(self.sitting.turn.card) if self.sitting.turn else {}
            grades = [(str(grade), f"{grade_name(grade)} {span(wait[grade])}", f"number({grade})") for grade in GRADES]
            line.show(*grades, *undo, keys, *demo, language, leave)
        elif self.state == "back":
            entry = ("e", _("entry"), "entry")
            line.show((_("space"), _("go on"), "on"), *demo, *undo, keys, entry, language, leave)
        elif self.state == "failed":
            line.show((_("space"), _("go on without it"), "on"), keys, language, leave)
        elif self.state == "loading":
            line.show(keys, language, leave)
        else:
            retry = ((_("space"), _("the missed ones again"), "on"),) if self._missed else ()
            quiz = (("z", _("quiz"), "quiz"),) if isinstance(self.sitting, Study) else ()
            line.show(*retry, *quiz, *undo, keys, language, ("esc", _("home"), "back"))

    @property
    def _is_flashcard(self) -> bool:
        return self.question is not None and self.question.kind == "flashcard"

    @property
    def _choosing(self) -> bool:
        """Whether options wait to be chosen from."""
        return self.state == "front" and self.query_one("#options").display

    @property
    def _missed(self) -> list[str]:
        """The cards that a quiz at its end asks again."""
        return [answered.turn.card.id for answered in self.sitting.missed] if isinstance(self.sitting, Quiz) else []

    # ── the next question ───────────────────────────────────────────────────────────────────────────────────

    def go_on(self) -> None:
        """Lay the next question on the table and show it."""
        self.feedback, self.state = None, "loading"
        self.set_focus(None)
        self._next()

    @work(exclusive=True, group="next")
    async def _next(self) -> None:
        slow = self.set_timer(PATIENT, self.show)
        try:
            turn = await self.sitting.next()
        except StudyError as error:
            self._fail(error)
            return
        finally:
            slow.stop()
        self.state = "front" if turn else "finished"
        self.query_one("#typed", Input).value = ""
        self.query_one("#options", OptionList).highlighted = None
        self.query_one("#column").scroll_home(animate=False)
        self.show()
        if self.link is not None:
            self.desk.lab.warm_soon()

    def _fail(self, error: StudyError) -> None:
        self.state, self.trouble = "failed", error
        self._show_question()
        self._show_answer()
        self._show_keys()

    def _trouble_said(self) -> str:
        if isinstance(self.trouble, LabError):
            return _("The numbers could not be drawn: {error}").format(error=self.trouble)
        return str(self.trouble)

    # ── answering ───────────────────────────────────────────────────────────────────────────────────────────

    def _record(self, given: str, mark: Grade | None = None) -> bool:
        """Pass the answer on. It is shown as recorded only when it is on the disk. False: nothing was recorded."""
        turn = self.sitting.turn
        assert turn is not None
        try:
            feedback = self.sitting.answer(given, mark)
        except StudyError as error:
            trouble = f"! {error}"
            self._tell(lambda: trouble)
            return False
        if feedback.unreadable:
            self._tell(lambda: feedback.says[current()])
            return False
        self.feedback = feedback if mark is None else None
        state = self.sitting.answered[-1].state
        entry = self.desk.library.entries[turn.card.entry]
        grade = cast(Grade, feedback.grade)
        wait = state.due - self.desk.now() if state else None
        self.note = lambda: faces.recorded(entry, grade, wait)
        return True

    def _tell(self, note: Callable[[], str]) -> None:
        """Show `note` at the bottom, now and in another language."""
        self.note = note
        self.query_one("#recorded", Static).update(note())

    def action_on(self) -> None:
        """Space: show the answer, choose, or go on."""
        typed = self.query_one("#typed", Input)
        if self.state == "front" and self._is_flashcard:
            self.state = "back"  # the question stays as it stands
            self._show(self._show_answer, self._show_keys)
        elif self._choosing:
            self._choose(self.query_one("#options", OptionList).highlighted or 0)
        elif self.state == "front" and typed.display:
            self._answer(typed.value)
        elif (self.state == "back" and self.feedback is not None) or self.state == "failed":
            self.go_on()
        elif self.state == "finished" and self._missed:
            quiz = cast(Quiz, self.sitting)
            self.sitting = Quiz(self.desk, quiz.topic, [answered.turn.card for answered in quiz.missed])
            self.go_on()

    def action_enter(self) -> None:
        """Enter does what space does, but an enter right after an answer does not skip what it came to."""
        if not self.resting:
            self.action_on()

    def action_number(self, number: int) -> None:
        """1 to 4: grade the flashcard, or choose that option."""
        if self.state == "back" and self.feedback is None:
            if self._record("", cast(Grade, number)):
                self.go_on()
        elif self._choosing and number <= self.query_one("#options", OptionList).option_count:
            self._choose(number - 1)

    @on(OptionList.OptionSelected)
    def _selected(self, chosen: OptionList.OptionSelected) -> None:
        self._choose(chosen.option_index)

    @on(Input.Submitted)
    def _submitted(self, submitted: Input.Submitted) -> None:
        self._answer(submitted.value)

    def _choose(self, index: int) -> None:
        if self.state == "front" and self.question is not None and self._record(self.question.given(index)):
            self._turn_over()

    def _answer(self, given: str) -> None:
        if self.state == "front" and given.strip() and self._record(given.strip()):
            self._turn_over()

    def _rested(self) -> None:
        self.resting = False

    def _turn_over(self) -> None:
        self.state, self.resting = "back", True
        self.set_timer(REST, self._rested)
        self.show()
        self.call_after_refresh(self._reveal_answer)

    def _reveal_answer(self) -> None:
        """Scroll as far as the answer needs, if a long question leaves it no room."""
        column, back = self.query_one("#column"), self.query_one("#back")
        hidden = back.region.bottom - column.region.bottom
        if hidden > 0:
            column.scroll_relative(y=min(hidden, back.region.y - column.region.y), animate=False)

    def action_undo(self) -> None:
        """Take the last answer back; its card comes again."""
        try:
            card = self.sitting.undo()
        except StudyError as error:
            trouble = f"! {error}"
            self._tell(lambda: trouble)
            return
        if card is None:
            self._tell(lambda: _("There is nothing to take back."))
            return
        entry = self.desk.library.entries[card.entry]
        self.note = lambda: _("taken back: {term}").format(term=entry.term[current()])
        self.go_on()

    # ── elsewhere ───────────────────────────────────────────────────────────────────────────────────────────

    def action_scroll(self, by: int) -> None:
        """Move the page, where it is longer than the screen."""
        self.query_one("#column").scroll_relative(y=by, animate=False)

    def action_demo(self) -> None:
        """Open the linked demo; leaving it returns to this card as it is. First comes the learner's own answer."""
        if self.link is not None and self.state == "back":
            from studyapp.tui.demo import DemoScreen

            self.app.push_screen(DemoScreen(self.desk, self.link))
        elif self.state == "front":
            self._tell(lambda: _("First your answer; then d runs the demo."))

    def action_quiz(self) -> None:
        """Where nothing is left to study, a quiz in its place."""
        if self.state == "finished" and isinstance(self.sitting, Study):
            self.app.switch_screen(SittingScreen(Quiz(self.desk, self.sitting.topic)))

    def action_entry(self) -> None:
        """Open the entry of a card that has been answered."""
        if self.entry is not None and self.state == "back":
            from studyapp.tui.entry import EntryScreen

            self.app.push_screen(EntryScreen(self.desk, self.entry.id))
