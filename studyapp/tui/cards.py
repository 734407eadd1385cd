"""The cards of one term as memory has them, and what can be done with each: put aside, forget, another date, open."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from studyapp.errors import StudyError
from studyapp.language import _, current, ngettext
from studyapp.memory.model import Logged
from studyapp.session import keeping
from studyapp.session.desk import Desk
from studyapp.session.keeping import FARTHEST, LEECH, Kept
from studyapp.session.spans import span
from studyapp.tui.keys import bind
from studyapp.tui.undoing import UndoingPage
from studyapp.tui.widgets import KeyLine, TopLine, language_name

WIDTHS = (24, 17, 8, 11, 11)  # cells of the columns: the card, where it stands, due, stability, missed


class CardsScreen(UndoingPage):
    """Each card with its state. Everything that is done here is in the log at once, and `u` takes it back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("s", "suspend", "Ask this card no more, or again"),
        bind("b", "bury", "Not before tomorrow"),
        bind("f", "forget", "Make it new again"),
        bind("r", "date", "Another date"),
        bind("o", "open", "Open it, whatever it requires"),
    ]

    def __init__(self, desk: Desk, entry: str) -> None:
        super().__init__(desk)
        self.entry = entry
        self.cards: list[Kept] = []

    def compose(self) -> ComposeResult:
        yield TopLine()
        with VerticalScroll(id="column", can_focus=False):
            yield Static(id="lacks", markup=False)
            yield Static(id="head", markup=False)
            yield OptionList(id="cards", markup=False, compact=True)
            yield Input(id="days", compact=True, type="integer")
            yield Static(id="told", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one("#days").display = False
        self.query_one("#cards").focus()

    def reloaded(self) -> None:
        """The content was read anew; without the entry there is nothing to show."""
        if self.entry in self.desk.library.entries:
            self.show()
        else:
            self.dismiss()

    def show(self) -> None:
        entry = self.desk.library.entries[self.entry]
        self.query_one(TopLine).show(_("Cards of “{term}”").format(term=entry.term[current()]))
        try:
            self.cards = keeping.kept(self.desk, self.entry)
            lacking = keeping.lacks(self.desk, self.entry)
        except StudyError as error:
            self.query_one("#told", Static).update(Content.styled(f"! {error}", "$warning"))
            return
        self.query_one("#lacks", Static).update(self._lacks(lacking))
        self.query_one("#lacks").display = bool(lacking)
        heads = (_("card"), _("state"), _("due"), _("stability"), _("missed"))
        head = Content.assemble(" ", _row([Content.styled(each, "$text-muted") for each in heads]))
        self.query_one("#head", Static).update(head)
        listed = self.query_one("#cards", OptionList)
        at = listed.highlighted
        listed.set_options(Option(self._row(kept)) for kept in self.cards)
        listed.highlighted = min(at or 0, len(self.cards) - 1)
        self.query_one("#days", Input).placeholder = _("in how many days? 0 is today")
        self._tell()
        opens = (("o", _("open anyway"), "open"),) if lacking else ()
        self.query_one(KeyLine).show(
            *opens,
            ("s", _("suspend"), "suspend"),
            ("b", _("bury"), "bury"),
            ("f", _("forget"), "forget"),
            ("r", _("date"), "date"),
            ("u", _("undo"), "undo"),
            ("?", _("keys"), "keys"),
            ("l", language_name(), "language"),
            ("esc", _("back"), "back"),
        )

    def _lacks(self, lacking: list[str]) -> Content:
        names = ", ".join(self.desk.library.entries[id].term[current()] for id in lacking)
        return Content(_("Locked: it builds on {terms}. It opens once these are known.").format(terms=names))

    def _row(self, kept: Kept) -> Content:
        state = kept.state
        due = span(max(0, state.due - self.desk.now())) if state is not None else ""
        if state is not None and state.due <= self.desk.now():
            due = _("now")
        return _row(
            [
                Content(self._called(kept)),
                self._standing(kept),
                Content(due),
                Content(f"{state.stability:.1f}" if state is not None else ""),
                Content(str(state.lapses) if state is not None else ""),
            ]
        )

    def _called(self, kept: Kept) -> str:
        names = {
            "meaning": _("meaning"),
            "name": _("name"),
            "formula": _("formula"),
            "contrast": _("contrast"),
            "shape": _("shape"),
            "procedure": _("procedure"),
            "prediction": _("prediction"),
        }
        words = self.desk.library.exercise_words(kept.card.exercise) if kept.card.exercise else None
        return words.title[current()] if words is not None else names.get(kept.card.facet, kept.card.facet)

    def _standing(self, kept: Kept) -> Content:
        style = {"suspended": "$warning", "buried": "$warning", "locked": "$text-muted", "new": "$primary"}
        names = {
            "new": _("new"),
            "locked": _("locked"),
            "steps": _("being learned"),
            "review": _("in review"),
            "suspended": _("suspended"),
            "buried": _("back in {span}").format(span=span(kept.until - self.desk.now())),
        }
        return Content.styled(names[kept.standing], style.get(kept.standing, ""))

    def _tell(self) -> None:
        lines = [Content(self.note())] if self.note() else []
        chosen = self.chosen
        if chosen is not None and chosen.is_leech:
            lines.append(Content.styled(leech(chosen), "$warning"))
        self.query_one("#told", Static).update(Content("\n").join(lines))

    @property
    def chosen(self) -> Kept | None:
        """The card that is highlighted."""
        at = self.query_one("#cards", OptionList).highlighted
        return self.cards[at] if at is not None and at < len(self.cards) else None

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        if self.is_current:
            self._tell()

    # ── doing ───────────────────────────────────────────────────────────────────────────────────────────────

    def _do(self, deed: Callable[[], Logged], note: Callable[[], str]) -> None:
        """Do it, and show what came of it; what cannot be written is told and has not happened."""
        try:
            deed()
        except StudyError as error:
            trouble = f"! {error}"
            self.note = lambda: trouble
        else:
            self.note = note
        self.show()

    def action_suspend(self) -> None:
        """Ask this card no more, or again."""
        if (kept := self.chosen) is not None:
            again = kept.standing in ("suspended", "buried")
            self._do(
                lambda: keeping.suspend(self.desk, kept),
                lambda: _("It is asked again.") if again else _("It is not asked any more."),
            )

    def action_bury(self) -> None:
        """Not before tomorrow."""
        if (kept := self.chosen) is not None:
            self._do(lambda: keeping.bury(self.desk, kept.card), lambda: _("It is not asked before tomorrow."))

    def action_forget(self) -> None:
        """Make it new again."""
        if (kept := self.chosen) is not None and kept.state is not None:
            told = lambda: _("It is new again; its answers stay in the log.")  # noqa: E731
            self._do(lambda: keeping.forget(self.desk, kept.card), told)

    def action_open(self) -> None:
        """Open it, whatever it requires."""
        if any(kept.standing == "locked" for kept in self.cards):
            self._do(lambda: keeping.open_anyway(self.desk, self.entry), lambda: _("It is open."))

    def action_date(self) -> None:
        """Another date: ask for the days."""
        if (kept := self.chosen) is not None and kept.state is not None:
            days = self.query_one("#days", Input)
            days.value, days.display = "", True
            days.focus()

    @on(Input.Submitted, "#days")
    def _dated(self, given: Input.Submitted) -> None:
        kept, text = self.chosen, given.value.strip()
        if not (text.isdecimal() and int(text) <= FARTHEST):
            self.note = lambda: _("A number of days from 0 to {most}.").format(most=FARTHEST)
            self._tell()
            return
        self._close_days()
        if kept is not None:
            n = int(text)
            told = lambda: ngettext("It comes back in {n} day.", "It comes back in {n} days.", n).format(n=n)  # noqa: E731
            self._do(lambda: keeping.reschedule(self.desk, kept.card, n), told)

    def _close_days(self) -> None:
        self.query_one("#days").display = False
        self.query_one("#cards").focus()

    def action_back(self) -> None:
        """Close the line for the days, or return to the entry."""
        if self.query_one("#days").display:
            self._close_days()
        else:
            super().action_back()


def leech(kept: Kept) -> str:
    """Why a card that is forgotten again and again is worth another way."""
    missed = kept.state.lapses if kept.state is not None else LEECH
    told = _(
        "Forgotten {n} times. Asking once more seldom helps: run its demo, look at what it builds on, or suspend it."
    )
    return told.format(n=missed)


def _row(cells: list[Content]) -> Content:
    return Content("").join(
        Content.assemble(
            cell.truncate(width - 2, ellipsis=True), " " * max(0, width - min(cell.cell_length, width - 2))
        )
        for cell, width in zip(cells, WIDTHS, strict=True)
    )
