"""What an exercise is: numbers drawn from a seed, the right rule, and the wrong rules that learners follow.

An exercise is one module ``demos/exercises/<id>.py`` that ends with ``EXERCISE = Exercise(...)``. Its right rule calls
the cell library. Its `work` does the same by hand, line by line on a `Sheet`; a wrong rule is that very work with one
thing in it changed, so that it leaves a line of work of its own. Words are in ``glossary/exercises/<id>.yaml``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from demos.cells import relu, sigmoid, tanh

Givens = Mapping[str, float | str]
Numbers = float | Sequence[float] | np.ndarray  # a number or a vector


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the worked solution: ``f = σ(0.5·0.8 − 0.3·0.2 + 1) = 0.7914``.

    `symbol` is what the line works out, `expression` the equation with the drawn numbers filled in, `value` what it
    comes to: one number, or those of a vector.
    """

    symbol: str
    expression: str
    value: tuple[float, ...]


class Sheet:
    """A sheet of paper: each line that is worked out is written down, and its result used as written.

    `carry` is how many decimals are written; with None nothing is rounded. `told` are the lines whose expressions are
    wanted (None: all); the others, where they are given as functions, are not worked out, which saves half the time.
    """

    __slots__ = ("carry", "lines", "told")

    def __init__(self, carry: int | None = None, told: Container[int] | None = None) -> None:
        self.carry = carry
        self.told = told
        self.lines: list[Step] = []

    def line(self, symbol: str, expression: str | Callable[[], str], value: Any) -> Any:
        """Write a line; what it comes to, as it is written (a float; for a vector an array)."""
        if not isinstance(expression, str):
            expression = expression() if self.told is None or len(self.lines) in self.told else ""
        if isinstance(value, float | int) or np.ndim(value) == 0:
            written: Any = float(value) if self.carry is None else round(float(value), self.carry)
            numbers: tuple[float, ...] = (written,)
        else:
            written = np.asarray(value, dtype=float)
            written = written if self.carry is None else np.round(written, self.carry)
            numbers = tuple(written.tolist())
        self.lines.append(Step(symbol, expression, numbers))
        return written


class Scratch(Sheet):
    """Paper for what is only worked out in the head: nothing is written, and nothing rounded."""

    def line(self, symbol: str, expression: str | Callable[[], str], value: Any) -> Any:
        """The value."""
        return value if isinstance(value, float) else np.asarray(value, dtype=float)


class Function(NamedTuple):
    """A function of one number with its sign, as a line of work writes it; `PLAIN` writes nothing."""

    sign: str
    f: Callable[[Any], Any]

    def __call__(self, x: Any) -> Any:
        """The function's value."""
        return self.f(x)

    def at(self, x: float) -> str:
        """``tanh(−0.5)``; with `PLAIN` the number, as it stands behind a sign."""
        return f"{self.sign}({say(x)})" if self.sign else factor(x)

    def of(self, inside: str) -> str:
        """``tanh(inside)``."""
        return f"{self.sign}({inside})" if self.sign else inside


def _sigmoid_of(x: Any) -> Any:
    """σ(x); of one number as it is worked by hand, which is ten times as fast as an array function."""
    return 0.5 + 0.5 * math.tanh(0.5 * x) if isinstance(x, float) else sigmoid(x)


def _tanh_of(x: Any) -> Any:
    """tanh(x), likewise."""
    return math.tanh(x) if isinstance(x, float) else tanh(x)


SIGMA, TANH, RELU, PLAIN = (
    Function("σ", _sigmoid_of),
    Function("tanh", _tanh_of),
    Function("ReLU", relu),
    Function("", lambda x: x),
)


@lru_cache(4096)  # most numbers of a work stand in it many times, and a question is worked some sixty times
def say(x: float) -> str:
    """A number as a line of work writes it: at most six decimals, no zeros at its end."""
    text = f"{x:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def factor(x: float) -> str:
    """A number behind a sign: in brackets where it is negative."""
    return f"({say(x)})" if x < 0 else say(x)


def vector(x: Any) -> str:
    """``(0.5, −1, 2)``."""
    return f"({', '.join(say(float(each)) for each in x)})"


def weighted(*terms: tuple[float, float], plus: float | None = None) -> str:
    """``0.5·0.8 − 0.3·(−0.2) + 1``: products, and what is added to them."""
    return total([*(f"{say(a)}·{factor(b)}" for a, b in terms), *([say(plus)] if plus is not None else [])])


def total(terms: Sequence[str]) -> str:
    """The sum of written terms: ``a + b − c``; a minus at the front of a term is its sign."""
    said = " + ".join(terms)
    return said.replace("+ -", "− ").replace("+ −", "− ")


def tenths(rng: np.random.Generator, low: int, high: int, *, signed: bool = True) -> float:
    """A number of tenths, low to high tenths in size; with a random sign, unless told."""
    size = float(rng.integers(low, high + 1)) / 10
    return size * float(rng.choice([-1, 1])) if signed else size


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """A problem with fresh numbers.

    asks: the symbols that may be wanted (``c_t, h_t``), as `describe` tells them.
    draw(rng): the givens, each a number of two or three digits (or a short word, where the problem has variants).
    right(**givens): the answer, a number or a vector, by the cell library.
    work(sheet, **givens): the same by hand; writes each line on the sheet, the last one the answer.
    wrong: for each rule the keywords of `work` that it changes. Where that changes nothing in the outcome, the rule
    does not apply. Two rules that change different keywords can be followed at once.
    digits: how many decimals the answer shall have; 0: a whole number, which has to be met exactly.
    carry: how many decimals to carry on the way; one more than `digits`, unless told.
    low, high: what every component of a right answer lies between.
    demo: the demo that shows the same, at settings(**givens): this question's own numbers, as far as it has them.
    share: the answer is a fraction of one, and may be given in per cent.
    """

    asks: str
    draw: Callable[[np.random.Generator], dict[str, float | str]]
    right: Callable[..., Numbers]
    work: Callable[..., Numbers]
    wrong: Mapping[str, Mapping[str, Any]]
    low: float
    high: float
    digits: int = 4
    carry: int | None = None
    demo: str | None = None
    settings: Callable[..., dict[str, float | str]] = lambda **_: {}
    share: bool = False

    @property
    def carried(self) -> int | None:
        """How many decimals a line of work has; None where all numbers are whole."""
        if self.carry is not None:
            return self.carry
        return self.digits + 1 if self.digits else None

    @property
    def tolerance(self) -> float:
        """How far an answer may be off: one unit of the last decimal, as hand rounding needs; 0 for a whole one."""
        return 10.0**-self.digits if self.digits else 0.0

    def outcome(self, givens: Givens, *changes: Mapping[str, Any]) -> Numbers:
        """What the work comes to, with the changes of wrong rules, if any."""
        changed = {name: value for change in changes for name, value in change.items()}
        return self.work(Scratch(), **{**givens, **changed})

    def worked(
        self,
        givens: Givens,
        *changes: Mapping[str, Any],
        carry: int | None = None,
        told: Container[int] | None = None,
    ) -> list[Step]:
        """The lines of work, with the changes of wrong rules, if any; each rounded to `carry` decimals.

        `told`: the lines whose expressions are wanted, None for all.
        """
        sheet = Sheet(carry, told)
        self.work(sheet, **{**givens, **{name: value for change in changes for name, value in change.items()}})
        return sheet.lines
