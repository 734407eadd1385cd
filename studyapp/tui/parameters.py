"""The parameters of a demo as sliders: arrows turn, digits type an exact value, the mouse points and drags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from studyapp.content.catalog import ParameterSpec
from studyapp.content.model import Value
from studyapp.lab.canvas import cell_width
from studyapp.tui.keys import bind

SLIDER = 12
NUMBER = 6  # cells of a number in a matrix
TYPED = set("0123456789.-+eE")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the widget: a parameter, or one row of a matrix."""

    spec: ParameterSpec
    row: int = 0

    @property
    def matrix(self) -> bool:
        """Whether it is a row of a matrix."""
        return self.spec.kind == "matrix"


class Parameters(Widget, can_focus=True):
    """A line for each parameter that has an effect: its words, a slider or the options, the value; a matrix by rows.

    Posts `Turned` when a value changes, `Refused` when what was typed is not possible.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("up", "select(-1)", "The parameter above"),
        bind("down", "select(1)", "The parameter below"),
        bind("left", "turn(-1)", "Turn it down"),
        bind("right", "turn(1)", "Turn it up"),
        bind("shift+left", "turn(-10)", "Turn it down, ten steps"),
        bind("shift+right", "turn(10)", "Turn it up, ten steps"),
        bind("less_than_sign", "column(-1)", "A matrix: the number to the left"),
        bind("greater_than_sign", "column(1)", "A matrix: the number to the right"),
        bind("backspace,delete", "reset", "Back to its first value"),
    ]
    DEFAULT_CSS = "Parameters { height: auto; }"

    at: reactive[int] = reactive(0)
    column: reactive[int] = reactive(0)
    typing: reactive[str] = reactive("")

    class Turned(Message):
        """A value changed."""

    class Refused(Message):
        """What was typed is not a value of the parameter."""

        def __init__(self, spec: ParameterSpec, text: str) -> None:
            super().__init__()
            self.spec, self.text = spec, text

    def __init__(self, specs: tuple[ParameterSpec, ...], settings: Mapping[str, Value]) -> None:
        super().__init__()
        self.specs = specs
        self.first = {spec.name: settings.get(spec.name, spec.default) for spec in specs}
        self.settings: dict[str, Value] = dict(self.first)
        self.words: Mapping[str, str] = {}

    @property
    def rows(self) -> list[Row]:
        """The lines, as the settings stand."""
        shown = [spec for spec in self.specs if spec.applies(self.settings)]
        return [Row(spec, row) for spec in shown for row in range(max(1, len(spec.rows)))]

    @property
    def chosen(self) -> Row:
        """The selected line."""
        rows = self.rows
        return rows[min(self.at, len(rows) - 1)]

    def show(self, words: Mapping[str, str]) -> None:
        """Name the parameters and options in these words."""
        if words != self.words:
            self.words = words
            self.refresh(layout=True)

    def set(self, settings: Mapping[str, Value]) -> None:
        """Take these values over, as they are, without posting."""
        self.settings.update(settings)
        self.typing = ""
        self.refresh(layout=True)

    # ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────

    def render(self) -> Content:
        room = self._room
        return Content("\n").join(self._line(at, row, room) for at, row in enumerate(self.rows))

    def _line(self, at: int, row: Row, room: int) -> Content:
        spec, chosen = row.spec, row == self.chosen and self.has_focus
        name = self.words.get(spec.name, spec.name) if row.row == 0 else ""
        label = Content(name).truncate(room, ellipsis=True)
        label = Content.assemble(label, " " * (room - label.cell_length))
        if chosen:
            label = label.stylize("bold $primary")
        sign = Content.styled("▸ " if chosen else "  ", "$primary")
        if row.matrix:
            return Content.assemble(sign, label, " ", self._numbers(row, chosen))
        value = self.settings[spec.name]
        if row == self.chosen and self.typing:
            shown: Content = Content.styled(self.typing + "▏", "bold")
        else:
            shown = Content.styled(self.words.get(str(value), str(value)) if spec.options else said(value), "bold")
        if spec.options:
            space = max(4, self.content_size.width - room - 7)
            shown = Content.assemble(("‹ ", "$text-muted"), shown.truncate(space, ellipsis=True), (" ›", "$text-muted"))
            return Content.assemble(sign, label, " ", shown)
        part = (float(value) - spec.low) / ((spec.high - spec.low) or 1)
        knob = min(SLIDER - 1, max(0, round(part * (SLIDER - 1))))
        slider = Content.assemble(
            ("─" * knob, "$primary"), ("●", "bold $primary"), ("─" * (SLIDER - 1 - knob), "$text-muted")
        )
        return Content.assemble(sign, label, " ", slider, " ", shown)

    def _numbers(self, row: Row, chosen: bool) -> Content:
        """A row of a matrix: its name, its numbers, the selected one in brackets."""
        spec = row.spec
        wide = max(map(cell_width, spec.rows))
        parts = [Content.styled(spec.rows[row.row].ljust(wide), "$text-muted")]
        for column, number in enumerate(matrix(self.settings[spec.name])[row.row]):
            here = chosen and column == self._column(spec)
            text = self.typing + "▏" if here and self.typing else said(number)
            text = f"[{text}]" if here else f" {text} "
            parts.append(Content.styled(text.rjust(NUMBER), "bold $primary" if here else "bold"))
        return Content("").join(parts)

    def _column(self, spec: ParameterSpec) -> int:
        return min(self.column, len(spec.columns) - 1)

    @property
    def _room(self) -> int:
        """How wide the names are: as wide as the widest, if the sliders and values still fit."""
        shown = {row.spec.name for row in self.rows}
        widest = max(cell_width(self.words.get(name, name)) for name in shown)
        return max(6, min(widest, self.content_size.width - SLIDER - 10))

    # ── turning ─────────────────────────────────────────────────────────────────────────────────────────────

    def action_select(self, by: int) -> None:
        """Move to another parameter; a value being typed is dropped."""
        self.typing = ""
        many = len(self.rows)
        self.at = (min(self.at, many - 1) + by) % many

    def action_column(self, by: int) -> None:
        """Move to another number of a matrix's row."""
        if self.chosen.matrix:
            self.typing = ""
            self.column = (self._column(self.chosen.spec) + by) % len(self.chosen.spec.columns)

    def action_turn(self, steps: int) -> None:
        """Turn the selected parameter by so many of its steps, as far as it goes."""
        spec = self.chosen.spec
        if spec.options:
            place = spec.options.index(str(self.settings[spec.name])) + (1 if steps > 0 else -1)
            self._change(spec.options[place % len(spec.options)])
        else:
            self._turn_to(min(spec.high, max(spec.low, round(self._number + steps * spec.step, 10))))

    @property
    def _number(self) -> float:
        """The number that is turned."""
        row = self.chosen
        value = self.settings[row.spec.name]
        return matrix(value)[row.row][self._column(row.spec)] if row.matrix else float(value)

    def _turn_to(self, number: float) -> None:
        row = self.chosen
        if row.matrix:
            numbers = matrix(self.settings[row.spec.name])
            numbers[row.row][self._column(row.spec)] = number
            self._change("; ".join(" ".join(f"{each:.10g}" for each in line) for line in numbers))
        else:
            self._change(int(number) if row.spec.kind == "whole" else number)

    def action_reset(self) -> None:
        """Back to the value that the demo was opened with, or one character back while typing."""
        if self.typing:
            self.typing = self.typing[:-1]
        else:
            self._change(self.first[self.chosen.spec.name])

    def _change(self, value: Value) -> None:
        name = self.chosen.spec.name
        if value != self.settings[name]:
            self.settings[name] = value
            self.post_message(self.Turned())
        self.refresh(layout=bool(self.chosen.spec.options))

    def on_key(self, event: events.Key) -> None:
        if self.chosen.spec.options:
            return
        if event.character and event.character in TYPED and (self.typing or event.character in "0123456789-"):
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
        spec, text, self.typing = self.chosen.spec, self.typing, ""
        try:
            value = int(text) if spec.kind == "whole" else float(text)
        except ValueError:
            value = float("nan")
        if spec.low <= value <= spec.high:
            self._turn_to(value)
        else:
            self.post_message(self.Refused(spec, text))

    # ── the mouse ───────────────────────────────────────────────────────────────────────────────────────────

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Point at a row to select it, at a slider to set it; then drag."""
        rows = self.rows
        if not 0 <= event.y < len(rows):
            return
        self.typing = ""
        self.at = event.y
        x = event.x - 2 - self._room - 1
        if rows[event.y].matrix:
            spec = rows[event.y].spec
            self.column = max(0, min(len(spec.columns) - 1, (x - max(map(cell_width, spec.rows))) // NUMBER))
        elif 0 <= x < SLIDER and not rows[event.y].spec.options:
            self.capture_mouse()
            self._point(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the knob."""
        if self.app.mouse_captured is self:
            self._point(event.x)

    def on_mouse_up(self) -> None:
        """Let the knob go."""
        self.release_mouse()

    def _point(self, x: int) -> None:
        spec = self.chosen.spec
        part = max(0, min(SLIDER - 1, x - 2 - self._room - 1)) / (SLIDER - 1)
        value = spec.low + round((spec.high - spec.low) * part / spec.step) * spec.step
        self._turn_to(min(spec.high, round(value, 10)))


def matrix(value: Value) -> list[list[float]]:
    """The numbers of a matrix's text."""
    return [[float(number) for number in row.split()] for row in str(value).split(";")]


def said(value: Value) -> str:
    """A number as people write it, with a true minus sign."""
    return f"{value:g}".replace("-", "−") if isinstance(value, int | float) else value
