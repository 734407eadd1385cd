"""Text as a surface: widths of characters, styled spans, and a grid of terminal cells to write on.

A style is a name (``""``, ``axis``, ``dim``, ``label``, ``mark``, ``accent``, ``good``, ``bad``, ``line-0`` …
``line-5``, ``heat-0`` … ``heat-8``); a screen maps names to colours. Nothing is told by colour alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

Words = Callable[[str], str]


class Span(NamedTuple):
    """A run of text in one style."""

    text: str
    style: str = ""


Row = list[Span]


@lru_cache(maxsize=4096)
def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def clean(text: str) -> str:
    """`text` on one line and without control characters, which must never reach a terminal."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if char in "\n\t" else char for char in text if _harmless(char))


def _harmless(char: str) -> bool:
    # Of the format characters only the joiner is kept: the others turn the direction of writing around.
    return char in "\n\t\u200d" or unicodedata.category(char) not in (
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
        "Zl",
        "Zp",
    )


def cell_width(text: str) -> int:
    """How many terminal cells `text` takes: two for Hangul and other wide characters, none for combining ones."""
    return len(text) if text.isascii() else sum(map(_char_width, text))


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells; what is cut ends in ``…``, and a wide character is never halved."""
    if cell_width(text) <= width:
        return text
    if width <= 0:
        return ""
    kept, used = [], 0
    for char in text:
        used += _char_width(char)
        if used > width - 1:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def left(text: str, width: int) -> str:
    """`text` cut or padded on its right to exactly `width` cells."""
    text = cut(text, width)
    return text + " " * (width - cell_width(text))


def right(text: str, width: int) -> str:
    """`text` cut or padded on its left to exactly `width` cells."""
    text = cut(text, width)
    return " " * (width - cell_width(text)) + text


class Canvas:
    """A grid of `width` × `height` terminal cells. What is written outside of it is left out."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = max(0, width), max(0, height)
        # A cell holds a character with what combines with it; the second cell of a wide character holds "".
        self._cells: list[list[tuple[str, str]]] = [[(" ", "")] * self.width for _ in range(self.height)]

    def put(self, x: int, y: int, text: str, style: str = "") -> None:
        """Write `text` from cell (x, y) rightwards."""
        if not 0 <= y < self.height:
            return
        row = self._cells[y]
        for char in clean(text):
            size = _char_width(char)
            if size == 0:
                if 0 < x <= self.width:
                    before = x - 1 if row[x - 1][0] else x - 2
                    row[before] = (row[before][0] + char, row[before][1])
                continue
            if x >= 0 and x + size <= self.width:
                for cell in range(x, x + size):
                    self._clear(row, cell)
                row[x] = (char, style)
                if size == 2:
                    row[x + 1] = ("", style)
            x += size

    @staticmethod
    def _clear(row: list[tuple[str, str]], x: int) -> None:
        """Free cell x; the other half of a wide character that stood there becomes a space."""
        if row[x][0] == "" and x > 0:
            row[x - 1] = (" ", row[x - 1][1])
        elif x + 1 < len(row) and row[x + 1][0] == "":
            row[x + 1] = (" ", row[x + 1][1])
        row[x] = (" ", "")

    def char(self, x: int, y: int) -> str:
        """What stands in cell (x, y); a space outside."""
        if 0 <= x < self.width and 0 <= y < self.height:
            return self._cells[y][x][0]
        return " "

    def free(self, x: int, y: int, width: int) -> bool:
        """Whether `width` cells from (x, y) on lie inside and are blank."""
        return (
            0 <= y < self.height
            and x >= 0
            and x + width <= self.width
            and all(self._cells[y][cell][0] == " " for cell in range(x, x + width))
        )

    def rows(self) -> list[Row]:
        """Every row as spans, without blanks at its end."""
        return [_spans(row) for row in self._cells]


def _spans(cells: list[tuple[str, str]]) -> Row:
    spans: Row = []
    for char, style in cells:
        # A blank needs no colour of its own, and takes that of its neighbour unless that one paints the ground.
        if spans and (spans[-1].style == style or (char == " " and not style and not _paints(spans[-1]))):
            spans[-1] = Span(spans[-1].text + char, spans[-1].style)
        else:
            spans.append(Span(char, style))
    if spans and not _paints(spans[-1]):
        # One blank stays after a painted cell: a screen would go on painting to the end of the line.
        painted = len(spans) > 1 and _paints(spans[-2])
        text = spans[-1].text.rstrip(" ") or (" " if painted else "")
        spans[-1:] = [Span(text, spans[-1].style)] if text else []
    return spans


def _paints(span: Span) -> bool:
    return span.style.startswith("heat")


def text_of(row: Row) -> str:
    """A row without its styles."""
    return "".join(span.text for span in row)
