"""The arrows of a graph: straight where nothing is in the way, else round the boxes; recurrent ones dashed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from studyapp.lab.frames import Edge
from studyapp.lab.panels.route import EAST, NORTH, SOUTH, WEST, Cell, Routes
from studyapp.lab.saving.clipping import segment
from studyapp.lab.saving.layout import CELL, LOOP, Placed
from studyapp.lab.saving.look import INK, MARGIN, QUIET, SMALL
from studyapp.lab.saving.surface import Anchor, Box, Point, Surface, text_box

HEAD = 8  # an arrow's head
DASHES = "5 4"
ROOM = 24  # between two boxes, for a line from the side of one to the side of the other
OPPOSITE = {NORTH: SOUTH, SOUTH: NORTH, EAST: WEST, WEST: EAST}
AROUND, BESIDE = 6, 2  # cells of free room to the right of and under all boxes, and to their left


def straight(source: Placed, target: Placed, others: Iterable[Placed]) -> list[Point] | None:
    """The line between the sides that face each other; None where another box is in the way."""
    (x0, y0), (x1, y1) = source.middle, target.middle
    level = max(target.box.left - source.box.right, source.box.left - target.box.right)
    upright = max(target.box.top - source.box.bottom, source.box.top - target.box.bottom)
    # Lines fan out between two columns; only where there is no room for that they go from top to bottom.
    side = (EAST if x1 > x0 else WEST) if level >= min(upright, ROOM) else (SOUTH if y1 > y0 else NORTH)
    start, end = _side(source.box, side), _side(target.box, OPPOSITE[side])
    if any(segment(start, end, other.box.wider(6)) for other in others):
        return None
    return [start, end]


class Around:
    """Lines on a grid of cells round the boxes."""

    def __init__(self, boxes: Sequence[Placed], left: float, top: float) -> None:
        right, bottom = max(placed.box.right for placed in boxes), max(placed.box.bottom for placed in boxes)
        self._left, self._top = left - BESIDE * CELL, top
        columns = int((right - self._left) / CELL) + AROUND
        rows = int((bottom - self._top) / CELL) + AROUND
        self._routes = Routes(columns, rows, {cell for placed in boxes for cell in self._cells(placed.box)})

    def path(self, source: Placed, target: Placed, edge: Edge) -> list[Point] | None:
        """The corners of a line from box to box; None where there is no way."""
        under = [(SOUTH, NORTH), (NORTH, SOUTH)]
        dx, dy = target.middle[0] - source.middle[0], target.middle[1] - source.middle[1]
        level = (EAST, EAST) if dx > 0 else (WEST, WEST)
        upright = (SOUTH, SOUTH) if dy > 0 else (NORTH, NORTH)
        sides = [*under, level, upright] if edge.delay else [level, upright, *under]
        names = (f"from {edge.source}", f"to {edge.target}") if not edge.delay else (f"delay {edge.source}",)
        for leaving, entering in sides:
            start, end = _side(source.box, leaving), _side(target.box, OPPOSITE[entering])
            found = self._routes.connect(
                self._outside(start, leaving), leaving, self._outside(end, OPPOSITE[entering]), entering, names
            )
            if found is not None:
                points = [start, *((self._left + x * CELL, self._top + y * CELL) for x, y in found), end]
                return _corners(points)
        return None

    def _outside(self, at: Point, side: int) -> Cell:
        """The first cell outside of a box's side."""
        x, y = (at[0] - self._left) / CELL, (at[1] - self._top) / CELL
        return {
            NORTH: (round(x), math.ceil(y) - 1),
            SOUTH: (round(x), math.floor(y) + 1),
            WEST: (math.ceil(x) - 1, round(y)),
            EAST: (math.floor(x) + 1, round(y)),
        }[side]

    def _cells(self, box: Box) -> Iterator[Cell]:
        for x in range(math.ceil((box.left - self._left) / CELL), math.floor((box.right - self._left) / CELL) + 1):
            for y in range(math.ceil((box.top - self._top) / CELL), math.floor((box.bottom - self._top) / CELL) + 1):
                yield x, y


