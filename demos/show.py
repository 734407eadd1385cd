"""A run as plain text for the shell, without the app: parameters, the last frame in numbers, the claims."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from demos import registry, settings
from demos.contract import Bars, Curves, Demo, Frame, Graph, Heat, Panel, Settings, Table

MANY = 8  # of a longer row of numbers, as many are shown


def listing() -> list[str]:
    """Every demo with its parameters, every exercise."""
    lines = ["demos: python -m demos ID NAME=VALUE …", ""]
    for id in registry.demo_ids():
        lines.append(f"  {id}")
        try:
            lines += [f"      {line}" for line in _parameters(registry.demo(id))]
        except Exception as error:
            lines.append(f"      cannot be loaded: {registry.told(error)}")
    return [*lines, "", f"exercises: {', '.join(registry.exercise_ids())}"]


def run(id: str, setting: Settings, seed: int, last: Frame, verdicts: Iterable[Mapping[str, Any]]) -> list[str]:
    """One run: what was set, what was measured, what the claims came to."""
    lines = [f"{id}, seed {seed}", *_table((), list(setting.items()))]
    for panel in last.panels:
        lines += ["", f"{panel.id}:", *_panel(panel)]
    if last.values:
        lines += ["", "measured:", *_table((), list(last.values.items()))]
    return [*lines, "", "claims:", *map(_claim, verdicts)]


def number(value: object) -> str:
    """A value with six significant digits at most; words as they are."""
    if isinstance(value, str):
        return value
    known = None if value is None else float(value)  # type: ignore[arg-type]
    return "–" if known is None or not math.isfinite(known) else f"{known:.6g}"


def _parameters(demo: Demo) -> list[str]:
    wide = max((len(parameter.name) for parameter in demo.parameters), default=0)
    return [
        f"{parameter.name:<{wide}}  {number(parameter.default)}  ({settings.range_of(parameter)})"
        for parameter in demo.parameters
    ]


def _claim(verdict: Mapping[str, Any]) -> str:
    if not verdict["applies"]:
        return f"  –      {verdict['claim']}: does not apply to these settings"
    within = f" within {number(verdict['within'])}" if verdict["within"] else ""
    return (
        f"  {'holds' if verdict['holds'] else 'FAILS'}  {verdict['claim']}: "
        f"{number(verdict['measured'])} {verdict['relation']} {number(verdict['bound'])}{within}"
    )


def _panel(panel: Panel) -> list[str]:
    match panel:
        case Curves():
            return _curves(panel)
        case Bars():
            columns = zip(*(series.values for series in panel.series), strict=True)
            rows = [(label, *values) for label, values in zip(panel.labels, columns, strict=True)]
            return _table(("", *(series.label for series in panel.series)), rows)
        case Heat():
            named = zip(panel.rows, panel.values, strict=True)
            return _table(("", *panel.columns[:MANY]), [(row, *list(values)[:MANY]) for row, values in named])
        case Table():
            return _table(panel.columns, panel.rows)
        case Graph():
            made = [
                f"  {node.label}"
                + ("" if node.value is None else f" = {number(node.value)}")
                + ("" if node.gradient is None else f", gradient {number(node.gradient)}")
                for node in panel.nodes
            ]
            return made + [
                f"  {edge.source} → {edge.target}" + (f", delay {edge.delay}" if edge.delay else "")
                for edge in panel.edges
            ]


def _curves(panel: Curves) -> list[str]:
    lines = []
    for line in panel.lines:
        points = [(float(x), float(y)) for x, y in zip(line.x, line.y, strict=True) if math.isfinite(y)]
        if points:
            (x0, y0), (x1, y1) = points[0], points[-1]
            low, high = min(y for _, y in points), max(y for _, y in points)
            lines.append(
                f"  {line.label}: {len(points)} points from ({number(x0)}, {number(y0)}) to "
                f"({number(x1)}, {number(y1)}), between {number(low)} and {number(high)}"
            )
    return lines + [f"  {mark.label}: ({number(mark.x)}, {number(mark.y)})" for mark in panel.marks]


def _table(titles: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Rows in columns under their titles, if there are any; words on the left, numbers on the point."""
    columns = []
    for position in range(max([len(titles), *map(len, rows)])):
        texts = _column([row[position] for row in rows])
        texts = [titles[position], *texts] if titles else texts
        wide = max(map(len, texts), default=0)
        columns.append([text.ljust(wide) for text in texts])
    return [f"  {'  '.join(line)}".rstrip() for line in zip(*columns, strict=True)]


def _column(cells: Sequence[object]) -> list[str]:
    """The texts of a column: the points of its numbers, or the ends of whole ones, stand under one another."""
    texts = [number(cell) for cell in cells]
    before = [
        0 if isinstance(cell, str) else len(text.partition("e")[0].partition(".")[0])
        for cell, text in zip(cells, texts, strict=True)
    ]
    widest = max(before, default=0)
    return [
        text if isinstance(cell, str) else " " * (widest - own) + text
        for cell, text, own in zip(cells, texts, before, strict=True)
    ]
