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


def natural_height(panel: Graph) -> int:
    """What boxes with their values need, or a list where they would be higher than a screen."""
    names = [clean(node.label) for node in panel.nodes]
    layout = _Layout(panel, [_lines(node, name) for node, name in zip(panel.nodes, names, strict=True)], True)
    return min(layout.needs(1000)[1], 24) if panel.nodes else 1


def draw(panel: Graph, width: int, height: int, words: Words) -> list[Row]:
    """Draw the graph with as much of it as fits: boxes and values, values without boxes, and last a list."""
    if not panel.nodes:
        return []
    names = [clean(words(node.label)) for node in panel.nodes]
    full = [_lines(node, name) for node, name in zip(panel.nodes, names, strict=True)]
    short = [(" ".join(line),) for line in full]
    for lines, border in ((full, True), (short, True), (full, False), (short, False)):
        layout = _Layout(panel, lines, border)
        needed = layout.needs(width)
        if needed[0] <= width and needed[1] <= height:
            return _picture(panel, layout.boxes(width, height), width, height, words)
    return _list(panel, names, width, height, words)


def _lines(node: Node, name: str) -> tuple[str, ...]:
    lines = [name]
    if node.value is not None:
        lines.append(numbers.text(node.value))
    if node.gradient is not None:
        lines.append(f"∂ {numbers.text(node.gradient)}")
    return tuple(lines)


class _Layout:
    """Sizes of boxes, and the distances that the grid's units need so that boxes and labels keep clear."""

    def __init__(self, panel: Graph, lines: Sequence[tuple[str, ...]], border: bool) -> None:
        self.nodes, self.lines, self.border = panel.nodes, lines, border
        frame = 4 if border else 2
        self.widths = [max(map(cell_width, own)) + frame for own in lines]
        self.heights = [len(own) + (2 if border else 0) for own in lines]
        labels = [cell_width(edge_text(edge, str)) for edge in panel.edges]
        self.gap = max([5, *(label + 4 for label in labels)])
        loops = any(edge.source == edge.target for edge in panel.edges)
        back = sum(1 for edge in panel.edges if edge.delay and edge.source != edge.target)
        self.above, self.below = int(loops), min(back, 3) + (1 if back else 0)
        self.columns = [node.column for node in panel.nodes]
        self.rows = [node.row for node in panel.nodes]
        self.unit_x = self._unit(self.columns, self.rows, self.widths, self.gap)
        self.unit_y = self._unit(self.rows, self.columns, self.heights, 2 + self.above if border else 1 + self.above)

    @staticmethod
    def _unit(along: list[float], across: list[float], sizes: list[int], gap: int) -> float:
        """The cells for a grid's unit at which no two boxes that are near each other touch."""
        unit = 0.0
        for one in range(len(along)):
            for two in range(one):
                apart = abs(along[one] - along[two])
                if apart > 1e-6 and (abs(across[one] - across[two]) < 1 or apart >= 1):
                    unit = max(unit, ((sizes[one] + sizes[two]) / 2 + gap) / max(apart, 1e-6))
        return unit

    def _extent(self, along: list[float], sizes: list[int], unit: float) -> tuple[float, int]:
        """Where the first box's edge lies, relative to grid position 0, and how many cells the whole needs."""
        low = min(at * unit - size / 2 for at, size in zip(along, sizes, strict=True))
        high = max(at * unit + size / 2 for at, size in zip(along, sizes, strict=True))
        return low, min(1 << 20, int(high - low) + 1)

    def needs(self, width: int) -> tuple[int, int]:
        """Width and height of the whole."""
        across = self._extent(self.columns, self.widths, self.unit_x)[1]
        down = self._extent(self.rows, self.heights, self.unit_y)[1]
        positions = {(node.column, node.row) for node in self.nodes}
        if len(positions) < len(self.nodes):
            return width + 1, down  # two nodes in one place: only a list can show them
        return across, down + self.above + self.below

    def boxes(self, width: int, height: int) -> dict[str, Box]:
        """The boxes, spread over the room up to half as wide again as needed, in the middle of the width."""
        needed = self.needs(width)
        stretch = min(1.5, max(1.0, width / max(1, needed[0]) * 0.95))
        unit_x = self.unit_x * stretch
        if self._extent(self.columns, self.widths, unit_x)[1] > width:
            unit_x = self.unit_x
        left_edge, across = self._extent(self.columns, self.widths, unit_x)
        top_edge, _ = self._extent(self.rows, self.heights, self.unit_y)
        indent = min(2, max(0, width - across) // 2)
        found = {}
        for node, lines, wide, high in zip(self.nodes, self.lines, self.widths, self.heights, strict=True):
            # Rounding the middles, not the edges, keeps the lines between boxes of one column straight.
            x = math.floor(node.column * unit_x - left_edge + indent + 0.5) - wide // 2
            y = math.floor(node.row * self.unit_y - top_edge) - (high - 1) // 2 + self.above
            found[node.id] = Box(node, lines, max(0, min(x, width - wide)), y, wide, high, self.border)
        top = min(box.y for box in found.values()) - self.above
        return {id: replace(box, y=min(box.y - top, height - box.height)) for id, box in found.items()}


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
