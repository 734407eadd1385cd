"""Graphs: boxes with what they computed, arrows between them, recurrent edges dashed with their delay."""

from __future__ import annotations

from studyapp.lab.canvas import Words
from studyapp.lab.frames import Edge, Graph
from studyapp.lab.panels.graph import edge_text
from studyapp.lab.saving.arrows import Around, arrow, label, loop, straight
from studyapp.lab.saving.layout import LINE, LONGEST, Placed, layout
from studyapp.lab.saving.letters import fit
from studyapp.lab.saving.look import INK, PAPER, QUIET, SIZE, SMALL, line_colour
from studyapp.lab.saving.surface import Point, Surface


def draw(surface: Surface, panel: Graph, left: float, top: float, room: float, words: Words) -> float:
    """Draw the graph from (left, top) on, wider than `room` if it must be; how far down it reaches."""
    boxes = layout(panel, left, top, words)
    if not boxes:
        return top
    by_id = {placed.node.id: placed for placed in boxes}
    edges = [edge for edge in panel.edges if edge.source in by_id and edge.target in by_id]
    texts = {id(edge): fit(edge_text(edge, words), LONGEST, SMALL) for edge in edges}
    paths = _paths(boxes, [edge for edge in edges if edge.source != edge.target], left, top)
    taken = len(surface.texts)
    with surface.group("edges"):
        for edge, points in paths:
            arrow(surface, points, dashed=bool(edge.delay))
        for placed in boxes:
            if own := [edge for edge in edges if edge.source == edge.target == placed.node.id]:
                text = fit(", ".join(filter(None, (texts[id(edge)] for edge in own))), LONGEST, SMALL)
                loop(surface, placed, text, dashed=any(edge.delay for edge in own))
    with surface.group("nodes"):
        for placed in boxes:
            _box(surface, placed)
    lost: list[str] = []  # labels that found no place
    for edge, points in paths:
        if not (text := texts[id(edge)]):
            continue
        blocked = [*(placed.box for placed in boxes), *surface.texts[taken:]]
        place = label(text, points, blocked, [path for _, path in paths])
        if place is None:
            lost.append(f"{words(by_id[edge.source].node.label)} → {words(by_id[edge.target].node.label)}: {text}")
        else:
            surface.text(place[0], text, size=SMALL, anchor=place[1], colour=INK)
    y = max([placed.box.bottom for placed in boxes] + [y for _, points in paths for _, y in points])
    y = max([y, *(box.bottom for box in surface.texts[taken:])]) + 4
    for line in lost:
        surface.text((left, y + LINE), fit(line, room, SMALL), size=SMALL, colour=QUIET)
        y += LINE
    return y


def _paths(boxes: list[Placed], edges: list[Edge], left: float, top: float) -> list[tuple[Edge, list[Point]]]:
    """The line of every edge between two boxes; recurrent ones, which go round, come last."""
    by_id = {placed.node.id: placed for placed in boxes}
    around: Around | None = None
    found = []
    for edge in sorted(edges, key=lambda edge: edge.delay > 0):
        source, target = by_id[edge.source], by_id[edge.target]
        others = [placed for placed in boxes if placed is not source and placed is not target]
        points = None if edge.delay else straight(source, target, others)
        if points is None:
            around = around or Around(boxes, left, top)
            points = around.path(source, target, edge) or straight(source, target, ())
        if points is not None:
            found.append((edge, points))
    return found


def _box(surface: Surface, placed: Placed) -> None:
    surface.rect(placed.box, PAPER, INK, 1.1, radius=5)
    x, y = placed.middle
    foot = y - LINE * (len(placed.lines) - 1) / 2 + 0.35 * SIZE
    for row, line in enumerate(placed.lines):
        # As in the terminal: the value plain under the name, the gradient with its sign ∂.
        colour = INK if row == 0 else line_colour(1) if line.startswith("∂") else line_colour(0)
        surface.text((x, foot + LINE * row), line, anchor="middle", colour=colour, bold=row == 0)
