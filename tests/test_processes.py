"""No process is left at work a second after a training was left, however the app ends."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal import Terminal, studyapp

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads Linux's table of processes"),
]
TICKS = os.sysconf("SC_CLK_TCK")


def at_work(marker: str) -> dict[int, float]:
    """The processes that have `marker` in their environment, and the seconds of processor time each has taken."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if marker.encode() in (folder / "environ").read_bytes():
                    fields = (folder / "stat").read_text().rpartition(")")[2].split()
                    if fields[0] != "Z":
                        found[int(folder.name)] = (int(fields[11]) + int(fields[12])) / TICKS
            except OSError:
                continue
    return found


@pytest.fixture
def training(tmp_path: Path) -> Iterator[tuple[Terminal, str, int]]:
    """The app in a terminal with a race of many minutes under way; what marks its processes; the app's own id."""
    environ = {"STUDYAPP_DATA_DIR": str(tmp_path), "STUDYAPP_LANG": "en"}
    marker = f"STUDYAPP_DATA_DIR={tmp_path}"
    with Terminal(studyapp(), environ, 120, 40) as terminal:
        terminal.see("demos to run")
        app = next(iter(at_work(marker)))
        terminal.press("d")
        terminal.see("type to search")
        terminal.press("race")
        terminal.see("A race to remember")
        terminal.press("enter")
        terminal.see("space skip")
        terminal.press("space")
        terminal.see("● running")
        terminal.press("down", "down", "down")
        terminal.see("▸ runs")
        terminal.press("1", "2")
        terminal.see("12▏")
        terminal.press("enter")
        terminal.see("● running", "───────────● 12")  # twelve runs of it
        assert len(at_work(marker)) == 2, "the app and its child"
        yield terminal, marker, app


def test_after_leaving_the_screen_nothing_trains_on(training: tuple[Terminal, str, int]) -> None:
    terminal, marker, app = training
    terminal.press("esc")
    terminal.see("enter open")
    time.sleep(1)
    before = at_work(marker)
    time.sleep(1)
    after = at_work(marker)
    assert set(after) - {app} <= set(before)
    busy = {pid: after[pid] - before[pid] for pid in after if pid != app}
    assert all(seconds < 0.1 for seconds in busy.values()), busy


def test_after_quitting_there_is_no_process(training: tuple[Terminal, str, int]) -> None:
    terminal, marker, _ = training
    terminal.press("ctrl+q")
    assert terminal.ends() == 0
    time.sleep(1)
    assert at_work(marker) == {}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_after_a_signal_there_is_no_process(training: tuple[Terminal, str, int], number: signal.Signals) -> None:
    _, marker, app = training
    os.kill(app, number)
    time.sleep(1)
    assert at_work(marker) == {}
