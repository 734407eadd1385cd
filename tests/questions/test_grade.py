"""Grading and diagnosis."""

from __future__ import annotations

import pytest

from studyapp.content.library import Library
from studyapp.questions.grade import grade
from studyapp.questions.make import make
from studyapp.questions.model import Kind, Question
from tests.questions.test_make import HALVE


def ask(library: Library, id: str, kind: Kind, seed: int = 0) -> Question:
    card = library.card(id)
    assert card is not None
    return make(library, card, kind, seed, drawn=HALVE if card.exercise else None)


@pytest.mark.parametrize(
    "given", ["forget gate", "Forget-Gate", "the forget gates", "망각 게이트", "망각게이트", "f gate", "망각 게이트는"]
)
def test_a_typed_name_is_right_in_many_spellings(gates: Library, given: str) -> None:
    feedback = grade(ask(gates, "forget-gate/name", "typed"), given, gates)
    assert feedback.right
    assert feedback.grade == 3


def test_another_entrys_name_is_named_as_such(gates: Library) -> None:
    feedback = grade(ask(gates, "input-gate/name", "typed"), "출력 게이트", gates)
    assert not feedback.right
    assert feedback.grade == 1
    assert feedback.rule == "named:output-gate"
    assert feedback.says["en"].startswith("output gate is another thing")


@pytest.mark.parametrize(
    ("given", "right"), [("kept", True), ("Retained ", True), ("남기는", True), ("forgotten", False)]
)
def test_a_cloze(gates: Library, given: str, right: bool) -> None:
    assert grade(ask(gates, "forget-gate/meaning", "cloze"), given, gates).right is right


@pytest.mark.parametrize("given", ["-0.25", "−.25", "-1/4", "-0,2500", "-0.2501", "-0.2499"])
def test_a_number_is_right_within_one_of_its_last_digit(gates: Library, given: str) -> None:
    assert grade(ask(gates, "forget-gate/value/halve", "numeric"), given, gates).right


@pytest.mark.parametrize("given", ["-0.2522", "0.25", "-0.26", "-2.5"])
def test_a_number_that_no_rule_gives(gates: Library, given: str) -> None:
    feedback = grade(ask(gates, "forget-gate/value/halve", "numeric"), given, gates)
    assert (feedback.right, feedback.grade, feedback.rule) == (False, 1, None)
    assert "none of the usual mistakes" in feedback.says["en"]


@pytest.mark.parametrize("given", ["-1", "-1.0000", "-0.9999"])
def test_a_wrong_number_is_traced_to_its_rule(gates: Library, given: str) -> None:
    feedback = grade(ask(gates, "forget-gate/value/halve", "numeric"), given, gates)
    assert feedback.rule == "doubled"
    assert "doubling. Halve it." in feedback.says["en"]
    assert "두 배로 했다. 반으로 나눈다." in feedback.says["ko"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("abc", "not a number"),
        ("-0.3", "Give 4 decimals"),
        ("1/0", "not a number"),
        ("-25%", "Not in per cent"),
        ("-0.2502", "Nearly"),
    ],
)
def test_what_cannot_be_read_is_asked_again(gates: Library, given: str, says: str) -> None:
    feedback = grade(ask(gates, "forget-gate/value/halve", "numeric"), given, gates)
    assert feedback.unreadable
    assert feedback.grade is None
    assert says in feedback.says["en"]


def test_choices_and_true_false(gates: Library) -> None:
    choice = ask(gates, "forget-gate/name", "choice")
    for at, option in enumerate(choice.options):
        feedback = grade(choice, str(at), gates)
        assert feedback.right is option.right
        assert feedback.right or feedback.says["en"].startswith("that is: ")
    statement = ask(gates, "forget-gate/contrast", "true-false")
    assert grade(statement, "true", gates).right is statement.options[0].right
    assert grade(statement, "false", gates).right is not statement.options[0].right


def test_unsure_but_right_is_hard_and_wrong_is_never_hard(gates: Library) -> None:
    question = ask(gates, "forget-gate/name", "typed")
    assert grade(question, "forget gate", gates, unsure=True).grade == 2
    assert grade(question, "input gate", gates, unsure=True).grade == 1


@pytest.mark.parametrize("mark", [1, 2, 3, 4])
def test_a_flashcard_has_the_learners_grade(gates: Library, mark: int) -> None:
    feedback = grade(ask(gates, "forget-gate/name", "flashcard"), "", gates, mark=mark)  # type: ignore[arg-type]
    assert (feedback.grade, feedback.right) == (mark, mark > 1)
