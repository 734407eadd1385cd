"""A card becomes a question: same card, kind and seed, same question."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import TypeVar, cast

from studyapp.content.library import Library
from studyapp.content.model import Card, ChoiceQuestion, ClozeQuestion, Entry, Text, TrueFalseQuestion, TypedQuestion
from studyapp.language import LANGS
from studyapp.language import later as N_
from studyapp.questions.model import Drawn, Kind, Option, Question
from studyapp.questions.wording import both, fill, number

OPTIONS = 4  # choices in a question, the right one among them
GAP = "____"
_GAPS = re.compile(r"\[([^\[\]]+)\]")
Written = TypeVar("Written", bound=ChoiceQuestion | ClozeQuestion | TrueFalseQuestion | TypedQuestion)


def kinds(library: Library, card: Card) -> tuple[Kind, ...]:
    """Every way to ask a card; the first is how study asks it. Empty: it cannot be asked."""
    entry = library.entries[card.entry]
    written = tuple(cast(Kind, kind) for kind, type_ in _TYPES.items() if any(_written(entry, card, type_)))
    derived: tuple[Kind, ...] = ()
    if card.facet == "meaning":
        derived = ("flashcard", "choice")
    elif card.facet == "name":
        derived = ("flashcard", "typed", "choice")
    elif card.facet == "formula":
        derived = ("flashcard", "choice")
    elif card.facet == "contrast" and entry.pitfalls:
        derived = ("true-false", "choice")
    elif card.facet == "value":
        derived = ("numeric",)
    return tuple(dict.fromkeys(derived + written))


def make(library: Library, card: Card, kind: Kind, seed: int, drawn: Drawn | None = None) -> Question:
    """The question. A numeric one needs the exercise as drawn with the same seed.

    Raises:
        ValueError: the card cannot be asked in this way.
    """
    if kind not in kinds(library, card):
        raise ValueError(f"{card.id} cannot be asked as {kind}")
    entry = library.entries[card.entry]
    rng = random.Random(f"{card.id} {kind} {seed}")
    asking = {
        "flashcard": _flashcard,
        "choice": _choice,
        "true-false": _true_false,
        "cloze": _cloze,
        "typed": _typed,
    }
    if kind == "numeric":
        assert drawn is not None, "a numeric question needs drawn numbers"
        return _numeric(library, card, seed, drawn)
    return asking[kind](library, entry, card, seed, rng)


_TYPES: dict[str, type[ChoiceQuestion | ClozeQuestion | TrueFalseQuestion | TypedQuestion]] = {
    "choice": ChoiceQuestion,
    "true-false": TrueFalseQuestion,
    "cloze": ClozeQuestion,
    "typed": TypedQuestion,
}


def _written(entry: Entry, card: Card, type_: type[Written]) -> Iterator[Written]:
    """The hand-written questions of this facet and kind."""
    for question in entry.questions:
        if isinstance(question, type_) and question.facet == card.facet:
            yield question


def masked(text: Text, entry: Entry) -> Text:
    """`text` with every name of the entry taken out, so that a question does not give its answer away."""
    said = {}
    for lang in LANGS:
        shown = text[lang]
        names = {entry.term[each] for each in LANGS} | {*entry.also.en, *entry.also.ko}
        for name in sorted(names, key=len, reverse=True):
            # Latin letters end a name, a Korean particle does not: “h_t이다”.
            before, after = (r"(?<![A-Za-z0-9_])", r"(?![A-Za-z0-9_])") if name.isascii() else ("", "")
            shown = re.sub(before + re.escape(name) + after, GAP, shown, flags=re.IGNORECASE)
        said[lang] = shown
    return Text(**said)


# ── kind by kind ────────────────────────────────────────────────────────────────────────────────────────────


def _flashcard(_library: Library, entry: Entry, card: Card, seed: int, _rng: random.Random) -> Question:
    stem, answer, why = {
        "meaning": (both(N_("{term}: what is it?"), term=entry.term), entry.definition, entry.explanation),
        "name": (
            both(N_("Which term is this?\n{definition}"), definition=masked(entry.definition, entry)),
            entry.term,
            None,
        ),
        "formula": (both(N_("{term}: what is the formula?"), term=entry.term), _formulas(entry), _where(entry)),
    }[card.facet]
    return Question(card=card.id, kind="flashcard", seed=seed, stem=stem, answer=answer, why=why, demo=entry.demo)


def _choice(library: Library, entry: Entry, card: Card, seed: int, rng: random.Random) -> Question:
    written = list(_written(entry, card, ChoiceQuestion))
    near = library.near(entry.id, 12)
    if card.facet == "meaning" and not (written and rng.random() < 0.5):
        return _definitions(library, entry, card, seed, rng)
    if card.facet == "name":
        stem = both(N_("Which term is this?\n{definition}"), definition=masked(entry.definition, entry))
        wrong = [Option(other.term, False, _that_is(other)) for other in near]
        return _options(entry, card, seed, rng, stem, entry.term, wrong, entry.explanation)
    if card.facet == "formula":
        stem = both(N_("{term}: which formula?"), term=entry.term)
        others = [other for other in near if other.formula and _formulas(other) != _formulas(entry)]
        wrong = [Option(_formulas(other), False, _that_is(other)) for other in others]
        return _options(entry, card, seed, rng, stem, _formulas(entry), wrong, _where(entry))
    if written:
        asked = rng.choice(written)
        wrong = [Option(text, False) for text in asked.wrong]
        return _options(entry, card, seed, rng, asked.ask, asked.answer, wrong, asked.why)
    pitfall = rng.choice(entry.pitfalls)
    false = [Option(pitfall.wrong, False, pitfall.right)]
    false += [Option(other.pitfalls[0].wrong, False, other.pitfalls[0].right) for other in near if other.pitfalls]
    return _options(entry, card, seed, rng, both(N_("Which of these is true?")), pitfall.right, false, None)


def _definitions(library: Library, entry: Entry, card: Card, seed: int, rng: random.Random) -> Question:
    """Which definition is the term's? The wrong ones are near neighbours', with their own names taken out."""
    wrong = [Option(masked(other.definition, other), False, _that_is(other)) for other in library.near(entry.id, 12)]
    stem = both(N_("{term}: which definition is right?"), term=entry.term)
    right = masked(entry.definition, entry)
    return _options(entry, card, seed, rng, stem, right, wrong, entry.explanation)


def _options(
    entry: Entry,
    card: Card,
    seed: int,
    rng: random.Random,
    stem: Text,
    right: Text,
    wrong: list[Option],
    why: Text | None,
) -> Question:
    """A choice of the right text and the nearest wrong ones, shuffled; no two alike."""
    seen, chosen = {right}, [Option(right, True)]
    for option in wrong:
        if option.text not in seen and len(chosen) < OPTIONS:
            seen.add(option.text)
            chosen.append(option)
    rng.shuffle(chosen)
    return Question(
        card=card.id,
        kind="choice",
        seed=seed,
        stem=stem,
        answer=right,
        why=why,
        options=tuple(chosen),
        demo=entry.demo,
    )


def _true_false(_library: Library, entry: Entry, card: Card, seed: int, rng: random.Random) -> Question:
    statements = [(asked.ask, asked.answer, asked.why) for asked in _written(entry, card, TrueFalseQuestion)]
    for pitfall in entry.pitfalls if card.facet == "contrast" else ():
        statements += [(pitfall.wrong, False, pitfall.right), (pitfall.right, True, pitfall.right)]
    statement, truth, why = rng.choice(statements)
    return Question(
        card=card.id,
        kind="true-false",
        seed=seed,
        stem=both(N_("True or false?\n{statement}"), statement=statement),
        answer=both(N_("true") if truth else N_("false")),
        why=why,
        truth=truth,
        demo=entry.demo,
    )


def _cloze(_library: Library, entry: Entry, card: Card, seed: int, rng: random.Random) -> Question:
    text = rng.choice(list(_written(entry, card, ClozeQuestion))).text
    accepts = [tuple(tuple(gap.split("|")) for gap in _GAPS.findall(text[lang])) for lang in LANGS]
    stem = Text(**{lang: _GAPS.sub(GAP, text[lang]) for lang in LANGS})
    whole = Text(**{lang: _GAPS.sub(lambda gap: gap[1].split("|")[0], text[lang]) for lang in LANGS})
    if len(accepts[0]) > 1:
        stem = both(N_("{sentence}\n(separate the words by commas)"), sentence=stem)
    return Question(
        card=card.id,
        kind="cloze",
        seed=seed,
        stem=stem,
        answer=whole,
        why=entry.explanation,
        accepts_en=accepts[0],
        accepts_ko=accepts[1],
        demo=entry.demo,
    )


def _typed(_library: Library, entry: Entry, card: Card, seed: int, rng: random.Random) -> Question:
    written = list(_written(entry, card, TypedQuestion))
    if written:
        asked = rng.choice(written)
        answer: Text = Text(en=next(iter(asked.answer.en), None), ko=next(iter(asked.answer.ko), None))
        stem, why, en, ko = asked.ask, asked.why, asked.answer.en, asked.answer.ko
    else:
        stem = both(N_("Type the term.\n{definition}"), definition=masked(entry.definition, entry))
        answer, why = entry.term, entry.explanation or entry.definition
        en, ko = (entry.term["en"], *entry.also.en), (entry.term["ko"], *entry.also.ko)
    return Question(
        card=card.id,
        kind="typed",
        seed=seed,
        stem=stem,
        answer=answer,
        why=why,
        accepts_en=(en,),
        accepts_ko=(ko,),
        demo=entry.demo,
    )


def _numeric(library: Library, card: Card, seed: int, drawn: Drawn) -> Question:
    words = library.exercise_words(drawn.exercise)
    assert words is not None, f"the exercise {drawn.exercise} has no words"
    givens = {name: value if isinstance(value, str) else number(value) for name, value in drawn.givens.items()}
    return Question(
        card=card.id,
        kind="numeric",
        seed=seed,
        stem=Text(**{lang: fill(words.stem[lang], givens) for lang in LANGS}),
        answer=both("{asks} = {value}", asks=drawn.steps[-1].symbol, value=number(drawn.answer, drawn.digits)),
        drawn=drawn,
        rules={rule: (said.says, said.right) for rule, said in words.rules.items()},
        demo=words.demo or library.entries[card.entry].demo,
    )


def _formulas(entry: Entry) -> Text:
    lines = "\n".join(formula.text for formula in entry.formula)
    return Text(en=lines, ko=lines)


def _where(entry: Entry) -> Text | None:
    """What the symbols of the entry's formulas mean."""
    told = [formula.where for formula in entry.formula if formula.where is not None]
    return Text(**{lang: " ".join(where[lang] for where in told) for lang in LANGS}) if told else None


def _that_is(other: Entry) -> Text:
    """What a wrong choice really is."""
    return both(N_("that is: {term}"), term=other.term)
