"""The app: one desk, a stack of screens, and what every screen shares (language, help, palette, leaving)."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from studyapp import language
from studyapp.language import _
from studyapp.memory.log import LogError
from studyapp.session.desk import Desk
from studyapp.tui.home import HomeScreen
from studyapp.tui.keys import bind
from studyapp.tui.look import THEMES
from studyapp.tui.page import Page

if TYPE_CHECKING:
    from studyapp.session.sitting import Sitting


CALM = 2.0  # seconds after the start in which nothing is done that can wait


class StudyApp(App[None]):
    """studyapp in the terminal. Everything learned is on disk before it is shown, so leaving is always safe."""

    CSS_PATH = "app.tcss"
    TITLE = "studyapp"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("ctrl+q", "quit", "Quit", priority=True),
        bind("ctrl+l", "language", "한국어 / English"),
        bind("f1", "keys", "Keys"),
    ]

    def __init__(self, desk: Desk, sitting: Sitting | None = None) -> None:
        """`sitting`: begin with it; home is beneath."""
        super().__init__()
        self.desk = desk
        self._sitting = sitting
        self.begins_elsewhere = sitting is not None  # then home, beneath, need not be worked out yet
        for theme in THEMES:
            self.register_theme(theme)
        # Set before the first style is worked out; a change on the running app would work all of them out again.
        known = {theme.name for theme in THEMES}
        self.set_reactive(App.theme, desk.settings.theme if desk.settings.theme in known else THEMES[0].name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)

    def get_default_screen(self) -> HomeScreen:
        """Home is the first screen, not one pushed over an empty one: 20 ms at the start."""
        return HomeScreen(self.desk)

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.exit, None, 128 + number)
        if self._sitting is not None:
            from studyapp.tui.sitting import SittingScreen

            self.push_screen(SittingScreen(self._sitting))
            self.call_after_refresh(setattr, self, "begins_elsewhere", False)
        self.call_after_refresh(start_collecting)
        self.set_timer(CALM, self._look_after)
        self.set_interval(CALM, self._look_at_files)

    @work(thread=True, group="log")
    def _look_after(self) -> None:
        """Backups, and whether the log is sound, once the learner is at work."""
        self.desk.look_after()

    @work(thread=True, exclusive=True, group="files")
    def _look_at_files(self) -> None:
        """Has the content changed? Then it is compiled here, beside everything else, and taken over by the app."""
        if self.desk.read_ahead():
            with suppress(RuntimeError):  # the app has ended meanwhile
                self.call_from_thread(self._reload)

    def _reload(self) -> None:
        try:
            self.desk.reload()
        except LogError as error:
            self.desk.troubles.append(str(error))
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.reloaded()

    async def on_unmount(self) -> None:
        await self.desk.close()

    def watch_theme(self, theme: str) -> None:
        """Keep the learner's choice of theme."""
        if theme != self.desk.settings.theme and theme in {known.name for known in THEMES}:
            self.desk.save_settings(theme=theme)

    def action_language(self) -> None:
        """Change the language of everything on the screen, and remember it."""
        self.desk.speak(language.other(language.current()))
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.show()

    def action_keys(self) -> None:
        """Show every key that works here."""
        from studyapp.tui.keys_help import KeysScreen

        self.push_screen(KeysScreen(self.screen))

    def action_command_palette(self) -> None:
        """Open the command palette, in the language in use."""
        from textual.command import CommandPalette

        if not any(isinstance(screen, CommandPalette) for screen in self.screen_stack):
            self.push_screen(CommandPalette(placeholder=_("Search for commands"), id="--command-palette"))

    def action_help_quit(self) -> None:
        """Ctrl+C leaves as Ctrl+Q does: what was answered is already kept."""
        self.exit()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the command palette offers."""
        home = self.screen_stack[0]
        if isinstance(home, HomeScreen):
            yield SystemCommand(_("Study"), _("what is due, then new cards"), home.action_study)
            yield SystemCommand(_("Quiz"), _("mixed, due, weak spots or a topic"), home.action_quiz)
            yield SystemCommand(_("Browse"), _("every term, with search"), home.action_browse)
            yield SystemCommand(_("Demos"), _("every demo"), home.action_demos)
            yield SystemCommand(_("Statistics"), _("what was remembered, what is hard"), home.action_statistics)
        yield SystemCommand("한국어 / English", _("change the language"), self.action_language)
        yield SystemCommand(_("Light or dark"), _("change the theme"), self.action_light_or_dark)
        yield SystemCommand(_("Keys"), _("every key that works here"), self.action_keys)
        yield SystemCommand(_("Quit"), _("everything is already saved"), self.exit)

    def action_light_or_dark(self) -> None:
        """Change between the two themes."""
        self.theme = next(theme.name for theme in THEMES if theme.name != self.theme)


def start_collecting() -> None:
    """Collect garbage from now on, but not among what was imported: that stays. Until here: 15 ms for nothing."""
    gc.freeze()
    gc.enable()


def run(desk: Desk, sitting: Sitting | None = None) -> int:
    """Show the app until the learner leaves; the exit code is 0, or 128 + the signal that ended it."""
    app = StudyApp(desk, sitting)
    app.run()
    return app.return_code or 0
