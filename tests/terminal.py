"""A program in a real pseudo-terminal, as a person has it: keys go in, a screen of characters comes out."""

from __future__ import annotations

import os
import re
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import pexpect
import pyte

KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "space": " ",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "ctrl+q": "\x11",
}
ESCAPE = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-Z\\^_])")
MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
MOUSE = (b"1000", b"1003", b"1006", b"1015")
ALTERNATE, PASTE, FOCUS, CURSOR = b"1049", b"2004", b"1004", b"25"


class Terminal:
    """Runs `command` in a terminal of `columns` × `rows`. Use as a context: what is still running then is ended."""

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        columns: int = 80,
        rows: int = 24,
        patience: float = 20,
    ) -> None:
        self.patience = patience
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = bytearray()
        self._drawn = 0  # how much of it the screen has taken in: only when it is looked at, which takes time
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("STUDYAPP_", "LC_"))}
        environment = {**inherited, "TERM": "xterm-256color", "LANG": "C.UTF-8", **environ}
        self._child = pexpect.spawn(
            command[0], list(command[1:]), env=environment, dimensions=(rows, columns), timeout=patience
        )
        self._child.delaybeforesend = None  # otherwise 50 ms pass before each key
        self.before = self.line_discipline()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.close(force=True)

    @property
    def text(self) -> str:
        """What stands on the screen, a line a row, without blanks at their ends."""
        self._stream.feed(bytes(self.raw[self._drawn :]))
        self._drawn = len(self.raw)
        # Cell by cell, as Screen.display stumbles over the empty cell behind a wide character that was overwritten.
        screen = self._screen
        rows = (range(screen.columns) for _ in range(screen.lines))
        return "\n".join("".join(screen.buffer[y][x].data for x in row).rstrip() for y, row in enumerate(rows))

    def press(self, *keys: str) -> None:
        """Send keys: names as in `KEYS`, anything else as it is."""
        for key in keys:
            self._child.send(KEYS.get(key, key))

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        self._child.kill(number)

    def see(self, *wanted: str) -> str:
        """Wait until all of these stand on the screen together; the screen then."""
        return self.until(lambda text: all(each in text for each in wanted), f"{wanted}")

    def until(self, there: Callable[[str], Any], what: str) -> str:
        """Wait until `there(text)` is true of the screen; the screen then.

        Raises:
            AssertionError: it did not come within `patience` seconds; the message shows the screen.
        """
        end = time.monotonic() + self.patience
        while not there(self.text):
            if not self._read() or time.monotonic() > end:
                raise AssertionError(f"waited for {what}; the screen is:\n{self.text}")
        return self.text

    def milliseconds_until(self, marker: str, begun: float, since: int) -> float:
        """From the moment `begun` (`time.perf_counter`) until `marker` has arrived behind byte `since` of `raw`.

        Found in what is written, not on the screen: what drawing costs here is not counted.
        """
        wanted, end = marker.encode(), time.monotonic() + self.patience
        while wanted not in ESCAPE.sub(b"", bytes(self.raw[since:])):
            assert self._read(0.0005), f"it ended before “{marker}” came"
            assert time.monotonic() < end, f"“{marker}” did not come:\n{self.text}"
        return (time.perf_counter() - begun) * 1000

    def still(self, seconds: float = 0.3) -> None:
        """Wait until nothing has been written for so long."""
        size, quiet = len(self.raw), time.monotonic()
        while time.monotonic() - quiet < seconds:
            self._read()
            if len(self.raw) != size:
                size, quiet = len(self.raw), time.monotonic()

    def ends(self) -> int:
        """Wait until the program has ended by itself; its exit code."""
        end = time.monotonic() + self.patience
        while self._read():
            assert time.monotonic() < end, f"it goes on:\n{self.text}"
        self.after = self.line_discipline()
        self._child.close()
        assert self._child.signalstatus is None, f"ended by signal {self._child.signalstatus}"
        return int(self._child.exitstatus)

    def _read(self, timeout: float = 0.05) -> bool:
        """Take in what has been written within `timeout` seconds; False at the end."""
        try:
            written = self._child.read_nonblocking(65536, timeout=timeout)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += written
        return True

    # ── how it leaves the terminal ──────────────────────────────────────────────────────────────────────────

    def line_discipline(self) -> list[Any]:
        """The flags and control characters of the terminal."""
        return termios.tcgetattr(self._child.child_fd)

    def modes(self) -> dict[bytes, bool]:
        """The private modes that were ever touched, and whether each is on."""
        touched: dict[bytes, bool] = {}
        for match in MODE.finditer(bytes(self.raw)):
            touched.update(dict.fromkeys(match[1].split(b";"), match[2] == b"h"))
        return touched

    def assert_left_as_it_was(self) -> None:
        """The alternate screen, the mouse and the rest are off again, the cursor is shown, the flags are as before."""
        modes = self.modes()
        assert modes.get(ALTERNATE) is False, "never entered, or not left: the alternate screen"
        left_on = [mode for mode in (*MOUSE, PASTE, FOCUS) if modes.get(mode)]
        assert not left_on
        assert modes.get(CURSOR, True)
        assert self.after == self.before


def studyapp(*arguments: str) -> list[str]:
    """The command line of the program as it is here."""
    return [sys.executable, "-P", "-m", "studyapp", *arguments]
