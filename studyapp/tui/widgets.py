"""Small parts that the screens share: the line at the top, the line of keys at the bottom, lists, columns."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList

from studyapp.lab.canvas import cell_width
from studyapp.language import LANGS, current

MARKS = {"en": "EN", "ko": "한"}
GAP = 3  # cells between two keys
ROW = 4  # cells of a list that its rows leave free: their padding, and a scrollbar of the list's and of the page's


class TopLine(Widget):
    """What this screen is about on the left; counts and the language on the right."""

    DEFAULT_CSS = "TopLine { height: 2; padding: 0 1; border-bottom: solid $panel; }"

    title = ""
    status = ""
    colour = "$primary"

    def show(self, title: str, status: str = "", colour: str = "$primary") -> None:
        """Set all three at once and draw."""
        self.title, self.status, self.colour = title, status, colour
        self.refresh()

    def render(self) -> Content:
        lang = Content("  ").join(
            Content.styled(MARKS[lang], "bold $primary" if lang == current() else "$text-muted") for lang in LANGS
        )
        right = Content.assemble((self.status, "$text-muted"), "    ", lang)
        room = self.content_size.width - right.cell_length - 2
        left = Content.styled(self.title, f"bold {self.colour}").truncate(max(room, 1), ellipsis=True)
        gap = max(2, self.content_size.width - left.cell_length - right.cell_length)
        return Content.assemble(left, " " * gap, right)


class KeyLine(Widget):
    """The keys that matter here, the most important first, each a click target too; the others are under ``?``."""

    DEFAULT_CSS = "KeyLine { dock: bottom; height: 2; padding: 0 1; border-top: solid $panel; }"

    keys: Sequence[tuple[str, str, str]] = ()

    def show(self, *keys: tuple[str, str, str]) -> None:
        """Each key as (what to press, what it does, the action; nothing, where a click would not tell which)."""
        if keys != self.keys:
            self.keys = keys
            self.refresh()

    def _fitting(self) -> list[tuple[int, int, tuple[str, str, str]]]:
        """The keys that fit the width whole, the last one (the way out) always, with where each begins and ends."""
        widths = [cell_width(f"{pressed} {does}") for pressed, does, _action in self.keys]
        room = self.content_size.width - (widths[-1] if widths else 0)
        placed, x = [], 0
        for at, (key, width) in enumerate(zip(self.keys, widths, strict=True)):
            last = at == len(widths) - 1
            if last or x + width + GAP <= room:
                placed.append((x, x + width, key))
                x += width + GAP
        return placed

    def render(self) -> Content:
        return Content(" " * GAP).join(
            Content.assemble((key, "bold $footer-key-foreground"), " ", (does, "$text-muted"))
            for _, _, (key, does, _) in self._fitting()
        )

    async def on_click(self, event: events.Click) -> None:
        x = event.x - self.styles.padding.left
        for begin, end, (_, _, action) in self._fitting():
            if begin <= x < end and action:
                await self.screen.run_action(action)


class Links(OptionList):
    """A list that hands the focus on at its ends, so that arrows go through all the lists of a page."""

    def action_cursor_down(self) -> None:
        """One row down, or into the next list."""
        if self.highlighted == self.option_count - 1:
            self.screen.focus_next(Links)
        else:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """One row up, or into the list before."""
        if not self.highlighted:
            self.screen.focus_previous(Links)
        else:
            super().action_cursor_up()


def column(text: str, width: int, style: str = "", *, right: bool = False) -> Content:
    """`text` in a column of `width` cells; wide characters count as two."""
    content = Content.styled(text, style).truncate(width, ellipsis=True)
    space = " " * (width - content.cell_length)
    return Content.assemble(space, content) if right else Content.assemble(content, space)


def hanging(mark: Content, text: Content, width: int) -> Content:
    """`text` behind `mark`, in at most `width` cells, its further lines indented to where it begins."""
    lines = text.wrap(max(8, width - mark.cell_length))
    return Content("\n").join(
        Content.assemble(" " * mark.cell_length if at else mark, line) for at, line in enumerate(lines)
    )


def language_name() -> str:
    """The language that the language key changes to, in its own name."""
    return "한국어" if current() == "en" else "English"
