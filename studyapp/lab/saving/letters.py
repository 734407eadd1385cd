"""Text before it is drawn: how wide it will be about, where it breaks, and which letters stand lower or higher."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from studyapp.lab.canvas import cell_width, clean, cut
from studyapp.lab.saving.look import HANGUL, SYMBOLS

NARROW, WIDE = 0.6, 0.5  # of the size, for a terminal cell of a narrow and of a wide character
SCRIPT = 0.74  # how large subscripts and superscripts are

# A symbol with its index (c_t, W_hh, dh_T, h_{t−1}), but no name like by_norm; raised digits; a power (f^t).
INDEXED = re.compile(
    r"(?<![A-Za-z0-9])(?P<base>d?[A-Za-zͰ-Ͽℓ])_(?P<low>\{[^{}]*\}|[A-Za-z0-9]{1,3})(?![A-Za-z0-9_])"
    r"|(?P<high>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵀⁿᵏᵗ]+)"
    r"|(?<=[\w)])\^(?P<power>\{[^{}]*\}|[^\W_]{1,8})"
)
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵀⁿᵏᵗ", "0123456789−Tnkt")
# The mathematical signs that text fonts have (Microsoft's WGL4); all others are set in a font of symbols.
COMMON = "+<=>|~¬±×÷−∂∆∏∑∕∙√∞∩∫≈≠≡≤≥←↑→↓↔°©®"


class Part(NamedTuple):
    """A run of text at one height: `level` 0 on the line, −1 a subscript, 1 a superscript."""

    text: str
    level: int


@lru_cache(maxsize=4096)
def parts(text: str) -> tuple[Part, ...]:
    """`text` as runs: what is written ``c_t`` or ``10⁻³`` gets true subscripts and superscripts."""
    found: list[Part] = []
    at = 0
    for match in INDEXED.finditer(text):
        found.append(Part(text[at : match.start()] + (match["base"] or ""), 0))
        if match["low"] is not None:
            found.append(Part(match["low"].strip("{}"), -1))
        else:
            found.append(Part((match["high"] or match["power"].strip("{}")).translate(RAISED), 1))
        at = match.end()
    found.append(Part(text[at:], 0))
    return tuple(part for part in found if part.text)


def fonts(text: str) -> str:
    """The fonts that `text` needs; none where those of the whole picture serve."""
    text = "".join(part.text for part in parts(text))
    if text.isascii():
        return ""
    if any(cell_width(char) == 2 for char in text):
        return HANGUL
    return SYMBOLS if any(map(_is_rare, text)) else ""


def _is_rare(char: str) -> bool:
    return char == "‖" or (unicodedata.category(char) in ("Sm", "So") and char not in COMMON)


@lru_cache(maxsize=4096)
def width(text: str, size: float) -> float:
    """About how wide `text` is in pixels: fonts differ, so this is rather too much than too little."""
    return sum(_ems(part.text) * size * (SCRIPT if part.level else 1) for part in parts(text))


def _ems(text: str) -> float:
    sizes = [cell_width(char) for char in text]
    return sum(NARROW if cells == 1 else cells * WIDE for cells in sizes)


def fit(text: str, room: float, size: float) -> str:
    """`text` without control characters in at most `room` pixels; what is cut ends in ``…``."""
    text = clean(text)
    cells = min(cell_width(text), int(max(0.0, room) / (size * SCRIPT * WIDE)) + 1)
    text = cut(text, cells)
    while cells > 0 and width(text, size) > room:
        cells -= 1
        text = cut(text, cells)
    return text if cells > 0 else ""


def wrap(text: str, room: float, size: float) -> list[str]:
    """`text` broken at spaces into lines of at most `room` pixels; a longer word is cut."""
    lines: list[str] = []
    line = ""
    for word in clean(text).split():
        longer = f"{line} {word}" if line else word
        if line and width(longer, size) > room:
            lines.append(fit(line, room, size))
            line = word
        else:
            line = longer
    return [*lines, fit(line, room, size)] if line else lines
