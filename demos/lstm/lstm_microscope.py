"""lstm-microscope: every gate and state of a small LSTM, step by step forward, then the gradients step by step back."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from demos.cells import complex_step, lstm
from demos.contract import CellState, Choice, Claim, Curves, Demo, Frame, Line, Number, Quantity, Whole

UNITS = 2
HOLD: dict[str, tuple[str, float] | None] = {
    "nothing": None,
    "f = 1": ("f", 1.0),
    "f = 0": ("f", 0.0),
    "i = 0": ("i", 0.0),
    "o = 0": ("o", 0.0),
}
FORMULAS = {
    "i": "σ(W_i x + U_i h + b_i)",
    "f": "σ(W_f x + U_f h + b_f)",
    "g": "tanh(W_g x + U_g h + b_g)",
    "o": "σ(W_o x + U_o h + b_o)",
    "c": "f ⊙ c + i ⊙ g",
    "h": "o ⊙ tanh(c)",
}


def held_step(p: lstm.Parameters, x: np.ndarray, h: np.ndarray, c: np.ndarray, hold: str) -> dict[str, np.ndarray]:
    """One step by the library, with one gate held at a value if the learner wants it."""
    done = lstm.step(p, x, h, c)
    gates = {name: getattr(done, name) for name in "ifgo"}
    held = HOLD[hold]
    if held is None:
        return {**gates, "c": done.c, "h": done.h}
    name, value = held
    gates[name] = np.full_like(gates[name], value)
    new = gates["f"] * c + gates["i"] * gates["g"]
    return {**gates, "c": new, "h": gates["o"] * np.tanh(new)}


def by_hand(p: lstm.Parameters, x: float, h: list[float], c: list[float], hold: str) -> dict[str, list[float]]:
    """The same step in plain Python numbers, unit by unit: the new c and h."""
    held = HOLD[hold]

    def gate(block: int, unit: int) -> float:
        if held is not None and held[0] == "ifgo"[block]:
            return held[1]
        row = block * UNITS + unit
        a = float(p.W[row, 0]) * x + float(p.b[row]) + float(p.bh[row])
        a += sum(float(p.U[row, k]) * h[k] for k in range(UNITS))
        return math.tanh(a) if block == 2 else 1.0 / (1.0 + math.exp(-a))

    new = [gate(1, k) * c[k] + gate(0, k) * gate(2, k) for k in range(UNITS)]
    return {"c": new, "h": [gate(3, k) * math.tanh(new[k]) for k in range(UNITS)]}


def along_the_cell(seen: list[dict[str, np.ndarray]], c: np.ndarray) -> np.ndarray:
    """c_T from c_0, with every gate fixed at what it was: what is left of the cell is the direct path."""
    for state in seen:
        c = state["f"] * c + state["i"] * state["g"]
    return c


def frames(*, rng: np.random.Generator, steps: int, forget_bias: float, strength: float, hold: str) -> Iterator[Frame]:
    """Forward through time, then backward: dL/dc_t and dL/dh_t for L = Σ h_T."""
    p = lstm.init(rng, 1, UNITS, forget_bias=forget_bias)
    x = (strength * rng.standard_normal((steps, 1))).round(2)
    h, c = np.zeros(UNITS), np.zeros(UNITS)
    seen, hand_error = [], 0.0
    for t in range(steps):
        state = held_step(p, x[t], h, c, hold)
        hand = by_hand(p, float(x[t, 0]), list(h), list(c), hold)
        hand_error = max(hand_error, *(float(np.abs(state[name] - hand[name]).max()) for name in ("c", "h")))
        h, c = state["h"], state["c"]
        seen.append(state)
        yield Frame(
            panels=(panel(t, steps, state, {}, x[t, 0]), over_time(seen, [])),
            progress=(t + 1) / (2 * steps),
            at=f"t = {t + 1}",
        )

    def run_from(t: int, name: str, value: np.ndarray) -> Any:
        """L, if from step t on the state `name` had this value."""
        state = {key: seen[t][key] for key in ("h", "c")} | {name: value}
        if name == "c":
            state["h"] = seen[t]["o"] * np.tanh(value)
        for later in range(t + 1, steps):
            state = held_step(p, x[later], state["h"], state["c"], hold)
        return state["h"].sum()

    reached: list[float] = []
    values: dict[str, float] = {}
    for t in reversed(range(steps)):
        back = {f"∂L/∂{n}": complex_step(partial(run_from, t, n), seen[t][n]) for n in ("c", "h")}
        reached.insert(0, float(back["∂L/∂c"][0]))
        if t == 0:
            free = lstm.forward(p, x[:, None, :])
            direct = complex_step(lambda c0: along_the_cell(seen, c0).sum(), np.zeros(UNITS))
            product = np.prod([state["f"] for state in seen], axis=0)
            values = {
                "hand_error": hand_error,
                "fast_error": max(distance(free.h[:, 0], seen, "h"), distance(free.c[:, 0], seen, "c")),
                "direct_path": float(direct.max()),
                "direct_path_low": float(direct.min()),
                "product_error": float(np.abs(direct - product).max()),
                "h_T": float(h[0]),
            }
        yield Frame(
            panels=(panel(t, steps, seen[t], back, x[t, 0]), over_time(seen, reached)),
            values=values,
            progress=0.5 + (steps - t) / (2 * steps),
            at=f"← t = {t + 1}",
        )


def distance(run: np.ndarray, seen: list[dict[str, np.ndarray]], name: str) -> float:
    """The largest difference between a run (T, H) and the states `name` that were seen."""
    return float(np.abs(run - np.array([state[name] for state in seen])).max())


def over_time(seen: list[dict[str, np.ndarray]], reached: list[float]) -> Curves:
    """The first unit's f and c so far, and dL/dc_t at the last steps, as far back as it is known."""
    t = np.arange(1, len(seen) + 1)
    lines = [Line(name, t, np.array([state[name][0] for state in seen])) for name in ("f", "c")]
    if reached:
        lines.append(Line("∂L/∂c", t[-len(reached) :], np.array(reached)))
    return Curves(id="over_time", x_label="t", lines=tuple(lines))


def panel(t: int, steps: int, state: dict[str, np.ndarray], back: dict[str, np.ndarray], x: float) -> CellState:
    """The cell at step t, and on the way back its gradients."""
    quantities = [Quantity("x", (float(x),), -3.0, 3.0)]
    for name, formula in FORMULAS.items():
        low, high = (0.0, 1.0) if name in "ifo" else (-2.0, 2.0) if name == "c" else (-1.0, 1.0)
        quantities.append(Quantity(name, state[name], low, high, formula))
    quantities += [Quantity(name, gradient, -1.0, 1.0) for name, gradient in back.items()]
    return CellState(id="cell", cell="LSTM", t=t + 1, steps=steps, quantities=tuple(quantities))


DEMO = Demo(
    parameters=(
        Whole("steps", 6, 2, 20),
        Number("forget_bias", 1.0, -4.0, 6.0, 0.5),
        Number("strength", 1.0, 0.0, 3.0, 0.1),
        Choice("hold", "nothing", tuple(HOLD)),
    ),
    frames=frames,
    claims=(
        Claim("by-hand", "hand_error", "<=", 1e-12),
        Claim("fast-path", "fast_error", "<=", 1e-12, applies=lambda s: s["hold"] == "nothing"),
        Claim("product-of-f", "product_error", "<=", 1e-12),
        Claim("held-open", "direct_path_low", "=", 1.0, at={"hold": "f = 1"}, applies=lambda s: s["hold"] == "f = 1"),
    ),
)
