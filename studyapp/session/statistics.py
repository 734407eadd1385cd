"""A learner's statistics: worked out for a desk, with cards and mistakes by name; for screens and plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

from studyapp.language import _, current
from studyapp.language import later as N_
from studyapp.memory.statistics import Band, Statistics, TopicNumbers, statistics
from studyapp.questions.mistakes import mistake
from studyapp.session.desk import Desk

Reckoning = Callable[..., Statistics]  # called with `progress`, or without
FACETS = {
    "meaning": N_("meaning"),
    "name": N_("name"),
    "formula": N_("formula"),
    "value": N_("value"),
    "contrast": N_("contrast"),
    "shape": N_("shape"),
    "procedure": N_("procedure"),
    "prediction": N_("prediction"),
}


def reckoning(desk: Desk) -> Reckoning:
    """Works the numbers out when it is called, from any thread; what it needs of the desk it has taken already."""
    return partial(
        statistics,
        desk.log.path,
        now=desk.now(),
        zone=desk.zone,
        rollover=desk.settings.rollover_hour,
        desired_retention=desk.settings.desired_retention,
        former=desk.library.former(),
    )


def usual_mistakes(desk: Desk, numbers: Statistics, most: int) -> list[tuple[str, int]]:
    """The mistakes that were made most often, by what they are called, each with how often."""
    made: Counter[str] = Counter()
    for each in numbers.usual_mistakes:
        made[mistake(desk.library, each.card, each.rule)[current()]] += each.count
    return made.most_common(most)


def topics(desk: Desk, numbers: Statistics) -> list[tuple[str, TopicNumbers]]:
    """The topics in their order, each with its title."""
    known = {topic.topic: topic for topic in numbers.by_topic}
    return [(topic.title[current()], known[topic.id]) for topic in desk.library.topics if topic.id in known]


def card_name(desk: Desk, card: str) -> str:
    """A card by its term and by what is asked of it; one that the glossary does not know any more by its id."""
    found = desk.library.card(card)
    if found is None:
        return card
    facet = FACETS.get(found.facet)
    return f"{desk.library.entries[found.entry].term[current()]} · {_(facet) if facet else found.facet}"


def percent(share: float | None) -> str:
    """A share as it is written; a dash where there is none."""
    return "–" if share is None else f"{share:.0%}"


def days_of(band: Band) -> str:
    """A class of stability in days."""
    if band.below is None:
        return _("{n} days and more").format(n=f"{band.least:g}")
    if not band.least:
        return _("under {n} day").format(n=f"{band.below:g}")
    return _("{low} to {high} days").format(low=f"{band.least:g}", high=f"{band.below:g}")
