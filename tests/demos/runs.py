"""Running a demo in a test: its frames, what it measured, a claim's verdict, a panel, a line of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from demos import registry, running, settings
from demos.contract import Curves, Frame, Line, Panel, Settings, Value, Verdict

P = TypeVar("P", bound=Panel)


def frames(id: str, seed: int = 0, **asked: Value) -> list[Frame]:
    """Every frame of a run at these settings, the defaults elsewhere."""
    demo = registry.demo(id)
    return list(running.run(demo, settings.fill(demo, asked), seed))


def values(id: str, seed: int = 0, **asked: Value) -> Mapping[str, float]:
    """What the run measured."""
    return frames(id, seed, **asked)[-1].values


def verdict(id: str, claim: str, seed: int = 0) -> Verdict:
    """The claim at its own settings."""
    demo = registry.demo(id)
    found = next(c for c in demo.claims if c.id == claim)
    own: Settings = settings.fill(demo, found.at)
    *_, last = running.run(demo, own, seed)
    return found.judge(last.values, own)


def panel(frame: Frame, kind: type[P], id: str | None = None) -> P:
    """The frame's first panel of this kind, or the one with this id."""
    return next(p for p in frame.panels if isinstance(p, kind) and id in (None, p.id))


def line(curves: Curves, label: str) -> Line:
    """The line with this label."""
    return next(found for found in curves.lines if found.label == label)
