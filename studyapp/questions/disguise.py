"""Choosing distractors so that the right choice cannot be told by its looks.

A right answer is found by those who know nothing, if it is often the longest, the shortest, the middle number, the one
whose words the others share or the one unlike them all. For each such look a place among the choices is drawn for
the right one, and those distractors are taken that bring it nearest to its places.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from itertools import combinations

from studyapp.content.model import Text
from studyapp.language import LANGS
from studyapp.questions.model import Option
from studyapp.questions.numbers import read

ASIDE = 0.2  # of the places are drawn twice, for the one further from the middle
TRIED = 120  # sets of distractors that are compared
_WORDS = re.compile(r"\w+")


def disguised(right: Text, pool: Sequence[Option], most: int, rng: random.Random) -> list[Option]:
    """Distractors out of `pool`: `most` of them, or one less where that hides the right one better."""
    sizes = range(min(most - 1, len(pool)), min(most, len(pool)) + 1)
    sets = [each for size in sizes for each in combinations(range(1, len(pool) + 1), size)]
    sets = rng.sample(sets, min(len(sets), TRIED))
    texts = [[right[lang], *(option.text[lang] for option in pool)] for lang in LANGS]
    looks = _of_numbers(texts[0]) if texts[0] == texts[1] else [look for each in texts for look in _of_words(each)]
    places = [[_place(*look((0, *each))) for look in looks] for each in sets]
    wanted = [_drawn(possible, rng) for possible in zip(*places, strict=True)]

    def misplaced(at: int) -> tuple[int, int]:
        """How many looks of the right one are not where it was drawn that they be; of as many, more choices first."""
        wrong = sum(not begin <= want < end for (begin, end), want in zip(places[at], wanted, strict=True))
        return wrong, -len(sets[at])

    return [pool[each - 1] for each in sets[min(range(len(sets)), key=misplaced)]]


def _drawn(possible: Sequence[tuple[float, float]], rng: random.Random) -> float:
    """A place among those that are possible, a little to one side: most can be in the middle, few at an end."""
    begin, end = min(begin for begin, _ in possible), max(end for _, end in possible)
    tries = [rng.uniform(begin, end) for _ in range(2 if rng.random() < ASIDE else 1)]
    return max(tries, key=lambda place: abs(place - 0.5))


def _place(own: float, others: Sequence[float]) -> tuple[float, float]:
    """Where the right one stands among all, as a part of the way from the least to the greatest: from, to."""
    before, alike = sum(each < own for each in others), sum(each == own for each in others)
    return before / (len(others) + 1), (before + alike + 1) / (len(others) + 1)


# What can be seen of some of the texts, given by their indices: of the first of them, and of the others.
Look = Callable[[tuple[int, ...]], tuple[float, list[float]]]


def _of_words(texts: Sequence[str]) -> list[Look]:
    """How long they are, and how many of its words each has in common with the others."""
    words = [frozenset(_WORDS.findall(text.casefold())) for text in texts]
    shared = [[len(one & other) / max(1, len(one)) for other in words] for one in words]

    def common(chosen: tuple[int, ...]) -> tuple[float, list[float]]:
        sums = [sum(shared[one][other] for other in chosen if other != one) for one in chosen]
        return sums[0], sums[1:]

    return [_each([float(len(text)) for text in texts]), common]


def _of_numbers(texts: Sequence[str]) -> list[Look]:
    """The same of what is written alike in every language; of numbers, how great they are too."""
    numbers = [number.value for number in map(read, texts) if number is not None]
    great = [_each(numbers)] if len(numbers) == len(texts) else []
    return [*great, *great, *_of_words(texts)]  # it is what one looks at first, so it counts twice


def _each(values: Sequence[float]) -> Look:
    return lambda chosen: (values[chosen[0]], [values[one] for one in chosen[1:]])
