"""The surface that panels are drawn on: lines, shapes and text as elements of SVG, and how far they reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import Literal, NamedTuple

from studyapp.lab.canvas import clean
from studyapp.lab.saving.letters import SCRIPT, fonts, parts, width
from studyapp.lab.saving.look import INK, PAPER, SIZE

ASCENT, DESCENT = 0.78, 0.24  # of the size: how far letters reach over their line and under it

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]


class Box(NamedTuple):
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Whether all of it lies in the other."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )

    def wider(self, by: float) -> Box:
        """The rectangle grown on every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


def text_box(x: float, y: float, text: str, size: float, anchor: Anchor) -> Box:
    """About the room that `text` takes at (x, y)."""
    wide = width(text, size)
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return Box(left, y - ASCENT * size, left + wide, y + DESCENT * size)


def whole_width(text: str, size: float) -> float:
    """How wide a number is before its point, or all of it if it has none."""
    return width(text[: _point(text)], size)


def _point(text: str) -> int:
    """Where the whole part of a number ends."""
    return next((place for place, char in enumerate(text) if char in ".e"), len(text))


def number(value: float) -> str:
    """A coordinate: hundredths of a pixel are enough."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class Surface:
    """Elements in the order in which they are drawn; (0, 0) is the top left corner of the picture."""

    def __init__(self) -> None:
        self.elements: list[str] = []
        self.right, self.bottom = 0.0, 0.0  # how far anything reaches
        self.texts: list[Box] = []  # the room that each text takes

    @contextmanager
    def group(self, name: str) -> Iterator[None]:
        """What is drawn inside belongs together and has this class."""
        self.elements.append(f'<g class="{name}">')
        yield
        self.elements.append("</g>")

    def line(self, start: Point, end: Point, colour: str = INK, thick: float = 1.0, dashes: str = "") -> None:
        """A straight line."""
        (x1, y1), (x2, y2) = start, end
        self._reach(x1, y1)
        self._reach(x2, y2)
        where = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
        self.elements.append(f"<line {where}{_stroke(colour, thick, dashes)}/>")

    def path(
        self,
        runs: Sequence[Sequence[Point]],
        colour: str = INK,
        thick: float = 1.0,
        dashes: str = "",
        *,
        name: str = "",
        curved: bool = False,
    ) -> None:
        """Lines through the points of each run; `curved` takes each run as a cubic curve of four points."""
        steps = []
        for run in runs:
            for x, y in run:
                self._reach(x, y)
            first, *rest = (f"{number(x)},{number(y)}" for x, y in run)
            steps.append(f"M{first}{'C' if curved else 'L'}{' '.join(rest)}")
        if steps:
            named = f' class="{name}"' if name else ""
            look = f'{_stroke(colour, thick, dashes)} fill="none" stroke-linejoin="round"'
            self.elements.append(f'<path{named} d="{"".join(steps)}"{look}/>')

    def rect(self, box: Box, fill: str, stroke: str = "", thick: float = 1.0, radius: float = 0.0) -> None:
        """A filled rectangle."""
        self._reach(box.right, box.bottom)
        where = f'x="{number(box.left)}" y="{number(box.top)}"'
        size = f'width="{number(box.right - box.left)}" height="{number(box.bottom - box.top)}"'
        round_off = f' rx="{number(radius)}"' if radius else ""
        border = _stroke(stroke, thick, "") if stroke else ""
        self.elements.append(f'<rect {where} {size}{round_off} fill="{fill}"{border}/>')

    def polygon(self, points: Sequence[Point], fill: str, stroke: str = "") -> None:
        """A filled shape."""
        for x, y in points:
            self._reach(x, y)
        where = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self.elements.append(f'<polygon points="{where}" fill="{fill}"{_stroke(stroke, 1.2, "") if stroke else ""}/>')

    def circle(self, at: Point, radius: float, fill: str, stroke: str = "") -> None:
        """A filled circle."""
        x, y = at
        self._reach(x + radius, y + radius)
        where = f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
        self.elements.append(f'<circle {where} fill="{fill}"{_stroke(stroke, 1.2, "") if stroke else ""}/>')

    def text(
        self,
        at: Point,
        text: str,
        *,
        size: float = SIZE,
        anchor: Anchor = "start",
        colour: str = INK,
        bold: bool = False,
        halo: bool = False,
    ) -> None:
        """A line of text whose foot stands at `at`; a `halo` of white keeps it clear of what lies under it."""
        text = clean(text)
        if not text.strip():
            return
        box = text_box(*at, text, size, anchor)
        self._keep(box)
        self.elements.append(f"<text{_where(at)}{_letters(text, size, anchor, colour, bold, halo)}</text>")

    def on_the_point(self, at: Point, text: str, *, size: float = SIZE, colour: str = INK) -> None:
        """A number whose point, or end, stands at `at`: what is before it on the left, the rest on the right."""
        text = clean(text).strip()
        if not text:
            return
        (x, y), cut = at, _point(text)
        self._keep(Box(x - width(text[:cut], size), y - ASCENT * size, x + width(text[cut:], size), y + DESCENT * size))
        whole = f'<tspan x="{number(x)}" text-anchor="end">{escape(text[:cut])}</tspan>' if cut else ""
        rest = f'<tspan x="{number(x)}" text-anchor="start">{escape(text[cut:])}</tspan>' if text[cut:] else ""
        look = f' font-size="{number(size)}"' if size != SIZE else ""
        ink = f' fill="{colour}"' if colour != INK else ""
        self.elements.append(f'<text y="{number(y)}"{look}{ink}>{whole}{rest}</text>')

    def _keep(self, box: Box) -> None:
        self._reach(box.right, box.bottom)
        self.texts.append(box)

    def _reach(self, x: float, y: float) -> None:
        self.right, self.bottom = max(self.right, x), max(self.bottom, y)


def _stroke(colour: str, thick: float, dashes: str) -> str:
    width = f' stroke-width="{number(thick)}"' if thick != 1 else ""
    return f' stroke="{colour}"{width}' + (f' stroke-dasharray="{dashes}"' if dashes else "")


def _where(at: Point) -> str:
    return f' x="{number(at[0])}" y="{number(at[1])}"'


def _letters(text: str, size: float, anchor: Anchor, colour: str, bold: bool, halo: bool) -> str:
    """The rest of a text element up to its end tag; indices stand lower, exponents higher."""
    look = f' font-size="{number(size)}"' if size != SIZE else ""
    look += f' text-anchor="{anchor}"' if anchor != "start" else ""
    look += f' fill="{colour}"' if colour != INK else ""
    look += ' font-weight="bold"' if bold else ""
    look += f' font-family="{own}"' if (own := fonts(text)) else ""
    look += f' stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    # Blanks in a row, as a model's own text has them, are kept.
    look += ' xml:space="preserve"' if "  " in text or text != text.strip() else ""
    inner, lifted = "", 0.0
    for part in parts(text):
        lift = {0: 0.0, -1: 0.22, 1: -0.36}[part.level] * size
        moved = f' dy="{number(lift - lifted)}"' if lift != lifted else ""
        small = f' font-size="{number(size * SCRIPT)}"' if part.level else ""
        words = escape(part.text)
        inner += f"<tspan{moved}{small}>{words}</tspan>" if moved or small else words
        lifted = lift
    return f"{look}>{inner}"
