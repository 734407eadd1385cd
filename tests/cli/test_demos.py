"""demo and verify: as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from studyapp.content.library import Library
from studyapp.content.model import DemoWords
from studyapp.lab.canvas import cell_width
from studyapp.lab.frames import Checked, Verdict
from studyapp.language import LANGS
from tests.cli.conftest import Call, one_line
from tests.cli.one_lab import OneLab

# The fields that design.md promises, and the one added since.
VERIFY = {"demo", "claim", "seed", "measured", "relation", "bound", "holds"} | {"within"}


def words(library: Library, id: str) -> DemoWords:
    found = library.demo_words(id)
    assert found is not None
    return found


def test_demo_alone_lists_every_demo(call: Call, one_lab: OneLab, library: Library) -> None:
    for lang in LANGS:
        called = call("demo", "--lang", lang)
        rows = [line.split(maxsplit=1) for line in called.out.splitlines()]
        assert (called.code, called.err) == (0, "")
        assert [row[0] for row in rows] == list(one_lab.catalog.demos)
        assert ["gru-dial", words(library, "gru-dial").title[lang]] in rows


def test_demo_alone_lists_parameters_as_json(call: Call, library: Library) -> None:
    listed = {demo["id"]: demo for demo in json.loads(call("demo", "--json", "--lang", "ko").out)}
    assert listed["cell-path"]["title"] == words(library, "cell-path").title.ko
    assert [parameter["name"] for parameter in listed["cell-path"]["parameters"]] == ["f", "steps"]
    assert listed["cell-path"]["parameters"][0]["high"] == 1.0


def test_a_run_shows_settings_picture_numbers_and_claims(call: Call, library: Library) -> None:
    called = call("demo", "cell-path", "--set", "f=0.5", "--set", "steps=3", "--lang", "ko")
    lines = called.out.splitlines()
    assert (called.code, called.err) == (0, "")
    said = words(library, "cell-path")
    assert lines[0] == said.title.ko
    assert [line.split()[-2:] for line in lines if line.startswith(f"  {said.parameters['f'].ko}  ")] == [["f", "0.5"]]
    assert said.claims["kept"]["ko"] in " ".join(lines)
    assert "  ✔ 0.125 = 0.125 ± 1e−12" in lines
    assert "  –" in lines, "a claim that does not speak about these settings"
    assert [line for line in lines if cell_width(line) > 76] == []


def test_the_seed_decides(call: Call) -> None:
    first, again, other = (call("demo", "bptt", "--seed", seed).out for seed in ("1", "1", "2"))
    assert first == again != other


def test_json_is_a_frame_a_line_and_then_the_claims(call: Call) -> None:
    called = call("demo", "cell-path", "--set", "steps=3", "--json")
    *frames, last = [json.loads(line) for line in called.out.splitlines()]
    assert called.code == 0
    assert len(frames) >= 2
    assert frames[-1]["progress"] == 1.0
    assert all({"panels", "values", "progress", "at", "notes"} <= set(frame) for frame in frames)
    assert {claim["claim"] for claim in last["claims"]} >= {"kept", "half"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["cell-path", "--set", "f=2"], "f = 2 is out of range; between 0 and 1"),
        (["cell-path", "--set", "f=-0.1"], "f = -0.1 is out of range; between 0 and 1"),
        (["cell-path", "--set", "f=nan"], "f = nan is out of range; between 0 and 1"),
        (["cell-path", "--set", "f=much"], "f is a number, not 'much'; between 0 and 1"),
        (["cell-path", "--set", "f="], "f is a number, not ''; between 0 and 1"),
        (["cell-path", "--set", "steps=2.5"], "steps is a whole number, not '2.5'; between 1 and 200"),
        (["cell-path", "--set", "g=1"], "cell-path has no parameter “g”; write NAME=VALUE with one of: f, steps"),
        (["cell-path", "--set", "f"], "write NAME=VALUE with one of: f, steps"),
        (["microscope", "--set", "hold=x"], "hold cannot be 'x'; one of: "),
        (["microscope", "--set", "x=1 2"], "x is a matrix of 1 × 8, not '1 2'; 1 × 8 numbers between -4 and 4"),
        (["microscope", "--set", "W_elman=1 2 z"], "W_elman has 'z' in it, which is no number; 1 × 3 numbers"),
        (["microscope", "--set", "W_elman=1 2 9"], "W_elman has 9 in it, which is out of range; 1 × 3 numbers"),
        (["nothing"], "there is no demo “nothing”; one of: activations, adding-problem, "),
        (["../cell-path"], "there is no demo “../cell-path”; one of: "),
        (
            ["cell-path", "--seed", "-1"],
            "--seed: a whole number from 0 up is wanted, not “-1”; see studyapp demo --help",
        ),
        (["cell-path", "--seed", "x"], "--seed: a whole number from 0 up is wanted, not “x”"),
        (["cell-path", "--sead", "1"], "unrecognized arguments: --sead 1"),
    ],
)
def test_what_is_not_possible_is_answered_with_what_is(call: Call, words: list[str], says: str) -> None:
    for lang in ("en", "ko"):
        called = call("demo", *words, "--lang", lang)
        assert called.code == 2
        assert says in one_line(called)


def test_a_claim_that_fails_is_exit_code_1(call: Call, monkeypatch: pytest.MonkeyPatch, one_lab: OneLab) -> None:
    *frames, verdicts = one_lab.run("gru-dial", {})
    assert isinstance(verdicts, tuple)
    failing = tuple(replace(verdict, holds=verdict.claim != "mirror") for verdict in verdicts)
    assert isinstance(failing[0], Verdict)
    monkeypatch.setattr("studyapp.cli.lab.run_now", lambda *_: [*frames, failing])
    called = call("demo", "gru-dial")
    assert called.code == 1
    assert [line[2] for line in called.out.splitlines() if line.startswith(("  ✔", "  ✘"))] == ["✔", "✔", "✔", "✘"]
    assert call("demo", "gru-dial", "--json").code == 1


# ── verify ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_verify_has_the_promised_fields(call: Call) -> None:
    called = call("verify", "one-hot", "gru-dial", "--seeds", "2", "--json")
    claims = json.loads(called.out)
    assert (called.code, called.err) == (0, "")
    assert all(set(claim) == VERIFY for claim in claims)
    assert [(claim["demo"], claim["claim"], claim["seed"]) for claim in claims][:4] == [
        ("one-hot", "lookup", 0),
        ("one-hot", "no-similarity", 0),
        ("one-hot", "lookup", 1),
        ("one-hot", "no-similarity", 1),
    ]
    assert {claim["demo"] for claim in claims} == {"one-hot", "gru-dial"}
    assert all(claim["holds"] for claim in claims)


def test_verify_prints_a_line_a_claim(call: Call) -> None:
    called = call("verify", "one-hot", "--seed", "7", "--lang", "ko")
    first, second, empty, total = called.out.splitlines()
    assert first.split() == ["✔", "one-hot", "lookup", "1/1", "0", "=", "0"]
    assert first.index("1/1") == second.index("1/1")
    assert (empty, total) == ("", "주장 2개, 실행 2번, 실패 0번")
    assert json.loads(call("verify", "one-hot", "--seed", "7", "--json").out)[0]["seed"] == 7


def test_verify_says_which_run_failed_and_exits_with_1(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Checked("one-hot", "lookup", 0, 1e-9, "<=", 1e-8, 0.0, True)
    runs = [
        held,
        replace(held, seed=1, measured=0.25, holds=False),
        replace(held, claim="no-similarity", measured=None, bound=None, holds=False, error="ZeroDivisionError: z"),
    ]
    monkeypatch.setattr("studyapp.cli.lab.verify_now", lambda *_, **__: iter(runs))
    called = call("verify")
    lines = called.out.splitlines()
    assert called.code == 1
    assert lines[0].split() == ["✘", "one-hot", "lookup", "1/2", "0.25", "≤", "1e−8"]
    assert lines[1].endswith("0/1  ZeroDivisionError: z")
    assert lines[-1] == "2 claims, 3 runs, 2 failed"
    documents = json.loads(call("verify", "--json").out)
    assert [(each["holds"], each["measured"]) for each in documents] == [(True, 1e-9), (False, 0.25), (False, None)]
    assert documents[2]["error"] == "ZeroDivisionError: z"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nothing"], "there is no demo “nothing”; one of: activations, "),
        (["--seeds", "0"], "--seeds: a whole number from 1 up is wanted, not “0”"),
        (["--seeds", "some"], "--seeds: a whole number from 1 up is wanted, not “some”"),
        (["--seeds", "2", "--seed", "1"], "not allowed with argument"),
    ],
)
def test_verify_wrongly_called(call: Call, words: list[str], says: str) -> None:
    called = call("verify", *words)
    assert called.code == 2
    assert says in one_line(called)


def test_a_lab_that_cannot_run_is_exit_code_3(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from studyapp.cli import main
    from studyapp.lab.client import describe_now

    monkeypatch.setattr("studyapp.cli.lab.describe_now", lambda: describe_now(["false"]))
    assert home.exists()
    assert main(["verify"]) == 3
    printed = capsys.readouterr()
    assert printed.err == "studyapp: the demos cannot be described: exit code 1\n"
