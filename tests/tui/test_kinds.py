"""Every way of answering, by keyboard alone: marking, ordering, matching, pictures; how sure; near misses."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from studyapp.memory.model import Answer
from studyapp.questions.model import Question
from studyapp.session.desk import Desk
from studyapp.tui.app import StudyApp
from studyapp.tui.marking import Marking
from studyapp.tui.sitting import SittingScreen
from tests.tui.stories import Chosen, screen_text, sees, sit_down, text_of, until


def asked(screen: SittingScreen) -> Question:
    assert screen.question is not None
    return screen.question


def last(desk: Desk) -> Answer:
    *_, logged = desk.log.answers()
    assert isinstance(logged.event, Answer)
    return logged.event


async def mark_right(pilot: Pilot[None], question: Question) -> None:
    """Press the keys of the right answer."""
    if question.lefts:
        await pilot.press(*(str(half + 1) for half in question.order))
    elif question.order:
        await pilot.press(*(str(row + 1) for row in question.order))
    else:
        await pilot.press(*(str(row) for row, option in enumerate(question.options, 1) if option.right))


MARKED = [
    ("forget-gate/contrast", "several-of"),
    ("lstm-forward/procedure", "ordering"),
    ("forget-gate/meaning", "matching"),
]


@pytest.mark.parametrize(("card", "kind"), MARKED)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_digits_and_enter_answer_rightly(
    app: StudyApp, desk: Desk, card: str, kind: str, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        screen = await sit_down(pilot, Chosen(desk, [card], kind))  # type: ignore[arg-type]
        await mark_right(pilot, asked(screen))
        await pilot.press("enter")
        await until(pilot, lambda: sees(app, "✔ Right"))
        assert (last(desk).kind, last(desk).grade) == (kind, 3)
        assert "✘" not in screen_text(app).partition("✔ Right")[0], "no row is marked as wrong"


@pytest.mark.parametrize(("card", "kind"), MARKED)
async def test_arrows_and_space_answer_too(app: StudyApp, desk: Desk, card: str, kind: str) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await sit_down(pilot, Chosen(desk, [card], kind))  # type: ignore[arg-type]
        question, at = asked(screen), 0
        if question.lefts:
            for half in question.order:
                await pilot.press(*["space"] * (half + 1), "down")
        else:
            rows = question.order or [row for row, option in enumerate(question.options) if option.right]
            for row in rows:
                await pilot.press(*(["down"] * (row - at) or ["up"] * (at - row)), "space")
                at = row
        if question.lefts:  # a half that is given twice leaves its first row, so the last one may be open
            marking = screen.query_one(Marking)
            for row, half in enumerate(question.order):
                if marking.matched.get(row) != half:
                    marking.at = row
                    await pilot.press(str(half + 1))
        await pilot.press("enter")
        await until(pilot, lambda: sees(app, "✔ Right"))


@pytest.mark.parametrize(("card", "kind"), MARKED[1:])
async def test_enter_too_early_says_what_is_missing_and_records_nothing(
    app: StudyApp, desk: Desk, card: str, kind: str
) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await sit_down(pilot, Chosen(desk, [card], kind))  # type: ignore[arg-type]
        await pilot.press("1", "enter")
        rows = len(asked(screen).order)
        await until(pilot, lambda: sees(app, f"1 of {rows} rows have their mark."))
        await pilot.press("backspace", "enter")
        await until(pilot, lambda: sees(app, f"0 of {rows} rows have their mark."))
        assert desk.log.size() == 0


async def test_a_wrong_order_shows_where_each_step_belongs(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await sit_down(pilot, Chosen(desk, ["lstm-forward/procedure"], "ordering"))
        question = asked(screen)
        await pilot.press(*(str(row + 1) for row in reversed(question.order)), "enter")
        await until(pilot, lambda: sees(app, "✘ Not right", "The first step out of its place is step 1."))
        assert screen_text(app).count("→") >= len(question.order) - 1
        assert last(desk).given == ",".join(str(row) for row in reversed(question.order))


async def test_what_is_marked_survives_a_change_of_language(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await sit_down(pilot, Chosen(desk, ["forget-gate/contrast"], "several-of"))
        await pilot.press("2", "l")
        await until(pilot, lambda: sees(app, "2 [x]", asked(screen).options[1].text["ko"][:12]))


async def test_nothing_chosen_is_asked_again(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await sit_down(pilot, Chosen(desk, ["forget-gate/contrast"], "several-of"))
        await pilot.press("enter")
        await until(pilot, lambda: sees(app, "Choose at least one."))
        assert desk.log.size() == 0


async def test_a_click_marks_a_row(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await sit_down(pilot, Chosen(desk, ["forget-gate/contrast"], "several-of"))
        await pilot.click("#marking", offset=(8, 0))
        await until(pilot, lambda: sees(app, "1 [x]"))
        assert screen.query_one(Marking).marks == [0]


# ── demos ───────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_picture_is_shown_and_read(app: StudyApp, desk: Desk) -> None:
    card = next(card for card in desk.library.cards if (words := desk.library.predicted(card.entry)) and words.plots)
    async with app.run_test(size=(100, 50)) as pilot:
        screen = await sit_down(pilot, Chosen(desk, [f"{card.entry}/prediction"], "read-the-plot"))
        await until(pilot, lambda: text_of(app, "#picture").strip(), "the picture")
        right = next(at for at, option in enumerate(asked(screen).options, 1) if option.right)
        await pilot.press(str(right))
        await until(pilot, lambda: sees(app, "✔ Right"))
        assert screen.query_one("#picture").display, "the picture stays beside the answer"


async def test_a_prediction_is_graded_by_what_the_demo_measures(app: StudyApp, desk: Desk) -> None:
    card = next(card for card in desk.library.cards if card.facet == "prediction")
    async with app.run_test(size=(100, 50)) as pilot:
        screen = await sit_down(pilot, Chosen(desk, [card.id], "predict-the-demo"))
        assert sees(app, "is about to run")
        right = next(at for at, option in enumerate(asked(screen).options, 1) if option.right)
        await pilot.press(str(right))
        await until(pilot, lambda: sees(app, "✔ Right", "Measured: "))
        assert screen.link is not None
        await pilot.press("d")
        await until(pilot, lambda: sees(app, "claim", "w what if"))
        assert not sees(app, "You said"), "it was predicted on the card"


# ── how sure, near misses ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("presses", "said", "grade"), [(1, "sure", 3), (2, "not sure", 2), (3, "how sure?", 3)])
async def test_one_key_says_how_sure(app: StudyApp, desk: Desk, presses: int, said: str, grade: int) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await sit_down(pilot, Chosen(desk, ["forget-gate/name"], "typed"))
        await pilot.press(*"forget gat", *["tab"] * presses)
        assert sees(app, f"tab {said}")
        await pilot.press("e", "enter")
        await until(pilot, lambda: sees(app, "✔ Right"))
        assert last(desk).grade == grade


async def test_sure_and_wrong_comes_back_tomorrow(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await sit_down(pilot, Chosen(desk, ["artificial-neural-network/name"], "typed"))
        await pilot.press("tab", *"zzzz", "enter")
        said = "You were sure. It comes once more today. It comes back tomorrow."
        await until(pilot, lambda: sees(app, "✘ Not right", said))
        assert (last(desk).confidence, last(desk).grade, last(desk).returns) == ("sure", 1, True)


async def test_what_is_practice_is_not_said_to_come_back_tomorrow(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await sit_down(pilot, Chosen(desk, ["forget-gate/name"], "typed"))  # locked: its entry requires others
        await pilot.press("tab", *"output gate", "enter")
        await until(pilot, lambda: sees(app, "✘ Not right", "You were sure. It comes once more today."))
        assert not sees(app, "tomorrow")


async def test_a_near_miss_is_asked_about_and_enter_says_yes(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await sit_down(pilot, Chosen(desk, ["forget-gate/name"], "typed"))
        await pilot.press(*"forgte gate", "enter")
        await until(pilot, lambda: sees(app, "Did you mean “forget gate”? Enter says yes."))
        assert desk.log.size() == 0
        await pilot.press("enter")
        await until(pilot, lambda: sees(app, "✔ Right"))
        assert (last(desk).given, last(desk).grade) == ("forgte gate", 3)


async def test_after_a_near_miss_another_answer_is_another_answer(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await sit_down(pilot, Chosen(desk, ["forget-gate/name"], "typed"))
        await pilot.press(*"forgte gate", "enter")
        await until(pilot, lambda: sees(app, "Did you mean"))
        app.screen.query_one(Input).value = ""
        await pilot.press(*"output gate", "enter")
        await until(pilot, lambda: sees(app, "✘ Not right"))


# ── help that fades ─────────────────────────────────────────────────────────────────────────────────────────


async def test_a_new_exercise_comes_with_a_worked_example(app: StudyApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 50)) as pilot:
        screen = await sit_down(pilot, Chosen(desk, ["lstm-forward/value/lstm-step"], "numeric"))
        assert sees(app, "Worked with other numbers:", "c_t = ", "Carry 5 decimals, give 4.")
        await pilot.press(*"99", "enter")
        await until(pilot, lambda: screen.state == "back")
        assert not sees(app, "Worked with other numbers:"), "the question's own lines stand there instead"
        assert last(desk).level == "worked"
