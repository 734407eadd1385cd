"""Every demo, at every corner of its parameters, with its claims and its words."""

from __future__ import annotations

import functools
import math
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
import yaml

import demos
from demos import registry, running, settings, wire
from demos.contract import (
    Bars,
    Choice,
    Curves,
    Frame,
    Graph,
    Heat,
    Matrix,
    Panel,
    Parameter,
    Settings,
    Table,
    Value,
    Whole,
)
from studyapp.content.model import DemoWords, Guess, PredictionChoice, Text
from studyapp.lab import frames as received
from studyapp.lab.canvas import cell_width
from studyapp.lab.draw import draw
from studyapp.language import LANGS
from studyapp.questions.demos import came_true

DEMOS = registry.demo_ids()
WORDS = Path(demos.__path__[0]).parent / "glossary" / "demos"
SEEDS = range(5)

# A training is run as short as this wherever its length is not the point; the corners would take minutes.
SHORT: dict[str, dict[str, Value]] = {
    "race": {"lag": 5, "iterations": 20, "runs": 1},
    "char-model": {"iterations": 20},
    "adding-problem": {"cell": "RNN", "steps": 10, "iterations": 50},
    "copy-memory": {"cell": "RNN", "gap": 1, "iterations": 50},
}

NAMES = {"RNN", "LSTM", "GRU", "tanh"}  # written so in every language


@functools.cache
def last_of(id: str, seed: int, items: tuple[tuple[str, Value], ...]) -> Frame:
    """The last frame of a run; every frame is sent through the wire on the way."""
    last = None
    for last in running.run(registry.demo(id), dict(items), seed):
        for name, value in last.values.items():
            assert math.isfinite(value), f"{name} is {value}"
        got = msgspec.json.decode(wire.encode(last), type=received.Frame)
        assert 0 <= got.progress <= 1
        assert all(draw(panel, 76, 18) for panel in got.panels)
    assert last is not None, "no frame"
    return last


def run(id: str, asked: Settings, seed: int = 0) -> Frame:
    return last_of(id, seed, tuple(settings.fill(registry.demo(id), asked).items()))


def corners(id: str) -> list[dict[str, Value]]:
    """The defaults, every parameter at its ends, and five settings from all over; a training short but at its ends."""
    demo, short = registry.demo(id), SHORT.get(id, {})
    rng = random.Random(id)
    found: list[dict[str, Value]] = [{**short}]
    for parameter in demo.parameters:
        ends = ends_of(parameter)
        found += [{**short, parameter.name: end} for end in ends]
    for _ in range(5):
        found.append({**{parameter.name: anywhere(parameter, rng) for parameter in demo.parameters}, **short})
    return found


def ends_of(parameter: Parameter) -> tuple[Value, ...]:
    if isinstance(parameter, Choice):
        return parameter.options
    if isinstance(parameter, Matrix):
        return filled(parameter, lambda: parameter.low), filled(parameter, lambda: parameter.high)
    return parameter.low, parameter.high


def filled(parameter: Matrix, number: Callable[[], float]) -> str:
    return settings.text_of([[number() for _ in parameter.columns] for _ in parameter.rows])


def anywhere(parameter: Parameter, rng: random.Random) -> Value:
    if isinstance(parameter, Choice):
        return rng.choice(parameter.options)
    if isinstance(parameter, Matrix):
        return filled(parameter, lambda: rng.uniform(parameter.low, parameter.high))
    if isinstance(parameter, Whole):
        return rng.randint(parameter.low, parameter.high)
    return rng.uniform(parameter.low, parameter.high)