def _side(box: Box, side: int) -> Point:
    """The middle of a side."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return {NORTH: (x, box.top), SOUTH: (x, box.bottom), WEST: (box.left, y), EAST: (box.right, y)}[side]


def _corners(points: Sequence[Point]) -> list[Point]:
    """The ends of a line and the points where it turns."""
    kept = [points[0]]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        if (here[0] - before[0]) * (after[1] - here[1]) != (here[1] - before[1]) * (after[0] - here[0]):
            kept.append(here)
    return [*kept, points[-1]]


def arrow(surface: Surface, points: Sequence[Point], *, dashed: bool) -> None:
    """A line with a head at its end."""
    (x0, y0), (x1, y1) = points[-2], points[-1]
    long = math.hypot(x1 - x0, y1 - y0) or 1.0
    dx, dy = (x1 - x0) / long, (y1 - y0) / long
    foot = (x1 - dx * HEAD, y1 - dy * HEAD)
    surface.path([[*points[:-1], foot]], QUIET, 1.2, DASHES if dashed else "", name="edge")
    sides = [(foot[0] + turn * dy * HEAD * 0.45, foot[1] - turn * dx * HEAD * 0.45) for turn in (1, -1)]
    surface.polygon([(x1, y1), *sides], QUIET)


def loop(surface: Surface, placed: Placed, text: str, *, dashed: bool) -> None:
    """The edge of a node to itself, over its box, with its label."""
    (x, _), top = placed.middle, placed.box.top
    reach = min(16.0, (placed.box.right - placed.box.left) / 4)
    high = LOOP * 0.72
    curve = [(x - reach, top), (x - 2 * reach, top - high), (x + 2 * reach, top - high), (x + reach + 1, top - HEAD)]
    surface.path([curve], QUIET, 1.2, DASHES if dashed else "", name="edge", curved=True)
    surface.polygon([(x + reach, top), (x + reach - 2.5, top - HEAD), (x + reach + 4.5, top - HEAD + 1)], QUIET)
    surface.text((x, top - high * 0.75 - 7), text, size=SMALL, anchor="middle", colour=INK)


def label(
    text: str, points: Sequence[Point], taken: Sequence[Box], lines: Sequence[Sequence[Point]]
) -> tuple[Point, Anchor] | None:
    """Where an arrow's label stands: beside its longest stretch, on no box, text or line. None if nowhere."""
    stretches = sorted(pairwise(points), key=lambda ends: -math.dist(*ends))
    for (x0, y0), (x1, y1) in stretches:
        for part in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
            x, y = x0 + (x1 - x0) * part, y0 + (y1 - y0) * part
            for at, anchor in _around((x, y), abs(x1 - x0) >= abs(y1 - y0)):
                box = text_box(*at, text, SMALL, anchor)
                free = box.left >= MARGIN / 2 and not any(box.meets(other) for other in taken)
                if free and not any(segment(a, b, box) for line in lines for a, b in pairwise(line)):
                    return at, anchor
    return None


def _around(at: Point, level: bool) -> list[tuple[Point, Anchor]]:
    """Places for a text beside a point of a line."""
    x, y = at
    over: list[tuple[Point, Anchor]] = [((x, y - 5), "middle"), ((x, y + 4 + 0.8 * SMALL), "middle")]
    beside: list[tuple[Point, Anchor]] = [((x + 6, y + 0.35 * SMALL), "start"), ((x - 6, y + 0.35 * SMALL), "end")]
    far: list[tuple[Point, Anchor]] = [
        ((x + 8, y - 8), "start"),
        ((x - 8, y - 8), "end"),
        ((x + 8, y + 16), "start"),
        ((x - 8, y + 16), "end"),
    ]
    return [*over, *far, *beside] if level else [*beside, *far, *over]
