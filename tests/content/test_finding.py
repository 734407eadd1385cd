"""Search over many entries: Korean with and without particles, order, counts, slips; as much as is really there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.content.grams import PARTICLES, in_order, without_particle, words
from studyapp.content.library import Library
from studyapp.content.model import Compiled, Entry, Names, Placed, Text
from studyapp.content.spelling import fold


def library_of(*entries: Entry) -> Library:
    return Library([Compiled("deck.yaml", Text(en="Deck"), 1, tuple(Placed(e, {"id": (1, 1)}) for e in entries))])


def entry(id: str, en: str | None, ko: str | None, says_en: str = "it", says_ko: str = "그것", also: str = "") -> Entry:
    names = Names(en=(also,) if also else ())
    return Entry(id, Text(en=en, ko=ko), Text(en=says_en, ko=says_ko), also=names)


@pytest.fixture(scope="module")
def korean() -> Library:
    return library_of(
        entry("slope", "gradient", "기울기"),
        entry("vanishing", "vanishing gradient", "기울기 소실", says_ko="역전파에서 값이 작아지는 것이다."),
        entry("forget", "forget gate", "망각 게이트", says_ko="메모리 셀을 얼마나 남길지 정한다."),
        entry("lstm", "LSTM", "장단기 메모리", says_ko="LSTM 셀은 게이트가 셋이다."),
        entry("mean", "mean", "평균", says_ko="더해서 나눈 값이다."),
        entry("evaluation", "evaluation", "평가", says_ko="얼마나 잘하는지 보는 일이다."),
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("기울", ["slope", "vanishing"]),
        ("기울기", ["slope", "vanishing"]),
        ("울기", ["slope", "vanishing"]),
        ("소실", ["vanishing"]),
        ("소실의", ["vanishing"]),
        ("기울기소실", ["vanishing"]),
        ("소실 기울기", ["vanishing"]),
        ("셀", ["forget", "lstm"]),
        ("셀은", ["lstm"]),
        ("LSTM 셀은", ["lstm"]),
        ("LSTM은", ["lstm"]),
        ("게이트", ["forget", "lstm"]),
        ("게이트는", ["forget", "lstm"]),
        ("게이트에서는", ["forget", "lstm"]),
        ("망각게이트", ["forget"]),
        ("메모리 셀", ["forget", "lstm"]),
        ("역전파", ["vanishing"]),
        ("평가", ["evaluation"]),
        ("평가를", ["evaluation"]),
        ("\u1111\u1167\u11bc\u1100\u1161", ["evaluation"]),
        ("망누", []),
        ("트게", []),
    ],
)
def test_korean(korean: Library, typed: str, found: list[str]) -> None:
    assert sorted(korean.search(typed).ids) == sorted(found)
    assert korean.search(typed).count == len(found)


def test_names_before_definitions_exact_before_prefix_before_inside_then_learning_order() -> None:
    library = library_of(
        entry("text", "one", None, says_en="a gate opens"),
        entry("inside", "regated", None),
        entry("words", "open the gate", None),
        entry("prefix", "gate of a cell", None),
        entry("exact", "cell", None, also="Gate"),
        entry("prefix-too", "gates", None, says_en="more than one gate"),
    )
    assert library.search("gate") == (6, ["exact", "prefix-too", "prefix", "inside", "words", "text"])
    assert library.search("gate", 2) == (6, ["exact", "prefix-too"])
    assert library.search("gat").count == 6
    assert library.search("ga").ids == ["prefix", "exact", "prefix-too", "words"]
    assert library.search("open gate") == (2, ["words", "text"])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("gardient", "gradient"),  # exchanged
        ("grdient", "gradient"),  # left out
        ("graddient", "gradient"),  # added
        ("gratient", "gradient"),  # changed
        ("hradient", "gradient"),  # the first letter
        ("radient", "gradient"),
        ("gradeint", "gradient"),
        ("backpropogatoin", "backpropagation"),  # two in a long name
        ("순한 신경망", "recurrent"),
        ("손환 신경망", "recurrent"),
        ("게이드", "gate"),
        ("gaet", "gate"),
        ("agte", "gate"),
    ],
)
def test_slips_are_found_among_many(typed: str, found: str) -> None:
    others = [entry(f"other-{at}", f"thing {at} of many", f"{at}번째 물건") for at in range(60)]
    library = library_of(
        *others,
        entry("gradient", "gradient", "기울기"),
        entry("backpropagation", "backpropagation", "역전파"),
        entry("recurrent", "recurrent neural network", "순환 신경망"),
        entry("gate", "gate", "게이트"),
    )
    assert library.search(typed) == (1, [found])


def test_nothing_is_found_for_nothing(korean: Library) -> None:
    for text in ("", "  ", "?!", "zzzzzzz", '"', "a AND b*", "NEAR(", "셀\x00은"):
        assert korean.search(text).count == len(korean.search(text, 100).ids)


SYLLABLES = st.text("가나다라마", min_size=1, max_size=4)
PROSE = st.lists(st.one_of(SYLLABLES, st.sampled_from(["gate", "cell", "x1", "h"])), min_size=1, max_size=6)


@given(st.lists(st.tuples(PROSE, PROSE), min_size=1, max_size=5), SYLLABLES)
def test_a_part_of_a_hangul_text_is_found_and_nothing_else(
    texts: list[tuple[list[str], list[str]]], wanted: str
) -> None:
    entries = [entry(f"e{at}", None, " ".join(name), says_ko=" ".join(text)) for at, (name, text) in enumerate(texts)]
    library = library_of(*(Entry(e.id, e.term, Text(ko=e.definition.ko)) for e in entries))
    bare = without_particle(wanted) if len(without_particle(wanted)) > 1 else wanted
    runs = [
        ("".join(f" {word} " if word.isascii() else word for word in part)).split() for both in texts for part in both
    ]
    has = [any(bare in run for run in (*runs[2 * at], *runs[2 * at + 1])) for at in range(len(texts))]
    found = library.search(wanted, 100)
    if any(has):
        assert sorted(found.ids) == [f"e{at}" for at, there in enumerate(has) if there]
        assert found.count == len(found.ids)


@given(
    st.lists(st.tuples(PROSE, PROSE), min_size=1, max_size=5),
    st.text("gatecelhx가나다 ", max_size=8),
    st.integers(1, 9),
)
def test_the_first_are_the_first_of_all(texts: list[tuple[list[str], list[str]]], wanted: str, most: int) -> None:
    library = library_of(
        *(entry(f"e{at}", " ".join(name), None, says_ko=" ".join(text)) for at, (name, text) in enumerate(texts))
    )
    all_ = library.search(wanted, 100)
    assert library.search(wanted, most) == (all_.count, all_.ids[:most])
    assert len(set(all_.ids)) == len(all_.ids) == all_.count


@given(st.sampled_from(sorted(PARTICLES)))
def test_a_particle_falls_away(particle: str) -> None:
    assert without_particle(f"게이트{particle}") in ("게이트", f"게이트{particle[:-1]}")
    assert len(without_particle(particle)) >= 1


def test_a_text_becomes_words_and_pairs() -> None:
    assert in_order("망각 게이트는 Gates의 것") == ["망각", "각게", "게이", "이트", "트는", "는", "gate", "것"]
    assert words("LSTM은 h_t와 셀을") == ["lstm", "h", "t", "셀을"]
    assert fold("셀") == "셀"
