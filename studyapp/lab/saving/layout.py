"""Where the boxes of a graph stand: on their grid, as far apart as their texts and the arrows' labels need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studyapp.lab import numbers
from studyapp.lab.canvas import Words
from studyapp.lab.frames import Graph, Node
from studyapp.lab.panels.graph import edge_text
from studyapp.lab.saving.layers import layers
from studyapp.lab.saving.letters import fit, width
from studyapp.lab.saving.look import SIZE, SMALL
from studyapp.lab.saving.surface import Box

CELL = 8  # of the grid that lines round boxes run on; boxes stand on it too
LINE = 16  # from one line of text in a box to the next
LOOP = 5 * CELL  # over a box with an edge to itself
LONGEST = 220  # of a label


@dataclass(frozen=True, slots=True)
class Placed:
    """A node's box, and its lines of text."""

    node: Node
    lines: tuple[str, ...]
    box: Box

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        return (self.box.left + self.box.right) / 2, (self.box.top + self.box.bottom) / 2


def layout(panel: Graph, left: float, top: float, words: Words) -> list[Placed]:
    """The boxes from (left, top) on; none meets another, whatever the grid says."""
    if not panel.nodes:
        return []
    texts = [_lines(node, words) for node in panel.nodes]
    labels = {id(edge): width(fit(edge_text(edge, words), LONGEST, SMALL), SMALL) for edge in panel.edges}
    looped = {edge.source: labels[id(edge)] for edge in panel.edges if edge.source == edge.target}
    sizes = [
        (_even(max(max(width(line, SIZE) for line in lines) + 20, 40)), _even(len(lines) * LINE + 14))
        for lines in texts
    ]
    # A label over a loop takes its room too.
    spans = [max(size[0], looped.get(node.id, 0.0)) for node, size in zip(panel.nodes, sizes, strict=True)]
    across = max((labels[id(edge)] for edge in panel.edges if edge.source != edge.target), default=0.0)
    columns, rows = _grid(panel)
    xs = _stand(columns, rows, spans, max(56.0, across + 32))
    ys = _stand(rows, columns, [size[1] for size in sizes], 36.0 + (LOOP if looped else 0), apart=True)
    first_x = min(x - span / 2 for x, span in zip(xs, spans, strict=True))
    first_y = min(y - size[1] / 2 for y, size in zip(ys, sizes, strict=True))
    placed = []
    for node, lines, (wide, high), x, y in zip(panel.nodes, texts, sizes, xs, ys, strict=True):
        middle_x = left + _cells(x - first_x)
        middle_y = top + _cells(y - first_y) + (LOOP if looped else 0)
        box = Box(middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2)
        placed.append(Placed(node, lines, box))
    return placed


def _lines(node: Node, words: Words) -> tuple[str, ...]:
    lines = [fit(words(node.label), LONGEST, SIZE)]
    if node.value is not None:
        lines.append(numbers.text(node.value))
    if node.gradient is not None:
        lines.append(f"∂ {numbers.text(node.gradient)}")
    return tuple(lines)


def _cells(length: float) -> float:
    """The next length that is a number of the grid's cells."""
    return -(-length // CELL) * CELL


def _even(length: float) -> float:
    """The next length that is an even number of cells: then a box's middle and sides lie on the grid."""
    return 2 * _cells(length / 2)


def _grid(panel: Graph) -> tuple[list[float], list[float]]:
    """The nodes' columns and rows; of several in one place all but the first go under everything else."""
    columns, rows = [node.column for node in panel.nodes], [node.row for node in panel.nodes]
    at = dict(zip((node.id for node in panel.nodes), columns, strict=True))
    leaps = [abs(at.get(edge.target, 0) - at.get(edge.source, 0)) for edge in panel.edges if not edge.delay]
    if len(set(rows)) == 1 and max(leaps, default=0) > 1:
        return layers(panel)
    seen: set[tuple[float, float]] = set()
    for index, place in enumerate(zip(columns, rows, strict=True)):
        if place in seen:
            rows[index] = max(rows) + 1
        seen.add((columns[index], rows[index]))
    return columns, rows


def _stand(
    along: Sequence[float], aside: Sequence[float], sizes: Sequence[float], gap: float, *, apart: bool = False
) -> list[float]:
    """The middle of each box along one direction of the grid.

    Boxes that are less than a line apart in the other direction keep clear of each other; with `apart` those keep so
    too that are a line or more apart in this one. The rest stand as far from each other as the grid says.
    """
    stands: dict[float, float] = {}
    boxes = list(zip(along, aside, sizes, strict=True))
    for line in sorted(set(along)):
        least = 0.0
        for here, across, size in boxes:
            for there, other, its in boxes:
                if here == line and there < here:
                    clear = (size + its) / 2 + gap
                    keeps = abs(across - other) < 1 or (apart and here - there >= 1)
                    least = max(least, stands[there] + (clear if keeps else clear * min(1.0, here - there) / 2))
        stands[line] = least
    return [stands[line] for line in along]
