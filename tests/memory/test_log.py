"""The log: appended to, on the disk at once, never anything else."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studyapp.memory.health import examine_file, examine_log
from studyapp.memory.log import Log, LogError
from studyapp.memory.model import Answer, Undo
from studyapp.memory.scheduler import DAY_MS, Scheduler

CARDS = ("a/meaning", "a/name", "b/meaning")


def answer(card: str = "a/meaning", grade: int = 3, at: int = 0, purpose: str = "scheduled") -> Answer:
    return Answer(at=at, card=card, kind="flashcard", seed=0, grade=grade, purpose=purpose)  # type: ignore[arg-type]


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


actions = st.lists(
    st.tuples(
        st.sampled_from(["answer", "practice", "undo", "reopen"]),
        st.sampled_from(CARDS),
        st.integers(1, 4),
        st.integers(-DAY_MS, 40 * DAY_MS),
    ),
    max_size=25,
)


@given(actions)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_states_are_a_replay_of_the_log(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, int, int]]
) -> None:
    """Whatever happens, also with a clock that jumps back, the states are what the log alone gives."""
    path = tmp_path_factory.mktemp("log") / "log.db"
    log, now = Log.open(path), 100 * DAY_MS
    for what, card, grade, passed in steps:
        now += passed
        standing = [logged for logged in log.answers() if isinstance(logged.event, Answer)]
        if what in ("answer", "practice"):
            log.append(answer(card, grade, now, "scheduled" if what == "answer" else "practice"))
        elif what == "undo" and standing:
            log.append(Undo(at=now, device=standing[-1].device, number=standing[-1].number))
        elif what == "reopen":
            log.close()
            log = Log.open(path)
    assert log.states() == log.replayed()
    log.rebuild()
    assert log.states() == log.replayed()
    log.close()


def test_another_retention_rebuilds_the_states(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "log.db")
    for day in (0, 1, 5):
        log.append(answer(at=day * DAY_MS, grade=4))
    due = log.states()["a/meaning"].due
    log.close()
    eager = Log.open(tmp_path / "log.db", Scheduler(0.97))
    assert eager.states()["a/meaning"].due < due
    assert eager.states() == eager.replayed()


# ── nothing is lost, and nothing is claimed that is not so ──────────────────────────────────────────────────

CHILD = """
import sys
from pathlib import Path
from studyapp.memory.log import Log
from studyapp.memory.model import Answer
log = Log.open(Path(sys.argv[1]))
number = int(sys.argv[2])
log.append(Answer(at=number, card="a/meaning", kind="flashcard", seed=0, grade=3, purpose="scheduled"))
print("recorded", flush=True)
sys.stdin.read()
"""


def test_kill_after_recorded_loses_nothing_fifty_times(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    for number in range(50):
        with subprocess.Popen(
            [sys.executable, "-c", CHILD, str(path), str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "recorded\n"
            os.kill(child.pid, signal.SIGKILL)
    log = Log.open(path)
    assert [logged.event.at for logged in log.events()] == list(range(50))
    assert examine_file(path).sound
    assert all(finding.sound for finding in examine_log(log))


def test_two_copies_at_once(tmp_path: Path) -> None:
    code = CHILD.replace("sys.stdin.read()", "").replace(
        "log.append", "for number in range(number, number + 20): log.append"
    )
    path = tmp_path / "log.db"
    Log.open(path).close()
    children = [
        subprocess.Popen([sys.executable, "-c", code, str(path), str(start)], stdout=subprocess.DEVNULL)
        for start in (0, 1000)
    ]
    assert [child.wait(30) for child in children] == [0, 0]
    log = Log.open(path)
    assert sorted(logged.number for logged in log.events()) == list(range(1, 41))
    assert log.states() == log.replayed()


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_one_fsync_an_answer_before_it_is_said(tmp_path: Path) -> None:
    code = CHILD.replace("sys.stdin.read()", "").replace(
        "log.append", "print('begin', flush=True)\nfor number in range(20): log.append"
    )
    trace, path = tmp_path / "trace", tmp_path / "log.db"
    done = subprocess.run(
        [
            "strace",
            "-f",
            "-e",
            "trace=fsync,fdatasync,write",
            "-o",
            str(trace),
            sys.executable,
            "-c",
            code,
            str(path),
            "0",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if "recorded" not in done.stdout:
        pytest.skip(f"strace cannot trace here: {done.stderr[-200:]}")
    lines = trace.read_text().split("\n")
    begun = next(at for at, line in enumerate(lines) if '"begin' in line)
    said = next(at for at, line in enumerate(lines) if '"recorded' in line)
    synced = [line for line in lines[begun:said] if "sync(" in line]
    assert len(synced) == 20


def test_a_folder_that_was_removed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    log = Log.open(folder / "log.db")
    shutil.rmtree(folder)
    with pytest.raises(LogError, match="moved or removed; nothing was recorded"):
        log.append(answer())


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


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="drops root's rights, so needs them")
def test_a_read_only_folder(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    Log.open(path).close()
    tmp_path.chmod(0o555)
    path.chmod(0o444)
    for parent in tmp_path.parents:
        if parent.stat().st_uid == 0 and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o111)
    code = CHILD.replace("sys.stdin.read()", "").replace("log = ", "import fsrs, os; os.setuid(65534); log = ")
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), "0"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "recorded" not in done.stdout
    assert "LogError" in done.stderr, done.stderr


def test_doctor_sees_states_that_differ_and_holes(log: Log) -> None:
    for number in range(3):
        log.append(answer(at=number * DAY_MS))
    assert all(finding.sound for finding in examine_log(log))
    log._db.execute("UPDATE states SET body = replace(body, '\"lapses\":0', '\"lapses\":7')")
    assert not examine_log(log)[1].sound
    log.rebuild()
    assert examine_log(log)[1].sound
    log._db.execute("DELETE FROM events WHERE number = 2")
    assert not examine_log(log)[0].sound
