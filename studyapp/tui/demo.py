"""The screen of a demo: predict, run, see, turn a parameter, predict again."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.widgets import OptionList

from studyapp.content.model import Value
from studyapp.lab.client import LabError
from studyapp.lab.frames import Frame, Recorded
from studyapp.language import _
from studyapp.memory.log import LogError
from studyapp.session.experiment import Given
from studyapp.tui.demo_page import TURNABLE, DemoPage
from studyapp.tui.guessing import Guessing
from studyapp.tui.keys import bind
from studyapp.tui.parameters import Parameters, said
from studyapp.tui.pictures import FrameView

BETWEEN = 0.2  # seconds from one picture of a run to the next


class DemoScreen(DemoPage):
    """One demo. A prediction that was due is written to the log; nothing else here is. Leaving ends the run.

    `asks` is False where the question of this demo has been answered on the card: then it runs at once.
    `state` changes at once with the key that changes it, so that keys that follow at once meet the new one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("r", "run", "Run it again"),
        bind("n", "seed", "Draw new random numbers"),
        bind("x", "cancel", "Stop the run"),
        bind("w", "what_if", "Ask the next what-if"),
        bind("space", "skip", "Run without a prediction; pause, go on"),
        bind("full_stop", "frame(1)", "The next frame"),
        bind("comma", "frame(-1)", "The frame before"),
        bind("v", "recorded", "Look at a recorded run"),
        bind("u", "undo", "Take the recorded prediction back"),
        *(bind(str(n), f"predict({n})", "Predict") for n in (1, 2, 3, 4)),
    ]

    _drawing = False  # a frame has been drawn, and the next is not due
    _newest: Frame | None = None  # of those drawn

    def on_mount(self) -> None:
        self._open()

    # ── running ─────────────────────────────────────────────────────────────────────────────────────────────

    @work(exclusive=True, group="open")
    async def _open(self) -> None:
        """Learn the parameters from the lab, then ask for a prediction, or run at once."""
        try:
            catalog = await self.desk.catalog()
            spec = catalog.demos[self.link.id]
        except LabError as error:
            self._fail(str(error))
            return
        except KeyError:
            self._fail(catalog.broken.get(self.link.id) or _("there is no such demo"))
            return
        if self.gone:
            return
        self.by_step, self.has_recording = spec.by_step, spec.recorded
        asked = self.experiment.asked
        self.opened = True
        if self.parameters is None and spec.parameters:
            own = asked.settings if asked else {}
            parameters = Parameters(spec.parameters, {**self.link.set, **own})
            # What-ifs speak of the demo's own settings, whatever has been turned meanwhile.
            first = self.words.prediction.set if self.words else {}
            defaults = {each.name: each.default for each in spec.parameters}
            self.start = {**(parameters.first if asked else defaults), **first}
            await self.query_one("#controls").mount(parameters, before="#prediction")
        if asked is not None:
            self._ask()
        else:
            self.run_demo()

    def _ask(self) -> None:
        """Ask for the prediction that is on the table."""
        self.state = "asking"
        self.set_class(False, "-alone")
        self.show()
        asked = self.experiment.asked
        guessed = asked is not None and asked.guess is not None
        self.query_one("#guess" if guessed else "#prediction").focus(scroll_visible=False)
        self.soon(self._show_prediction)  # once more, at the width that it has now
        self.query_one("#demo").scroll_home(animate=False)

    def run_demo(self, *, other: bool = False, turned: bool = False, recorded: bool = False) -> None:
        """Run with the settings as they stand; a newer run replaces this one. `other`: they are not those before.

        While something is being `turned`, the focus and the frame that is looked at stay. A run that was `recorded` is
        played with its own settings.
        """
        self.state, self.verdicts = "running", ()
        self.runs.begin(other=other, stay=self.by_step and turned)
        self.show()
        if self.parameters is not None and not self.query_one(FrameView).has_focus:
            self.parameters.focus(scroll_visible=False)
        self.played, self.turned = recorded, turned
        self._run(None if recorded else dict(self.parameters.settings) if self.parameters else {})

    @work(exclusive=True, group="run")
    async def _run(self, settings: dict[str, Value] | None) -> None:
        """Run at these settings; None plays the recorded run."""
        ended, lab, id = False, self.desk.lab, self.link.id
        answers = lab.recorded(id) if settings is None else lab.run(id, settings, self.seed)
        try:
            async for answer in answers:
                if self.gone:
                    return
                if isinstance(answer, Frame):
                    self.runs.add(answer)
                    self._draw_soon()
                elif isinstance(answer, Recorded):
                    self.seed = answer.seed
                    if self.parameters is not None:
                        self.parameters.set(answer.set)
                else:
                    self.verdicts, ended = answer, True
        except LabError as error:
            self._fail(str(error))
            return
        self.state = "done" if ended else "stopped"
        if ended and self.runs.last is not None:
            if settings == self.start:
                self.experiment.start = self.runs.last.values
            self._judge()
        if not self.gone:
            if ended and self.by_step and not self.turned:
                self.runs.go_to(0)
            self.show()

    def _draw_soon(self) -> None:
        """Draw the newest frame once the page is laid out; then five a second, so that keys seldom wait."""
        if not self._drawing:
            self._drawing = True
            self.soon(self._draw_newest)

    @work(group="draw")
    async def _draw_newest(self) -> None:
        newest = self.runs.last
        await self.query_one(FrameView).prepare(newest)
        if self.state == "running" and not self.gone:
            self._newest = newest
            self.show_top()
            self.show_frame(newest)
        self.set_timer(BETWEEN, self._rested)

    def _rested(self) -> None:
        self._drawing = False
        if self._newest is not self.runs.last and self.state == "running":
            self._draw_soon()

    def _judge(self) -> None:
        assert self.runs.last is not None
        try:
            self.experiment.judge(self.runs.last.values)
        except LogError as error:
            trouble = str(error)
            self.note = lambda: trouble

    def _fail(self, trouble: str) -> None:
        self.state, self.trouble = "failed", trouble
        if not self.gone:
            self.show()

    def action_recorded(self) -> None:
        """Look at a recorded run at once, where there is one; a prediction that is open is skipped."""
        if self.has_recording and self.state in ("asking", *TURNABLE):
            self.experiment.forget()
            self.skipped, self.note = self.state == "asking", str
            self.run_demo(other=True, recorded=True)

    # ── predicting ──────────────────────────────────────────────────────────────────────────────────────────

    @on(OptionList.OptionSelected, "#prediction")
    def _predicted(self, chosen: OptionList.OptionSelected) -> None:
        self._lock(chosen.option_index)

    @on(Guessing.Told)
    def _guessed(self, told: Guessing.Told) -> None:
        self._lock(told.number)

    def _lock(self, given: Given | None) -> None:
        """Lock the prediction (None: skipped) and run."""
        if self.state == "asking":
            self.skipped = given is None
            self.experiment.lock(given)
            self.run_demo(other=self.experiment.tried > 0)

    def action_predict(self, number: int) -> None:
        """Predict choice `number`; 0 is the highlighted one, or the number that is typed."""
        asked = self.experiment.asked
        if self.state != "asking" or asked is None:
            return
        if asked.guess is not None:
            self.query_one(Guessing).action_tell()
            return
        chosen = number - 1 if number else self.query_one("#prediction", OptionList).highlighted or 0
        if chosen < len(asked.choices):
            self._lock(chosen)

    async def action_skip(self) -> None:
        """Run without a prediction; while it runs, pause, and go on."""
        if self.state == "asking":
            self._lock(None)
        elif self.state == "running" and self.runs.lasting:
            self.state = "paused"
            self.show()
            await self.desk.lab.pause()
        elif self.state == "paused":
            self.state = "running"
            self.runs.go_to(-1)
            self.show()
            await self.desk.lab.resume()

    def action_what_if(self) -> None:
        """Set the parameters of the next what-if and ask what will come of it; without a run to compare with, run."""
        following = self.experiment.what_if
        if self.state not in TURNABLE or following is None or self.parameters is None:
            return
        asked = self.experiment.ask_what_if()
        self.parameters.set({**self.start, **following.set})
        self.note = str
        if asked is not None:
            self._ask()
        else:
            self.run_demo(other=True)

    def action_undo(self) -> None:
        """Take the recorded prediction back."""
        try:
            taken = self.experiment.undo()
        except LogError as error:
            trouble = str(error)
            self.note = lambda: trouble
        else:
            self.note = lambda: _("taken back") if taken else _("There is nothing to take back.")
        self.show_said()

    # ── turning ─────────────────────────────────────────────────────────────────────────────────────────────

    @on(Parameters.Turned)
    def _turned(self) -> None:
        if self.state in TURNABLE:
            self._run_other()

    def _run_other(self) -> None:
        """Run at other settings than the prediction was about."""
        self.experiment.forget()
        self.skipped = False
        self.note = str
        self.run_demo(other=True, turned=True)

    @on(Parameters.Refused)
    def _refused(self, refused: Parameters.Refused) -> None:
        spec, text = refused.spec, refused.text

        def note() -> str:
            what = _("{text} is not possible: {name} is a number from {low} to {high}")
            return what.format(text=text, name=spec.name, low=said(spec.low), high=said(spec.high))

        self.note = note
        self.show_said()

    def action_run(self) -> None:
        """Run again; after a failure before anything could be turned, begin again."""
        if self.state in TURNABLE or (self.state == "failed" and self.opened):
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

    @work(group="cancel")
    async def action_cancel(self) -> None:
        """Stop the run; what is drawn stays."""
        if self.state in ("running", "paused"):
            await self.desk.lab.cancel()

    async def action_frame(self, by: int) -> None:
        """Look at the next frame, or the one before; a paused run goes on by one."""
        place, many = self.runs.place
        if self.state == "paused" and by > 0 and place == many:
            await self.desk.lab.step()
        elif self.state in TURNABLE and self.state != "running":
            self.runs.go(by)
            if self.by_step:
                self.query_one(FrameView).focus(scroll_visible=False)
            self.look()

    def action_back(self) -> None:
        """Back to the card; a run under way is stopped."""
        self.workers.cancel_group(self, "run")
        self.dismiss()
