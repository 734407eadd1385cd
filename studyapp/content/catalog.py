"""What the lab offers, as its child describes it: the demos with their parameters, the exercises with their rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from studyapp.content.model import Value


class ParameterSpec(Struct, frozen=True, omit_defaults=True):
    """A demo's parameter: a number or a whole number in [low, high], a choice among options, or a matrix of numbers.

    A matrix is written ``"0.9 5; 0 0.9"``. A parameter has an effect only where those in `when` have these options.
    """

    name: str
    kind: Literal["number", "whole", "choice", "matrix"]
    default: Value
    low: float = 0.0
    high: float = 0.0
    step: float = 0.0
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    when: dict[str, str] = {}

    def applies(self, settings: Mapping[str, Value]) -> bool:
        """Whether turning it does anything at these settings."""
        return all(settings.get(name, option) == option for name, option in self.when.items())


class DemoSpec(Struct, frozen=True):
    """A demo's parameters and the ids of its claims; one that is read `by_step` is shown from its first frame on.

    Of one that trains for long a run may be `recorded`.
    """

    id: str
    parameters: tuple[ParameterSpec, ...]
    claims: tuple[str, ...]
    by_step: bool = False
    recorded: bool = False


class ExerciseSpec(Struct, frozen=True):
    """An exercise: the symbol that it asks for, the decimals of its answer, its wrong rules."""

    id: str
    asks: str
    digits: int
    rules: tuple[str, ...]


class Catalog(Struct, frozen=True):
    """Every installed demo and exercise, by id; of those that are `broken`, what went wrong."""

    demos: dict[str, DemoSpec] = field(default_factory=dict)
    exercises: dict[str, ExerciseSpec] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
