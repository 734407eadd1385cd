"""The legend of a plot: samples of lines and marks with their names, in rows over it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from studyapp.lab.saving.letters import fit, width
from studyapp.lab.saving.look import SIZE, THICK, line_colour, pattern
from studyapp.lab.saving.signs import sign
from studyapp.lab.saving.surface import Surface

SAMPLE, SIGN, BLANK, APART = 30, 10, 7, 20
ROW = 20


class Entry(NamedTuple):
    """A line or a mark and its name."""

    kind: Literal["line", "mark"]
    position: int
    text: str

    @property
    def key(self) -> int:
        """How wide the sample is."""
        return SAMPLE if self.kind == "line" else SIGN


Rows = list[list[tuple[float, Entry]]]  # where the samples begin


def rows(entries: Sequence[Entry], start: float, left: float, right: float) -> Rows:
    """The entries row by row: from `start` on in the first one, which the y axis's label shares, then from `left` on.

    A text that is wider than a row is cut.
    """
    found: Rows = [[]]
    x = start
    for entry in entries:
        text = fit(entry.text, right - left - entry.key - BLANK, SIZE)
        wide = entry.key + BLANK + width(text, SIZE)
        if x + wide > right and x > left:
            found.append([])
            x = left
        found[-1].append((x, entry._replace(text=text)))
        x += wide + APART
    return found


def draw(surface: Surface, rows: Rows, top: float) -> None:
    """Draw every sample and its name, the first row at `top`."""
    for number, row in enumerate(rows):
        foot = top + ROW * number + SIZE
        middle = foot - 0.35 * SIZE
        for x, entry in row:
            if entry.kind == "line":
                ends = (x, middle), (x + SAMPLE, middle)
                surface.line(*ends, line_colour(entry.position), THICK, pattern(entry.position))
            else:
                sign(surface, (x + SIGN / 2, middle), entry.position)
            surface.text((x + entry.key + BLANK, foot), entry.text)
