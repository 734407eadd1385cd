"""What the log says of learning, in plain numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta, tzinfo

from msgspec import Struct

from studyapp.memory.model import Answer, CardState, Logged
from studyapp.memory.queue import day_of


class Statistics(Struct, frozen=True):
    """Learning in numbers.

    days: answers per day of study (ISO date). streak: days in a row up to today, or to yesterday while today has
    none. reviews: scheduled answers to cards that were answered on an earlier day; what comes twice on a day is in
    its learning steps. retention: the share of reviews that were remembered, None before the first.
    phases, topics: cards by phase and by topic. forecast: cards due per day, today first. minutes: time spent
    answering. mistakes: wrong rules by how often they were met.
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


def statistics(
    answers: Iterable[Logged],
    states: Mapping[str, CardState],
    topic_of: Mapping[str, str],
    *,
    now: int,
    zone: tzinfo,
    rollover: int,
    ahead: int = 14,
) -> Statistics:
    """Work the numbers out. `answers`: those that stand, oldest first; `topic_of`: card → topic."""
    days: Counter[date] = Counter()
    mistakes: Counter[str] = Counter()
    total = minutes = reviews = kept = 0.0
    scheduled_on: dict[str, date] = {}
    for logged in answers:
        answer = logged.event
        if not isinstance(answer, Answer):
            continue
        total += 1
        minutes += answer.duration_ms / 60_000
        day = day_of(answer.at, zone, rollover)
        days[day] += 1
        if answer.rule:
            mistakes[answer.rule] += 1
        if answer.purpose == "scheduled":
            if scheduled_on.get(answer.card, day) < day:
                reviews += 1
                kept += answer.grade > 1
            scheduled_on[answer.card] = day
    today = day_of(now, zone, rollover)
    return Statistics(
        answers=int(total),
        days={day.isoformat(): count for day, count in sorted(days.items())},
        streak=streak(set(days), today),
        retention=kept / reviews if reviews else None,
        reviews=int(reviews),
        phases=dict(Counter(state.phase for state in states.values())),
        topics=dict(Counter(topic_of[card] for card in states if card in topic_of)),
        forecast=forecast(states.values(), today, zone, rollover, ahead),
        minutes=round(minutes, 1),
        mistakes=dict(mistakes.most_common()),
    )


def streak(days: set[date], today: date) -> int:
    """Days in a row with an answer, ending today, or yesterday while today has none yet."""
    day = today if today in days else today - timedelta(days=1)
    length = 0
    while day in days:
        length += 1
        day -= timedelta(days=1)
    return length


def forecast(states: Iterable[CardState], today: date, zone: tzinfo, rollover: int, ahead: int) -> list[int]:
    """How many cards come due on each of the next days; today's number includes what is overdue."""
    due = Counter(max(0, (day_of(state.due, zone, rollover) - today).days) for state in states)
    return [due[day] for day in range(ahead)]
