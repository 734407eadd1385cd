"""The statistics: opened from home, page by page, in both languages and sizes; empty, loading and failed."""

from __future__ import annotations

from threading import Event

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static

from studyapp import language
from studyapp.language import LANGS, Lang
from studyapp.memory.log import LogError
from studyapp.memory.statistics import Statistics
from studyapp.session.desk import Desk
from studyapp.session.statistics import reckoning
from studyapp.tui.app import StudyApp
from studyapp.tui.home import HomeScreen
from studyapp.tui.statistics import StatisticsScreen
from studyapp.tui.statistics_pages import PAGES
from tests.half_a_year import study
from tests.tui.stories import sees, until


async def opened(pilot: Pilot[None], key: str = "t") -> StatisticsScreen:
    """The screen, with its numbers there."""
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, StatisticsScreen), "the screen")
    screen = pilot.app.screen
    assert isinstance(screen, StatisticsScreen)
    await until(pilot, lambda: screen.numbers is not None, "the numbers")
    await pilot.pause()
    return screen


@pytest.mark.parametrize("key", ["t", "ㅅ"])
async def test_a_key_opens_them_and_each_page_has_its_digit(app: StudyApp, desk: Desk, key: str) -> None:
    study(desk)
    wanted = ("Answers a day", "desired", "Stability", "Cards due in the next 30 days", "solid", "Usual mistakes")
    async with app.run_test(size=(80, 40)) as pilot:
        await opened(pilot, key)
        for digit, head in enumerate(wanted, 1):
            await pilot.press(str(digit))
            await until(pilot, lambda head=head: sees(app, head), head)  # type: ignore[misc]
        await pilot.press("right")
        await until(pilot, lambda: sees(app, "Answers a day"), "the first page behind the last")
        await pilot.press("left")
        await until(pilot, lambda: sees(app, "Usual mistakes"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))


async def test_a_row_of_home_opens_them(app: StudyApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("down", "down", "down", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, StatisticsScreen))


async def test_the_language_changes_what_is_there(app: StudyApp, desk: Desk) -> None:
    study(desk)
    async with app.run_test() as pilot:
        await opened(pilot)
        await pilot.press("l")
        await until(pilot, lambda: sees(app, "통계", "한눈에", "하루에 답한 수"))


async def test_an_empty_log_says_what_to_do(app: StudyApp) -> None:
    async with app.run_test() as pilot:
        await opened(pilot)
        await until(pilot, lambda: sees(app, "Nothing has been answered yet.", "press s to study"))
        assert not sees(app, "Overview")
        await pilot.press("2", "right")
        assert sees(app, "Nothing has been answered yet.")


async def test_a_log_that_cannot_be_read_is_told_and_the_app_goes_on(
    app: StudyApp, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    study(desk)

    def fail(**_given: object) -> Statistics:
        raise LogError("log.db: cannot be read (disk I/O error); see: studyapp doctor")

    monkeypatch.setattr("studyapp.tui.statistics.reckoning", lambda _desk: fail)
    async with app.run_test() as pilot:
        await pilot.press("t")
        await until(pilot, lambda: sees(app, "! log.db: cannot be read", "studyapp doctor"))
        await pilot.press("3", "l", "escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))


async def test_while_they_are_worked_out_the_app_can_be_used(app: StudyApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread reads, and waits; the screen counts what was read, and is left; then the thread ends too."""
    told, go_on, ended = Event(), Event(), Event()

    def slow(**given: object) -> Statistics:
        progress = given["progress"]
        assert callable(progress)
        try:
            progress(5000)
            told.set()
            assert go_on.wait(10)
            progress(10_000)
            raise AssertionError("nobody waits any more")
        finally:
            ended.set()

    monkeypatch.setattr("studyapp.tui.statistics.reckoning", lambda _desk: slow)
    async with app.run_test() as pilot:
        await pilot.press("t")
        await until(pilot, told.is_set)
        await until(pilot, lambda: sees(app, "5,000 events read …"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        go_on.set()
        await until(pilot, ended.is_set)
        await pilot.pause()
        assert sees(app, "Study", "Statistics")


@pytest.mark.parametrize(("width", "height"), [(73, 17), (110, 33)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("lang", LANGS)
def test_every_page_fits_its_width(desk: Desk, lang: Lang, width: int, height: int) -> None:
    language.use(lang)
    study(desk)
    numbers = reckoning(desk)()
    for page in PAGES:
        drawn: Content = page.draw(desk, numbers, width, height)
        lines = [Content(line) for line in drawn.plain.split("\n")]
        assert max(line.cell_length for line in lines) <= width, page.name
        assert "…" not in drawn.plain, page.name
        if page.name != "What is hard":
            assert len(lines) <= height, page.name


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("lang", LANGS)
async def test_no_line_is_broken_on_the_screen(app: StudyApp, desk: Desk, lang: Lang, size: tuple[int, int]) -> None:
    """A page takes as many rows as were drawn: none is wrapped a second time."""
    language.use(lang)
    study(desk)
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot)
        shown = screen.query_one("#page", Static)
        for digit, page in enumerate(PAGES, 1):
            await pilot.press(str(digit))
            assert screen.numbers is not None
            drawn = page.draw(desk, screen.numbers, min(110, size[0] - 7), size[1] - 7).plain
            await until(pilot, lambda drawn=drawn: shown.region.height == len(drawn.split("\n")), page.name)  # type: ignore[misc]
