"""An experiment: predicted by a choice or a number, judged, written to the log where it was due; what-ifs ask again."""

from __future__ import annotations

from dataclasses import replace as changed

import pytest
from msgspec.structs import replace

from studyapp.content.model import DemoLink, DemoWords, Guess, PredictionChoice, Text, WhatIf
from studyapp.memory.model import Answer
from studyapp.session.desk import Desk
from studyapp.session.experiment import Experiment, changes
from tests.conftest import Clock

CARD = "forget-gate/prediction"


def text(words: str) -> Text:
    return Text(en=words, ko=words)


def words_of(desk: Desk, guess: Guess | None = None, *what_ifs: WhatIf) -> DemoWords:
    words = desk.library.demo_words("cell-path")
    assert words is not None
    choices = (
        PredictionChoice(text("most"), low=0.5),
        PredictionChoice(text("a fifth"), low=0.1, high=0.5),
        PredictionChoice(text("nothing"), high=0.1),
    )
    return replace(words, prediction=replace(words.prediction, choices=choices, guess=guess), what_ifs=tuple(what_ifs))


def experiment(desk: Desk, guess: Guess | None = None, *what_ifs: WhatIf, asks: bool = True) -> Experiment:
    return Experiment(desk, words_of(desk, guess, *what_ifs), DemoLink("cell-path"), asks)


def answers(desk: Desk) -> list[Answer]:
    return [logged.event for logged in desk.log.events() if isinstance(logged.event, Answer)]


def answer_once(desk: Desk, card: str) -> None:
    desk.log.append(Answer(at=desk.now(), card=card, kind="predict-the-demo", seed=0, grade=3, purpose="scheduled"))


def test_a_choice_is_judged_by_what_was_measured(desk: Desk) -> None:
    tried = experiment(desk)
    tried.lock(2)
    outcome = tried.judge({"kept": 0.218})
    assert outcome is not None
    assert not outcome.right
    assert outcome.right_choice is not None
    assert outcome.right_choice.text.en == "a fifth"


@pytest.mark.parametrize(
    ("guess", "given", "right"),
    [
        (Guess(within=0.05), 0.2, True),
        (Guess(within=0.05), 0.268, True),
        (Guess(within=0.05), 0.27, False),
        (Guess(times=10), 2.0, True),
        (Guess(times=10), 0.02, False),
        (Guess(times=10), -0.2, False),
    ],
)
def test_a_number_is_right_if_it_is_near_enough(desk: Desk, guess: Guess, given: float, right: bool) -> None:
    tried = experiment(desk, guess)
    tried.lock(given)
    outcome = tried.judge({"kept": 0.218})
    assert outcome is not None
    assert outcome.right is right


def test_a_prediction_is_judged_once(desk: Desk) -> None:
    tried = experiment(desk)
    tried.lock(1)
    first = tried.judge({"kept": 0.218})
    assert tried.judge({"kept": 0.9}) is first
    assert len(answers(desk)) == 1


def test_the_first_prediction_of_a_due_card_is_its_scheduled_answer(desk: Desk, clock: Clock) -> None:
    answer_once(desk, CARD)
    clock.pass_(days=40)
    tried = experiment(desk)
    tried.lock(1)
    tried.judge({"kept": 0.218})
    given = answers(desk)[-1]
    assert (given.card, given.purpose, given.grade, given.given) == (CARD, "scheduled", 3, "a fifth")
    assert tried.scheduled is not None
    assert tried.scheduled.due > clock.at
    assert tried.undo()
    assert tried.scheduled is None
    assert not tried.undo()
    state = desk.log.state(CARD)
    assert state is not None
    assert state.answers == 1


def test_a_wrong_one_is_again(desk: Desk, clock: Clock) -> None:
    answer_once(desk, CARD)
    clock.pass_(days=40)
    tried = experiment(desk)
    tried.lock(0)
    tried.judge({"kept": 0.218})
    assert answers(desk)[-1].grade == 1


def test_a_card_that_is_new_or_not_due_is_practice(desk: Desk) -> None:
    for met in (False, True):
        if met:
            answer_once(desk, CARD)
        tried = experiment(desk)
        tried.lock(1)
        tried.judge({"kept": 0.218})
        assert answers(desk)[-1].purpose == "practice"
        assert tried.scheduled is None


def test_what_is_skipped_leaves_no_trace(desk: Desk) -> None:
    tried = experiment(desk)
    tried.lock(None)
    assert tried.judge({"kept": 0.218}) is None
    assert answers(desk) == []


def test_a_what_if_asks_how_the_value_changes(desk: Desk) -> None:
    tried = experiment(desk, None, WhatIf(set={"f": 0.5}, ask=text("f is one half.")))
    tried.lock(1)
    tried.judge({"kept": 0.218})
    tried.start = {"kept": 0.218}
    asked = tried.ask_what_if()
    assert asked is not None
    assert asked.ask.en == "f is one half. Before: fraction left = 0.218. And then?"
    assert [choice.text.en for choice in asked.choices] == ["greater", "about the same, within 1 %", "smaller"]
    tried.lock(2)
    outcome = tried.judge({"kept": 1e-15})
    assert outcome is not None
    assert outcome.right
    assert answers(desk)[-1].purpose == "practice"


def test_a_what_if_may_have_its_own_value_and_choices(desk: Desk) -> None:
    own = (PredictionChoice(text("under 10"), high=10.0), PredictionChoice(text("over 10"), low=10.0))
    tried = experiment(desk, None, WhatIf(set={"f": 0.9}, ask=text("f is 0.9."), value="half_life", choices=own))
    asked = tried.ask_what_if()
    assert asked is not None
    assert asked.ask.en == "f is 0.9."
    tried.lock(0)
    outcome = tried.judge({"kept": 0.1, "half_life": 6.6})
    assert outcome is not None
    assert outcome.right


def test_without_a_run_there_is_nothing_to_compare_a_what_if_with(desk: Desk) -> None:
    assert experiment(desk, None, WhatIf(set={"f": 0.5}, ask=text("f is one half."))).ask_what_if() is None


def test_what_ifs_come_round(desk: Desk) -> None:
    first, second = (WhatIf(set={"f": f}, ask=text(f"f is {f}.")) for f in (0.5, 0.9))
    tried = experiment(desk, None, first, second)
    seen = []
    for _ in range(3):
        assert tried.what_if is not None
        seen.append(tried.what_if.set["f"])
        tried.ask_what_if()
    assert seen == [0.5, 0.9, 0.5]


def test_where_the_question_was_answered_before_nothing_is_asked(desk: Desk) -> None:
    tried = changed(experiment(desk, asks=False))
    assert tried.asked is None
    assert tried.judge({"kept": 0.2}) is None


@pytest.mark.parametrize("before", [0.0, 1e-12, 0.218, -3.0, 1e9])
def test_greater_same_and_smaller_share_the_line(before: float) -> None:
    for measured in (before - 1, before, before + 0.001 * abs(before), before + abs(before) + 1):
        inside = [
            choice
            for choice in changes(before)
            if (choice.low is None or measured >= choice.low) and (choice.high is None or measured < choice.high)
        ]
        assert len(inside) == 1
