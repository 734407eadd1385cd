"""Drawing an exercise: numbers from a seed, drawn again until every mistake can be told from every other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, Literal, NamedTuple

import numpy as np

from demos.exercises.contract import Exercise, Givens, Numbers, Step

Level = Literal["alone", "gap", "choice"]
Answer = tuple[float, ...]
DRAWS = 1000
TWO_MISTAKES = 4  # so many decimals, and two mistakes at once may be told from chance
CHOICES = 2  # wrong outcomes at least, to be chosen from
SAME = 1e-9  # a rule that changes the outcome by less does not apply


class Undrawable(RuntimeError):
    """An exercise none of whose many draws was fit to be asked: two of its rules hardly ever differ."""


class Outcome(NamedTuple):
    """What one wrong rule comes to; the line of the right work from which its own parts, and its own line there."""

    value: Answer
    at: int
    own: int
    line: Step


def draw(id: str, exercise: Exercise, seed: int, level: Level = "alone", like: Givens | None = None) -> dict[str, Any]:
    """The exercise with numbers in it: the fields of ``studyapp.questions.model.Drawn``; the answer is not rounded.

    The same seed draws the same numbers. They are drawn anew while two outcomes, right or wrong, agree within
    two units of the last digit asked for, or the answer is outside of [low, high]. A wrong rule that comes to
    the right answer does not apply and is left out. With the level ``gap`` one line of the work is asked for, which
    some wrong rule gets wrong, and those before it are told; an exercise of one line has no gap. With the level
    ``choice`` enough wrong rules apply to choose between their outcomes. `like` are givens whose words, which tell the
    variant of the problem, shall be drawn again.

    Raises:
        Undrawable: a thousand draws were not enough.
    """
    rng = np.random.default_rng(seed)
    for _ in range(DRAWS):
        givens = {name: _plain(given) for name, given in exercise.draw(rng).items()}
        if like and any(givens.get(name) != word for name, word in like.items() if isinstance(word, str)):
            continue
        exact = exercise.worked(givens, told=())
        answer, at = numbers(exercise.right(**givens)), len(exact) - 1
        if not all(exercise.low <= each <= exercise.high for each in answer):
            continue
        outcomes = _outcomes(exercise, givens, exact)
        if level == "gap":
            gaps = sorted({outcome.at for outcome in outcomes.values()} - {0})
            if not gaps:
                level = "alone"
            else:
                at = gaps[int(rng.integers(len(gaps)))]
                answer = exact[at].value
                outcomes = {
                    rule: outcome._replace(value=outcome.line.value)
                    for rule, outcome in outcomes.items()
                    if outcome.at == at and _apart(outcome.line.value, answer, SAME)
                }
        enough = len(outcomes) >= (CHOICES if level == "choice" else 1)
        if enough and told_apart([answer, *(outcome.value for outcome in outcomes.values())], exercise.digits):
            return _drawn(id, exercise, seed, level, givens, answer, at, outcomes)
    raise Undrawable(f"exercise {id}: none of {DRAWS} draws from seed {seed} tells its rules apart")


def _outcomes(exercise: Exercise, givens: Givens, exact: Sequence[Step]) -> dict[str, Outcome]:
    """What each wrong rule that applies comes to, nothing rounded."""
    found = {}
    for rule, changes in exercise.wrong.items():
        lines = exercise.worked(givens, changes, told=())
        if _apart(lines[-1].value, exact[-1].value, SAME):
            found[rule] = Outcome(lines[-1].value, *parting(exact, lines))
    return found


def parting(right: Sequence[Step], wrong: Sequence[Step]) -> tuple[int, int, Step]:
    """Where the right work is left, where in the wrong one, and the first line there that is not a line of the right.

    Work that only stops early or goes on too long parts at the last line.
    """
    last = len(right) - 1
    for at, line in enumerate(wrong):
        if at > last or _apart(line.value, right[at].value, SAME):
            return min(at, last), at, line
    return last, len(wrong) - 1, wrong[-1]


def _pairs(exercise: Exercise, givens: Givens, answer: Answer, outcomes: Mapping[str, Outcome]) -> list[dict[str, Any]]:
    """What two mistakes at once come to, where that is neither right nor what one of them gives."""
    known = [answer, *(outcome.value for outcome in outcomes.values())]
    pairs, near = [], 2 * exercise.tolerance
    for one, other in combinations(outcomes, 2):
        changes = exercise.wrong[one], exercise.wrong[other]
        if changes[0].keys().isdisjoint(changes[1]):
            value = numbers(exercise.outcome(givens, *changes))
            if all(map(math.isfinite, value)) and all(_apart(value, each, near) for each in known):
                pairs.append({"rules": [one, other], "value": value})
    return pairs


def _drawn(
    id: str,
    exercise: Exercise,
    seed: int,
    level: Level,
    givens: Givens,
    answer: Answer,
    at: int,
    outcomes: Mapping[str, Outcome],
) -> dict[str, Any]:
    by_hand = exercise.worked(givens, carry=exercise.carried)
    return {
        "exercise": id,
        "seed": seed,
        "level": level,
        "givens": givens,
        "asks": by_hand[at].symbol,
        "at": at,
        "digits": exercise.digits,
        "carry": exercise.carried,
        "tolerance": exercise.tolerance,
        "share": exercise.share,
        "demo": {"id": exercise.demo, "set": exercise.settings(**givens)} if exercise.demo else None,
        "answer": answer,
        "wrong": [
            {"rule": rule, "value": each.value, "at": each.at, "line": _by_hand(exercise, givens, rule, each.own)}
            for rule, each in outcomes.items()
        ],
        "pairs": (
            _pairs(exercise, givens, answer, outcomes) if level == "alone" and exercise.digits >= TWO_MISTAKES else []
        ),
        "steps": by_hand,
    }


def _by_hand(exercise: Exercise, givens: Givens, rule: str, line: int) -> Step:
    """One line of the work that a wrong rule leaves, rounded as by hand."""
    return exercise.worked(givens, exercise.wrong[rule], carry=exercise.carried, told=(line,))[line]


def told_apart(values: Sequence[Answer], digits: int) -> bool:
    """Whether all are finite and any two differ by more than two units of the last of `digits` decimals."""
    if not all(math.isfinite(each) for value in values for each in value):
        return False
    apart = 2 * 10.0**-digits * (1 + SAME)  # two units exactly are too near, whatever the last bit says
    return all(_apart(one, other, apart) for one, other in combinations(values, 2))


def _apart(one: Answer, other: Answer, by: float) -> bool:
    """Whether some component differs by more, or there are more of them."""
    if len(one) == 1 == len(other):
        return abs(one[0] - other[0]) > by
    return len(one) != len(other) or any(abs(a - b) > by for a, b in zip(one, other, strict=True))


def numbers(value: Numbers) -> Answer:
    """A number or a vector as a tuple."""
    return (float(value),) if isinstance(value, float | int) else tuple(float(each) for each in np.ravel(value))


def _plain(given: float | str) -> float | str:
    return given if isinstance(given, str) else float(given)
