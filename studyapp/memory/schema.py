"""The form of the log's file, and how an older form becomes the present one."""

from __future__ import annotations

import secrets
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

SCHEMA = 2
EVENTS = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE events (
    device TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, card TEXT, body TEXT NOT NULL,
    sum INTEGER,                            -- tells whether the disk still has what was written
    PRIMARY KEY (device, number)
) WITHOUT ROWID;
CREATE INDEX events_of_card ON events (card, at);
"""


def checksum(device: str, number: int, at: int, body: str) -> int:
    """The check of an event's row, in 32 bits; SQL knows it by the same name."""
    return crc32(f"{device}/{number}/{at}/{body}".encode())


INSERT = """
INSERT INTO events SELECT :device, number, :at, :card, :body, checksum(:device, number, :at, :body)
FROM (SELECT coalesce(max(number), 0) + 1 AS number FROM events WHERE device = :device) RETURNING number
"""


def create(db: sqlite3.Connection) -> None:
    """The tables of a new log, within the caller's transaction."""
    run(db, EVENTS)
    db.execute("INSERT INTO meta VALUES ('device', ?)", (new_device(),))
    db.execute(f"PRAGMA user_version = {SCHEMA}")


def migrate(db: sqlite3.Connection, version: int) -> None:
    """Make the tables, or bring an older form up to the present one, within the caller's transaction."""
    if version == 0:
        create(db)
    for step in STEPS[version - 1 :] if version else ():
        step(db)
    db.execute(f"PRAGMA user_version = {SCHEMA}")


def _from_1_to_2(db: sqlite3.Connection) -> None:
    """Events get a checksum; states moved into the table of cards."""
    run(
        db,
        """
        ALTER TABLE events ADD COLUMN sum INTEGER;
        UPDATE events SET sum = checksum(device, number, at, body);
        DROP TABLE IF EXISTS states;
        DELETE FROM meta WHERE key = 'stamp';
        """,
    )


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_from_1_to_2,)


def run(db: sqlite3.Connection, statements: str) -> None:
    """Run statements one by one; `executescript` would commit first."""
    for statement in filter(str.strip, statements.split(";")):
        db.execute(statement)


def new_device() -> str:
    """A name for one copy of the log, unlike all others."""
    return secrets.token_hex(6)


def home(path: Path) -> str:
    """Names the file on this machine. A copy, a restored backup, another machine's file has another name, and must not
    go on with the numbers of the first one: then two events would have one place.
    """
    return f"{socket.gethostname()}/{path.stat().st_ino}"
