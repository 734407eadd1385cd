"""An answer that was acknowledged stays, whatever happens to the process, the disk or the folder."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from studyapp.content.library import Library
from studyapp.content.paths import Paths
from studyapp.memory.health import examine_file, examine_log
from studyapp.memory.log import Log, LogError
from studyapp.memory.model import Answer, Logged
from studyapp.memory.settings import Settings
from studyapp.session.desk import Desk
from studyapp.session.sitting import Study
from tests.conftest import Clock
from tests.memory.events import answer

CHECKOUT = Path(__file__).parents[2]
STUDY = (sys.executable, "-m", "tests.memory.answering")
AS_ROOT = pytest.mark.skipif(os.getuid() != 0, reason="only root may mount a disk")


def told(logged: Logged) -> tuple[str, ...]:
    """An answer of the log as `tests.memory.answering` acknowledges it."""
    assert isinstance(logged.event, Answer)
    return ("recorded", str(logged.number), logged.event.card, str(logged.event.grade))


def assert_sound(log: Log) -> None:
    """Integrity, no hole in the numbering, and every state as a replay gives it."""
    assert examine_file(log.path).sound, examine_file(log.path)
    assert all(finding.sound for finding in examine_log(log)), examine_log(log)
    assert log.states() == log.replayed()


# ── the process is killed ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_fifty_kills_lose_no_acknowledged_answer(tmp_path: Path) -> None:
    """One folder for all of them: each child recovers the WAL that the one before it left behind.

    What a kill leaves is looked at in a copy, so that looking does not recover it.
    """
    folder, rng = tmp_path / "data", random.Random(0)
    acknowledged: list[tuple[str, ...]] = []
    unfinished = unsaid = 0
    for kill in range(50):
        with subprocess.Popen([*STUDY, str(folder)], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT) as child:
            assert child.stdout is not None
            said = [child.stdout.readline() for _ in range(rng.randint(1, 30))]
            if kill % 2:
                time.sleep(rng.uniform(0, 0.004))  # somewhere in the next answers, not at their beginning
            child.kill()
            said += child.stdout.readlines()
        assert child.returncode == -9
        assert all(line.endswith("\n") for line in said), said
        acknowledged += [tuple(line.split()) for line in said]
        unfinished += (folder / "log.db-wal").stat().st_size > 0
        shutil.copytree(folder, copy := tmp_path / f"copy-{kill}", ignore=shutil.ignore_patterns("*-shm", "cache"))
        log = Log.open(copy / "log.db")
        kept = [told(logged) for logged in log.events()]
        # One answer a kill may be on the disk without having been acknowledged: never the other way round.
        unsaid += len(kept) - len(acknowledged)
        assert 0 <= len(kept) - len(acknowledged) <= 1
        assert kept[: len(acknowledged)] == acknowledged
        acknowledged = kept
        assert_sound(log)
        log.close()
        shutil.rmtree(copy)
    assert unfinished == 50, "every kill has to leave a WAL to recover"
    with closing(Log.open(folder / "log.db")) as log:
        assert [told(logged) for logged in log.events()] == acknowledged
        assert_sound(log)
    print(f"50 kills, {len(acknowledged)} answers, none lost; {unsaid} on the disk before they were acknowledged")


# ── one fsync an answer, before it is acknowledged ──────────────────────────────────────────────────────────


class Step(NamedTuple):
    """What the log's file or the learner saw: a `write` to the database, a `sync` of it, or something `said`."""

    what: str
    text: str


def steps_of(trace: str) -> Iterator[Step]:
    """The lines of strace that matter, in order."""
    for line in trace.splitlines():
        if re.search(r"\b(fsync|fdatasync)\(", line):
            assert line.rstrip().endswith("= 0"), f"a sync that failed or was interrupted: {line}"
            yield Step("sync", line)
        elif re.search(r"\bpwrite64\(\d+<[^>]*log\.db(-wal)?>", line):
            yield Step("write", line)
        elif '"recorded ' in line:
            yield Step("said", line)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize("answers", [101, 801], ids=["within a WAL", "across checkpoints"])
def test_one_fsync_an_answer_before_it_is_acknowledged(tmp_path: Path, answers: int) -> None:
    """The WAL is checkpointed every 1,000 pages, about 300 answers: 3 fsyncs more then, so 1.01 an answer."""
    trace = tmp_path / "trace"
    calls = "trace=fsync,fdatasync,write,pwrite64"
    strace = ("strace", "-f", "-y", "-o", str(trace), "-e", calls)
    refused = subprocess.run([*strace, "true"], capture_output=True, text=True, check=False)
    if refused.returncode:
        pytest.skip(f"strace cannot trace here: {refused.stderr[-200:]}")
    subprocess.run(
        [*strace, *STUDY, str(tmp_path / "data"), str(answers)], cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL
    )
    steps = list(steps_of(trace.read_text()))
    said = [at for at, step in enumerate(steps) if step.what == "said"]
    assert len(said) == answers
    for begin, end in pairwise(said):
        between = [step.what for step in steps[begin + 1 : end]]
        assert "write" in between
        assert between[-1] == "sync", f"acknowledged before it was on the disk: {between}"
    steady = steps[said[0] : said[-1]]
    syncs = sum(step.what == "sync" for step in steady)
    checkpoints = sum("log.db>" in step.text for step in steady if step.what == "sync")
    print(f"{syncs} fsyncs for {answers - 1} answers: {syncs / (answers - 1):.3f}; {checkpoints} checkpoints")
    assert checkpoints >= answers // 400
    assert syncs / (answers - 1) <= 1.05


