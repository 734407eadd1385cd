"""The table of cards: one row a card, with where it stands in the content and what the log says of it.

Nothing here is the truth: all of it follows from the events and the content, and can be dropped and made again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from msgspec.structs import astuple

from studyapp.memory.model import Answer, CardState, Logged
from studyapp.memory.scheduler import PHASES, Scheduler
from studyapp.memory.schema import run
from studyapp.memory.standing import Fold, fold, is_opened, step

OPENS_AT = 2.0  # days of stability that an entry must once have reached to open what requires it
REVIEW = PHASES.index("review")
TABLES = """
CREATE TABLE IF NOT EXISTS cards (
    card TEXT PRIMARY KEY, entry TEXT NOT NULL,
    topic TEXT, position INTEGER,           -- its place in the content, or NULL where that has no such card
    missing INTEGER NOT NULL DEFAULT 0,     -- how many of the entries that its own requires are not known yet
    held INTEGER NOT NULL DEFAULT 0,        -- it is not asked before this moment
    phase INTEGER, step INTEGER, stability REAL, difficulty REAL, due INTEGER, last INTEGER, introduced INTEGER,
    answers INTEGER, lapses INTEGER, peak REAL NOT NULL DEFAULT 0, back_by INTEGER   -- phase NULL: it is new
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS cards_in_review ON cards (due) WHERE phase = 1 AND topic IS NOT NULL;
CREATE INDEX IF NOT EXISTS cards_in_steps ON cards (due) WHERE phase <> 1 AND topic IS NOT NULL;
CREATE INDEX IF NOT EXISTS cards_new ON cards (position) WHERE phase IS NULL AND missing = 0 AND topic IS NOT NULL;
CREATE INDEX IF NOT EXISTS cards_of_topic ON cards (topic, phase) WHERE topic IS NOT NULL;
CREATE INDEX IF NOT EXISTS cards_introduced ON cards (introduced) WHERE introduced IS NOT NULL;
CREATE INDEX IF NOT EXISTS cards_answered ON cards (last, introduced) WHERE last IS NOT NULL;
CREATE TABLE IF NOT EXISTS opened (entry TEXT PRIMARY KEY) WITHOUT ROWID;
"""
STATE = "phase, step, stability, difficulty, due, last, introduced, answers, lapses, peak, back_by"
_WRITTEN = f"""
INSERT INTO cards (card, entry, held, {STATE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (card) DO UPDATE SET held = excluded.held,
{", ".join(f"{name} = excluded.{name}" for name in STATE.split(", "))}
"""
# Nearly every answer is a review that stays one: then most of the indexes can stay as they are.
_REVIEWED = """
UPDATE cards SET stability = ?, difficulty = ?, due = ?, last = ?, answers = ?, lapses = ?, peak = ?, back_by = ?
WHERE card = ?
"""
_NEWER = "SELECT 1 FROM events WHERE card = ? AND (at, device, number) > (?, ?, ?) LIMIT 1"
Events = Callable[[str], list[Logged]]
Progress = Callable[[int, int], None]


class Shelf(Protocol):
    """What the table needs to know of the content."""

    @property
    def stamp(self) -> str:
        """Differs where anything below differs."""

    def placed(self) -> Iterable[tuple[str, str, str, int]]:
        """Every card in learning order: its id, its entry, its topic, its number."""

    def prerequisites(self) -> Iterable[tuple[str, str]]:
        """Every pair of an entry and one that it requires."""

    def requires(self, entry: str) -> Iterable[str]:
        """What an entry requires directly."""

    def required_by(self, entry: str) -> Iterable[str]:
        """What requires an entry directly."""

    def former(self) -> Mapping[str, str]:
        """Old ids of entries, each with the id that the entry has now."""


class Cards:
    """The table, over an open log's connection; whoever writes is inside a transaction of the log."""

    def __init__(self, db: sqlite3.Connection, scheduler: Scheduler, events: Events) -> None:
        """`events(card)` are those of the log about a card, oldest first."""
        self.scheduler = scheduler
        self.shelf: Shelf | None = None
        self._db = db
        self._events = events
        self._now: Mapping[str, str] = {}  # old entry id → the present one
        self._then: dict[str, list[str]] = {}

    # ── reading ─────────────────────────────────────────────────────────────────────────────────────────────

    def fold(self, card: str) -> Fold:
        """What the table has of a card."""
        row = self._db.execute(f"SELECT held, {STATE} FROM cards WHERE card = ?", (card,)).fetchone()
        return _fold(card, row) if row else Fold()

    def states(self) -> dict[str, CardState]:
        """The states of all cards that have one."""
        rows = self._db.execute(f"SELECT card, {STATE} FROM cards WHERE phase IS NOT NULL")
        return {row[0]: state_of(*row) for row in rows}

    def held(self) -> dict[str, int]:
        """The cards that are or were put aside, each with until when."""
        return dict(self._db.execute("SELECT card, held FROM cards WHERE held > 0"))

    def current(self, card: str) -> str:
        """The id that a card has now."""
        entry, _, facet = card.partition("/")
        return f"{self._now[entry]}/{facet}" if entry in self._now else card

    def is_known(self, entry: str) -> bool:
        """Whether some card of the entry has once reached the stability that opens what builds on it."""
        found = self._db.execute(f"SELECT 1 FROM cards WHERE {OF_ENTRY} AND peak >= ? LIMIT 1", (*of(entry), OPENS_AT))
        return found.fetchone() is not None

    def is_opened(self, entry: str) -> bool:
        """Whether the entry was opened by hand."""
        return self._db.execute("SELECT 1 FROM opened WHERE entry = ?", (entry,)).fetchone() is not None

    # ── following the log ───────────────────────────────────────────────────────────────────────────────────

    def follow(self, logged: Logged, about: str) -> None:
        """Bring the table up to an event that has just been written."""
        event, card = logged.event, self.current(about)
        newer = self._db.execute(_NEWER, (about, event.at, logged.device, logged.number)).fetchone()
        if newer is not None or not isinstance(event, Answer):
            self.renew(about)
        elif event.purpose == "scheduled":
            before = self.fold(card)
            now = step(card, before, logged, event.at, self.scheduler)
            if before.state is not None and now.state is not None and before.state.phase == now.state.phase == "review":
                s = now.state
                row = (s.stability, s.difficulty, s.due, s.last, s.answers, s.lapses, s.peak, s.back_by, card)
                self._db.execute(_REVIEWED, row)
            else:
                self._store(card, now)
            self._tell(card, before, now)

    def renew(self, about: str) -> None:
        """Make anew what the log says of a card, or of an entry with a slash after it."""
        if about.endswith("/"):
            self._follow_entry(about)
            return
        card = self.current(about)
        before, now = self.fold(card), self.replay(card)
        self._store(card, now)
        self._tell(card, before, now)

    def _tell(self, card: str, before: Fold, now: Fold) -> None:
        """Open what builds on the entry of a card that is known now, or close it where that was taken back."""
        if (before.peak >= OPENS_AT) != (now.peak >= OPENS_AT):
            self._open_what_requires(card.partition("/")[0])

    def replay(self, card: str) -> Fold:
        """What the log says of a card, from all its events."""
        return fold(card, self.events(card), self.scheduler)

    def events(self, card: str) -> list[Logged]:
        """All events about a card, also those under its former ids."""
        entry, _, facet = card.partition("/")
        return [logged for id in (entry, *self._then.get(entry, ())) for logged in self._events(f"{id}/{facet}")]

    def _follow_entry(self, about: str) -> None:
        entry = self.current(about).rstrip("/")
        if self._is_opened_by_log(entry):
            self._db.execute("INSERT OR IGNORE INTO opened VALUES (?)", (entry,))
        else:
            self._db.execute("DELETE FROM opened WHERE entry = ?", (entry,))
        self._count_missing(entry)

    def _is_opened_by_log(self, entry: str) -> bool:
        return any(is_opened(self._events(f"{id}/")) for id in (entry, *self._then.get(entry, ())))

    def _store(self, card: str, now: Fold) -> None:
        self._db.execute(_WRITTEN, (card, card.partition("/")[0], now.held, *_columns(now)))
        if now == Fold():  # of a card that the content does not have, nothing is left to say
            self._db.execute("DELETE FROM cards WHERE card = ? AND topic IS NULL", (card,))

    def _open_what_requires(self, entry: str) -> None:
        for dependent in self.shelf.required_by(entry) if self.shelf is not None else ():
            self._count_missing(dependent)

    def _count_missing(self, entry: str) -> None:
        missing = 0
        if self.shelf is not None and not self.is_opened(entry):
            missing = sum(not self.is_known(required) for required in self.shelf.requires(entry))
        self._db.execute(f"UPDATE cards SET missing = ? WHERE {OF_ENTRY}", (missing, *of(entry)))

    # ── all of it ───────────────────────────────────────────────────────────────────────────────────────────

    def rebuild(self, ids: list[str], progress: Progress | None = None) -> None:
        """Drop everything and make it anew. `ids`: the cards, and entries with a slash after them, of all events."""
        for name in ("cards", "opened"):
            self._db.execute(f"DROP TABLE IF EXISTS {name}")
        run(self._db, TABLES)
        wanted = list(dict.fromkeys(map(self.current, ids)))
        for done, id in enumerate(wanted):
            if progress is not None and done % 1000 == 0:
                progress(done, len(wanted))
            if not id.endswith("/"):
                self._store(id, self.replay(id))
            elif self._is_opened_by_log(id.rstrip("/")):
                self._db.execute("INSERT INTO opened VALUES (?)", (id.rstrip("/"),))
        if self.shelf is not None:
            self.place()

    def use(self, shelf: Shelf) -> None:
        """Know this content from now on."""
        self.shelf, self._now = shelf, dict(shelf.former())
        self._then = {}
        for old, now in self._now.items():
            self._then.setdefault(now, []).append(old)

    def place(self) -> None:
        """Give every card of the content its place, and take it from those that the content has no more."""
        assert self.shelf is not None
        self._db.execute("UPDATE cards SET topic = NULL, position = NULL, missing = 0 WHERE topic IS NOT NULL")
        self._db.executemany(
            "INSERT INTO cards (card, entry, topic, position) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (card) DO UPDATE SET topic = excluded.topic, position = excluded.position",
            self.shelf.placed(),
        )
        self._db.execute("DELETE FROM cards WHERE topic IS NULL AND phase IS NULL AND held = 0 AND peak = 0")
        known = {entry for (entry,) in self._db.execute("SELECT entry FROM cards WHERE peak >= ?", (OPENS_AT,))}
        opened = {entry for (entry,) in self._db.execute("SELECT entry FROM opened")}
        missing: dict[str, int] = {}
        for entry, required in self.shelf.prerequisites():
            if required not in known and entry not in opened:
                missing[entry] = missing.get(entry, 0) + 1
        self._db.executemany(
            f"UPDATE cards SET missing = ? WHERE {OF_ENTRY}", ((n, *of(entry)) for entry, n in missing.items())
        )


OF_ENTRY = "card > ? AND card < ?"  # the cards of an entry stand together, and `0` is the character after the slash


def of(entry: str) -> tuple[str, str]:
    """What `OF_ENTRY` asks for."""
    return f"{entry}/", f"{entry}0"


def _fold(card: str, row: tuple[Any, ...]) -> Fold:
    held, phase, peak = row[0], row[1], row[-2]
    return Fold(None if phase is None else state_of(card, *row[1:]), peak, held)


def state_of(card: str, phase: int, *rest: Any) -> CardState:
    """A card's state from its columns `STATE`."""
    return CardState(card, PHASES[phase], *rest)


def _columns(now: Fold) -> tuple[Any, ...]:
    if now.state is None:
        return (*(None,) * 9, now.peak, None)
    _, phase, *rest = astuple(now.state)
    return (PHASES.index(phase), *rest)
