"""lstm-step: one step of an LSTM with one unit; wanted is the new cell state or the new hidden state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from demos.cells import lstm, sigmoid
from demos.exercises.contract import Exercise, Step

GATES = "ifgo"


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """Weights w, u and a bias for each of i, f, g, o; an input, a state; all of one or two digits."""
    givens: dict[str, float | str] = {"want": str(rng.choice(["c", "h"]))}
    for gate in GATES:
        givens[f"w{gate}"] = tenths(rng, 3, 15)
        givens[f"u{gate}"] = tenths(rng, 2, 12)
        givens[f"b{gate}"] = tenths(rng, 1, 10)
    return {**givens, "x": tenths(rng, 3, 15), "h": tenths(rng, 2, 9), "c": tenths(rng, 4, 15)}


def tenths(rng: np.random.Generator, low: int, high: int) -> float:
    """A number of tenths with a random sign, low to high tenths in size."""
    return float(rng.integers(low, high + 1)) / 10 * float(rng.choice([-1, 1]))


def cell(n: Mapping[str, float], order: str = GATES) -> lstm.Step:
    """The step by the cell library; another `order` hands it the blocks packed in that order."""

    def stack(letter: str) -> np.ndarray:
        return np.array([float(n[letter + gate]) for gate in order])

    parameters = lstm.Parameters(W=stack("w")[:, None], U=stack("u")[:, None], b=stack("b"), bh=np.zeros(4))
    return lstm.step(parameters, np.array([n["x"]]), np.array([n["h"]]), np.array([n["c"]]))


def wanted(step: lstm.Step, want: str) -> float:
    return float(step.c[0] if want == "c" else step.h[0])


def right(want: str, **n: float) -> float:
    """c_t or h_t, by the cell library."""
    return wanted(cell(n), want)


# ── wrong rules: the right step with one thing changed ──────────────────────────────────────────────────────


def wrong(**changed: Any) -> Any:
    """A wrong rule. Its keywords say what is done instead, as functions of the numbers n and the step s."""

    def rule(want: str, **n: float) -> float | None:
        step = cell(n)
        a = {gate: n[f"w{gate}"] * n["x"] + n[f"u{gate}"] * n["h"] + n[f"b{gate}"] for gate in GATES}
        s = {name: float(getattr(step, name)[0]) for name in "ifgo"}
        gate = changed.get("gate", sigmoid)
        i, f, o = (float(gate(a[name])) for name in "ifo")
        g = float(changed.get("candidate", np.tanh)(a["g"]))
        i, f = changed.get("i", lambda i, _f: i)(i, f), changed.get("f", lambda _i, f: f)(i, f)
        c = changed.get("c", lambda f, c, i, g: f * c + i * g)(f, n["c"], i, g)
        h = changed.get("h", lambda o, c, **_: o * float(np.tanh(c)))(o=o, c=c, old_c=n["c"], old_h=n["h"])
        value = c if want == "c" else h
        same = abs(value - (s["f"] * n["c"] + s["i"] * s["g"] if want == "c" else float(step.h[0]))) < 1e-12
        return None if same else value

    return rule


def other_order(want: str, **n: float) -> float:
    """The four blocks taken as i, g, f, o."""
    return wanted(cell(n, "igfo"), want)


def steps(want: str, **n: float) -> list[Step]:
    """The four gates, the cell state, and for h the way out."""
    done = cell(n)
    value = {name: float(getattr(done, name)[0]) for name in ("i", "f", "g", "o", "c", "h")}

    def inside(gate: str) -> str:
        return f"{n['w' + gate]:g}·({n['x']:g}) + {n['u' + gate]:g}·({n['h']:g}) + ({n['b' + gate]:g})"

    lines = [Step(gate, f"{'tanh' if gate == 'g' else 'σ'}({inside(gate)})", value[gate]) for gate in "ifg"]
    lines.append(
        Step(
            "c_t",
            f"f·c + i·g = {value['f']:.4f}·({n['c']:g}) + {value['i']:.4f}·({value['g']:.4f})",
            value["c"],
        )
    )
    if want == "h":
        lines.append(Step("o", f"σ({inside('o')})", value["o"]))
        lines.append(Step("h_t", f"o·tanh(c_t) = {value['o']:.4f}·tanh({value['c']:.4f})", value["h"]))
    return lines


EXERCISE = Exercise(
    asks="c_t, h_t",
    digits=4,
    draw=draw,
    right=right,
    wrong={
        "tanh-gates": wrong(gate=np.tanh),
        "sigmoid-candidate": wrong(candidate=sigmoid),
        "keeps-one-minus-f": wrong(f=lambda _i, f: 1 - f),
        "adds-f": wrong(c=lambda f, c, i, g: f + c + i * g),
        "no-input-gate": wrong(i=lambda _i, _f: 1.0),
        "coupled-input": wrong(i=lambda _i, f: 1 - f),
        "no-tanh-out": wrong(h=lambda o, c, **_: o * c),
        "sigmoid-out": wrong(h=lambda o, c, **_: o * float(sigmoid(c))),
        "no-output-gate": wrong(h=lambda c, **_: float(np.tanh(c))),
        "old-cell-out": wrong(h=lambda o, old_c, **_: o * float(np.tanh(old_c))),
        "order-igfo": other_order,
    },
    steps=steps,
    low=-3.5,
    high=3.5,
)
