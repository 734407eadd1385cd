"""list, show, search, ask, check: as a user calls them."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from studyapp.content.library import Library
from studyapp.lab.canvas import cell_width
from tests.cli.conftest import Call, one_line

HANGUL = re.compile("[가-힣]")

# The fields that design.md promises; others may be added, but none may go.
SHOW = {"id", "lang", "term", "also", "topic", "definition", "requires", "sources", "demo"}
SHOW_MORE = {"explanation", "formula", "pitfalls"}
ASK = {"card", "kind", "seed", "stem", "givens", "answer", "tolerance", "choices", "wrong", "solution"}
ASK_MORE = {"lang", "level", "help", "lefts", "order"}


def document(call: Call, *words: str) -> Any:
    called = call(*words, "--json")
    assert (called.code, called.err) == (0, "")
    return json.loads(called.out)


# ── list and show ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lang", "topic", "term"), [("en", "Gradients through time", "cell state"), ("ko", "LSTM", "셀 상태")]
)
def test_list_names_every_term_below_its_topic(call: Call, lang: str, topic: str, term: str) -> None:
    called = call("list", "--lang", lang)
    lines = called.out.splitlines()
    assert (called.code, called.err) == (0, "")
    assert topic in lines
    row = next(line for line in lines if " cell-state " in line)
    assert row.startswith(f"  {term} ")
    assert row.endswith(" cell-path")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_columns_of_list_stand_under_one_another_in_cells(call: Call, lang: str) -> None:
    entries = {entry["id"] for entry in document(call, "list", "--lang", lang)}
    starts = set()
    for line in call("list", "--lang", lang).out.splitlines():
        if line.startswith("  "):
            id = line.split()[-2]
            assert id in entries
            starts.add(cell_width(line[: line.rindex(f"  {id} ")]))
    assert len(starts) == 1


def test_list_as_json_is_what_show_says_of_each(call: Call) -> None:
    listed = document(call, "list", "--lang", "ko")
    assert len(listed) > 40
    assert next(entry for entry in listed if entry["id"] == "relu") == document(call, "show", "relu", "--lang", "ko")


def test_show_has_the_promised_fields(call: Call, library: Library) -> None:
    shown, entry = document(call, "show", "forget", "gate"), library.entries["forget-gate"]
    assert set(shown) == SHOW | SHOW_MORE
    assert (shown["id"], shown["lang"], shown["term"], shown["topic"]) == ("forget-gate", "en", "forget gate", "lstm")
    assert set(shown["also"]) >= {"망각 게이트", *entry.also.en, *entry.also.ko}
    assert shown["definition"] == entry.definition.en
    assert shown["requires"] == list(entry.requires) != []
    assert shown["sources"] == list(entry.sources) != []
    assert entry.demo is not None
    assert shown["demo"] == {"id": "cell-path", "set": entry.demo.set} != {"id": "cell-path", "set": {}}
    assert shown["pitfalls"][0]["wrong"] == entry.pitfalls[0].wrong.en


def test_show_speaks_one_language_whichever_the_name_is_in(call: Call) -> None:
    in_korean = document(call, "--lang", "ko", "show", "forget gate")
    assert (in_korean["lang"], in_korean["term"]) == ("ko", "망각 게이트")
    assert "forget gate" in in_korean["also"]
    assert HANGUL.search(in_korean["definition"])
    assert HANGUL.search(in_korean["explanation"])
    assert all(HANGUL.search(text) for pitfall in in_korean["pitfalls"] for text in pitfall.values())
    in_english = document(call, "show", "망각 게이트", "--lang", "en")
    assert in_english["id"] == in_korean["id"]
    assert not HANGUL.search(in_english["definition"] + in_english["explanation"])


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_page_of_an_entry_is_no_wider_than_76_cells(call: Call, lang: str) -> None:
    for id in ("rnn-structure", "gru", "forget-gate", "convolutional-neural-network"):
        lines = call("show", id, "--lang", lang).out.splitlines()
        assert [line for line in lines if cell_width(line) > 76] == []


def test_the_page_keeps_to_a_narrow_terminal(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    prose = call("show", "sigmoid", "--lang", "ko").out.splitlines()
    assert max(cell_width(line) for line in prose if HANGUL.search(line)) <= 40


DECK = """\
topic: {en: Mine}
entries:
  - id: mine
    term: {en: mine}
    definition: {en: What is mine.}
    pitfalls:
      - wrong: {en: What is mine is yours and what is yours is mine and what is theirs is not ours.}
        right: {en: It is mine.}
    demo: {id: gru-dial, set: {convention: z writes, z: 0.5}}
