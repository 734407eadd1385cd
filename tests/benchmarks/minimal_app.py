"""The least that a Textual app can be: what our start is measured beside."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class Minimal(App[None]):
    """One line of text; q quits."""

    BINDINGS = [("q", "quit", "Quit")]  # noqa: RUF012 (as Textual declares it)

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static("Ready to go")


if __name__ == "__main__":
    Minimal().run()
