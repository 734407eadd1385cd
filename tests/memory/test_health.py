"""Health: what is unsound is found, and nothing sound is called damaged."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from studyapp.memory.health import examine_file, examine_log
from studyapp.memory.log import Log, LogError
from studyapp.memory.scheduler import DAY_MS
from tests.memory.events import answer

PAGE = 4096


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with closing(Log.open(tmp_path / "log.db")) as log:
        yield log


def test_doctor_sees_states_that_differ_and_holes(log: Log) -> None:
    for number in range(3):
        log.append(answer(at=number * DAY_MS))
    assert all(finding.sound for finding in examine_log(log))
    log._db.execute("UPDATE cards SET lapses = 7")
    assert not examine_log(log)[1].sound
    log.rebuild()
    assert examine_log(log)[1].sound
    log._db.execute("DELETE FROM events WHERE number = 2")
    assert not examine_log(log)[0].sound


@pytest.fixture
def damaged(log: Log) -> Path:
    """A log that opens, since its first two pages are whole; all others were overwritten."""
    for number in range(20):
        log.append(answer(f"card-{number}/meaning", at=number))
    log.close()
    raw = log.path.read_bytes()
    log.path.write_bytes(raw[: 2 * PAGE] + b"A" * (len(raw) - 2 * PAGE))
    return log.path


READINGS: dict[str, Callable[[Log], object]] = {
    "events": lambda log: list(log.events()),
    "answers": lambda log: list(log.answers("card-1/meaning")),
    "state": lambda log: log.state("card-1/meaning"),
    "states": Log.states,
    "size": Log.size,
    "replayed": Log.replayed,
    "append": lambda log: log.append(answer()),
}


@pytest.mark.parametrize("reading", READINGS)
def test_a_damaged_log_says_so_in_words(damaged: Path, reading: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that is so large that it is opened before it is looked through."""
    monkeypatch.setattr("studyapp.memory.log.SMALL", 0)
    with (
        closing(Log.open(damaged)) as log,
        pytest.raises(LogError, match=r"log\.db: .*malformed.*; .*see: studyapp doctor"),
    ):
        READINGS[reading](log)


def test_a_damaged_log_is_not_written_to(damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = damaged.read_bytes()
    with pytest.raises(LogError, match=r"log\.db: damaged \(.*\); nothing is written to it; .*doctor --restore"):
        Log.open(damaged)
    monkeypatch.setattr("studyapp.memory.log.SMALL", 0)
    with closing(Log.open(damaged)) as log:
        log.look_through()
        with pytest.raises(LogError, match="nothing is written to it"):
            log.append(answer())
    assert damaged.read_bytes() == before


def test_a_damaged_file_is_found(damaged: Path) -> None:
    found = examine_file(damaged)
    assert not found.sound
    assert "damaged" in found.what
    assert "studyapp doctor --restore" in found.remedy


AS_NOBODY = """
import os, sys
from pathlib import Path
from studyapp.memory.health import examine_file
if os.getuid() == 0:  # who ignores permissions
    os.setuid(65534)
print(examine_file(Path(sys.argv[1])))
"""


def test_a_sound_log_in_a_read_only_folder_is_not_called_damaged(readable: Path) -> None:
    """Whoever then did as a damaged log demands would move the sound one away."""
    with closing(Log.open(readable / "log.db")) as log:
        log.append(answer())
    (readable / "log.db").chmod(0o444)
    readable.chmod(0o555)
    found = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(log.path)], capture_output=True, text=True, check=True
    ).stdout
    assert "sound=False" in found
    assert f"{log.path}: cannot be examined (" in found
    assert "check the folder's permissions and free space" in found