@functools.cache
def words(id: str) -> DemoWords:
    # Demos may not read YAML, so this pair of libraries meets here and in the app only.
    parsed = yaml.load((WORDS / f"{id}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return msgspec.convert(parsed, DemoWords)


@pytest.mark.parametrize("id", DEMOS)
def test_it_runs_at_every_corner(id: str) -> None:
    demo = registry.demo(id)
    for asked in corners(id):
        setting = settings.fill(demo, asked)
        last = run(id, asked)
        for verdict in running.verdicts(demo, setting, last):
            assert not verdict["applies"] or math.isfinite(verdict["measured"])


def test_every_long_training_is_known_to_be_one() -> None:
    assert {id for id in DEMOS if not all(claim.quick for claim in registry.demo(id).claims)} <= set(SHORT)


@pytest.mark.parametrize("id", DEMOS)
def test_its_quick_claims_hold_for_every_seed(id: str) -> None:
    demo = registry.demo(id)
    assert demo.claims, "a demo without a claim is not a demo"
    for claim in demo.claims:
        own = settings.fill(demo, claim.at)
        assert claim.applies(own), f"{claim.id} does not speak about its own settings"
        for seed in SEEDS if claim.quick else ():
            verdict = claim.judge(last_of(id, seed, tuple(own.items())).values, own)
            assert verdict.holds, verdict


@pytest.mark.parametrize("id", DEMOS)
def test_the_same_seed_gives_the_same_frames(id: str) -> None:
    setting = settings.fill(registry.demo(id), SHORT.get(id, {}))
    first, second = ([wire.encode(frame) for frame in running.run(registry.demo(id), setting, 7)] for _ in range(2))
    assert first == second


@pytest.mark.parametrize("id", DEMOS)
def test_its_parameters_are_sound(id: str) -> None:
    demo = registry.demo(id)
    names = [parameter.name for parameter in demo.parameters]
    assert len(set(names)) == len(names)
    assert len({claim.id for claim in demo.claims}) == len(demo.claims)
    assert settings.fill(demo, {p.name: p.default for p in demo.parameters}) == settings.fill(demo, {})
    for parameter in demo.parameters:
        assert isinstance(parameter, Choice) or (parameter.low < parameter.high and parameter.step > 0)


@pytest.mark.parametrize("id", DEMOS)
def test_its_words_are_complete(id: str) -> None:
    demo, said = registry.demo(id), words(id)
    assert said.id == id
    assert set(said.parameters) == {parameter.name for parameter in demo.parameters}
    assert set(said.claims) == {claim.id for claim in demo.claims}
    notes = {note for asked in corners(id) for note in run(id, asked).notes}
    assert notes <= set(said.labels)
    texts = [text for text in found_in(said) if isinstance(text, Text)]
    assert len(texts) > 8
    for text in texts:
        for lang in LANGS:
            assert getattr(text, lang), f"a text has no {lang}: {text}"
    assert all(len(said.title[lang]) <= 40 for lang in LANGS)


def is_symbol(key: str) -> bool:
    """Whether a label stands for itself: no three Latin letters in a row but the names that all languages share."""
    return set(re.findall("[A-Za-z]{3,}|[가-힣]+", key)) <= NAMES


@pytest.mark.parametrize(
    ("key", "symbol"),
    [
        *((key, True) for key in ("h_t", "σ′", "‖Π f_t‖", "∂h_T/∂W_hh", "h = tanh a", "RNN", "", "ln K", "7")),
        *((key, False) for key in ("half_life", "gain^lag", "off", "by_norm", "절반", "RNNs")),
    ],
)
def test_a_symbol_is_known(key: str, symbol: bool) -> None:
    assert is_symbol(key) is symbol


def seen(id: str) -> list[Frame]:
    """The last frame at the defaults, at every option, and at each claim's settings."""
    demo, short = registry.demo(id), SHORT.get(id, {})
    options = [{p.name: option} for p in demo.parameters if isinstance(p, Choice) for option in p.options]
    return [run(id, {**asked, **short}) for asked in ({}, *options, *(claim.at for claim in demo.claims))]


def labels_of(panel: Panel) -> Iterator[str]:
    """Every label that a panel shows."""
    yield panel.id
    match panel:
        case Curves():
            yield from (panel.x_label, panel.y_label)
            yield from (line.label for line in panel.lines)
            yield from (mark.label for mark in panel.marks)
        case Bars():
            yield from (*panel.labels, *(series.label for series in panel.series))
        case Heat():
            yield from (*panel.rows, *panel.columns)
        case Table():
            yield from (*panel.columns, *(row[0] for row in panel.rows if isinstance(row[0], str)))
        case Graph():
            yield from (node.label for node in panel.nodes)
            yield from (edge.label for edge in panel.edges)


@pytest.mark.parametrize("id", DEMOS)
def test_whatever_it_shows_has_words_or_is_a_symbol(id: str) -> None:
    known = set(words(id).labels)
    options = {
        o for parameter in registry.demo(id).parameters if isinstance(parameter, Choice) for o in parameter.options
    }
    shown = {label for frame in seen(id) for panel in frame.panels for label in labels_of(panel)}
    titles = {panel.id for frame in seen(id) for panel in frame.panels}
    assert {key for key in options | shown if not is_symbol(key)} | titles <= known


@pytest.mark.parametrize("id", DEMOS)
def test_every_value_has_words_of_its_own(id: str) -> None:
    names = {name for frame in seen(id) for name in frame.values}
    assert {name for name in names if not re.fullmatch("[a-z](_[a-zA-Z])?", name)} <= set(words(id).labels)
    assert names.isdisjoint(panel.id for frame in seen(id) for panel in frame.panels), "a panel has another's words"
    for name in names & set(words(id).labels):
        assert all(cell_width(words(id).labels[name][lang]) <= 50 for lang in LANGS), "it stands beside its number"


def found_in(value: object) -> list[object]:
    """Every struct below `value`."""
    if isinstance(value, dict):
        return [found for item in value.values() for found in found_in(item)]
    if isinstance(value, tuple):
        return [found for item in value for found in found_in(item)]
    if isinstance(value, msgspec.Struct):
        return [value, *(found for name in value.__struct_fields__ for found in found_in(getattr(value, name)))]
    return []


@pytest.mark.parametrize("id", DEMOS)
def test_its_prediction_has_exactly_one_right_choice(id: str) -> None:
    prediction = words(id).prediction
    measured = run(id, prediction.set).values[prediction.value]
    assert_one_comes_true(prediction.choices, measured)
    if prediction.guess is not None:
        assert_on_its_axis(prediction.guess, measured)


def assert_one_comes_true(choices: tuple[PredictionChoice, ...], measured: float) -> None:
    assert 2 <= len(choices) <= 4
    assert sum(came_true(choice, measured) for choice in choices) == 1, measured


def assert_on_its_axis(guess: Guess, measured: float) -> None:
    if guess.low is not None and guess.high is not None:
        assert guess.low <= measured <= guess.high
        assert not guess.log or guess.low > 0


@pytest.mark.parametrize("id", DEMOS)
def test_its_what_ifs_ask_for_something_that_is_measured(id: str) -> None:
    said = words(id)
    assert 2 <= len(said.what_ifs) <= 4
    for what_if in said.what_ifs:
        assert what_if.set
        name = what_if.value or said.prediction.value
        measured = run(id, {**said.prediction.set, **SHORT.get(id, {}), **what_if.set}).values[name]
        if what_if.choices:
            assert_one_comes_true(what_if.choices, measured)
        if what_if.guess is not None:
            assert_on_its_axis(what_if.guess, measured)
