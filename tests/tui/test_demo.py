"""The demo screen: predict, run, see, turn, ask what if; stop, fail, and go back to the very card."""

from __future__ import annotations

import sys

import pytest

from studyapp.content.model import DemoLink
from studyapp.lab.client import Lab
from studyapp.session.desk import Desk
from studyapp.tui.app import StudyApp
from studyapp.tui.demo import DemoScreen
from studyapp.tui.sitting import SittingScreen
from tests.tui.stories import sees, until


async def open_demo(pilot: object, app: StudyApp, desk: Desk, id: str, **settings: float | str) -> DemoScreen:
    """Open a demo and wait for its question."""
    screen = DemoScreen(desk, DemoLink(id, dict(settings)))
    app.push_screen(screen)
    await until(pilot, lambda: screen.state == "asking", "the prediction")  # type: ignore[arg-type]
    return screen


def measured(screen: DemoScreen, name: str) -> float | None:
    """What the frame on the screen measured."""
    last = screen.runs.last
    return last.values[name] if last else None


async def test_predict_run_see(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_demo(pilot, app, desk, "gru-dial")
        assert screen.runs.frame is None, "nothing is shown before the prediction"
        await until(pilot, lambda: sees(app, "What is h_t?", "1  −0.1", "enter predict"))
        await pilot.press("1")
        await until(pilot, lambda: screen.state == "done")
        await until(pilot, lambda: sees(app, "✔ You said: −0.1. Measured: −0.1.", "4 claims hold", "Why:"))


async def test_a_wrong_prediction_is_said(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_demo(pilot, app, desk, "gru-dial")
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: screen.state == "done")
        await until(pilot, lambda: sees(app, "✘ You said: 0.5. Measured: −0.1. Right", "was: −0.1."))


async def test_it_can_be_skipped_visibly(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_demo(pilot, app, desk, "gru-dial")
        await until(pilot, lambda: sees(app, "space skip"))
        await pilot.press("space")
        await until(pilot, lambda: screen.state == "done")
        await until(pilot, lambda: sees(app, "skipped: nothing was predicted"))
        assert not sees(app, "You said")


async def test_arrows_turn_and_the_claims_are_judged_anew(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_demo(pilot, app, desk, "gru-dial")
        await pilot.press("1")
        await until(pilot, lambda: screen.state == "done")
        await pilot.press("right")
        await until(
            pilot, lambda: screen.state == "done" and measured(screen, "h_t") == pytest.approx(0.3 * 0.8 - 0.7 * 0.4)
        )
        await until(pilot, lambda: sees(app, "4 claims hold"))
        assert not sees(app, "You said"), "the prediction was about other settings"
        await pilot.press("backspace")
        await until(pilot, lambda: screen.parameters and screen.parameters.settings["z"] == 0.25)


async def test_an_exact_value_is_typed(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_demo(pilot, app, desk, "gru-dial")
        await pilot.press("space")
        await until(pilot, lambda: screen.state == "done")
        await pilot.press("0", ".", "6", "2", "5", "enter")
        await until(pilot, lambda: screen.parameters and screen.parameters.settings["z"] == 0.625)
        await pilot.press("7", "enter")
        await until(pilot, lambda: sees(app, "7 is not possible: z is a number"))
        assert screen.parameters is not None
        assert screen.parameters.settings["z"] == 0.625


async def test_a_what_if_sets_the_parameters_and_asks_before_it_runs(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_demo(pilot, app, desk, "gru-dial")
        await pilot.press("1")
        await until(pilot, lambda: screen.state == "done" and sees(app, "in the other convention?"))
        await pilot.press("w")
        assert screen.state == "asking"
        assert measured(screen, "h_t") == pytest.approx(-0.1), "it has not run yet"
        await until(pilot, lambda: sees(app, "And then?", "1  greater", "3  smaller", "once more, a prediction"))
        await pilot.press("3")
        await until(pilot, lambda: screen.state == "done" and measured(screen, "h_t") == pytest.approx(0.5))
        await until(pilot, lambda: sees(app, "✘ You said: smaller. Measured: 0.5.", "Right was: greater."))


async def test_the_card_s_own_settings_are_the_first_what_if(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_demo(pilot, app, desk, "gru-dial", z=1.0)
        await pilot.press("1")
        await until(pilot, lambda: screen.state == "done" and sees(app, "at the settings of the card"))
        await pilot.press("w")
        await until(pilot, lambda: screen.parameters and screen.parameters.settings["z"] == 1.0)


async def test_a_training_streams_and_can_be_stopped(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_demo(pilot, app, desk, "race", runs=12, iterations=400)
        await pilot.press("space")
        await until(pilot, lambda: screen.runs.frame is not None and screen.state == "running", "a first picture")
        await until(pilot, lambda: sees(app, "● running", "%", "x stop"))
        await pilot.press("x")
        await until(pilot, lambda: screen.state == "stopped" and sees(app, "stopped"))
        assert screen.runs.frame is not None, "what is drawn stays"
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, DemoScreen))


async def test_a_lab_that_dies_is_shown_and_can_be_tried_again(app: StudyApp, desk: Desk) -> None:
    desk.__dict__["lab"] = Lab((sys.executable, "-c", "import sys; sys.exit('out of order')"))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = DemoScreen(desk, DemoLink("gru-dial"))
        app.push_screen(screen)
        await until(pilot, lambda: screen.state == "failed")
        await until(pilot, lambda: sees(app, "the lab's process ended with exit", "code 1: out of order", "Press r"))
        desk.__dict__["lab"] = Lab()
        await pilot.press("r")
        await until(pilot, lambda: screen.state == "asking")


async def test_from_the_card_and_back_to_it(app: StudyApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("s", "space")
        await until(pilot, lambda: sees(app, "1 Again"))
        sitting = app.screen
        assert isinstance(sitting, SittingScreen)
        turn = sitting.sitting.turn
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DemoScreen) and app.screen.state == "asking")
        await pilot.press("ㄷ")  # not a key of this screen: nothing happens
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is sitting)
        assert sitting.sitting.turn is turn
        assert sees(app, "1 Again")


async def test_the_words_follow_the_language(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_demo(pilot, app, desk, "gru-dial")
        await pilot.press("l")
        await until(pilot, lambda: sees(app, "먼저 예측하기", "1  −0.1", "엔터 예측"))
        await pilot.press("1")
        await until(pilot, lambda: screen.state == "done" and sees(app, "예측: −0.1", "주장 4개 성립"))
