"""Every cell's backward pass against the complex step through the same forward code."""

from __future__ import annotations

from functools import partial
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from demos.cells import complex_step, elman, gru, lstm

T, B, INPUT, H = 4, 2, 3, 3
CASES: list[tuple[str, ModuleType, dict[str, Any]]] = [
    ("elman tanh", elman, {}),
    ("elman relu", elman, {"activation": "relu"}),
    ("elman identity", elman, {"activation": "identity"}),
    ("lstm", lstm, {}),
    ("lstm forget bias", lstm, {"forget_bias": 1.0}),
    *(
        (f"gru reset {reset} keep {keep}", gru, {"reset": reset, "keep": keep})
        for reset in ("after", "before")
        for keep in ("z", "1-z")
    ),
]


@pytest.mark.parametrize(("cell", "options"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_every_gradient_equals_the_complex_step(cell: ModuleType, options: dict[str, Any]) -> None:
    rng = np.random.default_rng(7)
    p = cell.init(rng, INPUT, H, **options)
    x, dh = rng.standard_normal((T, B, INPUT)), rng.standard_normal((T, B, H))
    states = {"h0": rng.standard_normal((B, H))}
    ends = {"dh_T": rng.standard_normal((B, H))}
    if cell is lstm:
        states["c0"], ends["dc_T"] = rng.standard_normal((B, H)), rng.standard_normal((B, H))

    def loss(name: str, value: Any) -> Any:
        """A scalar that uses every output and the final states; one argument is `value`."""
        parameters = p.with_arrays(**{name: value}) if name in p.arrays() else p
        given = {key: value if key == name else state for key, state in states.items()}
        run = cell.forward(parameters, value if name == "x" else x, **given)
        total = (run.h * dh).sum() + (run.h[-1] * ends["dh_T"]).sum()
        return total + (run.c[-1] * ends["dc_T"]).sum() if cell is lstm else total

    gradients = cell.backward(p, cell.forward(p, x, **states), dh, **ends)
    for name, at in {"x": x, **p.arrays(), **states}.items():
        wanted = complex_step(partial(loss, name), at)
        got = getattr(gradients, name)
        assert np.abs(got - wanted).max() <= 1e-12 * np.abs(wanted).max(), name


@pytest.mark.parametrize("cell", [elman, lstm, gru])
def test_forward_is_step_after_step(cell: ModuleType) -> None:
    rng = np.random.default_rng(1)
    p = cell.init(rng, INPUT, H)
    x = rng.standard_normal((T, B, INPUT))
    run = cell.forward(p, x)
    states: tuple[Any, ...] = (np.zeros((B, H)),) * (2 if cell is lstm else 1)
    for t in range(T):
        done = cell.step(p, x[t], *states)
        states = (done.h, done.c) if cell is lstm else (done.h,)
        assert np.array_equal(run.h[t], done.h)


def test_a_wrong_backward_would_be_seen() -> None:
    """The comparison has teeth: dropping the recurrent path fails it by far."""
    rng = np.random.default_rng(2)
    p = elman.init(rng, INPUT, H)
    x, dh = rng.standard_normal((T, B, INPUT)), rng.standard_normal((T, B, H))
    wanted = complex_step(lambda U: (elman.forward(p.with_arrays(U=U), x).h * dh).sum(), p.U)
    cut = elman.backward(p.with_arrays(U=np.zeros_like(p.U)), elman.forward(p, x), dh).U
    assert np.abs(cut - wanted).max() > 1e-3
