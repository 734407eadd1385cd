"""What the lab draws, as the screen's own content; and a frame as a widget that can be pointed into."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from studyapp.content.model import DemoWords
from studyapp.lab import pointing
from studyapp.lab.canvas import Row, Words
from studyapp.lab.comparing import compared
from studyapp.lab.draw import draw, natural_height
from studyapp.lab.frames import Curves, Frame, Panel
from studyapp.lab.pointing import At
from studyapp.language import current
from studyapp.tui.keys import bind
from studyapp.tui.look import DRAWING

MOMENT = 0.004  # seconds in which a key that has come is answered and painted
LOWEST = 8  # rows that a plot needs to be read,
BESIDES = 5  # and how many it needs besides one for the name of each line
Others = tuple[Frame | None, tuple[tuple[str, Frame], ...]]  # the run before, and those that are pinned


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


class FrameView(Widget, can_focus=True):
    """A frame, drawn to the size that there is; where it does not fit, the view scrolls.

    While it has the focus, a cursor stands in one of its pictures; it posts `Pointed` where that moves.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("left", "point(-1,0)", "To the left"),
        bind("right", "point(1,0)", "To the right"),
        bind("up", "point(0,-1)", "Up"),
        bind("down", "point(0,1)", "Down"),
        bind("shift+left", "point(-10,0)", "Far to the left"),
        bind("shift+right", "point(10,0)", "Far to the right"),
        bind("enter", "picture", "The next picture"),
    ]
    DEFAULT_CSS = "FrameView { height: auto; width: 1fr; }"

    class Pointed(Message):
        """The cursor stands somewhere else."""

    def __init__(self) -> None:
        super().__init__()
        self.frame: Frame | None = None
        self.words: Words = str
        self.room = 0  # rows that the screen has for it without scrolling
        self.fills = False  # it takes all of this room, so that another frame seldom changes the layout
        self.others: Others = (None, ())
        self.which = 0  # of the pictures that can be pointed into
        self.at: At | None = None
        self._drawn: tuple[tuple[object, ...], list[Row]] = ((), [])
        self._tops: list[int] = []

    def show(
        self,
        frame: Frame | None,
        words: Words,
        before: Frame | None = None,
        pins: Sequence[tuple[str, Frame]] = (),
    ) -> None:
        """Draw this frame from now on, over the run before and the pinned ones."""
        self.frame, self.words, self.others = frame, words, (before, tuple(pins))
        if self.pointed is None:
            self.at = None
        elif self.at is not None:
            self.at = pointing.within(self.pointed, self.at)
        self._redraw()

    # ── pointing ────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def pointable(self) -> list[int]:
        """The pictures that a cursor can stand in."""
        panels = self.frame.panels if self.frame is not None else ()
        return [index for index, panel in enumerate(panels) if pointing.first(panel) is not None]

    @property
    def pointed(self) -> Panel | None:
        """The picture that the cursor stands in."""
        if self.frame is None or not self.pointable:
            return None
        return self.frame.panels[self.pointable[min(self.which, len(self.pointable) - 1)]]

    @property
    def told(self) -> list[str]:
        """What stands at the cursor, in numbers; nothing, while the picture has no focus."""
        if not self.has_focus or self.pointed is None or self.at is None:
            return []
        return pointing.told(self.pointed, self.at, self.words)

    def point(self) -> None:
        """Put the cursor into the picture, if it is not there."""
        if self.at is None and self.pointed is not None:
            self.at = pointing.first(self.pointed)
        self._point_out()

    def on_focus(self) -> None:
        self.point()

    def on_blur(self) -> None:
        self._point_out()

    def action_point(self, dx: int, dy: int) -> None:
        """Move the cursor."""
        if self.pointed is not None and self.at is not None:
            self.at = pointing.moved(self.pointed, self.at, dx, dy, self.content_size.width)
            self._point_out()

    def action_picture(self) -> None:
        """Point into the next picture."""
        if self.pointable:
            self.which, self.at = (self.which + 1) % len(self.pointable), None
            self.point()
            self._bring_into_view()

    def _point_out(self) -> None:
        self._redraw()
        self.post_message(self.Pointed())

    def _bring_into_view(self) -> None:
        """Scroll to the picture that is pointed into."""
        panel = self.pointable[self.which]
        area = next((each for each in self.ancestors if isinstance(each, Widget) and each.max_scroll_y > 0), None)
        if area is not None and panel < len(self._tops):
            area.scroll_to(y=self.virtual_region.y + self._tops[panel], animate=False)

    # ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(len(self._rows(width)), self.room if self.fills else 0)

    def _redraw(self) -> None:
        size = self.content_size
        self.refresh(layout=self.get_content_height(size, size, size.width) != size.height)

    def render_line(self, y: int) -> Strip:
        """One row, straight from the drawing: a third of what it costs as content that is wrapped and set."""
        rows, ground = self._rows(self.content_size.width), self.visual_style
        spans = rows[y] if y < len(rows) else []
        styles = ((ground + Style.parse(DRAWING.get(span.style, ""))).rich_style for span in spans)
        segments = [Segment(span.text, style) for span, style in zip(spans, styles, strict=True)]
        return Strip(segments).adjust_cell_length(self.size.width, ground.rich_style)

    async def prepare(self, frame: Frame | None) -> None:
        """Draw a frame that will be shown, a picture at a time, with moments between for whatever else has come."""
        width, at = self.content_size.width, self.at if self.has_focus else None
        key, rows = self._key(frame, width, at), list[Row]()
        for drawn in self._pictures(frame, width, at):
            rows += drawn
            await asyncio.sleep(MOMENT)
        self._drawn = (key, rows[:-1])

    def _rows(self, width: int) -> list[Row]:
        """The frame drawn; once, though layout and rendering both ask."""
        at = self.at if self.has_focus else None
        key = self._key(self.frame, width, at)
        if self._drawn[0] != key:
            self._drawn = (key, [row for drawn in self._pictures(self.frame, width, at) for row in drawn][:-1])
        return self._drawn[1]

    def _key(self, frame: Frame | None, width: int, at: At | None) -> tuple[object, ...]:
        """What a drawing depends on."""
        return frame, self.others, width, self.room, current(), self.which, at

    def _pictures(self, frame: Frame | None, width: int, at: At | None) -> Iterator[list[Row]]:
        """Each picture of a frame, and a blank row after it."""
        if frame is None or width < 10:
            return
        before, pins = self.others
        top, self._tops = 0, []
        pointable = [index for index, panel in enumerate(frame.panels) if pointing.first(panel) is not None]
        pointed = pointable[min(self.which, len(pointable) - 1)] if pointable else None
        for index, (panel, height) in enumerate(zip(frame.panels, self._heights(frame.panels, width), strict=True)):
            self._tops.append(top)
            here = pointing.within(panel, at) if index == pointed and at is not None else None
            rows = [*draw(compared(panel, before, pins), width, height, self.words, at=here), []]
            top += len(rows)
            yield rows

    def _heights(self, panels: tuple[Panel, ...], width: int) -> list[int]:
        """Each panel as high as it needs; curves share what is left, each from as low as it can be read to 20 rows."""
        wanted = [natural_height(panel, width, self.words) for panel in panels]
        least = [max(LOWEST, len(p.lines) + BESIDES) if isinstance(p, Curves) else None for p in panels]
        fixed = sum(h for h, low in zip(wanted, least, strict=True) if low is None) + len(panels) - 1
        elastic = [low for low in least if low is not None]
        share = (self.room - fixed) // max(1, len(elastic))
        if share < max(elastic, default=0):
            share = self.room  # they cannot all be seen at once: a screenful for each
        return [h if low is None else min(20, max(low, share)) for h, low in zip(wanted, least, strict=True)]
