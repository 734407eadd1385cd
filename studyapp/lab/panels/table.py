"""Tables: a header, a rule, rows; numbers align on the point, words on the left."""

from __future__ import annotations

from studyapp.lab import numbers
from studyapp.lab.canvas import Row, Span, Words, cell_width, clean, cut, left
from studyapp.lab.frames import Table

GAP = "  "


def natural_height(panel: Table) -> int:
    """A header, a rule and the rows."""
    return 2 + len(panel.rows)


def draw(panel: Table, width: int, height: int, words: Words) -> list[Row]:
    """Draw the table; columns and rows that do not fit give way to ``…``."""
    head = [clean(words(column)) for column in panel.columns]
    columns = []
    for position, title in enumerate(head):
        cells = [row[position] if position < len(row) else "" for row in panel.rows]
        texts = _column(cells, panel.digits, words)
        wide = max(map(cell_width, [title, *texts]), default=0)
        columns.append([left(text, wide) for text in [title, *texts]])
    lines = [_joined(parts, width) for parts in zip(*columns, strict=True)] if columns else []
    if not lines:
        return []
    rule = "─" * min(width, max(map(cell_width, lines)))
    body = lines[1:]
    room = height - 2
    if len(body) > room >= 1:
        body = [*body[: room - 1], cut(f"… {len(body) - room + 1}", width)]
    rows = [[Span(lines[0], "label")], [Span(rule, "axis")], *([Span(line)] for line in body)]
    return rows[:height] if height >= 3 else [[Span(line)] for line in body[:height]]


def _column(cells: list[str | float | None], digits: int, words: Words) -> list[str]:
    """The texts of a column, its numbers aligned among themselves."""
    aligned = iter(numbers.column([cell for cell in cells if not isinstance(cell, str)], digits))
    return [clean(words(cell)) if isinstance(cell, str) else next(aligned) for cell in cells]


def _joined(parts: tuple[str, ...], width: int) -> str:
    line = ""
    for part in parts:
        longer = part if not line else line + GAP + part
        if cell_width(longer.rstrip()) > width:
            return cut(line + GAP + "…" if line else part, width)
        line = longer
    return line.rstrip()
