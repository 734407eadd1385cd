"""Broken files: each mistake gives one line with file, line, column and remedy, and the rest is used."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.content.catalog import Catalog, DemoSpec, ExerciseSpec, ParameterSpec
from studyapp.content.compiling import compile_entries
from studyapp.content.library import Library
from studyapp.content.loading import load
from studyapp.content.paths import Paths

CATALOG = Catalog(
    demos={"cell-path": DemoSpec("cell-path", (ParameterSpec("f", "number", 0.97, 0.0, 1.0, 0.01),), ("kept",))},
    exercises={"half-life": ExerciseSpec("half-life", "k", 2, ())},
)
GOOD = """\
topic: {en: Mine, ko: 내 것}
entries:
  - id: my-first
    term: {en: first, ko: 첫째}
    definition: {en: The first., ko: 첫째이다.}
"""
KINDS: dict[str, tuple[str | bytes, int, int, str, str]] = {
    "bad indentation": ("  - id: x\n     term: {en: x, ko: x}\n", 7, 10, "not valid YAML", "indentation"),
    "unknown field": (
        "  - id: x\n    term: {en: x, ko: x}\n    definition: {en: x, ko: x}\n    pitfal: []\n",
        9,
        5,
        "unknown field “pitfal”",
        "did you mean “pitfalls”?",
    ),
    "wrong type": (
        "  - id: x\n    term: {en: x, ko: x}\n    definition: 12\n",
        8,
        5,
        "a map is wanted here, not a number",
        "write {en: …, ko: …}",
    ),
    "missing language": (
        "  - id: x\n    term: {en: x, ko: x}\n    definition: {en: x}\n",
        8,
        5,
        "the text in “ko” is missing",
        "add ko",
    ),
    "duplicate id": (
        "  - id: my-first\n    term: {en: x, ko: x}\n    definition: {en: x, ko: x}\n",
        6,
        5,
        "the id “my-first” is taken by",
        "another id",
    ),
    "dangling prerequisite": (
        "  - id: x\n    term: {en: x, ko: x}\n    definition: {en: x, ko: x}\n    requires: [my-frist]\n",
        9,
        16,
        "there is no entry “my-frist” to require",
        "did you mean “my-first”?",
    ),
    "prerequisite cycle": (
        "  - id: x\n    term: {en: x, ko: x}\n    definition: {en: x, ko: x}\n    requires: [y]\n"
        "  - id: y\n    term: {en: x, ko: x}\n    definition: {en: x, ko: x}\n    requires: [x]\n",
        9,
        16,
        "a cycle of prerequisites: x → y → x",
        "take one of them out",
    ),
    "unknown demo": (
        "  - id: x\n    term: {en: x, ko: x}\n    definition: {en: x, ko: x}\n    demo: {id: cel-path}\n",
        9,
        12,
        "there is no demo “cel-path”",
        "one of: cell-path",
    ),
    "demo parameter out of range": (
        "  - id: x\n    term: {en: x, ko: x}\n    definition: {en: x, ko: x}\n    demo: {id: cell-path, set: {f: 2}}\n",
        9,
        33,
        "f = 2 is out of range",
        "between 0 and 1",
    ),
    "not UTF-8": (b"  - id: x\n    term: {en: caf\xe9}\n", 7, 19, "not UTF-8", "save the file as UTF-8"),
    "unknown parameter": (
        "  - id: x\n    term: {en: x, ko: x}\n    definition: {en: x, ko: x}\n    demo: {id: cell-path, set: {g: 1}}\n",
        9,
        33,
        "has no parameter “g”",
        "one of: f",
    ),
    "unknown exercise": (
        "  - id: x\n    term: {en: x, ko: x}\n    definition: {en: x, ko: x}\n    exercises: [nothing]\n",
        9,
        17,
        "there is no exercise “nothing”",
        "half-life",
    ),
    "a word that YAML reads as no": (
        "  - id: x\n    term: {en: no, ko: x}\n    definition: {en: x, ko: x}\n",
        7,
        12,
        "text is wanted here, not yes or no",
        "put it in quotes",
    ),
    "a key twice": (
        "  - id: x\n    term: {en: x, ko: x}\n    definition: {en: x, ko: x}\n    term: {en: y, ko: y}\n",
        9,
        5,
        "“term” is given twice",
        "keep one",
    ),
    "an alias": (
        "  - id: x\n    term: &a {en: x, ko: x}\n    definition: *a\n",
        7,
        11,
        "an alias (*) of an anchor",
        "write the text out",
    ),
    "a tab": ("  - id: x\n\t  term: {en: x, ko: x}\n", 7, 1, "not valid YAML", "spaces"),
    "a control character": ("  - id: x\n    term: {en: \x1b, ko: x}\n", 7, 16, "control character U+001B", "remove it"),
    "a cloze without a gap": (
        "  - id: x\n    term: {en: x}\n    definition: {en: x}\n    questions:\n      - {kind: cloze, text: {en: x}}\n",
        10,
        30,
        "a cloze without a gap",
        "[brackets]",
    ),
}


def load_deck(where: Paths, text: str | bytes) -> Library:
    where.decks.mkdir(parents=True, exist_ok=True)
    raw = GOOD.encode() + (text if isinstance(text, bytes) else text.encode())
    (where.decks / "mine.yaml").write_bytes(raw)
    return load(where, lambda: CATALOG)


@pytest.fixture
def where(tmp_path: Path) -> Paths:
    """A glossary of nothing, so that only the deck speaks."""
    return Paths(tmp_path / "data", tmp_path / "cache", tmp_path / "glossary")


@pytest.mark.parametrize("kind", KINDS)
def test_one_mistake_gives_one_line(where: Paths, kind: str) -> None:
    text, line, column, what, remedy = KINDS[kind]
    library = load_deck(where, text)
    assert len(library.problems) == 1, [str(problem) for problem in library.problems]
    problem = library.problems[0]
    assert str(problem).startswith(f"{where.decks / 'mine.yaml'}:{line}:{column}: ")
    assert what in problem.what
    assert remedy in problem.remedy
    readable = kind not in ("bad indentation", "not UTF-8", "a tab", "a control character", "an alias")
    assert ("my-first" in library.entries) == readable


def test_all_mistakes_of_a_file_in_one_run(where: Paths) -> None:
    library = load_deck(
        where,
        "  - id: Bad Id\n    term: {en: x, ko: x}\n    definition: {en: x, ko: x}\n    requires: [1, two, 3]\n"
        "  - id: x\n    term: {en: x, fr: y}\n    pitfalls: [{wrong: {en: a, ko: a}}, 7]\n"
        "    questions: [{kind: riddle}]\n",
    )
    said = sorted((problem.line, problem.column) for problem in library.problems)
    assert said == [(6, 5), (9, 16), (9, 24), (10, 5), (11, 19), (12, 16), (12, 41), (13, 18)]


def test_one_language_is_enough(where: Paths) -> None:
    where.decks.mkdir(parents=True)
    deck = "topic: {ko: 내 것}\nentries:\n  - {id: x, term: {ko: 엑스}, definition: {ko: 글자이다.}}\n"
    (where.decks / "mine.yaml").write_text(deck, encoding="utf-8")
    library = load(where)
    assert library.problems == []
    assert library.entries["x"].term["en"] == "엑스"


def test_a_learners_id_does_not_shadow_a_shipped_one(where: Paths) -> None:
    where.glossary.mkdir()
    (where.glossary / "shipped.yaml").write_text(GOOD, encoding="utf-8")
    library = load_deck(where, "")
    assert [p.what for p in library.problems] == ["the id “my-first” is taken by glossary/shipped.yaml:3"]
    assert library.topic_of["my-first"] == "shipped"


@given(st.one_of(st.binary(max_size=80), st.text(alphabet="-: {}[]&*!|>\n\t#'\"abcé한0.", max_size=120)))
def test_nothing_in_a_file_raises(data: bytes | str) -> None:
    raw = data if isinstance(data, bytes) else data.encode()
    for text in (raw, GOOD.encode() + raw):
        compiled = compile_entries("deck.yaml", text, lambda: CATALOG)
        assert compiled.entries or compiled.problems or compiled.topic


def test_what_has_not_changed_is_not_read_again(where: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_deck(where, "  - id: x\n    pitfal: 1\n")
    monkeypatch.setattr("studyapp.content.compiling.compile_entries", None)
    again = load(where, lambda: CATALOG)
    assert again.entries == first.entries
    assert again.problems == first.problems


def test_a_damaged_cache_is_made_again(where: Paths) -> None:
    first = load_deck(where, "")
    (where.cache / "index.db").write_bytes(b"damaged" * 200)
    assert load(where).entries == first.entries
    assert load(where).entries == first.entries


@pytest.mark.parametrize(
    ("written", "code"),
    [(r"\e[31mred", "001B"), (r"\x9b2J", "009B"), (r"\a", "0007"), (r"\u202Ebackwards", "202E")],
)
def test_an_escape_written_with_a_backslash_is_reported_and_taken_out(where: Paths, written: str, code: str) -> None:
    """YAML makes these characters only when the file is read; none of them may reach a terminal."""
    text = f'  - id: sly\n    term: {{en: sly}}\n    definition: {{en: "a {written} b"}}\n'
    library = load_deck(where, text)
    (problem,) = library.problems
    assert problem.what == f"control character U+{code} in a text"
    said = library.entries["sly"].definition["en"]
    assert said.isprintable()
