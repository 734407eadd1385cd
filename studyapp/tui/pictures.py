"""What the lab draws, as the screen's own content; and a frame as a widget."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from studyapp.content.model import DemoWords
from studyapp.lab.canvas import Row, Words
from studyapp.lab.draw import draw, natural_height
from studyapp.lab.frames import Curves, Frame, Panel
from studyapp.language import current
from studyapp.tui.look import DRAWING

LOWEST = 8  # rows that a plot needs to be read


def content(rows: list[Row]) -> Content:
    """Drawn rows as content; text is never read as markup."""
    return Content("\n").join(
        Content.assemble(*((span.text, DRAWING.get(span.style, "")) for span in row)) for row in rows
    )


def named(words: DemoWords | None) -> Mapping[str, str]:
    """The names of a demo's parameters and options in the language in use."""
    if words is None:
        return {}
    lang = current()
    return {key: text[lang] for key, text in {**words.labels, **words.parameters}.items()}


class FrameView(Widget):
    """A frame, drawn to the size that there is; where it does not fit, the view scrolls."""

    DEFAULT_CSS = "FrameView { height: auto; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.frame: Frame | None = None
        self.words: Words = str
        self.room = 16  # rows that may be filled without scrolling
        self._drawn: tuple[tuple[object, ...], list[Row]] = ((), [])

    def show(self, frame: Frame | None, words: Words) -> None:
        """Draw this frame from now on."""
        self.frame, self.words = frame, words
        self.refresh(layout=len(self._rows(self.content_size.width)) != self.content_size.height)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._rows(width))

    def render(self) -> Content:
        return content(self._rows(self.content_size.width))

    def _rows(self, width: int) -> list[Row]:
        """The frame drawn; once, though layout and rendering both ask."""
        key = (self.frame, width, self.room, current())
        if self._drawn[0] != key:
            self._drawn = (key, self._draw(width))
        return self._drawn[1]

    def _draw(self, width: int) -> list[Row]:
        if self.frame is None or width < 10:
            return []
        panels = self.frame.panels
        heights = self._heights(panels, width)
        rows: list[Row] = []
        for panel, height in zip(panels, heights, strict=True):
            rows += [*draw(panel, width, height, self.words), []]
        return rows[:-1]

    def _heights(self, panels: tuple[Panel, ...], width: int) -> list[int]:
        """Each panel as high as it needs; curves share what is left, between `LOWEST` and 20 rows."""
        wanted = [natural_height(panel, width, self.words) for panel in panels]
        elastic = [isinstance(panel, Curves) for panel in panels]
        fixed = sum(h for h, e in zip(wanted, elastic, strict=True) if not e) + len(panels) - 1
        share = (self.room - fixed) // max(1, sum(elastic))
        if share < LOWEST:
            share = self.room  # they cannot all be seen at once: a screenful for each
        return [min(20, max(LOWEST, share)) if e else h for h, e in zip(wanted, elastic, strict=True)]
