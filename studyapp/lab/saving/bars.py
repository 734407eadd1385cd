"""Bars: from a zero line to the right or left, the numbers in a column of their own, aligned on the point."""

from __future__ import annotations

import math

from studyapp.lab import numbers
from studyapp.lab.canvas import Words
from studyapp.lab.frames import Bars
from studyapp.lab.saving.letters import fit, width
from studyapp.lab.saving.look import QUIET, SIZE, line_colour
from studyapp.lab.saving.surface import Box, Surface, whole_width

BAR, STEP, APART = 14, 20, 10  # the height of a bar, from one to the next, and between groups
LONGEST = 200  # of a label


def draw(surface: Surface, panel: Bars, left: float, top: float, room: float, words: Words) -> float:
    """Draw the bars in `room` pixels from (left, top) on; how far down they reach."""
    names = [fit(words(label), LONGEST, SIZE) for label in panel.labels]
    several = len(panel.series) > 1
    kinds = [fit(words(series.label), LONGEST, SIZE) if several else "" for series in panel.series]
    values = [
        [series.values[group] if group < len(series.values) else None for series in panel.series]
        for group in range(len(panel.labels))
    ]
    texts = [[numbers.text(value, 3) for value in group] for group in values]
    name_width = max((width(name, SIZE) for name in names), default=0.0)
    kind_width = max((width(kind, SIZE) + 12 for kind in kinds), default=0.0) if several else 0.0
    flat = [text for group in texts for text in group]
    before = max((whole_width(text, SIZE) for text in flat), default=0.0)
    after = max((width(text, SIZE) - whole_width(text, SIZE) for text in flat), default=0.0)
    start, end = left + name_width + kind_width + 12, left + room - before - after - 14
    scale = _Scale(panel, start, max(end, start + 80))
    point = max(end, start + 80) + 14 + before
    y = top
    with surface.group("bars"):
        for name, group, written in zip(names, values, texts, strict=True):
            first = y
            for index, (value, text) in enumerate(zip(group, written, strict=True)):
                foot = y + BAR / 2 + 0.35 * SIZE
                if index == 0:
                    surface.text((left, foot), name)
                surface.text((left + name_width + 12, foot), kinds[index], colour=QUIET)
                scale.draw(surface, y, value, line_colour(index))
                surface.on_the_point((point, foot), text)
                y += STEP
            if not group:
                surface.text((left, y + SIZE), name)
                y += STEP
            surface.line((scale.zero, first - 3), (scale.zero, y - STEP + BAR + 3))
            y += APART if several else 0
    return y


class _Scale:
    """Where zero stands, and where a value, between two edges."""

    def __init__(self, panel: Bars, left: float, right: float) -> None:
        known = [value for series in panel.series for value in series.values if value is not None]
        # Beyond these, differences overflow.
        known = [max(-1e300, min(1e300, value)) for value in known if math.isfinite(value)]
        self.low = max(-1e300, min([0.0, *known]) if panel.low is None else min(0.0, panel.low))
        self.high = min(1e300, max([0.0, *known]) if panel.high is None else max(0.0, panel.high))
        if not self.high - self.low > 0:
            self.low, self.high = 0.0, 1.0
        self.left, self.right = left, right
        self.zero = self.place(0.0)

    def place(self, value: float) -> float:
        """The pixel of a value; one outside stands at the edge."""
        value = max(self.low, min(self.high, value))
        return self.left + (value / 2 - self.low / 2) / (self.high / 2 - self.low / 2) * (self.right - self.left)

    def draw(self, surface: Surface, y: float, value: float | None, colour: str) -> None:
        """The bar of `value` with its top at y."""
        if value is not None and math.isfinite(value):
            ends = sorted((self.zero, self.place(value)))
            surface.rect(Box(ends[0], y, ends[1], y + BAR), colour)
