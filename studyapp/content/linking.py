"""What goes across files: ids that are unique, references that are there, no cycle, learning order, old ids.

Works on light rows and not on entries, in time linear in their number, and without recursion: a chain of
prerequisites may be as long as there are entries.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec import Struct

from studyapp.content.model import Place, Problem

FEW = 2000  # ids among which difflib looks for what was meant; of more, rapidfuzz chooses some beforehand
MOST_HINTS = 200  # references that are not there for which it is looked at all: 20 ms each among 100,000
UNKNOWN = "take it out, or add what it names"


class Light(Struct, frozen=True, array_like=True):
    """What linking needs of an entry. `line` is where its id stands; `cards` are the ends of its cards' ids."""

    id: str
    line: int
    requires: tuple[str, ...]
    sources: tuple[str, ...]
    was: tuple[str, ...]
    cards: tuple[str, ...]


class Row(NamedTuple):
    """An entry in the index, and the number of its file."""

    key: int
    file: int
    at: int
    light: Light


class Asked(NamedTuple):
    """The entry whose card asks a demo's prediction, and where that is written."""

    path: str
    place: Place
    entry: str


@dataclass
class Linked:
    """The entries in learning order, what each requires, the files that have some, old ids, and what is wrong."""

    order: list[Row]
    requires: dict[str, tuple[str, ...]]
    sizes: dict[int, int]
    former: dict[str, str]
    problems: list[Problem] = field(default_factory=list)


class Linking:
    """Links rows once. `paths` are the files' names by number, `places` tells where an entry's references stand."""

    def __init__(self, paths: Mapping[int, str], broken: Iterable[str], places: Callable[[int], Mapping[str, Place]]):
        """`broken`: ids of entries that could not be read; to require one of them is no mistake."""
        self._paths = paths
        self._broken = set(broken)
        self._places = places
        self._placed: dict[str, Row] = {}
        self._problems: list[Problem] = []
        self._hints: dict[str, str] = {}

    def link(self, rows: Iterable[Row], sources: Collection[str], asked: Iterable[Asked]) -> Linked:
        """`rows` in the order of topics, and in each as the author wrote them."""
        self._take(rows)
        there = {*self._placed, *self._broken}
        self._check_references(sources)
        self._break_cycles()
        for each in asked:
            if each.entry not in self._placed and each.entry not in self._broken:
                what = f"there is no entry “{each.entry}” to ask the prediction"
                self._problems.append(Problem(each.path, *each.place, what, self._close(each.entry, self._placed)))
        requires = {id: tuple(r for r in row.light.requires if r in self._placed) for id, row in self._placed.items()}
        sizes: dict[int, int] = {}
        for row in self._placed.values():
            sizes[row.file] = sizes.get(row.file, 0) + 1
        former = self._former(there)
        return Linked(self._in_learning_order(requires), requires, sizes, former, self._problems)

    def _take(self, rows: Iterable[Row]) -> None:
        """The entries by id; the first of two with one id is kept, the other is reported."""
        for row in rows:
            first = self._placed.setdefault(row.light.id, row)
            if first is not row:
                what = f"the id “{row.light.id}” is taken by {self._paths[first.file]}:{first.light.line}"
                self._report(row, "id", what, "give this entry another id")

    def _check_references(self, sources: Collection[str]) -> None:
        """Report prerequisites and sources that do not exist; entries with such a prerequisite are left out."""
        placed, broken = self._placed, self._broken
        for id, row in list(placed.items()):
            for at, wanted in enumerate(row.light.requires):
                if wanted not in placed and wanted not in broken:
                    what = f"there is no entry “{wanted}” to require"
                    self._report(row, f"requires/{at}", what, self._close(wanted, placed))
                    placed.pop(id, None)
                    broken.add(id)
            for at, key in enumerate(row.light.sources):
                if key not in sources:
                    self._report(row, f"sources/{at}", f"there is no source “{key}”", self._close(key, sources))

    def _break_cycles(self) -> None:
        """Report each cycle of prerequisites once, at its first entry, and leave its entries out."""
        numbered = {id: at for at, id in enumerate(self._placed)}
        for cycle in cycles({id: row.light.requires for id, row in self._placed.items()}):
            first = min(cycle, key=numbered.__getitem__)
            at = cycle.index(first)
            way = [*cycle[at:], *cycle[:at], first]
            row = self._placed[first]
            reference = f"requires/{row.light.requires.index(way[1])}"
            self._report(row, reference, f"a cycle of prerequisites: {' → '.join(way)}", "take one of them out")
            for id in cycle:
                del self._placed[id]

    def _former(self, there: Collection[str]) -> dict[str, str]:
        """Old ids, by which what was learned is found again; one that means two things means neither."""
        claimed: dict[str, Row] = {}
        wrong: set[str] = set()
        for row in self._placed.values():
            for at, old in enumerate(row.light.was):
                first = claimed.setdefault(old, row)
                if old in there:
                    what = f"the old id “{old}” is the id of an entry"
                    self._report(row, f"was/{at}", what, "take it out, or give that entry another id")
                    wrong.add(old)
                elif first is not row:
                    what = f"the old id “{old}” is claimed by {self._paths[first.file]}:{first.light.line} too"
                    self._report(row, f"was/{at}", what, "take it out of one of them")
                    wrong.add(old)
        return {old: row.light.id for old, row in claimed.items() if old not in wrong}

    def _in_learning_order(self, requires: Mapping[str, Sequence[str]]) -> list[Row]:
        """The files' order, but what an entry requires before it."""
        ordered: dict[str, Row] = {}
        for start in self._placed:
            pending = [(start, iter(requires[start]))] if start not in ordered else []
            while pending:
                id, further = pending[-1]
                following = next((required for required in further if required not in ordered), None)
                if following is None:
                    ordered[id] = self._placed[id]
                    pending.pop()
                else:
                    pending.append((following, iter(requires[following])))
        return list(ordered.values())

    def _report(self, row: Row, reference: str, what: str, remedy: str) -> None:
        place = self._places(row.key)[reference]
        self._problems.append(Problem(self._paths[row.file], *place, what, remedy))

    def _close(self, name: str, known: Collection[str]) -> str:
        if name not in self._hints and len(self._hints) < MOST_HINTS:
            self._hints[name] = close(name, known)
        return self._hints.get(name, UNKNOWN)


