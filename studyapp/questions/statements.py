"""Questions about statements: true or false, and which of several are true. They come from pitfalls."""

from __future__ import annotations

import random
import zlib

from studyapp.content.library import Library
from studyapp.content.model import Card, Entry, Pitfall, SeveralQuestion, Text, TrueFalseQuestion
from studyapp.language import LANGS
from studyapp.language import later as N_
from studyapp.questions.model import Option, Question
from studyapp.questions.wording import both
from studyapp.questions.written import written

STATEMENTS = 4  # in a question of which several may be true


def believed(entry: Entry, pitfall: Pitfall) -> str:
    """The rule behind a wrong statement, as the log has it: the entry, and a digest of what is believed."""
    told = "\n".join(pitfall.wrong[lang] for lang in LANGS)
    return f"pitfall:{entry.id}:{zlib.crc32(told.encode()):08x}"


def true_false(_library: Library, entry: Entry, card: Card, seed: int, rng: random.Random) -> Question:
    """A statement that is true or false, and the reason."""
    statements: list[tuple[Text, bool, Text, str | None]] = [
        (asked.ask, asked.answer, asked.why, None) for asked in written(entry, card, TrueFalseQuestion)
    ]
    for pitfall in entry.pitfalls if card.facet == "contrast" else ():
        rule = believed(entry, pitfall)
        statements += [(pitfall.wrong, False, pitfall.right, rule), (pitfall.right, True, pitfall.right, rule)]
    statement, truth, why, believes = rng.choice(statements)
    said = both(N_("It is true.") if truth else N_("It is false."))
    options = (
        Option(both(N_("true")), truth, said, believes),
        Option(both(N_("false")), not truth, said, believes),
    )
    return Question(
        card=card.id,
        kind="true-false",
        seed=seed,
        stem=both(N_("True or false?\n{statement}"), statement=statement),
        answer=both(N_("true") if truth else N_("false")),
        why=why,
        options=options,
        demo=entry.demo,
    )


def several(library: Library, entry: Entry, card: Card, seed: int, rng: random.Random) -> Question:
    """Statements of which one or more are true, never both halves of a pitfall."""
    own = list(written(entry, card, SeveralQuestion))
    if own and (not entry.pitfalls or rng.random() < 0.5):
        asked = rng.choice(own)
        options = [Option(text, True) for text in asked.right] + [Option(text, False) for text in asked.wrong]
        stem, why = asked.ask, asked.why
    else:
        near = [(other, pitfall) for other in library.near(entry.id, 6) for pitfall in other.pitfalls]
        rng.shuffle(near)
        from_ = [*((entry, pitfall) for pitfall in entry.pitfalls), *near][:STATEMENTS]
        true = rng.randint(1, len(from_) - 1)
        rng.shuffle(from_)
        options = [Option(pitfall.right, True) for _, pitfall in from_[:true]]
        options += [Option(p.wrong, False, p.right, believed(other, p)) for other, p in from_[true:]]
        stem, why = both(N_("Which of these are true? One or more.")), None
    rng.shuffle(options)
    right = [option.text for option in options if option.right]
    return Question(
        card=card.id,
        kind="several-of",
        seed=seed,
        stem=stem,
        answer=Text(**{lang: "\n".join(text[lang] for text in right) for lang in LANGS}),
        why=why,
        options=tuple(options),
        demo=entry.demo,
    )
