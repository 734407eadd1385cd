"""Slips of the finger: how many letters apart two words are, a Hangul syllable being the letters it is made of."""

from __future__ import annotations

import re
import unicodedata

SHORT = 9  # letters: a shorter word may have one slip, a longer one two
LEAST = 3  # letters: in a word no longer than this every letter tells
TOGETHER = 4  # letters: two slips in so few make another word: local and global, 장기 and 단기
_TWICE = re.compile(r"(.)\1")  # whether a letter is doubled makes no other word


def slips(given: str, name: str, *, begins: bool = False) -> int | None:
    """How many slips turn `given` into `name`, both folded; None: too many to be slips. `begins`: into its beginning.

    A letter changed, left out, added or exchanged with the next is one slip. A digit is never a slip, and two slips
    in one place only where they leave out or add letters, and not in front: 비선형 is not 선형.
    """
    from rapidfuzz.distance import OSA  # 8 ms that only a miss costs

    typed, spelt = jamo(given), jamo(name)
    if min(len(typed), len(spelt)) <= LEAST or _digits(typed) != _digits(spelt):
        return None
    most = 1 if len(typed) < SHORT else 2
    found = OSA.distance(typed, spelt, score_cutoff=most)
    if begins:
        found = min(found, OSA.distance(typed, spelt[: len(typed)], score_cutoff=most))
    elif found > 1 and _another_word(typed, spelt):
        return None
    return found if found <= most else None


def _another_word(typed: str, spelt: str) -> bool:
    """Whether all slips are in one place, and are more than letters left out or added."""
    from rapidfuzz.distance import Postfix, Prefix

    typed, spelt = (_TWICE.sub(r"\1", word) for word in (typed, spelt))
    before = Prefix.similarity(typed, spelt)
    after = Postfix.similarity(typed[before:], spelt[before:])
    shorter, longer = sorted(len(word) - before - after for word in (typed, spelt))
    return longer <= TOGETHER and not (before and shorter == 0)


def jamo(text: str) -> str:
    """Hangul syllables taken apart, so that a slip in one jamo is one slip."""
    return unicodedata.normalize("NFD", text)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
