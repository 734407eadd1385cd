"""Finds the demos and exercises that are installed, and describes them.

A demo is a module of this package with a line that begins with ``DEMO =``, an exercise a module of
``demos.exercises`` with one that begins with ``EXERCISE =``. That is read in the source, so that to run one
demo only its own module is imported.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
import re
from pathlib import Path
from typing import Any

import demos
import demos.exercises
from demos.contract import Choice, Demo, Parameter, Whole
from demos.exercises.contract import Exercise


class Unknown(LookupError):
    """There is no demo or exercise of that id; the message lists those that there are."""


def demo_ids() -> list[str]:
    """The ids of every demo, sorted."""
    return _ids(tuple(demos.__path__), "DEMO")


def exercise_ids() -> list[str]:
    """The ids of every exercise, sorted."""
    return _ids(tuple(demos.exercises.__path__), "EXERCISE")


def demo(id: str) -> Demo:
    """The demo `id`.

    Raises:
        Unknown: there is none.
    """
    found = _load("demos", "DEMO", id, demo_ids())
    assert isinstance(found, Demo), f"DEMO of demos.{id} is not a Demo"
    return found


def exercise(id: str) -> Exercise:
    """The exercise `id`.

    Raises:
        Unknown: there is none.
    """
    found = _load("demos.exercises", "EXERCISE", id, exercise_ids())
    assert isinstance(found, Exercise), f"EXERCISE of demos.exercises.{id} is not an Exercise"
    return found


def describe() -> dict[str, Any]:
    """Every demo with its parameters and claims, every exercise with its rules, as JSON values."""
    return {
        "demos": {id: _describe_demo(id, demo(id)) for id in demo_ids()},
        "exercises": {id: _describe_exercise(id, exercise(id)) for id in exercise_ids()},
    }


def _describe_demo(id: str, demo: Demo) -> dict[str, Any]:
    return {
        "id": id,
        "parameters": [_describe_parameter(parameter) for parameter in demo.parameters],
        "claims": [claim.id for claim in demo.claims],
    }


def _describe_parameter(parameter: Parameter) -> dict[str, Any]:
    if isinstance(parameter, Choice):
        return {
            "name": parameter.name,
            "kind": "choice",
            "default": parameter.default,
            "options": list(parameter.options),
        }
    return {
        "name": parameter.name,
        "kind": "whole" if isinstance(parameter, Whole) else "number",
        "default": parameter.default,
        "low": parameter.low,
        "high": parameter.high,
        "step": parameter.step,
    }


def _describe_exercise(id: str, exercise: Exercise) -> dict[str, Any]:
    return {"id": id, "asks": exercise.asks, "digits": exercise.digits, "rules": list(exercise.wrong)}


@functools.cache
def _ids(folders: tuple[str, ...], name: str) -> list[str]:
    has_it = re.compile(rf"^{name}\b.*=", re.MULTILINE)
    return sorted(
        module.name.replace("_", "-")
        for folder in folders
        for module in pkgutil.iter_modules([folder])
        if not module.ispkg and has_it.search((Path(folder) / f"{module.name}.py").read_text(encoding="utf-8"))
    )


def _load(package: str, name: str, id: str, known: list[str]) -> object:
    if id not in known:
        raise Unknown(f"there is no {name.lower()} {id!r}; there are: {', '.join(known)}")
    return getattr(importlib.import_module(f"{package}.{id.replace('-', '_')}"), name)
