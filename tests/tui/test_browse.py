"""Browsing: search as you type, the page of an entry, links to its neighbours, help and the palette."""

from __future__ import annotations

import pytest

from studyapp.content.loading import load
from studyapp.session.desk import Desk
from studyapp.tui.app import StudyApp
from studyapp.tui.browse import BrowseScreen, DemosScreen
from studyapp.tui.demo import DemoScreen
from studyapp.tui.entry import EntryScreen
from studyapp.tui.home import HomeScreen
from studyapp.tui.keys import JAMO
from studyapp.tui.keys_help import KeysScreen
from studyapp.tui.quizzes import QuizzesScreen
from studyapp.tui.sitting import SittingScreen
from tests.tui.stories import screen_text, sees, until


async def test_search_as_you_type_and_the_page(app: StudyApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("b")
        await until(pilot, lambda: sees(app, "Terms", "Neural networks", "artificial neural network"))
        await pilot.press(*"gardient")
        await until(pilot, lambda: sees(app, "vanishing gradient") and not sees(app, "sigmoid"))
        for _ in range(8):
            await pilot.press("backspace")
        await pilot.press(*"망각")
        await until(pilot, lambda: sees(app, "forget gate", "망각 게이트") and not sees(app, "input gate"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntryScreen) and sees(app, "forget gate", "fₜ = σ("))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, BrowseScreen) and sees(app, "망각"))


async def test_nothing_found_is_said(app: StudyApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("b", *"qqqq")
        await until(pilot, lambda: sees(app, "Nothing is found for “qqqq”."))
        await pilot.press("enter")
        assert isinstance(app.screen, BrowseScreen)


async def test_arrows_pass_over_the_headings(app: StudyApp, desk: Desk) -> None:
    first = len(desk.library.topics[0].entries)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("b", *["down"] * first, "enter")
        await until(pilot, lambda: isinstance(app.screen, EntryScreen))
        screen = app.screen
        assert isinstance(screen, EntryScreen)
        assert screen.entry.id == desk.library.topics[1].entries[0]


async def test_a_source_that_is_not_in_the_bibliography_is_left_out(app: StudyApp, desk: Desk) -> None:
    desk.paths.decks.mkdir(parents=True)
    deck = "topic: {en: Mine}\nentries:\n- {id: mine, term: {en: mine}, definition: {en: my own}, sources: [%s]}\n"
    (desk.paths.decks / "mine.yaml").write_text(deck % "gers-2000, nowhere-2000", encoding="utf-8")
    desk.library = load(desk.paths)
    async with app.run_test(size=(80, 60)) as pilot:
        app.push_screen(EntryScreen(desk, "mine"))
        await until(pilot, lambda: sees(app, "my own", "Learning to Forget"))


async def test_of_many_terms_the_topics_are_listed_and_each_opens(
    app: StudyApp, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studyapp.tui.browse.LISTED", 5)
    monkeypatch.setattr("studyapp.tui.browse.HITS", 3)
    first = desk.library.topics[0]
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: sees(app, "Terms", str(len(desk.library.entries)), f"{len(first.entries)} terms"))
        assert not sees(app, "artificial neural network")
        await pilot.press("enter")
        rest = len(first.entries) - 5
        await until(pilot, lambda: sees(app, "Neural networks", "artificial neural network", f"and {rest} more"))
        await pilot.press(*"gate")
        await until(pilot, lambda: sees(app, f"and {desk.library.search('gate').count - 3} more"))
        await pilot.press("escape")
        await until(pilot, lambda: sees(app, "Terms", f"{len(first.entries)} terms"))


async def test_links_lead_to_neighbours_and_back(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(80, 60)) as pilot:
        app.push_screen(EntryScreen(desk, "forget-gate"))
        await until(pilot, lambda: sees(app, "Neighbours", "before it", "cell state"))
        await pilot.press("tab", "enter")
        screen = app.screen
        assert isinstance(screen, EntryScreen)
        await until(pilot, lambda: screen.entry.id in desk.library.requires("forget-gate"))
        await pilot.press("escape")
        await until(pilot, lambda: screen.entry.id == "forget-gate")
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DemoScreen))


async def test_every_demo_is_listed_and_opens(app: StudyApp) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DemosScreen) and sees(app, "gru-dial", "cell-path"))
        await pilot.press(*"dial", "enter")
        await until(pilot, lambda: isinstance(app.screen, DemoScreen) and app.screen.state == "asking")


async def test_help_shows_the_keys_of_the_screen_beneath(app: StudyApp) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, KeysScreen))
        await until(pilot, lambda: sees(app, "Take a quiz", "Browse and search the terms", "Letters also work"))
        assert not any(jamo in screen_text(app) for jamo in JAMO.values()), "the jamo are told in a sentence"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))


async def test_the_palette_speaks_the_language(app: StudyApp) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("l", "ctrl+p")
        await until(pilot, lambda: sees(app, "명령 찾기", "섞어서, 복습할 것", "English"))
        await pilot.press(*"퀴즈", "enter")
        await until(pilot, lambda: isinstance(app.screen, QuizzesScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SittingScreen) and sees(app, "퀴즈"))


async def test_the_theme_changes_and_is_kept(app: StudyApp, desk: Desk) -> None:
    async with app.run_test() as pilot:
        assert app.screen.styles.background.hex == "#15171B", "the page's own theme from the first frame"
        app.action_light_or_dark()
        await until(pilot, lambda: app.screen.styles.background.hex == "#FBFAF7")
        assert desk.settings.theme == "page-light"


async def test_every_letter_key_works_with_its_jamo(app: StudyApp) -> None:
    async with app.run_test() as pilot:
        screens = (SittingScreen, EntryScreen, DemoScreen, BrowseScreen, HomeScreen)
        await pilot.pause()
        bound = {
            key: binding.action
            for screen in (*screens, StudyApp)
            for cls in screen.__mro__
            if "BINDINGS" in cls.__dict__ and cls.__module__.startswith("studyapp")
            for binding in cls.__dict__["BINDINGS"]
            for key in binding.key.split(",")
        }
        letters = {key for key in bound if key.rpartition("+")[2] in JAMO}
        assert letters
        for key in letters:
            prefix, sign, letter = key.rpartition("+")
            assert bound[prefix + sign + JAMO[letter]] == bound[key]
