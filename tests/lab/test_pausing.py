"""A run that is paused waits after its next frame, goes on by one, or goes on; and is no less easy to stop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from studyapp.lab.client import Lab, Verdicts
from studyapp.lab.frames import Frame


@pytest.fixture
async def lab(command: list[str]) -> AsyncIterator[Lab]:
    async with Lab(command, patience=5.0) as lab:
        yield lab


class Following:
    """A run that is read in the background."""

    def __init__(self, lab: Lab, n: int, wait: float = 0.02) -> None:
        self.seen: list[Frame | Verdicts] = []
        self.task = asyncio.create_task(self._follow(lab, n, wait))

    async def _follow(self, lab: Lab, n: int, wait: float) -> None:
        async for answer in lab.run("count", {"n": n, "wait": wait}):
            self.seen.append(answer)

    async def has(self, many: int) -> None:
        begun = time.monotonic()
        while len(self.seen) < many:
            assert time.monotonic() - begun < 10
            await asyncio.sleep(0.01)

    async def still(self) -> int:
        """How many have come, once no more come."""
        while True:
            many = len(self.seen)
            await asyncio.sleep(0.2)
            if len(self.seen) == many:
                return many


async def test_a_paused_run_waits_and_goes_on_frame_by_frame(lab: Lab) -> None:
    run = Following(lab, 60)
    await run.has(2)
    await lab.pause()
    many = await run.still()
    assert many < 60
    for more in (1, 2):
        await lab.step()
        await run.has(many + more)
        assert await run.still() == many + more
    await lab.resume()
    await run.task
    assert len(run.seen) == 61, "sixty frames and the verdicts"


async def test_a_pause_longer_than_the_lab_s_patience_is_no_hang(command: list[str]) -> None:
    async with Lab(command, patience=1.5) as lab:
        run = Following(lab, 30)
        await run.has(2)
        await lab.pause()
        await asyncio.sleep(2.5)
        await lab.resume()
        await run.task
        assert not isinstance(run.seen[-1], Frame)


async def test_a_paused_run_can_be_cancelled_and_the_next_is_not_paused(lab: Lab) -> None:
    run = Following(lab, 100000)
    await run.has(2)
    await lab.pause()
    await run.still()
    await lab.cancel()
    await run.task
    after = Following(lab, 3)
    await after.task
    assert len(after.seen) == 4


async def test_an_exercise_is_drawn_while_a_run_is_paused(lab: Lab) -> None:
    run = Following(lab, 100000)
    await run.has(2)
    await lab.pause()
    await run.still()
    assert (await lab.draw("rnn-step", 1))["exercise"] == "rnn-step"
    await lab.cancel()
    await run.task
