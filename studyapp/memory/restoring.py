"""From a damaged log to a sound one: the newest sound backup, and every event that the damaged file still gives up.

The damaged file is only read, and kept under another name.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from studyapp.memory.backups import Backup, copy, listed
from studyapp.memory.health import examine_file
from studyapp.memory.log import Log, LogError
from studyapp.memory.schema import checksum

Row = tuple[str, int, str]  # device, number, line
BESIDE = ("", "-wal", "-shm", "-journal")  # the files that make up a database


class Plan(NamedTuple):
    """What restoring would come to.

    backup: the copy to begin with, None for an empty log. kept: how many events it has. salvaged: those that the
    damaged file has besides. lost: places of events that are in neither, as far as the numbering shows.
    """

    backup: Backup | None
    kept: int
    salvaged: tuple[Row, ...]
    lost: tuple[str, ...]


def plan(log: Path, backup: Path | None = None) -> Plan:
    """Look at what there is; nothing is written. `backup`: this copy, or else the newest that is sound.

    Raises:
        LogError: the copy that was named is not there or not sound.
    """
    chosen = _named(log, backup) if backup is not None else next((b for b in listed(log) if _sound(b.path)), None)
    kept = {(device, number): body for device, number, body in _readable(chosen.path)} if chosen is not None else {}
    found = list(_readable(log, known=kept)) if log.exists() else []
    salvaged = tuple(row for row in found if row[:2] not in kept)
    there = {*kept, *(row[:2] for row in salvaged)}
    return Plan(chosen, len(kept), salvaged, tuple(_holes(there)))


def restore(log: Path, plan: Plan, now: datetime | None = None) -> Path | None:
    """Put a sound log in the place of the damaged one; where that one lies now, if there was one.

    Raises:
        LogError, OSError: it could not be done; the damaged file is where it was.
    """
    fresh = log.with_name("log.restoring.db")
    for suffix in BESIDE:
        fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
    try:
        if plan.backup is not None:
            copy(plan.backup.path, fresh)
        with closing(Log.open(fresh)) as restored:
            restored.merge(plan.salvaged)
            restored.settle_down()
        aside = _put_aside(log, now or datetime.now(UTC))
        fresh.replace(log)
    finally:
        for suffix in BESIDE:
            fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
    return aside


def _named(log: Path, path: Path) -> Backup:
    for backup in listed(log):
        if path.name == backup.path.name:
            path = backup.path
    if not path.exists():
        raise LogError(f"{path}: there is no such backup; there are: {', '.join(b.path.name for b in listed(log))}")
    if not _sound(path):
        raise LogError(f"{path}: this backup is damaged too; take another")
    return Backup(path, datetime.fromtimestamp(path.stat().st_mtime, UTC), "")


def _sound(path: Path) -> bool:
    return examine_file(path).sound


def _put_aside(log: Path, now: datetime) -> Path | None:
    """Give the damaged file, with what belongs to it, another name."""
    if not log.exists():
        return None
    aside = log.with_name(f"log-damaged-{now:%Y%m%dT%H%M%S}.db")
    for suffix in BESIDE[:0:-1] + BESIDE[:1]:  # the file itself last
        with suppress(FileNotFoundError):
            log.with_name(log.name + suffix).replace(aside.with_name(aside.name + suffix))
    return aside


def _holes(there: Iterable[tuple[str, int]]) -> Iterator[str]:
    """The places that the numbering of each device leaves out."""
    numbers: dict[str, set[int]] = {}
    for device, number in there:
        numbers.setdefault(device, set()).add(number)
    for device, seen in sorted(numbers.items()):
        for number in range(1, max(seen)):
            if number not in seen:
                yield f"{device}/{number}"


# ── reading what can be read ────────────────────────────────────────────────────────────────────────────────

STRIDE = 4096  # so many numbers in a row without an event end the search for more


def _readable(path: Path, known: Iterable[tuple[str, int]] = ()) -> Iterator[Row]:
    """Every event of a file, damaged or not, that can still be read and is what was written.

    A copy is read: SQLite may write to what it opens, if only to bring in what the last process left beside it.
    """
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("", "-wal"):
            with suppress(FileNotFoundError):
                shutil.copyfile(path.with_name(path.name + suffix), Path(folder) / f"log.db{suffix}")
        yield from _readable_in(Path(folder) / "log.db", known)


def _readable_in(path: Path, known: Iterable[tuple[str, int]]) -> Iterator[Row]:
    with closing(sqlite3.connect(path)) as db:
        sums = "sum" if _column(db) else "NULL"
        last: dict[str, int] = {}
        for device, number in known:
            last[device] = max(number, last.get(device, 0))
        for device in dict.fromkeys((*_devices(db), *last)):
            yield from _of_device(db, device, sums, last.get(device, 0))


def _column(db: sqlite3.Connection) -> bool:
    try:
        return any(row[1] == "sum" for row in db.execute("PRAGMA table_info(events)"))
    except sqlite3.Error:
        return False


def _devices(db: sqlite3.Connection) -> list[str]:
    found: list[str] = []
    for query in ("SELECT value FROM meta WHERE key = 'device'", "SELECT DISTINCT device FROM events"):
        with suppress(sqlite3.Error):
            for (device,) in db.execute(query):
                if isinstance(device, str) and device not in found:
                    found.append(device)
    return found


def _of_device(db: sqlite3.Connection, device: str, sums: str, last: int) -> Iterator[Row]:
    """A device's events one by one: a page that cannot be read hides those on it and no others."""
    query = f"SELECT at, body, {sums} FROM events WHERE device = ? AND number = ?"
    number = seen = 0
    while number - max(seen, last) < STRIDE:
        number += 1
        try:
            row = db.execute(query, (device, number)).fetchone()
        except sqlite3.Error:
            continue
        if row is not None and _whole(device, number, *row):
            seen = number
            yield device, number, row[1]


def _whole(device: str, number: int, at: object, body: object, written: int | None) -> bool:
    if not (isinstance(at, int) and isinstance(body, str)):
        return False
    return written is None or written == checksum(device, number, at, body)
