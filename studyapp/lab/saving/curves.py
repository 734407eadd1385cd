"""Curves: lines that colour and dashes tell apart, marks, and a legend over the plot where nothing can lie under it."""

from __future__ import annotations

from collections.abc import Sequence

from studyapp.lab.canvas import Words, clean
from studyapp.lab.frames import Curves
from studyapp.lab.saving import axes, legend
from studyapp.lab.saving.clipping import runs
from studyapp.lab.saving.legend import Entry
from studyapp.lab.saving.letters import fit, width
from studyapp.lab.saving.look import SIZE, THICK, line_colour, pattern
from studyapp.lab.saving.signs import place_labels, sign
from studyapp.lab.saving.surface import Point, Surface


def draw(surface: Surface, panel: Curves, left: float, top: float, room: float, words: Words) -> float:
    """Draw the panel in `room` pixels from (left, top) on; how far down it reaches."""
    y_label = fit(words(panel.y_label), room / 2, SIZE)
    start = left + (width(y_label, SIZE) + 2 * legend.APART if y_label else 46)
    lines = [Entry("line", index, clean(words(line.label))) for index, line in enumerate(panel.lines)]
    marks = [Entry("mark", index, clean(words(mark.label))) for index, mark in enumerate(panel.marks)]
    named: set[int] = set()  # marks whose label has no room beside them: they stand in the legend
    while True:
        entries = [entry for entry in lines if entry.text.strip()] + [marks[index] for index in sorted(named)]
        keys = legend.rows(entries, start, left + 46, left + room)
        header = legend.ROW * len(keys) + 6 if y_label or entries else 6
        plot = axes.plot(panel, left, top + header, room)
        drawn = [
            runs([plot.point(x, y) for x, y in zip(line.x, line.y, strict=False)], plot.area) for line in panel.lines
        ]
        spots = [(index, point) for index, mark in enumerate(panel.marks) if (point := _inside(plot, mark.x, mark.y))]
        wanted = [(index, at, "" if index in named else marks[index].text) for index, at in spots]
        labels, unplaced = place_labels(wanted, drawn, plot.area)
        if not unplaced:
            break
        named |= unplaced
    with surface.group("y-label"):
        surface.text((left, top + SIZE), y_label)
    with surface.group("legend"):
        legend.draw(surface, keys, top)
    bottom = axes.draw(surface, plot, words(panel.x_label))
    with surface.group("lines"):
        for index, found in enumerate(drawn):  # dashes over the solid one: where two are one, both are seen
            _line(surface, found, index)
    with surface.group("marks"):
        for index, at in spots:
            sign(surface, at, index)
        for label in labels:
            surface.text(label.at, label.text, anchor=label.anchor, halo=True)
    return bottom


def _inside(plot: axes.Plot, x: float, y: float) -> Point | None:
    """Where a mark lies, if that is in the plotting area."""
    point, area = plot.point(x, y), plot.area
    if point is None or not (area.left <= point[0] <= area.right and area.top <= point[1] <= area.bottom):
        return None
    return point


def _line(surface: Surface, drawn: Sequence[Sequence[Point]], index: int) -> None:
    surface.path([run for run in drawn if len(run) > 1], line_colour(index), THICK, pattern(index), name="line")
    for run in drawn:
        if len(run) == 1:
            surface.circle(run[0], THICK + 0.5, line_colour(index))
