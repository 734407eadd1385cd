"""The page of one entry: everything that the glossary says of a term, and links to its neighbours."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studyapp.content.model import Entry, Source
from studyapp.language import LANGS, _, current
from studyapp.session.desk import Desk
from studyapp.tui import faces
from studyapp.tui.keys import bind
from studyapp.tui.page import Page
from studyapp.tui.signs import RIGHT, WRONG
from studyapp.tui.widgets import KeyLine, TopLine, column, language_name


class EntryScreen(Page):
    """One entry. Following a link to a neighbour replaces the page; going back retraces the way."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("d", "demo", "Run the linked demo"),
        bind("enter", "follow", "Follow the highlighted link"),
        bind("c", "cards", "The cards of this term, and what can be done with them"),
    ]

    def __init__(self, desk: Desk, entry: str) -> None:
        super().__init__()
        self.desk = desk
        self.way = [entry]

    @property
    def entry(self) -> Entry:
        """The entry that is shown."""
        return self.desk.library.entries[self.way[-1]]

    def compose(self) -> ComposeResult:
        yield TopLine()
        with VerticalScroll(id="column"):
            yield Static(id="term", markup=False)
            yield Static(id="text", markup=False)
            yield Static(id="figure", markup=False)
            yield Static(id="notes", markup=False)
            yield Static(id="links-head", markup=False)
            yield OptionList(id="links", markup=False, compact=True)
        yield KeyLine()

    def reloaded(self) -> None:
        """The content was read anew; what it has no more is left out of the way back."""
        self.way = [id for id in self.way if id in self.desk.library.entries]
        if self.way:
            self.show()
        else:
            self.dismiss()

    def show(self) -> None:
        entry, library = self.entry, self.desk.library
        colour = faces.topic_colour(library, entry)
        self.query_one(TopLine).show(library.topic_title(entry.id)[current()], "", colour)
        self.query_one("#term", Static).update(heading(entry, colour))
        self.query_one("#text", Static).update(text(entry))
        self.query_one("#notes", Static).update(notes(entry, library.cited(entry)))
        neighbours = [
            *((_("before it"), id) for id in library.requires(entry.id)),
            *((_("builds on it"), id) for id in library.required_by(entry.id)),
        ]
        self.query_one("#links-head").display = bool(neighbours)
        self.query_one("#links-head", Static).update(Content.styled(_("Neighbours"), "$text-muted"))
        links = self.query_one("#links", OptionList)
        at = links.highlighted
        links.set_options(
            Option(Content.assemble(column(how, 14, "$text-muted"), library.entries[id].term[current()]), id=id)
            for how, id in neighbours
        )
        links.display = bool(neighbours)
        if neighbours:
            links.highlighted = min(at or 0, len(neighbours) - 1)
        figure = self.query_one("#figure", Static)
        figure.display = entry.figure is not None
        if entry.figure is not None and entry.figure.text is not None:
            figure.update(faces.drawing(entry.figure))
        elif entry.figure is not None:
            self._draw(entry)
        demo = (("d", _("run the demo") + f" {entry.demo.id}", "demo"),) if entry.demo else ()
        self.query_one(KeyLine).show(
            *demo,
            ("tab ⏎", _("follow a link"), "follow"),
            ("c", _("cards"), "cards"),
            ("l", language_name(), "language"),
            ("?", _("keys"), "keys"),
            ("esc", _("back"), "back"),
        )

    @work(exclusive=True)
    async def _draw(self, entry: Entry) -> None:
        from studyapp.tui.figures import figure

        assert entry.figure is not None
        drawing = await figure(self.desk, entry.figure, min(self.query_one("#column").content_size.width, 76), 12)
        if self.entry is entry and not self.gone:
            self.query_one("#figure", Static).update(drawing)

    @on(OptionList.OptionSelected)
    def _follow(self, chosen: OptionList.OptionSelected) -> None:
        self.way.append(str(chosen.option_id))
        self.query_one("#links", OptionList).highlighted = None
        self.query_one("#column").scroll_home(animate=False)
        self.show()

    async def action_follow(self) -> None:
        """Follow the highlighted link."""
        self.query_one("#links", OptionList).action_select()

    def action_back(self) -> None:
        """Back to the entry before, or to the screen that opened this one."""
        if len(self.way) > 1:
            self.way.pop()
            self.show()
        else:
            self.dismiss()

    def action_cards(self) -> None:
        """The cards of this term."""
        from studyapp.tui.cards import CardsScreen

        self.app.push_screen(CardsScreen(self.desk, self.entry.id))

    def action_demo(self) -> None:
        """Run the linked demo."""
        if self.entry.demo is not None:
            from studyapp.tui.demo import DemoScreen

            self.app.push_screen(DemoScreen(self.desk, self.entry.demo))


def heading(entry: Entry, colour: str) -> Content:
    """The term in the language in use, then its other names and those of the other language."""
    lang = current()
    others = [entry.term[other] for other in LANGS if other != lang]
    names = [
        *getattr(entry.also, lang),
        *others,
        *(n for o in LANGS if o != lang for n in getattr(entry.also, o)),
    ]
    also = " · ".join(dict.fromkeys(name for name in names if name != entry.term[lang]))
    return Content.assemble((entry.term[lang], f"bold {colour}"), "\n", (also, "$text-muted"))


def text(entry: Entry) -> Content:
    """Definition, explanation and formulas."""
    lang = current()
    parts = [Content(entry.definition[lang])]
    if entry.explanation is not None:
        parts.append(Content(entry.explanation[lang].strip()))
    for formula in entry.formula:
        line = Content.styled("  " + formula.text, "bold")
        where = Content.styled("\n  " + formula.where[lang], "$text-muted") if formula.where else Content()
        parts.append(Content.assemble(line, where))
    return Content("\n\n").join(parts)


def notes(entry: Entry, sources: list[Source]) -> Content:
    """The pitfalls, each with what is right, and the sources in full."""
    lang = current()
    parts = [
        Content.assemble(
            (f"{WRONG} ", "$error"),
            (pitfall.wrong[lang], "$text-muted"),
            (f"\n{RIGHT} ", "$success"),
            pitfall.right[lang],
        )
        for pitfall in entry.pitfalls
    ]
    if sources:
        cited = [f"{s.authors} ({s.year}). {s.title}. {s.venue}." for s in sources]
        parts.append(Content.styled("\n".join(cited), "$text-muted"))
    return Content("\n\n").join(parts)
