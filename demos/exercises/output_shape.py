"""output-shape: the shape of `out` or `h_n` of PyTorch's nn.RNN or nn.GRU."""

from __future__ import annotations

import numpy as np

from demos.exercises.contract import Exercise, Sheet, say

BOOLEANS = ("False", "True")


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """A layer's options and sizes; for h_n many layers, so that a direction or a layer too few shows."""
    want = str(rng.choice(["out", "h_n"]))
    return {
        "want": want,
        "module": str(rng.choice(["nn.RNN", "nn.GRU"])),
        "steps": int(rng.integers(20, 81)),
        "batch": int(rng.integers(4, 41)),
        "inputs": int(rng.integers(5, 61)),
        "units": int(rng.integers(5, 61)),
        "layers": int(rng.integers(5, 9) if want == "h_n" else rng.integers(2, 5)),
        "batch_first": str(rng.choice(BOOLEANS)),
        "bidirectional": str(rng.choice(BOOLEANS, p=[0.3, 0.7])),
    }


def right(want: str, batch_first: str, bidirectional: str, **n: float | str) -> tuple[int, ...]:
    """The shape of an array put together as PyTorch does, of states that are all zero."""
    steps, batch, units, layers = (int(n[name]) for name in ("steps", "batch", "units", "layers"))
    top = np.zeros((1 + BOOLEANS.index(bidirectional), steps, batch, units))
    if want == "h_n":
        return np.concatenate([top[:, -1]] * layers).shape
    out = np.concatenate(list(top), axis=-1)
    return (out.swapaxes(0, 1) if batch_first == "True" else out).shape


def work(
    sheet: Sheet,
    *,
    want: str,
    module: str,
    steps: float,
    batch: float,
    inputs: float,
    units: float,
    layers: float,
    batch_first: str,
    bidirectional: str,
    tensor: str = "asked",
    axes: str = "as said",
    features: str = "units",
    joined: str = "out",
    stacked: bool = True,
) -> tuple[float, ...]:
    """Each of the three sizes.

    tensor: the other one. axes: T and B exchanged in out, or the batch first in h_n too. features: what has the place
    of the units. joined: in h_n too, both directions in one row of features. stacked: the layers have a part in h_n.
    """
    del module
    name = want if tensor == "asked" else {"out": "h_n", "h_n": "out"}[want]
    first, ways = batch_first == "True", 2 if bidirectional == "True" else 1
    width = units if features == "units" else inputs
    if name == "out":
        times, per = ways, width
        rows = [say(steps), say(batch)]
        lead = [steps, batch]
        if first != (axes == "exchanged"):
            rows, lead = rows[::-1], lead[::-1]
        said, shape = [*rows, product(times, per)], [*lead, times * per]
    else:
        beside = ways if joined == "h_n" else 1
        deep = layers if stacked else 1
        said = [product(ways // beside, deep), say(batch), product(beside, width)]
        shape = [ways // beside * deep, batch, beside * width]
        if first and axes == "batch first":
            said[:2], shape[:2] = said[1::-1], shape[1::-1]
    return tuple(sheet.line(f"{name}.shape", f"({', '.join(said)})", shape).tolist())


def product(ways: int, size: float) -> str:
    """``2·16``; with one direction ``16``."""
    return f"{ways}·{say(size)}" if ways > 1 else say(size)


EXERCISE = Exercise(
    asks="out.shape, h_n.shape",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "batch-and-time-exchanged": {"axes": "exchanged"},
        "batch-first-in-the-state": {"axes": "batch first"},
        "one-direction": {"bidirectional": "False"},
        "input-size": {"features": "inputs"},
        "other-output": {"tensor": "other"},
        "directions-joined-in-the-state": {"joined": "h_n"},
        "layers-left-out": {"stacked": False},
    },
    low=4,
    high=120,
    digits=0,
)
