"""Every shipped entry: complete, in good style, in order, and each number and demo that it names is borne out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from studyapp.content.compiling import refuse
from studyapp.content.library import Library
from studyapp.content.loading import load
from studyapp.content.model import Computed, Entry, Text, Value
from studyapp.content.paths import glossary, paths
from studyapp.content.reading import walk
from studyapp.content.spelling import fold
from studyapp.lab.canvas import cell_width
from studyapp.language import LANGS, Lang
from studyapp.questions.masking import GAP, masked
from tests.cli.one_lab import OneLab

Place = tuple[str | int, ...]
FIGURE_WIDTH = 74  # cells
EXPLANATION = 95  # English words; an explanation has fewer
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

IDS = [  # read without the library, so that the tests can be named before anything is loaded
    id
    for path in sorted(glossary().glob("*.yaml"))
    if path.name != "sources.yaml"
    for id in re.findall(r"^ *- id: ([a-z0-9-]+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
]
WORDS = sorted(path for folder in ("demos", "exercises") for path in (glossary() / folder).glob("*.yaml"))
every_entry = pytest.mark.parametrize("id", IDS)


def texts(entry: Entry) -> Iterator[tuple[Place, Text]]:
    """Every text of an entry, with its place."""
    for part, place in walk(entry, ()):
        if isinstance(part, Text):
            yield place, part


def prose(entry: Entry) -> Iterator[tuple[Place, Text]]:
    """The texts that are whole sentences: no names, figures, questions or options."""
    for place, text in texts(entry):
        if place[0] in ("definition", "explanation", "pitfalls") or place[-1] in ("where", "why"):
            yield place, text


def shows(text: str, name: str) -> bool:
    """Whether a name stands in a text by itself; a Korean particle may follow it."""
    edges = (r"(?<![A-Za-z0-9_])", r"(?![A-Za-z0-9_])") if name.isascii() else ("", "")
    return re.search(re.escape(name).join(edges), text, re.IGNORECASE) is not None


# ── complete ────────────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_is_wrong_in_what_is_shipped(tmp_path: Path, one_lab: OneLab) -> None:
    shipped = load(paths(tmp_path), lambda: one_lab.catalog)
    assert [str(problem) for problem in shipped.problems] == []
    assert list(shipped.entries) == sorted(IDS, key=list(shipped.entries).index)
    assert len(IDS) == len(set(IDS)) == len(shipped.entries)


@every_entry
def test_it_is_complete_in_both_languages(library: Library, id: str) -> None:
    entry = library.entries[id]
    assert [
        (place, lang) for place, text in texts(entry) for lang in LANGS if not (getattr(text, lang) or "").strip()
    ] == []
    assert entry.explanation is not None
    assert entry.demo is not None
    assert entry.sources
    for question in entry.questions:
        for _place, names in walk(question, ()):
            if hasattr(names, "ko") and isinstance(getattr(names, "ko", None), tuple):
                assert all(getattr(names, lang) for lang in LANGS)


@every_entry
def test_no_other_entry_has_one_of_its_names(library: Library, id: str) -> None:
    entry = library.entries[id]
    for name in (entry.term.en, entry.term.ko, *entry.also.en, *entry.also.ko):
        assert name is not None
        assert library.find(name) == [id], name


# ── style ───────────────────────────────────────────────────────────────────────────────────────────────────

_FINAL_B = "".join(chr(code) for code in range(0xAC00 + 17, 0xD7A4, 28))  # 합, 입, 습 …: syllables that end in ㅂ
POLITE = re.compile(rf"([{_FINAL_B}](니다|니까|시오)|[아어여해예에지네데까세]요)[.?!]?[”’)]*$")
PLAIN = re.compile(r"다[.”’)]*$")
ASIDE = re.compile(r"\s*\([^()]*\)(?=[.?!]?(\s|$))")  # brackets at the end of a sentence


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!])\s+", ASIDE.sub("", text).strip())


@pytest.mark.parametrize(
    ("text", "polite"),
    [("합니다.", True), ("것입니까?", True), ("해요.", True), ("아니다.", False), ("필요", False), ("지나다", False)],
)
def test_the_polite_form_is_known(text: str, polite: bool) -> None:
    assert (POLITE.search(text) is not None) is polite


@every_entry
def test_its_korean_sentences_end_in_the_plain_form(library: Library, id: str) -> None:
    entry = library.entries[id]
    polite = [s for _, text in texts(entry) for s in sentences(text["ko"]) if POLITE.search(s)]
    assert polite == []
    assert [s for _, text in prose(entry) for s in sentences(text["ko"]) if not PLAIN.search(s)] == []


@every_entry
def test_no_text_has_two_spaces_together_or_tex_in_it(library: Library, id: str) -> None:
    for place, text in texts(library.entries[id]):
        for lang in LANGS:
            assert "\\" not in text[lang], (place, lang)
            assert place[0] == "figure" or not re.search(r" {2}|^ | $|\t", text[lang].strip("\n")), (place, lang)
    assert [formula.text for formula in library.entries[id].formula if "\\" in formula.text] == []


@every_entry
def test_its_figure_fits_beside_the_margin(library: Library, id: str) -> None:
    figure = library.entries[id].figure
    lines = [line for lang in LANGS for line in (figure.text[lang] if figure and figure.text else "").split("\n")]
    assert [line for line in lines if cell_width(line) > FIGURE_WIDTH] == []
    assert [line for line in lines if "\t" in line or line != line.rstrip()] == []


@every_entry
def test_its_explanation_is_short(library: Library, id: str) -> None:
    explanation = library.entries[id].explanation
    assert explanation is not None
    assert 10 < len(explanation["en"].split()) < EXPLANATION


@pytest.mark.parametrize("path", WORDS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_words_of_demos_and_exercises_are_in_good_style(library: Library, path: Path) -> None:
    words = library.demo_words(path.stem) if path.parent.name == "demos" else library.exercise_words(path.stem)
    assert words is not None
    for part, place in walk(words, ()):
        if isinstance(part, Text):
            assert [s for s in sentences(part["ko"]) if POLITE.search(s)] == []
            for lang in LANGS:
                assert getattr(part, lang), (place, lang)
                assert place == ("stem",) or not re.search(r"\S {2}", part[lang]), (place, lang)
                assert "\\" not in part[lang], (place, lang)


# ── order ───────────────────────────────────────────────────────────────────────────────────────────────────


@every_entry
def test_what_it_requires_is_introduced_before_it(library: Library, id: str) -> None:
    order = list(library.entries)
    first_card = {card.entry: at for at, card in reversed(list(enumerate(library.cards)))}
    for required in library.entries[id].requires:
        assert required in library.entries
        assert order.index(required) < order.index(id)
        assert first_card[required] < first_card[id]


def test_the_prerequisites_have_no_cycle_and_begin_somewhere(library: Library) -> None:
    left = {id: set(entry.requires) for id, entry in library.entries.items()}
    while left:
        free = {id for id, requires in left.items() if not requires}
        assert free, f"a cycle among {sorted(left)}"
        left = {id: requires - free for id, requires in left.items() if id not in free}


# ── what it names is there, and what it says is so ──────────────────────────────────────────────────────────


def wrong_settings(one_lab: OneLab, demo: str, settings: dict[str, Value]) -> list[object]:
    specs = {spec.name: spec for spec in one_lab.catalog.demos[demo].parameters}
    return [name for name in settings if name not in specs] + [
        said for name, value in settings.items() if name in specs and (said := refuse(specs[name], value))
    ]


@every_entry
def test_the_settings_of_its_demos_are_possible(library: Library, one_lab: OneLab, id: str) -> None:
    entry = library.entries[id]
    assert entry.demo is not None
    assert wrong_settings(one_lab, entry.demo.id, entry.demo.set) == []
    for each in (*entry.computed, *((entry.figure,) if entry.figure else ())):
        if each.demo is not None:
            assert wrong_settings(one_lab, each.demo, each.set) == []


@every_entry
def test_its_figure_is_a_panel_of_the_demos_last_frame(library: Library, one_lab: OneLab, id: str) -> None:
    figure = library.entries[id].figure
    if figure is not None:
        assert (figure.text is None) != (figure.demo is None), "a drawing or a panel"
    if figure is not None and figure.demo is not None:
        panels = [panel.id for panel in one_lab.last_frame(figure.demo, figure.set).panels]
        assert figure.view in panels if figure.view else len(panels) == 1, panels


def numbers(text: str, lang: Lang) -> list[float]:
    """The numbers in a text, also those that are written as words in English."""
    found = [float(each.replace(",", "").replace("−", "-")) for each in re.findall(r"−?\d[\d,]*(?:\.\d+)?", text)]
    words = re.findall(r"[a-z]+", text.casefold()) if lang == "en" else []
    return found + [float(NUMBERS.index(word)) for word in words if word in NUMBERS]


@every_entry
def test_code_confirms_the_numbers_in_its_prose(library: Library, one_lab: OneLab, id: str) -> None:
    entry = library.entries[id]
    for computed in entry.computed:
        values = one_lab.last_frame(computed.demo, computed.set).values
        assert computed.value in values, sorted(values)
        value = values[computed.value]
        assert value is not None
        for lang in LANGS:
            said = computed.text[lang]
            assert round(value, computed.round) + 0.0 in numbers(said, lang), (said, value)
            assert any(stands_in(said, text[lang]) for _, text in prose(entry)), f"not in the prose: {said}"


def stands_in(said: str, text: str) -> bool:
    """Whether a text holds these words, and not only as a part of a longer number."""
    flat = " ".join(text.split())
    return re.search(rf"(?<![\d.,]){re.escape(said)}(?!\d|[.,]\d)", flat) is not None


@pytest.mark.parametrize(
    ("said", "text", "stands"),
    [
        ("0.5", "It is 0.5.", True),
        ("0.5", "It is 10.5", False),
        ("0.5", "0.53", False),
        ("3 steps", "in\n3 steps", True),
    ],
)
def test_a_number_is_not_found_inside_another(said: str, text: str, stands: bool) -> None:
    assert stands_in(said, text) is stands
    assert numbers("−0.1 and 13,800 in three", "en") == [-0.1, 13800.0, 3.0]


def test_a_number_that_code_does_not_confirm_is_noticed(one_lab: OneLab) -> None:
    wrong = Computed(Text(en="0.219", ko="0.219"), "cell-path", "kept", {"f": 0.97, "steps": 50}, 3)
    value = one_lab.last_frame(wrong.demo, wrong.set).values[wrong.value]
    assert value is not None
    assert round(value, wrong.round) not in numbers(wrong.text["en"], "en")


# ── names are not given away ────────────────────────────────────────────────────────────────────────────────


@every_entry
@pytest.mark.parametrize("lang", LANGS)
def test_its_masked_definition_does_not_name_it(library: Library, id: str, lang: Lang) -> None:
    entry = library.entries[id]
    shown = masked(entry.definition, entry)[lang]
    names = [name for name in (entry.term.en, entry.term.ko, *entry.also.en, *entry.also.ko) if name]
    assert [name for name in names if shows(shown, name)] == []
    assert len(fold(shown.replace(GAP, ""))) >= 15, "what is left says enough to know the term by"


@pytest.mark.parametrize("lang", LANGS)
def test_no_two_masked_definitions_are_equal(library: Library, lang: Lang) -> None:
    seen: dict[str, str] = {}
    for id, entry in library.entries.items():
        shown = fold(masked(entry.definition, entry)[lang])
        assert shown not in seen, f"{id} and {seen[shown]}"
        seen[shown] = id
