"""convolution-length: how many numbers a one-dimensional convolution gives: its output's length times its filters."""

from __future__ import annotations

import math

import numpy as np

from demos.exercises.contract import Exercise, Sheet, say, total


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """A length, a width, a stride, a padding of at least two strides, and some filters."""
    stride = int(rng.integers(2, 4))
    return {
        "length": int(rng.integers(40, 121)),
        "width": int(rng.integers(5, 8)) * 2 + 1,
        "stride": stride,
        "padding": int(rng.integers(2 * stride, 10)),
        "filters": int(rng.integers(4, 17)),
    }


def right(length: float, width: float, stride: float, padding: float, filters: float) -> float:
    """A number for each filter and for each place at which a filter begins."""
    places = range(0, int(length + 2 * padding - width) + 1, int(stride))
    return float(len(places) * filters)


def work(
    sheet: Sheet,
    *,
    length: float,
    width: float,
    stride: float,
    padding: float,
    filters: float,
    pads: str = "both ends",
    fits: bool = True,
    strides: bool = True,
    rounds: str = "down",
    first: bool = True,
) -> float:
    """How far a filter can move, then the numbers of all filters.

    pads: which ends are padded. fits: the filter's own width is taken off. strides: the stride divides. first: the
    place where the filter begins counts.
    """
    ends = {"both ends": 2, "one end": 1, "none": 0}[pads]
    terms = [say(length)]
    if ends:
        terms.append(f"{ends}·{say(padding)}" if ends > 1 else say(padding))
    if fits:
        terms.append(say(-width))
    room = sheet.line("m", total(terms), length + ends * padding - (width if fits else 0))
    moves, said = room, say(room)
    if strides:
        moves, said = {
            "down": (math.floor(room / stride), f"⌊{said}/{say(stride)}⌋"),
            "up": (math.ceil(room / stride), f"⌈{said}/{say(stride)}⌉"),
        }[rounds]
    places, counted = (moves + 1, f"({said} + 1)") if first else (moves, said)
    return float(sheet.line("N", f"{say(filters)}·{counted}", filters * places))


EXERCISE = Exercise(
    asks="N",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "no-plus-one": {"first": False},
        "rounds-up": {"rounds": "up"},
        "padding-once": {"pads": "one end"},
        "no-padding": {"pads": "none"},
        "width-not-taken-off": {"fits": False},
        "no-stride": {"strides": False},
    },
    low=40,
    high=1100,
    digits=0,
)
