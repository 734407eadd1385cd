"""Reading the library from its files, shipped and the learner's own: compiled once, then kept in a cache."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from pathlib import Path

from studyapp.content.catalog import Catalog
from studyapp.content.index import Compile, compiled
from studyapp.content.library import Library
from studyapp.content.model import Compiled, Problem
from studyapp.content.paths import Paths

NOT_TOPICS = {"sources.yaml"}


def load(paths: Paths, catalog: Callable[[], Catalog] | None = None, problems: Iterable[Problem] = ()) -> Library:
    """Read the shipped glossary and the learner's decks.

    `catalog` says what demos and exercises there are; it is asked only when a file has to be compiled, and what
    it raises comes through. Without it references to them are not checked, and nothing is kept in the cache.
    `problems` are told with those of the files. Nothing that a file holds makes this raise.
    """
    shipped = [(_name(path, paths), path) for path in glossary_files(paths)]
    own = [(str(path), path) for path in _files(paths.decks)]
    library = _library(shipped, own, catalog, paths.cache / "index.db")
    library.problems.extend(problems)
    return library


def check_files(files: Iterable[Path], paths: Paths, catalog: Callable[[], Catalog]) -> list[Problem]:
    """What is wrong in these files, read anew beside the shipped glossary."""
    wanted = {path.resolve(): path for path in files}
    shipped = [(_name(path, paths), path) for path in glossary_files(paths) if path.resolve() not in wanted]
    named = [(str(path), path) for path in wanted.values()]
    library = _library(shipped, named, catalog, None)
    names = {name for name, _ in named}
    found = [problem for problem in library.problems if problem.path in names]
    if paths.glossary.resolve() in {path.parent for path in wanted}:  # the shipped glossary as a whole
        for id in sorted(set(catalog().demos) - set(library.demo_ids)):
            what = f"the demo {id} has no words"
            found.append(Problem(str(paths.glossary / "demos"), 1, 1, what, f"add {id}.yaml"))
    return found


def glossary_files(paths: Paths) -> list[Path]:
    """The shipped files: entries and sources, the words of demos, the words of exercises."""
    folders = (paths.glossary, paths.glossary / "demos", paths.glossary / "exercises")
    return [path for folder in folders for path in _files(folder)]


Named = list[tuple[str, Path]]


def _library(shipped: Named, own: Named, catalog: Callable[[], Catalog] | None, cache: Path | None) -> Library:
    """The library of these files; one that cannot be read is a problem of its own."""
    catalog = functools.cache(catalog) if catalog is not None else None  # a process of its own: asked once, if at all
    ready: list[tuple[str, bytes, Compile]] = []
    unread: list[Compiled] = []
    for name, path in (*shipped, *own):
        try:
            ready.append((name, path.read_bytes(), _compiler(path, catalog)))
        except OSError as error:
            problem = Problem(name, 1, 1, f"cannot be read ({error.strerror})", "check the file and its permissions")
            unread.append(Compiled(name, problems=(problem,)))
    results = compiled(cache, ready, keep=catalog is not None)
    ours = {name for name, _ in shipped}
    first = [file for file in results if file.path in ours]
    return Library([*first, *(file for file in results if file.path not in ours), *unread], len(first))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml")) if folder.is_dir() else []


def _name(path: Path, paths: Paths) -> str:
    """A file as errors name it: shipped ones from glossary/ on, the learner's by their whole path."""
    return f"glossary/{path.relative_to(paths.glossary)}" if path.is_relative_to(paths.glossary) else str(path)


def _compiler(path: Path, catalog: Callable[[], Catalog] | None) -> Compile:
    def compile_(name: str, raw: bytes) -> Compiled:
        from studyapp.content import compiling  # brings PyYAML and the checks: 30 ms that a warm start saves

        if path.name in NOT_TOPICS:
            return compiling.compile_sources(name, raw)
        if path.parent.name == "demos":
            return compiling.compile_demo(name, raw, catalog)
        if path.parent.name == "exercises":
            return compiling.compile_exercise(name, raw)
        return compiling.compile_entries(name, raw, catalog)

    return compile_
