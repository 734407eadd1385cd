"""What counts as the same name: case, spaces, hyphens, Unicode form, articles, plurals, Korean particles."""

from __future__ import annotations

import re
import unicodedata

_ARTICLE = re.compile(r"^(what (is|are) )?((an?|the) )?")
_ENDINGS = (  # question endings and particles that learners leave on a term, longest first
    "이란무엇인가",
    "란무엇인가",
    "이무엇인가",
    "이란",
    "이다",
    "으로",
    "에서",
    "에게",
    "이뭐",
    "란",
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
)


def fold(text: str) -> str:
    """A name without what does not tell names apart; only letters and digits are left."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold()).strip()
    plain = _ARTICLE.sub("", plain)
    letters = "".join(character for character in plain if character.isalnum())
    if letters.isascii() and len(letters) > 4 and letters.endswith("s") and not letters.endswith("ss"):
        return letters[:-1]
    return letters


def readings(text: str) -> tuple[str, ...]:
    """What a learner may have meant: the text folded, and without a Korean ending or a bracketed addition."""
    folded = fold(text)
    meant = [folded]
    meant += [
        fold(folded[: -len(ending)]) for ending in _ENDINGS if folded.endswith(ending) and len(folded) > len(ending)
    ]
    without = re.sub(r"\([^)]*\)", "", text)
    if without != text:
        meant += [fold(without), *(fold(inside) for inside in re.findall(r"\(([^)]*)\)", text))]
    return tuple(dict.fromkeys(word for word in meant if word))
