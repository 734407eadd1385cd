"""What counts as the same name: case, spaces, hyphens, Unicode form, articles, plurals, Korean particles."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_ARTICLE = re.compile(r"^\W*(what( is|['’]s| are) )?((an?|the) )?")
_BRACKETED = re.compile(r"\(([^)]*)\)")
_ADDED = re.compile(r"(?<=[\s가-힣])\([^)]*\)$")  # (RNN), but not what tanh(c) is the tanh of
_QUESTION = re.compile(r"\s*(무엇|뭐|뭔)\w*$")
_PARTICLES = (
    "이라고",
    "입니다",
    "이란",
    "이다",
    "으로",
    "에서",
    "에게",
    "라고",
    "란",
    "다",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "와",
    "과",
    "도",
    "로",
    "에",
    "",
)
_ENDINGS = tuple(many + particle for many in ("", "들") for particle in _PARTICLES if many + particle)


def fold(text: str) -> str:
    """A name without what does not tell names apart; only letters and digits are left."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold()).strip()
    plain = _ARTICLE.sub("", plain)
    letters = "".join(character for character in plain if character.isalnum())
    return _singular(letters) if letters.isascii() and len(letters) > 3 else letters


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes", "biases")):
        return word[:-2]
    return word if word.endswith(("ss", "bias")) else word.removesuffix("s")


@cache
def forms(name: str) -> frozenset[str]:
    """How a name is spelt, folded: with its bracketed addition, and without."""
    return frozenset(form for form in (fold(name), fold(_ADDED.sub("", name))) if form)


def readings(text: str) -> tuple[str, ...]:
    """What a learner may have meant: the text folded, and without a Korean ending or a bracketed addition."""
    plain = unicodedata.normalize("NFKC", text)
    parts = [plain]
    if inside := _BRACKETED.findall(plain):
        parts += [_BRACKETED.sub(" ", plain), *inside]
    meant = [reading for part in parts for reading in _without_ending(part)]
    return tuple(dict.fromkeys(word for word in meant if word))


def _without_ending(text: str) -> list[str]:
    folded = fold(text)
    return [folded, *(fold(each) for each in endings_off(folded))]


def endings_off(text: str) -> list[str]:
    """What is left of a text without the question, or the particle, that learners leave on a term; all ways of it."""
    asked = _QUESTION.sub("", text)
    shorter = [asked[: -len(ending)] for ending in _ENDINGS if asked.endswith(ending)]
    return [each for each in (asked, *shorter) if each and each != text]
