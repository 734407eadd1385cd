"""The words of a demo against the demo itself: each slip gives one line with its place and what is possible."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.content.catalog import Catalog, DemoSpec, ParameterSpec
from studyapp.content.compiling import compile_demo

CATALOG = Catalog(
    demos={
        "decay": DemoSpec(
            "decay",
            (
                ParameterSpec("f", "number", 0.97, 0.0, 1.0, 0.01),
                ParameterSpec("kind", "choice", "a", options=("a", "b")),
                ParameterSpec("W", "matrix", "1 0; 0 1", -2.0, 2.0, 0.1, rows=("r", "s"), columns=("x", "y")),
            ),
            ("kept",),
        )
    },
    broken={"torn": "SyntaxError: invalid syntax (torn.py, line 3)"},
)
GOOD = """\
id: decay
title: {en: Decay, ko: 감쇠}
see: {en: See., ko: 본다.}
why: {en: Because., ko: 그래서이다.}
prediction:
  ask: {en: How much?, ko: 얼마인가?}
  value: kept
  set: {f: 0.5}
  choices:
    - {text: {en: half, ko: 절반}, low: 0.4}
    - {text: {en: less, ko: 덜}, high: 0.4}
parameters: {f: {en: f, ko: f}, kind: {en: kind, ko: 종류}, W: {en: W, ko: W}}
claims: {kept: {en: It is kept., ko: 남는다.}}
what_ifs:
  - {set: {W: "1 1; 1 1"}, ask: {en: And now?, ko: 이제는?}}
"""


def problems(text: str) -> list[str]:
    return [
        f"{problem.line}:{problem.column}: {problem.what}; {problem.remedy}"
        for problem in compile_demo("decay.yaml", text.encode(), lambda: CATALOG).problems
    ]


def test_good_words_have_no_problem() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("set: {f: 0.5}", "set: {f: 5}", "8:9: f = 5 is out of range; between 0 and 1"),
        ("set: {f: 0.5}", "set: {g: 0.5}", "8:9: the demo decay has no parameter “g”; one of: f, kind, W"),
        ("set: {f: 0.5}", "set: {kind: c}", "8:9: kind cannot be 'c'; one of: a, b"),
        ('"1 1; 1 1"', '"1 1; 1"', "15:12: W is a matrix of 2 × 2, not '1 1; 1'"),
        ("W: {en: W, ko: W}", "V: {en: W, ko: W}", "the demo decay has no parameter “V”; one of: f, kind, W"),
        (", W: {en: W, ko: W}", "", "the parameter W has no words; add W: {en: …, ko: …}"),
        ("kept: {en: It", "lost: {en: It", "the claim kept has no words"),
        ("id: decay", "id: decoy", "1:1: the demo decoy is not there; one of: decay"),
        ("id: decay", "id: torn", "1:1: the demo torn cannot be loaded: SyntaxError: invalid syntax (torn.py, line 3)"),
        (
            "    - {text: {en: less",
            "    - {text: {en: less, ko: x}, low: 0.3}\n    - {text: {en: less",
            "choices that overlap",
        ),
        ("  value: kept\n", "  value: kept\n  guess: {}\n", "a guess needs to know how near is right"),
        ("  value: kept\n", "  value: kept\n  guess: {within: 1, low: 3}\n", "an axis needs two ends"),
    ],
)
def test_a_slip_is_told_with_its_place(right: str, wrong: str, said: str) -> None:
    assert GOOD.count(right) == 1
    found = problems(GOOD.replace(right, wrong))
    assert any(said in each for each in found), found


@given(st.integers(0, len(GOOD)), st.text(max_size=3))
def test_whatever_is_typed_into_it_is_no_traceback(at: int, typed: str) -> None:
    problems(GOOD[:at] + typed + GOOD[at:])
