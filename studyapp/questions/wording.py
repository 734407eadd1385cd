"""The interface's sentences in both languages at once, since a question outlives a change of language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, cast

from studyapp.content.model import Entry, Text
from studyapp.language import LANGS, _, say
from studyapp.questions.model import Drawn, Step

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


def formulas(entry: Entry) -> Text:
    """The entry's formulas, a line each."""
    said = "\n".join(formula.text for formula in entry.formula)
    return Text(en=said, ko=said)


def where(entry: Entry) -> Text | None:
    """What the symbols of the entry's formulas mean."""
    told = [formula.where for formula in entry.formula if formula.where is not None]
    return Text(**{lang: " ".join(each[lang] for each in told) for lang in LANGS}) if told else None


def grade_name(grade: int) -> str:
    """FSRS's four grades in the language in use."""
    return (_("Again"), _("Hard"), _("Good"), _("Easy"))[grade - 1]


def lines(steps: Sequence[Step]) -> str:
    """Lines of work as one text, each ``symbol = expression = value``."""
    return "\n".join(str(written(step)) for step in steps)


class Line(NamedTuple):
    """A line of work as it is printed; `mark` is ``right`` and ``wrong`` where two ways part, else nothing."""

    symbol: str
    expression: str
    value: str
    mark: str = ""

    def __str__(self) -> str:
        return f"{self.symbol} = {self.expression} = {self.value}"


def written(step: Step, mark: str = "") -> Line:
    """A line of work with true minus signs."""
    return Line(minus(step.symbol), minus(step.expression), number(step.value), mark)


def comparison(drawn: Drawn, rule: str | None) -> list[Line]:
    """The right lines of work; after the one from which a wrong rule parts, that rule's line."""
    wrong = next((outcome for outcome in drawn.wrong if outcome.rule == rule), None)
    shown = []
    for at, step in enumerate(drawn.steps):
        parts = wrong is not None and wrong.at == at
        shown.append(written(step, "right" if parts else ""))
        if wrong is not None and parts:
            shown.append(written(wrong.line, "wrong"))
    return shown


def minus(text: str) -> str:
    """The numbers of a text with a true minus sign."""
    return _SIGN.sub("−", text)


def number(value: float | Sequence[float], digits: int | None = None) -> str:
    """A number with a true minus sign, a vector in brackets; as many digits as it has, unless told."""
    if isinstance(value, Sequence):
        each = [number(one, digits) for one in value]
        return each[0] if len(each) == 1 else f"({', '.join(each)})"
    text = f"{value + 0.0:.{digits}f}" if digits is not None else f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text.replace("-", "−")
