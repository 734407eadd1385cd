"""Small parts that every screen uses: the line at the top, the rule, the line of keys at the bottom."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.widget import Widget

from studyapp.language import LANGS, current

MARKS = {"en": "EN", "ko": "한"}
GAP = 3  # cells between two keys


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
    """The keys that matter here, each a click target too; the others are under ``?``."""

    DEFAULT_CSS = "KeyLine { dock: bottom; height: 2; padding: 0 1; border-top: solid $panel; }"

    keys: Sequence[tuple[str, str, str]] = ()

    def show(self, *keys: tuple[str, str, str]) -> None:
        """Each key as (what to press, what it does, the action)."""
        if keys != self.keys:
            self.keys = keys
            self.refresh()

    def _fitting(self) -> list[tuple[int, int, tuple[str, str, str]]]:
        """The keys that fit the width whole, the last one (the way out) always, with where each begins and ends."""
        widths = [Content(f"{key[0]} {key[1]}").cell_length for key in self.keys]
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
            if begin <= x < end:
                await self.screen.run_action(action)
