"""What those find who know nothing: guessers that see only the choices of a question, over many questions.

python -m tests.benchmarks.guessing [--seeds 12]

For each way of guessing, in each language: how often it finds the right choice, beside what chance finds, and by how
many points it is better. Ties are broken by chance. A guesser that is more than three points better is marked.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from studyapp.content.library import Library
from studyapp.content.loading import load
from studyapp.content.paths import paths
from studyapp.lab.client import Lab
from studyapp.language import LANGS
from studyapp.questions.make import kinds
from studyapp.questions.model import Question
from studyapp.questions.numbers import read
from studyapp.session.asking import question

BOUND = 3.0  # points better than chance
WORDS = re.compile(r"\w+")
Score = Callable[[Sequence[str], int], float]


def longest(texts: Sequence[str], at: int) -> float:
    """The more letters, the better."""
    return len(texts[at])


def shortest(texts: Sequence[str], at: int) -> float:
    """The fewer letters, the better."""
    return -len(texts[at])


def middle(texts: Sequence[str], at: int) -> float:
    """The number nearest to the middle one; of texts the length nearest to the middle one."""
    numbers = [number.value for number in map(read, texts) if number is not None]
    sizes = numbers if len(numbers) == len(texts) else [float(len(text)) for text in texts]
    return -abs(sizes[at] - sorted(sizes)[len(sizes) // 2])


def common(texts: Sequence[str], at: int) -> float:
    """How much of its words the others have too."""
    words = [set(WORDS.findall(text.casefold())) for text in texts]
    return sum(len(words[at] & other) for n, other in enumerate(words) if n != at) / max(1, len(words[at]))


def unlike(texts: Sequence[str], at: int) -> float:
    """How little it has in common with the others; of numbers, how far it is from their mean."""
    numbers = [number.value for number in map(read, texts) if number is not None]
    if len(numbers) == len(texts):
        return abs(numbers[at] - mean(numbers[:at] + numbers[at + 1 :]))
    return -common(texts, at)


def first(_texts: Sequence[str], at: int) -> float:
    """The one at the top."""
    return -at


def last(_texts: Sequence[str], at: int) -> float:
    """The one at the bottom."""
    return at


GUESSERS: tuple[Score, ...] = (longest, shortest, middle, common, unlike, first, last)


def finds(score: Score, texts: Sequence[str], right: int) -> float:
    """The chance that the guesser takes the right one."""
    scores = [score(texts, at) for at in range(len(texts))]
    best = max(scores)
    return (scores[right] == best) / scores.count(best)


async def questions(library: Library, seeds: int) -> list[Question]:
    """Every card that can be asked as a choice, over so many seeds."""
    cards = [card for card in library.cards if "choice" in kinds(library, card)]
    async with Lab() as lab:
        return [await question(library, lab, card, "choice", seed) for card in cards for seed in range(seeds)]


def table(asked: Sequence[Question]) -> Iterator[str]:
    """A row a guesser and language; the last column marks what is too good."""
    yield f"{len(asked)} questions"
    yield f"{'guesser':12}{'lang':>6}{'finds':>9}{'chance':>9}{'better by':>11}"
    for score in GUESSERS:
        for lang in LANGS:
            found, chance = [], []
            for each in asked:
                texts = [option.text[lang] for option in each.options]
                right = next(at for at, option in enumerate(each.options) if option.right)
                found.append(finds(score, texts, right))
                chance.append(1 / len(texts))
            better = 100 * (mean(found) - mean(chance))
            mark = "  ✘" if better > BOUND else ""
            yield f"{score.__name__:12}{lang:>6}{mean(found):>9.1%}{mean(chance):>9.1%}{better:>+11.1f}{mark}"


def by_facet(library: Library, asked: Sequence[Question]) -> dict[str, list[Question]]:
    """The questions by what they are about, hand-written ones apart."""
    groups: dict[str, list[Question]] = {}
    for each in asked:
        card = library.card(each.card)
        assert card is not None
        groups.setdefault(card.facet, []).append(each)
    return groups


def main() -> int:
    """Print the table; 1, if a guesser is too good."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--facets", action="store_true", help="a table for each facet too")
    args = parser.parse_args()
    random.seed(0)
    with TemporaryDirectory() as folder:
        library = load(paths(Path(folder)))
    asked = asyncio.run(questions(library, args.seeds))
    lines = list(table(asked))
    print("\n".join(lines))
    if args.facets:
        for facet, some in by_facet(library, asked).items():
            print("", facet, *table(some), sep="\n")
    return int(any("✘" in line for line in lines))


if __name__ == "__main__":
    sys.exit(main())
