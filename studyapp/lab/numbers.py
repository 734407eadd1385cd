"""Numbers as they are printed in figures and tables: significant digits, a true minus, columns on the point."""

from __future__ import annotations

import math
from collections.abc import Sequence

SUPERSCRIPT = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
NOTHING = "–"  # what stands for a number that is missing


def text(value: float | None, digits: int = 4) -> str:
    """`value` with at most `digits` significant digits; very large and very small ones as ``1.6e−7``."""
    if value is None or not math.isfinite(value):
        return NOTHING
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    power = int(exponent)
    if -5 < power < max(6, digits):
        shown, rest = f"{float(mantissa + 'e' + exponent):.{max(0, digits - 1 - power)}f}", ""
    else:
        shown, rest = mantissa, f"e{power}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return (shown + rest).replace("-", "−")


def power_of_ten(value: float | None, digits: int = 4) -> str:
    """`value` as ``1.6e−7``, whatever its size."""
    if value is None or not math.isfinite(value) or value == 0:
        return text(value, digits)
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    return f"{mantissa}e{int(exponent)}".replace("-", "−")


def power(exponent: int) -> str:
    """A power of ten: ``10⁻⁸``."""
    return f"10{str(exponent).translate(SUPERSCRIPT)}"


def on_the_point(texts: Sequence[str]) -> list[str]:
    """`texts` padded to one length, the points under one another, whole numbers ending before the point."""
    before = [_whole_part(text) for text in texts]
    widest = max(before, default=0)
    padded = [" " * (widest - own) + text for own, text in zip(before, texts, strict=True)]
    width = max(map(len, padded), default=0)
    return [text.ljust(width) for text in padded]


def _whole_part(text: str) -> int:
    for position, char in enumerate(text):
        if char in ".e":
            return position
    return len(text)


def column(values: Sequence[float | None], digits: int = 4) -> list[str]:
    """`values` as a column of text, aligned on the point."""
    return on_the_point([text(value, digits) for value in values])
