"""Quizzes: every kind of question, right and wrong, why it is wrong, and the page at the end."""

from __future__ import annotations

import random

import pytest
from textual.geometry import Region
from textual.widgets import Input, OptionList

from studyapp.memory.model import Answer
from studyapp.questions.model import Drawn
from studyapp.session.desk import Desk
from studyapp.session.quiz import Quiz
from studyapp.tui.app import StudyApp
from studyapp.tui.home import HomeScreen
from studyapp.tui.sitting import SittingScreen
from tests.tui.stories import Chosen, screen_text, sees, sit_down, until

VALUE = "lstm-forward/value/lstm-step"


def drawn_of(screen: SittingScreen) -> Drawn:
    turn = screen.sitting.turn
    assert turn is not None
    assert turn.question.drawn is not None
    return turn.question.drawn


def last_answer(desk: Desk) -> Answer:
    *_, last = desk.log.answers()
    assert isinstance(last.event, Answer)
    return last.event


async def test_a_wrong_number_is_traced_to_the_rule_that_gives_it(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await sit_down(pilot, Chosen(desk, [VALUE], "numeric"))
        drawn = drawn_of(screen)
        mistake = next(outcome for outcome in drawn.wrong if outcome.rule == "tanh-gates")
        await pilot.press(*f"{mistake.value[0]:.4f}", "enter")
        await until(pilot, lambda: sees(app, "Not right", "tanh in place of σ for the gates"))
        assert sees(app, f"{drawn.answer[0]:.4f}".replace("-", "−")), "the right number, and the way to it"
        assert last_answer(desk).rule == "tanh-gates"
        assert last_answer(desk).grade == 1


async def test_the_right_number_however_it_is_written(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await sit_down(pilot, Chosen(desk, [VALUE], "numeric"))
        written = f"{drawn_of(screen).answer[0]:.4f}".replace("0.", ".")
        await pilot.press(*written, "enter")
        await until(pilot, lambda: sees(app, "✔ Right"))
        assert last_answer(desk).grade == 3


async def test_what_is_no_number_is_asked_again_and_not_recorded(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await sit_down(pilot, Chosen(desk, [VALUE], "numeric"))
        await pilot.press(*"q!", "enter")
        await until(pilot, lambda: sees(app, "This is not a number."))
        assert desk.log.size() == 0
        assert app.screen.query_one(Input).value == "q!", "letters are letters while something is typed"


async def test_a_wrong_choice_says_what_it_really_is(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        screen = await sit_down(pilot, Chosen(desk, ["forget-gate/name"], "choice"))
        assert screen.sitting.turn is not None
        options = screen.sitting.turn.question.options
        wrong = next(at for at, option in enumerate(options, 1) if not option.right)
        await pilot.press(str(wrong))
        why = options[wrong - 1].why
        assert why is not None
        await until(pilot, lambda: sees(app, "✘ Not right", why["en"]))
        right = next(at for at, option in enumerate(options, 1) if option.right)
        assert f"✔ {right}  forget gate" in screen_text(app)
        assert f"✘ {wrong}  " in screen_text(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("seed", range(6))
async def test_long_choices_are_shown_whole(app: StudyApp, desk: Desk, size: tuple[int, int], seed: int) -> None:
    desk.rng = random.Random(seed)
    async with app.run_test(size=size) as pilot:
        screen = await sit_down(pilot, Chosen(desk, ["element-wise-product/meaning"], "choice"))
        options = screen.query_one("#options", OptionList)
        await pilot.pause(0.05)
        assert screen.question is not None
        drawn = "".join(strip.text for strip in options.render_lines(Region(0, 0, *options.size)))
        for option in screen.question.options:
            assert "".join(option.text["en"].split()) in "".join(drawn.split())
        lines = sum(str(option.prompt).count("\n") + 1 for option in options.options)
        assert options.size.height == lines, "no row is broken a second time, none is cut"


async def test_arrows_and_enter_choose_too(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        screen = await sit_down(pilot, Chosen(desk, ["forget-gate/name"], "choice"))
        assert screen.sitting.turn is not None
        right = next(at for at, option in enumerate(screen.sitting.turn.question.options) if option.right)
        await pilot.press(*["down"] * right, "enter")
        await until(pilot, lambda: sees(app, "✔ Right"))


async def test_true_or_false_tells_the_reason(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        screen = await sit_down(pilot, Chosen(desk, ["forget-gate/contrast"], "true-false"))
        turn = screen.sitting.turn
        assert turn is not None
        assert turn.question.why is not None
        await pilot.press("2" if turn.question.truth else "1")
        said = "It is true." if turn.question.truth else "It is false."
        await until(pilot, lambda: sees(app, "✘ Not right", said, turn.question.why["en"][:40]))  # type: ignore[index]


async def test_a_term_is_typed_in_either_language(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        await sit_down(pilot, Chosen(desk, ["forget-gate/name", "input-gate/name"], "typed"))
        await pilot.press(*"망각게이트", "enter")
        await until(pilot, lambda: sees(app, "✔ Right"))
        await pilot.press("space")
        await until(pilot, lambda: sees(app, "Type the term.", "your answer"))
        await pilot.press(*"Output gate", "enter")
        await until(pilot, lambda: sees(app, "✘ Not right", "output gate is another thing"))
        assert last_answer(desk).rule == "named:output-gate"


async def test_commands_have_ctrl_forms_while_something_is_typed(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        await sit_down(pilot, Chosen(desk, ["forget-gate/name"], "typed"))
        assert sees(app, "enter answer", "tab how sure?", "^l 한국어", "F1 keys", "esc leave")
        await pilot.press("l", "d", "u")
        assert app.screen.query_one(Input).value == "ldu"
        await pilot.press("ctrl+l")
        await until(pilot, lambda: sees(app, "엔터 답하기"))
        assert app.screen.query_one(Input).value == "ldu", "what was typed stays"


async def test_the_end_says_what_to_look_at_and_asks_it_again(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        screen = await sit_down(pilot, Chosen(desk, ["forget-gate/name", "input-gate/name"], "typed"))
        await pilot.press(*"nothing", "enter", "space")
        await until(pilot, lambda: sees(app, "2/2"))
        await pilot.press(*"input gate", "enter", "space")
        await until(pilot, lambda: sees(app, "once more"))
        await pilot.press(*"forget gate", "enter", "space")
        await until(pilot, lambda: screen.state == "finished")
        assert sees(
            app, "1 of 2 right", "Missed:", "✘ forget gate", "✔ right at the second asking", "space review these"
        )
        await pilot.press("space")
        await until(pilot, lambda: screen.state == "front" and sees(app, "1/"))
        assert isinstance(screen.sitting, Quiz)
        assert screen.sitting.cards[0].id == "forget-gate/name"
        assert all(card.id == "forget-gate/name" or card.facet == "meaning" for card in screen.sitting.cards)


async def test_the_quiz_from_home(app: StudyApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("z")
        await until(pilot, lambda: sees(app, "Mixed", "Due", "Weak spots", "as an exam"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SittingScreen) and sees(app, "Quiz", "1/10"))
        screen = app.screen
        assert isinstance(screen, SittingScreen)
        turn = screen.sitting.turn
        assert turn is not None
        assert turn.question.kind != "flashcard"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))


async def test_numbers_that_cannot_be_drawn_do_not_end_the_quiz(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        await desk.lab.close()  # from now on it refuses
        screen = SittingScreen(Chosen(desk, [VALUE], "numeric"))
        app.push_screen(screen)
        await until(pilot, lambda: screen.state == "failed")
        assert sees(app, "The numbers could not be drawn", "space go on without it")
        await pilot.press("space")
        await until(pilot, lambda: screen.state == "finished")
