"""The files of content as they are now, and whether they are as the index knows them; none of them is opened."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from studyapp.content.catalog import Catalog
from studyapp.content.index import READY, Index
from studyapp.content.paths import Paths


class Stat(NamedTuple):
    """By what a file is known not to have changed: bytes, ns since 1970, number of the inode; -1, if it is gone."""

    size: int
    mtime: int
    inode: int


RACY = 2_000_000_000  # ns: a file that was written so shortly before it was read may have changed without a sign
GONE = Stat(-1, -1, -1)
Offers = Callable[[], Catalog] | None
Progress = Callable[[str, int, int], None]


class File(NamedTuple):
    """A file as errors name it, where it lies, whether it is the program's own, and what it is now."""

    name: str
    path: Path
    shipped: bool
    stat: Stat


def no_progress(name: str, done: int, total: int) -> None:
    """Tell nobody."""


def is_current(index: Index, files: Sequence[File]) -> bool:
    """Whether the index is of these files as they are now, as far as can be told without reading them."""
    if index.get("state") != READY:
        return False
    rows = "SELECT name, shipped, size, mtime, inode, seen, hash FROM files ORDER BY place"
    known = index.db.execute(rows).fetchall()
    return len(known) == len(files) and all(
        (file.name, file.shipped) == (row[0], bool(row[1])) and unchanged(file.stat, *row[2:])
        for file, row in zip(files, known, strict=True)
    )


def unchanged(stat: Stat, size: int, mtime: int, inode: int, seen: int, hash: bytes | None) -> bool:
    """Whether a file is what it was when it was read at `seen`, so long after it was written that this can be told."""
    return hash is not None and stat == (size, mtime, inode) and mtime + RACY < seen


def seen(files: Iterable[File]) -> Mapping[str, Stat]:
    """The files as they are now, by name."""
    return {file.name: file.stat for file in files}


def files_of(paths: Paths) -> Iterator[File]:
    """All of them: the shipped glossary, then the learner's decks."""
    yield from glossary_of(paths)
    for name, stat in _listed(paths.decks):
        yield File(str(paths.decks / name), paths.decks / name, False, stat)


def glossary_of(paths: Paths) -> Iterator[File]:
    """The shipped ones: entries and sources, the words of demos, the words of exercises."""
    for folder in ("", "demos", "exercises"):
        within = paths.glossary / folder
        for name, stat in _listed(within):
            yield File(f"glossary/{folder}/{name}" if folder else f"glossary/{name}", within / name, True, stat)


def _listed(folder: Path) -> list[tuple[str, Stat]]:
    """The YAML files of a folder, by name; of none, if it cannot be looked into."""
    try:
        with os.scandir(folder) as listed:
            return sorted((each.name, _stat(each)) for each in listed if each.name.endswith(".yaml"))
    except OSError:
        return []


def _stat(file: os.DirEntry[str]) -> Stat:
    try:
        now = file.stat()
    except OSError:
        return GONE
    return Stat(now.st_size, now.st_mtime_ns, now.st_ino)
