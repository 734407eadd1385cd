"""The desk: everything that a learner's session needs, opened once, with its clock and chance as parameters."""

from __future__ import annotations

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

from msgspec.structs import replace

from studyapp import language
from studyapp.content.catalog import Catalog
from studyapp.content.files import Progress, no_progress
from studyapp.content.library import Library
from studyapp.content.loading import changed, load
from studyapp.content.model import Card, Problem, Value
from studyapp.content.paths import Paths
from studyapp.errors import StudyError
from studyapp.language import Lang
from studyapp.memory.backups import keep
from studyapp.memory.log import Log
from studyapp.memory.model import Purpose
from studyapp.memory.queue import Counts, Queue, day_begins, day_ends, due_between
from studyapp.memory.scheduler import DAY_MS, EPOCH, Scheduler
from studyapp.memory.settings import Settings
from studyapp.memory.settings import load as load_settings
from studyapp.memory.settings import save as save_settings
from studyapp.questions.make import kinds
from studyapp.session.today import Today, TopicToday

if TYPE_CHECKING:
    from studyapp.lab.client import Lab
    from studyapp.lab.frames import Frame

T = TypeVar("T")
HARD = 5.0  # FSRS's difficulty, 1 to 10, of what was missed or hard at its first asking
Scope = Literal["mixed", "due", "weak"]
SCOPES: tuple[Scope, ...] = get_args(Scope)


