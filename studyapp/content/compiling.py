"""One file of content, compiled: its entries with the places that cross-file errors need, and its own errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from studyapp.content.catalog import Catalog, ParameterSpec
from studyapp.content.model import (
    Compiled,
    DemoLink,
    DemoWords,
    Entry,
    ExerciseWords,
    Place,
    Placed,
    Plot,
    Source,
    Text,
    Topic,
    Value,
)
from studyapp.content.nodes import Marks, Path, load
from studyapp.content.reading import Complaints, read, walk


def compile_entries(name: str, raw: bytes, catalog: Callable[[], Catalog] | None) -> Compiled:
    """A file of entries. A bad entry is left out and reported; the rest is used."""
    data, marks, problems = load(name, raw)
    complaints = Complaints(name, marks)
    if not isinstance(data, dict):
        if not problems:
            complaints.add((), "a file of entries is wanted", "write “topic: …” and “entries: …” at its top")
        return Compiled(name, problems=(*problems, *complaints.problems))
    items = data.get("entries")
    head = read({**data, "entries": []} if "entries" in data else data, Topic, (), complaints)
    if "entries" in data and not isinstance(items, list):
        complaints.add(("entries",), "a list of entries is wanted here", "begin each entry with “- id: …”")
    placed: list[Placed] = []
    broken: list[str] = []
    for at, item in enumerate(items if isinstance(items, list) else ()):
        path: Path = ("entries", at)
        entry = read(item, Entry, path, complaints)
        if entry is not None and catalog is not None and not _known(entry, path, complaints, catalog()):
            entry = None
        if entry is not None:
            placed.append(Placed(entry, _places(entry, path, marks)))
        elif isinstance(item, dict) and isinstance(item.get("id"), str):
            broken.append(item["id"])
    title = head.topic if head is not None else Text(en=name.rpartition("/")[2].removesuffix(".yaml"))
    return Compiled(
        name,
        topic=title,
        order=head.order if head is not None else 100,
        entries=tuple(placed),
        broken=tuple(broken),
        problems=(*problems, *complaints.problems),
    )


def compile_sources(name: str, raw: bytes) -> Compiled:
    """The bibliography."""
    data, marks, problems = load(name, raw)
    complaints = Complaints(name, marks)
    sources: dict[str, Source] = {}
    for key, item in data.items() if isinstance(data, dict) else ():
        source = read(item, Source, (key,), complaints)
        if source is not None:
            sources[key] = source
    return Compiled(name, sources=sources, problems=(*problems, *complaints.problems))


def compile_demo(name: str, raw: bytes, catalog: Callable[[], Catalog] | None = None) -> Compiled:
    """The words of one demo, checked against what the demo has."""
    data, marks, problems = load(name, raw)
    complaints = Complaints(name, marks)
    words = read(data, DemoWords, (), complaints) if not problems else None
    if words is not None and catalog is not None:
        _check_words(words, complaints, catalog())
    place = marks.get(("card",), (1, 1))
    return Compiled(name, demo=words, card_place=place, problems=(*problems, *complaints.problems))


def compile_exercise(name: str, raw: bytes) -> Compiled:
    """The words of one exercise."""
    data, marks, problems = load(name, raw)
    complaints = Complaints(name, marks)
    words = read(data, ExerciseWords, (), complaints) if not problems else None
    return Compiled(name, exercise=words, problems=(*problems, *complaints.problems))


def _places(entry: Entry, path: Path, marks: Marks) -> dict[str, Place]:
    """Where the id and each reference stand, by ``field`` or ``field/index``."""
    places = {"id": marks.get((*path, "id"), marks[path])}
    for field in ("requires", "sources", "was"):
        for at in range(len(getattr(entry, field))):
            places[f"{field}/{at}"] = marks.get((*path, field, at), marks[path])
    return places


# ── references to what the lab offers ───────────────────────────────────────────────────────────────────────


def _known(entry: Entry, path: Path, complaints: Complaints, catalog: Catalog) -> bool:
    """Whether every demo, parameter and exercise that the entry names is there; what is not is reported."""
    before = len(complaints.problems)
    for part, where in walk(entry, path):
        if isinstance(part, DemoLink):
            _check_demo(part.id, (*where, "id"), part.set, where, complaints, catalog)
        elif getattr(part, "demo", None) and isinstance(part.demo, str):
            _check_demo(part.demo, (*where, "demo"), part.set, where, complaints, catalog)
    for at, exercise in enumerate(entry.exercises):
        if exercise not in catalog.exercises:
            possible = ", ".join(sorted(catalog.exercises))
            complaints.add((*path, "exercises", at), f"there is no exercise “{exercise}”", f"one of: {possible}")
    return len(complaints.problems) == before


def _check_words(words: DemoWords, complaints: Complaints, catalog: Catalog) -> None:
    """What the words of a demo speak of that it does not have, or leave without words."""
    spec = catalog.demos.get(words.id)
    if spec is None:
        broken = f"cannot be loaded: {catalog.broken[words.id]}" if words.id in catalog.broken else ""
        possible = f"one of: {', '.join(sorted(catalog.demos))}"
        complaints.add(("id",), f"the demo {words.id} {broken or 'is not there'}", "mend it" if broken else possible)
        return
    for field, there in (("parameters", [p.name for p in spec.parameters]), ("claims", list(spec.claims))):
        said = getattr(words, field)
        for name in said:
            if name not in there:
                what = f"the demo {words.id} has no {field[:-1]} “{name}”"
                complaints.add((field, name), what, f"one of: {', '.join(there)}")
        for name in there:
            if name not in said:
                complaints.add((field,), f"the {field[:-1]} {name} has no words", f"add {name}: {{en: …, ko: …}}")
    for part, where in walk(words, ()):
        settings = getattr(part, "set", None)
        if isinstance(settings, dict):
            place = (*where, "set") if where else ("set",)
            _check_demo(words.id, place, settings, where, complaints, catalog)
        if isinstance(part, Plot):
            for at, value in enumerate(part.values):
                known = {parameter.name: parameter for parameter in spec.parameters}
                if part.parameter in known and (wrong := refuse(known[part.parameter], value)):
                    complaints.add((*where, "values", at), *wrong)


def _check_demo(
    id: str, where: Path, settings: dict[str, Value], part: Path, complaints: Complaints, catalog: Catalog
) -> None:
    spec = catalog.demos.get(id)
    if spec is None:
        complaints.add(where, f"there is no demo “{id}”", f"one of: {', '.join(sorted(catalog.demos))}")
        return
    parameters = {parameter.name: parameter for parameter in spec.parameters}
    for name, value in settings.items():
        place = (*part, "set", name)
        if name not in parameters:
            complaints.add(place, f"the demo {id} has no parameter “{name}”", f"one of: {', '.join(parameters)}")
        else:
            wrong = refuse(parameters[name], value)
            if wrong:
                complaints.add(place, *wrong)


def refuse(spec: ParameterSpec, value: Any) -> tuple[str, str] | None:
    """Why `value` is not one of the parameter's, and what to do; None if it is."""
    if spec.kind == "choice":
        if value in spec.options:
            return None
        return f"{spec.name} cannot be {value!r}", f"one of: {', '.join(spec.options)}"
    low, high = f"{spec.low:g}", f"{spec.high:g}"
    if spec.kind == "matrix":
        return _refuse_matrix(spec, value)
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    if not numeric or (spec.kind == "whole" and not float(value).is_integer()):
        what = "a whole number" if spec.kind == "whole" else "a number"
        return f"{spec.name} is {what}, not {value!r}", f"between {low} and {high}"
    if not spec.low <= value <= spec.high:
        return f"{spec.name} = {value:g} is out of range", f"between {low} and {high}"
    return None


def _refuse_matrix(spec: ParameterSpec, value: Any) -> tuple[str, str] | None:
    shape = f"{len(spec.rows)} × {len(spec.columns)}"
    hint = f"{shape} numbers between {spec.low:g} and {spec.high:g}, like “{spec.default}”"
    rows = [row.split() for row in str(value).split(";")]
    if [len(row) for row in rows] != [len(spec.columns)] * len(spec.rows):
        return f"{spec.name} is a matrix of {shape}, not {value!r}", hint
    for text in (text for row in rows for text in row):
        try:
            number = float(text)
        except ValueError:
            return f"{spec.name} has {text!r} in it, which is no number", hint
        if not spec.low <= number <= spec.high:
            return f"{spec.name} has {text} in it, which is out of range", hint
    return None
