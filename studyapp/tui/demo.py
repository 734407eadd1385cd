"""The screen of a demo: predict, run, see, turn a parameter, see again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studyapp.content.model import DemoLink, DemoSpec, Value
from studyapp.lab import numbers
from studyapp.lab.client import LabError
from studyapp.lab.frames import Frame, Verdict
from studyapp.lab.plain import comparison
from studyapp.language import _, current, ngettext
from studyapp.session.desk import Desk
from studyapp.session.predicting import clash
from studyapp.tui import faces
from studyapp.tui.home import language_name
from studyapp.tui.keys import bind
from studyapp.tui.page import Page
from studyapp.tui.parameters import Parameters, said
from studyapp.tui.pictures import FrameView, named, words_of
from studyapp.tui.widgets import KeyLine, TopLine

BENEATH = 3  # rows kept free beneath the picture on a narrow screen: the first claim is seen, the others scroll
State = Literal["loading", "asking", "running", "done", "stopped", "failed"]


class DemoScreen(Page):
    """One demo. Nothing that happens here touches the log; leaving ends the run."""

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

    def __init__(self, desk: Desk, link: DemoLink) -> None:
        super().__init__()
        self.desk = desk
        self.link = link
        self.words = desk.library.demo_words(link.id)
        self.state: State = "loading"
        self.spec: DemoSpec | None = None
        self.seed = 0
        self.frame: Frame | None = None
        self.verdicts: tuple[Verdict, ...] = ()
        self.predicted: int | None = None
        self.measured: float | None = None
        self.trouble = ""
        self.what_if = -1

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

    @work(exclusive=True, group="open")
    async def _open(self) -> None:
        """Learn the parameters from the lab, then ask for a prediction, or run at once."""
        try:
            self.spec = (await self.desk.catalog()).demos[self.link.id]
        except (LabError, KeyError) as error:
            self._fail(str(error) if isinstance(error, LabError) else _("there is no such demo"))
            return
        asked = self.words.prediction.set if self.words else {}
        parameters = Parameters(self.spec.parameters, {**self.link.set, **asked})
        await self.query_one("#controls").mount(parameters, before="#prediction")
        if self.words:
            self.state = "asking"
            self.show()
            self.query_one("#prediction", OptionList).focus()
        else:
            parameters.focus()
            self.run_demo()

    @property
    def parameters(self) -> Parameters | None:
        """The sliders, once the lab has told what there is to turn."""
        found = self.query(Parameters)
        return found.first() if found else None

    def show(self) -> None:
        lang, words = current(), self.words
        title = words.title[lang] if words else self.link.id
        self.query_one(TopLine).show(title, self._status())
        see = self.query_one("#see", Static)
        asking = self.state in ("loading", "asking")
        self.set_class(asking, "-asking")
        if words is not None:
            see.update(Content(words.prediction.ask[lang] if asking else words.see[lang]))
        if self.parameters is not None:
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
            at = listed.highlighted
            listed.set_options(
                Option(Content.assemble((f"{number}  ", "$text-muted"), choice.text[current()]))
                for number, choice in enumerate(self.words.prediction.choices, 1)
            )
            listed.highlighted = at or 0

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
        lang = current()
        if self.state == "failed":
            lines.append(Content.styled("! " + self.trouble, "$warning"))
            lines.append(Content(_("Press r to run it again, or esc to go back.")))
        if self.words is not None and self.frame is not None:
            lines += [
                Content.styled(self.words.labels[note][lang], "$text-muted")
                for note in self.frame.notes
                if note in self.words.labels
            ]
        if self.state == "done":
            lines += [self._claim_line(verdict) for verdict in self.verdicts if verdict.applies]
            silent = sum(not verdict.applies for verdict in self.verdicts)
            if 0 < silent < len(self.verdicts):
                said_of = ngettext(
                    "· {n} claim does not speak about these settings",
                    "· {n} claims do not speak about these settings",
                    silent,
                )
                lines.append(Content.styled(said_of.format(n=silent), "$text-muted"))
            if self.words is not None:
                lines += [Content.assemble((_("Why: "), "$text-muted"), self.words.why[lang])]
                if what_ifs := self.what_ifs():
                    _settings, ask = what_ifs[(self.what_if + 1) % len(what_ifs)]
                    lines += [Content.assemble(("w  ", "bold $primary"), ask)]
        self.query_one("#result", Static).update(Content("\n").join(lines))

    def _show_said(self) -> None:
        """What the learner said and how the claims came out, over the picture, where it is seen at once."""
        shown = self.query_one("#said", Static)
        shown.display = self.state in ("running", "done")
        lines = [Content.styled("…", "$text-muted")]  # keeps the line's place, so that the picture stays where it is
        if self.state == "done":
            lines = [*self._prediction_lines(), self._claims_in_short()]
        shown.update(Content("\n").join(lines))

    def _claims_in_short(self) -> Content:
        """How many of the claims that speak about these settings hold."""
        judged = [verdict for verdict in self.verdicts if verdict.applies]
        failed = sum(not verdict.holds for verdict in judged)
        if failed:
            text = ngettext("{failed} of {n} claims fails", "{failed} of {n} claims fail", failed)
            return Content.styled(f"{faces.WRONG} " + text.format(failed=failed, n=len(judged)), "bold $error")
        if not judged:
            return Content.styled(_("· no claim speaks about these settings"), "$text-muted")
        text = ngettext("{n} claim holds", "{n} claims hold", len(judged)).format(n=len(judged))
        return Content.assemble((f"{faces.RIGHT} ", "bold $success"), (text, "$text-muted"))

    def _prediction_lines(self) -> list[Content]:
        """What was said beside what was measured."""
        if self.predicted is None or self.measured is None or self.words is None:
            return []
        choice = self.words.prediction.choices[self.predicted]
        held = (choice.low is None or self.measured >= choice.low) and (
            choice.high is None or self.measured < choice.high
        )
        sign, style = (faces.RIGHT, "$success") if held else (faces.WRONG, "$error")
        return [
            Content.assemble(
                (f"{sign} ", f"bold {style}"),
                _("You said: {choice}. Measured: {value}.").format(
                    choice=choice.text[current()], value=numbers.text(self.measured)
                ),
            )
        ]

    def _claim_line(self, verdict: Verdict) -> Content:
        """A claim with its measured value and bound, and whether it holds."""
        words = self.words.claims.get(verdict.claim) if self.words else None
        text = words[current()] if words else verdict.claim
        sign, style = (faces.RIGHT, "$success") if verdict.holds else (faces.WRONG, "$error")
        numbers_said = comparison(verdict, 4)
        room = min(76, self.query_one("#result").content_size.width) - Content(text).cell_length - len(sign) - 3
        apart = "  " if len(numbers_said) <= room else "\n  "  # a comparison is not broken in two
        return Content.assemble((f"{sign} ", f"bold {style}"), text, apart, (numbers_said, "$text-muted"))

    def _show_keys(self) -> None:
        always = (("l", language_name(), "language"), ("?", _("keys"), "keys"), ("esc", _("back"), "back"))
        line = self.query_one(KeyLine)
        if self.state == "asking":
            line.show((_("enter"), _("predict"), "predict(0)"), (_("space"), _("skip"), "skip"), *always)
        elif self.state == "running":
            line.show(("x", _("stop"), "cancel"), ("←→", _("turn"), "run"), *always)
        else:
            what_if = (("w", _("what if"), "what_if"),) if self.what_ifs() else ()
            turn = (("↑↓ ←→", _("turn"), "run"),)
            line.show(*turn, ("r", _("again"), "run"), ("n", _("new numbers"), "seed"), *what_if, *always)

    # ── what happens ────────────────────────────────────────────────────────────────────────────────────────

    def _fail(self, trouble: str) -> None:
        self.state, self.trouble = "failed", trouble
        self.show()

    @work(exclusive=True, group="run")
    async def run_demo(self) -> None:
        """Run with the settings as they stand; a newer run replaces this one."""
        settings: dict[str, Value] = dict(self.parameters.settings) if self.parameters else {}
        self.state, self.verdicts = "running", ()
        self.show()
        try:
            async for answer in self.desk.lab.run(self.link.id, settings, self.seed):
                if isinstance(answer, Frame):
                    self.frame = answer
                    self.query_one(TopLine).show(self.query_one(TopLine).title, self._status())
                    self._show_frame()
                else:
                    self.verdicts, self.state = answer, "done"
        except LabError as error:
            self._fail(str(error))
            return
        if self.state == "running":
            self.state = "stopped"
        if self.state == "done" and self.measured is None and self.predicted is not None and self.words and self.frame:
            self.measured = self.frame.values.get(self.words.prediction.value)
        self.show()

    @on(OptionList.OptionSelected, "#prediction")
    def _predicted(self, chosen: OptionList.OptionSelected) -> None:
        self._lock(chosen.option_index)

    def _lock(self, choice: int | None) -> None:
        """Lock the prediction (None: skipped) and run."""
        self.predicted = choice
        if self.parameters is not None:
            self.parameters.focus()
        self.run_demo()

    def action_predict(self, number: int) -> None:
        """Predict choice `number`; 0 is the highlighted one."""
        if self.state != "asking" or self.words is None:
            return
        chosen = number - 1 if number else self.query_one("#prediction", OptionList).highlighted or 0
        if chosen < len(self.words.prediction.choices):
            self._lock(chosen)

    def action_skip(self) -> None:
        """Run without a prediction."""
        if self.state == "asking":
            self._lock(None)

    @on(Parameters.Turned)
    def _turned(self) -> None:
        self._forget_prediction()
        self.run_demo()

    @on(Parameters.Refused)
    def _refused(self, refused: Parameters.Refused) -> None:
        spec = refused.spec
        what = _("{text} is not possible: {name} is a number from {low} to {high}").format(
            text=refused.text, name=spec.name, low=said(spec.low), high=said(spec.high)
        )
        self.query_one("#result", Static).update(Content.styled("! " + what, "$warning"))

    def _forget_prediction(self) -> None:
        """The prediction was about other settings."""
        self.predicted = self.measured = None

    def action_run(self) -> None:
        """Run again."""
        if self.state != "asking" and self.parameters is not None:
            self.run_demo()
        elif self.state == "failed":
            self._open()

    def action_seed(self) -> None:
        """Draw new random numbers and run."""
        if self.state != "asking":
            self.seed += 1
            self._forget_prediction()
            self.run_demo()

    def what_ifs(self) -> list[tuple[Mapping[str, Value], str]]:
        """Settings worth trying, each with its question; first the card's own, where the prediction asked at others."""
        if self.words is None:
            return []
        own = []
        if clash(self.words.prediction.set, self.link.set):
            names = named(self.words)
            told = ", ".join(
                f"{names.get(name, name)} {names.get(str(value), said(value))}" for name, value in self.link.set.items()
            )
            own = [(self.link.set, _("And at the settings of the card: {settings}?").format(settings=told))]
        return [*own, *((what_if.set, what_if.ask[current()]) for what_if in self.words.what_ifs)]

    def action_what_if(self) -> None:
        """Set the parameters of the next what-if and run."""
        what_ifs = self.what_ifs()
        if not what_ifs or self.parameters is None or self.state == "asking":
            return
        self.what_if = (self.what_if + 1) % len(what_ifs)
        self.parameters.set(what_ifs[self.what_if][0])
        self._forget_prediction()
        self.run_demo()

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
