"""The dataflow of a cell: the drawing in characters of `panels.dataflow`, its lines as lines and its signs in boxes."""

from __future__ import annotations

import re

from studyapp.lab.canvas import cell_width
from studyapp.lab.frames import Graph
from studyapp.lab.panels import dataflow
from studyapp.lab.saving.look import INK, PAPER, QUIET, SIZE, SMALL, line_colour
from studyapp.lab.saving.surface import Box, Point, Surface

ACROSS, DOWN = 8.6, 17.0  # pixels of a cell
COLUMNS = 76
# Where a line leaves its cell, in halves of it.
ENDS: dict[str, tuple[Point, ...]] = {
    "─": ((-1, 0), (1, 0)),
    "│": ((0, -1), (0, 1)),
    "╭": ((1, 0), (0, 1)),
    "╮": ((-1, 0), (0, 1)),
    "╯": ((-1, 0), (0, -1)),
    "╰": ((1, 0), (0, -1)),
    "├": ((0, -1), (0, 1), (1, 0)),
    "┬": ((-1, 0), (1, 0), (0, 1)),
}
HEADS: dict[str, Point] = {"▸": (1, 0), "◂": (-1, 0), "▴": (0, -1), "▾": (0, 1)}
WORD = re.compile(r"\([^()]*\)|\S+(?: \S+)*")
COLOURS = {"accent": line_colour(0), "mark": line_colour(1), "dim": QUIET}


def draw(surface: Surface, panel: Graph, drawn: str, left: float, top: float) -> float:
    """Draw it from (left, top) on; how far down it reaches."""
    rows = dataflow.draw(panel, drawn, COLUMNS, dataflow.natural_height(drawn), None)
    top += DOWN / 2
    for y, row in enumerate(rows):
        column = 0
        for span in row:
            text = span.text
            for at, char in enumerate(text):
                middle = (left + (column + at + 0.5) * ACROSS, top + y * DOWN)
                _line(surface, char, middle)
            words = "".join(" " if char in ENDS or char in HEADS else char for char in text)
            for word in WORD.finditer(words):
                _word(surface, word[0], left + (column + word.start()) * ACROSS, top + y * DOWN, span.style)
            column += cell_width(text)
    return top + len(rows) * DOWN


def _line(surface: Surface, char: str, middle: Point) -> None:
    x, y = middle
    for dx, dy in ENDS.get(char, ()):
        surface.line(middle, (x + dx * ACROSS / 2, y + dy * DOWN / 2), QUIET)
    if char in HEADS:
        dx, dy = HEADS[char]
        surface.line((x - dx * ACROSS / 2, y - dy * DOWN / 2), middle, QUIET)
        tip = (x + dx * ACROSS / 2, y + dy * DOWN / 2)
        side = 3.2
        surface.polygon([tip, (x + dy * side, y + dx * side), (x - dy * side, y - dx * side)], QUIET)


def _word(surface: Surface, text: str, x: float, y: float, style: str) -> None:
    if text.startswith("("):
        wide = len(text) * ACROSS
        surface.rect(Box(x, y - 8, x + wide, y + 8), PAPER, QUIET, radius=8)
        surface.text((x + wide / 2, y + SMALL * 0.36), text[1:-1], size=SMALL, anchor="middle", bold=True)
    else:
        surface.text((x + 1, y + SIZE * 0.36), text, size=SMALL, colour=COLOURS.get(style, INK))
