"""Finds the demos and exercises that are installed, and describes them.

A demo is a module of one of the topics, the packages of this one, with a line that begins with ``DEMO =``; an
exercise a module of ``demos.exercises`` with one that begins with ``EXERCISE =``. That is read in the source, so that
to run one demo only its own module is imported.
"""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import demos
from demos import recording
from demos.contract import Choice, Demo, Matrix, Number, Parameter, Whole
from demos.exercises.contract import Exercise


class Unknown(LookupError):
    """There is no demo or exercise of that id; the message lists those that there are."""


def demo_ids() -> list[str]:
    """The ids of every demo, sorted."""
    return list(_modules("DEMO", tuple(demos.__path__)))


def exercise_ids() -> list[str]:
    """The ids of every exercise, sorted."""
    return list(_modules("EXERCISE", tuple(demos.__path__)))


def demo(id: str) -> Demo:
    """The demo `id`.

    Raises:
        Unknown: there is none.
    """
    found = _load("DEMO", id)
    assert isinstance(found, Demo), f"DEMO of demos.{id} is not a Demo"
    return found


def exercise(id: str) -> Exercise:
    """The exercise `id`.

    Raises:
        Unknown: there is none.
    """
    found = _load("EXERCISE", id)
    assert isinstance(found, Exercise), f"EXERCISE of demos.exercises.{id} is not an Exercise"
    return found


def describe() -> dict[str, Any]:
    """Every demo with its parameters and claims, every exercise with its rules, as JSON values.

    What cannot be imported is told under ``broken``, and the rest is there.
    """
    found: dict[str, Any] = {"demos": {}, "exercises": {}, "broken": {}}
    for id in demo_ids():
        with _broken(id, found["broken"]):
            found["demos"][id] = _describe_demo(id, demo(id))
    for id in exercise_ids():
        with _broken(id, found["broken"]):
            found["exercises"][id] = _describe_exercise(id, exercise(id))
    return found


@contextmanager
def _broken(id: str, found: dict[str, str]) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        found[id] = told(error)


def told(error: Exception) -> str:
    """What went wrong, on one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def _describe_demo(id: str, demo: Demo) -> dict[str, Any]:
    return {
        "id": id,
        "parameters": [_describe_parameter(parameter) for parameter in demo.parameters],
        "claims": [claim.id for claim in demo.claims],
        "by_step": demo.by_step,
        "recorded": recording.recorded(id),
    }


def _describe_parameter(parameter: Parameter) -> dict[str, Any]:
    about = {"name": parameter.name, "default": parameter.default, "when": dict(parameter.when)}
    match parameter:
        case Choice():
            return {**about, "kind": "choice", "options": list(parameter.options)}
        case Matrix():
            return {
                **about,
                "kind": "matrix",
                "rows": list(parameter.rows),
                "columns": list(parameter.columns),
            } | _range(parameter)
        case _:
            return {**about, "kind": "whole" if isinstance(parameter, Whole) else "number"} | _range(parameter)


def _range(parameter: Number | Whole | Matrix) -> dict[str, float]:
    return {"low": parameter.low, "high": parameter.high, "step": parameter.step}


def _describe_exercise(id: str, exercise: Exercise) -> dict[str, Any]:
    return {"id": id, "asks": exercise.asks, "digits": exercise.digits, "rules": list(exercise.wrong)}


@functools.cache
def _modules(name: str, folders: tuple[str, ...]) -> dict[str, str]:
    """The modules under these folders that assign `name` at their top level, by id, sorted."""
    has_it = re.compile(rf"^{name}\b.*=", re.MULTILINE)
    found = {}
    for topic in (path for folder in folders for path in Path(folder).iterdir() if path.is_dir()):
        for file in topic.glob("*.py"):
            if has_it.search(file.read_text(encoding="utf-8")):
                found[file.stem.replace("_", "-")] = f"demos.{topic.name}.{file.stem}"
    return dict(sorted(found.items()))


def _load(name: str, id: str) -> object:
    known = _modules(name, tuple(demos.__path__))
    if id not in known:
        raise Unknown(f"there is no {name.lower()} {id!r}; there are: {', '.join(known)}")
    return getattr(importlib.import_module(known[id]), name)
