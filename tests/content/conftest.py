"""The lab's child, asked by many tests."""

from __future__ import annotations

from tests.cli.one_lab import one_lab

__all__ = ["one_lab"]  # the fixture
