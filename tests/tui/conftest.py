"""The app without a terminal, over the test's own desk."""

from __future__ import annotations

import pytest

from studyapp.session.desk import Desk
from studyapp.tui.app import StudyApp


@pytest.fixture
def app(desk: Desk) -> StudyApp:
    """The app at home, not yet running."""
    return StudyApp(desk)
