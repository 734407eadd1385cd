"""A prediction told as a number: typed, or pointed at on an axis; afterwards both marks stand on that axis."""

from __future__ import annotations

import math
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from studyapp.content.model import Guess
from studyapp.lab import numbers
from studyapp.lab.panels.axis import Axis
from studyapp.language import _
from studyapp.questions.numbers import read
from studyapp.tui.keys import bind

WIDEST = 60
STEPS = 40  # an arrow's step is the axis by so many
SAID, MEASURED = "▲", "●"


class Guessing(Widget, can_focus=True):
    """Asks for a number. Posts `Told` with it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("left", "move(-1)", "Point further left"),
        bind("right", "move(1)", "Point further right"),
        bind("shift+left", "move(-5)", "Further left, in big steps"),
        bind("shift+right", "move(5)", "Further right, in big steps"),
        bind("enter", "tell", "Predict"),
    ]
    DEFAULT_CSS = "Guessing { height: auto; }"

    place: reactive[float | None] = reactive(None)  # nowhere: a first place would be a hint
    typing: reactive[str] = reactive("")

    class Told(Message):
        """A number was told."""

        def __init__(self, number: float) -> None:
            super().__init__()
            self.number = number

    def __init__(self) -> None:
        super().__init__(id="guess")
        self.guess = Guess(within=0.0)
        self.note = ""

    def ask(self, guess: Guess) -> None:
        """Ask for a number to be guessed."""
        if guess != self.guess:
            self.guess, self.place, self.typing, self.note = guess, None, "", ""
        self.refresh(layout=True)

    @property
    def number(self) -> float | None:
        """What is typed, else what is pointed at."""
        if self.typing or self.guess.low is None:
            told = read(self.typing)
            return told.value if told is not None else None
        return None if self.place is None else pointed(self.guess, self.place)

    def render(self) -> Content:
        pointing = not self.typing and self.place is not None
        said = numbers.text(self.number, 3) if pointing else self.typing + "▏"
        lines = [Content.assemble((_("Your prediction: "), "$text-muted"), (said, "bold"))]
        if self.guess.low is not None:
            place = place_of(self.guess, self.number) if self.number is not None else None
            lines += axis_lines(self.guess, min(WIDEST, self.content_size.width), place)
        hint = _("←→ point, or type a number") if self.guess.low is not None else _("type a number")
        lines.append(Content.styled(f"! {self.note}", "$warning") if self.note else Content.styled(hint, "$text-muted"))
        return Content("\n").join(lines)

    def action_move(self, steps: int) -> None:
        """Point further along the axis."""
        if self.guess.low is not None:
            self.typing = self.note = ""
            begun = (0.0 if steps > 0 else 1.0) if self.place is None else self.place
            self.place = max(0.0, min(1.0, begun + steps / STEPS))

    def action_tell(self) -> None:
        """Tell the number, if it is one."""
        number = self.number
        if number is None:
            self.note = _("a number is wanted, like 0.5 or 2e-3")
            self.refresh()
        else:
            self.post_message(self.Told(number))

    def on_key(self, event: events.Key) -> None:
        if event.key == "backspace":
            self.typing = self.typing[:-1]
        elif self.typing and event.key == "escape":
            self.typing = ""
        elif event.character and (event.character in "0123456789.,-−+" or (self.typing and event.character in "eE/%")):
            self.typing += event.character
        else:
            return
        self.note = ""
        event.stop()
        event.prevent_default()


def _axis(guess: Guess) -> Axis:
    low, high = float(guess.low or 0.0), float(guess.high or 1.0)
    return Axis(math.log10(low), math.log10(high), True) if guess.log else Axis(low, high)


def pointed(guess: Guess, place: float) -> float:
    """The number at a place of the axis, 0 to 1, rounded to what an eye can tell."""
    axis = _axis(guess)
    value = axis.low + place * (axis.high - axis.low)
    return (
        float(f"{10**value:.2g}")
        if guess.log
        else round(value, max(0, 2 - math.floor(math.log10(axis.high - axis.low))))
    )


def place_of(guess: Guess, number: float) -> float | None:
    """Where a number lies on the axis, 0 to 1 inside of it; None where it has no place."""
    return _axis(guess).place(number)


def axis_lines(guess: Guess, width: int, said: float | None, measured: float | None = None) -> list[Content]:
    """The axis with its ticks; what was said points at it from below, what was measured stands on it."""
    width = max(12, width)
    line, names = ["─"] * width, [" "] * width
    taken = -1
    for place, text in _axis(guess).ticks(4):
        at = round(place * (width - 1))
        line[at] = "┴"
        begin = max(0, min(width - len(text), at - len(text) // 2))
        if begin > taken:
            names[begin : begin + len(text)] = text
            taken = begin + len(text)

    def marked(sign: str, place: float | None) -> Content:
        if place is None:
            return Content()
        if not -1e-9 <= place <= 1 + 1e-9:  # beyond the end of the axis
            return Content.styled(f"◂{sign}" if place < 0 else " " * (width - 2) + f"{sign}▸", "bold $primary")
        return Content.styled(" " * round(place * (width - 1)) + sign, "bold $primary")

    above = [marked(MEASURED, measured)] if measured is not None else []
    muted = [Content.styled("".join(each), "$text-muted") for each in (line, names)]
    return [*above, muted[0], marked(SAID, said), muted[1]]
