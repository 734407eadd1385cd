"""A child that knows the toy demos."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from studyapp.lab.client import Lab
from tests.lab import toys


@pytest.fixture(scope="session")
def command(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command of a child with the toys."""
    folder: Path = tmp_path_factory.mktemp("toys")
    return toys.command(folder)


@pytest.fixture
async def lab(command: list[str]) -> AsyncIterator[Lab]:
    """A lab with the toys that loses its patience after two seconds."""
    async with Lab(command, patience=2.0) as lab:
        yield lab
