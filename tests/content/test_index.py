"""The index in the cache: only what has changed is read; it is made again, brought into step, and used side by side."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.content.catalog import Catalog
from studyapp.content.library import Library
from studyapp.content.loading import changed, check_files, load
from studyapp.content.paths import Paths
from studyapp.errors import StudyError
from tests.benchmarks import decks

Written = Callable[[str, str], Path]
LONG_AGO = 1_000_000_000  # s since 1970


@pytest.fixture
def where(tmp_path: Path) -> Paths:
    """A glossary of nothing, so that only the decks speak."""
    paths = Paths(tmp_path / "data", tmp_path / "cache", tmp_path / "glossary")
    paths.decks.mkdir(parents=True)
    return paths


def deck(*ids: str, says: str = "a thing") -> str:
    """A deck of entries; ``b<a`` requires a, ``b=a`` was a once."""
    lines = ["topic: {en: Deck}", "entries:"]
    for id in ids or ("none",):
        name, _, required = id.partition("<")
        name, _, old = name.partition("=")
        more = (f", requires: [{required}]" if required else "") + (f", was: [{old}]" if old else "")
        lines.append(f"- {{id: {name}, term: {{en: name of {name}}}, definition: {{en: {says}}}{more}}}")
    return "\n".join(lines) + "\n"


def write(paths: Paths, name: str, text: str, at: int | None = LONG_AGO) -> Path:
    """Write a deck, as if long ago."""
    path = paths.decks / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    if at is not None:
        os.utime(path, (at, at))
    return path


def open_(paths: Paths, read: list[str] | None = None) -> Library:
    """The library; `read` takes the names of the files that are compiled."""

    def progress(name: str, *_: int) -> None:
        if name and read is not None:
            read.append(Path(name).stem)

    return load(paths, Catalog, progress=progress)


def told(library: Library) -> list[object]:
    """Everything that a library says."""
    return [
        list(library.entries.items()),
        [(topic.id, topic.title, list(topic.entries)) for topic in library.topics],
        list(library.placed()),
        sorted(library.prerequisites()),
        [library.required_by(id) for id in library.entries],
        library.former(),
        library.problems,
        library.stamp,
        [library.search(text, 100) for text in ("name", "thing", "other", "a", "nema of", "name of b")],
        [library.find(text) for text in ("name of a", "b", "c")],
    ]


# ── what is read ────────────────────────────────────────────────────────────────────────────────────────────


def test_only_what_has_changed_is_compiled(where: Paths) -> None:
    write(where, "one", deck("a"))
    write(where, "two", deck("b<a"))
    read: list[str] = []
    open_(where, read)
    assert read == ["one", "two"]
    open_(where, read)
    assert read == ["one", "two"]
    write(where, "two", deck("b<a", "c"), LONG_AGO + 1)
    assert list(open_(where, read).entries) == ["a", "b", "c"]
    assert read == ["one", "two", "two"]


def test_a_file_that_is_as_it_was_is_not_even_opened(where: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    write(where, "one", deck("a"))
    open_(where)
    monkeypatch.setattr("studyapp.content.making._read", None)
    assert list(open_(where).entries) == ["a"]


def test_a_new_date_alone_compiles_nothing(where: Paths) -> None:
    write(where, "one", deck("a"))
    open_(where)
    write(where, "one", deck("a"), LONG_AGO + 1)
    read: list[str] = []
    assert list(open_(where, read).entries) == ["a"]
    assert read == []


def test_a_change_within_one_tick_of_the_clock_is_noticed(where: Paths) -> None:
    path = write(where, "one", deck("a"), None)
    open_(where)
    before = path.stat()
    path.write_text(deck("b"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert list(open_(where).entries) == ["b"]


def test_what_is_removed_is_gone_and_what_it_broke_is_told(where: Paths) -> None:
    gone = write(where, "one", deck("a"))
    write(where, "two", deck("b<a"))
    open_(where)
    gone.unlink()
    library = open_(where)
    assert (list(library.entries), library.search("name").count) == ([], 0)
    assert [problem.what for problem in library.problems] == ["there is no entry “a” to require"]


def test_a_file_that_cannot_be_read_is_a_problem_until_it_can(where: Paths) -> None:
    (where.decks / "one.yaml").mkdir()
    library = open_(where)
    assert [problem.what for problem in library.problems] == ["cannot be read (Is a directory)"]
    (where.decks / "one.yaml").rmdir()
    write(where, "one", deck("a"))
    assert list(open_(where).entries) == ["a"]


def test_whether_a_file_has_changed(where: Paths) -> None:
    path = write(where, "one", deck("a"))
    library = open_(where)
    assert not changed(where, library)
    write(where, "two", deck("b"))
    assert changed(where, library)
    library = open_(where)
    assert not changed(where, library)
    write(where, "one", deck("a", "c"))
    assert changed(where, library)
    library = open_(where)
    path.unlink()
    assert changed(where, library)


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["one", "two", "three"]),
        st.lists(st.sampled_from(["a", "b", "b<a", "c<b", "a<c", "d=e", "e=a", "f<d", "g"]), max_size=5),
        st.sampled_from(["a thing", "the other"]),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40)
@given(EDITS)
def test_after_any_edits_it_is_as_if_made_anew(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, list[str], str]]
) -> None:
    folder = tmp_path_factory.mktemp("edits")
    paths = Paths(folder / "data", folder / "cache", folder / "glossary")
    paths.decks.mkdir(parents=True)
    for at, (name, ids, says) in enumerate(edits):
        if ids:
            write(paths, name, deck(*ids, says=says), LONG_AGO + at)
        else:
            (paths.decks / f"{name}.yaml").unlink(missing_ok=True)
        with closing(open_(paths)) as library, closing(load(paths._replace(cache=folder / str(at)), Catalog)) as anew:
            assert told(library) == told(anew)


# ── interrupted, side by side ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("after", range(6))
def test_what_is_interrupted_goes_on_where_it_was(
    where: Paths, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, after: int
) -> None:
    monkeypatch.setattr("studyapp.content.ordering.AT_ONCE", 1)
    for name in ("a", "b", "c"):
        write(where, name, deck(name))
    told_: list[str] = []

    def stop(name: str, *_: int) -> None:
        if len(told_) == after:
            raise KeyboardInterrupt
        told_.append(name)

    with pytest.raises(KeyboardInterrupt):
        load(where, Catalog, progress=stop)
    read: list[str] = []
    library = open_(where, read)
    assert read == ["a", "b", "c"][after:]
    assert told(library) == told(load(where._replace(cache=tmp_path / "anew"), Catalog))


def test_who_reads_sees_what_was_while_another_makes_it_anew(where: Paths) -> None:
    write(where, "one", deck("a", "b"))
    first = open_(where)
    before = told(first)
    write(where, "one", deck("c", says="the other"))
    second = open_(where)
    assert told(first) == before
    assert list(second.entries) == ["c"]


def test_two_processes_may_make_it_at_once(where: Paths) -> None:
    for name, text in decks.files(3):
        (where.decks / name).write_text(text, encoding="utf-8")
    for at in range(20):
        write(where, f"deck-{at}", deck(f"e{at}"))
    source = (
        "import sys; from pathlib import Path; from studyapp.content.catalog import Catalog\n"
        "from studyapp.content.loading import load; from studyapp.content.paths import Paths\n"
        "library = load(Paths(*map(Path, sys.argv[1:])), Catalog)\n"
        "print(len(library.entries), library.index.file is not None, library.search('name').count)"
    )
    command = [sys.executable, "-c", source, *map(str, where)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate(timeout=60) for process in both] == [("23 True 20\n", "")] * 2


# ── what is no index, or cannot be one ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("there", ["damaged", "cut", "foreign", "older"])
def test_what_is_not_an_index_is_made_again(where: Paths, there: str) -> None:
    write(where, "one", deck("a", "b"))
    file = where.cache / "index.db"
    open_(where).close()
    if there == "damaged":
        file.write_bytes(b"damaged" * 2000)
    elif there == "cut":
        file.write_bytes(file.read_bytes()[:9000])
    elif there == "older":
        with closing(sqlite3.connect(file)) as db, db:
            db.execute("UPDATE meta SET value = 'older' WHERE name = 'form'")
    else:
        file.unlink()
        with closing(sqlite3.connect(file)) as db, db:
            db.execute("CREATE TABLE files (name TEXT PRIMARY KEY, key BLOB, body BLOB)")
            db.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
            db.execute("CREATE VIEW names AS SELECT name FROM files")
    read: list[str] = []
    library = open_(where, read)
    assert (list(library.entries), read) == (["a", "b"], ["one"])
    library.close()
    assert list(open_(where, read).entries) == ["a", "b"]
    assert read == ["one"], "it was kept"


def test_damage_that_is_met_later_is_said_and_mended_by_the_next_start(where: Paths) -> None:
    write(where, "one", deck(*(f"e{at}" for at in range(300)), says="a thing " * 40))
    open_(where).close()
    file = where.cache / "index.db"
    raw = bytearray(file.read_bytes())
    at = raw.find(b"a thing " * 30)
    raw[at - at % 4096 : at - at % 4096 + 40] = b"\xff" * 40
    file.write_bytes(raw)
    library = open_(where)
    with pytest.raises(StudyError, match="damaged"):
        _ = [library.entries[f"e{at}"] for at in range(300)]
    read: list[str] = []
    assert len(list(open_(where, read).entries.values())) == 300
    assert read == ["one"]


def test_where_nothing_can_be_kept_it_is_made_in_memory(where: Paths) -> None:
    write(where, "one", deck("a"))
    where.cache.write_text("in the way", encoding="utf-8")
    read: list[str] = []
    for _ in range(2):
        assert list(open_(where, read).entries) == ["a"]
    assert read == ["one", "one"]


def test_a_cache_that_another_holds_is_not_waited_for_for_ever(where: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studyapp.content.index.PATIENCE", 0.05)
    write(where, "one", deck("a"))
    open_(where).close()
    write(where, "one", deck("b"), LONG_AGO + 1)
    with closing(sqlite3.connect(where.cache / "index.db", isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        assert list(open_(where).entries) == ["b"]


def test_what_was_not_checked_against_the_demos_is_not_kept(where: Paths) -> None:
    write(where, "one", deck("a"))
    assert list(load(where).entries) == ["a"]
    read: list[str] = []
    open_(where, read)
    assert read == ["one"]
    assert list(load(where).entries) == ["a"]


# ── old ids ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_old_ids_lead_to_new_ones(where: Paths) -> None:
    write(where, "one", deck("a=x", "b=y"))
    library = open_(where)
    assert library.former() == {"x": "a", "y": "b"}
    assert library.find("x") == ["a"]
    assert library.problems == []


@pytest.mark.parametrize(
    ("ids", "place", "what"),
    [
        (("a=b", "b"), "3:67", "the old id “b” is the id of an entry"),
        (("a=x", "b=x"), "4:67", "the old id “x” is claimed by {file}:3 too"),
    ],
)
def test_an_old_id_that_means_two_things_means_neither(
    where: Paths, ids: tuple[str, ...], place: str, what: str
) -> None:
    path = write(where, "one", deck(*ids))
    library = open_(where)
    (problem,) = library.problems
    assert str(problem).startswith(f"{path}:{place}: {what.format(file=path)}; ")
    assert (library.former(), len(library.entries)) == ({}, 2)


# ── decks to measure with ───────────────────────────────────────────────────────────────────────────────────


def test_the_decks_to_measure_with_are_valid_and_the_same_every_time(where: Paths) -> None:
    decks.write(where.decks, 1030)
    assert [path.name for path in sorted(where.decks.iterdir())] == ["deck-0000.yaml", "deck-0001.yaml"]
    last = where.decks / "deck-0001.yaml"
    assert check_files([last], where, Catalog) == []
    assert dict(decks.files(1030))["deck-0001.yaml"] == last.read_text(encoding="utf-8")
