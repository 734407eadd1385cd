"""A line on a terminal that says how far the first reading of large decks has come."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable

from studyapp.lab.canvas import cell_width, clean
from studyapp.language import _

PATIENCE = 1.0  # seconds in which nothing need be said


class Line:
    """Told what is being read, by `studyapp.content.loading.load`; says so once that takes more than a second.

    The line is written over again and again, and erased at the end. Nothing is written where there is no terminal.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began: float | None = None
        self._shown = False

    def __call__(self, name: str, done: int, total: int) -> None:
        """`name` is the file that comes next; none, while entries are made findable, the last of which ends it."""
        if not name and done >= total:
            self._erase()
            self._began = None
            return
        self._began = self._clock() if self._began is None else self._began
        if self._clock() - self._began < PATIENCE or sys.stderr is None or not sys.stderr.isatty():
            return
        said = (
            _("reading {name} ({done} of {total})").format(name=name, done=done + 1, total=total)
            if name
            else _("making the entries findable ({done} of {total})").format(done=done, total=total)
        )
        line, room = clean(said), shutil.get_terminal_size().columns - 1
        while cell_width(line) > room:
            line = line[:-1]
        print(f"\r{line}\x1b[K", end="", file=sys.stderr, flush=True)
        self._shown = True

    def interrupted(self) -> None:
        """If something was being read, say that it was not for nothing."""
        if self._began is not None:
            self._erase()
            self._began = None
            print(_("Stopped. What has been read is kept; the next start goes on from there."), file=sys.stderr)

    def _erase(self) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        self._shown = False


progress = Line()
