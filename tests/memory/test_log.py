"""The log: appended to, on the disk at once, never anything else."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from studyapp.memory.health import examine_file
from studyapp.memory.log import Log, LogError
from studyapp.memory.model import Undo
from studyapp.memory.scheduler import DAY_MS, Scheduler
from tests.memory.events import answer


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log.open(tmp_path / "log.db")


def test_an_answer_is_there_after_opening_again(tmp_path: Path) -> None:
    first = Log.open(tmp_path / "log.db")
    logged = first.append(answer(at=5))
    state = first.state("a/meaning")
    first.close()
    again = Log.open(tmp_path / "log.db")
    assert list(again.events()) == [logged]
    assert again.state("a/meaning") == state is not None


def test_practice_leaves_the_schedule_alone(log: Log) -> None:
    log.append(answer(at=1))
    before = log.state("a/meaning")
    log.append(answer(at=2, grade=1, purpose="practice"))
    assert log.state("a/meaning") == before
    assert log.size() == 2


def test_undo_gives_the_state_of_before(log: Log) -> None:
    log.append(answer(at=1))
    before = log.state("a/meaning")
    second = log.append(answer(at=2 * DAY_MS, grade=1))
    assert log.state("a/meaning") != before
    log.undo(second, 2 * DAY_MS + 1)
    assert log.state("a/meaning") == before
    assert log.size() == 3


def test_undo_of_the_first_answer_makes_the_card_new(log: Log) -> None:
    log.undo(log.append(answer(at=1)), 2)
    assert log.state("a/meaning") is None


def test_an_undo_of_what_is_not_there_is_refused_and_the_log_goes_on(log: Log) -> None:
    logged = log.append(answer(at=1))
    with pytest.raises(LogError, match="there is no event elsewhere/9 to take back; nothing was recorded"):
        log.append(Undo(at=2, device="elsewhere", number=9))
    assert list(log.events()) == [logged]
    assert log.append(answer(at=3)).number == 2


def test_another_retention_rebuilds_the_states(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "log.db")
    for day in (0, 1, 5):
        log.append(answer(at=day * DAY_MS, grade=4))
    due = log.states()["a/meaning"].due
    log.close()
    eager = Log.open(tmp_path / "log.db", Scheduler(0.97))
    assert eager.states()["a/meaning"].due < due
    assert eager.states() == eager.replayed()


CHILD = """
import sys
from pathlib import Path
from studyapp.memory.log import Log
from studyapp.memory.model import Answer
log = Log.open(Path(sys.argv[1]))
begin = int(sys.argv[2])
for number in range(begin, begin + 20):
    log.append(Answer(at=number, card="a/meaning", kind="flashcard", seed=0, grade=3, purpose="scheduled"))
"""


def test_two_copies_at_once(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    Log.open(path).close()
    children = [
        subprocess.Popen([sys.executable, "-c", CHILD, str(path), str(start)], stdout=subprocess.DEVNULL)
        for start in (0, 1000)
    ]
    assert [child.wait(30) for child in children] == [0, 0]
    log = Log.open(path)
    assert sorted(logged.number for logged in log.events()) == list(range(1, 41))
    assert log.states() == log.replayed()


def test_a_file_that_is_no_log(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    path.write_bytes(b"not a database, but long enough to be looked at" * 30)
    before = path.read_bytes()
    with pytest.raises(LogError, match=r"log\.db: cannot be used as a log"):
        Log.open(path)
    assert path.read_bytes() == before
    assert not examine_file(path).sound


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE theirs (x)")
    db.close()
    with pytest.raises(LogError, match="another program"):
        Log.open(path)


def test_a_newer_schema(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    Log.open(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(LogError, match="newer studyapp"):
        Log.open(path)
