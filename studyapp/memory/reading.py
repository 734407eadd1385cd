"""A log read beside the one that is open: a connection of its own, from any thread, that writes nothing."""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from studyapp.memory.log import LogError
from studyapp.memory.model import Logged, Undo, decoded
from studyapp.memory.standing import Place, taken_back

Line = tuple[int, str, int, str]  # when (ms since 1970), device, number, the event as it is stored
DEVICES = """
WITH RECURSIVE each (device) AS (
    SELECT min(device) FROM events
    UNION ALL
    SELECT (SELECT min(device) FROM events WHERE device > each.device) FROM each WHERE each.device IS NOT NULL
)
SELECT device FROM each WHERE device IS NOT NULL
"""
UNDOS = """SELECT device, number, body FROM events WHERE instr(body, '"undo"') > 0"""


class Reader:
    """A log as it was at one moment. Nothing is held in memory but what is asked for."""

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path = path
        self._db = db

    def stream(self, query: str, *given: object) -> Iterator[tuple[Any, ...]]:
        """What a query finds, row by row.

        Raises:
            LogError: the file is damaged or cannot be read.
        """
        try:
            yield from self._db.execute(query, given)
        except sqlite3.Error as error:
            raise _unreadable(self.path, error) from None

    def lines(self) -> Iterator[Line]:
        """Every event, each device's in the order in which it wrote them, those of several merged by their times.

        Nothing is sorted: it is how the table lies on the disk.
        """
        devices = [device for (device,) in self.stream(DEVICES)]
        written = "SELECT at, device, number, body FROM events WHERE device = ? ORDER BY number"
        streams = [self.stream(written, device) for device in devices]
        return streams[0] if len(streams) == 1 else heapq.merge(*streams, key=lambda line: line[0])

    def taken_back(self) -> set[Place]:
        """The places of events that do not stand."""
        undos = (self.logged(*row) for row in self.stream(UNDOS))
        return taken_back(each for each in undos if isinstance(each.event, Undo))

    def logged(self, device: str, number: int, body: str) -> Logged:
        """An event from its line.

        Raises:
            LogError: it cannot be read.
        """
        try:
            return Logged(device, number, decoded(body))
        except msgspec.MsgspecError as error:
            what = f"the event {device}/{number} cannot be read ({error})"
            raise LogError(f"{self.path}: {what}; see: studyapp doctor") from None


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """The log at `path` as it is now; what is written meanwhile is not seen.

    Raises:
        LogError: it cannot be read.
    """
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=5.0)
    except (OSError, sqlite3.Error) as error:
        raise _unreadable(path, error) from None
    with closing(db):
        try:
            db.execute("BEGIN")
        except sqlite3.Error as error:
            raise _unreadable(path, error) from None
        yield Reader(path, db)


def _unreadable(path: Path, error: Exception) -> LogError:
    return LogError(f"{path}: cannot be read ({error}); see: studyapp doctor")
