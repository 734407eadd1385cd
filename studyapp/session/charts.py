"""Small charts of counts in terminal cells: a calendar, columns, bars. Each can be read without colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from studyapp.lab.canvas import Canvas, Row, Span, cell_width, left, right
from studyapp.lab.panels.bars import EIGHTHS

SHADES = "·░▒▓█"
HUES = ("dim", *("line-0",) * 4)  # the shade alone tells how many: it can be read without colour
STEPS = "▁▂▃▄▅▆▇█"
WEEK, YEAR = 2, 53  # cells of a week, and how many weeks there are at most


def calendar(
    days: Mapping[str, int], today: date, width: int, weekdays: Sequence[str], months: Sequence[str]
) -> list[Row]:
    """A column a week and a row a weekday, the last week that of `today`; as many weeks as fit, a year at most.

    days: counts by ISO date. weekdays, months: their short names, from Monday and January on. Below stands what the
    shades mean, in counts.
    """
    margin = max(map(cell_width, weekdays)) + 1
    weeks = max(1, min(YEAR, (width - margin) // WEEK))
    monday = today - timedelta(days=today.weekday() + 7 * (weeks - 1))
    canvas = Canvas(width, 10)
    shown = [(monday + timedelta(days=at), at) for at in range(7 * weeks) if monday + timedelta(days=at) <= today]
    step = _step([days.get(day.isoformat(), 0) for day, _ in shown])
    free = 0
    for week in range(weeks):
        begins = monday + timedelta(days=7 * week)
        name, x = months[begins.month - 1], margin + WEEK * week
        if begins.day <= 7 and x >= free and x + cell_width(name) <= width:
            canvas.put(x, 0, name, "label")
            free = x + cell_width(name) + 1
    for row in (0, 2, 4):
        canvas.put(0, 1 + row, right(weekdays[row], margin - 1), "label")
    for day, at in shown:
        level = _level(days.get(day.isoformat(), 0), step)
        canvas.put(margin + WEEK * (at // 7), 1 + at % 7, SHADES[level] * (WEEK if level else 1), HUES[level])
    x = margin
    for level, meaning in enumerate(_meanings(step)):
        if x + 3 + cell_width(meaning) > width:
            break
        canvas.put(x, 9, SHADES[level] * (WEEK if level else 1), HUES[level])
        canvas.put(x + 3, 9, meaning, "dim")
        x += 3 + cell_width(meaning) + 3
    return canvas.rows()


def _step(counts: list[int]) -> int:
    """How many one more shade means: a fourth of a busy day, but not of the busiest, which may be far from the rest."""
    some = sorted(count for count in counts if count)
    busy = some[(len(some) - 1) * 9 // 10] if some else 0
    return max(1, -(-busy // 4))


def _level(count: int, step: int) -> int:
    return min(4, -(-count // step))


def _meanings(step: int) -> list[str]:
    between = [
        f"{low}–{high}" if low < high else f"{high}" for low, high in ((1 + step * n, step * (n + 1)) for n in range(3))
    ]
    return ["0", *between, f"{3 * step + 1}+"]


def columns(values: Sequence[float], names: Sequence[str], width: int, height: int, style: str) -> list[Row]:
    """Upright columns over their names, the highest value written beside the top; `height` rows in all.

    Of the names those are written for which there is room; give "" for those that need none.
    """
    highest = max([*values, 0])
    top = f"{highest:,.10g}"
    margin = max(len(top), 1) + 1
    each = max(1, min(3, (width - margin - 1) // max(1, len(values))))
    canvas = Canvas(width, height)
    rows = height - 2
    if highest:
        canvas.put(0, 0, right(top, margin - 1), "label")
    canvas.put(0, rows - 1, right("0", margin - 1), "label")
    for y in range(rows):
        canvas.put(margin, y, "│", "axis")
    canvas.put(margin, rows, "└" + "─" * (each * len(values)), "axis")
    for at, value in enumerate(values):
        eighths = round(8 * rows * value / highest) if highest else 0
        if value:
            eighths = max(1, eighths)
        for up in range(rows):
            part = min(8, eighths - 8 * up)
            if part > 0:
                canvas.put(margin + 1 + each * at, rows - 1 - up, STEPS[part - 1] * max(1, each - 1), style)
    free = 0
    for at, name in enumerate(names):
        x = margin + 1 + each * at
        if name and x >= free and x + cell_width(name) <= width:
            canvas.put(x, rows + 1, name, "label")
            free = x + cell_width(name) + 1
    return canvas.rows()


def bars(counts: Sequence[int], names: Sequence[str], width: int, style: str) -> list[Row]:
    """A bar a row, from its name on the left to its count on the right."""
    margin = max(map(cell_width, names), default=0) + 1
    numbers = [f"{count:,}" for count in counts]
    wide = max(map(len, numbers), default=0)
    room = max(1, width - margin - wide - 1)
    highest = max([*counts, 1])
    canvas = Canvas(width, len(counts))
    for y, (count, name, number) in enumerate(zip(counts, names, numbers, strict=True)):
        eighths = max(1, round(8 * room * count / highest)) if count else 0
        canvas.put(0, y, right(name, margin - 1), "label")
        canvas.put(margin, y, "█" * (eighths // 8) + EIGHTHS[eighths % 8].strip(), style)
        canvas.put(width - wide, y, right(number, wide), "" if count else "dim")
    return canvas.rows()


def beside(one: list[Row], other: list[Row], width: int, gap: int) -> list[Row]:
    """Two blocks of rows side by side, the first in `width` cells."""
    rows = []
    for at in range(max(len(one), len(other))):
        first = one[at] if at < len(one) else []
        used = sum(cell_width(span.text) for span in first)
        rows.append([*first, Span(" " * (width - used + gap)), *(other[at] if at < len(other) else [])])
    return rows


def column_of(texts: Sequence[str], *, to_right: bool = False) -> list[str]:
    """Texts padded to the width of the widest."""
    wide = max(map(cell_width, texts), default=0)
    return [right(text, wide) if to_right else left(text, wide) for text in texts]