@dataclass
class Desk:
    """A session's library, log, lab and settings. `now()` is in ms since 1970; `zone` is the learner's.

    The lab (the child process that runs demos) is made when it is first needed.
    """

    paths: Paths
    library: Library
    log: Log
    settings: Settings
    now: Callable[[], int]
    zone: tzinfo
    rng: random.Random = field(default_factory=random.Random)
    troubles: list[str] = field(default_factory=list)
    _catalog: Catalog | None = None
    _figures: dict[tuple[str, frozenset[tuple[str, Value]]], Frame] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.use(self.library)

    def use(self, library: Library) -> None:
        """Take this library from now on; every card in the log and in the library has its place in the queue.

        Raises:
            LogError: the log cannot be written.
        """
        self.library = library
        self.log.use(library)

    def read_ahead(self) -> bool:
        """Whether a file of content has changed; what it came to is then in the index. From any thread."""
        if not changed(self.paths, self.library):
            return False
        open_library(self.paths).close()
        return True

    def reload(self) -> None:
        """Take the content as it is now, once `read_ahead` has said that it changed.

        Raises:
            LogError: the log cannot be written.
        """
        self.use(open_library(self.paths))  # whoever still asks the library of before may do so to the end

    @cached_property
    def lab(self) -> Lab:
        """The way to the demos."""
        from studyapp.lab.client import Lab

        return Lab()

    def look_after(self) -> None:
        """Make a backup if one is due, and look whether the log is sound; from a thread, beside everything else."""
        self.log.look_through()
        if not self.log.damaged:
            self._back_up()

    def _back_up(self) -> None:
        try:
            keep(self.log.path, datetime.fromtimestamp(self.now() / 1000, UTC))
        except (OSError, sqlite3.Error) as error:
            self._trouble(f"{self.log.path.parent / 'backups'}: no backup could be made ({error})")

    def _trouble(self, trouble: str) -> None:
        if trouble not in self.troubles:
            self.troubles.append(trouble)

    async def close(self) -> None:
        """End the lab's process and close the log."""
        if "lab" in self.__dict__:
            await self.lab.close()
        self.log.close()

    async def catalog(self) -> Catalog:
        """What the lab offers."""
        if self._catalog is None:
            self._catalog = await self.lab.describe()
        return self._catalog

    async def last_frame(self, demo: str, settings: Mapping[str, Value]) -> Frame | None:
        """The last frame of a demo at these settings (else the defaults); None if another run came between.

        Run once: what was shown is kept as long as the desk is open.

        Raises:
            LabError: the demo cannot be run.
        """
        key = (demo, frozenset(settings.items()))
        if key not in self._figures:
            last = await self.lab.last_frame(demo, settings)
            if last is not None:
                self._figures[key] = last
        return self._figures.get(key)

    # ── settings ────────────────────────────────────────────────────────────────────────────────────────────

    def speak(self, lang: Lang) -> None:
        """Use this language from now on, and the next time."""
        language.use(lang)
        self.save_settings(lang=lang)

    def save_settings(self, **changed: Any) -> None:
        """Change settings and keep them; a folder that cannot be written is a trouble, not an end."""
        self.settings = replace(self.settings, **changed)
        try:
            save_settings(self.paths.settings, self.settings)
        except OSError as error:
            self._trouble(f"{self.paths.settings}: not saved ({error.strerror})")

    # ── what comes next ─────────────────────────────────────────────────────────────────────────────────────

    def queue(self, topic: str | None = None) -> Queue:
        """The queue as of now."""
        now, settings = self.now(), self.settings
        return Queue(
            self.log,
            now,
            start=day_begins(now, self.zone, settings.rollover_hour),
            end=day_ends(now, self.zone, settings.rollover_hour),
            new_per_day=settings.new_per_day,
            reviews_per_day=settings.reviews_per_day,
            topic=topic,
        )

    def _cards(self, ids: Iterable[str]) -> Iterator[Card]:
        return (card for id in ids if (card := self.library.card(id)) is not None)

    def next_card(
        self, topic: str | None = None, after: Card | None = None, without: Collection[str] = ()
    ) -> Card | None:
        """The card that study asks next, none of those in `without`."""
        id = self.queue(topic).next(after.id if after is not None else None, without)
        return self.library.card(id) if id is not None else None

    def counts(self, topic: str | None = None) -> Counts:
        """What is due and new."""
        return self.queue(topic).counts()

    def purpose(self, card: Card, *, ahead: bool = True) -> Purpose:
        """Whether an answer now counts for the schedule: due cards do, and new ones that today still lets in.

        `ahead`: cards in their learning steps count some minutes early too.
        """
        queue = self.queue()
        return "scheduled" if queue.is_due(card.id, ahead=ahead) or queue.admits(card.id) else "practice"

    def previews(self, card: Card, seed: int) -> dict[int, int]:
        """For each grade, in how many ms the card would come back; `seed`: that of the question."""
        return self.log.scheduler.preview(card.id, self.log.state(card.id), self.now(), seed)

    def quiz_cards(self, topic: str | None, length: int, scope: Scope = "mixed") -> list[Card]:
        """Cards for a quiz, no two with the same strategy in a row.

        mixed: due ones, then new ones of today, then met ones, then any. due: due ones alone. weak: those that are
        the hardest for the learner, the shakiest first.
        """
        queue = self.queue(topic)
        wanted = {
            "mixed": (queue.due, queue.new, lambda: self._shuffled(queue.met()), lambda: self._shuffled(queue.unmet())),
            "due": (queue.due,),
            "weak": (lambda: [card.id for card in self.weak(topic)],),
        }
        chosen: dict[Card, None] = {}
        for card in self._cards(chain.from_iterable(listed() for listed in wanted[scope])):
            if len(chosen) == length:
                break
            if self._checks_itself(card):
                chosen[card] = None
        return apart(self._shuffled(list(chosen)))

    def _shuffled(self, cards: list[T]) -> list[T]:
        self.rng.shuffle(cards)
        return cards

    def weak(self, topic: str | None = None) -> list[Card]:
        """The cards that were missed or hard, the shakiest first."""
        hard, now = self.queue(topic).hard(HARD), self.now()
        hard.sort(key=lambda state: self.log.scheduler.retrievability(state, now))
        return list(self._cards(state.card for state in hard))

    def _checks_itself(self, card: Card) -> bool:
        return any(kind != "flashcard" for kind in kinds(self.library, card))

    # ── home, search ────────────────────────────────────────────────────────────────────────────────────────

    def today(self) -> Today:
        """What home shows."""
        queue, library = self.queue(), self.library
        counts, due, new = queue.counts(), queue.due_by_topic, queue.within_reach()
        new_in = Counter(library.topic_of[card.entry] for card in self._cards(new))
        met, first = queue.met_by_topic(), queue.next()
        card = library.card(first) if first is not None else None
        moment = datetime.fromtimestamp(self.now() / 1000, self.zone)
        return Today(
            date=moment.strftime("%Y-%m-%d"),
            due=counts.due,
            new=counts.new,
            tomorrow=due_between(self.log, queue.end, queue.end + DAY_MS),
            begins_with=library.entries[card.entry].term[language.current()] if card is not None else "",
            first_time=self.log.is_empty(),
            terms=len(library.entries),
            demos=len(library.demo_ids),
            topics=tuple(
                TopicToday(
                    id=topic.id,
                    name=topic.title,
                    due=due[topic.id],
                    new=new_in[topic.id],
                    met=met.get(topic.id, (0, 0))[0],
                    cards=met.get(topic.id, (0, 0))[1],
                )
                for topic in library.topics
            ),
        )


