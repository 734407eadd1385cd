"""What tests share: a desk over a folder of its own, with a clock and chance that are given."""

from __future__ import annotations

import os

# Before NumPy is imported: as in the lab's child, since a pool of threads only gets in its own way at these sizes.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import settings

from studyapp import language
from studyapp.content.library import Library
from studyapp.content.loading import load
from studyapp.content.paths import Paths, paths
from studyapp.memory.log import Log
from studyapp.memory.settings import Settings
from studyapp.session.desk import Desk

# The gate looks at the same examples every time; --hypothesis-profile=default looks at new ones.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.load_profile("gate")

NOON = 1_780_000_000_000 - 1_780_000_000_000 % 86_400_000 + 12 * 3_600_000  # a noon, UTC, in ms since 1970


@dataclass
class Clock:
    """A clock that stands still until it is moved. In ms since 1970."""

    at: int = NOON

    def __call__(self) -> int:
        return self.at

    def pass_(self, *, minutes: float = 0, days: float = 0) -> None:
        """Let time pass."""
        self.at += round(minutes * 60_000 + days * 86_400_000)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def where(tmp_path: Path) -> Paths:
    """Paths below a folder of the test's own; the glossary is the shipped one."""
    return paths(tmp_path / "data")


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The shipped library."""
    return load(paths(tmp_path_factory.mktemp("library")))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test begins in English."""
    language.use("en")
    yield
    language.use("en")


OpenDesk = Callable[[], Desk]


@pytest.fixture
def open_desk(where: Paths, library: Library, clock: Clock) -> Iterator[OpenDesk]:
    """Opens the desk over the test's folder; once more, to start again."""
    desks: list[Desk] = []

    def open_() -> Desk:
        desks.append(Desk(where, library, Log.open(where.log), Settings(), clock, UTC, random.Random(3)))
        return desks[-1]

    yield open_
    for desk in desks:
        desk.log.close()


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    return open_desk()
