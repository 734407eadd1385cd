"""Lines of dots: each terminal cell is a Braille character of 2 × 4 dots, about square ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from studyapp.lab.canvas import Canvas
from studyapp.lab.panels.clip import Point, clip

# The bit of each dot in a cell, by row and column (the Unicode standard, block 2800).
BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))

# Lengths of dots drawn and left out in turn, by which lines differ without colour.
PATTERNS: tuple[tuple[int, ...], ...] = ((1, 0), (5, 3), (1, 2), (3, 2, 1, 2), (2, 3), (2, 1))


class Dots:
    """A surface of 2·width × 4·height dots, (0, 0) at the top left."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = 2 * width, 4 * height
        self._cells: dict[tuple[int, int], tuple[int, str]] = {}

    def dot(self, x: int, y: int, style: str) -> None:
        """One dot; where styles meet in a cell, the later one has it."""
        if 0 <= x < self.width and 0 <= y < self.height:
            bits, _ = self._cells.get((x // 2, y // 4), (0, ""))
            self._cells[x // 2, y // 4] = (bits | BITS[y % 4][x % 2], style)

    def line(self, points: Sequence[Point | None], style: str, pattern: Sequence[int] = PATTERNS[0]) -> None:
        """A line through `points`, in dots; None leaves a gap, a point between two gaps is a dot of its own."""
        cycle = [on % 2 == 0 for on, length in enumerate(pattern) for _ in range(length)]
        for count, (x, y) in enumerate(_path(points, self.width, self.height)):
            if cycle[count % len(cycle)]:
                self.dot(x, y, style)

    def put(self, canvas: Canvas, left: int, top: int) -> None:
        """Write the dots on `canvas`."""
        for (x, y), (bits, style) in self._cells.items():
            canvas.put(left + x, top + y, chr(0x2800 + bits), style)


def _path(points: Sequence[Point | None], width: int, height: int) -> Iterator[tuple[int, int]]:
    """The dots of a line in order, none twice in a row."""
    last: tuple[int, int] | None = None
    before: Point | None = None
    for point in points:
        # Of a thousand points on a hundred columns most fall on the dot of the one before.
        if point is not None and (before is None or (round(point[0]), round(point[1])) != last):
            for dot in _segment(before or point, point, width, height):
                if dot != last:
                    yield dot
                    last = dot
        before = point


def _segment(start: Point, end: Point, width: int, height: int) -> Iterable[tuple[int, int]]:
    """The dots from start to end, as far as they lie inside."""
    clipped = clip(start, end, (-0.5, -0.5), (width - 0.5, height - 0.5))
    if clipped is None:
        return
    (x0, y0), (x1, y1) = clipped
    steps = max(abs(round(x1) - round(x0)), abs(round(y1) - round(y0)), 1)
    for step in range(steps + 1):
        part = step / steps
        yield round(x0 + (x1 - x0) * part), round(y0 + (y1 - y0) * part)


def sample(style_index: int) -> str:
    """Three cells of the pattern of a line, for the legend."""
    canvas = Canvas(3, 1)
    dots = Dots(3, 1)
    dots.line([(0, 1), (5, 1)], "", PATTERNS[style_index % len(PATTERNS)])
    dots.put(canvas, 0, 0)
    return "".join(canvas.char(x, 0) for x in range(3))
