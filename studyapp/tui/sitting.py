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

from studyapp.content.model import Entry
from studyapp.lab.client import LabError
from studyapp.language import _, current, ngettext
from studyapp.memory.log import LogError
from studyapp.questions.model import Feedback, Grade
from studyapp.session.sitting import Quiz, Sitting, Study
from studyapp.session.spans import span
from studyapp.tui import faces
from studyapp.tui.home import language_name
from studyapp.tui.keys import bind
from studyapp.tui.page import Page
from studyapp.tui.widgets import KeyLine, TopLine

State = Literal["loading", "front", "back", "finished", "failed"]
GRADES: tuple[Grade, ...] = (1, 2, 3, 4)


def grade_name(grade: Grade) -> str:
    """FSRS's four grades, as the learner reads them."""
    return (_("Again"), _("Hard"), _("Good"), _("Easy"))[grade - 1]


class SittingScreen(Page):
    """Study and quiz. The state of learning is the sitting's; this screen shows it and passes keys on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("space,enter", "on", "Show the answer, go on"),
        *(bind(str(n), f"number({n})", "Grade the flashcard, or choose") for n in GRADES),
        bind("d", "demo", "Run the linked demo"),
        bind("ctrl+d", "demo", "Run the linked demo, while typing", priority=True),
        bind("e", "entry", "Open the entry"),
        bind("u", "undo", "Undo the last answer"),
        bind("ctrl+u", "undo", "Undo the last answer, while typing", priority=True),
        bind("down,j", "scroll(2)", "Further down"),
        bind("up,k", "scroll(-2)", "Further up"),
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
        self.trouble = ""

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
    def entry(self) -> Entry | None:
        """The entry of the card on the table."""
        turn = self.sitting.turn
        return self.desk.library.entries.get(turn.card.entry) if turn else None

    def show(self) -> None:
        self._show_top()
        self._show_question()
        self._show_answer()
        self.query_one("#recorded", Static).update(self.note())
        self._show_keys()

    def _show_top(self) -> None:
        entry, library = self.entry, self.desk.library
        if isinstance(self.sitting, Study):
            due, new = self.sitting.left
            counts = [
                ngettext("{n} due", "{n} due", due).format(n=due),
                ngettext("{n} new", "{n} new", new).format(n=new),
                _("{n} answered").format(n=len(self.sitting.answered)),
            ]
            title = _("Study")
        else:
            quiz = cast(Quiz, self.sitting)
            at = min(len(quiz.answered) + (self.state == "front"), len(quiz.cards))
            counts, title = [f"{at}/{len(quiz.cards)}"], _("Quiz")
        if entry is not None:
            title += f" · {library.topic_title(entry.id)[current()]}"
        colour = faces.topic_colour(library, entry) if entry else "$primary"
        self.query_one(TopLine).show(title, "  ".join(counts), colour)

    def _show_question(self) -> None:
        turn, stem = self.sitting.turn, self.query_one("#stem", Static)
        options, typed = self.query_one("#options", OptionList), self.query_one("#typed", Input)
        question = turn.question if turn else None
        kind = question.kind if question and self.state in ("front", "back") else None
        options.display = kind in ("choice", "true-false")
        typed.display = kind in ("typed", "cloze", "numeric")
        if self.state == "failed":
            stem.update(Content.styled(self.trouble, "$warning"))
        elif self.state == "finished":
            stem.update(self._end())
        elif question is None:
            stem.update(Content.styled("…", "$text-muted"))
        else:
            stem.update(faces.stem(question))
            if options.display:
                at = options.highlighted
                options.set_options(self._options())
                options.highlighted = at or 0
            typed.placeholder = _("a number") if kind == "numeric" else _("your answer")
            answering = self.state == "front"
            # Only what is shown: each change of state works out styles anew.
            options.disabled = options.display and not answering
            typed.disabled = typed.display and not answering
            if answering and typed.display:
                typed.focus()
            elif answering and options.display:
                options.focus()

    def _options(self) -> list[Option]:
        turn = self.sitting.turn
        assert turn is not None
        question = turn.question
        texts = (
            [option.text[current()] for option in question.options]
            if question.kind == "choice"
            else [_("true"), _("false")]
        )
        rows = []
        for number, text in enumerate(texts, 1):
            sign, style = " ", ""
            if self.state == "back":
                chosen = self.sitting.answered[-1].given if self.sitting.answered else ""
                right = self._is_right(number - 1)
                if right:
                    sign, style = faces.RIGHT, "$success"
                elif chosen == self._given(number - 1):
                    sign, style = faces.WRONG, "$error"
            rows.append(Option(Content.assemble((f"{sign} {number}  ", "$text-muted"), (text, style))))
        return rows

    def _is_right(self, index: int) -> bool:
        question = self.sitting.turn.question if self.sitting.turn else None
        assert question is not None
        return question.options[index].right if question.kind == "choice" else question.truth is (index == 0)

    def _given(self, index: int) -> str:
        """An option as it is written to the log: its number, or true and false."""
        turn = self.sitting.turn
        return str(index) if turn and turn.question.kind == "choice" else ("true", "false")[index]

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
        margin.update(faces.margin(self.desk.library, entry, formula=turn.card.facet != "formula"))
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

    def _show_keys(self) -> None:
        always = (("l", language_name(), "language"), ("?", _("keys"), "keys"), ("esc", _("leave"), "back"))
        undo = (("u", _("undo"), "undo"),) if self.sitting.answered else ()
        demo = (("d", _("demo"), "demo"),) if self.entry and self.entry.demo else ()
        line = self.query_one(KeyLine)
        if self.state == "front" and self.query_one("#typed").display:
            ctrl = [(f"^{key}", does, action) for key, does, action in (*demo, *undo, always[0])]
            line.show((_("enter"), _("answer"), "on"), *ctrl, ("F1", _("keys"), "keys"), always[-1])
        elif self.state == "front":
            does = _("show the answer") if self._is_flashcard else _("choose")
            key = _("space") if self._is_flashcard else _("enter")
            line.show((key, does, "on"), *demo, *undo, *always)
        elif self.state == "back" and self.feedback is None:
            wait = self.desk.previews(self.sitting.turn.card) if self.sitting.turn else {}
            grades = [(str(grade), f"{grade_name(grade)} {span(wait[grade])}", f"number({grade})") for grade in GRADES]
            line.show(*grades, *demo, *undo, *always[:-1])
        elif self.state == "back":
            line.show((_("space"), _("go on"), "on"), *demo, ("e", _("entry"), "entry"), *undo, *always)
        elif self.state == "failed":
            line.show((_("space"), _("go on without it"), "on"), *always)
        else:
            again = self._missed_cards
            retry = ((_("space"), _("the missed ones again"), "on"),) if again else ()
            line.show(*retry, *undo, *always[:-1], ("esc", _("home"), "back"))

    @property
    def _is_flashcard(self) -> bool:
        turn = self.sitting.turn
        return turn is not None and turn.question.kind == "flashcard"

    @property
    def _choosing(self) -> bool:
        """Whether options wait to be chosen from."""
        return self.state == "front" and self.query_one("#options").display

    # ── the end ─────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _missed_cards(self) -> list[str]:
        return [answered.turn.card.id for answered in self.sitting.missed] if isinstance(self.sitting, Quiz) else []

    def _end(self) -> Content:
        """What the sitting came to, and what to do next."""
        lang, library = current(), self.desk.library
        if isinstance(self.sitting, Study):
            today = self.desk.today()
            if not self.sitting.answered:
                return Content(_("Nothing is due here. Next: a quiz for practice, or browse the terms."))
            n = len(self.sitting.answered)
            done = ngettext("Done: {n} answer.", "Done: {n} answers.", n).format(n=n)
            return Content(done + " " + _("{n} are due tomorrow.").format(n=today.tomorrow))
        quiz = cast(Quiz, self.sitting)
        if not quiz.cards:
            return Content(_("There is nothing to ask here yet. Study first, then come back."))
        right = len(quiz.answered) - len(quiz.missed)
        lines = [Content.styled(_("{right} of {n} right").format(right=right, n=len(quiz.answered)), "bold")]
        if quiz.missed:
            lines += [Content(), Content.styled(_("To look at again:"), "$text-muted")]
        for answered in quiz.missed:
            entry = library.entries[answered.turn.card.entry]
            why = answered.feedback.says[lang] if answered.feedback.rule else ""
            lines.append(Content.assemble(f"{faces.WRONG} {entry.term[lang]}", ("  " + why, "$text-muted")))
        return Content("\n").join(lines)

    # ── what happens ────────────────────────────────────────────────────────────────────────────────────────

    @work(exclusive=True, group="next")
    async def go_on(self) -> None:
        """Lay the next question on the table and show it."""
        self.feedback, self.state = None, "loading"
        try:
            turn = await self.sitting.next()
        except LabError as error:
            self.state, self.trouble = (
                "failed",
                _("The numbers could not be drawn: {error}").format(error=error),
            )
        else:
            self.state = "front" if turn else "finished"
            self.query_one("#typed", Input).value = ""
            self.query_one("#options", OptionList).highlighted = None
            self.query_one("#column").scroll_home(animate=False)
        if self.state != "front" or self._is_flashcard:
            self.set_focus(None)
        self.show()
        if self.entry is not None and self.entry.demo is not None:
            self.desk.lab.warm_soon()

    def _record(self, given: str, mark: Grade | None = None) -> bool:
        """Pass the answer on. It is shown as recorded only when it is on the disk. False: nothing was recorded."""
        turn = self.sitting.turn
        assert turn is not None
        try:
            feedback = self.sitting.answer(given, mark)
        except LogError as error:
            trouble = f"! {error}"
            self._tell(lambda: trouble)
            return False
        if feedback.unreadable:
            self._tell(lambda: feedback.says[current()])
            return False
        self.feedback = feedback if mark is None else None
        last = self.sitting.answered[-1]
        entry = self.desk.library.entries[turn.card.entry]
        grade = cast(Grade, feedback.grade)
        wait = last.state.due - self.desk.now() if last.state and turn.purpose == "scheduled" else None

        def recorded() -> str:
            when = (
                _("practice: the schedule stays as it is")
                if wait is None
                else _("back in {span}").format(span=span(wait))
            )
            return _("recorded: {term} · {grade} · {when}").format(
                term=entry.term[current()], grade=grade_name(grade), when=when
            )

        self.note = recorded
        return True

    def _tell(self, note: Callable[[], str]) -> None:
        """Show `note` at the bottom, and nothing else anew."""
        self.note = note
        self.query_one("#recorded", Static).update(note())

    def action_on(self) -> None:
        """Space: show the answer, or go on."""
        if self.state == "front" and self._is_flashcard:
            self.state = "back"
            self.show()
        elif self._choosing:
            self._choose(self.query_one("#options", OptionList).highlighted or 0)
        elif (self.state == "back" and self.feedback is not None) or self.state == "failed":
            self.go_on()
        elif self.state == "finished" and self._missed_cards:
            quiz = cast(Quiz, self.sitting)
            self.sitting = Quiz(self.desk, quiz.topic, [answered.turn.card for answered in quiz.missed])
            self.go_on()

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

    def _choose(self, index: int) -> None:
        if self.state == "front" and self._record(self._given(index)):
            self._turn_over()

    @on(Input.Submitted)
    def _typed(self, submitted: Input.Submitted) -> None:
        if self.state == "front" and submitted.value.strip() and self._record(submitted.value.strip()):
            self._turn_over()

    def _turn_over(self) -> None:
        self.state = "back"
        self.set_focus(None)
        self.show()
        back = self.query_one("#back")
        self.call_after_refresh(self.query_one("#column").scroll_to_widget, back, animate=False, top=False)

    def action_scroll(self, by: int) -> None:
        """Move the page, where it is longer than the screen."""
        self.query_one("#column").scroll_relative(y=by, animate=False)

    def action_undo(self) -> None:
        """Take the last answer back; its card comes again."""
        try:
            card = self.sitting.undo()
        except LogError as error:
            trouble = f"! {error}"
            self._tell(lambda: trouble)
            return
        if card is not None:
            entry = self.desk.library.entries[card.entry]
            self.note = lambda: _("taken back: {term}").format(term=entry.term[current()])
            self.go_on()

    def action_demo(self) -> None:
        """Open the linked demo; leaving it returns to this card as it is."""
        if self.entry is not None and self.entry.demo is not None:
            from studyapp.tui.demo import DemoScreen

            self.app.push_screen(DemoScreen(self.desk, self.entry.demo))

    def action_entry(self) -> None:
        """Open the entry of a card that has been answered."""
        if self.entry is not None and self.state == "back":
            from studyapp.tui.entry import EntryScreen

            self.app.push_screen(EntryScreen(self.desk, self.entry.id))
