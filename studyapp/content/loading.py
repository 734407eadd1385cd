"""The library from its files, shipped and the learner's own, by way of the index, which is brought up to date first."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path

from studyapp.content.catalog import Catalog
from studyapp.content.files import (
    GONE,
    File,
    Offers,
    Progress,
    files_of,
    glossary_of,
    is_current,
    no_progress,
    seen,
)
from studyapp.content.index import Index, Unwritable, discard, locked_out, read_only_copy
from studyapp.content.library import Library
from studyapp.content.model import Problem
from studyapp.content.paths import Paths

TRIES = 3  # another process may change the index between our writing and our reading it


def load(
    paths: Paths,
    catalog: Callable[[], Catalog] | None = None,
    problems: Iterable[Problem] = (),
    progress: Progress = no_progress,
) -> Library:
    """Read the shipped glossary and the learner's decks.

    `catalog` says what demos and exercises there are; it is asked only when a file has to be compiled, and what
    it raises comes through. Without it references to them are not checked, and nothing is kept in the cache.
    `problems` are told with those of the files. `progress(name, done, total)` is called before each file that is
    compiled, and, with no name, before each thousand entries that are made findable. Nothing that a file holds makes
    this raise.
    """
    files = list(files_of(paths))
    library = Library(index=_index(paths.cache / "index.db", files, catalog, progress))
    library.seen = seen(files)
    library.problems.extend(problems)
    return library


def changed(paths: Paths, library: Library) -> bool:
    """Whether a file was changed, added or taken away since the library was loaded; a look that opens none of them."""
    return seen(files_of(paths)) != library.seen


def check_files(files: Iterable[Path], paths: Paths, catalog: Callable[[], Catalog]) -> list[Problem]:
    """What is wrong in these files, read anew beside the shipped glossary."""
    wanted = {path.resolve(): path for path in files}
    shipped = [file for file in glossary_of(paths) if file.path.resolve() not in wanted]
    named = [File(str(path), path, False, GONE) for path in wanted.values()]
    index = Index.in_memory()
    _update(index, [*shipped, *named], functools.cache(catalog))
    library = Library(index=index)
    names = {file.name for file in named}
    found = [problem for problem in library.problems if problem.path in names]
    if paths.glossary.resolve() in {path.parent for path in wanted}:  # the shipped glossary as a whole
        for id in sorted(set(catalog().demos) - set(library.demo_ids)):
            what = f"the demo {id} has no words"
            found.append(Problem(str(paths.glossary / "demos"), 1, 1, what, f"add {id}.yaml"))
    return found


def glossary_files(paths: Paths) -> list[Path]:
    """The shipped files: entries and sources, the words of demos, the words of exercises."""
    return [file.path for file in glossary_of(paths)]


def _index(cache: Path, files: Sequence[File], catalog: Offers, progress: Progress) -> Index:
    """An index of these files that is ready, held as it is now; where it cannot be kept, one in memory."""
    offers = functools.cache(catalog) if catalog is not None else None  # a process of its own: asked once, if at all
    for again in (False, True):
        try:
            index = Index.open(cache)
        except Unwritable:
            return _in_memory(read_only_copy(cache) or Index.in_memory(), files, offers, progress)
        try:
            if _ready(index, files, offers, progress):
                return index
        except sqlite3.Error as error:
            if not (again or locked_out(error) or isinstance(error, sqlite3.ProgrammingError)):
                index.close()
                discard(cache)  # damaged within, and made again
                continue
        except BaseException:
            index.close()
            raise
        with closing(index):
            copy = _copy(index)
        return _in_memory(copy, files, offers, progress)
    raise AssertionError("unreachable")


def _copy(index: Index) -> Index:
    try:
        return index.copy()
    except sqlite3.Error:
        return Index.in_memory()


def _ready(index: Index, files: Sequence[File], offers: Offers, progress: Progress) -> bool:
    """Hold the index once it is of these files; False, if it would have to be changed and may not be."""
    for _ in range(TRIES):
        index.hold()
        if is_current(index, files):
            return True
        index.release()
        if offers is None:
            return False
        _update(index, files, offers, progress)
    index.hold()
    return True


def _in_memory(index: Index, files: Sequence[File], offers: Offers, progress: Progress) -> Index:
    if not is_current(index, files):
        _update(index, files, offers, progress)
    index.hold()
    return index


def _update(index: Index, files: Sequence[File], offers: Offers, progress: Progress = no_progress) -> None:
    from studyapp.content.making import update  # with hashing, compiling and linking, which a warm start does not need

    update(index, files, offers, progress)
