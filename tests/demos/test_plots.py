"""The pictures that demos ask about can be told apart and do not tell; each demo has a prediction card of its own."""

from __future__ import annotations

import random
import re
from itertools import combinations, zip_longest
from typing import Any

import pytest

from studyapp.content.compiling import compile_demo, refuse
from studyapp.content.library import Library
from studyapp.content.model import Card, DemoWords, Figure, Plot, Value
from studyapp.content.paths import glossary
from studyapp.lab.canvas import text_of
from studyapp.lab.draw import draw, natural_height
from studyapp.language import LANGS, Lang
from studyapp.questions.demos import plot as question_about
from studyapp.questions.model import Question
from tests.cli.one_lab import OneLab, one_lab

__all__ = ["one_lab"]  # the fixture

WIDTH = 72  # cells
APART = 0.10  # of the cells that either of two pictures fills
TRAININGS = {"race", "char-model"}  # too slow to draw a picture for a question

NUMBER = re.compile(r"(?<![\w.−])−?\d+(?:\.\d+)?(?![\w.⁻])")  # by itself: not 10⁻², h_0, 6.57e−5


def demo_words() -> dict[str, DemoWords]:
    """Every demo's words, read without the library, so that the tests can be named before anything is loaded."""
    compiled = [compile_demo(path.name, path.read_bytes()) for path in sorted((glossary() / "demos").glob("*.yaml"))]
    return {each.demo.id: each.demo for each in compiled if each.demo is not None}


WORDS = demo_words()
PLOTS = [(words, plot) for words in WORDS.values() for plot in words.plots]
every_plot = pytest.mark.parametrize(
    ("words", "plot"), PLOTS, ids=[f"{words.id}-{plot.view}-{plot.parameter}" for words, plot in PLOTS]
)
every_language = pytest.mark.parametrize("lang", LANGS)


class Picks(random.Random):
    """Chance that picks what it is told."""

    def __init__(self, *picks: Plot | Value) -> None:
        super().__init__(0)
        self._picks = list(picks)

    def choice(self, seq: Any) -> Any:
        picked = self._picks.pop(0)
        assert picked in seq
        return picked


def asked(library: Library, words: DemoWords, plot: Plot, value: Value) -> Question:
    """The question about the picture with this value."""
    assert words.card is not None
    return question_about(library, Card(f"{words.card}/prediction", words.card, "prediction"), 0, Picks(plot, value))


def picture(one_lab: OneLab, words: DemoWords, figure: Figure, lang: Lang) -> list[str]:
    """The rows of a figure as they are drawn."""
    assert figure.demo is not None

    def said(key: str) -> str:
        return words.labels[key][lang] if key in words.labels else key

    frame = one_lab.last_frame(figure.demo, figure.set)
    (panel,) = (panel for panel in frame.panels if panel.id == figure.view)
    return [text_of(row) for row in draw(panel, WIDTH, natural_height(panel, WIDTH, said), said)]


def pictures(library: Library, one_lab: OneLab, words: DemoWords, plot: Plot, lang: Lang) -> dict[Value, list[str]]:
    """The picture of each value."""
    drawn = {}
    for value in plot.values:
        figure = asked(library, words, plot, value).figure
        assert figure is not None
        drawn[value] = picture(one_lab, words, figure, lang)
    return drawn


def numbers(rows: list[str]) -> set[float]:
    """The numbers that stand by themselves."""
    return {float(found.replace("−", "-")) for row in rows for found in NUMBER.findall(row)}


def apart(one: list[str], other: list[str]) -> float:
    """The share of cells that differ, of those that either picture fills."""
    pairs = [
        pair
        for row, beside in zip_longest(one, other, fillvalue="")
        for pair in zip_longest(row, beside, fillvalue=" ")
        if pair != (" ", " ")
    ]
    return sum(here != there for here, there in pairs) / len(pairs)


def test_many_demos_ask_about_a_picture() -> None:
    assert len({words.id for words, _ in PLOTS}) >= 10
    assert not {words.id for words, _ in PLOTS} & TRAININGS


@every_plot
def test_its_values_fit_the_parameter(one_lab: OneLab, words: DemoWords, plot: Plot) -> None:
    parameters = {parameter.name: parameter for parameter in one_lab.catalog.demos[words.id].parameters}
    assert plot.parameter not in plot.set
    for name, value in [*plot.set.items(), *((plot.parameter, value) for value in plot.values)]:
        assert refuse(parameters[name], value) is None
    assert len(set(plot.values)) == len(plot.values)
    options = parameters[plot.parameter].options
    assert len(plot.values) in (3, 4) or (len(plot.values) == len(options) == 2)


@every_plot
def test_the_question_has_one_right_option_and_the_rest_are_others(
    library: Library, words: DemoWords, plot: Plot
) -> None:
    for value in plot.values:
        question = asked(library, words, plot, value)
        assert [option.text for option in question.options if option.right] == [question.answer]
        for lang in LANGS:
            assert getattr(plot.ask, lang)
            assert getattr(plot.why, lang)
            assert len({option.text[lang] for option in question.options}) == len(plot.values)


@every_language
@every_plot
def test_the_picture_does_not_tell(library: Library, one_lab: OneLab, words: DemoWords, plot: Plot, lang: Lang) -> None:
    options = [option.text[lang] for option in asked(library, words, plot, plot.values[0]).options]
    drawn = pictures(library, one_lab, words, plot, lang)
    everywhere = set.intersection(*(numbers(rows) for rows in drawn.values()))  # axis ticks and names of rows
    values = {float(value) for value in plot.values if not isinstance(value, str)}
    for value, rows in drawn.items():
        assert numbers(rows) & values <= everywhere, f"{value}: a number of the options is in the picture"
        for option in options:
            assert not any(option.lower() in row.lower() for row in rows), f"{value}: “{option}” is in the picture"


@every_language
@every_plot
def test_the_pictures_can_be_told_apart(
    library: Library, one_lab: OneLab, words: DemoWords, plot: Plot, lang: Lang
) -> None:
    for (value, one), (other, beside) in combinations(pictures(library, one_lab, words, plot, lang).items(), 2):
        assert apart(one, beside) >= APART, f"{value} and {other} look alike: {apart(one, beside):.1%}"


# They train for seconds before they show anything; no entry is about dropout.
WITHOUT_A_CARD = {"race", "adding-problem", "copy-memory", "dropout-through-time"}


@pytest.mark.parametrize("id", WORDS)
def test_every_demo_has_a_prediction_card(library: Library, id: str) -> None:
    card = WORDS[id].card
    if id in WITHOUT_A_CARD:
        assert card is None
        return
    assert card is not None
    assert card in library.entries
    assert [words.id for words in WORDS.values() if words.card == card] == [id]
    predicted = library.predicted(card)
    assert predicted is not None
    assert predicted.id == id


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("10⁻² ┤", set()),
        ("10⁰ h_0 6.57e−5 0.30 ┤", {0.3}),
        ("−0.5 ┤  t = 4", {-0.5, 4.0}),
        ("1.0 and 1.", {1.0}),
    ],
)
def test_a_number_by_itself_is_found(row: str, found: set[float]) -> None:
    assert numbers([row]) == found


def test_how_far_pictures_are_apart() -> None:
    assert apart(["ab ", "c"], ["ab", "c"]) == 0.0
    assert apart(["ab"], ["a", "cd"]) == 3 / 4
