"""The screen of a sitting: a question, the learner's answer, what it came to, and the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Literal, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from studyapp.content.model import DemoLink, Entry, Figure
from studyapp.errors import StudyError
from studyapp.lab.client import LabError
from studyapp.language import _, current
from studyapp.memory.model import Confidence
from studyapp.questions.model import GRADES, Feedback, Grade, Question
from studyapp.session.quiz import Quiz
from studyapp.session.sitting import Answered, Sitting, Study
from studyapp.tui import faces
from studyapp.tui.asked import Asked
from studyapp.tui.keys import bind
from studyapp.tui.page import Page
from studyapp.tui.progress import ending, title_and_counts
from studyapp.tui.sitting_keys import keys_of
from studyapp.tui.widgets import KeyLine, TopLine

State = Literal["loading", "front", "back", "finished", "failed"]
PATIENT = 0.15  # seconds after which the screen says that numbers are being drawn
REST = 0.5  # seconds after an answer in which another enter does not skip the feedback
FIGURE_HEIGHT = 10  # rows
SURE: tuple[Confidence | None, ...] = (None, "sure", "unsure")  # in the order in which the key goes through them


class SittingScreen(Page):
    """Study and quiz. The state of learning is the sitting's; this screen shows it and passes keys on.

    `state` changes at once with the key that changes it, so that keys that follow at once meet the new one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("space", "on", "Show the answer, go on"),
        bind("enter", "enter", "Show the answer, go on"),
        *(bind(str(n), f"number({n})", "Grade the flashcard, or choose") for n in range(1, 7)),
        bind("tab", "confidence", "How sure you are: not said, sure, not sure"),
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
        self.confidence: Confidence | None = None
        self.note: Callable[[], str] = str  # the line at the bottom, in the language in use; at first nothing
        self.trouble: StudyError | None = None
        self.resting = False
        self.near_miss: str | None = None  # what was typed, when it was asked: did you mean …?

    # ── what is on the screen ───────────────────────────────────────────────────────────────────────────────

    def compose(self) -> ComposeResult:
        yield TopLine()
        with VerticalScroll(id="column", can_focus=False):
            yield Asked(id="asked")
            yield Static(id="back", markup=False)
            yield Static(id="figure", markup=False)
            yield Static(id="margin", markup=False)
        yield Static(id="recorded", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.go_on()
        self.run_worker(self.desk.log.scheduler.warm, thread=True, group="warm")

    @property
    def asked(self) -> Asked:
        """What is asked, on the screen."""
        return self.query_one(Asked)

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

    @property
    def _predicted(self) -> bool:
        """Whether the answer was a prediction of what the demo will show: the demo's own, or the question's numbers."""
        question = self.question
        return question is not None and (question.kind == "predict-the-demo" or question.drawn is not None)

    @property
    def answered(self) -> Answered | None:
        """The answer to the question on the table."""
        return self.sitting.answered[-1] if self.state == "back" and self.feedback is not None else None

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
        question, asked = self.question, self.asked
        if self.state == "failed":
            asked.say(Content.styled(self._trouble_said(), "$warning"))
        elif self.state == "finished":
            asked.say(ending(self.sitting))
        elif self.state == "loading" or question is None:
            asked.say(Content.styled(_("Numbers are being drawn …"), "$text-muted"))
        else:
            asked.show(question, self.answered.given if self.answered else None)
            self._take_focus()
            if question.figure is not None:
                self._draw(question.figure, asked.picture, question, group="picture")

    def _take_focus(self) -> None:
        """What is asked has the focus, if it can be typed or chosen; else nothing has."""
        self.set_focus(self.asked.way_in if self.state == "front" else None, scroll_visible=False)

    def on_descendant_blur(self) -> None:
        """A click beside the question does not take the focus away from it."""
        if self.is_current and self.state == "front":
            self.soon(self._take_focus)

    def _show_answer(self) -> None:
        back, margin, figure = (self.query_one(name, Static) for name in ("#back", "#margin", "#figure"))
        turn, entry = self.sitting.turn, self.entry
        shown = self.state == "back" and turn is not None and entry is not None
        back.display = margin.display = shown
        figure.display = shown and entry is not None and entry.figure is not None
        if not shown or turn is None or entry is None:
            return
        question = turn.question
        back.update(faces.verdict(question, self.answered) if self.answered else faces.back(question))
        margin.update(faces.margin(self.desk.library, entry, self.link, formula=turn.card.facet != "formula"))
        if figure.display and entry.figure is not None:
            if entry.figure.text is not None:
                figure.update(faces.drawing(entry.figure))
            else:
                self._draw(entry.figure, figure.update, question, group="figure")

    def _draw(self, wanted: Figure, shows: Callable[[Content], None], question: Question, *, group: str) -> None:
        """The figure comes after the text, which never waits for it."""

        async def drawing() -> None:
            from studyapp.tui.figures import figure

            width = min(self.query_one("#column").content_size.width, 76)
            drawn = await figure(self.desk, wanted, width, FIGURE_HEIGHT)
            if self.question is question and self.state in ("front", "back") and not self.gone:
                shows(drawn)

        self.run_worker(drawing(), group=group, exclusive=True)

    def on_resize(self) -> None:
        """Options and figures are drawn to the width."""
        if self.state in ("front", "back"):
            self.soon(self.show)

    def _show_keys(self) -> None:
        self.query_one(KeyLine).show(*keys_of(self))

    @property
    def is_flashcard(self) -> bool:
        """Whether the learner grades the answer."""
        return self.question is not None and self.question.way == "mark"

    # ── the next question ───────────────────────────────────────────────────────────────────────────────────

    def go_on(self) -> None:
        """Lay the next question on the table and show it."""
        self.feedback, self.state, self.confidence, self.near_miss = None, "loading", None, None
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
        if self.gone:
            return
        self.asked.clear()
        self.query_one("#column").scroll_home(animate=False)
        self.show()
        if self.link is not None:
            self.desk.lab.warm_soon()

    def reloaded(self) -> None:
        """The content was read anew: the card stays, with the words that it has now, until it has been answered."""
        if self.state == "front" or (self.state == "back" and self.feedback is None):
            self._renew()
        elif self.state != "back":
            self.show()

    @work(exclusive=True, group="next")
    async def _renew(self) -> None:
        try:
            there = await self.sitting.renew()
        except StudyError as error:
            self._fail(error)
            return
        if self.gone:
            return
        if there:
            self.asked.clear()
            self.show()
        else:
            self.go_on()

    def _fail(self, error: StudyError) -> None:
        self.state, self.trouble = "failed", error
        if self.gone:
            return
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
            feedback = self.sitting.answer(given, mark, self.confidence, meant=given == self.near_miss)
        except StudyError as error:
            trouble = f"! {error}"
            self._tell(lambda: trouble)
            return False
        if feedback.unreadable:
            self.near_miss = given if feedback.meant is not None else None
            self._tell(lambda: feedback.says[current()])
            return False
        self.feedback = feedback if mark is None else None
        state = self.sitting.answered[-1].state
        entry = self.desk.library.entries[turn.card.entry]
        grade = None if self.sitting.exam else cast(Grade, feedback.grade)
        wait = state.due - self.desk.now() if state else None
        self.note = lambda: faces.recorded(entry, grade, wait)
        return True

    def _tell(self, note: Callable[[], str]) -> None:
        """Show `note` at the bottom, now and in another language."""
        self.note = note
        self.query_one("#recorded", Static).update(note())

    def action_on(self) -> None:
        """Space: show the answer, choose, or go on."""
        if self.state == "front" and self.is_flashcard:
            self.state = "back"  # the question stays as it stands
            self._show(self._show_answer, self._show_keys)
        elif self.state == "front":
            self._answer(self.asked.given())
        elif (self.state == "back" and self.feedback is not None) or self.state == "failed":
            self.go_on()
        elif self.state == "finished" and isinstance(self.sitting, Quiz) and self.sitting.missed:
            self.sitting = Quiz(self.desk, self.sitting.topic, self.sitting.review())
            self.go_on()

    def action_enter(self) -> None:
        """Enter does what space does, but an enter right after an answer does not skip what it came to."""
        if not self.resting:
            self.action_on()

    def action_number(self, number: int) -> None:
        """Grade the flashcard with 1 to 4, or choose that option."""
        if self.state == "back" and self.feedback is None:
            if number in GRADES and self._record("", number):
                self.go_on()
        elif self.state == "front" and self.question is not None and number <= self.asked.options:
            self._answer(self.question.given([number - 1]))

    def action_confidence(self) -> None:
        """Say how sure the answer is, before it is given."""
        if self.state == "front" and not self.is_flashcard:
            self.confidence = SURE[(SURE.index(self.confidence) + 1) % len(SURE)]
            self._show_keys()

    @on(Asked.Given)
    def _given(self, answer: Asked.Given) -> None:
        self._answer(answer.given)

    @on(Asked.Told)
    def _told(self, told: Asked.Told) -> None:
        self._tell(lambda: told.says)

    def _answer(self, given: str | None) -> None:
        if self.state == "front" and given is not None and self._record(given):
            if self.sitting.exam:
                self.go_on()
            else:
                self._turn_over()

    def _rested(self) -> None:
        self.resting = False

    def _turn_over(self) -> None:
        self.state, self.resting = "back", True
        self.set_timer(REST, self._rested)
        self.show()
        self.soon(self._reveal_answer)

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

            self.app.push_screen(DemoScreen(self.desk, self.link, asks=not self._predicted))
        elif self.state == "front":
            self._tell(lambda: _("First your answer; then d runs the demo."))

    def action_quiz(self) -> None:
        """Where nothing is left to study, a quiz in its place."""
        if self.is_current and self.state == "finished" and isinstance(self.sitting, Study):
            self.app.switch_screen(SittingScreen(Quiz(self.desk, self.sitting.topic)))

    def action_entry(self) -> None:
        """Open the entry of a card that has been answered."""
        if self.entry is not None and self.state == "back":
            from studyapp.tui.entry import EntryScreen

            self.app.push_screen(EntryScreen(self.desk, self.entry.id))
