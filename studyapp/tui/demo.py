"""The screen of a demo: predict, run, see, turn a parameter, see again."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studyapp.content.model import DemoLink, Value, WhatIf
from studyapp.lab.client import LabError
from studyapp.lab.frames import Frame, Verdict
from studyapp.language import _, current
from studyapp.session.desk import Desk
from studyapp.session.pictures import words_of
from studyapp.session.predicting import what_ifs
from studyapp.tui import verdicts as outcome
from studyapp.tui.keys import bind
from studyapp.tui.page import Page
from studyapp.tui.parameters import Parameters, said
from studyapp.tui.pictures import FrameView, named
from studyapp.tui.widgets import ROW, KeyLine, TopLine, hanging, language_name

BENEATH = 3  # rows kept free beneath the picture on a narrow screen: the first claim is seen, the others scroll
State = Literal["loading", "asking", "running", "done", "stopped", "failed"]
TURNABLE: tuple[State, ...] = ("running", "done", "stopped")  # the prediction is locked, the sliders may be turned


class DemoScreen(Page):
    """One demo. Nothing that happens here touches the log; leaving ends the run.

    `state` changes at once with the key that changes it, so that keys that follow at once meet the new one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("r", "run", "Run it again"),
        bind("n", "seed", "Draw new random numbers"),
        bind("x", "cancel", "Stop the run"),
        bind("w", "what_if", "Try the next what-if"),
        bind("space", "skip", "Run without a prediction"),
        bind("pagedown", "scroll(1)", "Further down"),
        bind("pageup", "scroll(-1)", "Further up"),
        *(bind(str(n), f"predict({n})", "Predict") for n in (1, 2, 3, 4)),
    ]
    CSS_PATH = "demo.tcss"
    AUTO_FOCUS = ""  # first the prediction, then the sliders

    def __init__(self, desk: Desk, link: DemoLink) -> None:
        super().__init__()
        self.desk = desk
        self.link = link
        self.words = desk.library.demo_words(link.id)
        self.state: State = "loading"
        self.seed = 0
        self.frame: Frame | None = None
        self.verdicts: tuple[Verdict, ...] = ()
        self.predicted: int | None = None
        self.measured: float | None = None
        self.trouble = ""
        self.note: Callable[[], str] = str  # why what was typed was refused; gone with the next turn
        self.tried = 0  # how many what-ifs have been tried

    # ── what is on the screen ───────────────────────────────────────────────────────────────────────────────

    def compose(self) -> ComposeResult:
        yield TopLine()
        with VerticalScroll(id="demo", can_focus=False):
            with Vertical(id="controls"):
                yield Static(id="see", markup=False)
                yield OptionList(id="prediction", markup=False, compact=True)
                yield Static(id="said", markup=False)
            with VerticalScroll(id="pictures", can_focus=False):
                yield FrameView()
            with VerticalScroll(id="outcome", can_focus=False):
                yield Static(id="result", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        super().on_mount()
        self._open()

    @property
    def parameters(self) -> Parameters | None:
        """The sliders, once the lab has told what there is to turn."""
        found = self.query(Parameters)
        return found.first() if found else None

    def show(self) -> None:
        lang, words = current(), self.words
        self.query_one(TopLine).show(words.title[lang] if words else self.link.id, self._status())
        asking = self.state in ("loading", "asking")
        self.set_class(asking, "-asking")
        if words is not None:
            self.query_one("#see", Static).update(Content(words.prediction.ask[lang] if asking else words.see[lang]))
        if self.parameters is not None:
            self.parameters.disabled = asking
            self.parameters.show(named(words))
        self._show_prediction()
        self._show_said()
        self._show_frame()
        self._show_result()
        self._show_keys()
        self.call_after_refresh(self._fit_frame)

    def _status(self) -> str:
        frame = self.frame
        at = f"  {frame.at}" if frame is not None and frame.at else ""
        share = f" {frame.progress:.0%}" if frame is not None and 0 < frame.progress < 1 else ""
        return {
            "loading": _("starting"),
            "asking": _("first, a prediction"),
            "running": "● " + _("running") + share + at,
            "done": _("done") + at,
            "stopped": _("stopped") + at,
            "failed": _("failed"),
        }[self.state]

    def _show_prediction(self) -> None:
        listed = self.query_one("#prediction", OptionList)
        listed.display = self.state == "asking"
        if self.state == "asking" and self.words is not None:
            at, width = listed.highlighted, min(76, self.query_one("#controls").content_size.width) - ROW
            listed.set_options(
                Option(hanging(Content.styled(f"{number}  ", "$text-muted"), Content(choice.text[current()]), width))
                for number, choice in enumerate(self.words.prediction.choices, 1)
            )
            listed.highlighted = at or 0

    def _show_said(self) -> None:
        """What the learner said and how the claims came out, over the picture, where it is seen at once."""
        lines = [Content.styled("…", "$text-muted")]  # keeps the line's place, so that the picture stays where it is
        if self.state == "done":
            lines = [outcome.claims_in_short(self.verdicts)]
            if self.predicted is not None and self.measured is not None and self.words is not None:
                choice = self.words.prediction.choices[self.predicted]
                lines.insert(0, outcome.prediction(self.words, choice, self.measured))
        if note := self.note():
            lines.append(Content.styled(f"! {note}", "$warning"))
        shown = self.query_one("#said", Static)
        shown.display = self.state in TURNABLE
        shown.update(Content("\n").join(lines))

    def _show_frame(self) -> None:
        view = self.query_one(FrameView)
        view.room = self._room
        view.show(self.frame, words_of(self.words))

    def _fit_frame(self) -> None:
        """Draw the frame once more where the room for it has changed with what stands around it."""
        if self.query_one(FrameView).room != self._room:
            self._show_frame()

    @property
    def _room(self) -> int:
        """How many rows a picture may take without scrolling, as the screen is laid out now."""
        if self.has_class("-wide"):
            return self.query_one("#pictures").content_size.height
        page, controls = self.query_one("#demo"), self.query_one("#controls")
        return page.content_size.height - controls.outer_size.height - BENEATH

    def _show_result(self) -> None:
        lines: list[Content] = []
        lang, words, result = current(), self.words, self.query_one("#result", Static)
        if self.state == "failed":
            lines.append(Content.styled("! " + self.trouble, "$warning"))
            lines.append(Content(_("Press r to run it again, or esc to go back.")))
        if words is not None and self.frame is not None:
            notes = (words.labels[note][lang] for note in self.frame.notes if note in words.labels)
            lines += [Content.styled(note, "$text-muted") for note in notes]
        if self.state == "done":
            lines += outcome.claims(words, self.verdicts, min(76, result.content_size.width))
            if words is not None:
                lines.append(Content.assemble((_("Why: "), "$text-muted"), words.why[lang]))
            if (following := self.next_what_if) is not None:
                lines.append(Content.assemble(("w  ", "bold $primary"), following.ask[lang]))
        result.update(Content("\n").join(lines))

    def _show_keys(self) -> None:
        always = (("?", _("keys"), "keys"), ("l", language_name(), "language"), ("esc", _("back"), "back"))
        line, turn = self.query_one(KeyLine), ("↑↓ ←→", _("turn"), "")
        if self.state == "asking":
            line.show((_("enter"), _("predict"), "predict(0)"), (_("space"), _("skip"), "skip"), *always)
        elif self.state == "running":
            line.show(("x", _("stop"), "cancel"), turn, *always)
        elif self.state == "failed":
            line.show(("r", _("again"), "run"), *always)
        elif self.state != "loading":
            what_if = (("w", _("what if"), "what_if"),) if self.next_what_if else ()
            more = (("PgDn", _("more"), "scroll(1)"),) if not self.has_class("-wide") else ()
            again = (("r", _("again"), "run"), ("n", _("new numbers"), "seed"))
            line.show(turn, *what_if, *more, *again, *always)
        else:
            line.show(*always)

    @property
    def next_what_if(self) -> WhatIf | None:
        """The next of the settings worth trying."""
        possible = what_ifs(self.words, self.link) if self.words else []
        return possible[self.tried % len(possible)] if possible else None

    # ── running ─────────────────────────────────────────────────────────────────────────────────────────────

    @work(exclusive=True, group="open")
    async def _open(self) -> None:
        """Learn the parameters from the lab, then ask for a prediction, or run at once."""
        try:
            spec = (await self.desk.catalog()).demos[self.link.id]
        except (LabError, KeyError) as error:
            self._fail(str(error) if isinstance(error, LabError) else _("there is no such demo"))
            return
        if self.gone:
            return
        asked = self.words.prediction.set if self.words else {}
        if self.parameters is None:
            parameters = Parameters(spec.parameters, {**self.link.set, **asked})
            await self.query_one("#controls").mount(parameters, before="#prediction")
        if self.words:
            self.state = "asking"
            self.show()
            self.query_one("#prediction", OptionList).focus(scroll_visible=False)
        else:
            self.run_demo()

    def run_demo(self) -> None:
        """Run with the settings as they stand; a newer run replaces this one."""
        self.state, self.verdicts = "running", ()
        self.show()
        if self.parameters is not None:
            self.parameters.focus(scroll_visible=False)
        self._run(dict(self.parameters.settings) if self.parameters else {})

    @work(exclusive=True, group="run")
    async def _run(self, settings: dict[str, Value]) -> None:
        ended = False
        try:
            async for answer in self.desk.lab.run(self.link.id, settings, self.seed):
                if self.gone:
                    return
                if isinstance(answer, Frame):
                    self.frame = answer
                    self.query_one(TopLine).show(self.query_one(TopLine).title, self._status())
                    self._show_frame()
                else:
                    self.verdicts, ended = answer, True
        except LabError as error:
            self._fail(str(error))
            return
        self.state = "done" if ended else "stopped"
        if ended and self.measured is None and self.predicted is not None and self.words and self.frame:
            self.measured = self.frame.values.get(self.words.prediction.value)
        if not self.gone:
            self.show()

    def _fail(self, trouble: str) -> None:
        self.state, self.trouble = "failed", trouble
        if not self.gone:
            self.show()

    # ── keys ────────────────────────────────────────────────────────────────────────────────────────────────

    @on(OptionList.OptionSelected, "#prediction")
    def _predicted(self, chosen: OptionList.OptionSelected) -> None:
        self._lock(chosen.option_index)

    def _lock(self, choice: int | None) -> None:
        """Lock the prediction (None: skipped) and run."""
        if self.state == "asking":
            self.predicted = choice
            self.run_demo()

    def action_predict(self, number: int) -> None:
        """Predict choice `number`; 0 is the highlighted one."""
        choices = self.words.prediction.choices if self.words else ()
        chosen = number - 1 if number else self.query_one("#prediction", OptionList).highlighted or 0
        if chosen < len(choices):
            self._lock(chosen)

    def action_skip(self) -> None:
        """Run without a prediction."""
        self._lock(None)

    @on(Parameters.Turned)
    def _turned(self) -> None:
        if self.state in TURNABLE:
            self._run_other()

    def _run_other(self) -> None:
        """Run at other settings than the prediction was about."""
        self.predicted = self.measured = None
        self.note = str
        self.run_demo()

    @on(Parameters.Refused)
    def _refused(self, refused: Parameters.Refused) -> None:
        spec, text = refused.spec, refused.text

        def note() -> str:
            what = _("{text} is not possible: {name} is a number from {low} to {high}")
            return what.format(text=text, name=spec.name, low=said(spec.low), high=said(spec.high))

        self.note = note
        self._show_said()

    def action_run(self) -> None:
        """Run again; after a failure before anything could be turned, begin again."""
        if self.state in TURNABLE or (self.state == "failed" and self.parameters is not None):
            self.run_demo()
        elif self.state == "failed":
            self.state = "loading"
            self.show()
            self._open()

    def action_seed(self) -> None:
        """Draw new random numbers and run."""
        if self.state in TURNABLE:
            self.seed += 1
            self._run_other()

    def action_what_if(self) -> None:
        """Set the parameters of the next what-if and run."""
        following = self.next_what_if
        if self.state in TURNABLE and following is not None and self.parameters is not None:
            self.tried += 1
            self.parameters.set(following.set)
            self._run_other()

    @work(group="cancel")
    async def action_cancel(self) -> None:
        """Stop the run; what is drawn stays."""
        if self.state == "running":
            await self.desk.lab.cancel()

    def action_scroll(self, by: int) -> None:
        """Move what does not fit the screen by most of its height: the whole page where narrow, else its columns."""
        for part in ("#demo", "#pictures", "#outcome"):
            area = self.query_one(part)
            if area.max_scroll_y > 0:
                area.scroll_relative(y=by * max(1, area.content_size.height - 2), animate=False)

    def on_resize(self) -> None:
        """Draw the frame to the new size."""
        self.call_after_refresh(self._fit_frame)

    def action_back(self) -> None:
        """Back to the card; a run under way is stopped."""
        self.workers.cancel_group(self, "run")
        self.dismiss()
