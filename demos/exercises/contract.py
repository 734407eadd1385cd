"""What an exercise is: numbers drawn from a seed, the right rule, and the wrong rules that learners follow.

An exercise is one module ``demos/exercises/<id>.py`` that ends with ``EXERCISE = Exercise(...)``. The right rule
calls the cell library; each wrong rule is the right one with one mistake in it. Words are in
``glossary/exercises/<id>.yaml``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

Givens = Mapping[str, float | str]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the worked solution: ``f = σ(0.5·0.8 − 0.3·0.2 + 1) = 0.7914``.

    `symbol` is what the line works out, `expression` the equation with the drawn numbers filled in.
    """

    symbol: str
    expression: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """A problem with fresh numbers.

    asks: the symbol wanted (``c_t``). digits: how many decimals the answer shall have.
    draw(rng): the givens, each a number of two or three digits (or a short word, where the problem has variants).
    right(**givens): the answer, by the cell library. wrong: for each rule its value, or None where the rule does
    not apply or gives nothing to tell apart. steps(**givens): the worked solution, last line the answer.
    low, high: what every right answer lies between.
    """

    asks: str
    digits: int
    draw: Callable[[np.random.Generator], dict[str, float | str]]
    right: Callable[..., float]
    wrong: Mapping[str, Callable[..., float | None]]
    steps: Callable[..., list[Step]]
    low: float
    high: float
