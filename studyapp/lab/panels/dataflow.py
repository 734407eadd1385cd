"""The dataflow of a recurrent cell: a drawing as in the books, with the numbers of this run on every edge.

Forward an edge carries the value of its source. On the way back it shows ``×`` its local derivative and ``=`` what it
passes down; what arrives from above stands on the edges that leave the node.
"""

from __future__ import annotations

import re

from studyapp.lab import numbers
from studyapp.lab.canvas import Canvas, Row, cell_width, cut, left
from studyapp.lab.frames import Graph
from studyapp.lab.panels.cell_drawings import ELMAN, GRU, GRU_EXCHANGED, LSTM, OPERATIONS, SHORT

PLACE = re.compile(r"\[([^\[\]. ']+)(?:\.(\d)('?))? *\]")
DIGITS = 3


def drawing_of(panel: Graph, width: int) -> str | None:
    """The drawing that the graph is named for, if it fits; None, if there is no such drawing."""
    if panel.drawing == "GRU":
        exchanged = any(edge.source == "1 − z" and edge.target == "keep" for edge in panel.edges)
        drawn = GRU_EXCHANGED if exchanged else GRU
    else:
        known = {"LSTM": LSTM, "Elman": ELMAN}.get(panel.drawing)
        if known is None:
            return None
        drawn = known
    return drawn if max(map(cell_width, drawn.splitlines())) <= width else None


def natural_height(drawn: str) -> int:
    """The rows of a drawing."""
    return drawn.count("\n")


def places(panel: Graph, drawn: str) -> dict[str, tuple[int, int]]:
    """Where each node stands: column and row."""
    found = dict(OPERATIONS[drawn])
    for row, line in enumerate(drawn.splitlines()):
        for place in PLACE.finditer(line):
            if place[2] is None:
                found.setdefault(SHORT.get(place[1], place[1]), (place.start(), row))
    return {node.id: found[node.id] for node in panel.nodes if node.id in found}


def draw(panel: Graph, drawn: str, width: int, height: int, chosen: str | None) -> list[Row]:
    """The drawing with its numbers; the node `chosen` stands in square brackets."""
    canvas = Canvas(width, height)
    lines = drawn.splitlines()
    for row, line in enumerate(lines):
        canvas.put(0, row, PLACE.sub(lambda place: " " * len(place[0]), line), "axis")
    for node, (column, row) in OPERATIONS[drawn].items():
        sign = lines[row][column : lines[row].index(")", column) + 1]
        canvas.put(column, row, f"[{sign[1:-1]}]" if node == chosen else sign, "mark" if node == chosen else "label")
    for row, line in enumerate(lines):
        for place in PLACE.finditer(line):
            node, room = SHORT.get(place[1], place[1]), len(place[0])
            if place[2] is None:
                text, style = _end(panel, node, room - 2), "mark" if node == chosen else "accent"
                text = f"[{text}]" if node == chosen else f" {text}"
            else:
                text, style = _edge(panel, node, int(place[2]), room, second=bool(place[3]))
            canvas.put(place.start(), row, left(text, room), style)
    return canvas.rows()


def _end(panel: Graph, id: str, room: int) -> str:
    """A node that enters or leaves the cell: what it is worth, on the way back its gradient."""
    node = next((node for node in panel.nodes if node.id == id), None)
    if node is None:
        return ""
    leaves = all(edge.source != id or edge.target == "tanh c" for edge in panel.edges)
    name = node.label if leaves else ""
    if node.gradient is not None:
        return _fitted(f"∂{name} " if leaves else "∂", node.gradient, room)
    return _fitted(f"{name} " if leaves else "", node.value, room)


def _edge(panel: Graph, target: str, which: int, room: int, *, second: bool) -> tuple[str, str]:
    into = [edge for edge in panel.edges if edge.target == target]
    if which >= len(into):
        return "", ""
    edge = into[which]
    if edge.passed is not None:
        return (_fitted("=", edge.passed, room), "mark") if second else (_fitted("×", edge.local, room), "dim")
    value = next((node.value for node in panel.nodes if node.id == edge.source), None)
    return ("", "") if second else (_fitted("", value, room), "accent")


def _fitted(before: str, value: float | None, room: int) -> str:
    """A number with as many of three significant digits as there is room for."""
    texts = [shown(value, digits) for digits in (DIGITS, 2, 1) for shown in (numbers.text, numbers.power_of_ten)]
    return next((before + text for text in texts if cell_width(before + text) <= room), cut(before + texts[-1], room))
