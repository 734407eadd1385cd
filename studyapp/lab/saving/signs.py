"""Marks in a plot: a sign for each, and its label beside it where nothing is in the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from studyapp.lab.saving.clipping import segment
from studyapp.lab.saving.look import INK, PAPER, SIZE
from studyapp.lab.saving.surface import Anchor, Box, Point, Surface, text_box

RADIUS = 4.5


class Label(NamedTuple):
    """A text and where it stands."""

    at: Point
    text: str
    anchor: Anchor


def sign(surface: Surface, at: Point, index: int) -> None:
    """The sign of the mark at `index`: six shapes, as in the terminal ●◆▲■○◇."""
    x, y = at
    fill, edge = (INK, PAPER) if index % 6 < 4 else (PAPER, INK)
    match index % 6:
        case 0 | 4:
            surface.circle(at, RADIUS, fill, edge)
        case 1 | 5:
            reach = RADIUS + 1.2
            surface.polygon([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], fill, edge)
        case 2:
            reach = RADIUS + 0.8
            surface.polygon([(x, y - reach), (x + reach, y + 0.7 * reach), (x - reach, y + 0.7 * reach)], fill, edge)
        case _:
            reach = RADIUS - 0.4
            square = [(x - reach, y - reach), (x + reach, y - reach), (x + reach, y + reach), (x - reach, y + reach)]
            surface.polygon(square, fill, edge)


def place_labels(
    spots: Sequence[tuple[int, Point, str]], lines: Sequence[Sequence[Sequence[Point]]], area: Box
) -> tuple[list[Label], set[int]]:
    """A label beside each mark where it meets no line, no mark and no other label; and which marks have none.

    `spots`: the index of a mark, where it is, and its text; one without a text wants none.
    """
    segments = [part for line in lines for run in line for part in pairwise(run)]
    taken = [Box(x, y, x, y).wider(RADIUS + 2) for _, (x, y), _ in spots]
    placed: list[Label] = []
    unplaced: set[int] = set()
    for index, at, text in spots:
        if not text.strip():
            continue
        for label in _beside(at, text):
            box = text_box(*label.at, text, SIZE, label.anchor)
            free = box.within(area) and not any(box.meets(other) for other in taken)
            if free and not any(segment(start, end, box) for start, end in segments):
                placed.append(label)
                taken.append(box.wider(2))
                break
        else:
            unplaced.add(index)
    return placed, unplaced


def _beside(at: Point, text: str) -> Iterator[Label]:
    """The places around a mark, the nearest first."""
    x, y = at
    for far in (RADIUS + 4, RADIUS + 9):
        for across, down in ((1, 0), (1, -1), (1, 1), (-1, 0), (-1, -1), (-1, 1), (0, -1), (0, 1)):
            anchor: Anchor = "middle" if across == 0 else "start" if across > 0 else "end"
            slant = 0.75 if across and down else 1.0
            foot = y + (0.35 + 0.45 * down) * SIZE + far * down * slant
            yield Label((x + far * across * slant, foot), text, anchor)
