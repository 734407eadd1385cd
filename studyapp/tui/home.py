"""Home: what is due, by topic, and where to go on."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studyapp.language import _, current, ngettext
from studyapp.memory.log import LogError
from studyapp.session.desk import Desk
from studyapp.session.today import Today, TopicToday
from studyapp.tui.keys import bind
from studyapp.tui.look import accent
from studyapp.tui.undoing import UndoingPage
from studyapp.tui.widgets import KeyLine, Links, TopLine, column, language_name

NAME, COUNT, BAR = 30, 7, 12  # widths of the columns of the list of topics


class HomeScreen(UndoingPage):
    """The first screen. Everything on it comes from the log's states and the compiled content."""

    shows_at_once = False  # coming to the front shows it, the first time as every time

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("s", "study", "Study what is due"),
        bind("z", "quiz", "Take a quiz"),
        bind("b,slash", "browse", "Browse and search the terms"),
        bind("d", "demos", "Run a demo"),
        bind("t", "statistics", "See what was learned"),
        bind("q", "quit", "Quit"),
        bind("escape", "top", "Back to the first line"),
    ]

    def compose(self) -> ComposeResult:
        yield TopLine()
        with VerticalScroll(id="column", can_focus=False):
            yield Static(id="greeting", markup=False)
            yield Static(id="problems", markup=False)
            yield Links(id="doors", markup=False, compact=True)
            yield Static(id="topics-head", markup=False)
            yield Links(id="topics", markup=False, compact=True)
        yield KeyLine()

    def on_screen_resume(self) -> None:
        if not self.app.begins_elsewhere:
            self.show()

    def show(self) -> None:
        try:
            today = self.desk.today()
        except LogError as error:
            self.query_one("#greeting", Static).update(Content.styled(f"! {error}", "$warning"))
            return
        self.query_one(TopLine).show("studyapp", today.date)
        parts = [greeting(today)]
        if note := self.note():
            parts.append(Content.styled(note, "$text-muted"))
        self.query_one("#greeting", Static).update(Content("\n\n").join(parts))
        self._fill("#doors", self._doors(today))
        self.query_one("#topics-head", Static).update(topics_head())
        self._fill("#topics", [Option(topic_row(topic, at), id=topic.id) for at, topic in enumerate(today.topics)])
        told = problems(self.desk)
        self.query_one("#problems", Static).update(told)
        self.query_one("#problems").display = bool(told)
        self.query_one(KeyLine).show(
            ("s", _("study"), "study"),
            ("z", _("quiz"), "quiz"),
            ("b", _("browse"), "browse"),
            ("d", _("demos"), "demos"),
            ("l", language_name(), "language"),
            ("?", _("keys"), "keys"),
            ("t", _("statistics"), "statistics"),
            ("q", _("quit"), "quit"),
        )

    def _doors(self, today: Today) -> list[Option]:
        waiting = today.due + today.new
        rows = [
            (
                "study",
                _("Study"),
                study_hint(today) if waiting else _("nothing is due; the next cards come later"),
            ),
            ("quiz", _("Quiz"), _("mixed, due, weak spots or a topic; also as an exam")),
            ("browse", _("Browse"), ngettext("{n} term", "{n} terms", today.terms).format(n=today.terms)),
            (
                "demos",
                _("Demos"),
                ngettext("{n} demo to run", "{n} demos to run", today.demos).format(n=today.demos),
            ),
            ("statistics", _("Statistics"), _("what was remembered, what comes due, what is hard")),
        ]
        return [
            Option(Content.assemble(column(name, 12, "bold"), (hint, "$text-muted")), id=door)
            for door, name, hint in rows
        ]

    def _fill(self, selector: str, options: list[Option]) -> None:
        """Replace the options and keep the highlighted one."""
        listed = self.query_one(selector, OptionList)
        at = listed.highlighted
        listed.set_options(options)
        listed.highlighted = min(at or 0, len(options) - 1) if options else None

    @on(OptionList.OptionSelected, "#doors")
    async def _through_door(self, chosen: OptionList.OptionSelected) -> None:
        await self.run_action(str(chosen.option_id))

    @on(OptionList.OptionSelected, "#topics")
    def _into_topic(self, chosen: OptionList.OptionSelected) -> None:
        self.study(chosen.option_id)

    def study(self, topic: str | None = None) -> None:
        """Study a topic, or everything."""
        from studyapp.session.sitting import Study
        from studyapp.tui.sitting import SittingScreen

        self.app.push_screen(SittingScreen(Study(self.desk, topic)))

    def action_study(self) -> None:
        """Study what is due, then new cards."""
        self.study()

    def action_quiz(self) -> None:
        """Choose a quiz: with the focus on a topic, that topic's begins at once."""
        from studyapp.session.quiz import Quiz
        from studyapp.tui.quizzes import QuizzesScreen
        from studyapp.tui.sitting import SittingScreen

        topics = self.query_one("#topics", OptionList)
        at = topics.highlighted_option if topics.has_focus else None
        self.app.push_screen(SittingScreen(Quiz(self.desk, at.id)) if at else QuizzesScreen(self.desk))

    def action_browse(self) -> None:
        """Open the list of terms."""
        from studyapp.tui.browse import BrowseScreen

        self.app.push_screen(BrowseScreen(self.desk))

    def action_demos(self) -> None:
        """Open the list of demos."""
        from studyapp.tui.browse import DemosScreen

        self.app.push_screen(DemosScreen(self.desk))

    def action_statistics(self) -> None:
        """See what the log says of learning."""
        from studyapp.tui.statistics import StatisticsScreen

        self.app.push_screen(StatisticsScreen(self.desk))

    def on_screen_suspend(self) -> None:
        self.note = str

    def action_quit(self) -> None:
        """Leave; everything is already saved."""
        self.app.exit()

    def action_top(self) -> None:
        """Go back to the first line."""
        doors = self.query_one("#doors", OptionList)
        doors.highlighted = 0
        doors.focus()


