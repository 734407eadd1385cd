"""The cards of an entry: what can be remembered about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from studyapp.content.model import Card, Entry, Facet

ORDER: tuple[Facet, ...] = ("meaning", "name", "contrast", "procedure", "formula", "shape", "prediction", "value")
APART = "\x1f"  # between the ends of cards' ids in one text; no text of a file has this character


def cards_of(entry: Entry, *, predicted: bool = False) -> list[Card]:
    """What can be remembered about an entry, in the order in which it is introduced; `predicted`: a demo's outcome."""
    return [card(entry.id, end) for end in with_prediction(ends(entry), predicted=predicted)]


def ends(entry: Entry) -> tuple[str, ...]:
    """The ends of the ids of an entry's cards, without the prediction, which a demo asks."""
    written = {question.facet for question in entry.questions}
    has: dict[Facet, bool] = {
        "meaning": True,
        "name": True,
        "contrast": bool(entry.pitfalls) or "contrast" in written,
        "procedure": "procedure" in written,
        "formula": bool(entry.formula),
        "shape": "shape" in written,
    }
    return (*(facet for facet in ORDER if has.get(facet)), *(f"value/{exercise}" for exercise in entry.exercises))


def with_prediction(cards: Sequence[str], *, predicted: bool) -> tuple[str, ...]:
    """The ends of cards' ids with the prediction in its place, if a demo asks it."""
    at = sum(not end.startswith("value/") for end in cards)
    return (*cards[:at], *(("prediction",) if predicted else ()), *cards[at:])


def card(entry: str, end: str) -> Card:
    """The card of an entry whose id ends so: ``meaning``, ``value/half-life``."""
    facet, _, exercise = end.partition("/")
    return Card(f"{entry}/{end}", entry, cast(Facet, facet), exercise or None)
