"""The ten ways to break a file: each gives one line of `check`, and the app goes on with the rest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from studyapp.content.loading import load
from studyapp.content.paths import paths
from tests.cli.conftest import Call
from tests.cli.one_lab import OneLab

GOOD = """\
topic: {en: Mine, ko: 내 것}
entries:
  - id: my-first
    term: {en: my first, ko: 내 첫째}
    definition: {en: The first., ko: 첫째이다.}
"""
SECOND = "  - id: x\n    term: {en: x, ko: x}\n    definition: {en: x, ko: x}\n"
MAP, RANGE = "a map is wanted here, not a number; write {en: …, ko: …}", "f = 2 is out of range; between 0 and 1"

# What stands below GOOD: its text, line:column: what; remedy, and whether the first entry can still be read.
KINDS: dict[str, tuple[bytes, str, bool]] = {
    "bad indentation": (
        b"  - id: x\n     term: {en: x, ko: x}\n",
        "7:10: not valid YAML: mapping values are not allowed in this context; "
        "check the indentation, and quote texts that hold “: ” or begin with a sign",
        False,
    ),
    "unknown field": (
        (SECOND + "    pitfal: []\n").encode(),
        "9:5: unknown field “pitfal”; did you mean “pitfalls”?",
        True,
    ),
    "wrong type": (b"  - id: x\n    term: {en: x, ko: x}\n    definition: 12\n", f"8:5: {MAP}", True),
    "missing language": (
        b"  - id: x\n    term: {en: x, ko: x}\n    definition: {en: x}\n",
        "8:5: the text in “ko” is missing; add ko: …",
        True,
    ),
    "duplicate id": (
        SECOND.replace("id: x", "id: my-first").encode(),
        "6:5: the id “my-first” is taken by {file}:3; give this entry another id",
        True,
    ),
    "dangling prerequisite": (
        (SECOND + "    requires: [my-frist]\n").encode(),
        "9:16: there is no entry “my-frist” to require; did you mean “my-first”?",
        True,
    ),
    "prerequisite cycle": (
        (SECOND + "    requires: [y]\n" + SECOND.replace("id: x", "id: y") + "    requires: [x]\n").encode(),
        "9:16: a cycle of prerequisites: x → y → x; take one of them out",
        True,
    ),
    "unknown demo": (
        (SECOND + "    demo: {id: cel-path}\n").encode(),
        "9:12: there is no demo “cel-path”; one of: {demos}",
        True,
    ),
    "demo parameter out of range": (
        (SECOND + "    demo: {id: cell-path, set: {f: 2}}\n").encode(),
        f"9:33: {RANGE}",
        True,
    ),
    "not UTF-8": (b"  - id: x\n    term: {en: caf\xe9}\n", "7:19: not UTF-8; save the file as UTF-8", False),
}
every_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def file(home: Path) -> Path:
    """Where the learner's broken deck lies, beside a sound one."""
    decks = home / "decks"
    decks.mkdir()
    (decks / "sound.yaml").write_text(GOOD.replace("my-first", "sound"), encoding="utf-8")
    return decks / "broken.yaml"


def line(kind: str, file: Path, one_lab: OneLab) -> str:
    said = KINDS[kind][1].replace("{file}", str(file)).replace("{demos}", ", ".join(sorted(one_lab.catalog.demos)))
    return f"{file}:{said}"


@every_kind
def test_check_says_it_in_one_line(
    call: Call, file: Path, one_lab: OneLab, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    # The shipped glossary is compiled at every check, 0.4 s; the errors do not depend on it.
    monkeypatch.setattr("studyapp.content.paths.glossary", lambda: tmp_path)
    file.write_bytes(GOOD.encode() + KINDS[kind][0])
    called = call("check", str(file))
    assert (called.code, called.err) == (1, "")
    assert called.out == line(kind, file, one_lab) + "\n"


@every_kind
def test_the_library_has_the_rest(file: Path, home: Path, one_lab: OneLab, kind: str) -> None:
    file.write_bytes(GOOD.encode() + KINDS[kind][0])
    library = load(paths(home), lambda: one_lab.catalog)
    assert [str(problem) for problem in library.problems if problem.path == str(file)] == [line(kind, file, one_lab)]
    assert "sound" in library.entries
    assert ("my-first" in library.entries) is KINDS[kind][2]
    assert "forget-gate" in library.entries
    assert not {"x", "y"} & set(library.entries)


def test_commands_go_on_with_the_rest(call: Call, file: Path) -> None:
    file.write_bytes(GOOD.encode() + KINDS["unknown field"][0])
    assert call("show", "my first").code == 0
    assert call("show", "forget gate").code == 0
    assert call("doctor").code == 1
    assert call("study", "--plain", "--topic", "broken", stdin="\n3\n").code == 0


def test_a_learners_entry_may_not_take_a_shipped_id(call: Call, file: Path) -> None:
    file.write_bytes(GOOD.replace("my-first", "forget-gate").encode())
    called = call("check", str(file))
    assert called.code == 1
    assert re.fullmatch(
        re.escape(f"{file}:3:5: the id “forget-gate” is taken by glossary/lstm.yaml:")
        + r"\d+; give this entry another id\n",
        called.out,
    )
