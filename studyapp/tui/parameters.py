"""The parameters of a demo as sliders: arrows turn, digits type an exact value, the mouse points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from studyapp.content.catalog import ParameterSpec
from studyapp.content.model import Value
from studyapp.tui.keys import bind

SLIDER = 12
TYPED = set("0123456789.-+eE")


class Parameters(Widget, can_focus=True):
    """One row a parameter: its words, a slider or the options, the value. Posts `Turned` when a value changes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("up", "select(-1)", "The parameter above"),
        bind("down", "select(1)", "The parameter below"),
        bind("left", "turn(-1)", "Turn it down"),
        bind("right", "turn(1)", "Turn it up"),
        bind("shift+left", "turn(-10)", "Turn it down, ten steps"),
        bind("shift+right", "turn(10)", "Turn it up, ten steps"),
        bind("0,backspace", "reset", "Back to its first value"),
    ]
    DEFAULT_CSS = "Parameters { height: auto; }"

    at: reactive[int] = reactive(0)
    typing: reactive[str] = reactive("")

    class Turned(Message):
        """A value changed."""

    def __init__(self, specs: tuple[ParameterSpec, ...], settings: Mapping[str, Value]) -> None:
        super().__init__()
        self.specs = specs
        self.first = {spec.name: settings.get(spec.name, spec.default) for spec in specs}
        self.settings: dict[str, Value] = dict(self.first)
        self.words: Mapping[str, str] = {}

    @property
    def spec(self) -> ParameterSpec:
        """The selected parameter."""
        return self.specs[self.at]

    def show(self, words: Mapping[str, str]) -> None:
        """Name the parameters and options in these words."""
        self.words = words
        self.refresh(layout=True)

    def set(self, settings: Mapping[str, Value]) -> None:
        """Take these values over, as they are, without posting."""
        self.settings.update(settings)
        self.refresh()

    # ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────

    def render(self) -> Content:
        room = self._room
        return Content("\n").join(self._row(at, spec, room) for at, spec in enumerate(self.specs))

    def _row(self, at: int, spec: ParameterSpec, room: int) -> Content:
        chosen = at == self.at and self.has_focus
        label = Content(self.words.get(spec.name, spec.name)).truncate(room, ellipsis=True)
        label = Content.assemble(label, " " * (room - label.cell_length))
        if chosen:
            label = label.stylize("bold $primary")
        value = self.settings[spec.name]
        if at == self.at and self.typing:
            shown: Content = Content.styled(self.typing + "▏", "bold")
        else:
            shown = Content.styled(self.words.get(str(value), str(value)) if spec.options else said(value), "bold")
        sign = Content.styled("▸ " if chosen else "  ", "$primary")
        if spec.options:
            place = f"{spec.options.index(str(value)) + 1}/{len(spec.options)}"
            return Content.assemble(sign, label, " ", (f"‹{place:^{SLIDER - 2}}›", "$text-muted"), " ", shown)
        part = (float(value) - spec.low) / ((spec.high - spec.low) or 1)
        knob = min(SLIDER - 1, max(0, round(part * (SLIDER - 1))))
        slider = Content.assemble(
            ("─" * knob, "$primary"), ("●", "bold $primary"), ("─" * (SLIDER - 1 - knob), "$text-muted")
        )
        return Content.assemble(sign, label, " ", slider, " ", shown)

    @property
    def _room(self) -> int:
        """How wide the names are: as wide as the widest, if the sliders and values still fit."""
        widest = max(Content(self.words.get(spec.name, spec.name)).cell_length for spec in self.specs)
        return max(6, min(widest, self.content_size.width - SLIDER - 14))

    # ── turning ─────────────────────────────────────────────────────────────────────────────────────────────

    def action_select(self, by: int) -> None:
        """Move to another parameter; a value being typed is dropped."""
        self.typing = ""
        self.at = (self.at + by) % len(self.specs)

    def action_turn(self, steps: int) -> None:
        """Turn the selected parameter by so many of its steps, as far as it goes."""
        spec, value = self.spec, self.settings[self.spec.name]
        if spec.options:
            place = spec.options.index(str(value)) + (1 if steps > 0 else -1)
            self._change(spec.options[place % len(spec.options)])
        else:
            turned = min(spec.high, max(spec.low, round(float(value) + steps * spec.step, 10)))
            self._change(int(turned) if spec.kind == "whole" else turned)

    def action_reset(self) -> None:
        """Back to the value that the demo was opened with, or one character back while typing."""
        if self.typing:
            self.typing = self.typing[:-1]
        else:
            self._change(self.first[self.spec.name])

    def _change(self, value: Value) -> None:
        if value != self.settings[self.spec.name]:
            self.settings[self.spec.name] = value
            self.post_message(self.Turned())
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        if self.spec.options:
            return
        if event.character and event.character in TYPED and (self.typing or event.character in "123456789.-"):
            self.typing += event.character
        elif self.typing and event.key == "enter":
            self._take_typed()
        elif self.typing and event.key == "escape":
            self.typing = ""
        elif not (self.typing and event.is_printable):  # while a number is typed, letters are no commands
            return
        event.stop()
        event.prevent_default()

    def _take_typed(self) -> None:
        """Apply what was typed, or say what is possible."""
        spec, text, self.typing = self.spec, self.typing, ""
        try:
            value = int(text) if spec.kind == "whole" else float(text)
        except ValueError:
            value = float("nan")
        if spec.low <= value <= spec.high:
            self._change(value)
        else:
            self.post_message(self.Refused(spec, text))

    class Refused(Message):
        """What was typed is not a value of the parameter."""

        def __init__(self, spec: ParameterSpec, text: str) -> None:
            super().__init__()
            self.spec, self.text = spec, text

    def on_click(self, event: events.Click) -> None:
        """Point at a row to select it, at a slider to set it."""
        if not 0 <= event.y < len(self.specs):
            return
        self.at = event.y
        room = self._room
        x = event.x - 2 - room - 1
        if 0 <= x < SLIDER and not self.spec.options:
            spec = self.spec
            value = spec.low + (spec.high - spec.low) * x / (SLIDER - 1)
            value = spec.low + round((value - spec.low) / spec.step) * spec.step
            value = min(spec.high, round(value, 10))
            self._change(int(value) if spec.kind == "whole" else value)


def said(value: Value) -> str:
    """A number as people write it, with a true minus sign."""
    return f"{value:g}".replace("-", "−") if isinstance(value, int | float) else value
