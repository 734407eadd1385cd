"""Studying: the front alone, the answer, a grade, undo, the end; and what the log has of it."""

from __future__ import annotations

import pytest

from studyapp.memory.model import Answer, Undo
from studyapp.session.desk import Desk
from studyapp.tui.app import StudyApp
from studyapp.tui.home import HomeScreen
from studyapp.tui.sitting import SittingScreen
from tests.conftest import Clock, OpenDesk
from tests.tui.stories import screen_text, sees, until

FIRST = "artificial neural network (ANN): what is it?"


def sitting(app: StudyApp) -> SittingScreen:
    screen = app.screen
    assert isinstance(screen, SittingScreen)
    return screen


async def test_the_answer_waits_for_space(app: StudyApp, desk: Desk) -> None:
    async with app.run_test() as pilot:
        await pilot.press("s")
        await until(pilot, lambda: sees(app, FIRST, "space show the answer"))
        front = screen_text(app)
        assert "A function composed" not in front
        assert "1 Again" not in front
        await pilot.press("3")
        assert desk.log.size() == 0, "a card that has not been turned over cannot be graded"
        await pilot.press("space")
        await until(pilot, lambda: sees(app, FIRST, "A function composed", "1 Again", "4 Easy"))


async def test_a_grade_is_in_the_log_before_the_next_card_shows(app: StudyApp, desk: Desk) -> None:
    async with app.run_test() as pilot:
        await pilot.press("s", "space", "3")
        await until(pilot, lambda: sees(app, "recorded: artificial neural network (ANN) · Good · back in 10m"))
        (logged,) = desk.log.answers()
        answer = logged.event
        assert isinstance(answer, Answer)
        assert (answer.card, answer.grade, answer.purpose) == ("artificial-neural-network/meaning", 3, "scheduled")
        assert not sees(app, FIRST)
        assert sees(app, "1 answered")


async def test_undo_brings_the_card_back_as_it_was(app: StudyApp, desk: Desk) -> None:
    async with app.run_test() as pilot:
        await pilot.press("s", "space", "1")
        await until(pilot, lambda: sees(app, "recorded:", "u undo"))
        await pilot.press("u")
        await until(pilot, lambda: sees(app, FIRST, "taken back: artificial neural network (ANN)"))
        assert desk.log.states() == {}
        assert [type(logged.event) for logged in desk.log.events()] == [Answer, Undo]
        await pilot.press("space", "3")
        await until(pilot, lambda: sees(app, "Good"))
        assert len(list(desk.log.answers())) == 1


async def test_what_cannot_be_written_is_not_called_recorded(app: StudyApp, desk: Desk) -> None:
    async with app.run_test() as pilot:
        await pilot.press("s", "space")
        desk.paths.log.rename(desk.paths.log.with_name("moved.db"))
        await pilot.press("3")
        await until(pilot, lambda: sees(app, "nothing was recorded"))
        assert sees(app, FIRST, "1 Again"), "the card stays where it is"
        desk.paths.log.with_name("moved.db").rename(desk.paths.log)
        await pilot.press("3")
        await until(pilot, lambda: sees(app, "recorded: artificial"))


async def test_every_card_of_today_to_the_end(app: StudyApp, desk: Desk) -> None:
    async with app.run_test() as pilot:
        await pilot.press("s")
        for _ in range(60):
            await until(pilot, lambda: sitting(app).state in ("front", "finished"))
            if sitting(app).state == "finished":
                break
            turn = sitting(app).sitting.turn
            assert turn is not None
            if turn.question.kind == "flashcard":
                await pilot.press("space", "4")
            elif turn.question.kind == "true-false":
                await pilot.press("1" if turn.question.truth else "2")
                await pilot.press("space")
            else:
                pytest.fail(f"study asked {turn.card.id} as {turn.question.kind}")
            await pilot.pause()
        assert len(desk.log.states()) == desk.settings.new_per_day, "the daily limit of new cards"
        assert sees(app, "Done: 10 answers.", "esc home")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen) and sees(app, "All done for today."))
        await pilot.press("s")
        await until(pilot, lambda: sees(app, "Nothing is due here."))


async def test_tomorrow_they_are_due(open_desk: OpenDesk, clock: Clock) -> None:
    app = StudyApp(open_desk())
    async with app.run_test() as pilot:
        await pilot.press("s", "space", "3")
        await until(pilot, lambda: sees(app, "recorded:"))
    clock.pass_(days=4)
    again = StudyApp(open_desk())
    async with again.run_test() as pilot:
        await until(pilot, lambda: sees(again, "1 card is due", "It begins with: artificial neural network"))


async def test_the_language_changes_under_the_card(app: StudyApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("s", "space", "3")
        await until(pilot, lambda: sees(app, "recorded:"))
        card = sitting(app).sitting.turn
        await pilot.press("space", "l")
        await until(pilot, lambda: sees(app, "공부 · 신경망", "기록했다: 인공 신경망(ANN) · 알맞음", "1 다시"))
        assert sitting(app).sitting.turn is card
        await pilot.press("ㅣ")
        await until(pilot, lambda: sees(app, "Study · Neural networks", "1 Again"))


async def test_the_jamo_of_a_key_does_what_the_key_does(app: StudyApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("ㄴ", "space", "3")  # s
        await until(pilot, lambda: sees(app, "recorded:"))
        await pilot.press("ㅕ")  # u
        await until(pilot, lambda: sees(app, "taken back:"))
        await pilot.press("ㅂ")  # q
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))


async def test_a_long_answer_scrolls_by_keys(app: StudyApp) -> None:
    async with app.run_test(size=(80, 16)) as pilot:
        await pilot.press("s", "space")
        await until(pilot, lambda: sees(app, "A function composed"))
        column = app.screen.query_one("#column")
        await until(pilot, lambda: column.max_scroll_y > 0)
        await pilot.press("pagedown")
        await until(pilot, lambda: column.scroll_y > 0)
        await pilot.press("pageup", "down")
        await until(pilot, lambda: column.scroll_y == 2)


async def test_a_topic_of_its_own(app: StudyApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, SittingScreen) and sitting(app).state == "front")
        assert sitting(app).sitting.topic == "networks"


async def test_broken_decks_are_said_on_home_and_the_rest_works(open_desk: OpenDesk) -> None:
    desk = open_desk()
    decks = desk.paths.decks
    decks.mkdir(parents=True)
    (decks / "mine.yaml").write_text("topic: {en: Mine}\nentries:\n- id: one\n  term: {en: one}\n  colour: red\n")
    (decks / "good.yaml").write_text(
        "topic: {en: Good}\nentries:\n- id: two\n  term: {en: two}\n  definition: {en: the number after one}\n"
    )
    from studyapp.content.loading import load

    desk.use(load(desk.paths))
    app = StudyApp(desk)
    async with app.run_test(size=(80, 30)) as pilot:
        await until(pilot, lambda: sees(app, "Good", "problem", "studyapp check"))
