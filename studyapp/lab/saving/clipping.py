"""Lines inside a rectangle: what of them is seen, and whether they touch it at all."""

from __future__ import annotations

from collections.abc import Sequence

from studyapp.lab.saving.surface import Box, Point


def segment(start: Point, end: Point, box: Box) -> tuple[Point, Point] | None:
    """The part of a segment in `box`, by Liang and Barsky; None if there is none."""
    (x0, y0), (x1, y1) = start, end
    enter, leave = 0.0, 1.0
    for delta, before, after in ((x1 - x0, x0 - box.left, box.right - x0), (y1 - y0, y0 - box.top, box.bottom - y0)):
        if delta == 0:
            if before < 0 or after < 0:
                return None
            continue
        first, second = sorted((-before / delta, after / delta))
        enter, leave = max(enter, first), min(leave, second)
        if enter > leave:
            return None
    ends = [
        # Rounding may put an end a trifle outside.
        (min(max(x0 + at * (x1 - x0), box.left), box.right), min(max(y0 + at * (y1 - y0), box.top), box.bottom))
        for at in (enter, leave)
    ]
    return ends[0], ends[1]


def runs(points: Sequence[Point | None], box: Box) -> list[list[Point]]:
    """A line with gaps as unbroken runs in `box`; a point between two gaps is a run of its own."""
    found: list[list[Point]] = []
    joined = False  # whether the last run ends in the point before
    before: Point | None = None
    for position, point in enumerate(points):
        if point is None:
            joined = False
        elif before is not None:
            if (part := segment(before, point, box)) is None:
                joined = False
            else:
                if joined:
                    found[-1].append(part[1])
                else:
                    found.append(list(part))
                joined = part[1] == point
        elif (position + 1 == len(points) or points[position + 1] is None) and segment(point, point, box):
            found.append([point])
        before = point
    return found
