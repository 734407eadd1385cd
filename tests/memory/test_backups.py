"""Backups: whole copies, made while others write; the recent ones, one a day, one a week are kept."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studyapp.memory import backups
from studyapp.memory.log import Log, LogError
from studyapp.memory.schema import SCHEMA, checksum
from tests.memory.events import answer

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with closing(Log.open(tmp_path / "log.db")) as log:
        log.append(answer())
    return tmp_path / "log.db"


def test_a_backup_has_what_was_recorded_while_the_log_is_open(path: Path) -> None:
    with closing(Log.open(path)) as log:
        log.append(answer("b/meaning"))  # still beside the file, in the WAL
        made = backups.make(path, now=NOON, reason="repair")
        log.append(answer("c/meaning"))
    assert made.path == path.parent / "backups" / "log-20260603T120000-repair.db"
    assert backups.listed(path) == [made]
    with closing(Log.open(made.path)) as copy:
        assert [logged.event.card for logged in copy.answers()] == ["a/meaning", "b/meaning"]  # type: ignore[union-attr]


def test_what_cannot_be_copied_leaves_nothing_behind(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"A" * 5000)
    with pytest.raises(sqlite3.DatabaseError):
        backups.make(path, now=NOON)
    assert list((path.parent / "backups").iterdir()) == []


def test_time_alone_makes_a_backup_every_four_hours(path: Path) -> None:
    made = [backups.keep(path, NOON + timedelta(hours=hour)) for hour in range(9)]
    assert [backup is not None for backup in made] == [True, False, False, False] * 2 + [True]
    assert backups.keep(path, NOON - timedelta(days=9)) is not None, "the clock was set back: the others do not count"


def test_after_a_year_there_are_the_recent_ones_one_a_day_and_one_a_week(path: Path) -> None:
    folder = path.parent / "backups"
    folder.mkdir()
    for hours in range(0, 365 * 24, 6):
        at = NOON + timedelta(hours=hours)
        (folder / f"log-{at:%Y%m%dT%H%M%S}.db").touch()
        backups.rotate(path)
    kept = backups.listed(path)
    last = NOON + timedelta(hours=365 * 24 - 6)
    assert [last - backup.at for backup in kept[:3]] == [timedelta(hours=6 * n) for n in range(3)]
    assert {last.date() - timedelta(days=n) for n in range(backups.DAILY)} <= {backup.at.date() for backup in kept}
    weeks = Counter(backup.at.strftime("%G-%V") for backup in kept)
    assert len(weeks) == backups.WEEKLY
    assert len(kept) <= backups.RECENT + backups.DAILY + backups.WEEKLY
    assert (folder / "notes.txt").exists() is False
    (folder / "notes.txt").touch()
    backups.rotate(path)
    assert (folder / "notes.txt").exists(), "what is not a backup is not touched"


# ── migrations ──────────────────────────────────────────────────────────────────────────────────────────────

FORM_1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE events (
    device TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, card TEXT, body TEXT NOT NULL,
    PRIMARY KEY (device, number)
) WITHOUT ROWID;
CREATE INDEX events_of_card ON events (card, at);
CREATE TABLE states (card TEXT PRIMARY KEY, due INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('device', 'abc'), ('stamp', 'fsrs-6 retention=0.9 states=2');
INSERT INTO events VALUES
    ('abc', 1, 1000, 'a/meaning',
     '{"event":"answer","at":1000,"card":"a/meaning","kind":"flashcard","seed":5,"grade":3,"purpose":"scheduled"}'),
    ('abc', 2, 2000, 'a/meaning', '{"event":"undo","at":2000,"device":"abc","number":1}'),
    ('abc', 3, 3000, 'b/meaning',
     '{"event":"answer","at":3000,"card":"b/meaning","kind":"flashcard","seed":6,"grade":4,"purpose":"scheduled"}');
INSERT INTO states VALUES ('b/meaning', 1, '{}');
PRAGMA user_version = 1;
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A log of the first form."""
    with closing(sqlite3.connect(tmp_path / "log.db")) as db:
        db.executescript("PRAGMA journal_mode = WAL;" + FORM_1)
    return tmp_path / "log.db"


def test_an_older_log_is_backed_up_and_brought_up_to_date(old: Path) -> None:
    with closing(Log.open(old)) as log:
        assert log.states().keys() == {"b/meaning"}
        assert log.states() == log.replayed()
        assert log.tampered() == []
        log.append(answer("c/meaning", at=4000))
        assert [(logged.device, logged.number) for logged in log.events()] == [("abc", n) for n in (1, 2, 3, 4)]
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        for device, number, at, body, sum_ in db.execute("SELECT device, number, at, body, sum FROM events"):
            assert sum_ == checksum(device, number, at, body)
    (backup,) = backups.listed(old)
    assert backup.reason == "schema-1"
    with closing(sqlite3.connect(backup.path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM events").fetchone() == (3,)


def test_without_a_backup_nothing_is_brought_up_to_date(old: Path) -> None:
    (old.parent / "backups").write_text("a file in the place of the folder")
    with pytest.raises(LogError, match=r"log\.db: cannot be used as a log"):
        Log.open(old)
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
