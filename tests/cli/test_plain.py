"""study --plain and quiz --plain, driven by what is piped into them."""

from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import Path

import pytest

from studyapp.content.library import Library
from studyapp.lab.client import LabError
from studyapp.memory.log import Log, LogError
from studyapp.memory.model import Answer, Event, Undo, Unknown
from tests.cli.conftest import NINE, Call, answer

WORDS = {
    "en": {
        "0": "0 due, 10 new. Go on with",
        "back": "taken back: ",
        "none": "There is nothing to take back.",
        "nothing": "Nothing is due here.",
    },
    "ko": {
        "0": "복습 0장, 새 카드 10장. 이어서",
        "back": "되돌렸다: ",
        "none": "되돌릴 답이 없다.",
        "nothing": "지금 복습할 것이 없다.",
    },
}


def events(home: Path) -> list[Event]:
    with closing(Log.open(home / "log.db")) as log:
        return [logged.event for logged in log.events() if not isinstance(logged.event, Unknown)]


def answers(home: Path) -> list[Answer]:
    """The answers that stand."""
    with closing(Log.open(home / "log.db")) as log:
        return [logged.event for logged in log.answers() if isinstance(logged.event, Answer)]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_without_a_terminal_the_app_says_what_is_due_and_how_to_go_on(call: Call, lang: str) -> None:
    called = call("--lang", lang) if lang == "ko" else call()
    assert (called.code, called.err) == (0, "")
    assert called.out == WORDS[lang]["0"] + ": studyapp study --plain\n"


# ── study ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(
    ("mark", "most", "back"), [(3, 3, ("10m", "10분")), (4, 10, (r"([6-9]|10)d", r"([6-9]|10)일"))]
)
def test_study_to_the_end(call: Call, home: Path, lang: str, mark: int, most: int, back: tuple[str, str]) -> None:
    """Three entries require nothing. What is easy opens what requires it at once, up to ten new cards a day."""
    called = call("study", "--plain", "--lang", lang, stdin=f"\n{mark}\n" * most)
    given = answers(home)
    assert (called.code, called.err) == (0, "")
    assert len({each.card.partition("/")[0] for each in given}) == len(given) == most
    asked = {(each.grade, each.purpose, each.lang, each.kind) for each in given}
    assert asked == {(mark, "scheduled", lang, "flashcard")}
    assert {"en": f"\n{most} of {most} right\n", "ko": f"\n{most}문제 중 {most}문제 정답\n"}[lang] in called.out
    told = f"recorded, back in {back[0]}\n" if lang == "en" else f"기록했다. {back[1]} 뒤에"
    assert len(re.findall(told, called.out)) == most


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_when_nothing_is_left_for_today_it_says_so(call: Call, home: Path, lang: str) -> None:
    call("study", "--plain", stdin="\n4\n" * 60)
    called = call("study", "--plain", "--lang", lang)
    assert (called.code, called.err) == (0, "")
    assert called.out.startswith(WORDS[lang]["nothing"])
    assert len(events(home)) == 10


def test_a_card_failed_comes_again_in_the_same_sitting(call: Call, home: Path) -> None:
    call("study", "--plain", stdin="\n1\n" + "\n4\n" * 60)
    given = [each.card for each in answers(home)]
    assert given.count(given[0]) > 1


@pytest.mark.parametrize("leave", ["q\n", "", "ㅂ\n"])
@pytest.mark.parametrize("before", ["", "\n"])
def test_leaving_in_the_middle_keeps_what_was_answered(call: Call, home: Path, leave: str, before: str) -> None:
    called = call("study", "--plain", stdin="\n3\n\n2\n" + before + leave)
    assert (called.code, called.err) == (0, "")
    assert called.out.endswith("\n\n2 of 2 right\n")
    assert [each.grade for each in answers(home)] == [3, 2]