def apart(cards: list[Card]) -> list[Card]:
    """The same cards, reordered where needed so that no two neighbours ask for the same facet or entry."""
    ordered: list[Card] = []
    waiting = list(cards)
    while waiting:
        last = ordered[-1] if ordered else None
        clashes = [(card.entry == last.entry, card.facet == last.facet) if last else () for card in waiting]
        ordered.append(waiting.pop(clashes.index(min(clashes))))
    return ordered


def catalog() -> Catalog:
    """What the lab offers; asked when a file of content has changed."""
    from studyapp.lab.client import describe_now

    return describe_now()


def open_library(paths: Paths, progress: Progress = no_progress) -> Library:
    """The library, with references to demos and exercises checked where a file had to be compiled.

    Without a lab that works there is still everything that can be read; the problem is told with the others.
    """
    try:
        return load(paths, catalog, progress=progress)
    except StudyError as error:
        remedy = "until it works, references to demos and exercises are not checked"
        return load(paths, problems=[Problem("demos", 1, 1, str(error), remedy)], progress=progress)


def open_desk(
    paths: Paths,
    lang: str | None,
    environ: dict[str, str],
    now: Callable[[], int],
    zone: tzinfo,
    progress: Progress = no_progress,
) -> Desk:
    """Open everything, in the language that was asked for or chosen before.

    Raises:
        LogError: the log cannot be used.
    """
    settings, trouble = load_settings(paths.settings)
    language.use(language.choose(lang, settings.lang, environ))
    log = Log.open(paths.log, Scheduler(settings.desired_retention, settings.parameters))
    library = open_library(paths, progress)
    return Desk(paths, library, log, settings, now, zone, troubles=[trouble] if trouble else [])


def wall_clock() -> int:
    """Milliseconds since 1970, by the machine's clock."""
    return round(datetime.now(UTC).timestamp() * 1000)


class LocalZone(tzinfo):
    """The machine's time zone as the C library knows it, summer time included. `zoneinfo` would cost 5 ms at start."""

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """How far local time is ahead of UTC at a local moment."""
        seconds = time.mktime(moment.timetuple()) if moment is not None else time.time()
        return timedelta(seconds=time.localtime(seconds).tm_gmtoff)

    def dst(self, moment: datetime | None) -> timedelta | None:
        """Not told apart from the zone's own offset."""
        return None

    def tzname(self, moment: datetime | None) -> str:
        """What the zone is called."""
        return time.strftime("%Z")

    def fromutc(self, moment: datetime) -> datetime:
        """A moment in UTC as local time."""
        seconds = (moment.replace(tzinfo=UTC) - EPOCH).total_seconds()
        return moment + timedelta(seconds=time.localtime(seconds).tm_gmtoff)
