"""Questions whose parts are put in order or matched."""

from __future__ import annotations

import random
from collections.abc import Sequence

from studyapp.content.library import Library
from studyapp.content.model import Card, Entry, MatchingQuestion, OrderingQuestion, Text
from studyapp.language import LANGS
from studyapp.language import later as N_
from studyapp.questions.masking import masked
from studyapp.questions.model import Option, Question
from studyapp.questions.wording import both, formulas
from studyapp.questions.written import written

PAIRS = {"meaning": 3, "formula": 4}  # definitions are long


def ordering(_library: Library, entry: Entry, card: Card, seed: int, rng: random.Random) -> Question:
    """Steps to be put in order; they never stand in it from the start."""
    asked = rng.choice(list(written(entry, card, OrderingQuestion)))
    places = list(range(len(asked.steps)))
    while places == sorted(places):
        rng.shuffle(places)
    return Question(
        card=card.id,
        kind="ordering",
        seed=seed,
        stem=asked.ask,
        answer=Text(**{lang: _numbered([step[lang] for step in asked.steps]) for lang in LANGS}),
        why=asked.why,
        options=tuple(Option(asked.steps[place], True) for place in places),
        order=tuple(places.index(step) for step in range(len(places))),
        demo=entry.demo,
    )


def matching(library: Library, entry: Entry, card: Card, seed: int, rng: random.Random) -> Question:
    """Pairs: hand-written ones, or the term and its neighbours with their definitions or formulas."""
    own = list(written(entry, card, MatchingQuestion))
    if own:
        asked = rng.choice(own)
        stem, pairs, why = asked.ask, [(pair.left, pair.right) for pair in asked.pairs], asked.why
    else:
        others = matched(library, entry, card)
        several = [entry, *rng.sample(others[: 2 * PAIRS[card.facet]], PAIRS[card.facet] - 1)]
        rng.shuffle(several)
        right = formulas if card.facet == "formula" else _defined
        pairs, why = [(each.term, right(each)) for each in several], None
        stem = both(N_("Which formula belongs to which term?") if card.facet == "formula" else N_("What is what?"))
    places = list(range(len(pairs)))
    rng.shuffle(places)
    told = {lang: "\n".join(f"{left[lang]}: {right[lang]}" for left, right in pairs) for lang in LANGS}
    return Question(
        card=card.id,
        kind="matching",
        seed=seed,
        stem=stem,
        answer=Text(**told),
        why=why,
        lefts=tuple(left for left, _ in pairs),
        options=tuple(Option(pairs[place][1], True) for place in places),
        order=tuple(places.index(pair) for pair in range(len(places))),
        demo=entry.demo,
    )


def matched(library: Library, entry: Entry, card: Card) -> list[Entry]:
    """Near entries that can stand beside this one: none has a formula of another."""
    near = library.near(entry.id, 12)
    if card.facet != "formula":
        return near
    fit: list[Entry] = []
    for other in near:
        theirs = {formula.text for formula in other.formula}
        if theirs and all(theirs.isdisjoint(formula.text for formula in each.formula) for each in (entry, *fit)):
            fit.append(other)
    return fit


def _defined(entry: Entry) -> Text:
    return masked(entry.definition, entry)


def _numbered(steps: Sequence[str]) -> str:
    return "\n".join(f"{at}. {step}" for at, step in enumerate(steps, 1))
