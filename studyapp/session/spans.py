"""Spans of time in words: ``10m``, ``3d``, ``1.2y``; short, since they stand on keys."""

from __future__ import annotations

from studyapp.language import _

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def span(ms: int) -> str:
    """A length of time, rounded to one unit: at least a minute, weeks as days, from two months on as months."""
    if ms < HOUR:
        return _("{n}m").format(n=max(1, round(ms / MINUTE)))
    if ms < DAY:
        return _("{n}h").format(n=round(ms / HOUR))
    if ms < 61 * DAY:
        return _("{n}d").format(n=round(ms / DAY))
    if ms < 365 * DAY:
        return _("{n}mo").format(n=round(ms / (30.44 * DAY)))
    return _("{n}y").format(n=round(ms / (365.25 * DAY), 1))