@pytest.mark.parametrize("undo", ["u", "ㅕ"])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_undo_asks_the_card_again_and_loses_nothing(call: Call, home: Path, lang: str, undo: str) -> None:
    called = call("study", "--plain", "--lang", lang, stdin=f"\n1\n\n3\n{undo}\n\n4\nq\n")
    first, second, taken_back, again = events(home)
    assert called.code == 0
    assert WORDS[lang]["back"] in called.out
    assert isinstance(first, Answer)
    assert isinstance(second, Answer)
    assert isinstance(again, Answer)
    assert isinstance(taken_back, Undo)
    assert (taken_back.number, again.card) == (2, second.card)
    assert [(each.card, each.grade) for each in answers(home)] == [(first.card, 1), (second.card, 4)]
    with closing(Log.open(home / "log.db")) as log:
        assert log.states() == log.replayed()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_undo_reaches_back_as_far_as_the_sitting(call: Call, home: Path, lang: str) -> None:
    called = call("study", "--plain", "--lang", lang, stdin="\n1\n\n1\nu\nu\nu\nq\n")
    assert called.code == 0
    assert called.out.count(WORDS[lang]["back"]) == 2
    assert called.out.count(WORDS[lang]["none"]) == 1
    assert answers(home) == []
    assert len(events(home)) == 4


def test_a_topic_alone(call: Call, home: Path, library: Library) -> None:
    call("study", "--plain", "--topic", "networks", stdin="\n4\n" * 60)
    topics = {library.topic_of[each.card.partition("/")[0]] for each in answers(home)}
    assert topics == {"networks"}


@pytest.mark.parametrize("command", ["study", "quiz"])
def test_a_topic_that_is_not_there(call: Call, command: str) -> None:
    called = call(command, "--topic", "cooking")
    assert (called.code, called.out) == (2, "")
    assert called.err == (
        "studyapp: there is no topic “cooking”; one of: "
        "networks, gradients, recurrence, prediction, through-time, lstm, gru, sequences\n"
    )


def test_a_grade_that_is_none_is_asked_for_again(call: Call, home: Path) -> None:
    called = call("study", "--plain", stdin="\n5\ngood\n\n3\nq\n")
    assert called.out.count("1 again, 2 hard, 3 good, 4 easy:") == 4
    assert [each.grade for each in answers(home)] == [3]


# Whatever is asked, one of these is an answer that can be read; the others are asked about again, or are wrong.
ANYTHING = "1\nt\n1 2 3\n1 2 3 4\n1 2 3 4 5\n1 2 3 4 5 6\n0.12345\n0.12345, 0.2\n0.12345, 0.2, 0.3\n" * 60


# ── quiz ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_quiz_to_the_end(call: Call, home: Path, lang: str) -> None:
    called = call("quiz", "--plain", "--lang", lang, stdin=ANYTHING)
    given = answers(home)
    first = {each.card: each.grade == 3 for each in reversed(given)}
    right = sum(each.grade == 3 for each in given)
    assert (called.code, called.err) == (0, "")
    assert len(first) == 10
    assert len(given) == 20 - sum(first.values()), "what was missed is asked once more"
    assert {each.lang for each in given} == {lang}
    head = {"en": f"\n{sum(first.values())} of 10 right\n", "ko": f"\n10문제 중 {sum(first.values())}문제 정답\n"}[lang]
    assert head in called.out
    assert called.out.count("✔ " + {"en": "Right\n", "ko": "정답\n"}[lang]) == right
    assert called.out.count("✘ " + {"en": "Not right\n", "ko": "오답\n"}[lang]) == len(given) - right


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_what_is_right_is_said_where_the_answer_was_wrong(call: Call, lang: str) -> None:
    called = call("quiz", "--plain", "--lang", lang, stdin=ANYTHING)
    blocks = re.split(r"\n\n", called.out)
    wrong = [block for block in blocks if {"en": "✘ Not right", "ko": "✘ 오답"}[lang] in block]
    assert wrong
    assert all({"en": "Right is: ", "ko": "정답: "}[lang] in block for block in wrong)


def one_question(monkeypatch: pytest.MonkeyPatch, card: str, kind: str) -> None:
    """Let a quiz ask this card in this way, and no other."""
    monkeypatch.setattr("studyapp.session.desk.Desk.quiz_cards", lambda desk, *_, **__: [desk.library.card(card)])
    monkeypatch.setattr("studyapp.session.quiz.Quiz._kind", lambda *_: kind)


