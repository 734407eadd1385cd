"""Home: undo and redo of what was done last, today or before a restart."""

from __future__ import annotations

from studyapp.memory.model import Answer
from studyapp.tui.app import StudyApp
from tests.conftest import OpenDesk
from tests.tui.stories import sees, until

CARD = "artificial-neural-network/meaning"


async def test_what_was_done_before_a_restart_is_taken_back_and_done_again(open_desk: OpenDesk) -> None:
    before = open_desk()
    before.log.append(Answer(before.now(), CARD, "flashcard", 0, 4, "scheduled"))
    known = before.log.state(CARD)
    desk = open_desk()
    app = StudyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: sees(app, "Study"))
        await pilot.press("u")
        await until(pilot, lambda: sees(app, "taken back: the answer to artificial neural network"))
        assert desk.log.state(CARD) is None
        await pilot.press("u")
        await until(pilot, lambda: sees(app, "There is nothing to take back."))
        await pilot.press("U")
        await until(pilot, lambda: sees(app, "done again: the answer to artificial neural network"))
        assert desk.log.state(CARD) == known
        await pilot.press("b")
        await until(pilot, lambda: sees(app, "type to search"))
        await pilot.press("escape")
        await until(pilot, lambda: sees(app, "Study") and not sees(app, "done again"))
