"""Statistics: a screen of pages, each with its digit; worked out in a thread while the app stays usable."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from studyapp.errors import StudyError
from studyapp.language import _
from studyapp.memory.statistics import Statistics
from studyapp.session.desk import Desk
from studyapp.session.statistics import Reckoning, reckoning
from studyapp.tui.keys import bind
from studyapp.tui.page import Page
from studyapp.tui.statistics_pages import PAGES
from studyapp.tui.widgets import KeyLine, TopLine, hanging, language_name

AROUND, ABOVE = 7, 7  # cells beside the page and rows above and below it: the room around it, and a scrollbar
WIDEST = 110  # cells of a page: a year of weeks


class Left(Exception):
    """The screen was left: nobody waits for the numbers."""


class StatisticsScreen(Page):
    """What the log says of learning."""

    CSS_PATH = "statistics.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("right", "turn(1)", "The next page"),
        bind("left", "turn(-1)", "The page before"),
        *(bind(str(at), f"open({at})", page.name) for at, page in enumerate(PAGES, 1)),
    ]

    class Reading(Message):
        """So many events have been read."""

        def __init__(self, events: int) -> None:
            super().__init__()
            self.events = events

    class Reckoned(Message):
        """The numbers are there."""

        def __init__(self, numbers: Statistics) -> None:
            super().__init__()
            self.numbers = numbers

    class Failed(Message):
        """The log could not be read."""

        def __init__(self, error: StudyError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.numbers: Statistics | None = None
        self.error: StudyError | None = None
        self.events = 0
        self.at = 0  # the page

    def compose(self) -> ComposeResult:
        yield TopLine()
        with Container(id="top"):
            yield Static(id="tabs", markup=False)
        with VerticalScroll(id="column"):
            yield Static(id="page", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#column").focus()
        try:
            self._reckon(reckoning(self.desk))
        except StudyError as error:
            self._tell(self.Failed(error))

    @work(thread=True, exclusive=True, group="statistics")
    def _reckon(self, work_out: Reckoning) -> None:
        worker = get_current_worker()

        def progress(events: int) -> None:
            if worker.is_cancelled:
                raise Left
            self.post_message(self.Reading(events))

        try:
            self.post_message(self.Reckoned(work_out(progress=progress)))
        except StudyError as error:
            self.post_message(self.Failed(error))
        except Left:
            return

    @on(Reading)
    def _count(self, read: Reading) -> None:
        self.events = read.events
        self._show_page()

    @on(Reckoned)
    def _take(self, reckoned: Reckoned) -> None:
        self.numbers = reckoned.numbers
        self.show()

    @on(Failed)
    def _tell(self, failed: Failed) -> None:
        self.error = failed.error
        self.show()

    @property
    def _has_pages(self) -> bool:
        return self.error is None and self.numbers is not None and self.numbers.answers > 0

    def show(self) -> None:
        if self.gone:
            return
        today = self.numbers.today if self.numbers is not None else ""
        self.query_one(TopLine).show(_("Statistics"), today)
        self.query_one("#top").display = self._has_pages
        self.query_one("#tabs", Static).update(self._tabs())
        self._show_page()
        pages = (("1–6", _("page"), ""), ("←→", _("turn the page"), "turn(1)"))
        self.query_one(KeyLine).show(
            *(pages if self._has_pages else ()),
            ("l", language_name(), "language"),
            ("?", _("keys"), "keys"),
            ("esc", _("back"), "back"),
        )

    def _show_page(self) -> None:
        if not self.gone:
            width, height = self.app.size
            self.query_one("#page", Static).update(self._page(min(WIDEST, width - AROUND), height - ABOVE))

    def _page(self, width: int, height: int) -> Content:
        if self.error is not None:
            return hanging(Content.styled("! ", "$warning"), Content.styled(str(self.error), "$warning"), width)
        if self.numbers is None:
            n = f"{self.events:,}"
            said = _("Working the numbers out …") if not self.events else _("{n} events read …").format(n=n)
            return Content.styled(said, "$text-muted")
        if not self.numbers.answers:
            return Content(_("Nothing has been answered yet. Go back with esc and press s to study."))
        return PAGES[self.at].draw(self.desk, self.numbers, width, height)

    def _tabs(self) -> Content:
        """The pages by name, the open one marked with more than colour."""
        return Content("   ").join(
            Content.assemble(
                (f"{at} ", "bold $footer-key-foreground"),
                (_(page.name), "bold underline" if at == self.at + 1 else "$text-muted"),
            )
            for at, page in enumerate(PAGES, 1)
        )

    def on_resize(self) -> None:
        self._show_page()

    def action_open(self, at: int) -> None:
        """Open the page with this digit."""
        if self._has_pages:
            self.at = at - 1
            self.query_one("#column").scroll_home(animate=False)
            self.show()

    def action_turn(self, by: int) -> None:
        """Turn to the next page, or to the one before."""
        self.action_open((self.at + by) % len(PAGES) + 1)
