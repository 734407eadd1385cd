"""Search as you type, over names and definitions in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from studyapp.content.model import Entry
from studyapp.content.slips import slips
from studyapp.content.spelling import fold, readings

NOT_FOUND = 9
_WORDS = re.compile(r"\w+")


class Search:
    """Finds entries by what a learner types; made once, asked at every key."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._names: list[tuple[str, str, frozenset[str]]] = []
        self._texts: list[tuple[str, str]] = []
        for entry in entries.values():
            for name in (entry.term.en, entry.term.ko, *entry.also.en, *entry.also.ko):
                if name:
                    self._names.append((entry.id, fold(name), words(name)))
            texts = (entry.definition.en, entry.definition.ko)
            self._texts.append((entry.id, fold(" ".join(text for text in texts if text))))

    def __call__(self, text: str) -> list[str]:
        """The ids of the entries found, best first; names before definitions, exact before nearly so."""
        meant = readings(text)
        if not meant:
            return []
        found: dict[str, int] = {}
        for id, name, parts in self._names:
            rank = min((_rank(reading, name) for reading in meant), default=NOT_FOUND)
            if (
                rank == NOT_FOUND
                and (wanted := words(text))
                and all(any(p.startswith(w) for p in parts) for w in wanted)
            ):
                rank = 4
            if rank < found.get(id, NOT_FOUND):
                found[id] = rank
        for id, folded in self._texts:
            if id not in found and any(reading in folded for reading in meant if len(reading) > 1):
                found[id] = 6
        if not found:
            found = self._nearly(meant[0])
        return sorted(found, key=lambda id: found[id])

    def _nearly(self, wanted: str) -> dict[str, int]:
        """Names that a slip of the finger, or two in a long one, turn into what was typed."""
        found: dict[str, int] = {}
        for id, name, _ in self._names:
            off = slips(wanted, name, begins=True)
            if off is not None:
                found[id] = min(off, found.get(id, NOT_FOUND))
        return found


def _rank(wanted: str, name: str) -> int:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 3 if wanted in name else NOT_FOUND


def words(text: str) -> frozenset[str]:
    """The words of a text, folded."""
    return frozenset(fold(word) for word in _WORDS.findall(text) if fold(word))
