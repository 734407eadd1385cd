"""Curves: lines of dots on two axes with round ticks, marks, and labels at the ends of the lines."""

from __future__ import annotations

from dataclasses import dataclass

from studyapp.lab.canvas import Canvas, Row, Words, cell_width, clean, cut
from studyapp.lab.frames import Curves
from studyapp.lab.panels.axis import Axis, axis, same_scale
from studyapp.lab.panels.braille import PATTERNS, Dots, sample
from studyapp.lab.panels.clip import Point

MARKS = "●◆▲■○◇"
KEY = 4  # cells of a line's sample and the blank after it
GHOST = (1, 3)  # dots drawn and left out of a run that is not this one
MARGIN = 6  # where the legend begins, about over the axis


def natural_height(panel: Curves, width: int) -> int:
    """A shape that is pleasant to read; equal axes take what the width allows, up to a screen."""
    return min(22, max(8, width // 2)) if panel.equal else min(16, max(8, width // 4))


@dataclass(frozen=True, slots=True)
class Plot:
    """Where things stand on the canvas: the cells of the plotting area, and its axes."""

    left: int
    top: int
    width: int
    height: int
    x: Axis
    y: Axis

    def dot(self, x: float | None, y: float | None) -> Point | None:
        """A point in dots from the area's top left corner."""
        across, up = self.x.place(x), self.y.place(y)
        if across is None or up is None:
            return None
        return across * (2 * self.width - 1), (1 - up) * (4 * self.height - 1)

    def column(self, place: float) -> int:
        """The canvas's column of a place on the x axis."""
        return self.left + round(place * (2 * self.width - 1)) // 2

    def row(self, place: float) -> int:
        """The canvas's row of a place on the y axis."""
        return self.top + round((1 - place) * (4 * self.height - 1)) // 4


def draw(panel: Curves, width: int, height: int, words: Words, at: float | None = None) -> list[Row]:
    """Draw the panel in width × height cells, with an upright line at x = `at`."""
    canvas = Canvas(width, height)
    labels = [clean(words(line.label)) for line in panel.lines]
    x_label, y_label = clean(words(panel.x_label)), clean(words(panel.y_label))
    beside = _beside(labels, x_label, width)
    keys = [] if beside or height < 5 else _legend(labels, y_label, width)[: max(1, height // 3)]
    header = len(keys) or int(height >= 5 and bool(y_label))
    footer = 0 if height < 5 else 3 if height >= 9 and cell_width(x_label) >= max(beside, 1) else 2
    plot = _plot(panel, canvas, header, footer, beside)
    if footer:
        _axes(canvas, plot, x_label, footer)
    if header:
        canvas.put(min(plot.left, MARGIN), 0, cut(y_label, width - MARGIN), "label")
    for row, named in enumerate(keys):
        for left, index in named:
            canvas.put(left, row, sample(index), f"line-{index % 6}")
            canvas.put(left + KEY, row, cut(labels[index], width - left - KEY), "label")
    _zero(canvas, plot)
    _under(canvas, plot, panel)
    if at is not None:
        _upright(canvas, plot, at)
    dots = Dots(plot.width, plot.height)
    for index, line in reversed(list(enumerate(panel.lines))):
        points = [plot.dot(x, y) for x, y in zip(line.x, line.y, strict=False)]
        dots.line(points, f"line-{index % 6}", PATTERNS[index % len(PATTERNS)])
    dots.put(canvas, plot.left, plot.top)
    if beside:
        _end_labels(canvas, plot, panel, labels)
    _marks(canvas, plot, panel, words)
    return canvas.rows()


def _beside(labels: list[str], x_label: str, width: int) -> int:
    """The width of a margin for the labels at the lines' ends, 0 where a legend above serves better."""
    widest = max(map(cell_width, labels), default=0)
    if not 0 < widest + KEY <= width * 0.3 or len(labels) > 6:
        return 0
    short = cell_width(x_label) if cell_width(x_label) <= 8 else 0
    return max(widest + (KEY if len(labels) > 1 else 0), short) + 1


def _plot(panel: Curves, canvas: Canvas, top: int, footer: int, beside: int) -> Plot:
    height = max(1, canvas.height - top - footer)
    lines = (*panel.lines, *(line for under in panel.under for line in under.lines))
    xs = [x for line in lines for x in line.x] + [mark.x for mark in panel.marks]
    ys = [y for line in lines for y in line.y] + [mark.y for mark in panel.marks]
    y = axis(ys, panel.y_range, panel.y_log, padded=max(2, height // 3))
    x = axis(xs, panel.x_range, panel.x_log, steps=True)
    widest = max((cell_width(text) for _, text in y.ticks(max(2, height // 3))), default=0) if footer else 0
    left = widest + 2 if footer and canvas.width >= widest + 8 else 0
    width = max(1, canvas.width - left - beside)
    if panel.equal and not (panel.x_log or panel.y_log):
        x, y = same_scale(x, y, 2 * width - 1, 4 * height - 1)
        wider = max((cell_width(text) for _, text in y.ticks(max(2, height // 3))), default=0) - widest
        if left and wider > 0:
            left, width = left + wider, max(1, width - wider)
            x, y = same_scale(x, y, 2 * width - 1, 4 * height - 1)
    return Plot(left, top, width, height, x, y)


def _under(canvas: Canvas, plot: Plot, panel: Curves) -> None:
    """Other runs: the one before in loose dots, a pinned one with its letter along it."""
    dots = Dots(plot.width, plot.height)
    for under in panel.under:
        for line in under.lines:
            dots.line([plot.dot(x, y) for x, y in zip(line.x, line.y, strict=False)], "ghost", GHOST)
    dots.put(canvas, plot.left, plot.top)
    for number, under in enumerate(under for under in panel.under if under.letter):
        for line in under.lines:
            points = [plot.dot(x, y) for x, y in zip(line.x, line.y, strict=False)]
            for along in range(3):
                known = [
                    p for p in points if p is not None and 0 <= p[1] < 4 * plot.height and 0 <= p[0] < 2 * plot.width
                ]
                if known:
                    x, y = known[min(len(known) - 1, len(known) * (2 + 4 * along + number) // 12)]
                    canvas.put(plot.left + int(x) // 2, plot.top + int(y) // 4, under.letter, "ghost")


def _upright(canvas: Canvas, plot: Plot, x: float) -> None:
    place = plot.x.place(x)
    if place is not None and 0 <= place <= 1:
        for row in range(plot.top, plot.top + plot.height):
            canvas.put(plot.column(place), row, "┊", "mark")


def _axes(canvas: Canvas, plot: Plot, x_label: str, footer: int) -> None:
    bottom = plot.top + plot.height
    for row in range(plot.top, bottom):
        canvas.put(plot.left - 1, row, "│", "axis")
    canvas.put(plot.left - 1, bottom, "└" + "─" * plot.width, "axis")
    taken = -1
    for place, text in reversed(plot.y.ticks(max(2, plot.height // 3))):
        row = plot.row(place)
        if row > taken and plot.left:
            canvas.put(plot.left - 1, row, "┤", "axis")
            canvas.put(plot.left - 2 - cell_width(text), row, text, "label")
            taken = row
    for place in plot.y.minor(max(2, plot.height // 3), 1.5 / plot.height) if plot.left else ():
        canvas.put(plot.left - 1, plot.row(place), "┤", "axis")
    last = x_label if cell_width(x_label) < canvas.width - plot.left - plot.width else ""
    taken = 0
    for place, text in plot.x.ticks(max(2, plot.width // 10)):
        column = plot.column(place)
        start = min(column - cell_width(text) // 2, canvas.width - cell_width(text))
        if start >= taken:
            canvas.put(column, bottom, "┬", "axis")
            canvas.put(start, bottom + 1, text, "label")
            taken = start + cell_width(text) + 1
    for place in plot.x.minor(max(2, plot.width // 10), 4 / plot.width):
        canvas.put(plot.column(place), bottom, "┬", "axis")
    if last:
        canvas.put(plot.left + plot.width + 1, bottom, last, "label")
    elif footer == 3:
        shown = cut(x_label, plot.width)
        canvas.put(plot.left + (plot.width - cell_width(shown)) // 2, bottom + 2, shown, "label")


def _zero(canvas: Canvas, plot: Plot) -> None:
    """A quiet line where y is 0, if that is inside."""
    place = None if plot.y.log else plot.y.place(0.0)
    if place is not None and 0 < place < 1 and 0 < round((1 - place) * (4 * plot.height - 1)) // 4 < plot.height - 1:
        canvas.put(plot.left, plot.row(place), "┈" * plot.width, "dim")


def _legend(labels: list[str], y_label: str, width: int) -> list[list[tuple[int, int]]]:
    """Rows of (column, index of a line): the lines' samples and labels, after the y axis's label, row by row."""
    rows: list[list[tuple[int, int]]] = [[]]
    start = at = MARGIN + (cell_width(y_label) + 3 if y_label else 0)
    for index, label in enumerate(labels):
        if label:
            wide = KEY + cell_width(label)
            if at > start and at + wide > width:
                rows.append([])
                at = start if start + wide <= width else MARGIN
            rows[-1].append((at, index))
            at += wide + 3
    return [row for row in rows if row]


def _end_labels(canvas: Canvas, plot: Plot, panel: Curves, labels: list[str]) -> None:
    """Each label at the height where its line ends, moved down or up where two would meet."""
    wanted = []
    for index, line in enumerate(panel.lines):
        ends = [place for y in line.y if (place := plot.y.place(y)) is not None]
        if labels[index] and ends:
            wanted.append((plot.row(min(1.0, max(0.0, ends[-1]))), index))
    rows: list[int] = []
    for row, _ in sorted(wanted):
        rows.append(max(row, rows[-1] + 1 if rows else plot.top))
    limit = plot.top + plot.height - 1
    for position in reversed(range(len(rows))):
        rows[position] = min(rows[position], limit)
        limit = rows[position] - 1
    at = plot.left + plot.width + 1
    for row, (_, index) in zip(rows, sorted(wanted), strict=True):
        style = f"line-{index % 6}"
        if row < plot.top:
            continue
        if len(labels) > 1:
            canvas.put(at, row, sample(index), style)
            canvas.put(at + KEY, row, labels[index], "label")
        else:
            canvas.put(at, row, labels[index], style)


def _marks(canvas: Canvas, plot: Plot, panel: Curves, words: Words) -> None:
    spots = []
    for index, mark in enumerate(panel.marks):
        point = plot.dot(mark.x, mark.y)
        if point is None:
            continue
        column, row = plot.left + round(point[0]) // 2, plot.top + round(point[1]) // 4
        if plot.left <= column < plot.left + plot.width and plot.top <= row < plot.top + plot.height:
            canvas.put(column, row, MARKS[index % len(MARKS)], "mark")
            spots.append((column, row, MARKS[index % len(MARKS)], clean(words(mark.label))))
    for column, row, sign, label in spots:
        wide = cell_width(label)
        places = [(column + 2, row), (column - 1 - wide, row)] + [
            (min(max(column - wide // 2, plot.left), plot.left + plot.width - wide), near)
            for near in (row - 1, row + 1, row - 2, row + 2)
        ]
        for x, y in places:
            inside = plot.left <= x and plot.top <= y < plot.top + plot.height
            if label and inside and _blank(canvas, x, y, wide):
                canvas.put(x, y, label, "mark")
                break
        else:
            # Farther away it stands as in a legend, so that it is known for the mark's and not taken for another.
            if label and (spot := _nearest(canvas, plot, column, row, wide + 6)):
                canvas.put(spot[0] + 1, spot[1], f"({label}: {sign})", "mark")


def _nearest(canvas: Canvas, plot: Plot, column: int, row: int, wide: int) -> tuple[int, int] | None:
    """The blank stretch of `wide` cells in the plotting area that is closest to a cell."""
    free = [
        (x, y)
        for y in range(plot.top, plot.top + plot.height)
        for x in range(plot.left, plot.left + plot.width - wide + 1)
        if _blank(canvas, x, y, wide)
    ]
    return min(free, key=lambda at: abs(at[0] + wide // 2 - column) + 2 * abs(at[1] - row), default=None)


def _blank(canvas: Canvas, x: int, y: int, width: int) -> bool:
    return x + width <= canvas.width and all(canvas.char(cell, y) in " ┈" for cell in range(x, x + width))
