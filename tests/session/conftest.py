"""A desk whose lab is closed again, for sittings over the shipped library."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from studyapp.session.desk import Desk


@pytest.fixture
async def sat(desk: Desk) -> AsyncIterator[Desk]:
    """The desk of a test that may draw numbers."""
    yield desk
    await desk.close()
