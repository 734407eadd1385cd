"""Two machines, one memory: each writes what a shared folder does not have yet, and reads what its own log does not.

The folder is carried by the learner's own tool. Files are only ever added, never written again, and every line stands
for itself, with a checksum: half a file, a file twice, two versions of one, in any order, are read for what they have.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import msgspec
from msgspec import Struct

from studyapp.errors import StudyError
from studyapp.memory.log import Log
from studyapp.memory.model import decoded
from studyapp.memory.schema import checksum

ENDING = ".studylog"
A_FILE = 10_000  # events in one file at most


class SyncError(StudyError):
    """The folder could not be read or written; the message says what, where, and what to do."""


class Line(Struct, frozen=True):
    """An event in a file of the folder: its place, its line in the log, and the checksum of both."""

    device: str
    number: int
    sum: int
    body: str


class Synced(NamedTuple):
    """What came of it: how many events were written to the folder, how many came from it, and what was wrong there."""

    written: int
    read: int
    problems: tuple[str, ...]


def sync(log: Log, folder: Path) -> Synced:
    """Exchange with the folder. What the log took in is on the disk when this returns.

    Raises:
        SyncError: the folder cannot be used.
        LogError: the log cannot be read or written.
    """
    problems: list[str] = []
    try:
        folder.mkdir(exist_ok=True)
        there: dict[str, set[int]] = {}
        new: list[tuple[str, int, str]] = []
        for path in _files(folder):
            for line in _read(path, problems):
                there.setdefault(line.device, set()).add(line.number)
                known = log.checksum_at(line.device, line.number)
                if known is None:
                    new.append((line.device, line.number, line.body))
                elif known != line.sum:
                    place = f"{line.device}/{line.number}"
                    problems.append(f"{path}: another event in the place {place}; the log keeps its own")
        taken = log.merge(new)
        written = sum(_write(folder, part) for part in _parts(log, there))
    except OSError as error:
        what = error.strerror or str(error)
        raise SyncError(f"{error.filename or folder}: {what}; name a folder that can be read and written") from None
    return Synced(written, taken, tuple(problems))


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────


def _files(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.iterdir() if ENDING in path.name and path.is_file() and path.suffix != ".part"
    )


def _read(path: Path, problems: list[str]) -> Iterator[Line]:
    """The lines of a file that are whole; the others are told."""
    decoder = msgspec.json.Decoder(Line)
    with path.open("rb") as file:
        for at, raw in enumerate(file, 1):
            try:
                line = decoder.decode(raw)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                problems.append(f"{path}:{at}: cut off or damaged; left out")
                continue
            if wrong := _wrong(line):
                problems.append(f"{path}:{at}: {wrong}; left out")
            else:
                yield line


def _wrong(line: Line) -> str:
    try:
        event = decoded(line.body)
    except msgspec.MsgspecError as error:
        return f"no event ({error})"
    if line.number < 1 or not line.device:
        return "an event without a place"
    if line.sum != checksum(line.device, line.number, event.at, line.body):
        return "not what was written"
    return ""


# ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────


def _parts(log: Log, there: dict[str, set[int]]) -> Iterator[list[Line]]:
    """What the log has and the folder has not, in files' worths, each of one device."""
    part: list[Line] = []
    for device, number, at, body in log.lines():
        if number in there.get(device, ()):
            continue
        if part and (part[-1].device != device or len(part) == A_FILE):
            yield part
            part = []
        part.append(Line(device, number, checksum(device, number, at, body), body))
    if part:
        yield part


def _write(folder: Path, lines: list[Line]) -> int:
    """Add a file that is whole and on the disk before it has its name; one of that name has the same lines."""
    raw = b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
    first, last = lines[0], lines[-1]
    path = folder / f"{first.device}-{first.number}-{last.number}-{crc32(raw):08x}{ENDING}"
    if path.exists() and path.read_bytes() == raw:
        return 0
    begun = folder / f"{path.name}.{os.getpid()}.part"
    try:
        with begun.open("xb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        begun.rename(path) if not path.exists() else begun.rename(_another(path))
    finally:
        with suppress(OSError):
            begun.unlink(missing_ok=True)
    return len(lines)


def _another(path: Path) -> Path:
    """A name that is free: the file of the first one was damaged, and is left as it is."""
    names: Iterable[Path] = (path.with_name(f"{path.name.removesuffix(ENDING)}-{n}{ENDING}") for n in range(2, 10_000))
    return next(name for name in names if not name.exists())
