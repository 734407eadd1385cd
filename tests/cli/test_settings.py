"""settings and fit: what is chosen is kept, what is not possible is told, and nothing is applied unasked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studyapp.memory.fitting import Fit
from studyapp.memory.settings import Settings, load
from tests.cli.conftest import Call, one_line


def test_what_is_chosen_is_kept(call: Call, home: Path) -> None:
    called = call("settings", "new_per_day=25", "desired_retention=0.85", "lang=ko", "rollover_hour=0")
    assert (called.code, called.err) == (0, "")
    expected = Settings(lang="ko", new_per_day=25, desired_retention=0.85, rollover_hour=0)
    assert load(home / "settings.json") == (expected, None)
    assert json.loads(call("settings", "--json").out)["new_per_day"] == 25
    assert call("settings", "lang=auto").code == 0
    assert load(home / "settings.json")[0].lang is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("desired_retention=0.98", "desired_retention = 0.98 is out of range; 0.8–0.97"),
        ("new_per_day=-1", "new_per_day = -1 is out of range; 0–9999"),
        ("reviews_per_day=many", "reviews_per_day is a number 0–9999, not “many”"),
        ("lang=fr", "lang is one of: en, ko, auto; not “fr”"),
        ("colour=red", "“colour=red” sets nothing; write NAME=VALUE with one of: lang, new_per_day"),
        ("lang", "“lang” sets nothing"),
    ],
)
def test_what_is_not_possible_is_told_and_nothing_is_changed(call: Call, home: Path, change: str, says: str) -> None:
    called = call("settings", "new_per_day=5", change)
    assert (called.code, called.out) == (2, "")
    assert says in one_line(called)
    assert load(home / "settings.json")[0].new_per_day == 10


def test_a_costly_retention_is_warned_of(call: Call) -> None:
    assert "!" not in call("settings", "desired_retention=0.95").out
    assert "! A retention of 0.96 costs far more reviews than 0.90" in call("settings", "desired_retention=0.96").out


FOUND = Fit(tuple(float(n) for n in range(1, 22)), 500, 0.3, 0.4, 0.02, 0.05)


def test_a_fit_is_shown_before_it_is_applied(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studyapp.cli.settings.fit_to", lambda *_: FOUND)
    shown = call("fit")
    assert (shown.code, shown.err) == (0, "")
    assert "fitted to 500 reviews\n" in shown.out
    assert "Nothing was changed." in shown.out
    assert load(home / "settings.json")[0].parameters is None
    assert call("fit", "--apply").code == 0
    assert load(home / "settings.json")[0].parameters == FOUND.parameters
    assert call("fit", "--reset").code == 0
    assert load(home / "settings.json")[0].parameters is None


def test_a_fit_that_is_no_better_is_not_applied(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studyapp.cli.settings.fit_to", lambda *_: FOUND._replace(loss=0.5))
    called = call("fit", "--apply")
    assert called.code == 1
    assert "nothing to apply" in called.out
    assert load(home / "settings.json")[0].parameters is None


@pytest.mark.usefixtures("studied")
def test_a_short_log_is_refused(call: Call) -> None:
    called = call("fit")
    assert (called.code, called.out) == (3, "")
    assert "the log is too short to fit to" in one_line(called)
