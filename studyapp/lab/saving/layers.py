"""Layers for a graph that stands in one row though its arrows leap: what follows from what, from left to right."""

from __future__ import annotations

from statistics import fmean

from studyapp.lab.frames import Graph

SWEEPS = 4  # to and fro; after that hardly anything moves


def layers(panel: Graph) -> tuple[list[float], list[float]]:
    """A column for each node, one after all that it is made from, and a row near to those of its neighbours."""
    ids = [node.id for node in panel.nodes]
    edges = {(e.source, e.target) for e in panel.edges if not e.delay and e.source in ids and e.target in ids}
    depth = dict.fromkeys(ids, 0)
    for _ in ids:  # in a graph without cycles, no way is longer
        for source, target in edges:
            depth[target] = max(depth[target], min(depth[source] + 1, len(ids)))
    columns = [[id for id in ids if depth[id] == column] for column in sorted(set(depth.values()))]
    rows = {id: _row(place, len(column)) for column in columns for place, id in enumerate(column)}
    near: dict[str, list[str]] = {id: [] for id in ids}
    for source, target in sorted(edges):
        near[source].append(target)
        near[target].append(source)
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            wanted = {id: fmean([rows[other] for other in near[id]] or [rows[id]]) for id in column}
            column.sort(key=lambda id: wanted[id])
            rows.update((id, _row(place, len(column))) for place, id in enumerate(column))
    lowest = min(rows.values(), default=0.0)
    return [float(depth[id]) for id in ids], [rows[id] - lowest for id in ids]


def _row(place: int, many: int) -> float:
    """The row of one of `many` that stand around the middle."""
    return place - (many - 1) / 2
