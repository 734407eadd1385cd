"""The axes of a plot: where values stand in it, ticks with their numbers, the line of zero, labels."""

from __future__ import annotations

from dataclasses import dataclass

from studyapp.lab.frames import Curves
from studyapp.lab.panels.axis import Axis, axis, same_scale
from studyapp.lab.saving.letters import fit, width
from studyapp.lab.saving.look import FAINT, INK, MARGIN, QUIET, SIZE, SMALL
from studyapp.lab.saving.surface import Box, Point, Surface

HEIGHT, LARGEST = 220, 400  # of a plot, and of one with equal scales
TICK, MINOR = 5, 3  # lengths
X_APART, Y_APART = 80, 34  # about how far apart numbers stand
MINOR_APART = 2.2  # ticks without numbers that would come closer are left out


@dataclass(frozen=True, slots=True)
class Plot:
    """The plotting area in pixels and its axes."""

    area: Box
    x: Axis
    y: Axis

    @property
    def many(self) -> tuple[int, int]:
        """About how many ticks there are, on x and on y."""
        return (
            max(2, round((self.area.right - self.area.left) / X_APART)),
            max(2, round((self.area.bottom - self.area.top) / Y_APART)),
        )

    def across(self, place: float) -> float:
        """The pixel of a place on the x axis."""
        return self.area.left + place * (self.area.right - self.area.left)

    def up(self, place: float) -> float:
        """The pixel of a place on the y axis."""
        return self.area.bottom - place * (self.area.bottom - self.area.top)

    def point(self, x: float | None, y: float | None) -> Point | None:
        """Where a point of the data lies, perhaps outside the area; None where an axis has no place for it."""
        across, up = self.x.place(x), self.y.place(y)
        return None if across is None or up is None else (self.across(across), self.up(up))


def plot(panel: Curves, left: float, top: float, room: float) -> Plot:
    """The plot of a panel with its axes and their numbers in `room` pixels from `left` on."""
    xs = [x for line in panel.lines for x in line.x] + [mark.x for mark in panel.marks]
    ys = [y for line in panel.lines for y in line.y] + [mark.y for mark in panel.marks]
    y = axis(ys, panel.y_range, panel.y_log, padded=round(HEIGHT / Y_APART))
    x = axis(xs, panel.x_range, panel.x_log, steps=True)
    right = left + room - 12
    wide, high = right - left - _margin(y, HEIGHT), float(HEIGHT)
    if panel.equal and not (panel.x_log or panel.y_log):
        wide = min(wide, LARGEST * 1.1)
        high = min(max((y.high - y.low) / (x.high - x.low) * wide, HEIGHT), LARGEST)
        x, y = same_scale(x, y, wide, high)
        left, right = left + _margin(y, high), left + _margin(y, high) + wide
    else:
        left = right - wide
    return Plot(Box(left, top, right, top + high), x, y)


def _margin(y: Axis, high: float) -> float:
    """The room for the numbers of the y axis; about the same for most, so that plots stand under one another."""
    written = y.ticks(max(2, round(high / Y_APART)))
    return max(46.0, 2 * TICK + 6 + max((width(text, SMALL) for _, text in written), default=0.0))


def draw(surface: Surface, plot: Plot, x_label: str) -> float:
    """Draw both axes and the x axis's label; how far down they reach."""
    area = plot.area
    with surface.group("axes"):
        surface.path([[(area.left, area.top), (area.left, area.bottom), (area.right, area.bottom)]])
        zero = None if plot.y.log else plot.y.place(0.0)
        if zero is not None and 0.001 < zero < 0.999:
            surface.line((area.left, plot.up(zero)), (area.right, plot.up(zero)), FAINT)
    with surface.group("x-ticks"):
        _x_ticks(surface, plot)
    with surface.group("y-ticks"):
        _y_ticks(surface, plot)
    bottom = area.bottom + TICK + 4 + SMALL
    if x_label:
        with surface.group("x-label"):
            middle, shown = (area.left + area.right) / 2, fit(x_label, area.right - area.left, SIZE)
            surface.text((middle, bottom + SIZE + 6), shown, anchor="middle", colour=INK)
            bottom += SIZE + 6
    return bottom + 4


def _x_ticks(surface: Surface, plot: Plot) -> None:
    area, (many, _) = plot.area, plot.many
    taken = MARGIN / 2
    written = plot.x.ticks(many)
    for place, text in written:
        x, half = plot.across(place), width(text, SMALL) / 2
        middle = max(x, MARGIN / 2 + half)
        surface.line((x, area.bottom), (x, area.bottom + TICK))
        if middle - half >= taken:
            at = (middle, area.bottom + TICK + 4 + SMALL)
            surface.text(at, text, size=SMALL, anchor="middle", colour=QUIET)
            taken = middle + half + 6
    for place in plot.x.minor(many, MINOR_APART / (area.right - area.left)):
        surface.line((plot.across(place), area.bottom), (plot.across(place), area.bottom + MINOR), QUIET)


def _y_ticks(surface: Surface, plot: Plot) -> None:
    area, (_, many) = plot.area, plot.many
    taken = area.bottom + SMALL * 2
    for place, text in plot.y.ticks(many):
        y = plot.up(place)
        surface.line((area.left - TICK, y), (area.left, y))
        if y + SMALL / 2 <= taken:
            at = (area.left - TICK - 4, y + 0.35 * SMALL)
            surface.text(at, text, size=SMALL, anchor="end", colour=QUIET)
            taken = y - SMALL / 2 - 2
    for place in plot.y.minor(many, MINOR_APART / (area.bottom - area.top)):
        surface.line((area.left - MINOR, plot.up(place)), (area.left, plot.up(place)), QUIET)
