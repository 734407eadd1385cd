"""Keys that come faster than the screens: each meets the state that the one before it left."""

from __future__ import annotations

import asyncio

import pytest
from textual.pilot import Pilot

from studyapp.content.model import DemoLink
from studyapp.errors import StudyError
from studyapp.memory.model import Answer
from studyapp.session.desk import Desk
from studyapp.tui.app import StudyApp
from studyapp.tui.demo import DemoScreen
from studyapp.tui.home import HomeScreen
from studyapp.tui.sitting import SittingScreen
from tests.tui.stories import Chosen, sees, sit_down, until


async def burst(pilot: Pilot[None], *keys: str) -> None:
    """All keys at once, as from one read of the terminal."""
    for key in keys:
        pilot.app.simulate_key(key)
    await pilot.pause(0.3)


async def study(pilot: Pilot[None]) -> SittingScreen:
    await pilot.press("s")
    await until(pilot, lambda: isinstance(pilot.app.screen, SittingScreen) and pilot.app.screen.state == "front")
    screen = pilot.app.screen
    assert isinstance(screen, SittingScreen)
    return screen


async def test_a_card_is_recorded_once(app: StudyApp, desk: Desk) -> None:
    async with app.run_test() as pilot:
        screen = await study(pilot)
        await burst(pilot, "space", "3", "3", "3")
        assert [log.event.card for log in desk.log.answers() if isinstance(log.event, Answer)] == [
            "artificial-neural-network/meaning"
        ]
        assert screen.state == "front"


async def test_undo_and_a_grade_at_once(app: StudyApp, desk: Desk) -> None:
    async with app.run_test() as pilot:
        screen = await study(pilot)
        await burst(pilot, "space", "3")
        await burst(pilot, "space", "u", "3")
        assert screen.state == "front"
        assert list(desk.log.answers()) == []
        assert sees(app, "taken back: artificial neural network (ANN)")


async def test_undo_while_numbers_are_drawn_loses_no_card(app: StudyApp, desk: Desk) -> None:
    cards = ["forget-gate/name", "lstm-forward/name", "lstm-forward/value/lstm-step", "input-gate/name"]
    async with app.run_test() as pilot:
        quiz = Chosen(desk, cards[:2] + cards[3:], "typed")
        screen = await sit_down(pilot, quiz)
        await pilot.press("x", "enter")
        await until(pilot, lambda: screen.state == "back")
        await burst(pilot, "space", "u")
        await until(pilot, lambda: screen.state == "front")
        asked = []
        while screen.state != "finished":
            await until(pilot, lambda: screen.state in ("front", "finished"))
            if screen.sitting.turn is not None and screen.state == "front":
                asked.append(screen.sitting.turn.card.id)
                await pilot.press("x", "enter")
                await until(pilot, lambda: screen.state == "back")
                await pilot.press("space")
                await pilot.pause(0.05)
        assert sorted(asked) == sorted([*cards[:2], *cards[3:]] * 2), "each, and once more since it was missed"


async def test_a_second_enter_does_not_skip_the_feedback(app: StudyApp, desk: Desk) -> None:
    async with app.run_test() as pilot:
        screen = await sit_down(pilot, Chosen(desk, ["forget-gate/name", "input-gate/name"], "typed"))
        await burst(pilot, "x", "enter")
        await burst(pilot, "enter")
        assert screen.state == "back"
        await until(pilot, lambda: not screen.resting)
        await pilot.press("enter")
        await until(pilot, lambda: screen.state == "front")


async def test_a_click_beside_the_input_leaves_it_the_focus(app: StudyApp, desk: Desk) -> None:
    async with app.run_test() as pilot:
        screen = await sit_down(pilot, Chosen(desk, ["forget-gate/name"], "typed"))
        await pilot.press("a")
        await pilot.click("#column", offset=(10, 12))
        await pilot.press("q")
        await pilot.pause()
        assert app.screen is screen
        assert app.focused is not None
        assert app.focused.id == "typed"


async def test_a_prediction_is_locked_by_the_first_key(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = DemoScreen(desk, DemoLink("gru-dial"))
        app.push_screen(screen)
        await burst(pilot, "n", "w", "r", "x")
        await until(pilot, lambda: screen.state == "asking")
        assert screen.runs.frame is None, "nothing runs before the prediction"
        await burst(pilot, "tab", "right", "n")
        assert screen.state == "asking"
        await burst(pilot, "1", "space", "2")
        await until(pilot, lambda: screen.state == "done")
        assert screen.experiment.given == 0


async def test_letters_are_no_commands_while_a_number_is_typed(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = DemoScreen(desk, DemoLink("gru-dial"))
        app.push_screen(screen)
        await until(pilot, lambda: screen.state == "asking")
        await pilot.press("space")
        await until(pilot, lambda: screen.state == "done")
        await pilot.press("5", "q", "n", "l")
        assert app.screen is screen
        assert screen.parameters is not None
        assert screen.parameters.typing == "5"


async def test_a_log_that_cannot_be_read_is_told(app: StudyApp, desk: Desk) -> None:
    def unreadable(*_: object) -> object:
        raise StudyError("the log cannot be read; see: studyapp doctor")

    async with app.run_test() as pilot:
        await study(pilot)
        desk.log.rows = unreadable  # type: ignore[method-assign, assignment]
        await pilot.press("space", "3")
        await until(pilot, lambda: sees(app, "the log cannot be read; see: studyapp doctor"))
        await asyncio.sleep(0)


@pytest.mark.parametrize("escapes", [1, 2, 3])
async def test_leaving_right_behind_beginning_a_quiz_ends_at_home(app: StudyApp, escapes: int) -> None:
    async with app.run_test() as pilot:
        await pilot.press("z")
        await until(pilot, lambda: sees(app, "Mixed"))
        await burst(pilot, "enter", *["escape"] * escapes)
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
