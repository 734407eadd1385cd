"""Reading numbers as people write them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.questions.numbers import read

HALF = [".5", "0.5", "5e-1", "1/2", "50%", "0,5", "+.5", " 0.5 ", "０.５", "5E-1", "2/4", "0.50"]


@pytest.mark.parametrize("text", HALF)
def test_a_half_in_many_spellings(text: str) -> None:
    number = read(text)
    assert number is not None
    assert number.value == 0.5


@pytest.mark.parametrize("text", ["−0.25", "-0.25", "–.25", "-1/4", "-25%", "- 0,25"])
def test_minus_in_many_spellings(text: str) -> None:
    number = read(text)
    assert number is not None
    assert number.value == -0.25


@pytest.mark.parametrize(
    "text",
    ["", ".", "-", "1/0", "1,000.5", "1.2.3", "e5", "0x10", "1e999", "nan", "inf", "half", "1 / 2 / 3"],
)
def test_what_is_no_number(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(("text", "decimals"), [("0.79", 2), ("1", 0), ("5e-3", 3), ("12.5%", 3), ("1/3", None)])
def test_decimals_are_counted(text: str, decimals: int | None) -> None:
    number = read(text)
    assert number is not None
    assert number.decimals == decimals


@given(st.floats(-1e6, 1e6), st.integers(0, 9))
def test_what_python_prints_is_read_back(value: float, digits: int) -> None:
    number = read(f"{value:.{digits}f}")
    assert number is not None
    assert math.isclose(number.value, value, abs_tol=0.51 * 10.0**-digits)


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_none(text: str) -> None:
    number = read(text)
    assert number is None or math.isfinite(number.value)
