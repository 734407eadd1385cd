"""From a damaged log to a sound one: what was recorded is there afterwards, or named as lost."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from studyapp.memory import backups
from studyapp.memory.health import examine_file, examine_log
from studyapp.memory.log import Log, LogError
from studyapp.memory.restoring import plan, restore
from studyapp.memory.scheduler import DAY_MS
from tests.memory.events import answer

PAGE = 4096
EVENTS = 400


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of 400 answers with a backup that has the first 300."""
    path = tmp_path_factory.mktemp("whole") / "log.db"
    with closing(Log.open(path)) as log:
        for number in range(EVENTS):
            if number == 300:
                backups.make(path)
            log.append(answer(f"card-{number % 40}/meaning", 1 + number % 4, number * DAY_MS // 7))
        log.settle_down()
    return path


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole.parent, tmp_path / "data")
    return tmp_path / "data" / "log.db"


@pytest.mark.parametrize("seed", range(20))
def test_a_log_that_was_damaged_somewhere_is_restored(path: Path, whole: Path, seed: int) -> None:
    rng = random.Random(seed)
    raw = bytearray(path.read_bytes())
    for _ in range(rng.randint(1, 4)):
        at, many = rng.randrange(len(raw)), rng.choice([1, 16, 512, PAGE, 4 * PAGE])
        raw[at : at + many] = rng.randbytes(len(raw[at : at + many]))
    path.write_bytes(raw)
    damaged = bytes(raw)
    made = plan(path)
    assert path.read_bytes() == damaged, "looking writes nothing"
    aside = restore(path, made)
    assert aside is not None
    assert aside.read_bytes() == damaged, "the damaged file is kept as it was"
    assert examine_file(path).sound
    with closing(Log.open(whole)) as before, closing(Log.open(path)) as after:
        recorded = {logged.place: logged.event for logged in before.events()}
        there = {logged.place: logged.event for logged in after.events()}
        missing = recorded.keys() - there.keys()
        assert all(there[place] == recorded[place] for place in there), "nothing was made up"
        assert {place for place in missing if int(place.split("/")[1]) <= 300} == set(), "the backup has them"
        newest = max(int(place.split("/")[1]) for place in there)
        assert missing == set(made.lost) | {p for p in recorded if int(p.split("/")[1]) > newest}
        assert after.states() == after.replayed()
        assert all(finding.sound for finding in examine_log(after)) is (not made.lost)
        logged = after.append(answer("new/meaning", at=999 * DAY_MS))
        assert logged.place not in recorded, "the numbers of what may be lost are not given again"
    assert sorted(each.name for each in path.parent.iterdir() if "restoring" in each.name) == []


def test_what_a_page_hides_is_named(path: Path) -> None:
    """Without a backup, the numbers that are missing between those that are left."""
    shutil.rmtree(path.parent / "backups")
    raw = bytearray(path.read_bytes())
    pages = [at for at in range(0, len(raw), PAGE) if b'"event":"answer"' in raw[at : at + PAGE]]
    raw[pages[3] : pages[3] + PAGE] = bytes(PAGE)
    path.write_bytes(raw)
    made = plan(path)
    assert made.backup is None
    assert made.kept == 0
    assert len(made.lost) > 5
    assert len(made.lost) + len(made.salvaged) == EVENTS


def test_a_byte_that_was_changed_inside_an_event_is_noticed(path: Path) -> None:
    """SQLite itself sees nothing wrong."""
    raw = path.read_bytes()
    at = raw.rindex(b'"grade":3')
    path.write_bytes(raw[: at + 8] + b"4" + raw[at + 9 :])
    assert examine_file(path).sound
    with closing(Log.open(path)) as log:
        assert len(log.tampered()) == 1
        assert not all(finding.sound for finding in examine_log(log))


def test_a_damaged_backup_is_passed_over_and_one_that_is_named_is_refused(path: Path) -> None:
    (sound,) = backups.listed(path)
    newer = sound.path.with_name("log-29990101T000000.db")
    newer.write_bytes(b"A" * 9000)
    made = plan(path)
    assert made.backup is not None
    assert made.backup.path == sound.path
    assert plan(path, Path(sound.path.name)).kept == 300
    with pytest.raises(LogError, match="this backup is damaged too"):
        plan(path, newer)
    with pytest.raises(LogError, match=r"there is no such backup; there are: log-"):
        plan(path, Path("gone.db"))


def test_without_a_log_the_backup_is_the_log(path: Path) -> None:
    path.unlink()
    made = plan(path)
    assert (made.kept, made.salvaged) == (300, ())
    assert restore(path, made) is None
    with closing(Log.open(path)) as log:
        assert log.size() == 300
