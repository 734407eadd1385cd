"""Questions that are answered from memory: flashcards, terms to type, gaps to fill."""

from __future__ import annotations

import random
import re

from studyapp.content.library import Library
from studyapp.content.model import Card, ClozeQuestion, Entry, Text, TypedQuestion
from studyapp.language import LANGS
from studyapp.language import later as N_
from studyapp.questions.masking import GAP, masked
from studyapp.questions.model import Question
from studyapp.questions.wording import both, formulas, where
from studyapp.questions.written import written

_GAPS = re.compile(r"\[([^\[\]]+)\]")


def flashcard(_library: Library, entry: Entry, card: Card, seed: int, _rng: random.Random) -> Question:
    """The front of a card; its back is the answer."""
    stem, answer, why = {
        "meaning": (both(N_("{term}: what is it?"), term=entry.term), entry.definition, entry.explanation),
        "name": (
            both(N_("Which term is this?\n{definition}"), definition=masked(entry.definition, entry)),
            entry.term,
            None,
        ),
        "formula": (both(N_("{term}: what is the formula?"), term=entry.term), formulas(entry), where(entry)),
    }[card.facet]
    return Question(card=card.id, kind="flashcard", seed=seed, stem=stem, answer=answer, why=why, demo=entry.demo)


def typed(_library: Library, entry: Entry, card: Card, seed: int, rng: random.Random) -> Question:
    """A word or two to type: the term itself, or what a hand-written question asks for."""
    own = list(written(entry, card, TypedQuestion))
    if own:
        asked = rng.choice(own)
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


def cloze(_library: Library, entry: Entry, card: Card, seed: int, rng: random.Random) -> Question:
    """A sentence with gaps."""
    text = rng.choice(list(written(entry, card, ClozeQuestion))).text
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
