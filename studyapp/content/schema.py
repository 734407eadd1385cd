"""The JSON Schema of a file of entries, by which editors complete and check while one writes.

python -m studyapp.content.schema > glossary/schema.json     after a change of the model

An editor finds it by a file's first line: ``# yaml-language-server: $schema=schema.json``. It says what a file may
look like; what only the program knows (whether a demo is there, whether prerequisites go in a circle) `check` says.
"""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from studyapp.content.model import Topic
from studyapp.content.reading import ID

DRAFT = "https://json-schema.org/draft/2020-12/schema"

# What an editor shows beside a field; the structs' own docstrings say what the whole is.
FIELDS: dict[str, dict[str, str]] = {
    "Topic": {
        "topic": "The title of the topic.",
        "entries": "The terms, in the order in which they are learned.",
        "order": "Where the topic stands among the others; small numbers come first.",
    },
    "Text": {"en": "in English", "ko": "in Korean"},
    "Names": {"en": "in English", "ko": "in Korean"},
    "Entry": {
        "id": "Small letters, digits and hyphens, as in forget-gate. It stays when the text is edited.",
        "term": "The name of the term. Its languages are those that every text of the entry must have.",
        "definition": "What it is, in a sentence or two; it must be true without the explanation.",
        "explanation": "Why it is so and what follows, in fewer than 95 words; shown below the definition.",
        "also": "Other names: all of them are found, and right when typed.",
        "was": "Old ids of this entry, so that what has been learned stays with it.",
        "requires": "The ids of the entries that must be known before this one is introduced.",
        "formula": "Its equations, the most important one first.",
        "pitfalls": "Mistakes that people make about it, each with what is right; the contrast card asks them.",
        "figure": "A picture on the card: a drawing in characters, or a panel of a demo.",
        "demo": "The demo that shows it, with preset parameters.",
        "exercises": "The ids of the exercises that ask for a number; each is a card of its own.",
        "computed": "Numbers in the prose that a demo confirms.",
        "questions": "Hand-written questions, beside those that are made from the other fields.",
        "sources": "Keys of sources.yaml: where it can be read.",
    },
    "Formula": {
        "tex": "The equation in TeX.",
        "text": "The same in one line of Unicode, without a backslash: fₜ ⊙ cₜ₋₁",
        "where": "What its symbols mean, and their shapes.",
    },
    "Pitfall": {
        "wrong": "The mistake, as a statement.",
        "right": "What is right, as a statement that stands by itself.",
    },
    "DemoLink": {"id": "The demo; see: studyapp demo", "set": "Its parameters where they are not the defaults."},
    "Figure": {
        "text": "A drawing in characters, at most 74 columns wide.",
        "demo": "The demo of which a panel is shown.",
        "view": "The id of the panel.",
        "set": "The demo's parameters where they are not the defaults.",
    },
    "Computed": {
        "text": "The words with the number, as they stand in the prose.",
        "demo": "The demo that works it out.",
        "value": "Which value of the demo's last frame it is.",
        "set": "The demo's parameters where they are not the defaults.",
        "round": "To how many decimals it is given in the prose.",
    },
    "ClozeQuestion": {"text": "A sentence with its gaps in brackets, accepted spellings apart by |: [kept|retained]"},
    "ChoiceQuestion": {
        "ask": "The question.",
        "answer": "The right answer.",
        "wrong": "The wrong answers, each of which a learner might believe.",
        "why": "Why the answer is right.",
    },
    "TrueFalseQuestion": {
        "ask": "The statement.",
        "answer": "Whether it is true.",
        "why": "Why it is true, or what is true instead.",
    },
    "SeveralQuestion": {
        "ask": "The question, for which one or more statements are right.",
        "right": "The right statements.",
        "wrong": "The wrong ones, each of which a learner might believe.",
        "why": "Why just these are right.",
    },
    "OrderingQuestion": {
        "ask": "What is to be put in order.",
        "steps": "Three to six steps in their right order; they are shown shuffled.",
        "why": "Why this is the order.",
    },
    "MatchingQuestion": {
        "ask": "What is to be matched.",
        "pairs": "Three to five pairs; the right halves are shown shuffled.",
        "why": "Why they belong together.",
    },
    "Match": {"left": "One half.", "right": "The half that belongs to it, and to no other."},
    "TypedQuestion": {
        "ask": "The question.",
        "answer": "Every spelling that is right, by language; the first is shown.",
        "why": "Why the answer is right.",
    },
}
QUESTION = {"kind": "How it is asked.", "facet": "Which card of the entry asks it."}


def schema() -> dict[str, Any]:
    """The schema, from the structs; with the constraints that types cannot say."""
    made = msgspec.json.schema(Topic)
    parts: dict[str, Any] = made["$defs"]
    for name, part in parts.items():
        told = FIELDS.get(name, {}) | (QUESTION if name.endswith("Question") else {})
        for field, described in part["properties"].items():
            described["description"] = told[field]
    parts["Entry"]["properties"]["id"]["pattern"] = f"^{ID.pattern}$"
    parts["Text"]["minProperties"] = 1
    return {"$schema": DRAFT, "title": "A topic of the glossary", **made}


def text() -> str:
    """The schema as it stands in ``glossary/schema.json``."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=2).decode() + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