def greeting(today: Today) -> Content:
    """How much waits today, and with what it begins."""
    if today.first_time:
        return Content(
            _("Welcome. Each card here can prove itself: press d on a card to run its demo. Press s to begin.")
        )
    if today.due or today.new:
        parts = [ngettext("{n} card is due", "{n} cards are due", today.due).format(n=today.due)] if today.due else []
        parts += (
            [ngettext("{n} new one waits", "{n} new ones wait", today.new).format(n=today.new)] if today.new else []
        )
        line = _("{counts}. It begins with: {term}.").format(counts=", ".join(parts), term=today.begins_with)
        return Content(line[:1].upper() + line[1:])
    return Content(
        _("All done for today. {n} are due tomorrow. Browse, run a demo, or take a quiz for practice.").format(
            n=today.tomorrow
        )
    )


def study_hint(today: Today) -> str:
    """Counts and the time that they take, in one line."""
    due = ngettext("{n} due", "{n} due", today.due).format(n=today.due)
    new = ngettext("{n} new", "{n} new", today.new).format(n=today.new)
    minutes = max(1, round((today.due * 12 + today.new * 30) / 60))
    return f"{due} · {new} · " + ngettext("about {n} minute", "about {n} minutes", minutes).format(n=minutes)


def topics_head() -> Content:
    """The heads of the columns over the topics."""
    return Content.assemble(
        column(_("Topic"), NAME, "$text-muted"),
        column(_("due"), COUNT, "$text-muted", right=True),
        column(_("new"), COUNT, "$text-muted", right=True),
        column(_("met"), COUNT + BAR + 3, "$text-muted", right=True),
    )


def topic_row(topic: TopicToday, position: int) -> Content:
    """One topic: its name in its colour, what is due and new, and how much of it has been met."""
    filled = round(BAR * topic.met / topic.cards) if topic.cards else 0
    return Content.assemble(
        column(topic.name[current()], NAME, accent(position)),
        column(str(topic.due or "·"), COUNT, "bold" if topic.due else "$text-muted", right=True),
        column(str(topic.new or "·"), COUNT, "" if topic.new else "$text-muted", right=True),
        "   ",
        ("━" * filled, accent(position)),
        ("─" * (BAR - filled), "$panel"),
        column(f"{topic.met}/{topic.cards}", COUNT, "$text-muted", right=True),
    )


def problems(desk: Desk) -> Content:
    """What is wrong with the settings and in the learner's own files, a line each, with what to do."""
    lines = [f"! {trouble}" for trouble in desk.troubles]
    if n := len(desk.library.problems):
        said = ngettext(
            "! {n} problem in the decks; the rest is used. See: studyapp check",
            "! {n} problems in the decks; the rest is used. See: studyapp check",
            n,
        )
        lines.append(said.format(n=n))
    return Content.styled("\n".join(lines), "$warning")
