"""Graphs: boxes on a grid with what they computed, arrows between them, recurrent edges dashed with their delay."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from studyapp.lab import numbers
from studyapp.lab.canvas import Canvas, Row, Span, Words, cell_width, clean, cut, left
from studyapp.lab.frames import Edge, Graph, Node
from studyapp.lab.panels.route import EAST, GLYPHS, HEADS, HORIZONTAL, NORTH, SOUTH, WEST, Cell, Routes

DASHED = {"─": "╌", "│": "╎"}


@dataclass(frozen=True, slots=True)
class Box:
    """A node on the canvas: its left top corner and size, border included where it has one."""

    node: Node
    lines: tuple[str, ...]
    x: int
    y: int
    width: int
    height: int
    border: bool

    @property
    def cells(self) -> set[Cell]:
        """Every cell of the box."""
        return {(x, y) for x in range(self.x, self.x + self.width) for y in range(self.y, self.y + self.height)}

    def port(self, side: int) -> Cell:
        """The cell outside the middle of a side."""
        across, down = self.x + self.width // 2, self.y + (self.height - 1) // 2
        return {
            NORTH: (across, self.y - 1),
            SOUTH: (across, self.y + self.height),
            WEST: (self.x - 1, down),
            EAST: (self.x + self.width, down),
        }[side]


def natural_height(panel: Graph, width: int, words: Words) -> int:
    """What boxes with their values need at `width` cells; a list's rows where they do not fit at all."""
    layout = _layout(panel, [clean(words(node.label)) for node in panel.nodes], width, 24, words)
    return layout.needs[1] if layout else max(1, len(panel.nodes))


def draw(panel: Graph, width: int, height: int, words: Words) -> list[Row]:
    """Draw the graph with as much of it as fits: boxes and values, values without boxes, and last a list."""
    names = [clean(words(node.label)) for node in panel.nodes]
    layout = _layout(panel, names, width, height, words)
    if layout is None:
        return _list(panel, names, width, height, words)
    return _picture(panel, layout.boxes(width, height), width, height, words)


def _layout(panel: Graph, names: list[str], width: int, height: int, words: Words) -> _Layout | None:
    """The most generous layout that fits."""
    if not panel.nodes or len({(node.column, node.row) for node in panel.nodes}) < len(panel.nodes):
        return None  # of two nodes in one place only a list can show both
    full = [_lines(node, name) for node, name in zip(panel.nodes, names, strict=True)]
    short = [(" ".join(lines),) for lines in full]
    for lines, border, tight in (
        (full, True, False),
        (full, True, True),
        (short, True, True),
        (full, False, True),
        (short, False, True),
    ):
        layout = _Layout(panel, lines, border, tight, words)
        if layout.needs[0] <= width and layout.needs[1] <= height:
            return layout
    return None


def _lines(node: Node, name: str) -> tuple[str, ...]:
    lines = [name]
    if node.value is not None:
        lines.append(numbers.text(node.value))
    if node.gradient is not None:
        lines.append(f"∂ {numbers.text(node.gradient)}")
    return tuple(lines)


