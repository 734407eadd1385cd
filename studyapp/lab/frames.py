"""A demo's frames as the app receives them: the mirror of ``demos/contract.py`` on this side of the pipe."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from studyapp.content.model import Value

Numbers = tuple[float | None, ...]


class Line(Struct, frozen=True):
    """A curve; None leaves a gap."""

    label: str
    x: Numbers
    y: Numbers


class Mark(Struct, frozen=True):
    """A single point."""

    label: str
    x: float
    y: float


class Under(Struct, frozen=True):
    """Lines of another run: the run before, where `letter` is empty, else one that is pinned."""

    letter: str
    lines: tuple[Line, ...]


class Curves(Struct, frozen=True, tag="curves", tag_field="panel"):
    """Lines and marks on two axes. `under` is laid beneath them by the app."""

    id: str
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...] = ()
    x_label: str = ""
    y_label: str = ""
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    x_log: bool = False
    y_log: bool = False
    equal: bool = False
    under: tuple[Under, ...] = ()


class Series(Struct, frozen=True):
    """A value for each label of the bars."""

    label: str
    values: Numbers


class Bars(Struct, frozen=True, tag="bars", tag_field="panel"):
    """Horizontal bars from zero, one group a label. Of `under`, a line is a series, over the labels' numbers."""

    id: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    low: float | None = None
    high: float | None = None
    under: tuple[Under, ...] = ()


class Heat(Struct, frozen=True, tag="heat", tag_field="panel"):
    """A matrix as shades with numbers."""

    id: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[Numbers, ...]
    low: float | None = None
    high: float | None = None
    marked: tuple[tuple[int, int], ...] = ()


class Table(Struct, frozen=True, tag="table", tag_field="panel"):
    """Rows of numbers and symbols."""

    id: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    digits: int = 4


class Node(Struct, frozen=True):
    """A box on the grid of a graph."""

    id: str
    label: str
    column: float
    row: float
    value: float | None = None
    gradient: float | None = None
    equation: str = ""
    filled: str = ""


class Edge(Struct, frozen=True):
    """An arrow; `delay` marks the recurrent one."""

    source: str
    target: str
    label: str = ""
    delay: int = 0
    local: float | None = None
    passed: float | None = None


class Graph(Struct, frozen=True, tag="graph", tag_field="panel"):
    """A small directed graph; `drawing` names one that is drawn as in the books."""

    id: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    drawing: str = ""


Panel = Curves | Bars | Heat | Table | Graph


class Frame(Struct, frozen=True):
    """One picture of a run."""

    panels: tuple[Panel, ...]
    values: dict[str, float | None] = {}
    progress: float = 1.0
    at: str = ""
    notes: tuple[str, ...] = ()


class Recorded(Struct, frozen=True):
    """At which settings and seed a recorded run was made."""

    set: dict[str, Value]
    seed: int


class Verdict(Struct, frozen=True):
    """What a claim came to."""

    claim: str
    measured: float | None
    relation: Literal["=", "<=", ">=", "<", ">"]
    bound: float | None
    within: float
    holds: bool
    applies: bool = True


class Checked(Struct, frozen=True):
    """What a claim came to at its own settings and one seed; `error` where the demo failed instead."""

    demo: str
    claim: str
    seed: int
    measured: float | None
    relation: Literal["=", "<=", ">=", "<", ">"]
    bound: float | None
    within: float
    holds: bool
    error: str = ""
