"""Files that change while the app runs: what is on the screen changes in place, and no history is lost."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC
from pathlib import Path

import pytest
from textual.pilot import Pilot

from studyapp.content.loading import load
from studyapp.content.paths import Paths
from studyapp.memory.log import Log
from studyapp.memory.settings import Settings
from studyapp.session.desk import Desk
from studyapp.session.sitting import Study
from studyapp.tui.app import StudyApp
from studyapp.tui.entry import EntryScreen
from studyapp.tui.sitting import SittingScreen
from tests.conftest import Clock
from tests.tui.stories import sees, until

DECK = """topic: {en: Mine}
entries:
- id: qubit
  term: {en: qubit}
  definition: {en: DEFINITION}
"""


def write(deck: Path, text: str) -> None:
    """As an editor saves: whole, under another name first."""
    deck.parent.mkdir(parents=True, exist_ok=True)
    new = deck.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(deck)


@pytest.fixture
def deck(where: Paths, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("studyapp.tui.app.CALM", 0.05)
    write(where.decks / "mine.yaml", DECK.replace("DEFINITION", "the unit of information"))
    return where.decks / "mine.yaml"


@pytest.fixture
def mine(where: Paths, deck: Path, clock: Clock) -> Iterator[Desk]:
    """A desk with a deck of the learner's own."""
    assert deck.exists()
    with closing(Log.open(where.log)) as log:
        yield Desk(where, load(where), log, Settings(), clock, UTC, random.Random(3))


async def asked(app: StudyApp, mine: Desk, pilot: Pilot[None]) -> SittingScreen:
    """The card of the learner's own deck on the table."""
    screen = SittingScreen(Study(mine, topic="mine"))
    app.push_screen(screen)
    await until(pilot, lambda: screen.state == "front" and sees(app, "qubit"))
    return screen


async def test_the_card_on_the_table_is_updated_in_place(mine: Desk, deck: Path) -> None:
    app = StudyApp(mine)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await asked(app, mine, pilot)
        await pilot.press("space")
        await until(pilot, lambda: sees(app, "the unit of information"))
        write(deck, DECK.replace("DEFINITION", "a two-state quantum system"))
        await until(pilot, lambda: sees(app, "a two-state quantum system"))
        assert screen.state == "back"
        await pilot.press("3")
        await until(pilot, lambda: screen.sitting.answered != [])
        assert [logged.event.card for logged in mine.log.answers()] == ["qubit/meaning"]  # type: ignore[union-attr]


async def test_a_card_that_was_taken_out_keeps_its_log_and_comes_back_with_it(mine: Desk, deck: Path) -> None:
    app = StudyApp(mine)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await asked(app, mine, pilot)
        await pilot.press("space", "4")
        await until(pilot, lambda: len(screen.sitting.answered) == 1)
        known = mine.log.state("qubit/meaning")
        write(deck, "topic: {en: Mine}\nentries: []\n")
        await until(pilot, lambda: "qubit" not in mine.library.entries)
        await until(pilot, lambda: screen.state == "finished")
        assert mine.log.state("qubit/meaning") == known
        assert "qubit/meaning" not in mine.queue().met()
        write(deck, DECK.replace("DEFINITION", "the unit of information"))
        await until(pilot, lambda: "qubit" in mine.library.entries)
        assert mine.log.state("qubit/meaning") == known
        assert mine.queue().met() == ["qubit/meaning"]


async def test_a_renamed_entry_keeps_its_history(mine: Desk, deck: Path) -> None:
    app = StudyApp(mine)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await asked(app, mine, pilot)
        await pilot.press("space", "4")
        await until(pilot, lambda: len(screen.sitting.answered) == 1)
        known = mine.log.state("qubit/meaning")
        assert known is not None
        renamed = DECK.replace("DEFINITION", "the unit of information").replace(
            "id: qubit", "id: q-bit\n  was: [qubit]"
        )
        write(deck, renamed)
        await until(pilot, lambda: "q-bit" in mine.library.entries)
        now = mine.log.state("q-bit/meaning")
        assert now is not None
        assert (now.stability, now.due, now.answers) == (known.stability, known.due, 1)
        assert mine.log.state("qubit/meaning") is None
        assert mine.queue().met() == ["q-bit/meaning"]


async def test_the_page_of_an_entry_that_is_gone_closes(mine: Desk, deck: Path) -> None:
    app = StudyApp(mine)
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(EntryScreen(mine, "qubit"))
        await until(pilot, lambda: sees(app, "the unit of information"))
        write(deck, "topic: {en: Mine}\nentries: []\n")
        await until(pilot, lambda: not isinstance(app.screen, EntryScreen))


async def test_an_error_in_a_file_leaves_what_was_asked_and_is_told_at_home(mine: Desk, deck: Path) -> None:
    app = StudyApp(mine)
    async with app.run_test(size=(80, 30)) as pilot:
        await until(pilot, lambda: sees(app, "Mine"))
        write(deck, DECK.replace("DEFINITION", "the unit of information") + "- id: broken\n  colour: red\n")
        await until(pilot, lambda: sees(app, "problem", "studyapp check"))
        assert "qubit" in mine.library.entries
