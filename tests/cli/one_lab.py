"""One child process of the lab for many runs, without an event loop of one's own: a process a run would be slow."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import TracebackType
from typing import Any, Self
from unittest import mock

import pytest

from studyapp.content.catalog import Catalog
from studyapp.content.model import Value
from studyapp.lab.client import Lab, Verdicts
from studyapp.lab.frames import Frame


class OneLab:
    """A lab that is asked synchronously. A run with settings that it has had before is not run again."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self._lab = Lab()
        self._runs: dict[tuple[str, str, int], list[Frame | Verdicts]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._lab.close())
        self._runner.close()

    @cached_property
    def catalog(self) -> Catalog:
        """Every demo and exercise."""
        return self._runner.run(self._lab.describe())

    def run(self, demo: str, settings: Mapping[str, Value], seed: int = 0) -> list[Frame | Verdicts]:
        """Everything that a run gives: its frames, then the verdicts. What is not set has its default."""
        spec = self.catalog.demos[demo]
        whole = {parameter.name: parameter.default for parameter in spec.parameters} | dict(settings)
        key = (demo, repr(sorted((name, value) for name, value in whole.items())), seed)
        if key not in self._runs:

            async def everything() -> list[Frame | Verdicts]:
                return [answer async for answer in self._lab.run(demo, whole, seed)]

            self._runs[key] = self._runner.run(everything())
        return self._runs[key]

    def last_frame(self, demo: str, settings: Mapping[str, Value]) -> Frame:
        """The last frame of a run."""
        return [answer for answer in self.run(demo, settings) if isinstance(answer, Frame)][-1]

    def draw(self, exercise: str, seeds: range, level: str = "alone") -> list[dict[str, Any]]:
        """An exercise with the numbers of each seed."""

        async def everything() -> list[dict[str, Any]]:
            return [await self._lab.draw(exercise, seed, level) for seed in seeds]

        return self._runner.run(everything())

    @contextlib.contextmanager
    def serving_commands(self) -> Iterator[None]:
        """The commands of the shell ask this lab instead of starting a process each."""
        with (
            mock.patch("studyapp.cli.lab.describe_now", return_value=self.catalog),
            mock.patch("studyapp.cli.lab.run_now", self.run),
            mock.patch("studyapp.cli.words.catalog", return_value=self.catalog),
            mock.patch("studyapp.session.desk.catalog", return_value=self.catalog),
        ):
            yield


@pytest.fixture(scope="session")
def one_lab() -> Iterator[OneLab]:
    with OneLab() as lab:
        yield lab
