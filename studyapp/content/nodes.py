"""A YAML file as plain data, with the line and column of everything in it. Never raises for what a file holds."""

from __future__ import annotations

import re
from typing import Any

import yaml

from studyapp.content.model import Problem

Path = tuple[str | int, ...]
Marks = dict[Path, tuple[int, int]]
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# Those, and what turns the direction of writing around or breaks lines unseen; YAML's "\e" and "\u202E" make them.
_UNSAFE = re.compile(_CONTROL.pattern[:-1] + r"\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_STR = "tag:yaml.org,2002:str"


class _Stop(Exception):
    """The file cannot be read further."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def load(name: str, raw: bytes) -> tuple[Any, Marks, list[Problem]]:
    """The data of a file named `name`, where each part of it stands, and what is wrong with it as YAML.

    Places count lines and columns from 1. A scalar that YAML reads as something else than text (``no``, ``12``)
    arrives as what YAML reads; timestamps arrive as text.
    """
    problems: list[Problem] = []
    try:
        text = _text(name, raw)
        root = _compose(name, text)
        marks: Marks = {(): (1, 1)}
        data = _data(name, root, (), marks, problems, set()) if root is not None else None
    except _Stop as stop:
        return None, {(): (1, 1)}, [stop.problem]
    return data, marks, problems


def _text(name: str, raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
        raise _Stop(Problem(name, line, column, "not UTF-8", "save the file as UTF-8")) from None
    if control := _CONTROL.search(text):
        before = text[: control.start()]
        line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
        what = f"control character U+{ord(control[0]):04X}"
        raise _Stop(Problem(name, line, column, what, "remove it"))
    return text


def _compose(name: str, text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = f"not valid YAML: {error.problem or error.context}"
        remedy = "check the indentation, and quote texts that hold “: ” or begin with a sign"
        if "tab" in what or "\t" in text.split("\n")[min(line, text.count("\n") + 1) - 1]:
            remedy = "indent with spaces; YAML allows no tabs there"
        raise _Stop(Problem(name, line, column, what, remedy)) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _Stop(Problem(name, 1, 1, f"not valid YAML: {error}", "check the file")) from None


def _data(name: str, node: yaml.Node, path: Path, marks: Marks, problems: list[Problem], seen: set[int]) -> Any:
    place = (node.start_mark.line + 1, node.start_mark.column + 1)
    marks.setdefault(path, place)
    if id(node) in seen:
        raise _Stop(Problem(name, *place, "an alias (*) of an anchor", "write the text out; decks hold no aliases"))
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_data(name, item, (*path, at), marks, problems, seen) for at, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(name, node, path, marks, problems, seen)
    assert isinstance(node, yaml.ScalarNode)
    return _harmless(name, _scalar(node), place, problems)


def _mapping(
    name: str, node: yaml.MappingNode, path: Path, marks: Marks, problems: list[Problem], seen: set[int]
) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key, value in node.value:
        line, column = key.start_mark.line + 1, key.start_mark.column + 1
        if not isinstance(key, yaml.ScalarNode):
            problems.append(Problem(name, line, column, "a key that is not a word", "write NAME: VALUE"))
            continue
        field = key.value
        if field in data:
            problems.append(Problem(name, line, column, f"“{field}” is given twice", "keep one of the two"))
            continue
        field = _harmless(name, field, (line, column), problems)
        marks[(*path, field)] = (line, column)
        data[field] = _data(name, value, (*path, field), marks, problems, seen)
    return data


def _harmless(name: str, value: Any, place: tuple[int, int], problems: list[Problem]) -> Any:
    """A text without the characters that must never reach a terminal; each such text is reported."""
    if not isinstance(value, str) or not (found := _UNSAFE.search(value)):
        return value
    problems.append(Problem(name, *place, f"control character U+{ord(found[0]):04X} in a text", "remove it"))
    return _UNSAFE.sub("", value)


def _scalar(node: yaml.ScalarNode) -> Any:
    kind, text = node.tag.rpartition(":")[2], node.value
    if node.tag == _STR or node.style in ("'", '"', "|", ">"):
        return text
    try:
        if kind == "int":
            return int(text.replace("_", ""), 0)
        if kind == "float":
            return float(text.replace("_", ""))
    except ValueError:
        return text
    if kind == "bool":
        return text.casefold() in ("true", "yes", "on")
    return None if kind == "null" else text
