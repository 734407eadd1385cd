"""Choosing a quiz, exams, going on with one that was left, and the page at the end."""

from __future__ import annotations

from studyapp.session.desk import Desk
from studyapp.session.quiz import Quiz
from studyapp.tui.app import StudyApp
from studyapp.tui.home import HomeScreen
from studyapp.tui.quizzes import QuizzesScreen
from studyapp.tui.sitting import SittingScreen
from tests.conftest import OpenDesk
from tests.tui.stories import sees, until


def exam_of(desk: Desk, *cards: str) -> Quiz:
    found = [card for id in cards if (card := desk.library.card(id)) is not None]
    return Quiz(desk, cards=found, exam=True)


async def test_an_exam_tells_nothing_before_its_end(app: StudyApp, desk: Desk) -> None:
    desk.rng.seed(1)
    cards = ["forget-gate/name", "input-gate/name"]
    async with app.run_test(size=(100, 40)) as pilot:
        quiz = exam_of(desk, *cards)
        quiz._kind = lambda *_: "typed"  # type: ignore[method-assign]
        screen = SittingScreen(quiz)
        app.push_screen(screen)
        await until(pilot, lambda: sees(app, "Exam", "1/2"))
        await pilot.press(*"output gate", "enter")
        await until(pilot, lambda: sees(app, "Exam", "2/2"))
        assert sees(app, "recorded")
        assert not sees(app, "Again")
        assert not sees(app, "✘")
        await pilot.press(*"input gaet", "enter")  # a slip is not asked about: that would tell
        await until(pilot, lambda: screen.state == "finished")
        assert sees(app, "1 of 2 right", "✘ forget gate", "given: output gate · right: forget gate")
        assert sees(app, "Mistakes that were seen:", "“output gate” in place of “forget gate”", "space review these")


async def test_a_quiz_that_was_left_is_offered_and_gone_on_with(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("z")
        await until(pilot, lambda: isinstance(app.screen, QuizzesScreen))
        assert not sees(app, "Go on with")
        quiz = Quiz(desk, cards=[card for card in desk.library.cards if card.facet == "name"][:4])
        quiz._kind = lambda *_: "typed"  # type: ignore[method-assign]
        app.switch_screen(SittingScreen(quiz))
        await until(pilot, lambda: sees(app, "1/4"))
        await pilot.press(*"zzzz", "enter")
        await until(pilot, lambda: sees(app, "✘ Not right"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await pilot.press("z")
        await until(pilot, lambda: sees(app, "Go on with the quiz", "1 of 4 answered"))
        await pilot.press("enter")
        await until(pilot, lambda: sees(app, "Quiz", "2/4"))
        screen = app.screen
        assert isinstance(screen, SittingScreen)
        assert [answered.given for answered in screen.sitting.answered] == ["zzzz"]


async def test_it_is_offered_after_a_new_start_too(app: StudyApp, desk: Desk, open_desk: OpenDesk) -> None:
    quiz = Quiz(desk, cards=[card for card in desk.library.cards if card.facet == "name"][:3], exam=True)
    quiz._kind = lambda *_: "typed"  # type: ignore[method-assign]
    async with app.run_test(size=(100, 40)) as pilot:
        app.push_screen(SittingScreen(quiz))
        await until(pilot, lambda: sees(app, "1/3"))
        await pilot.press(*"zzzz", "enter")
        await until(pilot, lambda: sees(app, "2/3"))
    again = StudyApp(open_desk())
    async with again.run_test(size=(100, 40)) as pilot:
        await pilot.press("z")
        await until(pilot, lambda: sees(again, "Go on with the exam", "1 of 3 answered"))


async def test_the_list_of_quizzes_in_both_languages(app: StudyApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("z")
        await until(pilot, lambda: sees(app, "Mixed", "Weak spots", "LSTM", "x as an exam"))
        await pilot.press("x")
        await until(pilot, lambda: sees(app, "Exam", "without help", "x as a quiz"))
        await pilot.press("l")
        await until(pilot, lambda: sees(app, "시험", "섞어서", "약한 곳", "x 퀴즈로"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
