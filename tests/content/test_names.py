"""Finding terms: by every name, however it is spelt; and search as you type."""

from __future__ import annotations

import pytest

from studyapp.content.library import Library
from studyapp.content.slips import slips
from studyapp.content.spelling import fold, readings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Forget Gate", "forget-gate"),
        ("the forget gate", "Forget gates"),
        ("순환 신경망", "순환신경망"),
        ("one-hot vector", "One Hot Vectors"),
        ("ＬＳＴＭ", "lstm"),
        ("\u1106\u1161\u11bc\u1100\u1161\u11a8 게이트", "망각 게이트"),
        ("What is an LSTM?", "LSTM"),
    ],
)
def test_the_same_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("입력 게이트", "출력 게이트"), ("loss", "los"), ("RNN", "GRU"), ("σ", "s")]
)
def test_not_the_same_name(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("asked", ["LSTM이란?", "LSTM은", "LSTM", "lstm이란 무엇인가?", "LSTM (장단기 메모리)"])
def test_endings_and_brackets_fall_away(asked: str) -> None:
    assert "lstm" in readings(asked)


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("순한 신경망", "recurrent-neural-network"),
        ("Recureent", "recurrent"),
        ("gardient", "gradient"),
        ("ReLu", "relu"),
        ("Gradient Vanishing", "vanishing-gradient"),
        ("기울기소실", "vanishing-gradient"),
        ("LSTM이란?", "lstm"),
        ("그래디언트란?", "gradient"),
        ("one hot", "one-hot-vector"),
        ("망각", "forget-gate"),
        ("포겟 게이트는", "forget-gate"),
        ("sigmo", "sigmoid"),
        ("tanh", "tanh"),
        ("하이퍼볼릭", "tanh"),
    ],
)
def test_search_finds_what_was_meant_first(library: Library, typed: str, id: str) -> None:
    assert library.search(typed).ids[:1] == [id]


@pytest.mark.parametrize(
    ("typed", "id"),
    [("셀", "cell-state"), ("기울", "gradient"), ("소실", "vanishing-gradient"), ("게이트는", "forget-gate")],
)
def test_search_finds_korean_of_one_and_two_syllables(library: Library, typed: str, id: str) -> None:
    assert id in library.search(typed).ids


def test_nothing_is_found_for_nonsense(library: Library) -> None:
    assert library.search("zzzzzzzz") == (0, [])
    assert library.search("   ") == (0, [])


@pytest.mark.parametrize(
    ("one", "other", "off"),
    [
        ("gate", "gate", 0),
        ("gate", "gaet", 1),
        ("gates", "gats", 1),
        ("gate", "gaze", 1),
        ("gate", "agte", 1),
        ("gate", "aget", None),  # two slips are too many for a short word
        ("gradient", "garident", None),
        ("backpropagation", "bacpropagaton", 2),
        ("게이트", "게이드", 1),
        ("입력게이트", "출력게이트", None),
        ("tan", "tam", None),  # in three letters each one tells
        ("0.97", "0.98", None),  # a digit is never a slip
    ],
)
def test_slips(one: str, other: str, off: int | None) -> None:
    assert slips(one, other) == slips(other, one) == off
