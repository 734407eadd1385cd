"""race: four cells learn to recall one bit over a lag, side by side; the forget bias decides who arrives."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np

from demos.cells import elman, lstm, sigmoid
from demos.contract import Bars, Claim, Curves, Demo, Frame, Line, Series, Settings, Value, Whole
from demos.training import OfTheLast, pause, smooth

BATCH, TESTED, NOISE = 32, 200, 0.2
SOLVED = 0.99  # share of fresh sequences whose bit is recalled
FRAMES = 80  # about as many pictures at least, more where they would come too slowly
RACERS: dict[str, tuple[ModuleType, dict[str, Any]]] = {
    "RNN": (elman, {}),
    "LSTM b_f = 0": (lstm, {"forget_bias": 0.0}),
    "LSTM b_f = 1": (lstm, {"forget_bias": 1.0}),
    "LSTM b_f = 4": (lstm, {"forget_bias": 4.0}),
}


def sequences(rng: np.random.Generator, lag: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """A bit ±1 at the first step, noise at the `lag` steps after it: x (lag + 1, count, 1), bits (count,)."""
    bits = rng.choice([-1.0, 1.0], count)
    x = NOISE * rng.standard_normal((lag + 1, count, 1))
    x[0, :, 0] = bits
    return x, bits


class Racer(OfTheLast):
    """One cell that tells the bit by the sign of s = readout · h_T."""

    def learn(self, x: np.ndarray, bits: np.ndarray) -> None:
        """One step of Adam on the logistic loss −log σ(bit · s), the mean of log(1 + e^(−bit · s))."""
        self.learn_by(lambda s: (np.logaddexp(0.0, -bits * s).mean(), -bits * sigmoid(-bits * s) / len(bits)), x)

    def recalled(self, rng: np.random.Generator, lag: int) -> float:
        """The share of fresh sequences whose bit has the sign of s."""
        x, bits = sequences(rng, lag, TESTED)
        return float((np.sign(self.score(x)[1]) == bits).mean())


def frames(*, rng: np.random.Generator, lag: int, hidden: int, iterations: int, runs: int) -> Iterator[Frame]:
    """Run after run, all racers together on the same sequences; the curves are those of the latest run."""
    solved, recalled = dict.fromkeys(RACERS, 0), dict.fromkeys(RACERS, 0.5)
    learned, whole = 0, len(RACERS) * iterations * runs
    every = min(pause(lag + 1), max(1, whole // FRAMES))
    for run in range(runs):
        racers = {
            name: Racer(cell, cell.init(rng, 1, hidden, **options), rng.standard_normal(hidden) / np.sqrt(hidden))
            for name, (cell, options) in RACERS.items()
        }
        for iteration in range(1, iterations + 1):
            x, bits = sequences(rng, lag, BATCH)
            for racer in racers.values():
                racer.learn(x, bits)
                learned += 1
                if learned % every == 0:
                    yield picture(racers, recalled, solved, run, learned / whole, (iteration, iterations))
        for name, racer in racers.items():
            recalled[name] = racer.recalled(rng, lag)
            solved[name] += recalled[name] >= SOLVED
            if every < len(RACERS) or racer is racers["LSTM b_f = 4"]:
                yield picture(racers, recalled, solved, run + 1, learned / whole, (iterations, iterations))


def picture(
    racers: dict[str, Racer],
    recalled: dict[str, float],
    solved: dict[str, int],
    over: int,
    done: float,
    at: tuple[int, int],
) -> Frame:
    """The losses so far, and who has recalled how much; `at` is the step and the last one."""
    rnn, bias_0, bias_1, bias_4 = rate = tuple(solved[name] / max(1, over) for name in RACERS)
    curves = {name: smooth(racer.losses, 5) for name, racer in racers.items()}
    lines = tuple(Line(name, np.arange(len(losses), dtype=float), losses) for name, losses in curves.items())
    lines += (Line("ln 2", np.array([0.0, at[1]]), np.full(2, np.log(2.0))),)
    shares = (Series("recalled", tuple(recalled.values())), Series("solved_runs", rate))
    values = {
        "gain_4_over_0": bias_4 - bias_0,
        "rnn_over_0": rnn - bias_0,
        "order": min(bias_4 - bias_1, bias_1 - bias_0),
        "recalled_4": recalled["LSTM b_f = 4"],
    }
    return Frame(
        panels=(
            Curves(id="loss", x_label="step", y_label="L", x_range=(0.0, at[1]), y_range=(0.0, 1.0), lines=lines),
            Bars(id="solved", labels=tuple(RACERS), series=shares, low=0.0, high=1.0),
        ),
        values={"rnn": rnn, "bias_0": bias_0, "bias_1": bias_1, "bias_4": bias_4, **values},
        progress=done,
        at=f"step = {at[0]}",
    )


# Where b_f = 1 solves about half of the runs; at a lag of 50 it solves next to none and cannot be told from 0.
APART: dict[str, Value] = {"lag": 25, "hidden": 16, "iterations": 150, "runs": 12}
FAR: dict[str, Value] = {"lag": 50, "hidden": 16, "iterations": 300, "runs": 8}


def learnable(s: Settings) -> bool:
    return int(s["lag"]) <= 30 and 8 <= int(s["hidden"]) <= 16 and int(s["iterations"]) >= 150


DEMO = Demo(
    parameters=(
        Whole("lag", 30, 5, 60, 5),
        Whole("hidden", 8, 2, 32),
        Whole("iterations", 150, 20, 300, 10),
        Whole("runs", 1, 1, 12),
    ),
    frames=frames,
    claims=(
        Claim("open-gate-recalls", "recalled_4", ">=", 0.9, quick=False, applies=learnable),
        Claim("order", "order", ">", 0.0, at=APART, quick=False, applies=lambda s: s == APART),
        Claim("rnn-beats-no-bias", "rnn_over_0", ">", 0.0, at=APART, quick=False, applies=lambda s: s == APART),
        Claim("bias-helps", "gain_4_over_0", ">=", 0.5, at=FAR, quick=False, applies=lambda s: s == FAR),
    ),
)
