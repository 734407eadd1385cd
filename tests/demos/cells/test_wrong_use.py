"""What does not fit is refused, and the message names what was expected and what was given."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from demos.cells import elman, gru, lstm, one_hot
from demos.cells.losses import (
    cross_entropy,
    cross_entropy_gradient,
    sequence_loss,
    squared_error,
    squared_error_gradient,
)
from demos.cells.optimisers import SGD, Adam

T, B, INPUT, H = 4, 2, 3, 5
CELLS = {"elman": elman, "lstm": lstm, "gru": gru}
each_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


def refuses(message: str, call: Callable[..., Any], *given: Any, **named: Any) -> None:
    """A ValueError with exactly this message."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call(*given, **named)


def fresh(cell: ModuleType, **options: Any) -> Any:
    return cell.init(np.random.default_rng(0), INPUT, H, **options)


def state_names(cell: ModuleType) -> list[str]:
    return ["h0", "c0"] if cell is lstm else ["h0"]


# A run


@each_cell
@pytest.mark.parametrize("shape", [(T, B, INPUT + 1), (B, INPUT), (INPUT,), (1, T, B, INPUT), ()])
def test_inputs_of_another_shape(cell: ModuleType, shape: tuple[int, ...]) -> None:
    refuses(f"x: expected shape (T, B, {INPUT}), got {shape}", cell.forward, fresh(cell), np.zeros(shape))


@each_cell
@pytest.mark.parametrize("shape", [(B + 1, H), (1, H), (B, H + 1), (H,), (1, B, H), (B, 1), ()])
def test_initial_states_of_another_shape(cell: ModuleType, shape: tuple[int, ...]) -> None:
    """A batch of one is not spread over the batch of the inputs; torch's axis of layers is not taken for another."""
    for name in state_names(cell):
        given = {name: np.zeros(shape)}
        refuses(
            f"{name}: expected shape ({B}, {H}), got {shape}",
            cell.forward,
            fresh(cell),
            np.zeros((T, B, INPUT)),
            **given,
        )


@each_cell
@pytest.mark.parametrize("dtype", ["int64", "int32", "uint8", "bool", "object", "<U1"])
def test_inputs_that_are_no_floating_numbers(cell: ModuleType, dtype: str) -> None:
    p, x, floating = fresh(cell), np.zeros((T, B, INPUT)), "expected floating numbers"
    refuses(f"x: {floating}, got {dtype}; convert it with .astype(float)", cell.forward, p, x.astype(dtype))
    for name in state_names(cell):
        refuses(
            f"{name}: {floating}, got {dtype}; convert it with .astype(float)",
            cell.forward,
            p,
            x,
            **{name: np.zeros((B, H)).astype(dtype)},
        )


@each_cell
@pytest.mark.parametrize(
    ("given", "kept"),
    [("float32", "float64"), ("float64", "float32"), ("complex64", "float64"), ("float16", "float32")],
)
def test_precisions_that_differ(cell: ModuleType, given: str, kept: str) -> None:
    p, x = fresh(cell, dtype=kept), np.zeros((T, B, INPUT), kept)
    advice = f"expected the precision of {kept}, got {given}; convert one to the other"
    refuses(f"x: {advice}", cell.forward, p, x.astype(given))
    for name in state_names(cell):
        state = {name: np.zeros((B, H), given)}
        refuses(f"{name}: {advice}", cell.forward, p, x, **state)


@each_cell
def test_complex_numbers_go_with_the_floats_they_are_made_of(cell: ModuleType) -> None:
    for floats, complexes in (("float64", "complex128"), ("float32", "complex64")):
        p, x = fresh(cell, dtype=floats), np.zeros((T, B, INPUT), floats)
        assert cell.forward(p, x.astype(complexes)).h.dtype == complexes
        for name in state_names(cell):
            assert cell.forward(p, x, **{name: np.zeros((B, H), complexes)}).h.dtype == complexes
        for name in p.arrays():
            changed = p.with_arrays(**{name: p.arrays()[name].astype(complexes)})
            assert cell.forward(changed, x).h.dtype == complexes


# A step