@pytest.mark.parametrize(
    ("given", "truth"),
    [
        ("t", "true"),
        ("TRUE", "true"),
        ("o", "true"),
        ("참", "true"),
        ("\u110e\u1161\u11b7", "true"),
        ("ㅅ", "true"),
        ("f", "false"),
        ("x", "false"),
        ("거짓", "false"),
        ("ㄹ", "false"),
    ],
)
def test_true_or_false_in_many_spellings(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch, given: str, truth: str
) -> None:
    one_question(monkeypatch, "relu/contrast", "true-false")
    assert call("quiz", "--plain", stdin=f"maybe\n\n{given}\n").code == 0
    assert [each.given for each in answers(home)] == [truth]


def test_an_option_is_chosen_by_its_number(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one_question(monkeypatch, "relu/name", "choice")
    called = call("quiz", "--plain", stdin="0\n5\nReLU\n²\n2\n")
    assert called.out.count("which number?") in (5, 6), "a miss is asked once more"
    assert [each.given for each in answers(home)] == ["1"]


def test_a_number_that_cannot_be_read_is_not_recorded(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one_question(monkeypatch, "relu/value/activation", "numeric")
    called = call("quiz", "--plain", stdin="much\n1/2\n")
    assert "This is not a number. Write 0.5, .5, 1/2 or 5e-1." in called.out
    assert [each.given for each in answers(home)] == ["1/2"]
    assert re.search(r"^  \S+ = .* = −?[\d.]+$", called.out, re.MULTILINE), "the worked solution"


def test_bytes_that_are_no_text_are_a_wrong_answer(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one_question(monkeypatch, "relu/name", "typed")
    called = call("quiz", "--plain", stdin=b"\xff\x1b[31m\xfe\n")
    assert (called.code, called.err) == (0, "")
    assert "\x1b" not in called.out
    assert [each.grade for each in answers(home)] == [1]


# ── what goes wrong ─────────────────────────────────────────────────────────────────────────────────────────


def refuse(*_: object) -> None:
    raise LabError("no numbers today", "fault")


def test_numbers_that_cannot_be_drawn_end_the_sitting_and_not_in_a_loop(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Log.open(home / "log.db")) as log:
        log.append(answer(0, "relu/value/activation", "numeric", 1))
    monkeypatch.setattr("studyapp.lab.client.Lab.draw", refuse)
    monkeypatch.setattr(
        "studyapp.session.desk.Desk.next_card", lambda desk, *_, **__: desk.library.card("relu/value/activation")
    )
    called = call("study", "--plain")
    assert called.code == 3
    assert called.out.count("The numbers could not be drawn: no numbers today") == 2
    assert called.err == "studyapp: no numbers today\n"
    assert len(events(home)) == 1


def test_a_question_without_numbers_is_passed_over(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = ["relu/value/activation", "relu/name"]
    monkeypatch.setattr(
        "studyapp.session.desk.Desk.quiz_cards", lambda desk, *_, **__: [desk.library.card(id) for id in cards]
    )
    monkeypatch.setattr("studyapp.lab.client.Lab.draw", refuse)
    called = call("quiz", "--plain", stdin="1\n1\n")
    assert called.code == 0
    assert "could not be drawn" in called.out
    assert {each.card for each in answers(home)} == {"relu/name"}


def test_an_answer_that_cannot_be_written_is_told_and_ends_the_sitting(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise LogError("log.db: the disk is full; nothing was recorded")

    monkeypatch.setattr("studyapp.memory.log.Log.append", full)
    called = call("study", "--plain", stdin="\n3\n\n3\n")
    assert called.code == 3
    assert called.err == "studyapp: log.db: the disk is full; nothing was recorded\n"
    assert events(home) == []


def test_settings_that_cannot_be_read_are_told_and_the_defaults_used(call: Call, home: Path) -> None:
    (home / "settings.json").write_text("{", encoding="utf-8")
    called = call("study", "--plain", stdin="\n4\nq\n")
    assert called.code == 0
    assert called.err.startswith("! ")
    assert "settings.json: not read (" in called.err
    assert len(answers(home)) == 1


def test_what_was_studied_is_in_log_and_stats(call: Call) -> None:
    call("study", "--plain", stdin="\n4\nq\n")
    (event,) = json.loads(call("log", "--json").out)
    assert event["at"] > NINE - 400 * 86_400_000
    assert call("stats").out.split()[:2] == ["answers", "1"]
