"""What holds of every command: plain text, either language, no traceback, one language at a time."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from studyapp.cli import parser
from tests.cli.conftest import Call

SHARED = "a folder of the test's own"
COMMANDS: dict[str, tuple[list[str], str]] = {
    "": ([], ""),
    "list": (["list"], ""),
    "show": (["show", "lstm"], ""),
    "search": (["search", "gate"], ""),
    "demo": (["demo"], ""),
    "demo ID": (["demo", "gru-dial"], ""),
    "verify": (["verify", "one-hot"], ""),
    "ask": (["ask", "forget-gate/contrast", "--kind", "choice", "--seed", "3"], ""),
    "ask, numeric": (["ask", "relu/value/activation", "--seed", "3"], ""),
    "check": (["check"], ""),
    "stats": (["stats"], ""),
    "log": (["log"], ""),
    "doctor": (["doctor"], ""),
    "sync": (["sync", SHARED], ""),
    "settings": (["settings"], ""),
    "fit": (["fit", "--reset"], ""),
    "study": (["study", "--plain"], "\n3\n\n1\nu\n"),
    "quiz": (["quiz", "--plain"], "1\nt\n0.12345\n" * 4),
}
AS_JSON = ["list", "show", "search", "demo", "ask", "stats", "log"]
INTERFACE = re.compile(  # words of the interface and of the glossary; symbols, ids and names of people are in neither
    r"\b(is|the|which|right|answers|due|before it|recorded|what)\b"
)


def test_every_command_of_the_parser_is_called_here() -> None:
    named = {words[0] for words, _ in COMMANDS.values() if words}
    (commands,) = (action.choices for action in parser()._actions if action.dest == "command")
    assert commands is not None
    assert named == set(commands)


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("name", COMMANDS)
def test_it_prints_plain_text_in_the_language(call: Call, name: str, lang: str, tmp_path: Path) -> None:
    words, stdin = COMMANDS[name]
    words = [str(tmp_path / "shared") if word == SHARED else word for word in words]
    called = call(*words, "--lang", lang, stdin=stdin) if words else call("--lang", lang)
    assert (called.code, called.err) == (0, "")
    assert called.out
    assert called.out.endswith("\n")
    assert [
        char for char in called.out if char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co")
    ] == []
    if lang == "ko" and name not in ("doctor", "verify"):
        assert re.search("[가-힣]", called.out)
    if lang == "ko" and name in ("", "stats", "log", "check"):
        assert not INTERFACE.search(called.out)
    if lang == "en" and name in ("", "check", "demo", "demo ID", "verify", "stats", "ask, numeric"):
        assert not re.search("[가-힣]", called.out)


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("name", AS_JSON)
def test_its_json_is_one_document(call: Call, name: str, lang: str) -> None:
    called = call(*COMMANDS[name][0], "--json", "--lang", lang)
    assert (called.code, called.err) == (0, "")
    document = json.loads(called.out)
    spoken = {each["lang"] for each in (document if isinstance(document, list) else [document]) if "lang" in each}
    assert spoken == (set() if name in ("stats", "log") else {lang})


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize("name", ["list", "show", "search", "demo", "stats", "log"])
def test_the_language_may_stand_before_the_command_too(call: Call, name: str) -> None:
    words, _stdin = COMMANDS[name]
    assert call("--lang", "ko", *words).out == call(*words, "--lang", "ko").out


@pytest.mark.parametrize("name", ["", *sorted({words[0] for words, _ in COMMANDS.values() if words})])
def test_its_help_is_there(call: Call, name: str) -> None:
    called = call(*([name] if name else []), "--help")
    assert (called.code, called.err) == (0, "")
    assert called.out.startswith("usage: studyapp")
    assert called.out.isascii()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["lits"], "argument COMMAND: invalid choice: 'lits' (choose from 'study', 'quiz', 'list',"),
        (["list", "--lang", "fr"], "argument --lang: invalid choice: 'fr' (choose from 'en', 'ko')"),
        (["show"], "the following arguments are required: TERM"),
        (["search"], "the following arguments are required: TEXT"),
        (["list", "--colour"], "unrecognized arguments: --colour"),
    ],
)
def test_wrongly_called_is_one_line_and_exit_code_2(call: Call, words: list[str], says: str) -> None:
    called = call(*words)
    assert (called.code, called.out) == (2, "")
    assert says in called.err
    assert re.search(r"; see studyapp( \w+)? --help\n$", called.err)
    assert called.err.count("\n") == 1
