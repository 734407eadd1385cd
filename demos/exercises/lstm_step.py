"""lstm-step: one step of an LSTM with one unit; wanted is the new cell state or the new hidden state."""

from __future__ import annotations

from typing import Any

import numpy as np

from demos.cells import lstm
from demos.contract import Value
from demos.exercises.contract import (
    PLAIN,
    SIGMA,
    TANH,
    Exercise,
    Function,
    Sheet,
    factor,
    say,
    tenths,
    total,
    weighted,
)
from demos.exercises.under_microscope import microscope

GATES = "ifgo"


def draw(rng: np.random.Generator) -> dict[str, float | str]:
    """Weights w, u and a bias for each of i, f, g, o; an input, a state; all of one or two digits."""
    givens: dict[str, float | str] = {"want": str(rng.choice(["c", "h"]))}
    for gate in GATES:
        givens[f"w{gate}"] = tenths(rng, 3, 15)
        givens[f"u{gate}"] = tenths(rng, 2, 12)
        givens[f"b{gate}"] = tenths(rng, 1, 10)
    return {**givens, "x": tenths(rng, 3, 15), "h": tenths(rng, 2, 9), "c": tenths(rng, 4, 15)}


def right(want: str, **n: float) -> float:
    """c_t or h_t, by the cell library."""

    def stack(letter: str) -> np.ndarray:
        return np.array([n[letter + gate] for gate in GATES])

    parameters = lstm.Parameters(W=stack("w")[:, None], U=stack("u")[:, None], b=stack("b"), bh=np.zeros(4))
    done = lstm.step(parameters, np.array([n["x"]]), np.array([n["h"]]), np.array([n["c"]]))
    return float(done.c[0] if want == "c" else done.h[0])


def work(
    sheet: Sheet,
    *,
    want: str,
    gate: Function = SIGMA,
    candidate: Function = TANH,
    order: str = GATES,
    keeps: str = "f",
    writes: str = "i",
    out: Function = TANH,
    read: str = "c_t",
    opens: bool = True,
    **n: Any,
) -> float:
    """The gates, the cell state, and for h the way out."""

    def squashed(name: str, function: Function) -> float:
        block = order[GATES.index(name)]
        terms, bias = ((n[f"w{block}"], n["x"]), (n[f"u{block}"], n["h"])), n[f"b{block}"]
        a = sum(w * v for w, v in terms) + bias
        return float(sheet.line(name, lambda: function.of(weighted(*terms, plus=bias)), function(a)))

    i, f, g = squashed("i", gate), squashed("f", gate), squashed("g", candidate)
    kept = {"f": f * n["c"], "1 − f": (1 - f) * n["c"], "+ f": f + n["c"]}[keeps]
    written = {"i": i, "1": 1.0, "1 − f": 1 - f}[writes] * g

    def said() -> str:
        old = factor(n["c"])
        keep = {"f": f"{say(f)}·{old}", "1 − f": f"(1 − {factor(f)})·{old}", "+ f": total([say(f), say(n["c"])])}
        write = {"i": f"{say(i)}·{factor(g)}", "1": say(g), "1 − f": f"(1 − {factor(f)})·{factor(g)}"}
        return total([keep[keeps], write[writes]])

    c = float(sheet.line("c_t", said, kept + written))
    if want == "c":
        return c
    o = squashed("o", gate) if opens else 1.0
    seen = c if read == "c_t" else n["c"]
    return float(sheet.line("h_t", lambda: (f"{say(o)}·" if opens else "") + out.at(seen), o * out(seen)))


def seen(**n: Any) -> dict[str, Value]:
    """The step under the microscope; both of what may be wanted are in it."""
    rows = [[n[letter + gate] for letter in "wub"] for gate in GATES]
    return microscope("LSTM", rows, n["x"], n["h"], c0=n["c"])


EXERCISE = Exercise(
    asks="c_t, h_t",
    draw=draw,
    right=right,
    work=work,
    wrong={
        "tanh-gates": {"gate": TANH},
        "sigmoid-candidate": {"candidate": SIGMA},
        "keeps-one-minus-f": {"keeps": "1 − f"},
        "adds-f": {"keeps": "+ f"},
        "no-input-gate": {"writes": "1"},
        "coupled-input": {"writes": "1 − f"},
        "no-tanh-out": {"out": PLAIN},
        "sigmoid-out": {"out": SIGMA},
        "no-output-gate": {"opens": False},
        "old-cell-out": {"read": "c"},
        "order-igfo": {"order": "igfo"},
    },
    low=-3.5,
    high=3.5,
    demo="microscope",
    settings=seen,
)
