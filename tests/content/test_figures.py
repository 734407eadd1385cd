"""Drawings in text: each fits a terminal in both languages, and none of its lines is out of place."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from studyapp.content.library import Library
from studyapp.content.paths import glossary
from studyapp.lab.canvas import cell_width
from studyapp.language import LANGS, Lang

WIDTH, HEIGHT = 72, 16  # cells, rows

# Which lines lead up, down, left and right.
UP, DOWN = frozenset("│└┘├┤┴┼"), frozenset("│┌┐├┤┬┼")
LEFT, RIGHT = frozenset("─┐┘┤┬┴┼"), frozenset("─┌└├┬┴┼")
LINES = UP | DOWN | LEFT | RIGHT

DRAWN = [  # read without the library, so that the tests can be named before anything is loaded
    found[1]
    for path in sorted(glossary().glob("*.yaml"))
    for found in re.finditer(r"^- id: (\S+)\n(?:(?!- id: ).*\n)*?  figure:\n    text:\n", path.read_text("utf-8"), re.M)
]
every_drawing = pytest.mark.parametrize("id", DRAWN)
every_language = pytest.mark.parametrize("lang", LANGS)


def grid(text: str) -> list[list[str]]:
    """A character for each terminal cell, all rows as wide as the widest; a wide character stands in both its cells."""
    rows = [[char for char in line for _ in range(cell_width(char))] for line in text.rstrip("\n").split("\n")]
    width = max(map(len, rows))
    return [row + [" "] * (width - len(row)) for row in rows]


def out_of_place(text: str) -> Iterator[str]:
    """Every line or arrow that leads nowhere, or past what stands beside it.

    A line may end at a letter or an arrow head, never at a blank above or below it; where two lines touch, either both
    lead to each other or neither does. An arrow head stands between what it comes from and what it points at.
    """
    cells = grid(text)

    def at(x: int, y: int) -> str:
        return cells[y][x] if 0 <= y < len(cells) and 0 <= x < len(cells[y]) else " "

    for y, row in enumerate(cells):
        for x, char in enumerate(row):
            above, below, right = at(x, y - 1), at(x, y + 1), at(x + 1, y)
            here = f"{char} in row {y + 1}, cell {x + 1}"
            if (char in UP and above == " ") or (char in DOWN and below == " "):
                yield f"{here} ends at a blank"
            if char in LINES and below in LINES and (char in DOWN) != (below in UP):
                yield f"{here} and {below} below it do not meet"
            if char in LINES and right in LINES and (char in RIGHT) != (right in LEFT):
                yield f"{here} and {right} to its right do not meet"
            if char in "↑↓" and " " in (above, below):
                yield f"{here} has a blank above or below it"
            if (char == "↑" and below in LINES - UP) or (char == "↓" and above in LINES - DOWN):
                yield f"{here} does not go on from the line behind it"


def test_many_entries_have_a_drawing(library: Library) -> None:
    has_text = [id for id, entry in library.entries.items() if entry.figure is not None and entry.figure.text]
    assert set(DRAWN) == set(has_text)
    assert len(DRAWN) > 20


@every_language
@every_drawing
def test_it_fits_a_terminal(library: Library, id: str, lang: Lang) -> None:
    figure = library.entries[id].figure
    assert figure is not None
    assert figure.text is not None
    drawn = getattr(figure.text, lang)
    assert drawn, f"it has no {lang}"
    rows = drawn.rstrip("\n").split("\n")
    assert len(rows) <= HEIGHT
    assert [row for row in rows if cell_width(row) > WIDTH] == []
    assert [row for row in rows if row != row.rstrip() or "\t" in row] == []
    assert rows[0].strip()
    assert any(row and row[0] != " " for row in rows), "it is moved to the right as a whole"


@every_language
@every_drawing
def test_its_lines_lead_somewhere(library: Library, id: str, lang: Lang) -> None:
    figure = library.entries[id].figure
    assert figure is not None
    assert figure.text is not None
    assert list(out_of_place(figure.text[lang])) == []


@pytest.mark.parametrize(
    "drawn",
    [
        "x ─┐\n   ↓\n   y",
        "┌───┐\n│ σ │\n└─┬─┘\n  ↓\n  f",
        "  y\n  ↑\n┌─┴─┐\n│ h │\n└───┘",
        "┌ 0 ┐\n│ 1 │\n└ 0 ┘",
        "│ 게이트 │\n└────────┘".replace("│ 게이트 │", "┌────────┐\n│ 게이트 │"),
    ],
)
def test_a_drawing_in_order_passes(drawn: str) -> None:
    assert list(out_of_place(drawn)) == []


@pytest.mark.parametrize(
    "drawn",
    [
        "x ─┐\n    ↓\n    y",  # the arrow stands one cell off
        "x ─┐\n   │\n\n   y",  # the line ends before what it leads to
        "┌───┐\n│ σ │\n└───┘\n  ↑\n  ─",  # the arrow begins at a line that does not lead to it
        "┌───┐\n│ σ  │\n└───┘",  # a word has moved the edge
        "┌────────┐\n│ 게이트   │\n└────────┘",  # wide characters were counted as narrow ones
        "x ──│──→ y",  # a line runs into another
    ],
)
def test_a_drawing_out_of_order_is_noticed(drawn: str) -> None:
    assert list(out_of_place(drawn))
