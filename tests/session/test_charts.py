"""Charts of counts, read row by row."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.lab.canvas import Row, cell_width, text_of
from studyapp.session.charts import bars, beside, calendar, columns

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
THURSDAY = date(2026, 5, 28)


def texts(rows: list[Row]) -> list[str]:
    return [text_of(row) for row in rows]


def test_the_calendar_ends_with_the_week_of_today() -> None:
    days = {"2026-05-28": 8, "2026-05-25": 1, "2026-05-24": 4, "2026-05-02": 6, "2025-01-01": 99}
    assert texts(calendar(days, THURSDAY, 14, WEEKDAYS, MONTHS)) == [
        "      May",
        "Mon · · · · ░░",
        "    · · · · ·",
        "Wed · · · · ·",
        "    · · · · ██",
        "Fri · · · ·",
        "    ▓▓· · ·",
        "    · · · ▒▒",
        "",
        "    ·  0",
    ]


def test_the_calendar_says_what_its_shades_mean() -> None:
    days = {(THURSDAY - timedelta(days=ago)).isoformat(): ago for ago in range(1, 21)}
    rows = texts(calendar(days, THURSDAY, 60, WEEKDAYS, MONTHS))
    assert rows[-1] == "    ·  0   ░░ 1–5   ▒▒ 6–10   ▓▓ 11–15   ██ 16+"


@pytest.mark.parametrize(("width", "weeks"), [(14, 5), (73, 34), (110, 53), (300, 53)])
def test_the_calendar_has_as_many_weeks_as_fit_and_a_year_at_most(width: int, weeks: int) -> None:
    monday = texts(calendar({}, THURSDAY, width, WEEKDAYS, MONTHS))[1]
    assert monday.count("·") == weeks


def test_columns_are_as_high_as_their_values() -> None:
    rows = texts(columns([4, 0, 1, 2], ["a", "", "", "d"], 20, 4, ""))
    assert rows == ["4 │██", "0 │██    ▄▄ ██", "  └────────────", "   a        d"]


def test_nothing_to_show_is_an_empty_chart() -> None:
    assert texts(columns([0, 0], ["", ""], 20, 4, "")) == ["  │", "0 │", "  └──────", ""]
    assert texts(bars([0, 0], ["a", "b"], 10, "")) == ["a        0", "b        0"]


def test_bars_end_with_the_exact_count() -> None:
    rows = texts(bars([12_345, 1], ["카드", "b"], 20, ""))
    assert rows == ["카드 ████████ 12,345", "   b ▏             1"]


def test_two_charts_stand_side_by_side() -> None:
    rows = texts(beside(bars([1], ["하나"], 12, ""), bars([1, 2], ["a", "b"], 8, ""), 12, 2))
    assert [cell_width(row) for row in rows] == [22, 22]


@given(
    st.dictionaries(st.dates(date(2025, 4, 1), THURSDAY).map(date.isoformat), st.integers(0, 10_000), max_size=40),
    st.integers(8, 130),
)
def test_no_row_is_wider_than_the_room(days: dict[str, int], width: int) -> None:
    drawn = calendar(days, THURSDAY, width, WEEKDAYS, MONTHS)
    drawn += columns(list(days.values()), list(days), width, 6, "")
    assert all(cell_width(row) <= width for row in texts(drawn))
