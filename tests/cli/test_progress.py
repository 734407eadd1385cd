"""The line that says how far a long first reading has come: on a terminal, after a second, and gone at the end."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from studyapp import language
from studyapp.cli.progress import Line
from tests.benchmarks import decks
from tests.cli.conftest import Call


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """From now on stderr is one, 40 cells wide."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "40")
    return terminal


def test_it_is_there_after_a_second_and_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_a_terminal(monkeypatch)
    now = [0.0]
    line = Line(lambda: now[0])
    line("glossary/a.yaml", 0, 3)
    assert terminal.getvalue() == ""
    now[0] = 1.5
    line("glossary/b.yaml", 1, 3)
    assert terminal.getvalue() == "\rreading glossary/b.yaml (2 of 3)\x1b[K"
    line("glossary/\x1b[31m가나다라마바사아자차.yaml", 2, 3)
    last = terminal.getvalue().rpartition("\r")[2]
    assert last.startswith("reading glossary/")
    assert last.count("\x1b") == 1, "the one that erases what was there before"
    assert len(last) < 40
    line("", 0, 10)
    assert terminal.getvalue().endswith("\rmaking the entries findable (0 of 10)\x1b[K")
    line("", 10, 10)
    assert terminal.getvalue().endswith("\r\x1b[K")
    line.interrupted()
    assert terminal.getvalue().endswith("\r\x1b[K"), "nothing was interrupted"


def test_it_speaks_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_a_terminal(monkeypatch)
    language.use("ko")
    now = [0.0]
    line = Line(lambda: now[0])
    line("a.yaml", 0, 2)
    now[0] = 2
    line("a.yaml", 1, 2)
    assert "a.yaml 읽는 중 (2/2)" in terminal.getvalue()


def test_where_there_is_no_terminal_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    now = [0.0]
    line = Line(lambda: now[0])
    line("a.yaml", 0, 2)
    now[0] = 2
    line("a.yaml", 1, 2)
    assert capsys.readouterr() == ("", "")


def test_ctrl_c_is_said_in_one_line_and_the_next_start_goes_on(home: Path) -> None:
    decks.write(home / "decks", 4000)
    environ = {**os.environ, "STUDYAPP_LANG": "en", "PYTHONPATH": str(Path(__file__).parents[2])}
    stop = (
        "import os, signal, sys; from studyapp.cli import main; from studyapp.cli.progress import Line\n"
        "told = Line.__call__\n"
        "def once(line, name, done, total):\n"
        "    told(line, name, done, total)\n"
        "    if name.endswith(sys.argv[1]): os.kill(os.getpid(), signal.SIGINT)\n"
        "Line.__call__ = once\n"
        "sys.exit(main(['search', 'gate']))"
    )
    said = []
    for last in ("deck-0002.yaml", "deck-0001.yaml"):
        done = subprocess.run(
            [sys.executable, "-c", stop, last], env=environ, capture_output=True, check=False, text=True, timeout=60
        )
        said.append((done.returncode, done.stderr))
    stopped = "Stopped. What has been read is kept; the next start goes on from there.\n"
    assert said == [(130, stopped), (0, "")], "the second does not read deck-0001 again"


def test_a_search_says_how_many_more_there_are(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studyapp.cli.words.MOST", 2)
    lines = call("search", "gate").out.splitlines()
    assert len(lines) == 3
    assert lines[-1].startswith("and ")
    assert call("search", "forget gate").out.count("\n") >= 1
    assert len(json.loads(call("search", "gate", "--json").out)) > 2
