"""Two lists with search as you type: the terms of the glossary, and the demos."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from studyapp import language
from studyapp.content.library import Found, TopicInfo
from studyapp.content.model import DemoLink, Entry
from studyapp.language import _, current, ngettext
from studyapp.session.desk import Desk
from studyapp.tui import faces
from studyapp.tui.keys import bind
from studyapp.tui.look import accent
from studyapp.tui.page import Page
from studyapp.tui.widgets import KeyLine, TopLine, column, language_name

NAME = 36  # cells of the column of names: the longest and a blank
HITS = 50  # rows of what is found
LISTED = 1000  # rows of a list of terms: 40 ms for each key that changes it
TOPIC = "topic:"  # no term's id has a colon


class ListScreen(Page):
    """A search line over a list. Typing searches, up and down move in the list, enter opens."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("down", "move(1)", "Down in the list"),
        bind("up", "move(-1)", "Up in the list"),
        bind("pagedown", "move(10)", "Ten further down"),
        bind("pageup", "move(-10)", "Ten further up"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield Input(id="search", compact=True)
        yield OptionList(id="found", markup=False, compact=True)
        yield Static(id="nothing", markup=False)
        yield KeyLine()

    def heading(self) -> str:
        """The title of the list."""
        return ""

    def rows(self, wanted: str) -> Iterable[Option]:
        """What is found for `wanted`; everything, for nothing."""
        return ()

    def count(self, wanted: str, listed: int) -> int:
        """How many there are, of which so many are listed."""
        return listed

    def open(self, id: str) -> None:
        """Open what was chosen."""

    def on_mount(self) -> None:
        self.query_one("#search").focus()

    def show(self) -> None:
        search, found = self.query_one("#search", Input), self.query_one("#found", OptionList)
        search.placeholder = _("type to search")
        options = list(self.rows(search.value.strip()))
        at = found.highlighted_option.id if found.highlighted_option else None
        found.set_options(options)
        ids = [option.id for option in options]
        known = [id for id in ids if id is not None]
        first = at if at in known and not search.value else next(iter(known), None)
        found.highlighted = ids.index(first) if first is not None else None
        found.display = bool(known)
        nothing = self.query_one("#nothing", Static)
        nothing.display = not known
        nothing.update(
            Content.styled(_("Nothing is found for “{text}”.").format(text=search.value), "$text-muted")
            if search.value
            else Content.styled("…", "$text-muted")
        )
        self.query_one(TopLine).show(self.heading(), f"{self.count(search.value.strip(), len(known)):,}")
        self.query_one(KeyLine).show(
            ("↑↓", _("move"), "move(1)"),
            (_("enter"), _("open"), "open"),
            ("^l", language_name(), "language"),
            ("F1", _("keys"), "keys"),
            ("esc", _("back"), "back"),
        )

    @on(Input.Changed)
    def _search(self) -> None:
        self.show()

    def action_move(self, by: int) -> None:
        """Move in the list while the search line keeps the focus."""
        found = self.query_one("#found", OptionList)
        rows = [at for at, option in enumerate(found.options) if not option.disabled]
        if rows and found.highlighted in rows:
            found.highlighted = rows[max(0, min(len(rows) - 1, rows.index(found.highlighted) + by))]

    @on(Input.Submitted)
    def action_open(self) -> None:
        """Open the highlighted row."""
        row = self.query_one("#found", OptionList).highlighted_option
        if row is not None and row.id is not None:
            self.open(row.id)

    @on(OptionList.OptionSelected)
    def _selected(self, chosen: OptionList.OptionSelected) -> None:
        self.open(str(chosen.option_id))


class BrowseScreen(ListScreen):
    """Every term, by topic, in the order in which they are learned; with search as you type.

    Of more terms than a list can hold at once the topics are listed; a `topic` that is opened has a list of its own.
    """

    def __init__(self, desk: Desk, topic: int | None = None) -> None:
        """`topic`: which of the library's, or all."""
        super().__init__(desk)
        self.topic = topic
        self._found = Found(0, [])

    def heading(self) -> str:
        return _("Terms") if self.topic is None else self.desk.library.topics[self.topic].title[current()]

    def rows(self, wanted: str) -> Iterable[Option]:
        library = self.desk.library
        if wanted:
            self._found = library.search(wanted, HITS)
            yield from (self._row(library.entries[id]) for id in self._found.ids)
            yield from _more(self._found.count - len(self._found.ids))
        elif self.topic is not None:
            members = library.topics[self.topic].entries
            yield from (self._row(library.entries[id]) for id in islice(members, LISTED))
            yield from _more(len(members) - LISTED)
        elif len(library.entries) > LISTED:
            yield from (self._topic_row(at, topic) for at, topic in enumerate(library.topics))
        else:
            for at, topic in enumerate(library.topics):
                if at:
                    yield Option("", disabled=True)
                yield Option(Content.styled(topic.title[current()], f"bold {accent(at)}"), disabled=True)
                yield from (self._row(library.entries[id]) for id in topic.entries)

    def count(self, wanted: str, listed: int) -> int:
        if wanted:
            return self._found.count
        library = self.desk.library
        return len(library.entries if self.topic is None else library.topics[self.topic].entries)

    def _row(self, entry: Entry) -> Option:
        lang = current()
        return Option(
            Content.assemble(
                column(entry.term[lang], NAME, faces.topic_colour(self.desk.library, entry)),
                (entry.term[language.other(lang)], "$text-muted"),
            ),
            id=entry.id,
        )

    def _topic_row(self, at: int, topic: TopicInfo) -> Option:
        n = len(topic.entries)
        hint = ngettext("{n} term", "{n} terms", n).format(n=f"{n:,}")
        named = column(topic.title[current()], NAME, f"bold {accent(at)}")
        return Option(Content.assemble(named, (hint, "$text-muted")), id=f"{TOPIC}{at}")

    def open(self, id: str) -> None:
        from studyapp.tui.entry import EntryScreen

        if id.startswith(TOPIC):
            self.app.push_screen(BrowseScreen(self.desk, int(id.removeprefix(TOPIC))))
        else:
            self.app.push_screen(EntryScreen(self.desk, id))


def _more(n: int) -> Iterable[Option]:
    """A line that says how many are not listed, if there are any."""
    if n > 0:
        said = ngettext("and {n} more", "and {n} more", n).format(n=f"{n:,}")
        yield Option(Content.styled(said, "$text-muted"), disabled=True)


class DemosScreen(ListScreen):
    """Every installed demo."""

    def heading(self) -> str:
        return _("Demos")

    def rows(self, wanted: str) -> Iterable[Option]:
        lang = current()
        for id in self.desk.library.demo_ids:
            words = self.desk.library.demo_words(id)
            title = words.title[lang] if words else id
            if wanted.casefold() in f"{id} {title}".casefold():
                yield Option(Content.assemble(column(id, 26, "bold"), (title, "$text-muted")), id=id)

    def open(self, id: str) -> None:
        from studyapp.tui.demo import DemoScreen

        self.app.push_screen(DemoScreen(self.desk, DemoLink(id)))
