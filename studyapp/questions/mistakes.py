"""Mistakes by name: what a rule in the log means, in words."""

from __future__ import annotations

from studyapp.content.library import Library
from studyapp.content.model import Text
from studyapp.language import later as N_
from studyapp.questions.statements import believed
from studyapp.questions.wording import both


def mistake(library: Library, card_id: str, rule: str) -> Text:
    """A wrong rule that was followed on a card; one that the glossary does not know any more by its id.

    ``named:ID``: another entry was named. ``pitfall:ENTRY:DIGEST``: a wrong statement was believed. Else the rule of
    the card's exercise.
    """
    kind, _, rest = rule.partition(":")
    card = library.card(card_id)
    if kind == "named" and rest in library.entries and card is not None:
        given, asked = library.entries[rest].term, library.entries[card.entry].term
        return both(N_("“{given}” in place of “{asked}”"), given=given, asked=asked)
    if kind == "pitfall":
        entry = library.entries.get(rest.partition(":")[0])
        pitfalls = entry.pitfalls if entry else ()
        for pitfall in pitfalls:
            if entry is not None and believed(entry, pitfall) == rule:
                return both(N_("believing: {statement}"), statement=pitfall.wrong)
    words = library.exercise_words(card.exercise) if card is not None and card.exercise else None
    return words.rules[rule].says if words and rule in words.rules else Text(rule, rule)
