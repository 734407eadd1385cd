"""The event log: SQLite, only ever appended to, on the disk before anyone is told.

The table `events` is the truth. What follows from it, a row for each card, is updated in the same transaction (see
`memory.cards`); it carries the scheduler's stamp and is made anew from the log when that does not fit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Self

import msgspec

from studyapp.errors import StudyError
from studyapp.memory import backups
from studyapp.memory.cards import OF_ENTRY, Cards, Progress, Shelf, of
from studyapp.memory.model import Answer, CardState, Event, Logged, Opened, QuizBegun, Undo, Unknown, decoded
from studyapp.memory.scheduler import Scheduler
from studyapp.memory.schema import INSERT, SCHEMA, checksum, home, migrate, new_device
from studyapp.memory.standing import Fold, last_taken, last_undone, standing

PLACE = "at, device, number"  # the order of the log
DAMAGED = "{path}: damaged ({what}); nothing is written to it; see: studyapp doctor --restore"
SMALL = 1_000_000  # bytes; a larger log is not looked through before it is opened, but beside (`Log.look_through`)
RECENT = 200  # events among which an undo first looks for what it takes back


class LogError(StudyError):
    """The log could not be opened, read or written; the message says what, where, and what to do."""


class Log:
    """An open log. Use from one thread; several processes may have the same log open."""

    def __init__(self, path: Path, connection: sqlite3.Connection, scheduler: Scheduler) -> None:
        self.path = path
        self.scheduler = scheduler
        self._db = connection
        connection.create_function("checksum", 4, checksum, deterministic=True)
        self._file = _identity(path)
        self._home = home(path)
        self.damaged = ""  # what is wrong with the file; from then on nothing is written to it
        self._settled = False  # it is not known yet whether the file is still the one that its name was given to
        self.device = self._meta("device")
        self.cards = Cards(connection, scheduler, lambda about: list(self.events(about)))

    @classmethod
    def open(cls, path: Path, scheduler: Scheduler | None = None, progress: Progress | None = None) -> Self:
        """Open the log at `path`, new if there is none; one of an older form is backed up, then brought up to date.

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
            log._fit(progress)
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

    def look_through(self) -> None:
        """Read the whole file, beside the open connection, from any thread; one that is damaged is not written to."""
        try:
            with closing(sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)) as db:
                self.damaged = self.damaged or looked_through(db)
        except sqlite3.OperationalError:  # the folder, the disk or a lock: the file itself may well be sound
            return
        except sqlite3.DatabaseError as error:
            self.damaged = str(error)

    def settle_down(self) -> None:
        """Bring everything into the one file, before that is moved."""
        with self._reading():
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def tampered(self) -> list[str]:
        """The places of events that are not what was written."""
        wrong = "SELECT device, number FROM events WHERE sum IS NOT checksum(device, number, at, body)"
        return [f"{device}/{number}" for device, number in self.rows(wrong)]

    # ── writing ─────────────────────────────────────────────────────────────────────────────────────────────

    def append(self, event: Event) -> Logged:
        """Write one event and what follows from it. When this returns, both are on the disk.

        Raises:
            LogError: nothing was written.
        """
        with self._transaction():
            if not self._settled:
                self._settle()
            about = self._about(event)
            row = {"device": self.device, "at": event.at, "card": about, "body": msgspec.json.encode(event).decode()}
            logged = Logged(self.device, self._db.execute(INSERT, row).fetchone()[0], event)
            if about is not None:
                self.cards.follow(logged, about)
        self._settled = True
        return logged

    def undo(self, logged: Logged, at: int) -> Logged:
        """Take an event back; what followed from it becomes what it would be without it.

        Raises:
            LogError: nothing was written.
        """
        return self.append(Undo(at=at, device=logged.device, number=logged.number))

    def merge(self, events: Iterable[tuple[str, int, str]]) -> int:
        """Take in events from elsewhere, each as (device, number, line); how many were new.

        Where there is one in its place already, that one stays.

        Raises:
            LogError: nothing was written.
        """
        new, about = 0, set[str]()
        with self._transaction():
            for device, number, body in events:
                event = decoded(body)
                if self.checksum_at(device, number) is not None:
                    continue
                card = None if isinstance(event, Undo) else self._about(event)
                row = (device, number, event.at, card, body)
                self._db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", (*row, checksum(*row[:3], body)))
                new += 1
                if card is not None:
                    about.add(card)
            about |= self._place_undos()
            for each in about:
                self.cards.renew(each)
        return new

    def checksum_at(self, device: str, number: int) -> int | None:
        """The checksum of the event in this place, if there is one."""
        rows = self.rows("SELECT sum FROM events WHERE device = ? AND number = ?", device, number)
        return rows[0][0] if rows else None

    def _about(self, event: Event | Unknown) -> str | None:
        """What an event is about: a card, or an entry with a slash after it."""
        match event:
            case Undo():
                rows = self.rows("SELECT card FROM events WHERE device = ? AND number = ?", event.device, event.number)
                if not rows:
                    place = f"{event.device}/{event.number}"
                    raise LogError(f"{self.path}: there is no event {place} to take back; nothing was recorded")
                return str(rows[0][0]) if rows[0][0] is not None else None
            case Opened():
                return f"{event.entry}/"
            case QuizBegun() | Unknown():
                return None
            case _:
                return event.card

    def _place_undos(self) -> set[str]:
        """Undos came whose targets came later or not at all: give them what they are about, where that is known."""
        found: set[str] = set()
        while True:
            placed = 0
            for device, number, body in self.rows("SELECT device, number, body FROM events WHERE card IS NULL"):
                event = decoded(body)
                if isinstance(event, Undo):
                    rows = self.rows(
                        "SELECT card FROM events WHERE device = ? AND number = ?", event.device, event.number
                    )
                    if rows and rows[0][0] is not None:
                        self._db.execute(
                            "UPDATE events SET card = ? WHERE device = ? AND number = ?", (rows[0][0], device, number)
                        )
                        found.add(rows[0][0])
                        placed += 1
            if not placed:
                return found

    def _settle(self) -> None:
        """A file that was copied here goes on under a name of its own."""
        if self._meta("home") != self._home:
            if self._meta("home"):
                self.device = new_device()
                self._db.execute("INSERT OR REPLACE INTO meta VALUES ('device', ?)", (self.device,))
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('home', ?)", (self._home,))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One transaction on the file that was opened; SQLite itself would write into a removed one."""
        try:
            if self.damaged:
                raise LogError(DAMAGED.format(path=self.path, what=self.damaged))
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
            self._doubt(error)
            raise LogError(f"{self.path}: not recorded ({error}); free some space or see: studyapp doctor") from None

    def _doubt(self, error: sqlite3.Error) -> None:
        if getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            self.damaged = str(error)

    # ── reading ─────────────────────────────────────────────────────────────────────────────────────────────

    def events(self, card: str | None = None) -> Iterator[Logged]:
        """All events, or those about one card (or an entry, with a slash after it), oldest first."""
        where, given = ("WHERE card = ?", (card,)) if card is not None else ("", ())
        for row in self._stream(f"SELECT device, number, body FROM events {where} ORDER BY {PLACE}", *given):
            yield self._logged(*row)

    def lines(self) -> Iterator[tuple[str, int, int, str]]:
        """All events as they are stored: device, number, time, line; each device's in their order."""
        return self._stream("SELECT device, number, at, body FROM events ORDER BY device, number")

    def answers(self, card: str | None = None) -> Iterator[Logged]:
        """The answers that stand: those that no later event took back."""
        for logged in standing(self.events(card)):
            if isinstance(logged.event, Answer):
                yield logged

    def last_quiz(self) -> Logged | None:
        """The quiz that was begun last."""
        newest_first = "ORDER BY at DESC, device DESC, number DESC"
        for row in self._stream(f"SELECT device, number, body FROM events WHERE card IS NULL {newest_first}"):
            logged = self._logged(*row)
            if isinstance(logged.event, QuizBegun):
                return logged
        return None

    def last_taken(self) -> Logged | None:
        """What an undo would take back: this device's newest event that stands and can be taken back."""
        return self._newest(last_taken)

    def last_undone(self) -> Logged | None:
        """The undo that a redo would take back, if nothing else has come after it."""
        return self._newest(last_undone)

    def _newest(self, found: Callable[[list[Logged]], Logged | None]) -> Logged | None:
        """What `found` finds among this device's newest events, looking further back while it finds nothing."""
        many = RECENT
        while True:
            newest = "SELECT device, number, body FROM events WHERE device = ? ORDER BY number DESC LIMIT ?"
            events = [self._logged(*row) for row in self.rows(newest, self.device, many)]
            logged = found(events[::-1])
            if logged is not None or len(events) < many:
                return logged
            many *= 8

    def state(self, card: str) -> CardState | None:
        """What the scheduler knows of a card; None before its first scheduled answer."""
        with self._reading():
            return self.cards.fold(card).state

    def fold(self, card: str) -> Fold:
        """What is known of a card, and until when it is put aside."""
        with self._reading():
            return self.cards.fold(card)

    def undone_by(self, undo: Logged) -> Logged | None:
        """The event that an undo, or an undo of one, is about in the end."""
        found: Logged | None = undo
        while found is not None and isinstance(found.event, Undo):
            where = "WHERE device = ? AND number = ?"
            rows = self.rows(f"SELECT device, number, body FROM events {where}", found.event.device, found.event.number)
            found = self._logged(*rows[0]) if rows else None
        return found

    def states(self) -> dict[str, CardState]:
        """The states of all cards that have one."""
        with self._reading():
            return self.cards.states()

    def size(self) -> int:
        """How many events there are."""
        return int(self.rows("SELECT count(*) FROM events")[0][0])

    def is_empty(self) -> bool:
        """Whether nothing has been written yet."""
        return not self.rows("SELECT 1 FROM events LIMIT 1")

    def _logged(self, device: str, number: int, body: str) -> Logged:
        try:
            return Logged(device, number, decoded(body))
        except msgspec.MsgspecError as error:
            what = f"the event {device}/{number} cannot be read ({error})"
            raise LogError(f"{self.path}: {what}; see: studyapp doctor") from None

    def rows(self, query: str, *given: object) -> list[tuple[Any, ...]]:
        """What a query finds; `given` are its values in their order, or one mapping of their names.

        Raises:
            LogError: the file is damaged or cannot be read.
        """
        with self._reading():
            named = given[0] if len(given) == 1 and isinstance(given[0], dict) else given
            return self._db.execute(query, named).fetchall()

    def _stream(self, query: str, *given: object) -> Iterator[tuple[Any, ...]]:
        """What a query finds, row by row."""
        with self._reading():
            yield from self._db.execute(query, given)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            self._doubt(error)
            raise LogError(f"{self.path}: cannot be read ({error}); see: studyapp doctor") from None

    # ── what follows from the log ───────────────────────────────────────────────────────────────────────────

    def use(self, shelf: Shelf) -> None:
        """Know this content from now on: its cards have their places in the table of cards.

        Raises:
            LogError: the table could not be written.
        """
        self.cards.use(shelf)
        if self._meta("content") != shelf.stamp:
            with self._transaction():
                before, now = msgspec.json.decode(self._meta("former") or "{}"), dict(shelf.former())
                moved = {old for old in {*before, *now} if before.get(old) != now.get(old)}
                self._renew_entries({id for old in moved for id in (old, before.get(old), now.get(old)) if id})
                self.cards.place()
                for key, value in (("content", shelf.stamp), ("former", msgspec.json.encode(now).decode())):
                    self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _renew_entries(self, entries: set[str]) -> None:
        """Make anew what the log says of entries whose ids have changed."""
        for entry in entries:
            self._db.execute(f"DELETE FROM cards WHERE {OF_ENTRY}", of(entry))
            self._db.execute("DELETE FROM opened WHERE entry = ?", (entry,))
        about = "SELECT DISTINCT card FROM events WHERE card >= ? AND card < ?"
        for id in {id for entry in entries for (id,) in self._db.execute(about, of(entry))}:
            self.cards.renew(id)

    def replayed(self) -> dict[str, CardState]:
        """The states of all cards, worked out anew from the log alone."""
        states = {card: self.cards.replay(card).state for card in self.answered_cards()}
        return {card: state for card, state in states.items() if state is not None}

    def answered_cards(self) -> list[str]:
        """The cards that there are events about, by the ids that they have now."""
        return list(dict.fromkeys(self.cards.current(id) for id in self._subjects() if not id.endswith("/")))

    def rebuild(self, progress: Progress | None = None) -> None:
        """Drop what follows from the log and make it anew."""
        with self._transaction():
            self.cards.rebuild(self._subjects(), progress)
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('stamp', ?)", (self.scheduler.stamp,))
            if self.cards.shelf is None:  # then no card has its place any more
                self._db.execute("DELETE FROM meta WHERE key IN ('content', 'former')")

    def _subjects(self) -> list[str]:
        """What there are events about."""
        return [card for (card,) in self.rows("SELECT DISTINCT card FROM events WHERE card IS NOT NULL")]

    def _fit(self, progress: Progress | None) -> None:
        table = self.rows("SELECT 1 FROM sqlite_master WHERE name = 'cards'")
        if not table or self._meta("stamp") != self.scheduler.stamp:
            self.rebuild(progress)

    def _meta(self, key: str) -> str:
        rows = self.rows("SELECT value FROM meta WHERE key = ?", key)
        return str(rows[0][0]) if rows else ""


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    """Pragmas, the tables of a new log, and the present form of an old one; a damaged one is left as it is."""
    if path.stat().st_size <= SMALL and (what := looked_through(db)):
        raise LogError(DAMAGED.format(path=path, what=what))
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA:
        raise LogError(
            f"{path}: made by a newer studyapp (schema {version}, known {SCHEMA}); install the newer version"
        )
    if version == 0 and db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise LogError(f"{path}: a database of another program; move it away, or name a folder with --data-dir")
    if version < SCHEMA:
        if version == 0:
            db.execute("PRAGMA journal_mode = WAL")
        else:
            backups.make(path, reason=f"schema-{version}")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("BEGIN IMMEDIATE")
        db.create_function("checksum", 4, checksum, deterministic=True)
        migrate(db, db.execute("PRAGMA user_version").fetchone()[0])  # another process may have been faster
        db.execute("COMMIT")
    db.execute("PRAGMA synchronous = FULL")


def looked_through(db: sqlite3.Connection) -> str:
    """What SQLite finds wrong with a file; nothing, if it is sound. Reads the whole of it."""
    said = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    return "" if said == "ok" else str(said).replace("\n", " ")


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file a path leads to; None, if to none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino
