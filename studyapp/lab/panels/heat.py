"""Heat maps: a matrix as shades, with its numbers where they fit, over a scale; marked cells stand in brackets."""

from __future__ import annotations

import math

from studyapp.lab import numbers
from studyapp.lab.canvas import Canvas, Row, Words, cell_width, clean, cut, right
from studyapp.lab.frames import Heat

LEVELS = 9
SHADES = " ░▒▓█"


def natural_height(panel: Heat) -> int:
    """A row of column names, the rows, and the scale."""
    return 1 + len(panel.rows) + int(scale_range(panel) is not None)


def draw(panel: Heat, width: int, height: int, words: Words, at: tuple[int, int] | None = None) -> list[Row]:
    """Draw the matrix; rows and columns that do not fit give way to ``…``."""
    canvas = Canvas(width, height)
    rows = [cut(clean(words(row)), max(2, width // 4)) for row in panel.rows]
    columns = [clean(words(column)) for column in panel.columns]
    margin = max(map(cell_width, rows), default=0) + 1 if any(rows) else 0
    texts = [numbers.column(values, 2) for values in panel.values]
    wanted = (
        max(
            [cell_width(text) for line in texts for text in line] + [min(8, cell_width(name)) for name in columns] + [1]
        )
        + 2
    )
    many = max([len(columns)] + [len(values) for values in panel.values])
    numbered = many * wanted <= width - margin
    cell = wanted if numbered else max(1, min(3, (width - margin) // max(1, many)))
    shown = min(many, max(0, (width - margin) // cell))
    if shown < many:
        shown = max(0, (width - margin - 1) // cell)
    named = any(columns) and height > 1
    scale = scale_range(panel)
    marked = {*panel.marked, *((at,) if at is not None else ())}
    top = int(named)
    if named:
        _names(canvas, margin, cell, columns[:shown])
    fits = len(panel.values) <= height - top
    visible = len(panel.values) if fits else max(0, height - top - 1)
    for row in range(visible):
        y = top + row
        if row < len(rows):
            canvas.put(0, y, right(rows[row], margin - 1), "label")
        for column, value in enumerate(panel.values[row][:shown]):
            x = margin + column * cell
            level = _level(value, scale)
            shade = SHADES[round(level * (len(SHADES) - 1) / (LEVELS - 1))] if value is not None else "·"
            text = f" {texts[row][column]} ".rjust(cell) if numbered else shade * cell
            style = f"heat-{level}"
            if (row, column) in marked:
                text = f"[{text[1:-1]}]" if cell >= 3 else "◆"[:cell].ljust(cell)
                style = "mark"
            canvas.put(x, y, text, style)
        if shown < many:
            canvas.put(margin + shown * cell, y, "…", "dim")
    if fits and scale and height > top + visible:
        _scale(canvas, margin, top + visible, scale)
    if not fits:
        canvas.put(0, height - 1, cut(f"… {len(panel.values) - visible}", width), "dim")
    return canvas.rows()


def _names(canvas: Canvas, margin: int, cell: int, names: list[str]) -> None:
    """The columns' names over their cells; of narrow columns, as many as keep clear of one another."""
    stride = 1
    if cell < 4:
        widest = max(map(cell_width, names), default=0)
        stride = 1 if widest <= cell - 1 or widest <= 1 else -(-(widest + 1) // cell)
    for column in range(0, len(names), stride):
        text = right(names[column], cell - 1) if cell >= 4 else names[column]
        canvas.put(margin + column * cell, 0, text, "label")


def _scale(canvas: Canvas, x: int, y: int, scale: tuple[float, float]) -> None:
    """The shades from the low end to the high one, between their numbers; without colour it can be read too."""
    low, high = (numbers.text(end, 2) for end in scale)
    each = (LEVELS - 1) // (len(SHADES) - 1)
    if x + cell_width(low) + 2 * len(SHADES) + 2 + cell_width(high) > canvas.width:
        return
    canvas.put(x, y, low, "dim")
    x += cell_width(low) + 1
    for step, shade in enumerate(SHADES):
        canvas.put(x + 2 * step, y, 2 * shade, f"heat-{step * each}")
    canvas.put(x + 2 * len(SHADES) + 1, y, high, "dim")


def scale_range(panel: Heat) -> tuple[float, float] | None:
    """The values at the ends of the scale: those asked for, else the lowest and highest; None where all are one."""
    known = [value for values in panel.values for value in values if value is not None and math.isfinite(value)]
    low = panel.low if panel.low is not None else min(known, default=0.0)
    high = panel.high if panel.high is not None else max(known, default=0.0)
    # Halves: the difference of the largest numbers overflows.
    return (low, high) if known and high / 2 - low / 2 > 0 else None


def _level(value: float | None, scale: tuple[float, float] | None) -> int:
    """The shade of a value, 0 to 8."""
    if value is None or not math.isfinite(value) or scale is None:
        return 0
    low, high = scale
    part = (value / 2 - low / 2) / (high / 2 - low / 2)
    return round(max(0.0, min(1.0, part)) * (LEVELS - 1))
