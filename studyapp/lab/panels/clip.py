"""What of a line lies inside a rectangle."""

from __future__ import annotations

Point = tuple[float, float]


def clip(start: Point, end: Point, low: Point, high: Point) -> tuple[Point, Point] | None:
    """The part of a segment between the corners `low` and `high`, by Liang and Barsky (1984); None if there is none."""
    (x0, y0), (x1, y1) = start, end
    enter, leave = 0.0, 1.0
    for delta, before, after in ((x1 - x0, x0 - low[0], high[0] - x0), (y1 - y0, y0 - low[1], high[1] - y0)):
        if delta == 0:
            if before < 0 or after < 0:
                return None
            continue
        first, second = sorted((-before / delta, after / delta))
        enter, leave = max(enter, first), min(leave, second)
        if enter > leave:
            return None
    return (x0 + enter * (x1 - x0), y0 + enter * (y1 - y0)), (x0 + leave * (x1 - x0), y0 + leave * (y1 - y0))
