"""A demo's settings: what was asked for is checked, the defaults fill the rest."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from demos.contract import Choice, Demo, Matrix, Parameter, Settings, Value, Whole


class Unfit(ValueError):
    """A setting that the demo cannot take; the message is one line that says what it can."""


def fill(demo: Demo, asked: Mapping[str, object]) -> dict[str, Value]:
    """Every parameter with its value; numbers may come as text.

    Raises:
        Unfit: a parameter that the demo does not have, a value out of range or of another kind.
    """
    known = [parameter.name for parameter in demo.parameters]
    for name in asked:
        if name not in known:
            raise Unfit(f"there is no parameter {name!r}; there are: {', '.join(known) or 'none'}")
    return {
        parameter.name: _fit(parameter, asked[parameter.name]) if parameter.name in asked else parameter.default
        for parameter in demo.parameters
    }


def arguments(demo: Demo, settings: Settings) -> dict[str, Any]:
    """Settings as `frames` takes them: matrices as arrays."""
    matrices = {parameter.name for parameter in demo.parameters if isinstance(parameter, Matrix)}
    return {name: rows_of(str(value)) if name in matrices else value for name, value in settings.items()}


def rows_of(text: str) -> np.ndarray:
    """The array that a matrix's text stands for.

    Raises:
        ValueError: what stands between blanks is no number, or rows differ in length.
    """
    return np.array([[float(number) for number in row.split()] for row in text.split(";")])


def text_of(rows: Iterable[Iterable[float]]) -> str:
    """A matrix's text."""
    return "; ".join(" ".join(f"{number:.10g}" for number in row) for row in rows)


def split(words: Iterable[str]) -> dict[str, str]:
    """``NAME=VALUE`` words, as the shell gives them.

    Raises:
        Unfit: a word without ``=``.
    """
    settings = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign:
            raise Unfit(f"{word!r} is not of the form NAME=VALUE")
        settings[name.strip()] = value.strip()
    return settings


def range_of(parameter: Parameter) -> str:
    """What a parameter can be, in a few characters."""
    if isinstance(parameter, Choice):
        return " | ".join(parameter.options)
    if isinstance(parameter, Matrix):
        return f"{len(parameter.rows)} × {len(parameter.columns)} numbers in {parameter.low:g} … {parameter.high:g}"
    return f"{parameter.low:g} … {parameter.high:g}" + (", whole" if isinstance(parameter, Whole) else "")


def _fit(parameter: Parameter, value: object) -> Value:
    if isinstance(parameter, Choice):
        if value not in parameter.options:
            raise _unfit(parameter, value)
        return str(value)
    if isinstance(parameter, Matrix):
        return _fit_matrix(parameter, value)
    number = _number(value)
    if number is None or not parameter.low <= number <= parameter.high:
        raise _unfit(parameter, value)
    if not isinstance(parameter, Whole):
        return number
    if number != int(number):
        raise _unfit(parameter, value)
    return int(number)


def _fit_matrix(parameter: Matrix, value: object) -> str:
    rows = [[_number(number) for number in row.split()] for row in str(value).split(";")]
    shape = [len(row) for row in rows]
    fits = all(number is not None and parameter.low <= number <= parameter.high for row in rows for number in row)
    if shape != [len(parameter.columns)] * len(parameter.rows) or not fits:
        raise Unfit(
            f"{parameter.name} = {value} does not fit: it must be {range_of(parameter)}, like {parameter.default!r}"
        )
    return text_of([[number for number in row if number is not None] for row in rows])


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _unfit(parameter: Parameter, value: object) -> Unfit:
    kind = "one of" if isinstance(parameter, Choice) else "a whole number in" if isinstance(parameter, Whole) else "in"
    limits = (
        ", ".join(parameter.options) if isinstance(parameter, Choice) else f"{parameter.low:g} … {parameter.high:g}"
    )
    return Unfit(f"{parameter.name} = {value} does not fit: it must be {kind} {limits}")
