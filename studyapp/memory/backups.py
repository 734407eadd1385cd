"""Backups of the log: whole copies by SQLite's own backup, the recent ones, then one a day, then one a week."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

RECENT, DAILY, WEEKLY = 3, 7, 8  # how many of each are kept
EVERY = timedelta(hours=4)  # at most so often, a backup is made for no other reason than time
_NAME = re.compile(r"log-(\d{8}T\d{6})(?:-([\w.-]+))?\.db")


class Backup(NamedTuple):
    """A copy of the log: where, when it was made (UTC), and why; empty for the ones made from time to time."""

    path: Path
    at: datetime
    reason: str


def folder(log: Path) -> Path:
    """Where the backups of a log lie."""
    return log.parent / "backups"


def listed(log: Path) -> list[Backup]:
    """The backups of a log, newest first."""
    found = []
    for path in folder(log).glob("log-*.db"):
        if named := _NAME.fullmatch(path.name):
            at = datetime.strptime(named[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
            found.append(Backup(path, at, named[2] or ""))
    return sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def make(log: Path, *, now: datetime | None = None, reason: str = "") -> Backup:
    """Copy the log as it stands; nobody has to stop writing. The copy is whole and on the disk before it has its name.

    Raises:
        OSError, sqlite3.Error: it could not be made; what was begun is taken away.
    """
    at = (now or datetime.now(UTC)).replace(microsecond=0)
    folder(log).mkdir(parents=True, exist_ok=True)
    name = f"log-{at:%Y%m%dT%H%M%S}{f'-{reason}' if reason else ''}.db"
    path, begun = folder(log) / name, folder(log) / f"{name}.{os.getpid()}.part"
    try:
        copy(log, begun)
        begun.replace(path)
    finally:
        begun.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return Backup(path, at, reason)


def copy(source: Path, target: Path) -> None:
    """A whole copy of a database in one file of its own, on the disk when this returns."""
    uri = f"{source.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as db, closing(sqlite3.connect(target)) as other:
        db.backup(other)
        other.execute("PRAGMA journal_mode = DELETE")
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    with suppress(OSError):  # not every system lets a folder be opened
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def is_due(log: Path, now: datetime) -> bool:
    """Whether the newest backup is older than `EVERY`, or none is there; one from the future counts as none."""
    ages = [now - backup.at for backup in listed(log) if backup.at <= now]
    return not ages or min(ages) >= EVERY


def spare(log: Path) -> list[Backup]:
    """Those that are not needed any more: not of the newest, nor the last of its day or of its week.

    What was made for a reason (a migration, a repair) counts as every other.
    """
    backups = listed(log)
    kept = set(backups[:RECENT])
    kept |= set(_last_of_each(backups, lambda at: at.date().isoformat(), DAILY))
    kept |= set(_last_of_each(backups, lambda at: at.strftime("%G-%V"), WEEKLY))
    return [backup for backup in backups if backup not in kept]


def _last_of_each(backups: Iterable[Backup], period: Callable[[datetime], str], many: int) -> list[Backup]:
    last: dict[str, Backup] = {}
    for backup in backups:
        last.setdefault(period(backup.at), backup)
    return list(last.values())[:many]


def rotate(log: Path) -> None:
    """Take away the backups that are not needed any more."""
    for backup in spare(log):
        backup.path.unlink(missing_ok=True)


def keep(log: Path, now: datetime) -> Backup | None:
    """Make a backup if one is due, and take away what is not needed any more; None, where there was nothing to do.

    Raises:
        OSError, sqlite3.Error: it could not be made.
    """
    if not log.exists() or not is_due(log, now):
        return None
    made = make(log, now=now)
    rotate(log)
    return made
