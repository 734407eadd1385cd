"""A run as plain text for the shell, without the app: parameters, the last frame in numbers, the claims."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from demos import registry, settings
from demos.contract import Bars, CellState, Curves, Demo, Frame, Graph, Heat, Panel, Settings, Table

MANY = 8  # of a longer row of numbers, as many are shown


def listing() -> list[str]:
    """Every demo with its parameters, every exercise."""
    lines = ["demos: python -m demos ID NAME=VALUE …", ""]
    for id in registry.demo_ids():
        lines.append(f"  {id}")
        lines += [f"      {line}" for line in _parameters(registry.demo(id))]
    return [*lines, "", f"exercises: {', '.join(registry.exercise_ids())}"]


def run(id: str, setting: Settings, seed: int, last: Frame, verdicts: Iterable[Mapping[str, Any]]) -> list[str]:
    """One run: what was set, what was measured, what the claims came to."""
    lines = [f"{id}, seed {seed}", *_columns((name, number(value)) for name, value in setting.items())]
    for panel in last.panels:
        lines += ["", f"{panel.id}:", *(f"  {line}" for line in _panel(panel))]
    if last.values:
        lines += ["", "measured:", *_columns((name, number(value)) for name, value in last.values.items())]
    return [*lines, "", "claims:", *map(_claim, verdicts)]


def number(value: object) -> str:
    """A value with six significant digits at most."""
    if isinstance(value, str):
        return value
    if value is None or not math.isfinite(float(value)):  # type: ignore[arg-type]
        return "–"
    return f"{float(value):.6g}"  # type: ignore[arg-type]


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


def _columns(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Names and numbers in two columns, the numbers aligned on the point."""
    names, texts = zip(*pairs, strict=True) if (pairs := list(pairs)) else ((), ())
    wide = max(map(len, names), default=0)
    return [f"  {name:<{wide}}  {text}".rstrip() for name, text in zip(names, _on_the_point(texts), strict=True)]


def _on_the_point(texts: Sequence[str]) -> list[str]:
    """`texts` padded so that their decimal points, or the ends of whole numbers, stand under one another."""
    before = [len(text.partition(".")[0].partition("e")[0]) for text in texts]
    padded = [" " * (max(before) - own) + text for own, text in zip(before, texts, strict=True)]
    wide = max(map(len, padded), default=0)
    return [text.ljust(wide) for text in padded]


def _few(values: Iterable[float]) -> str:
    texts = [number(value) for value in values]
    if len(texts) > MANY:
        texts = [*texts[: MANY - 1], "…", texts[-1]]
    return "  ".join(texts)


def _panel(panel: Panel) -> list[str]:
    match panel:
        case Curves():
            return _curves(panel)
        case Bars():
            wide = max((len(series.label) for series in panel.series), default=0)
            return [f"{'':<{wide}}  {'  '.join(panel.labels[:MANY])}"] + [
                f"{series.label:<{wide}}  {_few(series.values)}" for series in panel.series
            ]
        case Heat():
            return _table(
                ("", *panel.columns[:MANY]),
                [(row, *list(values)[:MANY]) for row, values in zip(panel.rows, panel.values, strict=True)],
            )
        case Table():
            return _table(panel.columns, panel.rows)
        case Graph():
            return [
                f"{node.label}"
                + ("" if node.value is None else f" = {number(node.value)}")
                + ("" if node.gradient is None else f", gradient {number(node.gradient)}")
                for node in panel.nodes
            ] + [
                f"{edge.source} → {edge.target}" + (f", {edge.delay} steps later" if edge.delay else "")
                for edge in panel.edges
            ]
        case CellState():
            head = f"{panel.cell}, t = {panel.t} of {panel.steps}"
            wide = max((len(quantity.symbol) for quantity in panel.quantities), default=0)
            return [head] + [
                f"{quantity.symbol:<{wide}}  {_few(quantity.values)}" + f"   {quantity.formula}".rstrip()
                for quantity in panel.quantities
            ]


def _curves(panel: Curves) -> list[str]:
    lines = []
    for line in panel.lines:
        points = [(float(x), float(y)) for x, y in zip(line.x, line.y, strict=True) if math.isfinite(y)]
        if points:
            (x0, y0), (x1, y1) = points[0], points[-1]
            low, high = min(y for _, y in points), max(y for _, y in points)
            lines.append(
                f"{line.label}: {len(points)} points from ({number(x0)}, {number(y0)}) to "
                f"({number(x1)}, {number(y1)}), between {number(low)} and {number(high)}"
            )
    return lines + [f"{mark.label}: ({number(mark.x)}, {number(mark.y)})" for mark in panel.marks]


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    texts = [[number(cell) for cell in row] for row in rows]
    aligned = []
    for position, title in enumerate(columns):
        column = [row[position] for row in texts]
        words = all(isinstance(row[position], str) for row in rows)
        padded = column if words else _on_the_point(column)
        wide = max(map(len, [title, *padded]))
        aligned.append([text.ljust(wide) for text in [title, *padded]])
    return ["  ".join(line).rstrip() for line in zip(*aligned, strict=True)]
