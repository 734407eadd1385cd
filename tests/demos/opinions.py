"""Second opinions on exercises: the right answer of many draws against another way to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from demos import drawing, registry

SEEDS = range(200)


def assert_found_by(another_way: Callable[..., float | Sequence[float]], id: str) -> None:
    """The exercise's answer is what `another_way` makes of the same givens, at every seed."""
    exercise = registry.exercise(id)
    for seed in SEEDS:
        drawn: dict[str, Any] = drawing.draw(id, exercise, seed)
        expected = drawing.numbers(another_way(**drawn["givens"]))
        assert drawn["answer"] == pytest.approx(expected, rel=1e-12, abs=1e-12), drawn["givens"]
