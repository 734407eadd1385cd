"""A demo as an instrument: numbers and places as predictions, ghosts and pins, a cursor, frames, pausing, matrices."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from studyapp.content.model import DemoLink
from studyapp.lab.canvas import text_of
from studyapp.lab.frames import Graph
from studyapp.memory.model import Answer
from studyapp.session.desk import Desk
from studyapp.tui.app import StudyApp
from studyapp.tui.demo import DemoScreen
from studyapp.tui.guessing import Guessing
from studyapp.tui.parameters import Parameters
from studyapp.tui.pictures import FrameView
from tests.conftest import Clock
from tests.tui.stories import Chosen, sees, sit_down, until

WIDE = (120, 40)
CELL_PATH = "forget-gate/prediction"


async def opened(pilot: Pilot[None], app: StudyApp, desk: Desk, id: str, **settings: float | str) -> DemoScreen:
    """A demo whose prediction is on the table."""
    screen = DemoScreen(desk, DemoLink(id, dict(settings)))
    app.push_screen(screen)
    await until(pilot, lambda: screen.state == "asking", "the prediction")
    return screen


async def run(pilot: Pilot[None], app: StudyApp, desk: Desk, id: str, **settings: float | str) -> DemoScreen:
    """A demo that has run, without a prediction, at these settings."""
    screen = DemoScreen(desk, DemoLink(id, dict(settings)), asks=False)
    app.push_screen(screen)
    await done(pilot, screen)
    return screen


async def done(pilot: Pilot[None], screen: DemoScreen) -> None:
    await until(pilot, lambda: screen.state == "done", "the end of the run")
    await pilot.pause()


def drawn(screen: DemoScreen) -> list[tuple[str, str]]:
    """Every span of the picture with its style."""
    view = screen.query_one(FrameView)
    return [(span.text, span.style) for row in view._rows(view.content_size.width) for span in row]


# ── predictions told as numbers ─────────────────────────────────────────────────────────────────────────────


async def test_a_number_is_typed_and_both_stand_on_the_axis(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot, app, desk, "cell-path")
        await until(pilot, lambda: sees(app, "Your prediction:", "type a number"))
        await pilot.press("0", ".", "2", "enter")
        await done(pilot, screen)
        await until(pilot, lambda: sees(app, "✔ You said: ▲0.2. Measured:", "●0.2181."))


async def test_a_place_is_pointed_at_with_arrows(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot, app, desk, "cell-path")
        guessing = screen.query_one(Guessing)
        assert guessing.number is None, "no place is a hint"
        await pilot.press("enter")
        await until(pilot, lambda: sees(app, "a number is wanted"))
        await pilot.press("left", "shift+left")
        assert guessing.number == pytest.approx(1 - 6 / 40, abs=0.01)
        await pilot.press("enter")
        await done(pilot, screen)
        await until(pilot, lambda: sees(app, "✘ You said: ▲0.85.", "●0.2181"))


async def test_what_is_no_number_is_said_and_nothing_is_locked(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot, app, desk, "cell-path")
        await pilot.press("-", "enter")
        await until(pilot, lambda: sees(app, "a number is wanted"))
        assert screen.state == "asking"


async def test_letters_are_no_number_and_still_commands(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot, app, desk, "cell-path")
        await pilot.press("l")
        await until(pilot, lambda: sees(app, "예측:"))


# ── what is written to the log ──────────────────────────────────────────────────────────────────────────────


async def test_a_due_prediction_is_answered_here_and_can_be_taken_back(app: StudyApp, desk: Desk, clock: Clock) -> None:
    desk.log.append(
        Answer(at=desk.now(), card=CELL_PATH, kind="predict-the-demo", seed=0, grade=3, purpose="scheduled")
    )
    clock.pass_(days=40)
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot, app, desk, "cell-path")
        await pilot.press("0", ".", "2", "enter")
        await done(pilot, screen)
        await until(pilot, lambda: sees(app, "recorded; the card is back in"))
        state = desk.log.state(CELL_PATH)
        assert state is not None
        assert state.answers == 2
        await pilot.press("u")
        await until(pilot, lambda: sees(app, "! taken back"))
        state = desk.log.state(CELL_PATH)
        assert state is not None
        assert state.answers == 1


async def test_what_is_not_due_leaves_the_schedule_alone(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot, app, desk, "cell-path")
        await pilot.press("0", ".", "2", "enter")
        await done(pilot, screen)
        assert not sees(app, "recorded;")
        assert desk.log.state(CELL_PATH) is None


# ── other runs for comparison ───────────────────────────────────────────────────────────────────────────────


async def test_the_run_before_stays_as_a_ghost(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await run(pilot, app, desk, "cell-path")
        assert not any(style == "ghost" for _, style in drawn(screen))
        await pilot.press("left")
        await done(pilot, screen)
        assert any(style == "ghost" for _, style in drawn(screen))
        screen.query_one("#outcome").scroll_end(animate=False)
        await until(pilot, lambda: sees(app, "·  the run before"))


async def test_pinned_runs_are_told_apart_by_letters(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await run(pilot, app, desk, "cell-path", f=0.9)
        await pilot.press("p")
        for _ in range(4):
            await pilot.press("left")
        await done(pilot, screen)
        await pilot.press("p", "shift+left")
        await done(pilot, screen)
        letters = "".join(text for text, style in drawn(screen) if style == "ghost")
        assert "A" in letters
        assert "B" in letters
        await until(pilot, lambda: [pinned.letter for pinned in screen.runs.pins] == ["A", "B"])
        screen.query_one("#outcome").scroll_end(animate=False)
        await until(pilot, lambda: sees(app, "A  fraction kept f 0.9", "B  fraction kept f 0.86"))
        await pilot.press("P")
        assert screen.runs.pins == []
        assert not any(style == "ghost" for _, style in drawn(screen))


async def test_new_numbers_keep_the_run_before(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await run(pilot, app, desk, "bptt")
        await pilot.press("n")
        await done(pilot, screen)
        assert screen.seed == 1
        assert screen.runs.before is not None
        assert any("┊" in text for text, style in drawn(screen) if style == "ghost")


# ── pointing, frames ────────────────────────────────────────────────────────────────────────────────────────


async def test_a_cursor_tells_the_numbers(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await run(pilot, app, desk, "cell-path")
        await pilot.press("tab")
        await until(pilot, lambda: sees(app, "t = 50   f^t 0.218065", "one half 0.5"))
        await pilot.press("shift+left", "left")
        await until(pilot, lambda: sees(app, "t = 39   f^t 0.304858"))
        await pilot.press("enter")
        await until(pilot, lambda: sees(app, "‖Π f_t‖"))
        await pilot.press("tab")
        await until(pilot, lambda: isinstance(app.focused, Parameters))
        assert not screen.query_one("#told").display


async def test_frames_are_gone_through(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await run(pilot, app, desk, "cell-path")
        many = len(screen.runs.frames)
        await until(pilot, lambda: sees(app, f"t = 50  {many}/{many}"))
        await pilot.press("comma", "comma")
        await until(pilot, lambda: sees(app, f"t = 40  {many - 2}/{many}"))
        await pilot.press("home")
        await until(pilot, lambda: sees(app, f"t = 1  1/{many}"))
        await pilot.press("full_stop")
        await until(pilot, lambda: sees(app, f"t = 5  2/{many}"))
        await pilot.press("end")
        await until(pilot, lambda: sees(app, f"{many}/{many}"))


async def test_on_a_narrow_screen_the_picture_has_it_alone(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await run(pilot, app, desk, "cell-path")
        await pilot.press("tab")
        await until(pilot, lambda: screen.has_class("-alone"))
        assert not screen.query_one("#controls").display
        await pilot.press("tab")
        await until(pilot, lambda: not screen.has_class("-alone") and isinstance(app.focused, Parameters))


# ── a training: pause, one step, recorded ───────────────────────────────────────────────────────────────────


async def test_a_training_is_paused_stepped_and_gone_on_with(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = DemoScreen(desk, DemoLink("race", {"runs": 12, "iterations": 300}), asks=False)
        app.push_screen(screen)
        await until(pilot, lambda: len(screen.runs.frames) > 3 and sees(app, "s left"), "a time that is left")
        await pilot.press("space")
        await until(pilot, lambda: screen.state == "paused" and sees(app, "‖ paused", "space go on"))
        await pilot.pause(0.4)
        many = len(screen.runs.frames)
        await pilot.pause(0.4)
        assert len(screen.runs.frames) == many, "it stands still"
        await pilot.press("full_stop")
        await until(pilot, lambda: len(screen.runs.frames) == many + 1, "one frame more")
        await pilot.press("space")
        await until(pilot, lambda: screen.state == "running" and len(screen.runs.frames) > many + 3)
        await pilot.press("x")
        await until(pilot, lambda: screen.state == "stopped")


async def test_a_recorded_run_is_there_at_once(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot, app, desk, "race")
        await until(pilot, lambda: sees(app, "v recorded run"))
        await pilot.press("v")
        await until(pilot, lambda: screen.state == "done" and sees(app, "recorded", "claim"))
        assert len(screen.runs.frames) > 10
        assert screen.verdicts
        assert screen.parameters is not None
        assert screen.parameters.settings["iterations"] == 150


# ── the microscope ──────────────────────────────────────────────────────────────────────────────────────────


async def test_the_microscope_is_gone_through_step_by_step(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot, app, desk, "microscope")
        await pilot.press("1")
        await done(pilot, screen)
        await until(pilot, lambda: sees(app, "t = 1  1/8", "(f: σ)", "✔ You said"), "the first step, and the verdict")
        await pilot.press("full_stop")
        await until(pilot, lambda: sees(app, "t = 2  2/8", "h_t = o·tanh"))
        for _ in range(3):
            await pilot.press("full_stop")
        await until(pilot, lambda: sees(app, "← t = 4  5/8", "∂L/∂h_t = 1", "×", "="))
        await pilot.press("up", "up")
        await until(pilot, lambda: "∂L/∂" in "\n".join(screen.query_one(FrameView).told))


@pytest.mark.parametrize(
    ("card", "cell"),
    [
        ("lstm-forward/value/lstm-step", "LSTM"),
        ("update-gate/value/gru-step", "GRU"),
        ("hidden-state/value/rnn-step", "Elman"),
    ],
)
async def test_a_wrong_number_is_looked_at_under_the_microscope(
    app: StudyApp, desk: Desk, card: str, cell: str
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        sitting = await sit_down(pilot, Chosen(desk, [card], "numeric"))
        turn = sitting.sitting.turn
        assert turn is not None
        drawn = turn.question.drawn
        assert drawn is not None
        await pilot.press(*f"{drawn.wrong[0].value[0]:.4f}", "enter")
        await until(pilot, lambda: sees(app, "✘ Not right"))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DemoScreen) and app.screen.state == "done")
        screen = app.screen
        assert isinstance(screen, DemoScreen)
        assert not sees(app, "first, a prediction")
        assert screen.parameters is not None
        assert (screen.parameters.settings["cell"], screen.parameters.settings["steps"]) == (cell, 1)
        state = "c" if drawn.asks == "c_t" else "h"
        graph = next(panel for panel in screen.runs.frames[0].panels if isinstance(panel, Graph))
        value = next(node.value for node in graph.nodes if node.id == state)
        assert value == pytest.approx(drawn.answer[0], abs=1e-12), "the right answer, with this question's numbers"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is sitting)


async def test_weights_of_one_s_own_are_typed_into_a_matrix(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await run(pilot, app, desk, "microscope", cell="Elman", weights="own")
        await until(pilot, lambda: isinstance(app.focused, Parameters))
        parameters = screen.parameters
        assert parameters is not None
        while parameters.chosen.spec.name != "W_elman":
            await pilot.press("down")
        await pilot.press("greater_than_sign", "2", ".", "5", "enter")
        await until(pilot, lambda: parameters.settings["W_elman"] == "0.8 2.5 0.1")
        await done(pilot, screen)
        await pilot.press("right")
        await until(pilot, lambda: parameters.settings["W_elman"] == "0.8 2.6 0.1")
        await pilot.press("9", "enter")
        await until(pilot, lambda: sees(app, "9 is not possible"))
        await pilot.press("backspace")
        await until(pilot, lambda: parameters.settings["W_elman"] == "0.8 0.5 0.1")


async def test_only_what_has_an_effect_can_be_turned(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await run(pilot, app, desk, "microscope", cell="GRU")
        parameters = screen.parameters
        assert parameters is not None
        names = {row.spec.name for row in parameters.rows}
        assert {"keep", "hold_gru"} <= names
        assert names.isdisjoint({"hold", "forget_bias", "W_lstm", "W_gru", "c0"})


async def test_the_drawing_has_the_numbers_of_the_frame(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await run(pilot, app, desk, "microscope")
        frame, view = screen.runs.frame, screen.query_one(FrameView)
        assert frame is not None
        graph = next(panel for panel in frame.panels if isinstance(panel, Graph))
        f = next(node for node in graph.nodes if node.id == "f")
        assert f.value is not None
        rows = [text_of(row) for row in view._rows(view.content_size.width)]
        assert any(f"│ {f.value:.3g}" in row for row in rows)


# ── the mouse ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_knob_is_dragged(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await run(pilot, app, desk, "cell-path", f=0.5)
        parameters = screen.parameters
        assert parameters is not None
        left = 2 + parameters._room + 1
        await pilot.mouse_down(Parameters, offset=(left + 6, 0))
        await pilot.hover(Parameters, offset=(left + 11, 0))
        await pilot.mouse_up(Parameters, offset=(left + 11, 0))
        await until(pilot, lambda: parameters.settings["f"] == 1.0)
        await pilot.hover(Parameters, offset=(left, 0))
        await pilot.pause()
        assert parameters.settings["f"] == 1.0, "the knob was let go"
