"""The look of saved pictures: sizes in pixels, colours that differ in grey too, and patterns of lines."""

from __future__ import annotations

WIDTH = 640  # what panels fill where they can choose
MARGIN = 28  # white around everything
GAP = 26  # between panels

SIZE, SMALL = 12, 11  # of text, and of ticks and other small print
THICK = 1.7  # lines of a plot
TITLE, HEADING = 17, 13
LEADING = 1.4  # from one line of text to the next, in sizes

# The first that the reader's system has. A text with Hangul, or with symbols that text fonts lack, is set in one font
# that has all of its letters: programs that must look for a letter elsewhere may take the whole text from there.
FONTS = "Helvetica Neue, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif"
HANGUL = "Apple SD Gothic Neo, Malgun Gothic, Noto Sans CJK KR, Noto Sans KR, NanumGothic, sans-serif"
SYMBOLS = "DejaVu Sans, Helvetica Neue, Helvetica, Arial, Segoe UI Symbol, Apple Symbols, Noto Sans Math, sans-serif"

PAPER, INK, QUIET, FAINT = "#ffffff", "#1f2328", "#5a626c", "#c4c9d0"

# Okabe and Ito's colours, which the colour-blind can tell apart, the light ones darkened for a white ground.
LINES = ("#0072b2", "#d55e00", "#00795a", "#a03c80", "#8a6a00", "#3a3f46")
# Lengths of dashes and gaps; by them lines differ in print without colour. One more than colours, so that
# the ninth line differs from the first in both.
PATTERNS = ("", "8 4", "2 3", "10 3 2 3", "5 3", "14 4", "10 3 2 3 2 3")

# Light to dark without a turn, so that a copy in grey keeps the order.
SHADES = ((247, 251, 255), (198, 219, 239), (107, 174, 214), (33, 113, 181), (8, 48, 107))


def line_colour(index: int) -> str:
    """The colour of the line or series at `index`."""
    return LINES[index % len(LINES)]


def pattern(index: int) -> str:
    """The dashes of the line at `index`."""
    return PATTERNS[index % len(PATTERNS)]


def shade(part: float) -> str:
    """The colour at `part` of a heat map's scale, 0 to 1."""
    place = max(0.0, min(1.0, part)) * (len(SHADES) - 1)
    step = min(int(place), len(SHADES) - 2)
    mixed = (a + (b - a) * (place - step) for a, b in zip(SHADES[step], SHADES[step + 1], strict=True))
    return "#" + "".join(f"{round(channel):02x}" for channel in mixed)


def on_shade(part: float) -> str:
    """The colour of text that can be read on `shade(part)`."""
    return PAPER if part > 0.55 else INK
