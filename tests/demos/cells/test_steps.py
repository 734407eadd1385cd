"""One step of every cell against its equations in plain numbers; a run is step after step."""

from __future__ import annotations

import cmath
import math
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from demos.cells import elman, gru, lstm
from tests.demos.cells.deviation import deviation

T, B, INPUT, H = 5, 3, 2, 4
CASES: dict[str, tuple[ModuleType, dict[str, Any]]] = {
    **{f"elman {name}": (elman, {"activation": name}) for name in ("tanh", "relu", "identity")},
    "lstm": (lstm, {}),
    **{
        f"gru reset {reset} keep {keep}": (gru, {"reset": reset, "keep": keep})
        for reset in ("after", "before")
        for keep in ("z", "1-z")
    },
}
DTYPES = [np.float64, np.complex128, np.float32, np.complex64]


def normal(rng: np.random.Generator, dtype: Any, *shape: int) -> np.ndarray:
    """Normal numbers, in both parts where there are two."""
    imaginary = 1j * rng.standard_normal(shape) if np.dtype(dtype).kind == "c" else 0.0
    return np.asarray(rng.standard_normal(shape) + imaginary).astype(dtype)


def cell(case: str, rng: np.random.Generator, dtype: Any) -> tuple[ModuleType, Any, int]:
    """A cell with numbers of this dtype, and how many states it has."""
    module, options = CASES[case]
    p = module.init(rng, INPUT, H, **options)
    p = p.with_arrays(**{name: normal(rng, dtype, *array.shape) / 2 for name, array in p.arrays().items()})
    return module, p, 2 if module is lstm else 1


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("started", [True, False], ids=["from states", "from zero"])
@pytest.mark.parametrize("case", CASES)
def test_a_run_is_step_after_step(case: str, started: bool, dtype: Any) -> None:
    rng = np.random.default_rng(1)
    module, p, count = cell(case, rng, dtype)
    x = normal(rng, dtype, T, B, INPUT)
    states = [normal(rng, dtype, B, H) if started else np.zeros((B, H), dtype) for _ in range(count)]
    run = module.forward(p, x, *(states if started else ()))
    for t in range(T):
        done = module.step(p, x[t], *states)
        for name in set(done._fields) & set(vars(run)):
            assert getattr(run, name).dtype == getattr(done, name).dtype == dtype
            assert np.array_equal(getattr(run, name)[t], getattr(done, name)), name
        states = [getattr(done, name) for name in "hc"[:count]]


@pytest.mark.parametrize("case", CASES)
def test_a_step_of_a_batch_is_the_steps_of_its_items(case: str) -> None:
    rng = np.random.default_rng(2)
    module, p, count = cell(case, rng, float)
    x, states = normal(rng, float, B, INPUT), [normal(rng, float, B, H) for _ in range(count)]
    together = module.step(p, x, *states)
    for item in range(B):
        alone = module.step(p, x[item], *(state[item] for state in states))
        assert deviation(together.h[item], alone.h) <= 1e-14


@pytest.mark.parametrize("case", CASES)
def test_one_input_serves_a_whole_batch_of_states(case: str) -> None:
    rng = np.random.default_rng(3)
    module, p, count = cell(case, rng, float)
    x, states = normal(rng, float, INPUT), [normal(rng, float, B, H) for _ in range(count)]
    assert deviation(module.step(p, x, *states).h, module.step(p, np.tile(x, (B, 1)), *states).h) <= 1e-14


# The equations once more, unit by unit, in Python's own numbers.


def sigma(a: complex) -> complex:
    return 1 / (1 + cmath.exp(-a))


def dot(row: Any, vector: list[complex]) -> complex:
    return sum((complex(w) * v for w, v in zip(row, vector, strict=True)), 0j)


def elman_by_hand(p: elman.Parameters, x: list[complex], h: list[complex]) -> dict[str, list[complex]]:
    a = [dot(p.W[k], x) + complex(p.b[k]) + dot(p.U[k], h) + complex(p.bh[k]) for k in range(H)]
    if p.activation == "tanh":
        h = [cmath.tanh(a[k]) for k in range(H)]
    elif p.activation == "relu":
        h = [a[k] if a[k].real > 0 else 0j for k in range(H)]
    else:
        h = a
    return {"a": a, "h": h}


def lstm_by_hand(p: lstm.Parameters, x: list[complex], h: list[complex], c: list[complex]) -> dict[str, list[complex]]:
    a = [dot(p.W[row], x) + complex(p.b[row]) + dot(p.U[row], h) + complex(p.bh[row]) for row in range(4 * H)]
    i = [sigma(a[k]) for k in range(H)]
    f = [sigma(a[H + k]) for k in range(H)]
    g = [cmath.tanh(a[2 * H + k]) for k in range(H)]
    o = [sigma(a[3 * H + k]) for k in range(H)]
    new = [f[k] * c[k] + i[k] * g[k] for k in range(H)]
    return {"a": a, "i": i, "f": f, "g": g, "o": o, "c": new, "h": [o[k] * cmath.tanh(new[k]) for k in range(H)]}


