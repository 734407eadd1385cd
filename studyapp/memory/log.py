"""The event log: SQLite, only ever appended to, on the disk before anyone is told.

The table `events` is the truth. The table `states` follows from it (one row a card) and is updated in the same
transaction; it carries the scheduler's stamp and is rebuilt from the log when that does not fit.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Self

import msgspec

from studyapp.errors import StudyError
from studyapp.memory.model import Answer, CardState, Event, Logged, Undo
from studyapp.memory.scheduler import Scheduler

SCHEMA = 1
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE events (
    device TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, card TEXT, body TEXT NOT NULL,
    PRIMARY KEY (device, number)
) WITHOUT ROWID;
CREATE INDEX events_of_card ON events (card, at);
"""
_STATES = """
CREATE TABLE IF NOT EXISTS states (card TEXT PRIMARY KEY, due INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
"""
_PLACE = "at, device, number"  # the order of the log


class LogError(StudyError):
    """The log could not be opened, read or written; the message says what, where, and what to do."""


class Log:
    """An open log. Use from one thread; several processes may have the same log open."""

    def __init__(self, path: Path, connection: sqlite3.Connection, scheduler: Scheduler) -> None:
        self.path = path
        self.scheduler = scheduler
        self._db = connection
        self._file = _identity(path)
        self.device = self._meta("device")

    @classmethod
    def open(cls, path: Path, scheduler: Scheduler | None = None) -> Self:
        """Open the log at `path`, new if there is none.

        Raises:
            LogError: it cannot be created or read, is not a log, is damaged, or is from a newer version.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, isolation_level=None, timeout=5.0)
        except (OSError, sqlite3.Error) as error:
            raise LogError(
                f"{path}: cannot be opened ({error}); check the folder, or name another with --data-dir"
            ) from None
        try:
            _prepare(connection, path)
            log = cls(path, connection, scheduler or Scheduler())
            log._fit_states()
        except (OSError, sqlite3.Error) as error:
            connection.close()
            raise LogError(f"{path}: cannot be used as a log ({error}); see: studyapp doctor") from None
        except LogError:
            connection.close()
            raise
        return log

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # ── writing ─────────────────────────────────────────────────────────────────────────────────────────────

    def append(self, event: Event) -> Logged:
        """Write one event and what follows from it. When this returns, both are on the disk.

        Raises:
            LogError: nothing was written.
        """
        with self._transaction():
            ((number,),) = self._rows("SELECT coalesce(max(number), 0) + 1 FROM events WHERE device = ?", self.device)
            logged = Logged(self.device, number, event)
            card = self._about(event)
            self._db.execute(
                "INSERT INTO events VALUES (?, ?, ?, ?, ?)",
                (self.device, number, event.at, card, msgspec.json.encode(event).decode()),
            )
            if card is not None:
                self._follow(logged, card)
        return logged

    def _about(self, event: Event) -> str | None:
        """The card that an event is about."""
        match event:
            case Answer():
                return event.card
            case Undo():
                return self._card_of(event.device, event.number)
            case _:
                return None

    def _follow(self, logged: Logged, card: str) -> None:
        """Bring the card's state up to an event that has just been written."""
        event = logged.event
        if isinstance(event, Undo):
            self._store(card, self._replay(card))
        elif isinstance(event, Answer) and event.purpose == "scheduled":
            # An event older than the newest (the clock was set back) takes its place in the order of the log.
            after = f"card = ? AND ({_PLACE}) > (?, ?, ?)"
            place = (card, event.at, logged.device, logged.number)
            late = self._rows(f"SELECT 1 FROM events WHERE {after} LIMIT 1", *place)
            self._store(card, self._replay(card) if late else self._review(self.state(card), event))

    def undo(self, logged: Logged, at: int) -> Logged:
        """Take an answer back; its card's state becomes what it would be without it.

        Raises:
            LogError: nothing was written.
        """
        return self.append(Undo(at=at, device=logged.device, number=logged.number))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One transaction on the file that was opened; SQLite itself would write into a removed one."""
        try:
            if _identity(self.path) != self._file:
                raise LogError(
                    f"{self.path}: the file was moved or removed; nothing was recorded; start studyapp again"
                )
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise LogError(f"{self.path}: not recorded ({error}); free some space or see: studyapp doctor") from None

    # ── reading ─────────────────────────────────────────────────────────────────────────────────────────────

    def events(self, card: str | None = None) -> Iterator[Logged]:
        """All events, or those about one card, oldest first."""
        where, given = ("WHERE card = ?", (card,)) if card is not None else ("", ())
        for device, number, body in self._rows(
            f"SELECT device, number, body FROM events {where} ORDER BY {_PLACE}", *given
        ):
            yield Logged(device, number, msgspec.json.decode(body, type=Event))

    def answers(self, card: str | None = None) -> Iterator[Logged]:
        """The answers that stand: those that no later event took back."""
        events = list(self.events(card))
        undone = {(e.event.device, e.event.number) for e in events if isinstance(e.event, Undo)}
        for logged in events:
            if isinstance(logged.event, Answer) and (logged.device, logged.number) not in undone:
                yield logged

    def last_quiz(self) -> Logged | None:
        """The quiz that was begun last."""
        newest_first = "ORDER BY at DESC, device DESC, number DESC"
        rows = self._rows(f"SELECT device, number, body FROM events WHERE card IS NULL {newest_first} LIMIT 1")
        return Logged(rows[0][0], rows[0][1], msgspec.json.decode(rows[0][2], type=Event)) if rows else None

    def state(self, card: str) -> CardState | None:
        """What the scheduler knows of a card; None before its first scheduled answer."""
        rows = self._rows("SELECT body FROM states WHERE card = ?", card)
        return msgspec.json.decode(rows[0][0], type=CardState) if rows else None

    def states(self) -> dict[str, CardState]:
        """The states of all cards that have one."""
        rows = self._rows("SELECT card, body FROM states")
        return {card: msgspec.json.decode(body, type=CardState) for card, body in rows}

    def size(self) -> int:
        """How many events there are."""
        return int(self._rows("SELECT count(*) FROM events")[0][0])

    def _rows(self, query: str, *given: object) -> list[tuple[Any, ...]]:
        """What a query finds.

        Raises:
            LogError: the file is damaged or cannot be read.
        """
        try:
            return self._db.execute(query, given).fetchall()
        except sqlite3.Error as error:
            raise LogError(f"{self.path}: cannot be read ({error}); see: studyapp doctor") from None

    # ── what follows from the log ───────────────────────────────────────────────────────────────────────────

    def replayed(self) -> dict[str, CardState]:
        """The states of all cards, worked out anew from the log alone."""
        cards = self._rows("SELECT DISTINCT card FROM events WHERE card IS NOT NULL")
        states = {card: self._replay(card) for (card,) in cards}
        return {card: state for card, state in states.items() if state is not None}

    def rebuild(self) -> None:
        """Drop the states and make them anew from the log."""
        with self._transaction():
            self._db.execute("DROP TABLE IF EXISTS states")
            self._db.execute(_STATES)
            for card, state in self.replayed().items():
                self._store(card, state)
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('stamp', ?)", (self.scheduler.stamp,))

    def _fit_states(self) -> None:
        table = self._rows("SELECT 1 FROM sqlite_master WHERE name = 'states'")
        if not table or self._meta("stamp") != self.scheduler.stamp:
            self.rebuild()

    def _replay(self, card: str) -> CardState | None:
        state = None
        for logged in self.answers(card):
            answer = logged.event
            if isinstance(answer, Answer) and answer.purpose == "scheduled":
                state = self._review(state, answer)
        return state

    def _review(self, state: CardState | None, answer: Answer) -> CardState:
        return self.scheduler.review(answer.card, state, answer.grade, answer.at, returns=answer.returns)

    def _store(self, card: str, state: CardState | None) -> None:
        if state is None:
            self._db.execute("DELETE FROM states WHERE card = ?", (card,))
        else:
            row = (card, state.due, msgspec.json.encode(state).decode())
            self._db.execute("INSERT OR REPLACE INTO states VALUES (?, ?, ?)", row)

    def _card_of(self, device: str, number: int) -> str:
        rows = self._rows("SELECT card FROM events WHERE device = ? AND number = ?", device, number)
        if not rows:
            raise LogError(f"{self.path}: there is no event {device}/{number} to take back; nothing was recorded")
        return str(rows[0][0])

    def _meta(self, key: str) -> str:
        rows = self._rows("SELECT value FROM meta WHERE key = ?", key)
        return str(rows[0][0]) if rows else ""


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    """Pragmas, and the tables of a new log."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA:
        raise LogError(
            f"{path}: made by a newer studyapp (schema {version}, known {SCHEMA}); install the newer version"
        )
    if version == 0:
        if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise LogError(f"{path}: a database of another program; move it away, or name a folder with --data-dir")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        with closing(db.cursor()) as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            if db.execute("PRAGMA user_version").fetchone()[0] == 0:  # no other process was faster
                for statement in filter(str.strip, (_TABLES + _STATES).split(";")):
                    cursor.execute(statement)
                cursor.execute("INSERT INTO meta VALUES ('device', ?)", (secrets.token_hex(6),))
                cursor.execute(f"PRAGMA user_version = {SCHEMA}")
            cursor.execute("COMMIT")
    db.execute("PRAGMA synchronous = FULL")


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file a path leads to; None, if to none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino
