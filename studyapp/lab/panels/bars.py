"""Bars: from a zero line to the right or left, in eighths of a cell, the numbers in a column of their own."""

from __future__ import annotations

import math

from studyapp.lab import numbers
from studyapp.lab.canvas import Canvas, Row, Words, cell_width, clean, cut, left
from studyapp.lab.frames import Bars

EIGHTHS = " ▏▎▍▌▋▊▉"


def natural_height(panel: Bars) -> int:
    """A row for each bar, a blank one between groups of several."""
    groups, each = len(panel.labels), len(panel.series)
    return groups * each + (groups - 1 if groups and each > 1 else 0)


def draw(panel: Bars, width: int, height: int, words: Words, at: int | None = None) -> list[Row]:
    """Draw the bars; groups that do not fit give way to ``…``. The group `at` is marked."""
    bars = [
        (group, index, series.values[group] if group < len(series.values) else None)
        for group in range(len(panel.labels))
        for index, series in enumerate(panel.series)
    ]
    texts = numbers.column([value for _, _, value in bars], 3)
    names = [cut(clean(words(label)), max(3, width // 3)) for label in panel.labels]
    several = len(panel.series) > 1
    name_width = max(map(cell_width, names), default=0)
    widest = max(2, width * 2 // 3 - name_width - 2)
    kinds = [cut(clean(words(series.label)), widest) if several else "" for series in panel.series]
    kind_width = max(map(cell_width, kinds), default=0)
    start = name_width + 1 + (kind_width + 1 if several else 0)
    number_width = max(map(len, texts), default=0)
    room = width - start - number_width - 1
    canvas = Canvas(width, height)
    scale = _Scale(panel, max(1, room))
    spread = several and height >= natural_height(panel)
    for count, ((group, index, value), text) in enumerate(zip(bars, texts, strict=True)):
        y = count + (group if spread else 0)
        if y >= height - 1 and count < len(bars) - 1 and y >= 0:
            canvas.put(0, height - 1, f"… {len(bars) - count}", "dim")
            break
        if index == 0 or y == 0:
            canvas.put(0, y, names[group], "mark" if group == at else "label")
        if several:
            canvas.put(name_width + 1, y, left(kinds[index], kind_width), "dim")
        if room >= 3:
            scale.draw(canvas, start, y, value, f"line-{index % 6}")
            for under in panel.under:
                if index < len(under.lines) and group < len(under.lines[index].y):
                    scale.mark(canvas, start, y, under.lines[index].y[group], under.letter or "┊")
            canvas.put(start + room + 1, y, text)
        else:
            canvas.put(start, y, text)
    return canvas.rows()


class _Scale:
    """Where zero stands and how long a bar is, in `width` cells."""

    def __init__(self, panel: Bars, width: int) -> None:
        shown = (*(s.values for s in panel.series), *(line.y for under in panel.under for line in under.lines))
        known = [value for values in shown for value in values if value is not None]
        known = [max(-1e300, min(1e300, value)) for value in known if math.isfinite(value)]
        self.low = min([0.0, *known]) if panel.low is None else min(0.0, panel.low)
        self.high = max([0.0, *known]) if panel.high is None else max(0.0, panel.high)
        if self.high - self.low <= 0:
            self.high = self.low + 1
        self.width = width
        both = self.low < 0 < self.high
        span = self.high - self.low
        # The zero line takes a cell of its own where bars go both ways.
        self.cells = width - 1 if both else width
        self.zero = round(self.cells * (-self.low / span)) if both else (width if self.low < 0 else 0)
        self.line = both

    def draw(self, canvas: Canvas, x: int, y: int, value: float | None, style: str) -> None:
        """The bar of `value` from column x on in row y."""
        if self.line:
            canvas.put(x + self.zero, y, "│", "axis")
        if value is None or not math.isfinite(value):
            return
        value = max(self.low, min(self.high, value))
        if value >= 0:
            space = self.cells - self.zero
            eighths = round(8 * space * value / self.high) if self.high > 0 else 0
            bar = "█" * (eighths // 8) + EIGHTHS[eighths % 8].strip()
            canvas.put(x + self.zero + int(self.line), y, bar or ("▏" if value and space else ""), style)
        else:
            halves = round(2 * self.zero * value / self.low)
            bar = "▐" * (halves % 2) + "█" * (halves // 2)
            bar = bar or ("▕" if self.zero else "")
            canvas.put(x + self.zero - len(bar), y, bar, style)

    def mark(self, canvas: Canvas, x: int, y: int, value: float | None, sign: str) -> None:
        """Where the bar of another run would end."""
        if value is None or not math.isfinite(value):
            return
        value = max(self.low, min(self.high, value))
        end = self.zero + round((self.cells - 1) * value / (self.high - self.low))
        column = x + max(0, min(self.width - 1, end))
        inside = sign == "┊" and canvas.char(column, y) == "█"
        canvas.put(column, y, "▓" if inside else sign, "ghost")
