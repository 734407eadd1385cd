"""Questions with drawn numbers: numeric and shape, and choices among the numbers that wrong rules give."""

from __future__ import annotations

import random

from studyapp.content.library import Library
from studyapp.content.model import Card, Text
from studyapp.language import LANGS
from studyapp.language import later as N_
from studyapp.questions import choices
from studyapp.questions.model import Drawn, Kind, Question
from studyapp.questions.wording import both, fill, lines, minus, number


def computed(
    library: Library, card: Card, kind: Kind, seed: int, rng: random.Random, drawn: Drawn, example: Drawn | None
) -> Question:
    """The question about an exercise as drawn; `example` is the same one with other numbers, to be worked beside it."""
    words = library.exercise_words(drawn.exercise)
    assert words is not None, f"the exercise {drawn.exercise} has no words"
    ask, aid = filled(words.ask, drawn), None
    if drawn.level == "gap":
        ask = both(N_("The lines before it are worked out below. What is {symbol}?"), symbol=minus(drawn.asks))
        aid = both("{lines}", lines=lines(drawn.steps[: drawn.at]))
    elif example is not None:
        other = filled(words.stem, example)
        aid = both(N_("Worked with other numbers:\n{stem}\n{lines}"), stem=other, lines=lines(example.steps))
    situation = filled(words.stem, drawn)
    if kind == "choice":
        stem = both("{stem}\n{ask}", stem=situation, ask=ask)
        return choices.numeric(card, seed, rng, stem, drawn, words)
    stem = both("{stem}\n{ask} {how}", stem=situation, ask=ask, how=_how(drawn, words.shape))
    return Question(
        card=card.id,
        kind=kind,
        seed=seed,
        stem=Text(**{lang: stem[lang].rstrip() for lang in LANGS}),
        answer=both("{asks} = {value}", asks=minus(drawn.asks), value=number(drawn.answer, drawn.digits)),
        drawn=drawn,
        help=aid,
        rules={rule: (said.says, said.right) for rule, said in words.rules.items()},
        demo=drawn.demo or library.entries[card.entry].demo,
    )


def filled(text: Text, drawn: Drawn) -> Text:
    """A text of an exercise with the drawn numbers in it."""
    givens = {name: value if isinstance(value, str) else number(value) for name, value in drawn.givens.items()}
    return Text(**{lang: fill(text[lang], givens) for lang in LANGS})


def _how(drawn: Drawn, shape: bool) -> Text:
    """How the answer is to be written."""
    if shape:
        return both(N_("Write it as in (3, 5)."))
    if drawn.whole:
        several = both(N_("Write {n} whole numbers, separated by commas."), n=str(drawn.size))
        return several if drawn.size > 1 else Text("", "")
    digits, carry = str(drawn.digits), str(drawn.carry)
    if len(drawn.steps) == 1:
        how = both(N_("Give {digits} decimals."), digits=digits)
    else:
        how = both(N_("Carry {carry} decimals, give {digits}."), digits=digits, carry=carry)
    if drawn.size > 1:
        how = both(N_("{how} Separate the {n} numbers by commas."), how=how, n=str(drawn.size))
    return how
