"""A small library for questions: what they are made from is in plain sight."""

from __future__ import annotations

import pytest

from studyapp.content.library import Library
from studyapp.content.model import (
    ClozeQuestion,
    Compiled,
    Entry,
    ExerciseWords,
    Formula,
    Names,
    Pitfall,
    Placed,
    Text,
    WrongRuleWords,
)

PLACES = dict.fromkeys(["id", *(f"requires/{n}" for n in range(3))], (1, 1))


def gate(id: str, en: str, ko: str, requires: tuple[str, ...] = ()) -> Placed:
    entry = Entry(
        id=id,
        term=Text(en, ko),
        definition=Text(f"The {en} is what the {id} entry says.", f"{ko}: {id} 항목이 말하는 것이다."),
        also=Names(en=(f"{en[0]} gate",), ko=(f"{ko}문",)),
        requires=requires,
        formula=(Formula(tex=f"{id}", text=f"{id} = σ(a)"),),
        pitfalls=(Pitfall(Text(f"{en} is wrong.", f"{ko}는 틀렸다."), Text(f"{en} is right.", f"{ko}는 맞았다.")),),
        questions=(ClozeQuestion(Text(f"It is what is [kept|retained] by {id}.", f"{id}가 [남기는] 것이다.")),),
        exercises=("halve",),
    )
    return Placed(entry, PLACES)


@pytest.fixture
def gates() -> Library:
    entries = (
        gate("input-gate", "input gate", "입력 게이트"),
        gate("output-gate", "output gate", "출력 게이트", ("input-gate",)),
        gate("forget-gate", "forget gate", "망각 게이트", ("input-gate",)),
        gate("update-gate", "update gate", "갱신 게이트", ("forget-gate",)),
    )
    rule = WrongRuleWords(Text("doubling", "두 배로 했다"), Text("Halve it.", "반으로 나눈다."))
    words = ExerciseWords(
        id="halve",
        title=Text("Halve", "반"),
        stem=Text("x is {x}.", "x는 {x}이다."),
        ask=Text("Halve {x}.", "{x}의 반은?"),
        rules={"doubled": rule, "twice": rule},
    )
    return Library(
        [
            Compiled("glossary/gates.yaml", topic=Text("Gates", "게이트"), entries=entries),
            Compiled("h", exercise=words),
        ],
        2,
    )
