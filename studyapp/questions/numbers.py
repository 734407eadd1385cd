"""Reading numbers as people write them: ``.5``, ``5e-1``, ``1/2``, ``50%``, ``0,5``, a Unicode minus, ``(1, −2)``."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-", "⁄": "/", "∕": "/", "×": "*", "·": "*", "⋅": "*"})
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_RAISED = re.compile(r"[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_MIXED = re.compile(r"(?<=\d)(?=[¼-¾⅐-⅞])")  # 1½, of which NFKC would make 11/2
_NAME = re.compile(r"^[^=≈]*[=≈]")  # “h_t = 0.5”: what is before the sign is not part of the number
_CALL = re.compile(r"^[a-z_.]*(?=[(\[])", re.IGNORECASE)  # torch.Size([4, 3])
_SIGN_APART = re.compile(r"(?<![\d.])([-+])\s+(?=[\d.])")
_SPACE = re.compile(r"\s*([/*^])\s*|\s+(?=%)")  # spaces that do not part two numbers
_PER_CENT = re.compile(r"\s*(?:per\s*cent|퍼센트)")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:([ ,])\d{3})(?:\1\d{3})*")
_PLAIN = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(?:e([+-]?\d{1,3})|[*x]10(?:\^|\*\*)\(?([+-]?\d{1,3})\)?)?")
_FRACTION = re.compile(r"([+-]?\d{1,9})/(\d{1,9})")
_BRACKETS = str.maketrans("", "", "()[]{}")


class Read(NamedTuple):
    """The numbers, with how many decimals they were given at least (None: exact), and whether in per cent."""

    values: tuple[float, ...]
    decimals: int | None
    percent: bool = False

    @property
    def value(self) -> float:
        """The number, where there is one."""
        return self.values[0]


def read(text: str, size: int = 1, *, whole: bool = False) -> Read | None:
    """The `size` numbers that `text` says, or None.

    A comma is a decimal sign; between numbers it stands before a space, or the numbers have points. Semicolons, spaces
    and, for shapes, × part numbers too. ``50%`` is 0.5. With `whole`, ``5,504`` and ``5 504`` are five thousand and
    more. Numbers beyond what a double holds are not numbers here.
    """
    plain = _RAISED.sub(lambda raised: "^" + raised[0].translate(_SUPERSCRIPT), _MIXED.sub("+", text))
    plain = unicodedata.normalize("NFKC", plain.translate(_MINUS)).translate(_MINUS).casefold().strip()
    plain = _PER_CENT.sub("%", plain)
    plain = _CALL.sub("", _NAME.sub("", plain).strip())
    plain = _SPACE.sub(r"\1", _SIGN_APART.sub(r"\1", plain))
    if size == 1:
        parts = [plain.translate(_BRACKETS) if plain.startswith(("(", "[")) else plain]
    else:
        parts = _split(plain.translate(_BRACKETS).strip(), size)
    numbers = [_one(part, whole) for part in parts]
    found = [number for number in numbers if number is not None]
    if len(found) != size or len({number.percent for number in found}) > 1:
        return None
    decimals = [number.decimals for number in found if number.decimals is not None]
    return Read(tuple(number.value for number in found), min(decimals, default=None), found[0].percent)


def _split(text: str, size: int) -> list[str]:
    """A vector's parts, by the first way of parting that gives as many as are wanted."""
    for mark in (";", r"\s+,\s*|,\s+|\s+", ",", r"[x*]|\s+", r"[x*]"):
        parts = [part.strip() for part in re.split(mark, text) if part.strip()]
        if len(parts) == size:
            return parts
    return []


def _one(text: str, whole: bool) -> Read | None:
    plain = text.strip()
    if whole:
        plain = plain.removesuffix("개").strip()
        if _THOUSANDS.fullmatch(plain):
            plain = plain.replace(",", "").replace(" ", "")
    percent = plain.endswith("%")
    plain = plain.removesuffix("%")
    scale = 100 if percent else 1
    if fraction := _FRACTION.fullmatch(plain):
        over, under = int(fraction[1]), int(fraction[2])
        return Read((over / under / scale,), None, percent) if under else None
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    match = _PLAIN.fullmatch(plain)
    if match is None:
        return None
    mantissa, exponent = match[1], int(match[2] or match[3] or 0)
    value = float(f"{mantissa}e{exponent}")
    if value in (float("inf"), float("-inf")):
        return None
    decimals = max(len(mantissa.partition(".")[2]) - exponent, 0)
    return Read((value / scale,), decimals + 2 if percent else decimals, percent)
