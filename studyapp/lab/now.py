"""The lab without an event loop of one's own, for the commands of the shell."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from studyapp.content.model import Value
from studyapp.lab.client import COMMAND, Lab, Verdicts
from studyapp.lab.frames import Checked, Frame

T = TypeVar("T")


def run_now(
    demo: str, settings: Mapping[str, Value], seed: int = 0, *, command: Sequence[str] = COMMAND
) -> Iterator[Frame | Verdicts]:
    """`Lab.run`: the frames as they come, then the verdicts."""
    return _steps(command, lambda lab: lab.run(demo, settings, seed))


def verify_now(
    demos: Sequence[str] | None = None, *, seeds: int = 1, seed: int = 0, command: Sequence[str] = COMMAND
) -> Iterator[Checked]:
    """`Lab.verify`: what every claim comes to, as it is known."""
    return _steps(command, lambda lab: lab.verify(demos, seeds=seeds, seed=seed))


def draw_now(exercise: str, seed: int, level: str = "alone", *, command: Sequence[str] = COMMAND) -> dict[str, Any]:
    """`Lab.draw`."""

    async def drawn() -> dict[str, Any]:
        async with Lab(command) as lab:
            return await lab.draw(exercise, seed, level)

    return asyncio.run(drawn())


def _steps(command: Sequence[str], start: Callable[[Lab], AsyncGenerator[T, None]]) -> Iterator[T]:
    """The items of an asynchronous stream one by one; the child is gone when the iterator is left."""

    async def following() -> T | None:
        return await anext(stream, None)

    with asyncio.Runner() as runner:
        lab = Lab(command)
        stream = start(lab)
        try:
            while (item := runner.run(following())) is not None:
                yield item
        finally:
            runner.run(stream.aclose())
            runner.run(lab.close())