class _Layout:
    """Sizes of the boxes, and where the grid's columns and rows must stand so that boxes keep clear of each other.

    `needs`: the width and height of the whole.
    """

    def __init__(self, panel: Graph, lines: Sequence[tuple[str, ...]], border: bool, tight: bool, words: Words) -> None:
        self.nodes, self.lines, self.border = panel.nodes, lines, border
        self.widths = [max(map(cell_width, own)) + (2 if tight else 4) for own in lines]
        self.heights = [len(own) + (2 if border else 0) for own in lines]
        label = max((cell_width(edge_text(edge, words)) for edge in panel.edges), default=0)
        gap = max(3, label + 2) if tight else max(5, label + 4)
        loops = any(edge.source == edge.target for edge in panel.edges)
        back = sum(1 for edge in panel.edges if edge.delay and edge.source != edge.target)
        self.above = int(loops)
        columns, rows = [node.column for node in panel.nodes], [node.row for node in panel.nodes]
        self.x = _stand(columns, rows, self.widths, gap, aside=1.0)
        self.y = _stand(rows, columns, self.heights, (1 if tight else 2) + self.above, aside=0.5)
        self.left, across = _extent([self.x[at] for at in columns], self.widths)
        self.top, down = _extent([self.y[at] for at in rows], self.heights)
        self.needs = across, down + self.above + (min(back, 3) + 1 if back else 0)

    def boxes(self, width: int, height: int) -> dict[str, Box]:
        """The boxes, spread over the room up to half as wide again as needed."""
        columns = [node.column for node in self.nodes]
        stretch = min(1.5, max(1.0, 0.95 * width / self.needs[0]))
        if _extent([self.x[at] * stretch for at in columns], self.widths)[1] > width:
            stretch = 1.0
        left_edge, across = _extent([self.x[at] * stretch for at in columns], self.widths)
        indent = min(2, (width - across) // 2)
        found = {}
        for node, lines, wide, high in zip(self.nodes, self.lines, self.widths, self.heights, strict=True):
            # Rounding the middles, not the edges, keeps the lines between boxes of one column straight.
            x = math.floor(self.x[node.column] * stretch - left_edge + indent + 0.5) - wide // 2
            y = math.floor(self.y[node.row] - self.top) - (high - 1) // 2 + self.above
            found[node.id] = Box(node, lines, max(0, min(x, width - wide)), y, wide, high, self.border)
        top = min(box.y for box in found.values()) - self.above
        return {id: replace(box, y=min(box.y - top, height - box.height)) for id, box in found.items()}


def _stand(along: list[float], across: list[float], sizes: list[int], gap: int, *, aside: float) -> dict[float, float]:
    """Where each line of the grid stands: the middles of its boxes keep half of both sizes and `gap` apart.

    Boxes that lie less than one apart on the grid, but aside of each other, come closer in proportion; `aside`
    is how much of the distance two boxes keep that are a whole unit or more apart in the other direction.
    """
    needed: dict[tuple[float, float], float] = {}
    for one, here in enumerate(along):
        for two, there in enumerate(along):
            if there < here:
                far = abs(across[one] - across[two]) >= 1
                share = min(1.0, here - there) * aside if far else 1.0
                apart = ((sizes[one] + sizes[two]) / 2 + gap) * share
                needed[there, here] = max(apart, needed.get((there, here), 0.0))
    order = sorted(set(along))
    stands: dict[float, float] = {}
    for at in order:
        stands[at] = max((stands[there] + needed[there, at] for there in order if there < at), default=0.0)
    for before, at, after in zip(order, order[1:], order[2:], strict=False):
        # What stands between two lines moves to its place between them, as far as what follows allows.
        middle = stands[before] + (stands[after] - stands[before]) * (at - before) / (after - before)
        limit = min(stands[later] - needed[at, later] for later in order if later > at)
        stands[at] = max(stands[at], min(middle, limit))
    return stands


def _extent(middles: list[float], sizes: list[int]) -> tuple[float, int]:
    """Where the first box's edge lies, and how many cells the whole needs."""
    low = min(middle - size / 2 for middle, size in zip(middles, sizes, strict=True))
    high = max(middle + size / 2 for middle, size in zip(middles, sizes, strict=True))
    return low, math.floor(high - low) + 1


def edge_text(edge: Edge, words: Words) -> str:
    """What stands on an edge: its label, and the delay that it carries as a power of z⁻¹."""
    delay = f"z{str(-edge.delay).translate(numbers.SUPERSCRIPT)}" if edge.delay else ""
    return " ".join(part for part in (clean(words(edge.label)) if edge.label else "", delay) if part)


def _picture(panel: Graph, boxes: dict[str, Box], width: int, height: int, words: Words) -> list[Row]:
    canvas = Canvas(width, height)
    routes = Routes(width, height, set().union(*(box.cells for box in boxes.values())))
    dashed: set[Cell] = set()
    heads: list[tuple[Cell, int]] = []
    labels: list[tuple[list[Cell], str]] = []
    loops: list[tuple[Box, str]] = []
    for edge in sorted(panel.edges, key=lambda edge: edge.delay > 0):
        source, target = boxes.get(edge.source), boxes.get(edge.target)
        if source is None or target is None:
            continue
        text = edge_text(edge, words)
        if source is target:
            loops.append((source, text))
            continue
        for leaving, entering in _sides(edge, source, target):
            names = (f"from {edge.source}", f"to {edge.target}") if not edge.delay else (f"delay {edge.source}",)
            end = target.port({NORTH: SOUTH, SOUTH: NORTH, EAST: WEST, WEST: EAST}[entering])
            path = routes.connect(source.port(leaving), leaving, end, entering, names)
            if path is not None:
                if edge.delay:
                    dashed.update(path)
                heads.append((path[-1], entering))
                labels.append((path, text))
                break
    for cell, directions in routes.lines.items():
        glyph = GLYPHS[directions]
        canvas.put(*cell, DASHED.get(glyph, glyph) if cell in dashed else glyph, "axis")
    for cell, entering in heads:
        canvas.put(*cell, HEADS[entering], "axis")
    taken = {cell for cell, _ in heads}
    for box in boxes.values():
        _box(canvas, box)
    for path, text in labels:
        if text:
            _label(canvas, path, text, taken, routes.lines)
    for box, text in loops:
        _loop(canvas, box, text)
    return canvas.rows()


def _sides(edge: Edge, source: Box, target: Box) -> list[tuple[int, int]]:
    """The pairs of directions to try: out of the source, into the target."""
    dx, dy = target.node.column - source.node.column, target.node.row - source.node.row
    horizontal = (EAST, EAST) if dx > 0 else (WEST, WEST)
    vertical = (SOUTH, SOUTH) if dy > 0 else (NORTH, NORTH)
    under = (SOUTH, NORTH)
    if edge.delay:
        return [under, (NORTH, SOUTH), horizontal, vertical]
    if dx == 0 or abs(dy) > 2 * abs(dx):
        return [vertical, horizontal, under]
    return [horizontal, vertical, under]


def _box(canvas: Canvas, box: Box) -> None:
    inner = box.width - 2
    top = box.y
    if box.border:
        canvas.put(box.x, top, "╭" + "─" * inner + "╮", "axis")
        canvas.put(box.x, top + box.height - 1, "╰" + "─" * inner + "╯", "axis")
        top += 1
    for row, line in enumerate(box.lines):
        edges = ("│", "│") if box.border else ("[", "]") if row == 0 else (" ", " ")
        spare = inner - cell_width(line)
        style = "" if row == 0 else "accent" if not line.startswith("∂") else "mark"
        canvas.put(box.x, top + row, edges[0], "axis")
        canvas.put(box.x + 1, top + row, left(" " * (spare // 2) + line, inner), style)
        canvas.put(box.x + box.width - 1, top + row, edges[1], "axis")


def _label(canvas: Canvas, path: list[Cell], text: str, taken: set[Cell], lines: dict[Cell, int]) -> None:
    """Write `text` on the longest level stretch of a line, or else beside it."""
    wide = cell_width(text)
    stretch: list[Cell] = []
    best: list[Cell] = []
    for cell in path:
        level = lines[cell] in (HORIZONTAL, EAST, WEST) and cell not in taken
        stretch = [*stretch, cell] if level and (not stretch or stretch[-1][1] == cell[1]) else [cell] * level
        best = max(best, stretch, key=len)
    if len(best) >= wide + 2:
        start = min(x for x, _ in best) + (len(best) - wide) // 2
        canvas.put(start, best[0][1], text, "label")
        return
    x, y = path[len(path) // 2]
    for at, row in ((x + 2, y), (x - wide // 2, y - 1), (x - wide // 2, y + 1), (x - wide - 1, y)):
        if canvas.free(at, row, wide):
            canvas.put(at, row, text, "label")
            return


def _loop(canvas: Canvas, box: Box, text: str) -> None:
    """A recurrent edge of a node to itself: out of its top on the left, into it on the right."""
    wide = max(box.width - 2, min(cell_width(text) + 4, canvas.width - box.x - 1))
    name = cut(text, wide - 2)
    spare = wide - 2 - cell_width(name)
    canvas.put(box.x + 1, box.y - 1, "╭" + "╌" * (spare // 2), "axis")
    canvas.put(box.x + 2 + spare // 2, box.y - 1, name, "label")
    canvas.put(box.x + wide - (spare - spare // 2), box.y - 1, "╌" * (spare - spare // 2) + "╮", "axis")
    if box.border:
        canvas.put(box.x + 1, box.y, "┴", "axis")
        canvas.put(box.x + min(wide, box.width - 2), box.y, "▾", "axis")


def _list(panel: Graph, names: list[str], width: int, height: int, words: Words) -> list[Row]:
    """The graph in words: what each node is made from."""
    by_id = {node.id: name for node, name in zip(panel.nodes, names, strict=True)}
    lines = []
    for node, name in zip(panel.nodes, names, strict=True):
        parts = [name]
        if node.value is not None:
            parts.append(f"= {numbers.text(node.value)}")
        if node.gradient is not None:
            parts.append(f"∂ {numbers.text(node.gradient)}")
        into = [edge for edge in panel.edges if edge.target == node.id]
        if into:
            sources = (
                by_id.get(edge.source, edge.source) + (f" ({text})" if (text := edge_text(edge, words)) else "")
                for edge in into
            )
            parts.append("◂ " + ", ".join(sources))
        lines.append(cut(" ".join(parts), width))
    if len(lines) > height:
        lines = [*lines[: max(0, height - 1)], cut(f"… {len(lines) - height + 1}", width)]
    return [[Span(line)] for line in lines]
