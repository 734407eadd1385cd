"""The end from outside: a signal leaves the terminal as it was, and everything that was recorded."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from studyapp.memory.log import Log
from tests.terminal import Terminal, studyapp


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_as_it_was(tmp_path: Path, number: signal.Signals) -> None:
    environ = {"STUDYAPP_DATA_DIR": str(tmp_path), "STUDYAPP_LANG": "en"}
    with Terminal(studyapp("study"), environ) as terminal:
        terminal.see("space show the answer")
        terminal.press("space")
        terminal.see("3 Good")
        terminal.press("3")
        terminal.see("recorded:")
        terminal.signal(number)
        assert terminal.ends() == 128 + number
        terminal.assert_left_as_it_was()
    log = Log.open(tmp_path / "log.db")
    assert len(list(log.answers())) == 1
    log.close()
