"""The hand-written questions of an entry, by the facet and the kind in which a card asks them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from studyapp.content.model import (
    Card,
    ChoiceQuestion,
    ClozeQuestion,
    Entry,
    HandWritten,
    MatchingQuestion,
    OrderingQuestion,
    SeveralQuestion,
    TrueFalseQuestion,
    TypedQuestion,
)
from studyapp.questions.model import Kind

Written = TypeVar("Written", bound=HandWritten)

TYPES: dict[Kind, type[HandWritten]] = {
    "choice": ChoiceQuestion,
    "several-of": SeveralQuestion,
    "true-false": TrueFalseQuestion,
    "cloze": ClozeQuestion,
    "typed": TypedQuestion,
    "ordering": OrderingQuestion,
    "matching": MatchingQuestion,
}


def written(entry: Entry, card: Card, type_: type[Written]) -> Iterator[Written]:
    """Those of this facet and type."""
    for question in entry.questions:
        if isinstance(question, type_) and question.facet == card.facet:
            yield question
