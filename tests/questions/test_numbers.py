"""Reading numbers as people write them."""

from __future__ import annotations

import math
from decimal import Decimal

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
    [
        "",
        ".",
        "-",
        "1/0",
        "1,000.5",
        "1.2.3",
        "e5",
        "0x10",
        "1e999",
        "nan",
        "inf",
        "half",
        "1 / 2 / 3",
        "1½",
        "5²",
        "10²",
        "1 .5",
        "3, 5",
        "1 2",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(("text", "decimals"), [("0.79", 2), ("1", 0), ("5e-3", 3), ("12.5%", 3), ("1/3", None)])
def test_decimals_are_counted(text: str, decimals: int | None) -> None:
    number = read(text)
    assert number is not None
    assert number.decimals == decimals


# ── whatever the number ─────────────────────────────────────────────────────────────────────────────────────

FORMATS = st.tuples(st.integers(0, 17), st.sampled_from("feg")).map(lambda each: f".{each[0]}{each[1]}")
NUMBERS = st.floats(-1e12, 1e12) | st.floats(-10, 10) | st.integers(-1000, 1000).map(float)
PRINTED = st.builds(format, NUMBERS, FORMATS)
VECTORS = st.lists(st.builds(format, NUMBERS, st.sampled_from([".0f", ".1f", ".4f"])), min_size=2, max_size=5)
SEPARATORS = (", ", "; ", ";", " ", " , ", "  ", ",\t")
BRACKETS = ("{}", "({})", "[{}]", "( {} )", "[[{}]]", "h = ({})", "tensor([{}])")
MARKS = st.text("0123456789.,;+-−eE/%x×*^()[] \n½²⁻¹개=", max_size=20)  # what numbers are written with, in any order


@given(NUMBERS, FORMATS)
def test_what_python_prints_is_read_back_to_the_last_digit(value: float, form: str) -> None:
    printed = format(value, form)
    number = read(printed)
    assert number is not None
    assert number.value == float(printed)
    assert not number.percent


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_double_is_read_back(value: float) -> None:
    number = read(repr(value))
    assert number is not None
    assert number.value == value


@given(PRINTED)
def test_a_comma_for_the_point_makes_no_difference(printed: str) -> None:
    assert read(printed.replace(".", ",")) == read(printed)


@given(VECTORS, st.sampled_from(["; ", ";", " ", ", ", "  "]))
def test_a_comma_for_the_point_makes_no_difference_in_a_vector(parts: list[str], separator: str) -> None:
    text = separator.join(part.replace(".", ",") for part in parts)
    assert read(text, len(parts)) == read("; ".join(parts), len(parts))


@given(PRINTED | VECTORS.map(", ".join), st.sampled_from("−–—﹣－"), st.integers(1, 5))
def test_a_minus_is_a_minus(printed: str, minus: str, size: int) -> None:
    assert read(printed.replace("-", minus), size) == read(printed, size)


@given(VECTORS, st.sampled_from(SEPARATORS), st.sampled_from(BRACKETS))
def test_brackets_and_what_parts_the_numbers_make_no_difference(
    parts: list[str], separator: str, brackets: str
) -> None:
    vector = read(brackets.format(separator.join(parts)), len(parts))
    assert vector is not None
    assert vector.values == tuple(map(float, parts))
    assert vector.decimals == min(len(part.partition(".")[2]) for part in parts)


@given(st.lists(st.integers(1, 99_999).map(str), min_size=2, max_size=5), st.sampled_from("x×*·"), st.booleans())
def test_a_shape_is_read_with_signs_between(parts: list[str], sign: str, apart: bool) -> None:
    shape = read((f" {sign} " if apart else sign).join(parts), len(parts), whole=True)
    assert shape is not None
    assert shape.values == tuple(map(float, parts))


@given(VECTORS, st.sampled_from(SEPARATORS), st.sampled_from(BRACKETS), st.integers(1, 7))
def test_more_numbers_or_fewer_than_are_wanted_are_none(
    parts: list[str], separator: str, brackets: str, size: int
) -> None:
    found = read(brackets.format(separator.join(parts)), size)
    assert (found is not None) == (size == len(parts))


@given(st.integers(-999_999_999, 999_999_999), st.sampled_from([",", " ", "\N{NO-BREAK SPACE}", "\N{THIN SPACE}"]))
def test_thousands_are_parted_in_whole_numbers(value: int, mark: str) -> None:
    number = read(f"{value:,}".replace(",", mark), whole=True)
    assert number is not None
    assert number.value == value


@given(st.decimals(-1000, 1000, places=3), st.sampled_from(["%", " %", "％", " per cent", "퍼센트"]))
def test_per_cent_are_hundredths(value: Decimal, sign: str) -> None:
    number = read(f"{value}{sign}")
    assert number is not None
    assert math.isclose(number.value, value / 100, abs_tol=1e-15)
    assert (number.decimals, number.percent) == (5, True)


@given(st.integers(-9999, 9999), st.integers(1, 9999))
def test_a_fraction_is_exact(over: int, under: int) -> None:
    assert read(f"{over}/{under}") == read(f"{over} ⁄ {under}") == ((over / under,), None, False)


@given(st.floats(-1e6, 1e6), st.integers(0, 9), st.integers(-9, 9))
def test_decimals_are_counted_as_they_are_given(value: float, digits: int, exponent: int) -> None:
    printed = f"{value:.{digits}f}"
    for text, decimals in ((printed, digits), (f"{printed}e{exponent}", digits - exponent)):
        number = read(text)
        assert number is not None
        assert number.decimals == max(decimals, 0)


@given(st.text(max_size=20) | MARKS, st.integers(1, 4), st.booleans())
def test_any_text_is_as_many_numbers_or_none(text: str, size: int, whole: bool) -> None:
    found = read(text, size, whole=whole)
    if found is not None:
        assert len(found.values) == size
        assert all(map(math.isfinite, found.values))
        assert found.decimals is None or found.decimals >= 0