def gru_by_hand(p: gru.Parameters, x: list[complex], h: list[complex]) -> dict[str, list[complex]]:
    W_r, W_z, W_n = p.W[:H], p.W[H : 2 * H], p.W[2 * H :]
    U_r, U_z, U_n = p.U[:H], p.U[H : 2 * H], p.U[2 * H :]
    b_r, b_z, b_n = p.b[:H], p.b[H : 2 * H], p.b[2 * H :]
    bh_r, bh_z, bh_n = p.bh[:H], p.bh[H : 2 * H], p.bh[2 * H :]
    r = [sigma(dot(W_r[k], x) + b_r[k] + dot(U_r[k], h) + bh_r[k]) for k in range(H)]
    z = [sigma(dot(W_z[k], x) + b_z[k] + dot(U_z[k], h) + bh_z[k]) for k in range(H)]
    if p.reset == "after":
        u = [dot(U_n[k], h) + bh_n[k] for k in range(H)]
        n = [cmath.tanh(dot(W_n[k], x) + b_n[k] + r[k] * u[k]) for k in range(H)]
    else:
        u = [r[k] * h[k] for k in range(H)]
        n = [cmath.tanh(dot(W_n[k], x) + b_n[k] + bh_n[k] + dot(U_n[k], u)) for k in range(H)]
    if p.keep == "z":
        new = [(1 - z[k]) * n[k] + z[k] * h[k] for k in range(H)]
    else:
        new = [z[k] * n[k] + (1 - z[k]) * h[k] for k in range(H)]
    return {"r": r, "z": z, "u": u, "n": n, "h": new}


@pytest.mark.parametrize("dtype", [np.float64, np.complex128])
@pytest.mark.parametrize("case", CASES)
def test_a_step_is_its_equations(case: str, dtype: Any) -> None:
    rng = np.random.default_rng(4)
    module, p, count = cell(case, rng, dtype)
    by_hand: Any = {elman: elman_by_hand, lstm: lstm_by_hand, gru: gru_by_hand}[module]
    x, states = normal(rng, dtype, INPUT), [normal(rng, dtype, H) for _ in range(count)]
    wanted = by_hand(p, list(map(complex, x)), *(list(map(complex, state)) for state in states))
    done = module.step(p, x, *states)
    assert set(done._fields) == set(wanted)
    for name, values in wanted.items():
        assert deviation(getattr(done, name), values) <= 1e-14, name


# Worked examples, one unit.


def gru_of_one_unit(z: float, n: float, keep: gru.Keep) -> gru.Parameters:
    """A GRU whose gate and candidate are these numbers, whatever comes in."""
    b = np.array([0.0, math.log(z / (1 - z)), math.atanh(n)])
    return gru.Parameters(W=np.zeros((3, 1)), U=np.zeros((3, 1)), b=b, bh=np.zeros(3), keep=keep)


@pytest.mark.parametrize(
    ("keep", "wanted"),
    [
        ("z", -0.1),  # (1 − 0.25)·(−0.4) + 0.25·0.8 = −0.3 + 0.2
        ("1-z", 0.5),  # 0.25·(−0.4) + (1 − 0.25)·0.8 = −0.1 + 0.6
    ],
)
def test_what_z_keeps(keep: gru.Keep, wanted: float) -> None:
    done = gru.step(gru_of_one_unit(0.25, -0.4, keep), np.zeros(1), np.array([0.8]))
    assert [done.z[0], done.n[0], done.h[0]] == pytest.approx([0.25, -0.4, wanted], abs=1e-15)


@pytest.mark.parametrize(
    ("reset", "u", "n"),
    [
        ("after", [0.8, -0.6], [math.tanh(0.4), math.tanh(-0.15)]),  # r ⊙ (U_n h) = ½·0.8, ¼·(−0.6)
        ("before", [-0.3, 0.2], [math.tanh(0.2), math.tanh(-0.3)]),  # U_n (r ⊙ h) = U_n (½·(−0.6), ¼·0.8)
    ],
)
def test_where_the_reset_applies(reset: gru.Reset, u: list[float], n: list[float]) -> None:
    """Two units that U_n swaps: after the product each r meets the other unit's state, before it its own."""
    swap = np.array([[0.0, 1.0], [1.0, 0.0]])
    p = gru.Parameters(
        W=np.zeros((6, 1)),
        U=np.concatenate([np.zeros((4, 2)), swap]),
        b=np.array([0.0, math.log(0.25 / 0.75), 0.0, 0.0, 0.0, 0.0]),
        bh=np.zeros(6),
        reset=reset,
    )
    done = gru.step(p, np.zeros(1), np.array([-0.6, 0.8]))
    assert list(done.r) == pytest.approx([0.5, 0.25], abs=1e-15)
    assert list(done.u) == pytest.approx(u, abs=1e-15)
    assert list(done.n) == pytest.approx(n, abs=1e-15)


def test_a_forget_bias_is_the_whole_bias_of_the_forget_gate() -> None:
    p = lstm.init(np.random.default_rng(5), INPUT, H, forget_bias=1.0)
    assert np.array_equal((p.b + p.bh)[H : 2 * H], np.ones(H))
    done = lstm.step(p, np.zeros(INPUT), np.zeros(H), np.zeros(H))
    assert list(done.f) == pytest.approx([1 / (1 + math.exp(-1))] * H, abs=1e-15)


def test_an_exploded_state_is_seen_through_relu_too() -> None:
    """NaN is no number below 0."""
    p = elman.init(np.random.default_rng(6), INPUT, H, activation="relu")
    assert np.isnan(elman.step(p, np.full(INPUT, np.nan), np.zeros(H)).h).all()
