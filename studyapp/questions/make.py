"""A card becomes a question: same card, kind and seed, same question."""

from __future__ import annotations

import random
from collections.abc import Callable

from studyapp.content.library import Library
from studyapp.content.model import Card, Entry
from studyapp.questions import arranging, choices, demos, exercises, recall, statements
from studyapp.questions.model import Drawn, Kind, Question
from studyapp.questions.written import TYPES, written

COMPUTED: frozenset[Kind] = frozenset({"numeric", "shape"})  # typed, and worked out by an exercise

_MAKERS: dict[Kind, Callable[[Library, Entry, Card, int, random.Random], Question]] = {
    "flashcard": recall.flashcard,
    "choice": choices.choice,
    "several-of": statements.several,
    "true-false": statements.true_false,
    "cloze": recall.cloze,
    "typed": recall.typed,
    "ordering": arranging.ordering,
    "matching": arranging.matching,
}


def kinds(library: Library, card: Card) -> tuple[Kind, ...]:
    """Every way to ask a card; the first is how study asks it. Empty: it cannot be asked."""
    entry = library.entries[card.entry]
    derived: tuple[Kind, ...] = ()
    if card.facet == "meaning":
        derived = ("flashcard", "choice", "matching")
    elif card.facet == "name":
        derived = ("flashcard", "typed", "choice")
    elif card.facet == "formula":
        others = arranging.matched(library, entry, card)
        derived = ("flashcard", "choice", *(("matching",) if len(others) >= arranging.PAIRS["formula"] - 1 else ()))
    elif card.facet == "contrast" and entry.pitfalls:
        derived = ("true-false", "choice", "several-of")
    elif card.facet == "value":
        words = library.exercise_words(card.exercise or "")
        derived = ("shape" if words and words.shape else "numeric", "choice")
    elif card.facet == "prediction":
        words_ = library.predicted(card.entry)
        derived = ("predict-the-demo", *(("read-the-plot",) if words_ and words_.plots else ()))
    own = tuple(kind for kind, type_ in TYPES.items() if any(written(entry, card, type_)))
    return tuple(dict.fromkeys(derived + own))


def make(
    library: Library,
    card: Card,
    kind: Kind,
    seed: int,
    *,
    drawn: Drawn | None = None,
    example: Drawn | None = None,
    measured: float | None = None,
) -> Question:
    """The question.

    A value card needs the exercise as `drawn` with the same seed; `example`, if any, is worked beside it. A prediction
    needs what was `measured` when the demo ran.

    Raises:
        ValueError: the card cannot be asked in this way.
    """
    if kind not in kinds(library, card):
        raise ValueError(f"{card.id} cannot be asked as {kind}")
    rng = random.Random(f"{card.id} {kind} {seed}")
    if card.facet == "value":
        assert drawn is not None, "a value card needs drawn numbers"
        return exercises.computed(library, card, kind, seed, rng, drawn, example)
    if kind == "predict-the-demo":
        assert measured is not None, "a prediction needs a measured value"
        return demos.predict(library, card, seed, rng, measured)
    if kind == "read-the-plot":
        return demos.plot(library, card, seed, rng)
    return _MAKERS[kind](library, library.entries[card.entry], card, seed, rng)
