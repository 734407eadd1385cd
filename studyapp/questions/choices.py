"""Choices: the right answer among wrong ones that a learner might believe, chosen so that nothing gives it away."""

from __future__ import annotations

import random
from collections.abc import Sequence

from studyapp.content.library import Library
from studyapp.content.model import Card, ChoiceQuestion, Entry, ExerciseWords, Text
from studyapp.language import later as N_
from studyapp.questions.disguise import disguised
from studyapp.questions.masking import masked
from studyapp.questions.model import Drawn, Option, Question
from studyapp.questions.statements import believed
from studyapp.questions.wording import both, formulas, number, where
from studyapp.questions.written import written

OPTIONS = 4  # choices in a question, the right one among them
NEAR = 10  # so many neighbours are possible distractors


def choice(library: Library, entry: Entry, card: Card, seed: int, rng: random.Random) -> Question:
    """The right definition, term, formula or statement among those of near neighbours; or a hand-written question."""
    own = list(written(entry, card, ChoiceQuestion))
    near = library.near(entry.id, NEAR)
    if own and (card.facet not in ("meaning", "name", "formula", "contrast") or rng.random() < 0.5):
        asked = rng.choice(own)
        wrong = [Option(text, False) for text in asked.wrong]
        return _question(entry, card, seed, rng, asked.ask, asked.answer, wrong, asked.why)
    if card.facet == "meaning":
        stem, right = both(N_("{term}: which definition is right?"), term=entry.term), masked(entry.definition, entry)
        wrong = [_neighbour(other, masked(other.definition, other)) for other in near]
        return _question(entry, card, seed, rng, stem, right, wrong, entry.explanation)
    if card.facet == "name":
        stem = both(N_("Which term is this?\n{definition}"), definition=masked(entry.definition, entry))
        wrong = [_neighbour(other, other.term) for other in near]
        return _question(entry, card, seed, rng, stem, entry.term, wrong, entry.explanation)
    if card.facet == "formula":
        stem, right = both(N_("{term}: which formula?"), term=entry.term), formulas(entry)
        others = [other for other in near if other.formula and formulas(other) != right]
        wrong = [_neighbour(other, formulas(other)) for other in others]
        return _question(entry, card, seed, rng, stem, right, wrong, where(entry))
    return _statements(entry, card, seed, rng, near)


def _statements(entry: Entry, card: Card, seed: int, rng: random.Random, near: Sequence[Entry]) -> Question:
    """The one true statement among false ones, or the one false among true ones."""
    pitfall = rng.choice(entry.pitfalls)
    others = [(other, each) for other in near for each in other.pitfalls]
    if rng.random() < 0.5:
        wrong = [Option(each.wrong, False, each.right, believed(other, each)) for other, each in others]
        wrong += [Option(p.wrong, False, p.right, believed(entry, p)) for p in entry.pitfalls if p is not pitfall]
        return _question(entry, card, seed, rng, both(N_("Which of these is true?")), pitfall.right, wrong, None)
    rule = believed(entry, pitfall)
    wrong = [Option(each.right, False, both(N_("That is true.")), rule) for _, each in others]
    return _question(entry, card, seed, rng, both(N_("Which of these is false?")), pitfall.wrong, wrong, pitfall.right)


def numeric(card: Card, seed: int, rng: random.Random, stem: Text, drawn: Drawn, words: ExerciseWords) -> Question:
    """The right number among those that wrong rules give, as they are shown."""
    right = _plain(number(drawn.answer, drawn.digits))
    wrong = []
    for each in drawn.wrong:
        rule = words.rules[each.rule]
        why = both(N_("That is what you get with: {mistake}. {right}"), mistake=rule.says, right=rule.right)
        wrong.append(Option(_plain(number(each.value, drawn.digits)), False, why, each.rule))
    options = _mixed(right, wrong, rng)
    return Question(
        card=card.id,
        kind="choice",
        seed=seed,
        stem=stem,
        answer=right,
        options=options,
        drawn=drawn,
        demo=drawn.demo,
    )


def _question(
    entry: Entry,
    card: Card,
    seed: int,
    rng: random.Random,
    stem: Text,
    right: Text,
    wrong: Sequence[Option],
    why: Text | None,
) -> Question:
    """The right text and some of the wrong ones."""
    return Question(
        card=card.id,
        kind="choice",
        seed=seed,
        stem=stem,
        answer=right,
        why=why,
        options=_mixed(right, wrong, rng),
        demo=entry.demo,
    )


def _mixed(right: Text, wrong: Sequence[Option], rng: random.Random) -> tuple[Option, ...]:
    """The right choice and some of the wrong ones, shuffled; no two alike."""
    different = {option.text: option for option in reversed(wrong) if option.text != right}
    pool = [option for option in wrong if different.get(option.text) is option]
    options = [Option(right, True), *disguised(right, pool, OPTIONS - 1, rng)]
    rng.shuffle(options)
    return tuple(options)


def _neighbour(other: Entry, text: Text) -> Option:
    return Option(text, False, both(N_("that is: {term}"), term=other.term), f"named:{other.id}")


def _plain(text: str) -> Text:
    return Text(en=text, ko=text)
