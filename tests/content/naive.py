"""What a library is, worked out in memory the simple way: by recursion and by going through everything again."""

from __future__ import annotations

import difflib
from pathlib import Path

from studyapp.content.model import Compiled, Placed, Problem

LATER = 6  # a second card of an entry comes about so many entries after its first


class Naive:
    """The same as `Library`, as far as it goes."""

    def __init__(self, files: list[Compiled], shipped: int) -> None:
        self.problems = [problem for file in files for problem in file.problems]
        sources = {key for file in files for key in file.sources}
        ranked = sorted(enumerate(files), key=lambda item: (item[0] >= shipped, item[1].order, item[0]))
        topics = [file for _, file in ranked if file.topic is not None]
        placed: dict[str, tuple[Compiled, Placed]] = {}
        for file in topics:
            for each in file.entries:
                if each.entry.id in placed:
                    first, other = placed[each.entry.id]
                    taken = f"the id “{each.entry.id}” is taken by {first.path}:{other.places['id'][0]}"
                    self._report(file, each, "id", taken, "give this entry another id")
                else:
                    placed[each.entry.id] = (file, each)
        broken = {id for file in topics for id in file.broken}
        there = {*placed, *broken}
        for id, (file, each) in list(placed.items()):
            for at, wanted in enumerate(each.entry.requires):
                if wanted not in placed and wanted not in broken:
                    what = f"there is no entry “{wanted}” to require"
                    self._report(file, each, f"requires/{at}", what, close(wanted, list(placed)))
                    placed.pop(id, None)
                    broken.add(id)
            for at, key in enumerate(each.entry.sources):
                if key not in sources:
                    what = f"there is no source “{key}”"
                    self._report(file, each, f"sources/{at}", what, close(key, sorted(sources)))
        while cycle := a_cycle({id: [r for r in p.entry.requires if r in placed] for id, (_, p) in placed.items()}):
            first_id = min(cycle, key=list(placed).index)
            at = cycle.index(first_id)
            way = [*cycle[at:], *cycle[:at], first_id]
            file, each = placed[first_id]
            what = f"a cycle of prerequisites: {' → '.join(way)}"
            self._report(file, each, f"requires/{each.entry.requires.index(way[1])}", what, "take one of them out")
            for id in cycle:
                del placed[id]
        self.requires = {id: tuple(r for r in p.entry.requires if r in placed) for id, (_, p) in placed.items()}
        self.required_by = {id: [o for o, all_ in self.requires.items() if id in all_] for id in placed}
        self.topics = [
            (Path(file.path).stem, [p.entry.id for p in file.entries if placed.get(p.entry.id) == (file, p)])
            for file in topics
        ]
        self.topics = [(id, members) for id, members in self.topics if members]
        self.order: list[str] = []
        for id in placed:
            self._place(id)
        self.former = self._former(placed, there)
        self.cards = self._cards(placed)

    def _place(self, id: str) -> None:
        if id not in self.order:
            for required in self.requires[id]:
                self._place(required)
            self.order.append(id)

    def _former(self, placed: dict[str, tuple[Compiled, Placed]], there: set[str]) -> dict[str, str]:
        claims: dict[str, list[str]] = {}
        for id, (file, each) in placed.items():
            for at, old in enumerate(each.entry.was):
                by = claims.setdefault(old, [])
                if old in there:
                    what, remedy = "is the id of an entry", "take it out, or give that entry another id"
                    self._report(file, each, f"was/{at}", f"the old id “{old}” {what}", remedy)
                elif by and by[0] != id:
                    first, other = placed[by[0]]
                    what = f"the old id “{old}” is claimed by {first.path}:{other.places['id'][0]} too"
                    self._report(file, each, f"was/{at}", what, "take it out of one of them")
                by.append(id)
        return {old: by[0] for old, by in claims.items() if len(set(by)) == 1 and old not in there}

    def _cards(self, placed: dict[str, tuple[Compiled, Placed]]) -> list[str]:
        cards = []
        for at, id in enumerate(self.order):
            entry = placed[id][1].entry
            facets = ["meaning", "name", *(["contrast"] if entry.pitfalls else [])]
            for rank, facet in enumerate(facets):
                cards.append((at + rank * LATER, at, rank, f"{id}/{facet}"))
        return [id for *_, id in sorted(cards)]

    def _report(self, file: Compiled, each: Placed, reference: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(file.path, *each.places[reference], what, remedy))


def close(name: str, known: list[str]) -> str:
    """What may have been meant."""
    found = difflib.get_close_matches(name, known, 1)
    return f"did you mean “{found[0]}”?" if found else "take it out, or add what it names"


def a_cycle(graph: dict[str, list[str]]) -> list[str]:
    """Some cycle, as the way round it; none: empty."""
    done: set[str] = set()

    def follow(id: str, way: list[str]) -> list[str]:
        if id in way:
            return way[way.index(id) :]
        for following in graph[id]:
            if following not in done and (found := follow(following, [*way, id])):
                return found
        done.add(id)
        return []

    return next((found for id in graph if id not in done and (found := follow(id, []))), [])