@each_cell
def test_one_step_of_another_shape_or_dtype(cell: ModuleType) -> None:
    p, x = fresh(cell), np.zeros((B, INPUT))
    names = [name[0] for name in state_names(cell)]
    good = {"x": x, **{name: np.zeros((B, H)) for name in names}}

    def step(**changed: Any) -> Any:
        return cell.step(p, **{**good, **changed})

    refuses(f"x: expected shape ({B}, {INPUT}), got ({B}, {INPUT + 1})", step, x=np.zeros((B, INPUT + 1)))
    refuses(f"x: expected shape ({INPUT},), got ()", step, x=0.0)
    for name in names:
        for shape in ((1, H), (B + 1, H), (B, H + 1), (B, 1), (1, B, H)):
            refuses(f"{name}: expected shape ({B}, {H}), got {shape}", step, **{name: np.zeros(shape)})
        refuses(
            f"{name}: expected floating numbers, got int64; convert it with .astype(float)",
            step,
            **{name: np.zeros((B, H), "int64")},
        )
    refuses("x: expected the precision of float64, got float32; convert one to the other", step, x=x.astype("float32"))


# The way back


@each_cell
def test_gradients_from_outside_of_another_shape_or_dtype(cell: ModuleType) -> None:
    p = fresh(cell)
    run = cell.forward(p, np.zeros((T, B, INPUT)))
    dh = np.zeros((T, B, H))
    for shape in ((T, 1, H), (T - 1, B, H), (B, H), ()):
        refuses(f"dh: expected shape ({T}, {B}, {H}), got {shape}", cell.backward, p, run, np.zeros(shape))
    for name in ("dh_T", "dc_T") if cell is lstm else ("dh_T",):
        refuses(
            f"{name}: expected shape ({B}, {H}), got (1, {H})", cell.backward, p, run, dh, **{name: np.zeros((1, H))}
        )
        refuses(
            f"{name}: expected the precision of float64, got float32; convert one to the other",
            cell.backward,
            p,
            run,
            dh,
            **{name: np.zeros((B, H), "float32")},
        )
    refuses(
        "dh: expected floating numbers, got int64; convert it with .astype(float)",
        cell.backward,
        p,
        run,
        dh.astype("int64"),
    )
    refuses(
        "dh: expected the precision of float64, got float32; convert one to the other",
        cell.backward,
        p,
        run,
        dh.astype("float32"),
    )


@each_cell
def test_a_run_of_another_cell(cell: ModuleType) -> None:
    """Of one unit or one input, too, which would spread over all."""
    p, rng = fresh(cell), np.random.default_rng(1)
    narrow = cell.forward(cell.init(rng, 1, H), np.zeros((T, B, 1)))
    small = cell.forward(cell.init(rng, INPUT, 1), np.zeros((T, B, INPUT)))
    refuses(
        f"run.x: expected shape ({T}, {B}, {INPUT}), got ({T}, {B}, 1)", cell.backward, p, narrow, np.zeros((T, B, H))
    )
    refuses(f"run.h: expected shape ({T}, {B}, {H}), got ({T}, {B}, 1)", cell.backward, p, small, np.zeros((T, B, 1)))


# Parameters


@each_cell
def test_parameters_that_do_not_fit_together(cell: ModuleType) -> None:
    p = fresh(cell)
    rows = cell.Parameters.BLOCKS * H
    wider = cell.Parameters.BLOCKS * (H + 1)
    for name, shape, expected in [
        ("W", (rows + 1, INPUT), (rows, INPUT)),
        ("U", (rows, H + 1), (wider, H + 1)),
        ("U", (rows + 1, H), (rows, H)),
        ("b", (rows - 1,), (rows,)),
        ("bh", (1,), (rows,)),
    ]:
        refuses(f"{name}: expected shape {expected}, got {shape}", p.with_arrays, **{name: np.zeros(shape)})


@each_cell
def test_parameters_with_other_axes_or_dtypes(cell: ModuleType) -> None:
    p = fresh(cell)
    rows = cell.Parameters.BLOCKS * H
    for name in ("W", "U"):
        refuses(f"{name}: expected shape (rows, columns), got ({rows},)", p.with_arrays, **{name: np.zeros(rows)})
        refuses(f"{name}: expected shape (rows, columns), got ()", p.with_arrays, **{name: np.ones(())})
    for name in ("b", "bh"):
        refuses(f"{name}: expected shape (rows), got ({rows}, 1)", p.with_arrays, **{name: np.zeros((rows, 1))})
        refuses(f"{name}: expected a NumPy array (rows), got list", p.with_arrays, **{name: [0.0] * rows})
    for name, array in p.arrays().items():
        refuses(
            f"{name}: expected floating numbers, got int64; convert it with .astype(float)",
            p.with_arrays,
            **{name: array.astype("int64")},
        )
    for name in ("W", "b", "bh"):
        refuses(
            f"{name}: expected the precision of float64, got float32; convert one to the other",
            p.with_arrays,
            **{name: p.arrays()[name].astype("float32")},
        )


