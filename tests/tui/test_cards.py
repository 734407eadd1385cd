"""The page of a term's cards: every key does what it says, in the log at once, and can be taken back."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from studyapp.errors import StudyError
from studyapp.language import use
from studyapp.memory.model import Answer
from studyapp.session.desk import Desk
from studyapp.tui.app import StudyApp
from studyapp.tui.cards import CardsScreen
from studyapp.tui.entry import EntryScreen
from tests.tui.stories import screen_text, sees, until

ENTRY = "artificial-neural-network"


async def opened(app: StudyApp, desk: Desk, pilot: Pilot[None], entry: str = ENTRY) -> CardsScreen:
    """From the page of the entry to its cards."""
    app.push_screen(EntryScreen(desk, entry))
    await until(pilot, lambda: isinstance(app.screen, EntryScreen))
    await pilot.press("c")
    await until(pilot, lambda: isinstance(app.screen, CardsScreen) and sees(app, "meaning"))
    assert isinstance(app.screen, CardsScreen)
    return app.screen


async def test_suspend_bury_undo_and_redo(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, desk, pilot)
        await pilot.press("s")
        await until(pilot, lambda: sees(app, "suspended", "It is not asked any more."))
        await pilot.press("s")
        await until(pilot, lambda: sees(app, "It is asked again."))
        await pilot.press("b")
        await until(pilot, lambda: sees(app, "back in", "It is not asked before tomorrow."))
        await pilot.press("u")
        await until(pilot, lambda: sees(app, "taken back: putting artificial neural network"))
        assert "back in" not in screen_text(app)
        await pilot.press("U")
        await until(pilot, lambda: sees(app, "done again: putting artificial neural network", "back in"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, EntryScreen))


async def test_another_date_is_typed_and_a_wrong_one_is_told(app: StudyApp, desk: Desk) -> None:
    desk.log.append(Answer(desk.now(), f"{ENTRY}/meaning", "flashcard", 0, 4, "scheduled"))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, desk, pilot)
        await until(pilot, lambda: sees(app, "in review"))
        await pilot.press("r", *"99999", "enter")
        await until(pilot, lambda: sees(app, "A number of days from 0 to 3650."))
        await pilot.press("escape")
        assert isinstance(app.screen, CardsScreen)
        await pilot.press("r", *"42", "enter")
        await until(pilot, lambda: sees(app, "It comes back in 42 days.", "42d"))
        await pilot.press("f")
        await until(pilot, lambda: sees(app, "It is new again; its answers stay in the log."))


async def test_a_locked_entry_says_what_it_lacks_and_opens(app: StudyApp, desk: Desk) -> None:
    entry = next(id for id in desk.library.entries if len(desk.library.requires(id)) == 1)
    lacking = desk.library.entries[desk.library.requires(entry)[0]].term.en
    assert lacking is not None
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, desk, pilot, entry)
        await until(pilot, lambda: sees(app, f"Locked: it builds on {lacking}", "locked", "open anyway"))
        await pilot.press("o")
        await until(pilot, lambda: sees(app, "It is open.", "new") and not sees(app, "locked"))


async def test_what_cannot_be_written_is_told(app: StudyApp, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> object:
        raise StudyError("log.db: not recorded (disk full)")

    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, desk, pilot)
        monkeypatch.setattr(desk.log, "append", full)
        await pilot.press("s")
        await until(pilot, lambda: sees(app, "! log.db: not recorded (disk full)"))
        assert "suspended" not in screen_text(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_in_korean_the_columns_stand(app: StudyApp, desk: Desk, size: tuple[int, int]) -> None:
    desk.log.append(Answer(desk.now(), f"{ENTRY}/meaning", "flashcard", 0, 4, "scheduled"))
    use("ko")
    async with app.run_test(size=size) as pilot:
        app.push_screen(CardsScreen(desk, ENTRY))
        await until(pilot, lambda: sees(app, "카드: 인공 신경망", "복습 중", "안정도", "보류"))
