"""Plain data to frozen structs, with every error of a file in one run and not just the first."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, inspect

from studyapp.content.model import (
    ClozeQuestion,
    DemoWords,
    Entry,
    ExerciseWords,
    Formula,
    Guess,
    Prediction,
    Problem,
    Text,
    WhatIf,
)
from studyapp.content.nodes import Marks, Path
from studyapp.language import LANGS

T = TypeVar("T", bound=Struct)
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KINDS = {str: "text", bool: "yes or no", int: "a number", float: "a number", list: "a list", dict: "a map"}


class Complaints:
    """Collects what is wrong in one file; knows where each path stands."""

    def __init__(self, name: str, marks: Marks) -> None:
        self.name = name
        self.marks = marks
        self.problems: list[Problem] = []

    def add(self, path: Path, what: str, remedy: str) -> None:
        """Report something at `path`, or at the nearest part around it that has a place."""
        while path not in self.marks:
            path = path[:-1]
        self.problems.append(Problem(self.name, *self.marks[path], what, remedy))


def read(data: Any, type_: type[T], path: Path, complaints: Complaints) -> T | None:
    """`data` as `type_`, or None with every reason reported."""
    before = len(complaints.problems)
    _check_id(data, type_, path, complaints)
    struct: T | None = None
    try:
        struct = msgspec.convert(data, type_, strict=True)
    except msgspec.ValidationError:
        _explain(data, inspect.type_info(type_), path, complaints)
    if struct is not None:
        for check in _CHECKS:
            check(struct, path, complaints)
    return struct if len(complaints.problems) == before else None


# ── what msgspec refused ────────────────────────────────────────────────────────────────────────────────────


def _explain(data: Any, info: inspect.Type, path: Path, complaints: Complaints) -> None:
    """Report everything in `data` that is not of the type; the counterpart of msgspec's first error."""
    if isinstance(info, inspect.UnionType):
        _explain_union(data, info, path, complaints)
    elif isinstance(info, inspect.StructType):
        _explain_struct(data, info, path, complaints)
    elif isinstance(info, inspect.VarTupleType):
        if not isinstance(data, list):
            complaints.add(
                path,
                f"a list is wanted here, not {_kind(data)}",
                "write [item, item], or one “- item” a line",
            )
        else:
            for at, item in enumerate(data):
                _explain(item, info.item_type, (*path, at), complaints)
    elif isinstance(info, inspect.DictType):
        if not isinstance(data, dict):
            complaints.add(path, f"a map is wanted here, not {_kind(data)}", "write NAME: VALUE, one a line")
        else:
            for key, value in data.items():
                _explain(value, info.value_type, (*path, key), complaints)
    else:
        _explain_scalar(data, info, path, complaints)


def _explain_union(data: Any, info: inspect.UnionType, path: Path, complaints: Complaints) -> None:
    structs = [each for each in info.types if isinstance(each, inspect.StructType)]
    if data is None and any(isinstance(each, inspect.NoneType) for each in info.types):
        return
    if len(structs) == 1:
        _explain(data, structs[0], path, complaints)
    elif structs:
        tags = {str(each.tag): each for each in structs}
        kind = data.get("kind") if isinstance(data, dict) else None
        if kind in tags:
            _explain(data, tags[kind], path, complaints)
        else:
            complaints.add((*path, "kind"), f"a question needs a kind, not {kind!r}", f"one of: {', '.join(tags)}")
    elif not any(_fits(data, each) for each in info.types):
        wanted = [each for each in info.types if not isinstance(each, inspect.NoneType)]
        _explain_scalar(data, wanted[0], path, complaints)


def _explain_struct(data: Any, info: inspect.StructType, path: Path, complaints: Complaints) -> None:
    if not isinstance(data, dict):
        example = "{en: …, ko: …}" if info.cls is Text else ", ".join(field.name for field in info.fields[:3])
        complaints.add(path, f"a map is wanted here, not {_kind(data)}", f"write {example}")
        return
    fields = {field.encode_name: field for field in info.fields}
    meant: set[str] = set()
    for key, value in data.items():
        if key in fields:
            _explain(value, fields[key].type, (*path, key), complaints)
        elif key != info.tag_field:
            close = difflib.get_close_matches(key, fields, 1)
            meant.update(close)
            remedy = f"did you mean “{close[0]}”?" if close else f"possible: {', '.join(fields)}"
            complaints.add((*path, key), f"unknown field “{key}”", remedy)
    for name, field in fields.items():
        if field.required and name not in data and name not in meant:
            complaints.add(path, f"“{name}” is missing", f"add {name}: …")


