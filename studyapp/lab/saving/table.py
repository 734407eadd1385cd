"""Tables: three rules, a header, rows; numbers align on the point, words on the left."""

from __future__ import annotations

from studyapp.lab import numbers
from studyapp.lab.canvas import Words
from studyapp.lab.frames import Table
from studyapp.lab.saving.letters import fit, width
from studyapp.lab.saving.look import INK, QUIET, SIZE
from studyapp.lab.saving.surface import Surface, whole_width

ROW, GAP = 20, 24
LONGEST = 600  # of a cell


def draw(surface: Surface, panel: Table, left: float, top: float, words: Words) -> float:
    """Draw the table from (left, top) on, as wide as it must be; how far down it reaches."""
    if not panel.columns:
        return top
    head, rows = top + ROW - 5, top + ROW + 6
    bottom = rows + ROW * len(panel.rows) + 4
    x = left
    with surface.group("table"):
        for position, column in enumerate(panel.columns):
            cells = [row[position] if position < len(row) else "" for row in panel.rows]
            x = _column(surface, fit(words(column), LONGEST, SIZE), cells, panel.digits, (x, head, rows), words) + GAP
        for y, thick in ((top, 1.2), (top + ROW + 2, 0.6), (bottom, 1.2)):
            surface.line((left, y), (x - GAP, y), INK, thick)
    return bottom


def _column(
    surface: Surface,
    title: str,
    cells: list[str | float | None],
    digits: int,
    at: tuple[float, float, float],
    words: Words,
) -> float:
    """Draw a column at (left, foot of the header, top of the rows); where it ends on the right."""
    left, head, top = at
    texts = [fit(words(cell), LONGEST, SIZE) if isinstance(cell, str) else numbers.text(cell, digits) for cell in cells]
    written = [text for cell, text in zip(cells, texts, strict=True) if not isinstance(cell, str)]
    before = max((whole_width(text, SIZE) for text in written), default=0.0)
    after = max((width(text, SIZE) - whole_width(text, SIZE) for text in written), default=0.0)
    said = max(
        (width(text, SIZE) for cell, text in zip(cells, texts, strict=True) if isinstance(cell, str)), default=0.0
    )
    wide = max(before + after, said, width(title, SIZE))
    surface.text((left, head), title, colour=QUIET)
    for row, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        foot = top + ROW * row + ROW / 2 + 0.35 * SIZE
        if isinstance(cell, str):
            surface.text((left, foot), text)
        else:
            surface.on_the_point((left + before, foot), text)
    return left + wide