"""


def test_the_page_has_hanging_signs_and_a_command_that_can_be_pasted(call: Call, home: Path) -> None:
    (home / "decks").mkdir()
    (home / "decks" / "mine.yaml").write_text(DECK, encoding="utf-8")
    assert call("show", "mine").out.splitlines() == [
        "mine",
        "",
        "What is mine.",
        "",
        "✘ What is mine is yours and what is yours is mine and what is theirs is not",
        "  ours.",
        "✔ It is mine.",
        "",
        "studyapp demo gru-dial --set 'convention=z writes' --set z=0.5",
        "",
    ]


def test_what_is_not_there_is_refused_with_what_is_near(call: Call) -> None:
    called = call("show", "forgett", "gate")
    assert called.code == 2
    assert one_line(called) == "studyapp: there is no term “forgett gate”; did you mean forget-gate?"
    called = call("show", "zzzz")
    assert (called.code, one_line(called)) == (2, "studyapp: there is no term “zzzz”; see: studyapp list")


def test_an_error_carries_no_control_characters_to_the_terminal(call: Call) -> None:
    called = call("show", "a\x1b[31m\nb\x07")
    assert called.code == 2
    assert "\x1b" not in one_line(called)
    called = call("list", "--lang", "\x1b[31m")
    assert called.code == 2
    assert "\x1b" not in one_line(called)


def test_list_leaves_columns_out_where_the_terminal_is_too_narrow(
    call: Call, monkeypatch: pytest.MonkeyPatch, library: Library
) -> None:
    piped = call("list").out.splitlines()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for columns, shown in ((200, piped), (80, [line for line in piped if not line.startswith("  ")])):
        monkeypatch.setenv("COLUMNS", str(columns))
        lines = call("list").out.splitlines()
        assert len(lines) == len(piped)
        assert max(map(cell_width, lines)) <= columns
        assert set(shown) <= set(lines)
    entry = library.entries["cell-state"]
    assert any(line.split("  ")[1:2] == [entry.term.en] and line.endswith(str(entry.term.ko)) for line in lines)


# ── search ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("text", "lang", "first"), [("gardient", "en", "gradient"), ("망각", "ko", "망각 게이트")])
def test_search_prints_the_best_first_in_the_language(call: Call, text: str, lang: str, first: str) -> None:
    called = call("search", text, "--lang", lang)
    assert (called.code, called.err) == (0, "")
    assert called.out.splitlines()[0].startswith(f"{first}  ")
    assert document(call, "search", text, "--lang", lang)[0]["term"] == first


def test_search_that_finds_nothing(call: Call) -> None:
    called = call("search", "zzzz")
    assert (called.code, one_line(called)) == (2, "studyapp: nothing is found for “zzzz”; see: studyapp list")
    called = call("search", "zzzz", "--json")
    assert (called.code, json.loads(called.out)) == (2, []), "in JSON nothing found is an empty list"


# ── ask ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_ask_has_the_promised_fields(call: Call) -> None:
    for kind in ("flashcard", "choice", "typed"):
        assert set(document(call, "ask", "relu/name", "--kind", kind)) == ASK | ASK_MORE
    asked = document(call, "ask", "relu/value/activation", "--kind", "numeric", "--seed", "44")
    assert set(asked) == ASK | ASK_MORE
    assert (asked["card"], asked["kind"], asked["seed"]) == ("relu/value/activation", "numeric", 44)
    assert asked["givens"] == {"f": "tanh", "x": -1.4}
    assert asked["answer"] == pytest.approx(-0.8853516)
    assert asked["tolerance"] == 0.0001
    assert all(set(wrong) == {"rule", "value", "says"} for wrong in asked["wrong"])
    assert {wrong["rule"] for wrong in asked["wrong"]} == {"derivative-for-value", "sigmoid-for-tanh"}
    assert asked["solution"][-1]["value"] == pytest.approx(asked["answer"], abs=1e-5), "as many decimals as are carried"


def test_ask_speaks_the_language_and_asks_the_same_for_the_same_seed(call: Call) -> None:
    korean = document(call, "ask", "relu/name", "--kind", "choice", "--seed", "4", "--lang", "ko")
    english = document(call, "ask", "relu/name", "--kind", "choice", "--seed", "4")
    assert HANGUL.search(korean["stem"])
    assert not HANGUL.search(english["stem"])
    rights = [[choice["right"] for choice in asked["choices"]] for asked in (korean, english)]
    assert rights[0] == rights[1]
    assert sum(rights[0]) == 1


def test_ask_without_a_seed_says_which_it_took(call: Call) -> None:
    first = call("ask", "relu/contrast").out
    card, kind, seed = re.match(r"(\S+)  (\S+)  --seed (\d+)\n", first).groups()  # type: ignore[union-attr]
    assert call("ask", card, "--kind", kind, "--seed", seed).out == first


def test_a_choice_is_printed_with_one_right_option_and_no_answer_below_it(call: Call) -> None:
    lines = call("ask", "relu/name", "--kind", "choice", "--seed", "1").out.splitlines()
    marks = [line[:3] for line in lines if line[:2] in ("✔ ", "✘ ")]
    assert [mark[2] for mark in marks] in (["1", "2", "3"], ["1", "2", "3", "4"])
    assert sum(mark[0] == "✔" for mark in marks) == 1
    last = max(at for at, line in enumerate(lines) if line[:2] in ("✔ ", "✘ "))
    assert "ReLU" not in lines[last + 2 :]


def test_a_worked_solution_has_as_many_decimals_as_are_carried_and_true_minus_signs(call: Call) -> None:
    out = call("ask", "relu/value/activation", "--kind", "numeric", "--seed", "44").out
    assert "tanh(−1.4) = (e^(−1.4) − e^1.4) / (e^(−1.4) + e^1.4) = −0.88535\n" in out
    assert "0.1978  sigmoid-for-tanh      σ in place of tanh\n" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["relu/meening"], "there is no card “relu/meening”; did you mean relu/meaning"),
        (["relu/name", "--kind", "riddle"], "is not asked as “riddle”; one of: flashcard, typed, choice"),
        (
            ["--kind", "riddle"],
            "no card is asked as “riddle”; one of: choice, cloze, flashcard, matching, numeric, ordering",
        ),
        (["--seed", "x"], "--seed: a whole number from 0 up is wanted, not “x”; see studyapp ask --help"),
        (["--seed", "-1"], "--seed: a whole number from 0 up is wanted, not “-1”"),
    ],
)
def test_ask_says_what_is_possible(call: Call, words: list[str], says: str) -> None:
    called = call("ask", *words)
    assert called.code == 2
    assert says in one_line(called)


# ── check ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_check_finds_nothing_wrong_in_what_is_shipped(call: Call) -> None:
    called = call("check")
    assert (called.code, called.err) == (0, "")
    assert re.fullmatch(r"\d+ files, no problem\n", called.out)
    assert re.fullmatch(r"파일 \d+개, 문제 없음\n", call("check", "--lang", "ko").out)


def test_check_looks_into_folders_and_at_the_learners_decks(call: Call, home: Path) -> None:
    (home / "decks").mkdir()
    deck = home / "decks" / "mine.yaml"
    deck.write_text("topic: {en: Mine}\nentries:\n  - {id: x, term: {en: x}}\n", encoding="utf-8")
    line = f"{deck}:3:5: “definition” is missing; add definition: …\n"
    for words in ((), (str(home / "decks"),), (str(deck),)):
        called = call("check", *words)
        assert (called.code, called.out, called.err) == (1, line, "")


def test_check_of_what_is_not_there(call: Call, tmp_path: Path) -> None:
    called = call("check", str(tmp_path / "nothing.yaml"))
    assert called.code == 2
    assert one_line(called).endswith("nothing.yaml: no such file; name a YAML file or a folder of them")
    (tmp_path / "empty").mkdir()
    called = call("check", str(tmp_path / "empty"))
    assert called.code == 2
    assert one_line(called).endswith("empty: no *.yaml in it; name a YAML file or a folder of them")