# ── the disk is full ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"cannot mount a disk here: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """Take all the space that is left on a disk; the file that does it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096) == 4096:
                pass
        except OSError:
            return filler
    return filler


@AS_ROOT
async def test_a_full_disk_refuses_the_answer_and_keeps_the_earlier_ones(
    small_disk: Path, tmp_path: Path, library: Library, clock: Clock
) -> None:
    where = Paths(small_disk / "data", tmp_path / "cache", CHECKOUT / "glossary")
    desk = Desk(where, library, Log.open(where.log), Settings(), clock, UTC, random.Random(3))
    sitting = Study(desk)
    for _ in range(5):
        await sitting.next()
        sitting.answer("", 3)
    before, states = list(desk.log.events()), desk.log.states()
    assert len(before) == 5

    filler = fill(small_disk)
    turn = await sitting.next()
    assert turn is not None
    for _ in range(3):  # as often as the learner tries
        with pytest.raises(LogError, match=r"log\.db: not recorded \(.*full.*\); free some space"):
            sitting.answer("", 3)
    assert (len(sitting.answered), sitting.turn) == (5, turn)
    assert (list(desk.log.events()), desk.log.states()) == (before, states)
    with pytest.raises(LogError, match="free some space"):
        desk.log.undo(sitting.answered[-1].logged, clock())
    shutil.copytree(where.data, tmp_path / "copy", ignore=shutil.ignore_patterns("*-shm"))
    for path in (tmp_path / "copy" / "log.db", where.log):  # as a crash would leave it, and as another process sees it
        with closing(Log.open(path)) as other:
            assert (list(other.events()), other.states()) == (before, states)
            assert_sound(other)

    filler.unlink()
    sitting.answer("", 3)
    assert [logged.number for logged in desk.log.events()] == [1, 2, 3, 4, 5, 6]
    assert desk.log.state(turn.card.id) is not None
    assert_sound(desk.log)
    desk.log.close()


# ── the folder goes away, or may not be written ─────────────────────────────────────────────────────────────


def another_log_in_its_place(folder: Path) -> None:
    shutil.rmtree(folder)
    Log.open(folder / "log.db").close()


@pytest.mark.parametrize(
    "gone",
    [
        shutil.rmtree,
        lambda folder: folder.rename(folder.with_name("elsewhere")),
        lambda folder: (folder / "log.db").unlink(),
        another_log_in_its_place,
    ],
    ids=["removed", "moved", "file removed", "replaced"],
)
def test_a_folder_that_goes_away_under_the_open_log(tmp_path: Path, gone: Callable[[Path], None]) -> None:
    """SQLite itself would say that all is well and write into the file that nobody can find any more."""
    folder = tmp_path / "data"
    log = Log.open(folder / "log.db")
    logged = log.append(answer(at=1))
    gone(folder)
    for write in (lambda: log.append(answer(at=2)), lambda: log.undo(logged, 3), log.rebuild):
        with pytest.raises(LogError, match="moved or removed; nothing was recorded; start studyapp again"):
            write()
    assert list(log.events()) == [logged]
    log.close()


AS_NOBODY = """
import os, sys
from studyapp.cli import main
folder, elsewhere, *command = sys.argv[1:]
assert main(["--data-dir", elsewhere, *command]) == 0  # loads every module while they can still be read
print("now as nobody", file=sys.stderr)
if os.getuid() == 0:  # who ignores permissions
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.exit(main(["--data-dir", folder, *command]))
"""


@pytest.mark.parametrize(
    ("there", "command"), [(False, ("study", "--plain")), (True, ("stats",))], ids=["no log", "a log"]
)
def test_a_read_only_folder_ends_in_one_line(there: bool, command: tuple[str, ...], readable: Path) -> None:
    folder = readable / "data"
    folder.mkdir()
    if there:
        Log.open(folder / "log.db").close()
        (folder / "log.db").chmod(0o444)
    folder.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(folder), str(readable / "elsewhere"), *command],
        input="",
        capture_output=True,
        text=True,
        check=False,
        cwd=CHECKOUT,
    )
    assert done.returncode == 3, done.stderr
    *_, before, line = done.stderr.splitlines()
    assert before == "now as nobody", done.stderr
    assert re.fullmatch(rf"studyapp: {re.escape(str(folder))}/log\.db: cannot be .+ \(.+\); .+", line)
    assert sorted(path.name for path in folder.iterdir()) == ["log.db"] * there
