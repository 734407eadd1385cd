"""The interface's sentences in both languages at once, since a question outlives a change of language."""

from __future__ import annotations

import re
from typing import cast

from studyapp.content.model import Text
from studyapp.language import LANGS, _, say
from studyapp.questions.model import Drawn

_PLACE = re.compile(r"\{(\w+)\}")
_SIGN = re.compile(r"-(?=[\d.])")


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


def grade_name(grade: int) -> str:
    """FSRS's four grades in the language in use."""
    return (_("Again"), _("Hard"), _("Good"), _("Easy"))[grade - 1]


def worked(drawn: Drawn) -> list[tuple[str, str, str]]:
    """The worked solution, a line a step: the symbol, the expression, the value with the decimals asked for."""
    return [(minus(step.symbol), minus(step.expression), number(step.value, drawn.digits)) for step in drawn.steps]


def minus(text: str) -> str:
    """The numbers of a text with a true minus sign."""
    return _SIGN.sub("−", text)


def number(value: float, digits: int | None = None) -> str:
    """A number as it is printed, with a true minus sign; as many digits as it has, unless told."""
    text = f"{value:.{digits}f}" if digits is not None else f"{value:g}"
    return text.replace("-", "−")
