"""Frames of a demo as the app receives them, without a process between."""

from __future__ import annotations

import msgspec

from demos import running, settings, wire
from demos.contract import Demo, Value
from studyapp.lab.frames import Frame


def last_frame(demo: Demo, seed: int = 0, **asked: Value) -> Frame:
    """What a run ends with, sent through the wire."""
    *_, last = running.run(demo, settings.fill(demo, asked), seed)
    return msgspec.json.decode(wire.encode(last), type=Frame)
