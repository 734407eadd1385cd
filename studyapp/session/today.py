"""What home shows: counts, where to go on, and the topics."""

from __future__ import annotations

from dataclasses import dataclass

from studyapp.content.model import Text


@dataclass(frozen=True)
class TopicToday:
    """One topic: cards due and new today, and how many of its cards have ever been met."""

    id: str
    name: Text
    due: int
    new: int
    met: int
    cards: int


@dataclass(frozen=True)
class Today:
    """The state of learning at a glance. `begins_with` is the term that study would begin with."""

    date: str
    due: int
    new: int
    tomorrow: int
    begins_with: str
    first_time: bool
    terms: int
    demos: int
    topics: tuple[TopicToday, ...]
