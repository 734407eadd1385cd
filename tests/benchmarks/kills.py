"""kill -9 right after the screen has said that a grade is recorded, again and again: is every one there?

    python -m tests.benchmarks.kills [TIMES]

The quick form of this, without a screen, is among the tests; this one takes a second a kill.
"""

from __future__ import annotations

import signal
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from studyapp.memory.log import Log
from tests.terminal import Terminal, studyapp


def killed(times: int) -> None:
    """One folder for all of them, so that the log that is found is one that was left by a kill."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {"STUDYAPP_DATA_DIR": folder, "STUDYAPP_LANG": "en"}
        path, lost = Path(folder) / "log.db", 0
        for time in range(1, times + 1):
            with Terminal(studyapp("quiz"), environ) as terminal:
                terminal.until(lambda text: "enter answer" in text or "enter choose" in text, "a question")
                terminal.press("1", "enter") if "enter answer" in terminal.text else terminal.press("1")
                terminal.see("recorded:")
                terminal.signal(signal.SIGKILL)
            with closing(sqlite3.connect(path)) as db:
                assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            log = Log.open(path)
            lost += log.size() != time
            assert log.states() == log.replayed()
            log.close()
        print(f"{times} kills, {lost} of the recorded answers lost; the database sound each time")


if __name__ == "__main__":
    killed(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
