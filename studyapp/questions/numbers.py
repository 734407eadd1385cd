"""Reading a number as people write it: ``.5``, ``5e-1``, ``1/2``, ``50%``, ``0,5``, a Unicode minus."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-"})
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?")
_FRACTION = re.compile(r"([+-]?\d{1,9})/(\d{1,9})")


class Read(NamedTuple):
    """A number that was read, and how many decimals it was given with (None: exact, as a fraction is)."""

    value: float
    decimals: int | None


def read(text: str) -> Read | None:
    """The number that `text` says, or None. A comma is a decimal sign; spaces do not count.

    ``50%`` is 0.5. Numbers beyond what a double holds are not numbers here.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text).translate(_MINUS)).casefold()
    percent = plain.endswith("%")
    plain = plain.removesuffix("%")
    if fraction := _FRACTION.fullmatch(plain):
        over, under = int(fraction[1]), int(fraction[2])
        return Read(over / under / (100 if percent else 1), None) if under else None
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not _PLAIN.fullmatch(plain):
        return None
    value = float(plain)
    if value in (float("inf"), float("-inf")):
        return None
    mantissa, _, exponent = plain.partition("e")
    decimals = len(mantissa.partition(".")[2]) - int(exponent or 0)
    return Read(value / 100, max(decimals, 0) + 2) if percent else Read(value, max(decimals, 0))
