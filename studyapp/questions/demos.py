"""Questions about demos: what one will show, and what a picture was drawn with."""

from __future__ import annotations

import random
from collections.abc import Sequence

from studyapp.content.library import Library
from studyapp.content.model import Card, DemoLink, DemoWords, Figure, Guess, PredictionChoice, Text, Value
from studyapp.language import later as N_
from studyapp.questions.model import Option, Question
from studyapp.questions.wording import both, number


def came_true(choice: PredictionChoice, measured: float) -> bool:
    """Whether the measured value lies in the choice's interval."""
    return (choice.low is None or measured >= choice.low) and (choice.high is None or measured < choice.high)


def right_choice(choices: Sequence[PredictionChoice], measured: float) -> PredictionChoice | None:
    """The choice that came true; None, if none did."""
    return next((choice for choice in choices if came_true(choice, measured)), None)


def near(guess: Guess, given: float, measured: float) -> bool:
    """Whether a number that was predicted is near enough to the measured one."""
    if guess.times is not None:
        return given * measured > 0 and 1 / guess.times <= given / measured <= guess.times
    return abs(given - measured) <= (guess.within or 0.0) * (1 + 1e-9)


def predict(library: Library, card: Card, seed: int, rng: random.Random, measured: float) -> Question:
    """What a demo will show at its prediction's settings; `measured` is what it showed when it was run.

    Raises:
        ValueError: none of the choices came true.
    """
    words = library.predicted(card.entry)
    assert words is not None, f"no demo is predicted on {card.id}"
    right = right_choice(words.prediction.choices, measured)
    if right is None:
        raise ValueError(f"{words.id}: no choice of the prediction covers {measured:g}")
    options = [Option(choice.text, choice is right) for choice in words.prediction.choices]
    rng.shuffle(options)
    shown = both(N_("{choice} Measured: {value}."), choice=right.text, value=f"{measured:.4g}".replace("-", "−"))
    return Question(
        card=card.id,
        kind="predict-the-demo",
        seed=seed,
        stem=both(N_("The demo “{title}” is about to run.\n{ask}"), title=words.title, ask=words.prediction.ask),
        answer=shown,
        why=words.why,
        options=tuple(options),
        demo=DemoLink(words.id, words.prediction.set),
    )


def plot(library: Library, card: Card, seed: int, rng: random.Random) -> Question:
    """A picture of a demo, and with which value of a parameter it was drawn."""
    words = library.predicted(card.entry)
    assert words is not None
    assert words.plots
    asked = rng.choice(words.plots)
    value = rng.choice(asked.values)
    options = [Option(_valued(words, asked.parameter, each), each == value) for each in asked.values]
    settings = {**asked.set, asked.parameter: value}
    return Question(
        card=card.id,
        kind="read-the-plot",
        seed=seed,
        stem=asked.ask,
        answer=_valued(words, asked.parameter, value),
        why=asked.why,
        options=tuple(options),
        figure=Figure(demo=words.id, view=asked.view, set=settings),
        demo=DemoLink(words.id, settings),
    )


def _valued(words: DemoWords, parameter: str, value: Value) -> Text:
    """``f = 0.97``; an option in the demo's own words."""
    if isinstance(value, str):
        return words.labels.get(value) or both("{value}", value=value)
    return both("{name} = {value}", name=words.parameters.get(parameter) or parameter, value=number(value))