def _explain_scalar(data: Any, info: inspect.Type, path: Path, complaints: Complaints) -> None:
    if _fits(data, info):
        return
    if isinstance(info, inspect.LiteralType):
        complaints.add(path, f"{data!r} is not possible here", f"one of: {', '.join(map(str, info.values))}")
    elif isinstance(info, inspect.StrType):
        complaints.add(path, f"text is wanted here, not {_kind(data)}", "put it in quotes")
    elif isinstance(info, inspect.BoolType):
        complaints.add(path, f"true or false is wanted here, not {_kind(data)}", "write true or false")
    else:
        complaints.add(path, f"a number is wanted here, not {_kind(data)}", "write it as 12 or 1.0e-3, without quotes")


def _fits(data: Any, info: inspect.Type) -> bool:
    if isinstance(info, inspect.LiteralType):
        return data in info.values
    if isinstance(info, inspect.FloatType):
        return isinstance(data, int | float) and not isinstance(data, bool)
    if isinstance(info, inspect.IntType):
        return isinstance(data, int) and not isinstance(data, bool)
    kinds = {inspect.StrType: str, inspect.BoolType: bool, inspect.NoneType: type(None)}
    return isinstance(data, kinds.get(type(info), object))


def _kind(data: Any) -> str:
    return "nothing" if data is None else _KINDS.get(type(data), type(data).__name__)


# ── what the types cannot say ───────────────────────────────────────────────────────────────────────────────


def walk(part: Any, path: Path) -> Iterator[tuple[Any, Path]]:
    """Every struct and text inside a struct, with its path in the file."""
    yield part, path
    if isinstance(part, Struct):
        for name in part.__struct_fields__:
            yield from walk(getattr(part, name), (*path, name))
    elif isinstance(part, tuple):
        for at, item in enumerate(part):
            yield from walk(item, (*path, at))
    elif isinstance(part, dict):
        for key, item in part.items():
            yield from walk(item, (*path, key))


def _check_id(data: Any, type_: type[Struct], path: Path, complaints: Complaints) -> None:
    id = data.get("id") if isinstance(data, dict) and type_ in (Entry, DemoWords, ExerciseWords) else None
    if isinstance(id, str) and not ID.fullmatch(id):
        remedy = "use small letters, digits and hyphens, as in forget-gate"
        complaints.add((*path, "id"), f"“{id}” is not an id", remedy)


def _check_languages(struct: Struct, path: Path, complaints: Complaints) -> None:
    """A text has the languages of the entry's name, or of the title; no text is empty."""
    named = getattr(struct, "term", getattr(struct, "title", None))
    wanted = [lang for lang in LANGS if isinstance(named, Text) and getattr(named, lang)]
    for part, where in walk(struct, path):
        if isinstance(part, Text):
            for lang in LANGS:
                said = getattr(part, lang)
                if lang in wanted and said is None:
                    complaints.add(where, f"the text in “{lang}” is missing", f"add {lang}: …")
                elif said is not None and not said.strip():
                    complaints.add((*where, lang), "an empty text", "write it, or leave the field out")
            if part == Text():
                complaints.add(where, "a text in no language", "write {en: …, ko: …}")


def _check_formulas(struct: Struct, path: Path, complaints: Complaints) -> None:
    for part, where in walk(struct, path):
        if isinstance(part, Formula) and "\\" in part.text:
            complaints.add(
                (*where, "text"),
                "a backslash in the line for the terminal",
                "write it in Unicode, as fₜ ⊙ cₜ₋₁",
            )


def _check_gaps(struct: Struct, path: Path, complaints: Complaints) -> None:
    for part, where in walk(struct, path):
        if isinstance(part, ClozeQuestion):
            for lang in LANGS:
                said = getattr(part.text, lang)
                if said is not None and not re.search(r"\[[^\[\]]+\]", said):
                    complaints.add(
                        (*where, "text", lang), "a cloze without a gap", "put the word to find in [brackets]"
                    )


def _check_predictions(struct: Struct, path: Path, complaints: Complaints) -> None:
    for part, where in walk(struct, path):
        if isinstance(part, Prediction) or (isinstance(part, WhatIf) and part.choices):
            spans = sorted(
                (
                    float("-inf") if choice.low is None else choice.low,
                    float("inf") if choice.high is None else choice.high,
                )
                for choice in part.choices
            )
            overlap = any(first[1] > second[0] for first, second in itertools.pairwise(spans))
            if len(part.choices) < 2 or overlap or any(low >= high for low, high in spans):
                complaints.add(
                    (*where, "choices"),
                    "choices that overlap, or fewer than two",
                    "give each its own low and high",
                )
        elif isinstance(part, Guess):
            if (part.within is None) == (part.times is None):
                complaints.add(where, "a guess needs to know how near is right", "give it either within or times")
            if (part.low is None) != (part.high is None) or (part.low or 0) > (part.high or 0):
                complaints.add(where, "an axis needs two ends", "give both low and high, the lower one first")


_CHECKS: tuple[Callable[[Struct, Path, Complaints], None], ...] = (
    _check_languages,
    _check_formulas,
    _check_gaps,
    _check_predictions,
)
