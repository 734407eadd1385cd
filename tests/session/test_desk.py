"""The desk's day: what today's limit counts, also in the two nights in which the clocks are changed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.content.catalog import Catalog
from studyapp.content.paths import Paths
from studyapp.lab.client import LabError
from studyapp.memory.model import Answer
from studyapp.memory.queue import day_ends, day_of
from studyapp.session.desk import Desk, LocalZone, open_library
from tests.conftest import Clock

BERLIN = ZoneInfo("Europe/Berlin")


def ms(local: str) -> int:
    """A time in Berlin as ms since 1970."""
    return round(datetime.fromisoformat(local).replace(tzinfo=BERLIN).timestamp() * 1000)


def introduce(desk: Desk) -> int:
    """Introduce every card that may be introduced now, easily known; how many that were."""
    introduced = 0
    while new := desk.queue().new():
        desk.log.append(Answer(desk.now(), new[0], "flashcard", 0, 4, "scheduled"))
        introduced += 1
    return introduced


def test_the_limit_is_per_day_of_study_in_the_learners_zone(desk: Desk, clock: Clock) -> None:
    desk.zone = BERLIN
    clock.at = ms("2026-06-24T23:00")
    assert introduce(desk) == 10
    clock.at = ms("2026-06-25T03:59:59")
    assert introduce(desk) == 0
    clock.at = ms("2026-06-25T04:00")
    assert introduce(desk) == 10


@pytest.mark.parametrize(
    ("introduced", "now", "more"),
    [
        ("2026-10-24T12:00", "2026-10-25T03:30", 0),  # still the same day of study, of 25 hours
        ("2026-03-28T12:00", "2026-03-29T04:30", 10),  # the next day, after one of 23
    ],
    ids=["clocks go back", "clocks go forward"],
)
def test_the_limit_in_a_night_in_which_the_clocks_change(
    desk: Desk, clock: Clock, introduced: str, now: str, more: int
) -> None:
    desk.zone = BERLIN
    clock.at = ms(introduced)
    assert introduce(desk) == 10
    clock.at = ms(now)
    assert introduce(desk) == more


# ── the machine's own zone ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def machine_in() -> Iterator[Callable[[str], None]]:
    """Puts the machine into a time zone."""
    before = os.environ.get("TZ")

    def put(name: str) -> None:
        os.environ["TZ"] = name
        time.tzset()

    yield put
    if before is None:
        del os.environ["TZ"]
        time.tzset()
    else:
        put(before)


@given(
    st.integers(ms("2026-01-01T00:00"), ms("2027-12-31T00:00")),
    st.sampled_from(["Europe/Berlin", "Asia/Seoul", "America/New_York", "UTC"]),
    st.integers(0, 23),
)
@settings(deadline=None)
def test_the_machines_zone_has_the_days_of_zoneinfo(
    machine_in: Callable[[str], None], at: int, name: str, rollover: int
) -> None:
    machine_in(name)
    zone, local = ZoneInfo(name), LocalZone()
    assert day_of(at, local, rollover) == day_of(at, zone, rollover)
    assert day_ends(at, local, rollover) == day_ends(at, zone, rollover)


# ── without a lab ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_glossary_can_be_read_without_a_lab_that_works(where: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    def out_of_order() -> Catalog:
        raise LabError("the demos cannot be described: no module named numpy", "crash")

    monkeypatch.setattr("studyapp.lab.client.describe_now", out_of_order)
    library = open_library(where)
    assert len(library.entries) > 28
    assert [problem.what for problem in library.problems] == ["the demos cannot be described: no module named numpy"]
    monkeypatch.undo()
    assert open_library(where).problems == [], "what was not checked was not kept"
