"""Tables of spellings: what is typed, by what it is a spelling of."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

Table = Mapping[str, Sequence[str]]


def decomposed(text: str) -> str:
    """As some systems hand over what was typed: each syllable in its jamo, each letter beside its accent."""
    return unicodedata.normalize("NFD", text)


def rows(table: Table) -> list[tuple[str, str]]:
    """One test for each spelling, with what it is a spelling of."""
    return [(of, given) for of, spellings in table.items() for given in spellings]
