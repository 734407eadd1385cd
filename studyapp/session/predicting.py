"""Predictions: whether one can be asked at some settings."""

from __future__ import annotations

from collections.abc import Mapping

from studyapp.content.model import Value


def clash(one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Whether two settings want different values of the same parameter."""
    return any(other.get(name, value) != value for name, value in one.items())
