"""A page: a screen whose words can be drawn again, in another language or when what it shows has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from studyapp.tui.keys import bind

if TYPE_CHECKING:
    from studyapp.tui.app import StudyApp


class Page(Screen[None]):
    """The base of every screen. `show` fills in all words and numbers; it may be called at any time."""

    app: StudyApp
    shows_at_once = True
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 (as Textual declares it)
        (0, "-narrow"),
        (100, "-wide"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape,q", "back", "Back"),
        bind("l", "language", "한국어 / English"),
        bind("question_mark", "keys", "Keys"),
    ]

    @property
    def gone(self) -> bool:
        """Whether the screen was left meanwhile: its parts are being taken away, and a worker has nothing to show."""
        return not self.app.is_running or self not in self.app.screen_stack

    def soon(self, action: Callable[[], object]) -> None:
        """Do this once what has changed is laid out; not at all on a screen that was left meanwhile."""
        self.call_after_refresh(lambda: None if self.gone else action())

    def show(self) -> None:
        """Fill in the words and numbers, in the language in use."""

    def reloaded(self) -> None:
        """The content was read anew: show what it says now."""
        self.show()

    def on_mount(self) -> None:
        """Textual calls this besides the `on_mount` of a screen that has its own."""
        if self.shows_at_once:
            self.show()

    def action_back(self) -> None:
        """Return to the screen that opened this one; once, however often the key comes."""
        if self.is_current:
            self.dismiss()

    def action_language(self) -> None:
        """Change the language."""
        self.app.action_language()

    def action_keys(self) -> None:
        """Show every key that works here."""
        self.app.action_keys()
