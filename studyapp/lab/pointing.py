"""Pointing into a picture: where a cursor can stand, where an arrow takes it, and the numbers that it stands on."""

from __future__ import annotations

import math

from studyapp.lab import numbers
from studyapp.lab.canvas import Words, clean
from studyapp.lab.frames import Bars, Curves, Graph, Heat, Panel
from studyapp.lab.panels import dataflow

At = tuple[int, int]  # a point's index and 0; a bar's label and 0; a node's index and 0; a cell's row and column
DIGITS = 6
NOTHING = 1e-12  # of a line's largest number: what is smaller is rounding


def first(panel: Panel) -> At | None:
    """Where a cursor begins; None, where there is nothing to point at."""
    match panel:
        case Curves():
            return (len(stops(panel)) - 1, 0) if stops(panel) else None
        case Bars():
            return (0, 0) if panel.labels else None
        case Heat():
            return _inside(panel, 0, 0)
        case Graph():
            return (len(panel.nodes) - 1, 0) if panel.nodes else None
        case _:
            return None


def stops(panel: Curves) -> list[float]:
    """The x of every point of every line, from left to right."""
    found = {
        x
        for line in panel.lines
        for x, y in zip(line.x, line.y, strict=False)
        if x is not None and y is not None and math.isfinite(x) and math.isfinite(y) and (x > 0 or not panel.x_log)
    }
    return sorted(found)


def within(panel: Panel, at: At) -> At | None:
    """The place nearest to `at` that the panel has: a new frame may have fewer points."""
    match panel:
        case Curves():
            return (min(at[0], len(stops(panel)) - 1), 0) if stops(panel) else None
        case Bars():
            return (min(at[0], len(panel.labels) - 1), 0) if panel.labels else None
        case Heat():
            return _inside(panel, *at)
        case Graph():
            return (min(at[0], len(panel.nodes) - 1), 0) if panel.nodes else None
        case _:
            return None


def moved(panel: Panel, at: At, dx: int, dy: int, width: int) -> At:
    """Where an arrow takes the cursor from `at`; it stays at an end."""
    match panel:
        case Curves():
            return max(0, min(len(stops(panel)) - 1, at[0] + dx)), 0
        case Bars():
            return max(0, min(len(panel.labels) - 1, at[0] + (dy or dx))), 0
        case Heat():
            return _inside(panel, at[0] + dy, at[1] + dx) or at
        case Graph():
            return _neighbour(panel, at, dx, dy, width)
        case _:
            return at


def _inside(panel: Heat, row: int, column: int) -> At | None:
    """The cell of the matrix nearest to one that may lie outside; None, where its row has none."""
    if not panel.values:
        return None
    row = max(0, min(len(panel.values) - 1, row))
    return (row, max(0, min(len(panel.values[row]) - 1, column))) if panel.values[row] else None


def _neighbour(panel: Graph, at: At, dx: int, dy: int, width: int) -> At:
    """The nearest node in that direction, straight ahead before aside."""
    drawn = dataflow.drawing_of(panel, width)
    places = dataflow.places(panel, drawn) if drawn else {}
    spots = {
        index: places.get(node.id, (20 * node.column, 6 * node.row))
        for index, node in enumerate(panel.nodes)
        if not drawn or node.id in places
    }
    x, y = spots.get(at[0], (0, 0))
    best, found = math.inf, at[0]
    for index, (other_x, other_y) in spots.items():
        across, down = (other_x - x) / 2, other_y - y  # a cell is about twice as high as wide
        ahead, aside = (dx * across, abs(down)) if dx else (dy * down, abs(across))
        if ahead > 0 and ahead + 2 * aside < best:
            best, found = ahead + 2 * aside, index
    return found, 0


def told(panel: Panel, at: At, words: Words) -> list[str]:
    """What stands at the cursor, in numbers."""
    match panel:
        case Curves():
            x = stops(panel)[at[0]]
            parts = [f"{clean(words(panel.x_label)) or 'x'} = {numbers.text(x, DIGITS)}"]
            for line in panel.lines:
                known = [y for at_x, y in zip(line.x, line.y, strict=False) if at_x == x and y is not None]
                if known:
                    rounding = NOTHING * max(abs(y) for y in line.y if y is not None)
                    y = 0.0 if abs(known[-1]) < rounding else known[-1]
                    parts.append(f"{clean(words(line.label))} {numbers.text(y, DIGITS)}")
            return ["   ".join(parts)]
        case Bars():
            values = [
                f"{clean(words(series.label))} {numbers.text(series.values[at[0]], DIGITS)}".strip()
                for series in panel.series
                if at[0] < len(series.values)
            ]
            return ["   ".join([clean(words(panel.labels[at[0]])), *values])]
        case Heat():
            row, column = at
            names = [clean(words(key)) for key in (*panel.rows[row : row + 1], *panel.columns[column : column + 1])]
            return [f"{', '.join(name for name in names if name)}: {numbers.text(panel.values[row][column], DIGITS)}"]
        case Graph():
            return _node(panel, at[0])
        case _:
            return []


def _node(panel: Graph, index: int) -> list[str]:
    """A node's equation with its numbers; on the way back what it passes down each of its edges."""
    node = panel.nodes[index]
    value = numbers.text(node.value)
    name = node.label.partition(" = ")[0]
    if node.value is None:
        lines = [node.label]
    elif not node.equation:
        lines = [f"{node.label} = {value}"]
    elif node.filled == value:
        lines = [f"{node.equation}"]
    else:
        lines = [f"{node.equation} = {node.filled} = {value}"]
    if node.gradient is not None:
        labels = {other.id: other.label for other in panel.nodes}
        passes = [
            f"× {numbers.text(edge.local)} = {numbers.text(edge.passed)} → {labels.get(edge.source, edge.source)}"
            for edge in panel.edges
            if edge.target == node.id and edge.passed is not None
        ]
        lines.append("   ".join([f"∂L/∂{name} = {numbers.text(node.gradient)}", *passes]))
    return [clean(line) for line in lines]
