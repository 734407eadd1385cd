"""Bringing the index up to date with its files: what has changed is read, hashed, and compiled if the hash is new."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from studyapp.content import ordering
from studyapp.content.files import GONE, File, Offers, Progress, no_progress, unchanged
from studyapp.content.index import Index
from studyapp.content.model import Compiled, Problem
from studyapp.content.storing import Read, arrange, drop, put

NOT_TOPICS = {"sources.yaml"}


def update(index: Index, files: Sequence[File], offers: Offers, progress: Progress = no_progress) -> None:
    """Make the index that of these files. Each is kept as soon as it is compiled; what is broken off goes on there."""
    rows = index.db.execute("SELECT name, size, mtime, inode, seen, hash FROM files").fetchall()
    known = {name: rest for name, *rest in rows}
    _settle(index, [name for name in known if name not in {file.name for file in files}], drop)
    stale = [file for file in files if file.name not in known or not unchanged(file.stat, *known[file.name])]
    hashes = {name: hash for name, (*_, hash) in known.items()}
    new = [file for file in stale if not _as_known(index, file, hashes.get(file.name))]
    for done, file in enumerate(new):
        progress(file.name, done, len(new))
        read, raw = _read(file)
        compiled = compile_file(file, raw, offers) if isinstance(raw, bytes) else raw
        with index.writing():
            put(index, file.name, compiled, read)
    with index.writing():
        arrange(index, [(file.name, file.shipped) for file in files])
    ordering.finish(index, lambda done, total: progress("", done, total))
    index.tidy()


def _settle(index: Index, names: Iterable[str], change: Callable[[Index, str], None]) -> None:
    if names := list(names):
        with index.writing():
            for name in names:
                change(index, name)


def _as_known(index: Index, file: File, hash: bytes | None) -> bool:
    """Whether a file whose date or size is new holds what it held; then its new date is noted."""
    if hash is None:
        return False
    read, _ = _read(file)
    if read.hash != hash:
        return False
    sql = "UPDATE files SET size=?, mtime=?, inode=?, seen=? WHERE name=?"
    with index.writing():
        index.db.execute(sql, (*read.stat, read.seen, file.name))
    return True


def _read(file: File) -> tuple[Read, bytes | Compiled]:
    """What a file holds; of one that cannot be read, the problem."""
    seen = time.time_ns()
    try:
        raw = file.path.read_bytes()
    except OSError as error:
        problem = Problem(file.name, 1, 1, f"cannot be read ({error.strerror})", "check the file and its permissions")
        return Read(file.stat, seen, None), Compiled(file.name, problems=(problem,))
    return Read(file.stat, seen, sha256(raw).digest()), raw


def compile_file(file: File, raw: bytes, offers: Offers) -> Compiled:
    """What a file comes to: entries, the bibliography, or the words of a demo or an exercise."""
    from studyapp.content import compiling  # brings PyYAML and the checks: 30 ms that a warm start saves

    if file.path.name in NOT_TOPICS:
        return compiling.compile_sources(file.name, raw)
    if file.path.parent.name == "demos":
        return compiling.compile_demo(file.name, raw, offers)
    if file.path.parent.name == "exercises":
        return compiling.compile_exercise(file.name, raw)
    return compiling.compile_entries(file.name, raw, offers)


def index_of(files: Iterable[Compiled], shipped: int) -> Index:
    """An index in memory of what was compiled; the first `shipped` are the program's own."""
    index = Index.in_memory()
    names: list[tuple[str, bool]] = []
    with index.writing():
        for at, compiled in enumerate(files):
            put(index, compiled.path, compiled, Read(GONE, 0, None))
            names.append((compiled.path, at < shipped))
        arrange(index, names)
    ordering.finish(index)
    return index
