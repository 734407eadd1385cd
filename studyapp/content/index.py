"""The compiled index: what each file came to, keyed by the file's contents, so that a start parses no YAML.

It is a cache. Damaged, unwritable or from another version, it is ignored and made again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import msgspec

from studyapp import __version__
from studyapp.content.model import Compiled

FORM = f"{__version__} form 1"
Compile = Callable[[str, bytes], Compiled]


def compiled(cache: Path | None, files: Sequence[tuple[str, bytes, Compile]], *, keep: bool = True) -> list[Compiled]:
    """What each file (name, contents) came to: from the cache where the contents are known, else compiled now.

    `cache`: None for none. `keep`: put into it what was compiled now.
    """
    keys = [sha256(f"{FORM}\0{name}\0".encode() + raw).digest() for name, raw, _ in files]
    known = _read(cache, keys) if cache is not None else {}
    decoder = msgspec.json.Decoder(Compiled)
    results, fresh = [], []
    for key, (name, raw, compile_) in zip(keys, files, strict=True):
        if key in known:
            results.append(decoder.decode(known[key]))
        else:
            results.append(compile_(name, raw))
            fresh.append((name, key, msgspec.json.encode(results[-1])))
    if fresh and keep and cache is not None:
        _write(cache, fresh)
    return results


def _read(cache: Path, keys: list[bytes]) -> dict[bytes, bytes]:
    if not cache.exists():
        return {}
    try:
        with closing(sqlite3.connect(cache)) as db:
            marks = ",".join("?" * len(keys))
            return dict(db.execute(f"SELECT key, body FROM files WHERE key IN ({marks})", keys))
    except sqlite3.Error:
        return {}


def _write(cache: Path, rows: list[tuple[str, bytes, bytes]]) -> None:
    """Keep the rows; a cache that cannot be written costs time and nothing else."""
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        try:
            _replace(cache, rows)
        except sqlite3.DatabaseError:
            cache.unlink(missing_ok=True)
            _replace(cache, rows)
    except (OSError, sqlite3.Error):
        return


def _replace(cache: Path, rows: list[tuple[str, bytes, bytes]]) -> None:
    with closing(sqlite3.connect(cache)) as db, db:
        db.execute("CREATE TABLE IF NOT EXISTS files (name TEXT PRIMARY KEY, key BLOB, body BLOB)")
        db.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", rows)
