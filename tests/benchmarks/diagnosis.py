"""How often a mistake is called by its name: every exercise, every wrong rule that applies, many seeds, worked by hand.

python -m tests.benchmarks.diagnosis [--seeds 500] [--draws 10000] [EXERCISE…]

A learner who follows one rule rounds every line as the stem says, and gives the last one with the decimals asked for.
Printed for each exercise: how many rules it has and how often the rule that was followed is the one that is named, or
one of those named; how often the right answer, so worked and written in eight ways, is accepted; how often a number
drawn at random, from twice the range of the outcomes, is put down to a rule, or to two at once; how many of the draws
have two outcomes within two units of the last decimal; and the median time of a question, from a warm child.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import numpy as np

from demos import drawing, registry, wire
from demos.exercises.contract import Exercise
from studyapp.content.library import Library
from studyapp.content.loading import load
from studyapp.content.paths import paths
from studyapp.lab.client import Lab
from studyapp.questions.diagnosis import diagnose, grade_number, two_at_once
from studyapp.questions.make import kinds, make
from studyapp.questions.model import Drawn
from studyapp.questions.wording import number
from studyapp.session.asking import question

RANDOM = 20  # wrong numbers a draw
TIMED = 50  # questions an exercise
NAMED, BY_CHANCE = 0.99, 0.03  # at least, at most


@dataclass
class Row:
    """What was counted for one exercise."""

    id: str
    rules: int = 0
    followed: int = 0
    named: int = 0
    among: int = 0
    spelt: int = 0
    accepted: int = 0
    guessed: int = 0
    attributed: int = 0
    possibly: int = 0
    alike: int = 0
    draws: int = 0
    milliseconds: float = 0.0

    def holds(self) -> bool:
        """Whether it is as it must be."""
        return (
            self.named >= NAMED * self.followed
            and self.named + self.among == self.followed
            and self.accepted == self.spelt
            and self.attributed + self.possibly <= BY_CHANCE * self.guessed
            and self.alike == 0
        )


def drawn_by(id: str, exercise: Exercise, seed: int) -> Drawn:
    """The exercise with its numbers, as it reaches the app."""
    return msgspec.json.decode(wire.encode(drawing.draw(id, exercise, seed)), type=Drawn)


def rounded(values: Sequence[float], digits: int) -> tuple[float, ...]:
    """A hand-worked answer, with the decimals asked for."""
    return tuple(round(value, digits) for value in values)


def spellings(values: Sequence[float], digits: int) -> Iterator[str]:
    """One answer in eight ways."""
    plain = [f"{value + 0.0:.{digits}f}" for value in values]
    yield ", ".join(plain)
    yield "; ".join(each.replace(".", ",") for each in plain)
    yield "(" + ", ".join(each.replace("-", "−") for each in plain) + ")"
    yield "h_t = " + "  ".join(
        each.replace("0.", ".", 1) if abs(float(each)) < 1 and digits else each for each in plain
    )
    yield ", ".join(f"{value:.{digits + 6}e}" for value in values)
    yield ", ".join(f"{round(value * 10**digits)}/{10**digits}" for value in values)
    yield " ; ".join(each.translate({ord(a): ord("０") + int(a) for a in "0123456789"}) for each in plain)
    yield ", ".join(f"{'' if each.startswith('-') else '+'}{each}" for each in plain)


def measure(id: str, library: Library, seeds: int) -> Row:
    """Follow every rule of one exercise on so many draws."""
    exercise = registry.exercise(id)
    card = next(card for card in library.cards if card.exercise == id)
    row, rng = Row(id, rules=len(exercise.wrong)), np.random.default_rng(7)
    for seed in range(seeds):
        drawn = drawn_by(id, exercise, seed)
        asked = make(library, card, kinds(library, card)[0], seed, drawn=drawn)
        outcomes = [drawn.answer, *(outcome.value for outcome in drawn.wrong)]
        row.alike += not drawing.told_apart(outcomes, drawn.digits)
        for outcome in drawn.wrong:
            by_hand = exercise.worked(drawn.givens, exercise.wrong[outcome.rule], carry=exercise.carried)[-1].value
            feedback = grade_number(asked, number(rounded(by_hand, drawn.digits), drawn.digits), 3)
            row.followed += 1
            row.named += feedback.rule == outcome.rule
            row.among += feedback.rule != outcome.rule and outcome.rule in feedback.also
        by_hand = exercise.worked(drawn.givens, carry=exercise.carried)[-1].value
        for text in spellings(rounded(by_hand, drawn.digits), drawn.digits):
            row.spelt += 1
            row.accepted += grade_number(asked, text, 3).right
        for values in random_numbers(drawn, outcomes, rng):
            row.guessed += 1
            named = diagnose(drawn, values)
            row.attributed += bool(named)
            row.possibly += not named and bool(two_at_once(drawn, values))
    return row


async def time_questions(rows: Sequence[Row], library: Library) -> None:
    """How long a question takes, from the request to the warm child to the question in both languages."""
    async with Lab() as lab:
        for row in rows:
            card = next(card for card in library.cards if card.exercise == row.id)
            times = []
            for seed in range(-1, TIMED):
                began = time.perf_counter()
                await question(library, lab, card, kinds(library, card)[0], max(seed, 0))
                times.append(time.perf_counter() - began)
            row.milliseconds = 1000 * statistics.median(times[1:])  # the first one imports the exercise


def random_numbers(
    drawn: Drawn, outcomes: Sequence[Sequence[float]], rng: np.random.Generator
) -> Iterator[tuple[float, ...]]:
    """Wrong numbers, uniform within twice the range of the outcomes of each component."""
    low, high = np.min(outcomes, axis=0), np.max(outcomes, axis=0)
    middle, width = (low + high) / 2, np.maximum(high - low, 10.0**-drawn.digits)
    for _ in range(RANDOM):
        values = rounded(list(middle + rng.uniform(-1, 1, len(middle)) * width), drawn.digits)
        if max(abs(a - b) for a, b in zip(values, drawn.answer, strict=True)) > drawn.tolerance:
            yield values


def draw_many(id: str, draws: int) -> str:
    """Draw so many times, and say what was wrong with them; nothing, if all are finite and in their range."""
    exercise = registry.exercise(id)
    for seed in range(draws):
        drawn = drawing.draw(id, exercise, seed)
        numbers = [*drawn["answer"], *(each for outcome in drawn["wrong"] for each in outcome["value"])]
        if not all(map(math.isfinite, numbers)):
            return f"{id}: seed {seed} is not finite"
        if not all(exercise.low <= each <= exercise.high for each in drawn["answer"]):
            return f"{id}: seed {seed} is out of range"
    return ""


def table(rows: Sequence[Row]) -> Iterator[str]:
    """The rows as text."""
    yield f"{'exercise':24}{'rules':>6}{'named':>9}{'among':>8}{'right':>8}{'chance':>9}{'two':>8}{'alike':>7}{'ms':>7}"
    for row in rows:
        share = 1 / max(1, row.followed)
        yield (
            f"{row.id:24}{row.rules:>6}{row.named * share:>9.2%}{row.among * share:>8.2%}"
            f"{row.accepted / max(1, row.spelt):>8.1%}{row.attributed / max(1, row.guessed):>9.2%}"
            f"{row.possibly / max(1, row.guessed):>8.2%}{row.alike:>7}{row.milliseconds:>7.2f}"
            f"{'' if row.holds() else '   ✘'}"
        )
    named, followed = sum(row.named for row in rows), sum(row.followed for row in rows)
    rules = sum(row.rules for row in rows)
    yield f"{len(rows)} exercises, {rules} rules, {followed} mistakes, {named / followed:.3%} named"


def main() -> int:
    """Print the table; 1, if a bound does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("ids", nargs="*", metavar="EXERCISE")
    parser.add_argument("--seeds", type=int, default=500)
    parser.add_argument(
        "--draws", type=int, default=0, help="draw so many times more, and look only for what is broken"
    )
    args = parser.parse_args()
    ids = args.ids or registry.exercise_ids()
    with TemporaryDirectory() as folder:
        library = load(paths(Path(folder)))
    rows = []
    for id in ids:
        rows.append(measure(id, library, args.seeds))
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    asyncio.run(time_questions(rows, library))
    print("\n".join(table(rows)))
    broken = [said for id in ids if args.draws and (said := draw_many(id, args.draws))]
    if args.draws:
        print("\n".join(broken) or f"{args.draws} draws of each: no exception, all finite and in range")
    return 0 if all(row.holds() for row in rows) and not broken else 1


if __name__ == "__main__":
    sys.exit(main())
