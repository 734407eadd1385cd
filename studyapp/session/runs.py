"""The runs of a demo on a screen: the frames of the one that is shown, the one before it, and those that are pinned."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from studyapp.content.model import Value
from studyapp.lab.frames import Frame

LETTERS = "ABC"
KEPT = 2000  # frames of a run; of a longer one every other is let go
PAUSABLE = 0.3  # seconds; a space that comes sooner was meant for what stood there before
Settings = Mapping[str, Value]


@dataclass(frozen=True)
class Pinned:
    """A run that stays for comparison."""

    letter: str
    frame: Frame
    settings: Settings
    seed: int


@dataclass
class Runs:
    """What is shown. `at` is the frame that is looked at; None follows the newest."""

    clock: Callable[[], float] = time.monotonic
    frames: list[Frame] = field(default_factory=list)
    at: int | None = None
    before: Frame | None = None
    pins: list[Pinned] = field(default_factory=list)
    _fresh: bool = True  # the frames are those of an earlier run, until the first new one comes
    _began: float = 0.0
    _stays: bool = False

    @property
    def frame(self) -> Frame | None:
        """The frame that is shown."""
        if not self.frames:
            return None
        return self.frames[-1 if self.at is None else min(self.at, len(self.frames) - 1)]

    @property
    def last(self) -> Frame | None:
        """The newest frame."""
        return self.frames[-1] if self.frames else None

    @property
    def place(self) -> tuple[int, int]:
        """Which frame of how many is shown, from 1."""
        many = len(self.frames)
        return (many if self.at is None else min(self.at + 1, many)), many

    def begin(self, *, other: bool, stay: bool = False) -> None:
        """A new run; with `other` settings, one that came to its end stays as the one before.

        `stay`: the frame that is looked at stays the same.
        """
        if other and self.last is not None and self.last.progress >= 1:
            self.before = self.last
        self._fresh, self._began = True, self.clock()
        self._stays = stay

    def add(self, frame: Frame) -> None:
        """A frame has come; the first of a run takes the place of all of the run before."""
        if self._fresh:
            self.frames, self._fresh = [], False
            self.at = self.at if self._stays else None
        if len(self.frames) >= KEPT:
            self.frames = self.frames[::2]
        self.frames.append(frame)

    def go(self, by: int) -> None:
        """Look at a frame earlier or later; from the last on, the newest is followed."""
        if self.frames:
            place = (len(self.frames) - 1 if self.at is None else self.at) + by
            self.at = max(0, place) if place < len(self.frames) - 1 else None

    def go_to(self, index: int) -> None:
        """Look at frame `index`; −1 is the last."""
        self.at = None if index < 0 or index >= len(self.frames) - 1 else index

    @property
    def lasting(self) -> bool:
        """Whether the run has gone on for long enough to be worth a pause."""
        return self.clock() - self._began > PAUSABLE

    def left(self) -> float | None:
        """About how many seconds the run still takes; None where that cannot be told yet."""
        done, gone = (self.last.progress if self.last and not self._fresh else 0.0), self.clock() - self._began
        return gone * (1 - done) / done if done > 0.02 and gone > 0.5 else None

    def pin(self, settings: Settings, seed: int) -> Pinned | None:
        """Keep the run that is shown for comparison; of too many, the oldest goes. The same run twice is one pin."""
        if self.last is None:
            return None
        for pinned in self.pins:
            if pinned.settings == dict(settings) and pinned.seed == seed:
                return pinned
        letter = next((each for each in LETTERS if each not in {pinned.letter for pinned in self.pins}), None)
        if letter is None:
            letter = self.pins.pop(0).letter
        self.pins.append(Pinned(letter, self.last, dict(settings), seed))
        return self.pins[-1]

    def unpin(self) -> None:
        """Let all pinned runs go, and the one before with them."""
        self.pins, self.before = [], None
