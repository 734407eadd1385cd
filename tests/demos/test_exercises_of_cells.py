"""The exercises about gates, states and their gradients: each answer found another way, and shown by its demo."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Sequence
from itertools import islice, pairwise

import pytest

from demos import drawing, registry
from tests.demos.opinions import SEEDS, assert_found_by
from tests.demos.runs import values

TINY = 1e-20  # the complex step


def logistic(a: float) -> float:
    return 1 / (1 + math.exp(-a))


# ── from the formula, in plain Python ───────────────────────────────────────────────────────────────────────


def lstm_gate(gate: str, w: float, u: float, b: float, x: float, h: float, c: float) -> float:
    """Without peepholes c has no part, and each gate is of the same form."""
    del gate, c
    return logistic(math.fsum([w * x, u * h, b]))


def gru_mix(keep: str, z: float, h: float, n: float) -> float:
    """From the candidate, as far towards the old state as is kept."""
    return n + {"z": z, "1 − z": 1 - z}[keep] * (h - n)


def pre_activation(w1: float, w2: float, w3: float, x1: float, x2: float, x3: float, b: float) -> float:
    """The bias as the weight of an input that is always 1."""
    return math.fsum(w * x for w, x in zip((w1, w2, w3, b), (x1, x2, x3, 1.0), strict=True))


def local_gradients(want: str, **at: float) -> float:
    """The complex step of L."""
    moved = {name: complex(value, TINY * (name == want[-1])) for name, value in at.items()}
    loss = (cmath.tanh(moved["w"] * moved["x"] + moved["b"]) - moved["t"]) ** 2 / 2
    return loss.imag / TINY


def state_jacobian(w: float, h0: float, h1: float, h2: float, h3: float) -> float:
    """The complex step of the run, with the inputs that lead to these states."""
    states = (h0, h1, h2, h3)
    h = complex(h0, TINY)
    for before, after in pairwise(states):
        h = cmath.tanh(w * h + math.atanh(after) - w * before)
    return h.imag / TINY


def jacobian_bound(f: str, s: float, rho: float, k: float) -> float:
    """The bound is reached: every pre-activation is 0, and W hands s times each unit on to the next.

    One more unit that keeps rho of itself gives W its spectral radius, and has no part in this.
    """
    del rho
    squash: dict[str, Callable[[complex], complex]] = {
        "tanh": cmath.tanh,
        "σ": lambda a: 1 / (1 + cmath.exp(-a)),
    }
    slope = squash[f](complex(0, TINY)).imag / TINY
    change = [1.0] + int(k) * [0.0]
    for _ in range(int(k)):
        change = [0.0] + [slope * s * each for each in change[:-1]]
    return math.hypot(*change)


def forget_decay(f: float, k: float) -> float:
    """Decay as an exponential."""
    return math.exp(k * math.log(f))


def half_life(f: float) -> float:
    """In logarithms to the base 2, where ½ has −1."""
    return -1 / math.log2(f)


def masked_state(mask: str, w: float, **x: float) -> float:
    """As if the padding were not there."""
    h = 0.0
    for real, (_, given) in zip(mask.split(", "), sorted(x.items()), strict=True):
        if real == "1":
            h = math.tanh(w * h + given)
    return h


def scan_combine(a1: float, b1: float, a2: float, b2: float) -> Sequence[float]:
    """h ↦ a·h + b as the matrix ((a, b), (0, 1)): the later one stands on the left."""
    first, then = ((a1, b1), (0.0, 1.0)), ((a2, b2), (0.0, 1.0))
    return [sum(then[0][i] * first[i][j] for i in range(2)) for j in range(2)]


SECOND_OPINIONS: dict[str, Callable[..., float | Sequence[float]]] = {
    "lstm-gate": lstm_gate,
    "gru-mix": gru_mix,
    "pre-activation": pre_activation,
    "local-gradients": local_gradients,
    "state-jacobian": state_jacobian,
    "jacobian-bound": jacobian_bound,
    "forget-decay": forget_decay,
    "half-life": half_life,
    "masked-state": masked_state,
    "scan-combine": scan_combine,
}


@pytest.mark.parametrize("id", SECOND_OPINIONS)
def test_the_right_answer_is_found_another_way(id: str) -> None:
    assert_found_by(SECOND_OPINIONS[id], id)


# ── the demo at the question's own numbers ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("id", "shown"),
    [("gru-mix", "h_t"), ("local-gradients", "dL_dw"), ("forget-decay", "kept"), ("half-life", "half_life")],
)
def test_the_demo_shows_the_answer(id: str, shown: str) -> None:
    questions = (drawing.draw(id, registry.exercise(id), seed) for seed in SEEDS)
    asked = list(islice((each for each in questions if each["givens"].get("want", "∂L/∂w") == "∂L/∂w"), 8))
    assert len(asked) == 8
    for drawn in asked:
        demo = drawn["demo"]
        assert values(demo["id"], **demo["set"])[shown] == pytest.approx(drawn["answer"][0], abs=1e-9)
