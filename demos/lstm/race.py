"""race: four cells learn to recall one bit over a lag, side by side; the forget bias decides who arrives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from demos.cells import elman, lstm, sigmoid
from demos.cells.optimisers import Adam, clip_by_norm
from demos.cells.parameters import gradient_arrays
from demos.contract import Bars, Claim, Curves, Demo, Frame, Line, Series, Settings, Value, Whole

BATCH, TESTED, RATE, NOISE = 32, 200, 1e-2, 0.2
SOLVED = 0.99  # share of fresh sequences whose bit is recalled
FRAMES = 80  # about as many pictures, however long the training is
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


@dataclass
class Racer:
    """One cell with a read-out s = v·h_T and its optimiser."""

    cell: ModuleType
    parameters: Any
    readout: np.ndarray
    optimiser: Adam = field(default_factory=lambda: Adam(RATE))
    losses: list[float] = field(default_factory=list)

    def score(self, x: np.ndarray) -> tuple[Any, np.ndarray]:
        """The run over x and s (B,)."""
        run = self.cell.forward(self.parameters, x)
        return run, run.h[-1] @ self.readout

    def learn(self, x: np.ndarray, bits: np.ndarray) -> None:
        """One step of Adam on the logistic loss −log σ(bit · s)."""
        run, s = self.score(x)
        self.losses.append(float(np.logaddexp(0.0, -bits * s).mean()))
        ds = -bits * sigmoid(-bits * s) / len(bits)
        dh = np.zeros_like(run.h)
        dh[-1] = ds[:, None] * self.readout
        gradients = gradient_arrays(self.cell.backward(self.parameters, run, dh))
        gradients["readout"] = run.h[-1].T @ ds
        self.optimiser.update({**self.parameters.arrays(), "readout": self.readout}, clip_by_norm(gradients, 1.0))

    def recalled(self, rng: np.random.Generator, lag: int) -> float:
        """The share of fresh sequences whose bit has the sign of s."""
        x, bits = sequences(rng, lag, TESTED)
        return float((np.sign(self.score(x)[1]) == bits).mean())


def frames(*, rng: np.random.Generator, lag: int, hidden: int, iterations: int, runs: int) -> Iterator[Frame]:
    """Run after run, all racers together on the same sequences; the curves are those of the latest run."""
    solved = dict.fromkeys(RACERS, 0)
    recalled = dict.fromkeys(RACERS, 0.5)
    every = max(10, runs * iterations // FRAMES)
    for run in range(runs):
        racers = {
            name: Racer(cell, cell.init(rng, 1, hidden, **options), rng.standard_normal(hidden) / np.sqrt(hidden))
            for name, (cell, options) in RACERS.items()
        }
        for iteration in range(1, iterations + 1):
            x, bits = sequences(rng, lag, BATCH)
            for racer in racers.values():
                racer.learn(x, bits)
            last = iteration == iterations
            if iteration % every == 0 or (run, iteration) == (0, 1) or last:
                if last:
                    recalled = {name: racer.recalled(rng, lag) for name, racer in racers.items()}
                    for name, share in recalled.items():
                        solved[name] += share >= SOLVED
                share_done = (run + iteration / iterations) / runs
                yield picture(racers, recalled, solved, run + last, share_done, f"step = {iteration}")


def picture(
    racers: dict[str, Racer], recalled: dict[str, float], solved: dict[str, int], over: int, done: float, at: str
) -> Frame:
    """The losses so far, and who has recalled how much."""
    count = max(1, over)
    rate = {name: solved[name] / count for name in RACERS}
    lines = []
    for name, racer in racers.items():
        smooth = np.convolve(racer.losses, np.ones(5) / 5, "valid") if len(racer.losses) >= 5 else racer.losses
        lines.append(Line(name, np.arange(len(smooth), dtype=float), smooth))
    return Frame(
        panels=(
            Curves(id="loss", x_label="step", y_label="L", y_range=(0.0, 1.0), lines=tuple(lines)),
            Bars(
                id="solved",
                labels=tuple(RACERS),
                series=(Series("recalled", tuple(recalled.values())), Series("solved_runs", tuple(rate.values()))),
                low=0.0,
                high=1.0,
            ),
        ),
        values={
            "rnn": rate["RNN"],
            "bias_0": rate["LSTM b_f = 0"],
            "bias_1": rate["LSTM b_f = 1"],
            "bias_4": rate["LSTM b_f = 4"],
            "gain_4_over_0": rate["LSTM b_f = 4"] - rate["LSTM b_f = 0"],
            "rnn_over_0": rate["RNN"] - rate["LSTM b_f = 0"],
            "order": min(rate["LSTM b_f = 4"] - rate["LSTM b_f = 1"], rate["LSTM b_f = 1"] - rate["LSTM b_f = 0"]),
            "recalled_4": recalled["LSTM b_f = 4"],
        },
        progress=done,
        at=at,
    )


# Where b_f = 1 solves about half of the runs; at a lag of 50 it solves next to none and cannot be told from 0.
APART: dict[str, Value] = {"lag": 25, "hidden": 16, "iterations": 150, "runs": 12}


def as_counted(settings: Settings) -> bool:
    """Whether a run on screen is the one that the counts speak about."""
    return all(settings[name] == value for name, value in APART.items())


DEMO = Demo(
    parameters=(
        Whole("lag", 30, 5, 60, 5),
        Whole("hidden", 8, 2, 32),
        Whole("iterations", 150, 20, 300, 10),
        Whole("runs", 1, 1, 12),
    ),
    frames=frames,
    claims=(
        Claim(
            "open-gate-recalls",
            "recalled_4",
            ">=",
            0.9,
            quick=False,
            applies=lambda s: int(s["lag"]) <= 30 and 8 <= int(s["hidden"]) <= 16 and int(s["iterations"]) >= 150,
        ),
        Claim("order", "order", ">", 0.0, at=APART, quick=False, applies=as_counted),
        Claim("rnn-beats-no-bias", "rnn_over_0", ">", 0.0, at=APART, quick=False, applies=as_counted),
        Claim(
            "bias-helps",
            "gain_4_over_0",
            ">=",
            0.5,
            at={"lag": 50, "hidden": 16, "iterations": 300, "runs": 8},
            quick=False,
            applies=lambda s: (
                int(s["runs"]) >= 8 and s["lag"] == 50 and s["hidden"] == 16 and int(s["iterations"]) >= 300
            ),
        ),
    ),
)
