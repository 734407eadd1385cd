"""What the lab offers, as its child describes it: the demos with their parameters, the exercises with their rules."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from studyapp.content.model import Value


class ParameterSpec(Struct, frozen=True, omit_defaults=True):
    """A demo's parameter: a number or a whole number in [low, high], or a choice among options."""

    name: str
    kind: Literal["number", "whole", "choice"]
    default: Value
    low: float = 0.0
    high: float = 0.0
    step: float = 0.0
    options: tuple[str, ...] = ()


class DemoSpec(Struct, frozen=True):
    """A demo's parameters and the ids of its claims."""

    id: str
    parameters: tuple[ParameterSpec, ...]
    claims: tuple[str, ...]


class ExerciseSpec(Struct, frozen=True):
    """An exercise: the symbol that it asks for, the decimals of its answer, its wrong rules."""

    id: str
    asks: str
    digits: int
    rules: tuple[str, ...]


class Catalog(Struct, frozen=True):
    """Every installed demo and exercise, by id."""

    demos: dict[str, DemoSpec] = field(default_factory=dict)
    exercises: dict[str, ExerciseSpec] = field(default_factory=dict)
