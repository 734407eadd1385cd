"""The compiled index: a SQLite database of what the files of content came to, so that a start parses no YAML.

It is a cache. Damaged, unwritable, another program's or another version's, it is made again, here or in memory.
Each file is kept by itself; what goes across files (learning order, search) is made when one has changed, and `state`
says how far that has come.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from studyapp import __version__
from studyapp.errors import StudyError

FORM: Final = f"{__version__} form 2"
PATIENCE = 10.0  # seconds for which another process may write
LEAST_LOG = 4 << 20  # bytes to which the write-ahead log is cut, once it has been as long as a large deck makes it
CHANGED, LINKED, READY = range(3)  # state: files are not as linked; linked, but not all can be found; all done

# Codes of SQLite that say that this file cannot be written, and not that anything is wrong with it.
_LOCKED_OUT = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_LOCKED_OUT |= {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
-- A file: where it stands among all, what it was when it was read (`seen`: when, in ns), and what is said at its top.
CREATE TABLE files (
    no INTEGER PRIMARY KEY, name TEXT UNIQUE, place INTEGER, shipped INTEGER,
    size INTEGER, mtime INTEGER, inode INTEGER, seen INTEGER, hash BLOB,
    topic TEXT, rank INTEGER, broken TEXT
);
-- An entry as read; `light` is what linking needs, `places` where its references stand. No file: to be forgotten.
CREATE TABLE entries (key INTEGER PRIMARY KEY, file INTEGER, at INTEGER, light TEXT, places TEXT);
CREATE INDEX entries_of ON entries (file, at);
CREATE TABLE bodies (key INTEGER PRIMARY KEY, body TEXT);
CREATE TABLE demos (id TEXT, file INTEGER, card TEXT, line INTEGER, col INTEGER, body TEXT, PRIMARY KEY (id, file));
CREATE INDEX demo_by_card ON demos (card) WHERE card IS NOT NULL;
CREATE TABLE exercises (id TEXT, file INTEGER, body TEXT, PRIMARY KEY (id, file));
CREATE TABLE sources (id TEXT, file INTEGER, body TEXT, PRIMARY KEY (id, file));
-- Those found in linking have the file 0.
CREATE TABLE problems (file INTEGER, at INTEGER, body TEXT, PRIMARY KEY (file, at));

-- Linked: the entries in learning order (`rank` has gaps), their cards and what they require, as words of one text.
CREATE TABLE learned (
    rank INTEGER PRIMARY KEY, key INTEGER, id TEXT, topic INTEGER, at INTEGER, cards TEXT, requires TEXT
);
CREATE UNIQUE INDEX learned_by_id ON learned (id);
CREATE INDEX learned_in ON learned (topic, at);
CREATE TABLE edges (required TEXT, id TEXT, PRIMARY KEY (required, id)) WITHOUT ROWID;
CREATE TABLE topics (no INTEGER PRIMARY KEY, place INTEGER, id TEXT, title TEXT, size INTEGER);
CREATE TABLE former (old TEXT PRIMARY KEY, id TEXT) WITHOUT ROWID;

-- What can be found: which entry's words stand at which rank.
CREATE TABLE documents (rank INTEGER PRIMARY KEY, key INTEGER);
-- detail=full: phrases need places. columnsize=0 and content='': nothing is scored, and nothing is read back from it.
CREATE VIRTUAL TABLE found USING fts5(tokens, content='', columnsize=0, tokenize='ascii');
CREATE TABLE names (name TEXT, rank INTEGER, whole INTEGER, PRIMARY KEY (name, rank)) WITHOUT ROWID;
"""


class Damaged(StudyError, sqlite3.DatabaseError):
    """A part of the index that was looked at is none; it was taken away, and the next start makes it again."""


class Unwritable(Exception):
    """The index cannot be kept where it is wanted; one in memory can take its place."""


