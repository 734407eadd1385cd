"""What stands on the screen of a demo, and how it is looked at: prediction, sliders, picture, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studyapp.content.model import DemoLink, Value
from studyapp.lab.frames import Frame, Verdict
from studyapp.language import _, current
from studyapp.session.desk import Desk
from studyapp.session.experiment import Experiment
from studyapp.session.pictures import words_of
from studyapp.session.runs import Runs
from studyapp.session.spans import span
from studyapp.tui import verdicts as outcome
from studyapp.tui.guessing import Guessing
from studyapp.tui.keys import bind
from studyapp.tui.page import Page
from studyapp.tui.parameters import Parameters
from studyapp.tui.pictures import FrameView, named
from studyapp.tui.widgets import ROW, KeyLine, TopLine, hanging, language_name

LEFT = 38  # cells of the column beside the picture, as in demo.tcss
BENEATH = 3  # rows kept free beneath the picture on a narrow screen: the first claim is seen, the others scroll
State = Literal["loading", "asking", "running", "paused", "done", "stopped", "failed"]
TURNABLE: tuple[State, ...] = ("running", "paused", "done", "stopped")  # no prediction is open, the sliders turn


class DemoPage(Page):
    """The demo as it is shown, in the state that it is in. Nothing here runs it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("home", "frames_end(0)", "The first frame"),
        bind("end", "frames_end(-1)", "The last frame"),
        bind("tab,shift+tab", "point", "Point into the picture, or back to the sliders"),
        bind("o", "alone", "Only the picture, or everything"),
        bind("p", "pin", "Pin this run, to compare others with it"),
        bind("shift+p,P", "unpin", "Let the pinned runs go"),
        bind("pagedown", "scroll(1)", "Further down"),
        bind("pageup", "scroll(-1)", "Further up"),
    ]
    CSS_PATH = "demo.tcss"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 (as Textual declares it); a picture needs the width of a graph
        (0, "-narrow"),
        (112, "-wide"),
    ]
    AUTO_FOCUS = ""  # first the prediction, then the sliders

    def __init__(self, desk: Desk, link: DemoLink, *, asks: bool = True) -> None:
        super().__init__()
        self.desk = desk
        self.link = link
        self.words = desk.library.demo_words(link.id)
        self.experiment = Experiment(desk, self.words, link, asks)
        self.runs = Runs()
        self.state: State = "loading"
        self.seed = 0
        self.opened = False  # the lab has told what there is to turn
        self.by_step = self.has_recording = False
        self.skipped = self.played = self.turned = False
        self.start: dict[str, Value] = {}  # the settings that what-ifs change
        self.verdicts: tuple[Verdict, ...] = ()
        self.trouble = ""
        self.note: Callable[[], str] = str  # why what was typed was refused; gone with the next turn

    def compose(self) -> ComposeResult:
        yield TopLine()
        with VerticalScroll(id="demo", can_focus=False):
            with Vertical(id="controls"):
                yield Static(id="see", markup=False)
                yield OptionList(id="prediction", markup=False, compact=True)
                yield Guessing()
                yield Static(id="said", markup=False)
            with VerticalScroll(id="pictures", can_focus=False):
                yield FrameView()
            with VerticalScroll(id="outcome", can_focus=False):
                yield Static(id="result", markup=False)
        yield Static(id="told", markup=False)
        yield KeyLine()

    @property
    def parameters(self) -> Parameters | None:
        """The sliders, once the lab has told what there is to turn."""
        found = self.query(Parameters)
        return found.first() if found else None

    def show(self) -> None:
        lang, words = current(), self.words
        asking = self.state in ("loading", "asking")
        asked = self.experiment.asked
        if words is not None:
            see = self.query_one("#see", Static)
            see.display = asking or self.has_class("-wide")
            see.update(Content(asked.ask[lang] if asking and asked else words.see[lang]))
        if self.parameters is not None:
            self.parameters.disabled = asking
            self.parameters.show(named(words))
        self.show_top()
        self._show_prediction()
        self.show_said()
        self.show_frame()
        self._show_result()
        self.show_told()
        self._show_keys()
        self.soon(self._fit_frame)

    def show_top(self) -> None:
        """The title, and where the run stands."""
        title = self.words.title[current()] if self.words else self.link.id
        self.query_one(TopLine).show(title, self._status())

    def _status(self) -> str:
        frame, (place, many) = self.runs.frame, self.runs.place
        at = f"  {frame.at}" if frame is not None and frame.at else ""
        last = self.runs.last
        share = f" {last.progress:.0%}" if last is not None and 0 < last.progress < 1 else ""
        if self.state == "running" and share and (left := self.runs.left()) is not None:
            share += "  " + _("{s:.0f} s left").format(s=left)
        looked_at = f"  {place}/{many}" if many > 1 and self.state != "running" else ""
        return {
            "loading": _("starting"),
            "asking": _("first, a prediction") if self.experiment.tried == 0 else _("once more, a prediction"),
            "running": "● " + _("running") + share + at,
            "paused": "‖ " + _("paused") + share + at + looked_at,
            "done": (_("recorded run") if self.played else _("done")) + at + looked_at,
            "stopped": _("stopped") + at + looked_at,
            "failed": _("failed"),
        }[self.state]

    def _show_prediction(self) -> None:
        listed, guessing, asked = self.query_one("#prediction", OptionList), self.query_one(Guessing), None
        if self.state == "asking":
            asked = self.experiment.asked
        listed.display = asked is not None and asked.guess is None
        guessing.display = asked is not None and asked.guess is not None
        if asked is None:
            return
        if asked.guess is not None:
            guessing.ask(asked.guess)
            return
        at, width = listed.highlighted, min(76, self._column) - ROW
        listed.set_options(
            Option(hanging(Content.styled(f"{number}  ", "$text-muted"), Content(choice.text[current()]), width))
            for number, choice in enumerate(asked.choices, 1)
        )
        listed.highlighted = min(at or 0, len(asked.choices) - 1)

    def show_said(self) -> None:
        """What the learner said and how the claims came out, over the picture, where it is seen at once."""
        lines = [Content.styled("…", "$text-muted")]  # keeps the line's place, so that the picture stays where it is
        if self.state == "done":
            lines = [outcome.claims_in_short(self.verdicts)]
            if self.experiment.outcome is not None:
                width = min(60, self._column)
                lines = [*outcome.prediction(self.experiment.outcome, width), *lines]
            elif self.skipped:
                lines.insert(0, Content.styled("· " + _("skipped: nothing was predicted"), "$text-muted"))
            if (state := self.experiment.scheduled) is not None:
                back = _("recorded; the card is back in {span}").format(span=span(state.due - self.desk.now()))
                lines.append(Content.styled(back, "$text-muted"))
        if note := self.note():
            lines.append(Content.styled(f"! {note}", "$warning"))
        shown = self.query_one("#said", Static)
        shown.display = self.state in TURNABLE
        shown.update(Content("\n").join(lines))

    def show_frame(self, frame: Frame | None = None) -> None:
        """Draw the frame that is looked at, or this one."""
        view = self.query_one(FrameView)
        view.room, view.fills = self._room, self.has_class("-wide") or self.has_class("-alone")
        pins = [(pinned.letter, pinned.frame) for pinned in self.runs.pins]
        view.show(frame or self.runs.frame, words_of(self.words), self.runs.before, pins)

    def _fit_frame(self) -> None:
        """Draw the frame once more where the room for it has changed with what stands around it."""
        if self.query_one(FrameView).room != self._room:
            self.show_frame()

    @property
    def _column(self) -> int:
        """How wide the controls are, or will be when they are shown again."""
        shown = self.query_one("#controls").content_size.width
        return shown or (LEFT if self.has_class("-wide") else self.size.width - 5)

    @property
    def _room(self) -> int:
        """How many rows a picture may take without scrolling, as the screen is laid out now."""
        if self.has_class("-wide"):
            return self.query_one("#pictures").content_size.height
        page, controls = self.query_one("#demo"), self.query_one("#controls")
        if self.has_class("-alone"):
            return page.content_size.height
        above = controls.get_content_height(page.content_size, self.size, page.content_size.width)
        return page.content_size.height - above - BENEATH

    def _show_result(self) -> None:
        lines: list[Content] = []
        lang, words, result = current(), self.words, self.query_one("#result", Static)
        width = min(76, self._column) - 1  # a cell for the scrollbar
        if self.state == "failed":
            lines.append(Content.styled("! " + self.trouble, "$warning"))
            lines.append(Content(_("Press r to run it again, or esc to go back.")))
        if words is not None and self.state == "done" and not self.has_class("-wide"):
            lines.append(Content.styled(words.see[lang], "$text-muted"))
        if words is not None and self.runs.frame is not None:
            notes = (words.labels[note][lang] for note in self.runs.frame.notes if note in words.labels)
            lines += [Content.styled(note, "$text-muted") for note in notes]
        if self.state == "done":
            lines += outcome.claims(words, self.verdicts, width)
            if words is not None:
                lines.append(Content.assemble((_("Why: "), "$text-muted"), words.why[lang]))
            if (following := self.experiment.what_if) is not None:
                lines.append(Content.assemble(("w  ", "bold $primary"), following.ask[lang]))
        if self.runs.last is not None and self.state in TURNABLE:
            lines += outcome.values(words, self.runs, width)
        result.update(Content("\n").join(lines))

    def show_told(self) -> None:
        """What stands at the cursor, in numbers."""
        told, lines = self.query_one("#told", Static), self.query_one(FrameView).told
        told.display = bool(lines)
        told.update(Content("\n").join(map(Content, lines)))

    def _show_keys(self) -> None:
        always = (("?", _("keys"), "keys"), ("l", language_name(), "language"), ("esc", _("back"), "back"))
        line, turn = self.query_one(KeyLine), ("↑↓ ←→", _("turn"), "")
        recorded = (("v", _("recorded run"), "recorded"),) if self.has_recording and not self.played else ()
        frames = ((". ,", _("frames"), "frame(1)"),) if self.runs.place[1] > 1 else ()
        if self.state == "asking":
            line.show((_("enter"), _("predict"), "predict(0)"), (_("space"), _("skip"), "skip"), *recorded, *always)
        elif self.state == "running":
            line.show(("x", _("stop"), "cancel"), (_("space"), _("pause"), "skip"), *recorded, turn, *always)
        elif self.state == "paused":
            line.show((_("space"), _("go on"), "skip"), (".", _("one step"), "frame(1)"), turn, *always)
        elif self.state == "failed":
            line.show(("r", _("again"), "run"), *always)
        elif self.state != "loading":
            view = self.query_one(FrameView)
            point = (("tab", _("controls") if view.has_focus else _("point"), "point"),) if view.pointable else ()
            what_if = (("w", _("what if"), "what_if"),) if self.experiment.what_if else ()
            again = (("p", _("pin"), "pin"), ("r", _("again"), "run"), ("n", _("new numbers"), "seed"))
            line.show(turn, *what_if, *frames, *point, *always[:1], *again, *always[1:])
        else:
            line.show(*always)

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────

    def action_frames_end(self, index: int) -> None:
        """Look at the first or the last frame."""
        if self.state in TURNABLE and self.state != "running":
            self.runs.go_to(index)
            self.look()

    def look(self) -> None:
        """Show the frame that is looked at now."""
        self.show_top()
        self.show_frame()
        self.show_told()
        self._show_result()

    def action_pin(self) -> None:
        """Keep this run for comparison."""
        if self.state == "done":
            self.runs.pin(self.parameters.settings if self.parameters else {}, self.seed)
            self.show()

    def action_unpin(self) -> None:
        """Let the pinned runs go."""
        self.runs.unpin()
        self.show()

    def action_alone(self) -> None:
        """Show only the picture, or everything."""
        if self.runs.frame is not None and self.state in TURNABLE:
            self.toggle_class("-alone")
            view = self.query_one(FrameView)
            if self.has_class("-alone"):
                view.focus(scroll_visible=False)
            elif self.parameters is not None:
                self.parameters.focus(scroll_visible=False)
            self.show()

    def action_point(self) -> None:
        """Point into the picture, or back to the sliders."""
        view = self.query_one(FrameView)
        if view.has_focus and self.parameters is not None:
            self.remove_class("-alone")
            self.parameters.focus(scroll_visible=False)
            self.query_one("#demo").scroll_home(animate=False)
        elif self.state in TURNABLE and view.pointable:
            view.focus(scroll_visible=False)

    @on(FrameView.Pointed)
    def _pointed(self) -> None:
        """The cursor moved, or came or went. Where the picture needs the screen's width, it then has it for itself."""
        pointing = self.query_one(FrameView).has_focus
        needed = self.by_step or not self.has_class("-wide")
        if needed and self.has_class("-alone") != pointing and self.state in TURNABLE:
            self.set_class(pointing, "-alone")
            self.soon(self._fit_frame)
        self.show_told()
        self._show_keys()

    def action_scroll(self, by: int) -> None:
        """Move what does not fit the screen by most of its height: the whole page where narrow, else its columns."""
        for part in ("#demo", "#pictures", "#outcome"):
            area = self.query_one(part)
            if area.max_scroll_y > 0:
                area.scroll_relative(y=by * max(1, area.content_size.height - 2), animate=False)

    def on_resize(self) -> None:
        """Set everything to the new size."""
        self.soon(self.show)
