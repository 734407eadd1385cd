"""What is asked, and the learner's way to answer it: choosing, marking rows, or typing."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from studyapp.language import _, current
from studyapp.questions.model import Question
from studyapp.tui import faces
from studyapp.tui.marking import Marking, incomplete
from studyapp.tui.widgets import ROW

PARTS = {"one": "#options", "several": "#marking", "arrange": "#marking", "type": "#typed"}


class Asked(Vertical):
    """A question and its one way to answer. Posts `Given` with the answer as the log has it; it grades nothing."""

    DEFAULT_CSS = "Asked { height: auto; }"

    class Given(Message):
        """An answer."""

        def __init__(self, given: str) -> None:
            super().__init__()
            self.given = given

    class Told(Message):
        """Something to say about how to answer."""

        def __init__(self, says: str) -> None:
            super().__init__()
            self.says = says

    question: Question | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="stem", markup=False)
        yield Static(id="picture", markup=False)
        yield OptionList(id="options", markup=False, compact=True)
        yield Marking(id="marking")
        yield Input(id="typed", compact=True)
        yield Static(id="help", markup=False)

    def on_mount(self) -> None:
        self.say(Content())

    def say(self, text: Content) -> None:
        """No question, but this."""
        self.question = None
        self.query_one("#stem", Static).update(text)
        for part in ("#picture", "#options", "#marking", "#typed", "#help"):
            self.query_one(part).display = False

    def show(self, question: Question, given: str | None) -> None:
        """The question; answered, if something was `given`."""
        self.question = question
        self.query_one("#stem", Static).update(faces.stem(question))
        picture = self.query_one("#picture", Static)
        if question.figure is not None and not picture.display:
            picture.update(Content.styled(_("The picture is being drawn …"), "$text-muted"))
        picture.display = question.figure is not None
        part = PARTS.get(question.way)
        for selector in dict.fromkeys(PARTS.values()):
            self.query_one(selector).display = selector == part
        if question.way == "one":
            self._show_options(question, given)
        elif question.way in ("several", "arrange"):
            self.query_one("#marking", Marking).show(question, given)
        else:
            numbers = question.drawn is not None
            self.query_one("#typed", Input).placeholder = _("a number") if numbers else _("your answer")
        aid = self.query_one("#help", Static)
        aid.display = question.help is not None and given is None
        if question.help is not None:
            aid.update(Content.styled(question.help[current()], "$text-muted"))
        for selector in ("#options", "#typed"):  # only what is shown: each change of state works out styles anew
            shown = self.query_one(selector)
            shown.disabled = bool(shown.display) and given is not None

    def _show_options(self, question: Question, given: str | None) -> None:
        options = self.query_one("#options", OptionList)
        width = min(self.size.width, 76) - ROW
        at = options.highlighted or 0
        options.set_options(Option(row) for row in faces.options(question, given, width))
        options.highlighted = at

    def picture(self, drawing: Content) -> None:
        """The picture that the question is about."""
        self.query_one("#picture", Static).update(drawing)

    def clear(self) -> None:
        """Nothing typed, nothing highlighted: a new question comes."""
        self.query_one("#typed", Input).value = ""
        self.query_one("#options", OptionList).highlighted = None

    # ── answering ───────────────────────────────────────────────────────────────────────────────────────────

    @property
    def way_in(self) -> Widget | None:
        """The part that takes the focus."""
        return next((part for name in PARTS.values() if (part := self.query_one(name)).display), None)

    @property
    def typing(self) -> bool:
        """Whether letter keys are letters here."""
        return bool(self.query_one("#typed").display)

    @property
    def options(self) -> int:
        """How many options there are to choose one from."""
        options = self.query_one("#options", OptionList)
        return options.option_count if options.display else 0

    def given(self) -> str | None:
        """What stands there now, as the log has it: what is typed, or the option that is highlighted. None: nothing."""
        assert self.question is not None
        if self.typing:
            return self.query_one("#typed", Input).value.strip() or None
        if self.options:
            return self.question.given([self.query_one("#options", OptionList).highlighted or 0])
        return None

    @on(OptionList.OptionSelected)
    def _selected(self, selected: OptionList.OptionSelected) -> None:
        selected.stop()
        self._post([selected.option_index])

    @on(Marking.Given)
    def _marked(self, given: Marking.Given) -> None:
        given.stop()
        self._post(given.chosen)

    @on(Input.Submitted)
    def _submitted(self, submitted: Input.Submitted) -> None:
        submitted.stop()
        if submitted.value.strip():
            self.post_message(self.Given(submitted.value.strip()))

    def _post(self, chosen: Sequence[int]) -> None:
        if self.question is not None:
            self.post_message(self.Given(self.question.given(chosen)))

    @on(Marking.Incomplete)
    def _incomplete(self, told: Marking.Incomplete) -> None:
        told.stop()
        self.post_message(self.Told(incomplete(told.marked, told.rows)))