class Index:
    """An open index. Writing is done in `writing`; a reader sees one state of it from `hold` to `release`."""

    def __init__(self, db: sqlite3.Connection, file: Path | None) -> None:
        self.db = db
        self.file = file

    @classmethod
    def in_memory(cls) -> Index:
        """An empty one that nobody keeps."""
        index = cls(_connect(":memory:"), None)
        index._make()
        return index

    @classmethod
    def open(cls, file: Path) -> Index:
        """The one in this file, made if it is not there or not one of ours.

        Raises:
            Unwritable: it cannot be made or opened there.
        """
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            try:
                return cls._opened(file)
            except sqlite3.DatabaseError as error:
                if locked_out(error):
                    raise
                discard(file)
                return cls._opened(file)
        except (OSError, sqlite3.Error) as error:
            raise Unwritable(str(error)) from error

    @classmethod
    def _opened(cls, file: Path) -> Index:
        db = _connect(str(file))
        db.file = file
        try:
            index = cls(db, file)
            if index.form() != FORM:
                db.execute("PRAGMA journal_mode=WAL")
                index._make()
            db.execute("PRAGMA synchronous=NORMAL")
            db.execute(f"PRAGMA journal_size_limit={LEAST_LOG}")
        except BaseException:
            db.close()
            raise
        return index

    def form(self) -> str | None:
        """Which version's index it is; None, if it is nothing of the kind."""
        try:
            found = self.db.execute("SELECT value FROM meta WHERE name = 'form'").fetchone()
        except sqlite3.OperationalError as error:
            if locked_out(error):
                raise
            return None
        return found[0] if found else None

    def _make(self) -> None:
        """Empty it and lay out its tables; another process may have done so meanwhile."""
        with self.writing():
            if self.form() == FORM:
                return
            listed = "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view') AND sql IS NOT NULL"
            for kind, name in sorted(self.db.execute(listed), key=lambda found: "fts5" not in self._sql(found[1])):
                with suppress(sqlite3.OperationalError):  # the shadow tables of a virtual one went with it
                    self.db.execute(f'DROP {kind} IF EXISTS "{name}"')
            for statement in filter(str.strip, SCHEMA.split(";\n")):
                self.db.execute(statement)
            self.set("form", FORM)
            self.set("state", CHANGED)

    def _sql(self, name: str) -> str:
        found = self.db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def copy(self) -> Index:
        """The same in memory, where it can be changed though its file cannot."""
        db = _connect(":memory:")
        self.db.backup(db)
        return Index(db, None)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it or nothing."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.rollback()
            raise
        self.db.commit()

    def hold(self) -> None:
        """See the index as it is now until `release`, whatever another process writes."""
        self.db.execute("BEGIN")
        self.db.execute("SELECT value FROM meta LIMIT 1").fetchone()

    def release(self) -> None:
        """See what is new again."""
        self.db.rollback()

    def tidy(self) -> None:
        """Cut the write-ahead log, unless somebody reads from it."""
        with suppress(sqlite3.Error):
            self.db.execute("PRAGMA busy_timeout=0")
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self.db.execute(f"PRAGMA busy_timeout={round(PATIENCE * 1000)}")

    def get(self, name: str, default: Any = None) -> Any:
        """Something that is noted of the whole: ``state``, ``stamp``, ``entries``, ``cards``."""
        found = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return found[0] if found else default

    def set(self, name: str, value: str | int) -> None:
        """Note something of the whole."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def close(self) -> None:
        """Let go of it."""
        self.db.close()


def locked_out(error: sqlite3.Error) -> bool:
    """Whether the file cannot be used, for want of a permission, of room or of a lock, though it may be sound."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _LOCKED_OUT


def discard(file: Path) -> None:
    """Take an index away that is none, with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def read_only_copy(file: Path) -> Index | None:
    """The index of a folder that cannot be written, in memory; None, if it is not there or not one of ours."""
    if not file.is_file():
        return None
    try:
        source = Index(_connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True), file)
    except sqlite3.Error:
        return None
    try:
        return source.copy() if source.form() == FORM else None
    except sqlite3.Error:
        return None
    finally:
        source.close()


class _Connection(sqlite3.Connection):
    """One that is closed when nobody holds it any more, and that takes away a file that turns out to be damaged."""

    file: Path | None = None

    def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
        try:
            return super().execute(sql, values)
        except sqlite3.DatabaseError as error:
            if self.file is None or getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGED:
                raise
            with suppress(OSError):
                discard(self.file)
            raise Damaged(f"{self.file}: damaged ({error}); start again, and it is made anew") from error

    def __del__(self) -> None:
        self.close()


def _connect(name: str, *, uri: bool = False) -> _Connection:
    """In autocommit; the learner's screens and the worker threads of a screen may both read."""
    return sqlite3.connect(
        name, timeout=PATIENCE, isolation_level=None, check_same_thread=False, factory=_Connection, uri=uri
    )
