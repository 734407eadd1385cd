"""Taking a term's names out of a text, so that a question does not give its answer away."""

from __future__ import annotations

import re
from functools import cache

from studyapp.content.model import Entry, Names, Text
from studyapp.language import LANGS

GAP = "____"


def masked(text: Text, entry: Entry) -> Text:
    """`text` with every name of the entry taken out."""
    return _masked(text, (entry.term, entry.also))


@cache
def _masked(text: Text, named: tuple[Text, Names]) -> Text:
    term, also = named
    names = {term[each] for each in LANGS} | {*also.en, *also.ko}
    said = {}
    for lang in LANGS:
        shown = text[lang]
        for name in sorted(names, key=len, reverse=True):
            # Latin letters end a name, a Korean particle does not: “h_t이다”.
            before, after = (r"(?<![A-Za-z0-9_])", r"(?![A-Za-z0-9_])") if name.isascii() else ("", "")
            shown = re.sub(before + re.escape(name) + after, GAP, shown, flags=re.IGNORECASE)
        said[lang] = shown
    return Text(**said)
