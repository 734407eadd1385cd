"""A panel of a frame as rows of styled text, in a given number of terminal cells."""

from __future__ import annotations

from studyapp.lab import frames
from studyapp.lab.canvas import Row, Span, Words, clean, cut
from studyapp.lab.panels import bars, curves, dataflow, graph, heat, table
from studyapp.lab.pointing import At, stops


def draw(
    panel: frames.Panel, width: int, height: int, words: Words = str, *, title: bool = True, at: At | None = None
) -> list[Row]:
    """Draw `panel` in at most `height` rows of at most `width` cells.

    `words` gives the text of a key, or the key itself. With `title` the panel's own words stand in the first
    row, if there are rows enough. What does not fit is left out, and said so with ``…``. `at` is what is pointed at.
    """
    named = clean(words(panel.id)) if title and height >= 4 else ""
    heading = [[Span(cut(named, width), "label")]] if named else []
    room = max(0, height - len(heading))
    rows = (heading + _body(panel, max(0, width), room, words, at))[: max(0, height)]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _body(panel: frames.Panel, width: int, height: int, words: Words, at: At | None) -> list[Row]:
    match panel:
        case frames.Curves():
            return curves.draw(panel, width, height, words, stops(panel)[at[0]] if at else None)
        case frames.Bars():
            return bars.draw(panel, width, height, words, at[0] if at else None)
        case frames.Heat():
            return heat.draw(panel, width, height, words, at)
        case frames.Table():
            return table.draw(panel, width, height, words)
        case frames.Graph():
            drawn = dataflow.drawing_of(panel, width)
            if drawn is not None and height >= dataflow.natural_height(drawn):
                return dataflow.draw(panel, drawn, width, height, panel.nodes[at[0]].id if at else None)
            return graph.draw(panel, width, height, words)


def natural_height(panel: frames.Panel, width: int, words: Words = str) -> int:
    """How many rows the panel needs, its title among them, so that nothing is left out at `width` cells."""
    match panel:
        case frames.Curves():
            return 1 + curves.natural_height(panel, width)
        case frames.Bars():
            return 1 + bars.natural_height(panel)
        case frames.Heat():
            return 1 + heat.natural_height(panel)
        case frames.Table():
            return 1 + table.natural_height(panel)
        case frames.Graph():
            if drawn := dataflow.drawing_of(panel, width):
                return 1 + dataflow.natural_height(drawn)
            return 1 + graph.natural_height(panel, width, words)
