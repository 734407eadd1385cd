"""Pictures of the screens at 80×24 and 120×40, in English and Korean. Look at them before you accept a change.

pytest tests/tui/test_snapshots.py --snapshot-update
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from studyapp import language
from studyapp.content.model import DemoLink
from studyapp.language import LANGS, Lang
from studyapp.session.desk import Desk
from studyapp.tui.app import StudyApp
from studyapp.tui.demo import DemoScreen
from studyapp.tui.entry import EntryScreen
from studyapp.tui.pictures import FrameView
from studyapp.tui.sitting import SittingScreen
from studyapp.tui.statistics import StatisticsScreen
from tests.half_a_year import study
from tests.tui.stories import Chosen, sit_down, until

Story = Callable[[Pilot[None], Desk], Awaitable[None]]
Compare = Callable[..., bool]


async def home(pilot: Pilot[None], _desk: Desk) -> None:
    await pilot.pause()


async def front(pilot: Pilot[None], desk: Desk) -> None:
    desk.log.scheduler.warm()
    await pilot.press("s")
    await until(pilot, lambda: isinstance(pilot.app.screen, SittingScreen) and pilot.app.screen.state == "front")


async def back(pilot: Pilot[None], desk: Desk) -> None:
    await front(pilot, desk)
    await pilot.press("space")


async def question(pilot: Pilot[None], desk: Desk) -> None:
    await sit_down(pilot, Chosen(desk, ["forget-gate/contrast"], "choice"))


async def feedback(pilot: Pilot[None], desk: Desk) -> None:
    screen = await sit_down(pilot, Chosen(desk, ["forget-gate/contrast"], "choice"))
    assert screen.sitting.turn is not None
    wrong = next(n for n, option in enumerate(screen.sitting.turn.question.options, 1) if not option.right)
    await pilot.press(str(wrong))


async def diagnosis(pilot: Pilot[None], desk: Desk) -> None:
    screen = await sit_down(pilot, Chosen(desk, ["lstm-forward/value/lstm-step"], "numeric"))
    assert screen.sitting.turn is not None
    assert screen.sitting.turn.question.drawn is not None
    await pilot.press(*f"{screen.sitting.turn.question.drawn.wrong[0].value[0]:.4f}", "enter")


async def prediction(pilot: Pilot[None], desk: Desk) -> None:
    screen = DemoScreen(desk, DemoLink("gru-dial"))
    pilot.app.push_screen(screen)
    await until(pilot, lambda: screen.state == "asking")


async def demo(pilot: Pilot[None], desk: Desk) -> None:
    await prediction(pilot, desk)
    await pilot.press("1")
    screen = pilot.app.screen
    assert isinstance(screen, DemoScreen)
    await until(pilot, lambda: screen.state == "done")
    view = screen.query_one(FrameView)
    await until(pilot, lambda: view.room == screen._room, "the picture to fit the room")


async def entry(pilot: Pilot[None], desk: Desk) -> None:
    pilot.app.push_screen(EntryScreen(desk, "rnn-structure"))


async def browse(pilot: Pilot[None], _desk: Desk) -> None:
    await pilot.press("b")


async def nothing_answered(pilot: Pilot[None], _desk: Desk) -> None:
    await pilot.press("t")
    await until(pilot, lambda: isinstance(pilot.app.screen, StatisticsScreen) and pilot.app.screen.numbers)


async def statistics(pilot: Pilot[None], desk: Desk) -> None:
    study(desk)
    await nothing_answered(pilot, desk)


async def retention(pilot: Pilot[None], desk: Desk) -> None:
    await statistics(pilot, desk)
    await pilot.press("2")


STORIES: tuple[Story, ...] = (
    *(home, front, back, question, feedback, diagnosis, prediction, demo, entry, browse),
    *(nothing_answered, statistics, retention),
)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_it_looks_as_it_did(snap_compare: Compare, desk: Desk, story: Story, lang: Lang, size: tuple[int, int]) -> None:
    desk.rng = random.Random(5)
    language.use(lang)
    app = StudyApp(desk)

    async def before(pilot: Pilot[None]) -> None:
        await pilot.pause()
        await story(pilot, desk)
        await pilot.app.workers.wait_for_complete()  # figures come after the text
        await pilot.pause(0.1)

    assert snap_compare(app, terminal_size=size, run_before=before)