@each_cell
def test_a_state_dict_that_lacks_something(cell: ModuleType) -> None:
    state = fresh(cell).to_torch()
    del state["bias_hh_l0"]
    refuses(
        "state dict: expected weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0; missing bias_hh_l0",
        cell.Parameters.from_torch,
        state,
    )


def test_a_state_dict_of_another_cell() -> None:
    refuses(f"U: expected shape ({3 * H}, {H}), got ({4 * H}, {H})", gru.Parameters.from_torch, fresh(lstm).to_torch())


def test_an_unknown_option() -> None:
    """Not the other of two conventions without a word."""
    refuses("reset: expected 'after' or 'before', got 'befor'", fresh, gru, reset="befor")
    refuses("keep: expected 'z' or '1-z', got '1 - z'", fresh, gru, keep="1 - z")
    refuses("activation: expected 'tanh' or 'relu' or 'identity', got 'sigmoid'", fresh, elman, activation="sigmoid")


# Losses


@pytest.mark.parametrize("f", [cross_entropy, cross_entropy_gradient])
def test_targets_that_do_not_fit_the_logits(f: Callable[..., Any]) -> None:
    logits = np.zeros((T, B, H))
    for shape in ((T, 1), (1, B), (B,), (T, B, 1), ()):
        refuses(f"targets: expected shape ({T}, {B}), got {shape}", f, logits, np.zeros(shape, int))


@pytest.mark.parametrize("f", [cross_entropy, cross_entropy_gradient])
def test_targets_that_are_no_class(f: Callable[..., Any]) -> None:
    """Least of all −1, which would count from the end."""
    logits = np.zeros((2, H))
    refuses(f"targets: expected 0 to {H - 1}, got -1 to 0", f, logits, [0, -1])
    refuses(f"targets: expected 0 to {H - 1}, got 0 to {H}", f, logits, [0, H])
    refuses("targets: expected integers, got float64", f, logits, [0.0, 1.0])


@pytest.mark.parametrize("f", [squared_error, squared_error_gradient])
def test_numbers_that_do_not_fit_the_outputs(f: Callable[..., Any]) -> None:
    """A column against a row would make a table."""
    refuses("targets: expected shape (4, 1), got (4,)", f, np.zeros((4, 1)), np.zeros(4))


def test_a_mask_or_a_way_that_does_not_fit() -> None:
    losses = np.ones((T, B))
    refuses(f"mask: expected shape ({T}, {B}), got ({T}, 1)", sequence_loss, losses, np.ones((T, 1)))
    refuses("mask: every step is masked; the mean over no step is not defined", sequence_loss, losses, np.zeros((T, B)))
    refuses("reduce: expected 'sum' or 'mean', got 'none'", sequence_loss, losses, reduce="none")


@pytest.mark.parametrize(
    ("index", "message"),
    [
        (3, "index: expected 0 to 2, got 3 to 3"),
        ([0, -1], "index: expected 0 to 2, got -1 to 0"),
        (1.0, "index: expected integers, got float64"),
        (True, "index: expected integers, got bool"),
    ],
)
def test_an_index_that_is_none(index: Any, message: str) -> None:
    refuses(message, one_hot, index, 3)


# Optimisers


@pytest.mark.parametrize("optimiser", [SGD(0.1), Adam()], ids=["SGD", "Adam"])
def test_gradients_that_do_not_fit_their_parameters(optimiser: Any) -> None:
    theta = {"W": np.ones((2, 3))}
    refuses("W: expected shape (2, 3), got (3,)", optimiser.update, theta, {"W": np.ones(3)})
    refuses(
        "W: expected the precision of float64, got float32; convert one to the other",
        optimiser.update,
        theta,
        {"W": np.ones((2, 3), "float32")},
    )
    assert np.array_equal(theta["W"], np.ones((2, 3)))
