"""Words that were typed: the same name however it is spelt, nearly so, or another thing's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from studyapp.content.library import Library
from studyapp.content.model import Text
from studyapp.content.slips import slips
from studyapp.content.spelling import endings_off, fold, forms, readings
from studyapp.language import later as N_
from studyapp.questions import numbers
from studyapp.questions.model import AGAIN, Feedback, Grade, Question
from studyapp.questions.wording import both

MANY = 99  # slips: more than any two words are apart that are compared
_OPERATION = re.compile(r"\d\s*[+/^−]\s*\w")  # 4 + H, which spelling would take for 4H
_LETTERS = re.compile(r"\w(\W+\w)+")  # e, l, l, o


def grade_words(question: Question, given: str, library: Library, right: Grade, *, meant: bool) -> Feedback:
    """What typed words came to.

    A slip of the finger or two in a long word is asked about: did you mean …? `meant` says yes. What is nearer to
    another entry's name is never such a slip.
    """
    accepted = (question.accepts_en, question.accepts_ko)
    gaps = len(question.accepts_en)
    parts = [given] if gaps == 1 else given.replace(";", ",").split(",")
    if any(_all(_same_word, parts, accepts) for accepts in accepted):
        return Feedback(True, right, Text())
    said = library.find(given)
    other = library.entries[said[0]] if said else None
    if other is not None and not question.card.startswith(f"{other.id}/"):
        says = both(N_("{term} is another thing: {definition}"), term=other.term, definition=other.definition)
        return Feedback(False, AGAIN, says, rule=f"named:{other.id}")
    for accepts in accepted:
        if _all(_nearly, parts, accepts) and not any(map(_another, parts, accepts, [library] * len(parts))):
            if meant:
                return Feedback(True, right, Text())
            name = ", ".join(_nearest(part, names) for part, names in zip(parts, accepts, strict=True))
            asked = both(N_("Did you mean “{name}”? Enter says yes."), name=name)
            return Feedback(False, None, asked, unreadable=True, meant=name)
    return Feedback(False, AGAIN, Text())


def _all(same: Callable[[str, str], bool], parts: Sequence[str], accepts: Sequence[Sequence[str]]) -> bool:
    """Whether each part is one of the names accepted in its gap."""
    if not accepts or len(parts) != len(accepts):
        return False
    return all(any(same(part, name) for name in names) for part, names in zip(parts, accepts, strict=True))


def _same_word(given: str, name: str) -> bool:
    """The same name however it is spelt; the same numbers, where the name is one or several."""
    if (wanted := _numbers(name)) is not None:
        said = given.rstrip(" .?!")
        return any(_values(each, len(wanted)) == wanted for each in (given, said, *endings_off(said)))
    if _OPERATION.search(given) and not _OPERATION.search(name):
        return False
    spelt = forms(name)
    return not spelt.isdisjoint(readings(given)) if spelt else given.strip() == name.strip()


@cache
def _numbers(name: str) -> tuple[float, ...] | None:
    """The number that a name is, or the numbers of a shape; None, where it is a word."""
    return next(filter(None, (_values(name, size) for size in (3, 2, 1))), None)


def _values(text: str, size: int) -> tuple[float, ...] | None:
    read = numbers.read(text, size)
    return read.values if read else None


def _nearly(given: str, name: str) -> bool:
    return _same_word(given, name) or _off(given, name) is not None


def _off(given: str, name: str) -> int | None:
    """How many slips `given` is off, with or without a particle; None: too many, or each sign tells."""
    if _numbers(name) is not None or _LETTERS.fullmatch(name) or _LETTERS.fullmatch(given):
        return None
    found = [slips(reading, form) for reading in readings(given) for form in forms(name)]
    return min((off for off in found if off is not None), default=None)


def _nearest(given: str, names: Iterable[str]) -> str:
    """The name that was most likely meant."""
    return min(names, key=lambda name: MANY if (off := _off(given, name)) is None else off)


def _another(given: str, names: Sequence[str], library: Library) -> bool:
    """Whether the name of an entry that is not asked for is as near."""
    wanted = {fold(name) for name in names}
    off = min((each for name in names if (each := _off(given, name)) is not None), default=MANY)
    for entry in library.like(given):
        theirs = [name for name in (entry.term.en, entry.term.ko, *entry.also.en, *entry.also.ko) if name]
        apart = wanted.isdisjoint(map(fold, theirs))
        if apart and any((each := _off(given, name)) is not None and each <= off for name in theirs):
            return True
    return False
