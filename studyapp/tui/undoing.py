"""A page on which what was done last can be taken back, and done again: from the log, so also before a restart."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType

from studyapp.errors import StudyError
from studyapp.language import _
from studyapp.session.desk import Desk
from studyapp.tui.keys import bind
from studyapp.tui.page import Page


class UndoingPage(Page):
    """`note` is what came of it, for `show` to tell."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("u", "undo", "Take back what was done last"),
        bind("shift+u,U", "redo", "Do again what was taken back"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.note: Callable[[], str] = str

    def action_undo(self) -> None:
        """Take back what was done last, today or before."""
        from studyapp.session import keeping

        self._back(lambda: keeping.undo(self.desk), lambda what: _("taken back: {what}").format(what=what))

    def action_redo(self) -> None:
        """Do again what was taken back."""
        from studyapp.session import keeping

        self._back(lambda: keeping.redo(self.desk), lambda what: _("done again: {what}").format(what=what))

    def _back(self, deed: Callable[[], str], said: Callable[[str], str]) -> None:
        try:
            what = deed()
        except StudyError as error:
            trouble = f"! {error}"
            self.note = lambda: trouble
        else:
            self.note = lambda: said(what) if what else _("There is nothing to take back.")
        self.show()
