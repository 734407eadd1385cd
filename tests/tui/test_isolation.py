"""Nothing that a demo does harms the app or the log: it is told on its screen, and the next demo runs."""

from __future__ import annotations

import pytest

from studyapp.content.model import DemoLink
from studyapp.lab.client import Lab
from studyapp.memory.model import Answer
from studyapp.session.desk import Desk
from studyapp.tui.app import StudyApp
from studyapp.tui.demo import DemoScreen
from studyapp.tui.page import Page
from tests.lab import toys
from tests.tui.stories import sees, until


@pytest.fixture
def toy_desk(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose lab knows badly behaved demos, with an answer in its log."""
    desk.__dict__["lab"] = Lab(toys.command(tmp_path_factory.mktemp("toys")), patience=6.0)
    answer = Answer(at=desk.now(), card="gru/meaning", kind="flashcard", seed=1, grade=3, purpose="scheduled")
    desk.log.append(answer)
    return desk


async def the_next_demo_runs(app: StudyApp, desk: Desk, pilot: object) -> None:
    """Back, a good demo, its claims; and the log has what it had."""
    app.screen.dismiss()
    screen = DemoScreen(desk, DemoLink("count"))
    app.push_screen(screen)
    await until(pilot, lambda: screen.state == "done" and sees(app, "claims hold"))  # type: ignore[arg-type]
    assert len(list(desk.log.answers())) == 1


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("raises", "ZeroDivisionError: the third gate"),
        ("exits", "ended with exit code 7: farewell"),
        ("greedy", "more memory than a demo is given"),
        ("odd", "something that cannot be shown"),
        ("silent", "without a frame"),
        ("hangs", "no sign of life for 6 s; it was stopped"),
    ],
)
async def test_what_goes_wrong_is_told(app: StudyApp, toy_desk: Desk, id: str, told: str) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = DemoScreen(toy_desk, DemoLink(id))
        app.push_screen(screen)
        await until(pilot, lambda: screen.state == "failed")
        assert told in screen.trouble
        await until(pilot, lambda: sees(app, "! ", "Press r to run it again"))
        await the_next_demo_runs(app, toy_desk, pilot)


async def test_an_endless_loop_can_be_stopped(app: StudyApp, toy_desk: Desk) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = DemoScreen(toy_desk, DemoLink("hangs"))
        app.push_screen(screen)
        await until(pilot, lambda: screen.state == "running" and screen.runs.frame is not None)
        await pilot.press("x")
        await until(pilot, lambda: screen.state == "stopped")
        await the_next_demo_runs(app, toy_desk, pilot)


async def test_stray_output_never_reaches_the_screen(app: StudyApp, toy_desk: Desk) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = DemoScreen(toy_desk, DemoLink("prints"))
        app.push_screen(screen)
        await until(pilot, lambda: screen.state == "done")
        assert not sees(app, "stray")
        await the_next_demo_runs(app, toy_desk, pilot)


async def test_a_frame_of_a_hundred_thousand_points_is_drawn(app: StudyApp, toy_desk: Desk) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = DemoScreen(toy_desk, DemoLink("huge"))
        app.push_screen(screen)
        await until(pilot, lambda: screen.state == "done" and sees(app, "⣿"))
        await the_next_demo_runs(app, toy_desk, pilot)


async def test_what_was_to_be_done_soon_is_not_done_on_a_screen_that_was_left(
    app: StudyApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test() as pilot:
        page, done = app.screen, list[str]()
        assert isinstance(page, Page)
        page.soon(lambda: done.append("here"))
        await pilot.pause()
        monkeypatch.setattr(Page, "gone", True)
        page.soon(lambda: done.append("left"))
        await pilot.pause()
        assert done == ["here"]