def cycles(requires: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Cycles, each as the way round it, that have no entry in common and without whose entries there is no other.

    The first is found by going from each entry in turn along its requirements; then its entries are taken out, and so
    on. A search does not begin anew behind a cycle: what led to it is still on the way.
    """
    found: list[list[str]] = []
    done: set[str] = set()  # taken out, or followed to their ends
    for start in requires:
        if start in done:
            continue
        pending, on_way = [(start, iter(requires[start]))], {start: 0}
        while pending:
            id, further = pending[-1]
            following = next((r for r in further if r in requires and r not in done), None)
            if following is None:
                done.add(id)
                del on_way[id]
                pending.pop()
            elif following in on_way:
                begin = on_way[following]
                found.append([id for id, _ in pending[begin:]])
                for id, _ in pending[begin:]:
                    done.add(id)
                    del on_way[id]
                del pending[begin:]
            else:
                on_way[following] = len(pending)
                pending.append((following, iter(requires[following])))
    return found


def close_matches(name: str, known: Collection[str], most: int) -> list[str]:
    """The names that are most like one that is not there."""
    if len(known) > FEW:
        from rapidfuzz import fuzz, process

        known = [each for each, *_ in process.extract(name, known, scorer=fuzz.ratio, limit=20)]
    return difflib.get_close_matches(name, known, most)


def close(name: str, known: Collection[str]) -> str:
    """What may have been meant by a name that is not there."""
    found = close_matches(name, known, 1)
    return f"did you mean “{found[0]}”?" if found else UNKNOWN
