"""Commands called as a user calls them: in this process for speed, in a folder of the test's own."""

from __future__ import annotations

import io
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, cast

import pytest

from studyapp.cli import main
from studyapp.content.paths import paths
from studyapp.memory.log import Log
from studyapp.memory.model import Answer
from studyapp.session.desk import open_library
from tests.cli.one_lab import OneLab, one_lab

__all__ = ["one_lab"]  # the fixture

NINE = 1_780_000_000_000 - 1_780_000_000_000 % 86_400_000  # midnight UTC, nine in Seoul; in ms since 1970


class Called(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str


Call = Callable[..., Called]


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose cache knows the shipped glossary, so that not every test compiles it."""
    folder = tmp_path_factory.mktemp("warm")
    open_library(paths(folder))
    return folder


@pytest.fixture
def home(warm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The learner's folder, named by STUDYAPP_DATA_DIR. The locale says nothing, and the clocks are Seoul's."""
    folder = tmp_path / "home"
    shutil.copytree(warm, folder)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "STUDYAPP_LANG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STUDYAPP_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def seoul(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine stands in Seoul, nine hours ahead of UTC."""
    monkeypatch.setenv("TZ", "Asia/Seoul")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def call(
    home: Path, one_lab: OneLab, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Call]:
    """Run a command; `stdin` is what is piped into it. No terminal anywhere."""

    def run(*words: str, stdin: str | bytes = b"") -> Called:
        given = stdin if isinstance(stdin, bytes) else stdin.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        capsys.readouterr()
        try:
            code = main(words)
        except SystemExit as left:
            code = cast(int, left.code)  # argparse leaves with a number
        return Called(code, *capsys.readouterr())

    assert home.is_dir()
    with one_lab.serving_commands():
        yield run


@pytest.fixture
def studied(home: Path) -> Path:
    """A log with a flashcard, a wrong name, two wrong numbers and a practice answer; the first is taken back."""
    with closing(Log.open(home / "log.db")) as log:
        first = log.append(answer(0, "relu/meaning", "flashcard", 3))
        log.append(answer(1, "sigmoid/name", "typed", 1, given="렐루", rule="named:relu"))
        for minute in (2, 3):
            log.append(
                answer(minute, "relu/value/activation", "numeric", 1, given="0.2161", rule="derivative-for-value")
            )
        log.append(answer(4, "lstm/meaning", "choice", 3, purpose="practice", given="2"))
        log.undo(first, NINE + 5 * 60_000)
    return home


def answer(minute: int, card: str, kind: str, grade: int, **more: object) -> Answer:
    fields = {"purpose": "scheduled", "duration_ms": 30_000, "seed": 1, **more}
    return Answer(at=NINE + minute * 60_000, card=card, kind=kind, grade=grade, **fields)  # type: ignore[arg-type]


def one_line(called: Called) -> str:
    """The one line of stderr; nothing else was printed."""
    assert called.out == ""
    assert called.err.endswith("\n")
    assert called.err.count("\n") == 1, called.err
    return called.err[:-1]
