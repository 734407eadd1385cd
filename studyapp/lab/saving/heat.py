"""Heat maps: a matrix as shades, its numbers where they fit, marked cells outlined, and a scale under it."""

from __future__ import annotations

import math

from studyapp.lab import numbers
from studyapp.lab.canvas import Words, clean
from studyapp.lab.frames import Heat
from studyapp.lab.panels.heat import scale_range
from studyapp.lab.saving.letters import fit, width
from studyapp.lab.saving.look import FAINT, INK, PAPER, QUIET, SMALL, on_shade, shade
from studyapp.lab.saving.surface import Box, Surface

TALL = 24  # a row with numbers
LEAST, MOST = 5, 22  # a cell without
LONGEST = 160  # of a row's label
BAR, STEPS = 160, 40  # the scale: how long, and in how many shades


def draw(surface: Surface, panel: Heat, left: float, top: float, room: float, words: Words) -> float:
    """Draw the matrix in `room` pixels from (left, top) on, wider if it has very many columns; how far down."""
    rows = [fit(words(row), LONGEST, SMALL) for row in panel.rows]
    margin = max((width(row, SMALL) + 8 for row in rows if row), default=0.0)
    texts = [[numbers.text(value, 2) for value in values] for values in panel.values]
    names = [clean(words(column)) for column in panel.columns]
    many = max([len(names), *map(len, panel.values)])
    wanted = max(
        [width(text, SMALL) for line in texts for text in line] + [width(name[:8], SMALL) for name in names] + [8]
    )
    numbered = many * (wanted + 12) <= room - margin
    cell = wanted + 12 if numbered else max(LEAST, min(MOST, (room - margin) / max(1, many)))
    tall = TALL if numbered else max(LEAST, min(cell, MOST))
    across, y = left + margin, top
    if any(names):
        with surface.group("columns"):
            _columns(surface, names, across, cell, top)
        y += SMALL + 6
    scale = scale_range(panel)
    with surface.group("cells"):
        for row, values in enumerate(panel.values):
            if row < len(rows) and (tall >= SMALL or row % math.ceil(SMALL / tall) == 0):
                surface.text(
                    (across - 8, y + tall / 2 + 0.35 * SMALL), rows[row], size=SMALL, anchor="end", colour=QUIET
                )
            for column, value in enumerate(values):
                box = Box(across + column * cell, y, across + (column + 1) * cell, y + tall)
                _cell(surface, box, value, texts[row][column] if numbered else "", scale)
            y += tall
        for row, column in panel.marked:
            if 0 <= row < len(panel.values) and 0 <= column < len(panel.values[row]):
                foot = y - (len(panel.values) - row) * tall
                box = Box(across + column * cell, foot, across + (column + 1) * cell, foot + tall)
                surface.rect(box.wider(-1), "none", INK, 2)
    return _bar(surface, scale, across, y + 12) if scale else y


def _columns(surface: Surface, names: list[str], left: float, cell: float, top: float) -> None:
    """The columns' names over their cells, as many as keep clear of one another."""
    taken = left - cell
    for column, name in enumerate(names):
        middle, text = left + (column + 0.5) * cell, fit(name, max(3 * cell, 60), SMALL)
        half = width(text, SMALL) / 2
        x = max(middle, left + half)
        if x - half >= taken + 4:
            surface.text((x, top + SMALL), text, size=SMALL, anchor="middle", colour=QUIET)
            taken = x + half


def part_of(value: float, scale: tuple[float, float]) -> float:
    """Where a value lies on the scale, 0 to 1."""
    low, high = scale
    # Halves: the difference of the largest numbers overflows.
    return max(0.0, min(1.0, (value / 2 - low / 2) / (high / 2 - low / 2)))


def _cell(surface: Surface, box: Box, value: float | None, text: str, scale: tuple[float, float] | None) -> None:
    known = value is not None and math.isfinite(value)
    part = part_of(value, scale) if scale and value is not None and known else 0.0
    surface.rect(box, shade(part) if known else PAPER, FAINT, 0.5)
    if not known and not text:
        surface.line((box.left, box.bottom), (box.right, box.top), QUIET, 0.7)  # no number is not a low one
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2 + 0.35 * SMALL
    surface.text(middle, text, size=SMALL, anchor="middle", colour=on_shade(part))


def _bar(surface: Surface, scale: tuple[float, float], left: float, top: float) -> float:
    """The scale from its low to its high end; how far down it reaches."""
    low, high = (numbers.text(end, 3) for end in scale)
    foot = top + 5 + 0.35 * SMALL
    x = left + width(low, SMALL) + 8
    with surface.group("scale"):
        surface.text((left, foot), low, size=SMALL, colour=QUIET)
        for step in range(STEPS):
            # A little over the next one: no white lines between them.
            end = min(x + BAR, x + (step + 1.3) * BAR / STEPS)
            surface.rect(Box(x + step * BAR / STEPS, top, end, top + 10), shade(step / (STEPS - 1)))
        surface.rect(Box(x, top, x + BAR, top + 10), "none", QUIET, 0.7)
        surface.text((x + BAR + 8, foot), high, size=SMALL, colour=QUIET)
    return top + 14
