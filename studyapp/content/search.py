"""Search as you type, over names and definitions in both languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from studyapp.content.model import Entry
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
        """Names that one slip of the finger, or two in a long one, turn into what was typed."""
        letters = jamo(wanted)
        allowed = 1 if len(letters) < 9 else 2
        found: dict[str, int] = {}
        for id, name, _ in self._names:
            spelt = jamo(name)
            start = spelt[: len(letters)]
            slips = min(distance(letters, whole, allowed) for whole in (spelt, start))
            if slips <= allowed and len(letters) > 2:
                found[id] = min(slips, found.get(id, NOT_FOUND))
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


def jamo(text: str) -> str:
    """Hangul syllables taken apart, so that a slip in one jamo is one slip."""
    return unicodedata.normalize("NFD", text)


def distance(one: str, other: str, most: int) -> int:
    """How many letters were changed, left out, added or exchanged with the next; more than `most` is most + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row = row, [i]
        for j, b in enumerate(other, 1):
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
        before = above
    return row[-1]
