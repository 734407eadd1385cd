"""Choosing distractors so that the right choice cannot be told by its looks.

A right answer is found by those who know nothing, if it is often the longest, the shortest, the middle number, the one
whose words the others share or the one unlike them all. For each such look a place among the choices is drawn for
the right one, and those distractors are taken that bring it nearest to its places.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from itertools import combinations

from studyapp.content.model import Text
from studyapp.language import LANGS
from studyapp.questions.model import Option
from studyapp.questions.numbers import read

LEAST = 2  # distractors
TRIED = 60  # sets of distractors that are compared
_WORDS = re.compile(r"\w+")
Looks = tuple[float, ...]


def disguised(right: Text, pool: Sequence[Option], most: int, rng: random.Random) -> list[Option]:
    """Distractors out of `pool`: `most` of them, or where there are no more, perhaps one less."""
    sets = list(combinations(range(len(pool)), min(most, len(pool))))
    if len(pool) <= most and len(pool) > LEAST:
        sets += combinations(range(len(pool)), len(pool) - 1)
    sets = rng.sample(sets, min(len(sets), TRIED))
    texts = [[right[lang], *(option.text[lang] for option in pool)] for lang in LANGS]
    views = [_View(texts[0])] if texts[0] == texts[1] else [_View(each, words=True) for each in texts]
    wanted = [[rng.random() for _ in range(_View.LOOKS)] for _ in views]

    def misplaced(distractors: tuple[int, ...]) -> int:
        """How many looks of the right one are not at the place that was drawn for them."""
        return sum(
            place != int(want * (len(distractors) + 1))
            for view, places in zip(views, wanted, strict=True)
            for place, want in zip(view.places([each + 1 for each in distractors]), places, strict=True)
        )

    return [pool[each] for each in min(sets, key=misplaced)]


class _View:
    """The texts of one language, the right one first, and what can be seen of them."""

    def __init__(self, texts: Sequence[str], *, words: bool = False) -> None:
        """`words`: they are known to be no numbers."""
        said = [frozenset(_WORDS.findall(text.casefold())) for text in texts]
        numbers = [] if words else [number.value for number in map(read, texts) if number is not None]
        self._shared = [[len(one & other) / max(1, len(one)) for other in said] for one in said]
        self._lengths = [float(len(text)) for text in texts]
        self._numbers = numbers if len(numbers) == len(texts) else []

    LOOKS = 2  # how long; and how great, or for words how much it has in common with the others

    def places(self, others: Sequence[int]) -> list[int]:
        """For each look, how many of the others come before the right one."""
        chosen = [0, *others]
        if self._numbers:
            second = [self._numbers[one] for one in chosen]
        else:
            second = [sum(self._shared[one][other] for other in chosen if other != one) for one in chosen]
        first = [self._lengths[one] for one in chosen]
        return [sum(each < look[0] for each in look[1:]) for look in (first, second)]
