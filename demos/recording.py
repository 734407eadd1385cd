"""Recorded runs of the demos that train for long: to be looked at without waiting, frame by frame.

``recorded/<id>.jsonl.gz`` beside this module: a line with the settings and the seed, then the frames as `wire` writes
them. ``python -m demos ID NAME=VALUE … --record`` makes it; a test runs the beginning again and compares.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any, NamedTuple

from demos import running, wire
from demos.contract import Demo, Frame, Settings

FOLDER = Path(__file__).parent / "recorded"
FRAMES = 50  # of a longer run, as many are kept about evenly, the last one always


class Recording(NamedTuple):
    """A run that was recorded: at which settings and seed, and its frames as JSON values."""

    settings: Settings
    seed: int
    frames: list[dict[str, Any]]


def path(id: str) -> Path:
    """Where the recording of a demo lies, if it has one."""
    return FOLDER / f"{id}.jsonl.gz"


def recorded(id: str) -> bool:
    """Whether there is a recording."""
    return path(id).is_file()


def record(id: str, demo: Demo, setting: Settings, seed: int) -> None:
    """Run it and keep what it shows."""
    frames = [wire.encode(frame) for frame in running.run(demo, setting, seed)]
    stride = -(-len(frames) // FRAMES)
    kept = frames[:: stride or 1]
    if kept[-1] != frames[-1]:
        kept.append(frames[-1])
    FOLDER.mkdir(exist_ok=True)
    lines = "\n".join([json.dumps({"set": dict(setting), "seed": seed}), *kept]) + "\n"
    path(id).write_bytes(gzip.compress(lines.encode(), 9, mtime=0))


def load(id: str) -> Recording:
    """The recording of a demo.

    Raises:
        FileNotFoundError: it has none.
    """
    with gzip.open(path(id), "rt", encoding="utf-8") as lines:
        head = json.loads(next(lines))
        return Recording(head["set"], head["seed"], [json.loads(line) for line in lines])


def last_frame(recording: Recording) -> Frame:
    """What the run ended with, as far as claims judge it."""
    return Frame(panels=(), values=recording.frames[-1]["values"])
