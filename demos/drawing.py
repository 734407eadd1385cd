"""Drawing an exercise: numbers from a seed, drawn again until every mistake can be told from every other."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np

from demos.exercises.contract import Exercise

DRAWS = 1000


class Undrawable(RuntimeError):
    """An exercise none of whose many draws was fit to be asked: two of its rules hardly ever differ."""


def draw(id: str, exercise: Exercise, seed: int) -> dict[str, Any]:
    """The exercise with numbers in it: the fields of ``studyapp.questions.model.Drawn``, values unrounded.

    The same seed draws the same numbers. They are drawn anew while two outcomes, right or wrong, agree within
    two units of the last digit asked for, or the answer is outside of [low, high]. A wrong rule that gives
    None does not apply and is left out.

    Raises:
        Undrawable: a thousand draws were not enough.
    """
    rng = np.random.default_rng(seed)
    for _ in range(DRAWS):
        givens = {name: _plain(given) for name, given in exercise.draw(rng).items()}
        answer = float(exercise.right(**givens))
        outcomes = {rule: value(**givens) for rule, value in exercise.wrong.items()}
        wrong = {rule: float(value) for rule, value in outcomes.items() if value is not None}
        if exercise.low <= answer <= exercise.high and told_apart([answer, *wrong.values()], exercise.digits):
            return {
                "exercise": id,
                "seed": seed,
                "givens": givens,
                "asks": exercise.asks,
                "digits": exercise.digits,
                "answer": answer,
                "wrong": [{"rule": rule, "value": value} for rule, value in wrong.items()],
                "steps": [
                    {"symbol": step.symbol, "expression": step.expression, "value": float(step.value)}
                    for step in exercise.steps(**givens)
                ],
            }
    raise Undrawable(f"exercise {id}: none of {DRAWS} draws from seed {seed} tells its rules apart")


def told_apart(values: list[float], digits: int) -> bool:
    """Whether all are finite and any two differ by more than two units of the last of `digits` decimals."""
    if not all(map(math.isfinite, values)):
        return False
    apart = 2 * 10.0**-digits * (1 + 1e-9)  # two units exactly are too near, whatever the last bit says
    return all(second - first > apart for first, second in pairwise(sorted(values)))


def _plain(given: float | str) -> float | str:
    return given if isinstance(given, str) else float(given)
