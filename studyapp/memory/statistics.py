"""What the log says of learning, in plain numbers; a log of a million events streams through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta, tzinfo
from heapq import nlargest
from math import inf
from pathlib import Path

from msgspec import Struct

from studyapp.memory.queue import day_begins, day_of
from studyapp.memory.reading import reading
from studyapp.memory.tallies import STABILITY, Answered, CardCost, Cards, Day, MistakeMade

AHEAD = 30  # days of the forecast
RECENT = 30  # days of the recent retention
WEEKS = 13  # of the course of retention
COSTLY = 10  # how many cards are told


class Band(Struct, frozen=True):
    """How many cards lie in [least, below); `below` is None where there is no end."""

    least: float
    below: float | None
    cards: int


class Week(Struct, frozen=True):
    """Reviews of seven days from `begins` (ISO date) on, and how many were remembered."""

    begins: str
    reviews: int
    remembered: int


class TopicNumbers(Struct, frozen=True):
    """A topic: its cards, how many were answered, how many are solid (stability of 21 days or more).

    retention: as in Statistics, over all; None before the first review.
    """

    topic: str
    cards: int
    met: int
    solid: int
    reviews: int
    retention: float | None
    minutes: float


class Statistics(Struct, frozen=True):
    """Learning in numbers.

    days: answers per day of study (ISO date). streak: days in a row up to today, or to yesterday while today has
    none; longest_streak: the most there ever were. phases, topics: cards by phase and by topic.

    reviews: scheduled answers to cards that were answered on an earlier day; what comes twice on a day is in its
    learning steps. retention: the share of reviews that were remembered, None before the first; the recent ones are of
    the last 30 days, today among them. weeks: the last 13, oldest first, the last one ending today.

    minutes, minutes_by_day: time spent answering; an answer counts at most 60 seconds.
    forecast: cards that come due per day, for 30 days, today and what is overdue first; suspended ones do not.
    stability (days), difficulty (1 to 10): the cards that were answered, by class.
    lapsed, longest: the cards that cost most lapses, and most time. leeches: cards with 8 lapses or more.
    mistakes: wrong rules by how often they were met. usual_mistakes: the same, told apart by what they are called.
    """

    answers: int
    days: dict[str, int]
    streak: int
    retention: float | None
    reviews: int
    phases: dict[str, int]
    topics: dict[str, int]
    forecast: list[int]
    minutes: float
    mistakes: dict[str, int]
    today: str
    longest_streak: int
    desired_retention: float
    recent_retention: float | None
    recent_reviews: int
    weeks: list[Week]
    minutes_by_day: dict[str, float]
    stability: list[Band]
    difficulty: list[Band]
    by_topic: list[TopicNumbers]
    lapsed: list[CardCost]
    longest: list[CardCost]
    leeches: int
    usual_mistakes: list[MistakeMade]


def statistics(
    path: Path,
    *,
    now: int,
    zone: tzinfo,
    rollover: int,
    desired_retention: float = 0.9,
    former: Mapping[str, str] | None = None,
    progress: Callable[[int], None] = lambda _events: None,
) -> Statistics:
    """Work the numbers out, over a connection of its own, from any thread.

    `former`: old ids of entries, each with the present one. `progress` is told now and then how many events have been
    read; what it raises ends the work.

    Raises:
        LogError: the log cannot be read.
    """
    with reading(path) as log:
        answered = Answered(zone, rollover, former or {})
        answered.read(log, progress)
        begins = [day_begins(now, zone, rollover, later) for later in range(1, AHEAD + 1)]
        cards = Cards(begins, answered.cards)
        cards.read(log)
    return _told(answered, cards, day_of(now, zone, rollover), desired_retention)


def _told(answered: Answered, cards: Cards, today: date, desired: float) -> Statistics:
    days = [answered.days[day] for day in sorted(answered.days)]
    recent = [day for day in days if today - timedelta(days=RECENT) < day.day <= today]
    reviews = sum(day.reviews for day in days)
    recently = sum(day.reviews for day in recent)
    return Statistics(
        answers=sum(day.answers for day in days),
        days={day.day.isoformat(): day.answers for day in days if day.answers},
        streak=streak(answered.days.keys(), today),
        retention=_share(sum(day.remembered for day in days), reviews),
        reviews=reviews,
        phases=dict(cards.phases),
        topics={topic: numbers["met"] for topic, numbers in cards.topics.items() if numbers["met"]},
        forecast=cards.forecast[:AHEAD],
        minutes=_minutes(sum(day.ms for day in days)),
        mistakes=dict(answered.rules.most_common()),
        today=today.isoformat(),
        longest_streak=longest_streak(answered.days.keys()),
        desired_retention=desired,
        recent_retention=_share(sum(day.remembered for day in recent), recently),
        recent_reviews=recently,
        weeks=_weeks(days, today),
        minutes_by_day={day.day.isoformat(): _minutes(day.ms) for day in days if day.ms},
        stability=_bands((0.0, *STABILITY), cards.stability),
        difficulty=_bands(tuple(map(float, range(1, 11))), cards.difficulty),
        by_topic=[
            TopicNumbers(
                topic,
                cards=numbers["cards"],
                met=numbers["met"],
                solid=numbers["solid"],
                reviews=numbers["reviews"],
                retention=_share(numbers["remembered"], numbers["reviews"]),
                minutes=_minutes(numbers["ms"]),
            )
            for topic, numbers in cards.topics.items()
        ],
        lapsed=nlargest(COSTLY, (c for c in cards.costs if c.lapses), key=lambda c: (c.lapses, c.minutes, c.card)),
        longest=nlargest(COSTLY, (c for c in cards.costs if c.minutes), key=lambda c: (c.minutes, c.lapses, c.card)),
        leeches=cards.leeches,
        usual_mistakes=answered.usual(),
    )


def _share(part: int, of: int) -> float | None:
    return part / of if of else None


def _minutes(ms: int) -> float:
    return round(ms / 60_000, 1)


def _weeks(days: list[Day], today: date) -> list[Week]:
    """The last weeks, oldest first; the last one ends today."""
    reviews, remembered = Counter[int](), Counter[int]()
    for day in days:
        ago = (today - day.day).days // 7
        reviews[ago] += day.reviews
        remembered[ago] += day.remembered
    return [
        Week((today - timedelta(days=7 * ago + 6)).isoformat(), reviews[ago], remembered[ago])
        for ago in reversed(range(WEEKS))
    ]


def _bands(least: tuple[float, ...], counts: list[int]) -> list[Band]:
    ends = [*least[1:], inf]
    return [Band(low, None if end == inf else end, count) for low, end, count in zip(least, ends, counts, strict=True)]


def streak(days: Collection[date], today: date) -> int:
    """Days in a row with an answer, ending today, or yesterday while today has none yet."""
    day = today if today in days else today - timedelta(days=1)
    length = 0
    while day in days:
        length += 1
        day -= timedelta(days=1)
    return length


def longest_streak(days: Collection[date]) -> int:
    """The most days in a row that ever had an answer."""
    longest = length = 0
    before: date | None = None
    for day in sorted(days):
        length = length + 1 if before is not None and day - before == timedelta(days=1) else 1
        longest, before = max(longest, length), day
    return longest
