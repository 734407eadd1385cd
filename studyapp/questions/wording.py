"""The interface's sentences in both languages at once, since a question outlives a change of language."""

from __future__ import annotations

import re
from typing import cast

from studyapp.content.model import LANGS, Text
from studyapp.language import say

_PLACE = re.compile(r"\{(\w+)\}")


def fill(template: str, values: dict[str, str]) -> str:
    """Put the values in the places ``{name}``. Nothing else in a template means anything: decks cannot run code."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), template)


def both(message: str, **values: Text | str) -> Text:
    """An interface message in each language, with its places filled."""
    said = {}
    for lang in LANGS:
        words = {name: value if isinstance(value, str) else value[lang] for name, value in values.items()}
        said[lang] = fill(say(message, lang), words)
    return Text(**cast(dict[str, str], said))


def number(value: float, digits: int | None = None) -> str:
    """A number as it is printed, with a true minus sign; as many digits as it has, unless told."""
    text = f"{value:.{digits}f}" if digits is not None else f"{value:g}"
    return text.replace("-", "−")
