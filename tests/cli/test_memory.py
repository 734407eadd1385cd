"""stats, log, doctor: as a user calls them."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from studyapp.content.library import Library
from studyapp.content.model import Text
from studyapp.lab.canvas import cell_width
from studyapp.memory import backups
from studyapp.memory.log import Log
from tests.cli.conftest import NINE, Call, answer, one_line


@pytest.fixture
def mistake(library: Library) -> Text:
    """What the rule is called that the wrong numbers of the log follow."""
    words = library.exercise_words("activation")
    assert words is not None
    return words.rules["derivative-for-value"].says


# ── log ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("studied", "seoul")
def test_log_tells_each_event_with_its_local_time_and_in_words(call: Call, mistake: Text) -> None:
    called = call("log")
    assert (called.code, called.err) == (0, "")
    lines = [line.split(maxsplit=3) for line in called.out.splitlines()]
    day = "2026-05-28"
    assert [line[:3] for line in lines] == [[str(n + 1), day, f"09:0{n}:00"] for n in range(6)]
    assert [" ".join(line[3].split()) for line in lines] == [
        "relu/meaning flashcard Good",
        "sigmoid/name typed Again “렐루” · “ReLU” in place of “sigmoid”",
        f"relu/value/activation numeric Again “0.2161” · {mistake.en}",
        f"relu/value/activation numeric Again “0.2161” · {mistake.en}",
        "lstm/meaning choice Good 3 · practice",
        "takes back 1",
    ]


@pytest.mark.usefixtures("studied", "seoul")
def test_log_in_korean(call: Call) -> None:
    told = [" ".join(line.split()[3:]) for line in call("log", "--lang", "ko").out.splitlines()]
    assert told[0] == "relu/meaning flashcard 알맞음"
    assert told[1].endswith("다시 “렐루” · “시그모이드” 대신 “ReLU”")
    assert told[4].endswith("3 · 연습")
    assert told[5] == "1번 기록을 되돌림"


@pytest.mark.usefixtures("seoul")
def test_log_names_the_device_where_there_are_several(call: Call, studied: Path) -> None:
    with closing(sqlite3.connect(studied / "log.db")) as db, db:
        db.execute("UPDATE events SET device = 'other' WHERE number = 1")
    numbers = [line.split()[0] for line in call("log").out.splitlines()]
    assert numbers[0] == "other/1"
    assert all("/" in number for number in numbers)


def test_log_as_json_has_the_events_oldest_first(call: Call, studied: Path) -> None:
    called = call("log", "--json")
    events = json.loads(called.out)
    with closing(Log.open(studied / "log.db")) as log:
        device = log.device
    assert (called.code, called.err) == (0, "")
    assert [event["number"] for event in events] == [1, 2, 3, 4, 5, 6]
    assert events[1] == {
        "device": device,
        "number": 2,
        "event": "answer",
        "at": NINE + 60_000,
        "card": "sigmoid/name",
        "kind": "typed",
        "seed": 1,
        "grade": 1,
        "purpose": "scheduled",
        "given": "렐루",
        "rule": "named:relu",
        "duration_ms": 30_000,
    }
    taken_back = {"device": device, "number": 1}
    assert events[5] == {
        "device": device,
        "number": 6,
        "event": "undo",
        "at": NINE + 300_000,
        "takes_back": taken_back,
    }


def test_the_log_of_a_beginner_is_empty(call: Call) -> None:
    assert call("log").out == ""
    assert json.loads(call("log", "--json").out) == []


def test_a_log_that_names_what_is_gone_is_still_told(call: Call, home: Path) -> None:
    with closing(Log.open(home / "log.db")) as log:
        log.append(answer(0, "gone/value/gone", "numeric", 1, given="1", rule="some-rule"))
        log.append(answer(1, "relu/value/activation", "numeric", 1, given="1", rule="old-rule"))
    told = call("log").out
    assert "some-rule" in told
    assert "old-rule" in told
    assert "some-rule" in call("stats").out


# ── stats ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("studied")
def test_stats_tells_mistakes_in_words_most_frequent_first(call: Call, mistake: Text) -> None:
    called = call("stats")
    lines = called.out.splitlines()
    assert (called.code, called.err) == (0, "")
    assert lines[lines.index("your usual mistakes") + 1 :] == [
        f"    2  {mistake.en}",
        "    1  “ReLU” in place of “sigmoid”",
    ]
    lines = call("stats", "--lang", "ko").out.splitlines()
    assert lines[lines.index("자주 하는 실수") + 1 :] == [
        f"    2  {mistake.ko}",
        "    1  “시그모이드” 대신 “ReLU”",
    ]


@pytest.mark.usefixtures("studied")
def test_stats_counts_what_stands(call: Call) -> None:
    lines = call("stats").out.splitlines()
    assert lines[0].split() == ["answers", "4"], "the answer that was taken back does not count"
    assert lines[1].split() == ["minutes", "2"]
    assert re.search(r"^  Neural networks +2/", "\n".join(lines), re.MULTILINE)
    numbers = json.loads(call("stats", "--json").out)
    assert (numbers["answers"], numbers["topics"]) == (4, {"networks": 2})
    assert numbers["mistakes"] == {"derivative-for-value": 2, "named:relu": 1}


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_numbers_of_stats_end_in_one_column(call: Call, lang: str) -> None:
    lines = call("stats", "--lang", lang).out.splitlines()
    met = lines[lines.index({"en": "cards met", "ko": "만나 본 카드"}[lang]) + 1 :]
    topics = met[: met.index("")]
    assert len(topics) == 8
    assert len({cell_width(line) for line in topics}) == 1


@pytest.mark.usefixtures("studied")
def test_stats_as_json_keeps_its_fields(call: Call) -> None:
    """Programs read them: none is ever taken away."""
    numbers = json.loads(call("stats", "--json").out)
    first = "answers days streak retention reviews phases topics forecast minutes mistakes"
    then = "today longest_streak desired_retention recent_retention recent_reviews weeks minutes_by_day stability"
    last = "difficulty by_topic lapsed longest leeches usual_mistakes"
    assert [*numbers] == f"{first} {then} {last}".split()
    assert len(numbers["forecast"]) == 30
    assert {topic["topic"]: topic["met"] for topic in numbers["by_topic"] if topic["met"]} == {"networks": 2}
    assert set(numbers["by_topic"][0]) == {"topic", "cards", "met", "solid", "reviews", "retention", "minutes"}
    assert set(numbers["longest"][0]) == {"card", "lapses", "answers", "minutes"}
    assert numbers["usual_mistakes"][0]["count"] == 2
    assert set(numbers["stability"][0]) == {"least", "below", "cards"}


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_stats_fit_a_terminal(call: Call, lang: str) -> None:
    lines = call("stats", "--lang", lang).out.splitlines()
    assert max(map(cell_width, lines)) <= 80
    for head in {"en": ("by topic", "Stability", "Most time spent"), "ko": ("주제별", "안정도")}[lang]:
        assert head in lines


def test_stats_of_a_beginner_says_how_to_begin(call: Call) -> None:
    assert call("stats").out == "Nothing has been answered yet. Begin with: studyapp study\n"
    assert call("stats", "--lang", "ko").out == "아직 답한 문제가 없다. 시작하려면: studyapp study\n"
    assert json.loads(call("stats", "--json").out)["answers"] == 0


# ── doctor ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_doctor_finds_a_beginner_sound_and_writes_no_log(call: Call, home: Path) -> None:
    called = call("doctor")
    assert (called.code, called.err) == (0, "")
    assert called.out.splitlines()[0].endswith("log.db: no log yet; it begins with the first answer")
    assert called.out.splitlines()[1].endswith(" entries, no problem")
    assert not (home / "log.db").exists()


@pytest.mark.usefixtures("studied")
def test_doctor_counts_what_is_there(call: Call) -> None:
    called = call("doctor")
    assert called.code == 0
    assert [line[0] for line in called.out.splitlines()] == ["✔"] * 4
    assert "6 events of 1 device(s), none missing" in called.out


def test_doctor_sees_states_that_the_log_does_not_bear_out_and_repairs_them(call: Call, studied: Path) -> None:
    with closing(sqlite3.connect(studied / "log.db")) as db, db:
        db.execute("DELETE FROM cards WHERE card = 'sigmoid/name'")
    called = call("doctor")
    assert called.code == 1
    assert "✘ 1 card states differ from the log; run: studyapp doctor --repair\n" in called.out
    assert call("doctor", "--repair").code == 0
    assert call("doctor").code == 0


def test_doctor_sees_missing_events(call: Call, studied: Path) -> None:
    with closing(sqlite3.connect(studied / "log.db")) as db, db:
        db.execute("DELETE FROM events WHERE number = 3")
    called = call("doctor")
    assert called.code == 1
    assert "are missing; a backup may have them: studyapp doctor --restore" in called.out


def test_doctor_of_a_damaged_log_changes_nothing(call: Call, studied: Path) -> None:
    log = studied / "log.db"
    damaged = log.read_bytes()[:2000] + b"damaged" * 500
    log.write_bytes(damaged)
    for words in ((), ("--repair",)):
        called = call("doctor", *words)
        assert (called.code, called.err) == (3, "")
        assert "log.db: damaged (" in called.out
        assert called.out.endswith("; see what a backup would bring: studyapp doctor --restore\n")
    assert log.read_bytes() == damaged


def test_doctor_restores_a_damaged_log_once_it_is_told_to(call: Call, studied: Path) -> None:
    log = studied / "log.db"
    backups.make(log)
    with closing(Log.open(log)) as open_log:
        before = [logged.place for logged in open_log.events()]
        open_log.settle_down()
    damaged = log.read_bytes()[:2000] + b"damaged" * 500
    log.write_bytes(damaged)
    told = call("doctor", "--restore")
    assert (told.code, told.err) == (1, "")
    assert "begins with the backup log-" in told.out
    assert f": {len(before)} events\n" in told.out
    assert "nothing was written; to put this in the place of the log: studyapp doctor --restore --yes\n" in told.out
    assert log.read_bytes() == damaged
    done = call("doctor", "--restore", "--yes")
    assert (done.code, done.err) == (0, "")
    kept = Path(done.out.rpartition("the log of before is kept: ")[2].strip())
    assert kept.read_bytes() == damaged
    with closing(Log.open(log)) as open_log:
        assert [logged.place for logged in open_log.events()] == before
    assert call("doctor").code == 0


def test_a_backup_that_is_not_there(call: Call, studied: Path) -> None:
    backups.make(studied / "log.db")
    called = call("doctor", "--restore", "gone.db")
    assert (called.code, called.out) == (3, "")
    assert "gone.db: there is no such backup; there are: log-" in called.err


# ── sync ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("studied")
def test_sync_with_a_second_machine(call: Call, tmp_path: Path) -> None:
    folder, other = tmp_path / "shared", tmp_path / "other"
    first = call("sync", str(folder))
    assert (first.code, first.out) == (0, f"6 events written to {folder}, 0 read from it\n")
    second = call("--data-dir", str(other), "--lang", "ko", "sync", str(folder))
    assert (second.code, second.out) == (0, f"{folder}에 기록 0개를 쓰고, 거기서 6개를 읽었다\n")
    assert call("log", "--json").out == call("--data-dir", str(other), "log", "--json").out
    (folder / "torn.studylog").write_text("{")
    torn = call("sync", str(folder))
    assert (torn.code, torn.err) == (1, "")
    assert f"! {folder / 'torn.studylog'}:1: cut off or damaged; left out\n" in torn.out


@pytest.mark.usefixtures("studied")
def test_a_folder_for_sync_that_cannot_be(call: Call, tmp_path: Path) -> None:
    called = call("sync", str(tmp_path / "no" / "where"))
    assert (called.code, called.out) == (3, "")
    assert called.err.endswith("name a folder that can be read and written\n")


def test_doctor_tells_of_settings_and_decks_that_cannot_be_read(call: Call, home: Path) -> None:
    (home / "settings.json").write_text("{", encoding="utf-8")
    (home / "decks").mkdir()
    (home / "decks" / "mine.yaml").write_text("topic: [", encoding="utf-8")
    called = call("doctor")
    assert called.code == 1
    assert "✘ 1 problem(s) in the content; run: studyapp check\n" in called.out
    assert "settings.json: not read (" in called.out


@pytest.mark.parametrize("command", ["stats", "log", "study", "quiz"])
def test_a_damaged_log_is_one_line_that_names_the_doctor(call: Call, home: Path, command: str) -> None:
    (home / "log.db").write_bytes(b"no database at all" * 100)
    called = call(command)
    assert called.code == 3
    assert "log.db: " in one_line(called)
    assert one_line(called).endswith("see: studyapp doctor")


@pytest.mark.parametrize("command", ["stats", "log", "study", "quiz", "doctor"])
def test_a_folder_that_cannot_be_made_is_one_line(call: Call, tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("here is a file", encoding="utf-8")
    called = call(command, "--data-dir", str(tmp_path / "file" / "below"))
    if command == "doctor":
        assert (called.code, called.err) == (1, "")
        assert re.search(r"^✘ \S+settings.json: not read \(.*Not a directory", called.out, re.MULTILINE)
    else:
        assert called.code == 3
        assert one_line(called).endswith("check the folder, or name another with --data-dir")


@pytest.mark.parametrize("command", [("list",), ("show", "relu"), ("search", "relu"), ("demo", "one-hot")])
def test_what_needs_no_log_works_without_a_folder_to_write_in(
    call: Call, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "file").write_text("here is a file", encoding="utf-8")
    called = call(*command, "--data-dir", str(tmp_path / "file" / "below"))
    assert (called.code, called.err) == (0, "")
    assert called.out
