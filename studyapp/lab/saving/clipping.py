"""Lines inside a rectangle: what of them is seen, and whether they touch it at all."""

from __future__ import annotations

from collections.abc import Sequence

from studyapp.lab.panels.clip import clip
from studyapp.lab.saving.surface import Box, Point


def segment(start: Point, end: Point, box: Box) -> tuple[Point, Point] | None:
    """The part of a segment in `box`; None if there is none."""
    part = clip(start, end, (box.left, box.top), (box.right, box.bottom))
    return None if part is None else (_inside(part[0], box), _inside(part[1], box))


def _inside(point: Point, box: Box) -> Point:
    """Rounding may have put it a trifle outside."""
    return min(max(point[0], box.left), box.right), min(max(point[1], box.top), box.bottom)


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
