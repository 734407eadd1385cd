"""The JSON Schema for editors: up to date, right about what is shipped, and right about what is broken."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from studyapp.content.loading import load
from studyapp.content.model import Entry
from studyapp.content.nodes import load as load_yaml
from studyapp.content.paths import Paths, glossary
from studyapp.content.schema import FIELDS, schema, text

FILES = sorted(path for path in glossary().glob("*.yaml") if path.name != "sources.yaml")
KNOWN = {  # what the checker below understands; the schema may use nothing else
    "$ref",
    "anyOf",
    "type",
    "enum",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "pattern",
    "minProperties",
}
NOTES = {"title", "description", "default", "discriminator"}
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "integer": int,
    "number": (int, float),
}


def faults(data: Any, rule: dict[str, Any], parts: dict[str, Any], place: str = "") -> Iterator[str]:
    """Where `data` is not as the schema's `rule` says: as much of JSON Schema as the schema uses."""
    assert set(rule) <= KNOWN | NOTES, set(rule) - KNOWN - NOTES
    if "$ref" in rule:
        yield from faults(data, parts[rule["$ref"].rpartition("/")[2]], parts, place)
    if "anyOf" in rule and all(list(faults(data, each, parts, place)) for each in rule["anyOf"]):
        yield f"{place}: none of the possible forms"
    if "enum" in rule and data not in rule["enum"]:
        yield f"{place}: {data!r} is not one of {rule['enum']}"
    if "type" in rule:
        fits = isinstance(data, TYPES[rule["type"]]) and (rule["type"] == "boolean" or not isinstance(data, bool))
        if not fits:
            yield f"{place}: not of type {rule['type']}"
            return
    if "pattern" in rule and not re.search(rule["pattern"], data):
        yield f"{place}: {data!r} does not match"
    if isinstance(data, dict):
        yield from object_faults(data, rule, parts, place)
    if isinstance(data, list) and "items" in rule:
        for at, item in enumerate(data):
            yield from faults(item, rule["items"], parts, f"{place}/{at}")


def object_faults(data: dict[str, Any], rule: dict[str, Any], parts: dict[str, Any], place: str) -> Iterator[str]:
    for name in rule.get("required", ()):
        if name not in data:
            yield f"{place}: {name} is missing"
    if len(data) < rule.get("minProperties", 0):
        yield f"{place}: empty"
    others = rule.get("additionalProperties", True)
    for name, value in data.items():
        if name in rule.get("properties", {}):
            yield from faults(value, rule["properties"][name], parts, f"{place}/{name}")
        elif others is False:
            yield f"{place}: unknown {name}"
        elif isinstance(others, dict):
            yield from faults(value, others, parts, f"{place}/{name}")


def wrong_in(data: Any) -> list[str]:
    made = schema()
    return list(faults(data, {"$ref": made["$ref"]}, made["$defs"]))


def test_it_is_up_to_date() -> None:
    shipped = (glossary() / "schema.json").read_text(encoding="utf-8")
    assert shipped == text(), "run: python -m studyapp.content.schema > glossary/schema.json"


def test_the_command_prints_it() -> None:
    done = subprocess.run([sys.executable, "-m", "studyapp.content.schema"], capture_output=True, check=True)
    assert done.stdout.decode("utf-8") == text()


def test_every_field_is_described_and_every_description_has_its_field() -> None:
    parts = schema()["$defs"]
    assert set(FIELDS) == set(parts)
    assert set(parts["Entry"]["properties"]) == set(Entry.__struct_fields__)
    for name, part in parts.items():
        assert set(FIELDS[name]) <= set(part["properties"])
        assert all(field["description"] for field in part["properties"].values())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_shipped_fits(path: Path) -> None:
    data, _marks, problems = load_yaml(path.name, path.read_bytes())
    assert problems == []
    assert wrong_in(data) == []


GOOD: dict[str, Any] = {
    "topic": {"en": "Mine"},
    "order": 3,
    "entries": [
        {
            "id": "forget-gate",
            "term": {"en": "forget gate", "ko": "망각 게이트"},
            "definition": {"en": "It keeps.", "ko": "남긴다."},
            "demo": {"id": "cell-path", "set": {"f": 0.5, "steps": 3, "kind": "x"}},
            "figure": None,
            "questions": [
                {"kind": "true-false", "ask": {"en": "a"}, "answer": True, "why": {"en": "b"}},
                {"kind": "cloze", "text": {"en": "[x]"}, "facet": "name"},
            ],
        }
    ],
}
Break = Callable[[dict[str, Any]], object]
BREAKS: dict[str, Break] = {
    "unknown field": lambda entry: entry.update(pitfal=[]),
    "missing definition": lambda entry: entry.pop("definition"),
    "text for a map": lambda entry: entry.update(term="forget gate"),
    "a number for text": lambda entry: entry["term"].update(en=12),
    "yes for text": lambda entry: entry["term"].update(en=True),
    "another language": lambda entry: entry["term"].update(fr="porte"),
    "a text in no language": lambda entry: entry.update(definition={}),
    "no id": lambda entry: entry.update(id="Forget Gate"),
    "unknown kind": lambda entry: entry["questions"][0].update(kind="riddle"),
    "unknown facet": lambda entry: entry["questions"][1].update(facet="colour"),
    "a list for a setting": lambda entry: entry["demo"]["set"].update(f=[1]),
    "a map for a list": lambda entry: entry.update(requires={"a": 1}),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_broken_does_not_fit(name: str) -> None:
    assert wrong_in(GOOD) == []
    broken = copy.deepcopy(GOOD)
    BREAKS[name](broken["entries"][0])
    assert wrong_in(broken) != []


def test_a_schema_beside_the_entries_does_not_disturb_the_library(tmp_path: Path) -> None:
    where = Paths(tmp_path / "data", tmp_path / "cache", tmp_path / "glossary")
    where.glossary.mkdir()
    where.decks.mkdir(parents=True)
    first = "# yaml-language-server: $schema=schema.json\n"
    deck = first + "topic: {en: Mine}\nentries:\n  - {id: mine, term: {en: x}, definition: {en: y}}\n"
    for folder in (where.glossary, where.decks):
        (folder / "schema.json").write_text(text(), encoding="utf-8")
        (folder / "broken.json").write_text("{", encoding="utf-8")
    (where.decks / "mine.yaml").write_text(deck, encoding="utf-8")
    library = load(where)
    assert (list(library.entries), library.problems) == (["mine"], [])
    assert json.loads(text())["$ref"] == "#/$defs/Topic"
