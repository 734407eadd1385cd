"""Cards become questions: complete in both languages, the same for the same seed, never giving the answer away."""

from __future__ import annotations

import pytest

from studyapp.content.library import Library
from studyapp.content.model import Card, Text
from studyapp.language import LANGS
from studyapp.questions.make import kinds, make
from studyapp.questions.masking import GAP
from studyapp.questions.model import Drawn, Outcome, Question, Step

HALVE = Drawn(
    exercise="halve",
    seed=1,
    level="alone",
    givens={"x": -0.5},
    asks="y",
    at=0,
    digits=4,
    carry=5,
    tolerance=1e-4,
    answer=(-0.25,),
    wrong=(
        Outcome("doubled", (-1.0,), 0, Step("y", "x·2", (-1.0,))),
        Outcome("twice", (-2.0,), 0, Step("y", "x·4", (-2.0,))),
    ),
    steps=(Step("y", "x / 2", (-0.25,)),),
)


def texts(question: Question) -> list[Text]:
    return [question.stem, question.answer, *(option.text for option in question.options)]


@pytest.mark.parametrize("seed", range(5))
def test_every_card_in_every_kind_is_asked_in_both_languages(gates: Library, seed: int) -> None:
    for card in gates.cards:
        possible = kinds(gates, card)
        assert possible, card.id
        for kind in possible:
            drawn = HALVE if card.exercise else None
            question = make(gates, card, kind, seed, drawn=drawn)
            assert question == make(gates, card, kind, seed, drawn=drawn)
            assert all(getattr(text, lang) for text in texts(question) for lang in LANGS)


def test_the_shipped_cards_are_asked_in_both_languages(library: Library) -> None:
    for card in library.cards:
        for kind in kinds(library, card):
            if card.facet not in ("value", "prediction"):
                question = make(library, card, kind, 11)
                assert all(getattr(text, lang) for text in texts(question) for lang in LANGS), question


def test_a_choice_has_one_right_option_and_no_two_alike(library: Library) -> None:
    for card in library.cards:
        if "choice" in kinds(library, card) and card.facet != "value":
            for seed in range(4):
                question = make(library, card, "choice", seed)
                assert sum(option.right for option in question.options) == 1, card.id
                assert len({option.text for option in question.options}) == len(question.options) >= 3, card.id


def test_the_right_option_is_not_always_in_one_place(gates: Library) -> None:
    card = gates.card("forget-gate/name")
    assert card is not None
    places = {
        next(at for at, option in enumerate(make(gates, card, "choice", seed).options) if option.right)
        for seed in range(20)
    }
    assert len(places) >= 3


def test_the_name_is_taken_out_of_what_asks_for_it(gates: Library) -> None:
    card = gates.card("forget-gate/name")
    assert card is not None
    for kind in ("flashcard", "typed", "choice"):
        stem = make(gates, card, kind, 0).stem
        assert GAP in stem["en"]
        assert "forget gate" not in stem["en"]
        assert "망각 게이트" not in stem["ko"]


def test_a_cloze_hides_its_gap(gates: Library) -> None:
    card = gates.card("forget-gate/meaning")
    assert card is not None
    question = make(gates, card, "cloze", 0)
    assert question.stem["en"] == f"It is what is {GAP} by forget-gate."
    assert question.accepts_en == (("kept", "retained"),)
    assert question.answer["ko"] == "forget-gate가 남기는 것이다."


def test_a_numeric_stem_shows_the_drawn_numbers(gates: Library) -> None:
    card = Card("forget-gate/value/halve", "forget-gate", "value", "halve")
    question = make(gates, card, "numeric", 1, drawn=HALVE)
    assert question.stem["en"] == "x is −0.5.\nHalve −0.5. Give 4 decimals."
    assert question.stem["ko"].startswith("x는 −0.5이다.\n−0.5의 반은? ")
    assert question.answer["en"] == "y = −0.2500"


def test_a_kind_that_does_not_fit_is_refused(gates: Library) -> None:
    card = gates.card("forget-gate/formula")
    assert card is not None
    with pytest.raises(ValueError, match="cannot be asked as numeric"):
        make(gates, card, "numeric", 0)


def test_nothing_in_a_stem_is_evaluated() -> None:
    from studyapp.questions.wording import fill

    assert fill("{x} {x.__class__} {0} {y}", {"x": "1"}) == "1 {x.__class__} {0} {y}"
