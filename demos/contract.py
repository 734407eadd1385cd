"""What a demo is: parameters that can be turned, a stream of frames, and claims that can fail.

A demo is one module ``demos/<topic>/<id>.py`` (``-`` in the id is ``_`` in the file name) that ends with

    DEMO = Demo(parameters=(...), frames=frames, claims=(...))

``frames(*, rng, **settings)`` yields `Frame` after `Frame`. The last one carries, in ``values``, every number
that was measured; claims, predictions and the numbers in the prose refer to those by name. Frames hold plain
numbers and symbols. Every id and label may be a *text key*: ``glossary/demos/<id>.yaml`` gives its words in
each language under ``labels``; what has no words there (``c_t``, ``W``) is shown as it stands.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np

Value = float | int | str
Settings = Mapping[str, Value]
When = Mapping[str, str]  # a parameter is turned only where these have these options; elsewhere it has no effect
Relation = Literal["=", "<=", ">=", "<", ">"]
RELATIONS = get_args(Relation)


# ── parameters ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Number:
    """A real parameter in [low, high]; an arrow key moves it by `step`."""

    name: str
    default: float
    low: float
    high: float
    step: float
    when: When = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Whole:
    """An integer parameter in [low, high]."""

    name: str
    default: int
    low: int
    high: int
    step: int = 1
    when: When = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few named options."""

    name: str
    default: str
    options: tuple[str, ...]
    when: When = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.default not in self.options:
            raise ValueError(f"{self.name}: the default {self.default!r} is none of {', '.join(self.options)}")


@dataclass(frozen=True, slots=True)
class Matrix:
    """A small matrix of numbers in [low, high], with a name for each row and column.

    Its value is a text, ``"0.9 5; 0 0.9"``: rows apart by semicolons, numbers by blanks. `frames` is given an array.
    """

    name: str
    default: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    low: float
    high: float
    step: float
    when: When = field(default_factory=dict)


Parameter = Number | Whole | Choice | Matrix


# ── panels: what a frame can show ───────────────────────────────────────────────────────────────────────────

Numbers = Sequence[float] | np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A curve through (x[k], y[k]); a y that is not finite leaves a gap."""

    label: str
    x: Numbers
    y: Numbers


@dataclass(frozen=True, slots=True)
class Mark:
    """A single point, drawn over the lines."""

    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """Lines and marks on two axes. `equal` gives both axes the same scale (arrows, circles)."""

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


@dataclass(frozen=True, slots=True)
class Series:
    """One row of bars: a value for each of the panel's labels."""

    label: str
    values: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Horizontal bars from zero, one group for each label."""

    id: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """A matrix as shades with its numbers; `marked` cells (row, column) stand out."""

    id: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: Sequence[Numbers]
    low: float | None = None
    high: float | None = None
    marked: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of numbers and symbols; numbers align on the point, with `digits` significant digits."""

    id: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str | float, ...]]
    digits: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A box on a grid: `column` and `row` count from 0, left to right and top to bottom.

    `value` is what the node computed, `gradient` the derivative of the loss with respect to it; `equation` how the
    book writes it, `filled` the same with its numbers.
    """

    id: str
    label: str
    column: float
    row: float
    value: float | None = None
    gradient: float | None = None
    equation: str = ""
    filled: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """An arrow between two nodes. `delay` marks the recurrent edge, which carries a delay of that many steps.

    On the way back the chain rule: `passed` = gradient of the target × `local`.
    """

    source: str
    target: str
    label: str = ""
    delay: int = 0
    local: float | None = None
    passed: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A small directed graph of computations. `drawing` names a well-known one that is drawn as in the books."""

    id: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    drawing: str = ""


Panel = Curves | Bars | Heat | Table | Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One picture of the run, complete in itself: a later frame replaces it.

    `values`: what was measured so far, by name. `progress`: 0 to 1. `at`: where the run stands, in symbols
    ("t = 50"). `notes`: text keys of sentences to show beneath.
    """

    panels: tuple[Panel, ...]
    values: Mapping[str, float] = field(default_factory=dict)
    progress: float = 1.0
    at: str = ""
    notes: tuple[str, ...] = ()


# ── claims ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Claim:
    """Something measured, a relation and a bound: a check that can fail.

    `measured` names a value of the last frame; `bound` is a number, the name of another value, or a function of
    the settings. For ``=`` the two may differ by `within` (absolute). `at` are the claim's own settings, the
    demo's defaults elsewhere; on screen, at other settings, the claim is judged only where `applies` says so.
    A claim that is not `quick` trains for more than two seconds: it is verified once and not for every seed.
    """

    id: str
    measured: str
    relation: Relation
    bound: float | str | Callable[[Settings], float]
    within: float = 0.0
    at: Settings = field(default_factory=dict)
    applies: Callable[[Settings], bool] = lambda _settings: True
    quick: bool = True

    def __post_init__(self) -> None:
        if self.relation not in RELATIONS:
            raise ValueError(f"claim {self.id}: a relation is one of {' '.join(RELATIONS)}, not {self.relation!r}")

    def judge(self, values: Mapping[str, float], settings: Settings) -> Verdict:
        """Compare what a run measured with the bound."""
        measured = float(values[self.measured])
        if callable(self.bound):
            bound = float(self.bound(settings))
        else:
            bound = float(values[self.bound] if isinstance(self.bound, str) else self.bound)
        holds = {
            "=": abs(measured - bound) <= self.within,
            "<=": measured <= bound,
            ">=": measured >= bound,
            "<": measured < bound,
            ">": measured > bound,
        }[self.relation]
        return Verdict(self.id, measured, self.relation, bound, self.within, holds and math.isfinite(measured))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a claim came to in one run."""

    claim: str
    measured: float
    relation: Relation
    bound: float
    within: float
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """A demo. `frames` is called with the keyword `rng` (a seeded numpy Generator) and every parameter by name.

    One that is read `by_step` is shown from its first frame on, for the learner to go through.
    """

    parameters: tuple[Parameter, ...]
    frames: Callable[..., Iterator[Frame]]
    claims: tuple[Claim, ...]
    by_step: bool = False
