"""From a card to the question on the table: numbers are drawn and demos run by the lab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import convert

from studyapp.content.library import Library
from studyapp.content.model import Card
from studyapp.memory.model import Level
from studyapp.questions.make import COMPUTED, make
from studyapp.questions.model import Drawn, Kind, Question

if TYPE_CHECKING:
    from studyapp.lab.client import Lab


async def question(library: Library, lab: Lab, card: Card, kind: Kind, seed: int, level: Level = "alone") -> Question:
    """The question that a card, a kind, a seed and a level make.

    Raises:
        LabError: an exercise could not be drawn, or a demo not run.
    """
    drawn = example = measured = None
    if card.exercise is not None:
        drawn = await _drawn(lab, card.exercise, seed, "choice" if kind == "choice" else level)
        if level == "worked" and kind in COMPUTED:
            other = await lab.draw(card.exercise, seed + 1, "alone", like=drawn.givens)
            example = convert(other, Drawn)
    elif kind == "predict-the-demo":
        measured = await _measured(library, lab, card)
    return make(library, card, kind, seed, drawn=drawn, example=example, measured=measured)


async def _drawn(lab: Lab, exercise: str, seed: int, level: Level | Literal["choice"]) -> Drawn:
    """The exercise with its numbers; what is worked beside an example is drawn as if alone."""
    return convert(await lab.draw(exercise, seed, "alone" if level == "worked" else level), Drawn)


async def _measured(library: Library, lab: Lab, card: Card) -> float:
    """What the demo of a prediction card shows at the settings of the prediction."""
    from studyapp.lab.client import LabError

    words = library.predicted(card.entry)
    assert words is not None, f"no demo is predicted on {card.id}"
    last = await lab.last_frame(words.id, words.prediction.set)
    value = last.values.get(words.prediction.value) if last is not None else None
    if not isinstance(value, int | float):
        raise LabError(f"{words.id} has shown no “{words.prediction.value}”", "fault")
    return float(value)
