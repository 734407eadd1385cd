"""Every cell's backward pass, and every loss, against the complex step through the same forward code."""

from __future__ import annotations

import itertools
from functools import partial
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from demos.cells import ACTIVATIONS, complex_step, elman, gru, log_softmax, lstm, relu, relu_prime, softmax
from demos.cells.losses import (
    Reduce,
    cross_entropy,
    cross_entropy_gradient,
    sequence_loss,
    sequence_weights,
    squared_error,
    squared_error_gradient,
)
from demos.cells.parameters import gradient_arrays
from tests.demos.cells.deviation import deviation

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
each_case = pytest.mark.parametrize(("cell", "options"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])

MASKS = {"unmasked": None, "masked": np.array([[True, False], [True, True], [False, True], [False, True]])}
WAYS: list[tuple[str, Reduce]] = list(itertools.product(MASKS, ("sum", "mean")))


def drawn(cell: ModuleType, options: dict[str, Any]) -> tuple[Any, np.ndarray, dict[str, np.ndarray]]:
    """A cell, inputs and initial states; for ReLU far from the kink at every step, on both sides of it."""
    rng = np.random.default_rng(7)
    p = cell.init(rng, INPUT, H, **options)
    x = rng.standard_normal((T, B, INPUT))
    states = {name: rng.standard_normal((B, H)) for name in (("h0", "c0") if cell is lstm else ("h0",))}
    if options.get("activation") == "relu":
        a = cell.forward(p, x, **states).a
        assert np.abs(a).min() > 1e-3
        assert 0.2 < (a > 0).mean() < 0.8
    return p, x, states


def run_with(cell: ModuleType, p: Any, x: np.ndarray, states: dict[str, np.ndarray], name: str, value: Any) -> Any:
    """The run in which one argument, by name, is `value`."""
    parameters = p.with_arrays(**{name: value}) if name in p.arrays() else p
    given = {key: value if key == name else state for key, state in states.items()}
    return cell.forward(parameters, value if name == "x" else x, **given)


@each_case
def test_every_gradient_equals_the_complex_step(cell: ModuleType, options: dict[str, Any]) -> None:
    p, x, states = drawn(cell, options)
    rng = np.random.default_rng(8)
    dh = rng.standard_normal((T, B, H))
    ends = {f"d{name[0]}_T": rng.standard_normal((B, H)) for name in states}

    def loss(name: str, value: Any) -> Any:
        """A scalar that uses every output and the final states; one argument is `value`."""
        run = run_with(cell, p, x, states, name, value)
        total = (run.h * dh).sum() + (run.h[-1] * ends["dh_T"]).sum()
        return total + (run.c[-1] * ends["dc_T"]).sum() if cell is lstm else total

    gradients = cell.backward(p, cell.forward(p, x, **states), dh, **ends)
    assert set(vars(gradients)) == {"x", *p.arrays(), *states}
    for name, at in {"x": x, **p.arrays(), **states}.items():
        assert deviation(getattr(gradients, name), complex_step(partial(loss, name), at)) <= 1e-12, name


@each_case
def test_from_zero_the_gradient_of_the_initial_states_is_there_too(cell: ModuleType, options: dict[str, Any]) -> None:
    """What is not given is 0, the initial states and dL/d… at the end."""
    p, x, states = drawn(cell, options)
    dh = np.random.default_rng(9).standard_normal((T, B, H))
    gradients = cell.backward(p, cell.forward(p, x), dh)
    zeros = {name: np.zeros((B, H)) for name in states}
    if options.get("activation") == "relu":
        assert np.abs(cell.forward(p, x).a).min() > 1e-3

    def loss(name: str, value: Any) -> Any:
        return (run_with(cell, p, x, zeros, name, value).h * dh).sum()

    for name, at in {"x": x, **p.arrays(), **zeros}.items():
        assert deviation(getattr(gradients, name), complex_step(partial(loss, name), at)) <= 1e-12, name


TARGETS = {
    "cross-entropy": np.random.default_rng(10).integers(0, H, (T, B)),
    "squared error": np.random.default_rng(11).standard_normal((T, B, H)),
}


def total_loss(loss: str, outputs: Any, mask: Any, reduce: Reduce) -> Any:
    """The final loss of outputs (T, B, H), which are logits or numbers to be matched."""
    if loss == "cross-entropy":
        return sequence_loss(cross_entropy(outputs, TARGETS[loss]), mask, reduce)
    return sequence_loss(squared_error(outputs, TARGETS[loss]).sum(-1), mask, reduce)


def output_gradient(loss: str, outputs: Any, mask: Any, reduce: Reduce) -> Any:
    """Its gradient with respect to the outputs."""
    gradient = cross_entropy_gradient if loss == "cross-entropy" else squared_error_gradient
    return gradient(outputs, TARGETS[loss]) * sequence_weights((T, B), mask, reduce)[..., None]


@each_case
def test_every_loss_goes_back_through_every_cell(cell: ModuleType, options: dict[str, Any]) -> None:
    p, x, states = drawn(cell, options)
    run = cell.forward(p, x, **states)
    seen: dict[tuple[str, bytes], Any] = {}

    def outputs(name: str, value: Any) -> Any:
        """Run once for all losses, which is most of the time."""
        key = (name, value.tobytes())
        if key not in seen:
            seen[key] = run_with(cell, p, x, states, name, value).h
        return seen[key]

    def final(name: str, loss: str, mask: str, reduce: Reduce, value: Any) -> Any:
        return total_loss(loss, outputs(name, value), MASKS[mask], reduce)

    for loss, (mask, reduce) in itertools.product(TARGETS, WAYS):
        gradients = cell.backward(p, run, output_gradient(loss, run.h, MASKS[mask], reduce))
        for name, at in {"x": x, **p.arrays(), **states}.items():
            wanted = complex_step(partial(final, name, loss, mask, reduce), at)
            assert deviation(getattr(gradients, name), wanted) <= 1e-12, (loss, mask, reduce, name)


@pytest.mark.parametrize(("mask", "reduce"), WAYS)
@pytest.mark.parametrize("loss", TARGETS)
def test_the_gradient_of_every_loss(loss: str, mask: str, reduce: Reduce) -> None:
    outputs = 3.0 * np.random.default_rng(12).standard_normal((T, B, H))
    wanted = complex_step(lambda y: total_loss(loss, y, MASKS[mask], reduce), outputs)
    got = output_gradient(loss, outputs, MASKS[mask], reduce)
    assert deviation(got, wanted) <= 1e-12
    masked = sequence_weights((T, B), MASKS[mask]) == 0
    assert masked.any() == (mask == "masked")
    assert not got[masked].any()


def test_the_sum_and_the_mean_of_what_counts() -> None:
    losses, mask = np.array([[1.0, 2.0], [4.0, np.inf]]), np.array([[1, 1], [1, 0]])
    assert sequence_loss(losses, mask, "sum") == 7.0
    assert sequence_loss(losses, mask, "mean") == pytest.approx(7.0 / 3.0, abs=1e-15)
    assert sequence_loss(losses[0]) == 1.5
    assert sequence_loss(losses[0], reduce="sum") == 3.0
    assert sequence_loss(losses, np.zeros((2, 2)), "sum") == 0.0


def test_squared_error_by_hand() -> None:
    assert list(squared_error([3.0, -1.0], [1.0, 0.5])) == [2.0, 1.125]
    assert list(squared_error_gradient([3.0, -1.0], [1.0, 0.5])) == [2.0, -1.5]


@pytest.mark.parametrize("axis", [0, 1])
def test_softmax_by_its_jacobian(axis: int) -> None:
    """∂p_j/∂z_k = p_j (δ_jk − p_k), along either axis; ∂log p_j/∂z_k = δ_jk − p_k."""
    z = np.random.default_rng(13).standard_normal((1, 4))
    across = z if axis == 1 else z.T
    p = softmax(across, axis).ravel()
    for j in range(4):
        of_p = complex_step(lambda v, j=j: softmax(v, axis).ravel()[j], across)  # type: ignore[misc]
        of_log = complex_step(lambda v, j=j: log_softmax(v, axis).ravel()[j], across)  # type: ignore[misc]
        assert deviation(of_p.ravel(), p[j] * (np.eye(4)[j] - p)) <= 1e-12
        assert deviation(of_log.ravel(), np.eye(4)[j] - p) <= 1e-12


@pytest.mark.parametrize("far", [0.0, 1e3, -1e3, 2.0**40, -(2.0**40), 1e300])
def test_log_softmax_of_large_logits(far: float) -> None:
    """A shift of all logits, exact in these numbers, changes nothing; nothing overflows."""
    z = np.array([0.0, 1.5, -2.0]) if abs(far) < 1e15 else np.zeros(3)
    plain = z - np.log(np.exp(z).sum())
    assert deviation(log_softmax(z + far), plain) <= 1e-15
    assert deviation(softmax(z + far), np.exp(plain)) <= 1e-15
    assert deviation(complex_step(lambda v: cross_entropy(v, 1), z + far), cross_entropy_gradient(z, 1)) <= 1e-12


def test_log_softmax_of_logits_far_apart() -> None:
    """Where e^z underflows, log_softmax keeps what log(softmax) would lose."""
    z = np.array([1000.0, 0.0, -1000.0, -np.inf])
    assert list(log_softmax(z)) == [0.0, -1000.0, -2000.0, -np.inf]
    assert list(softmax(z)) == [1.0, 0.0, 0.0, 0.0]
    assert cross_entropy(z, 2) == 2000.0
    assert list(cross_entropy_gradient(z, 2)) == [1.0, 0.0, -1.0, 0.0]


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_every_activation_has_its_derivative(name: str) -> None:
    """Away from 0, where ReLU and the step have none."""
    x = np.array([-30.0, -3.0, -0.7, -1e-3, 1e-3, 0.7, 3.0, 30.0])
    f, prime = ACTIVATIONS[name].f, ACTIVATIONS[name].prime
    if name == "step":
        assert list(f(x)) == [0, 0, 0, 0, 1, 1, 1, 1]
        assert not prime(x).any()
        return
    assert deviation(prime(x), complex_step(lambda v: f(v).sum(), x)) <= 1e-12


def test_relu_at_its_kink() -> None:
    assert relu(0.0) == 0.0
    assert relu_prime(0.0) == 0.0


@each_case
def test_the_precision_stays(cell: ModuleType, options: dict[str, Any]) -> None:
    """A cell in float32 computes in float32, through its loss and back."""
    rng = np.random.default_rng(14)
    p = cell.init(rng, INPUT, H, dtype=np.float32, **options)
    run = cell.forward(p, rng.standard_normal((T, B, INPUT)).astype(np.float32))
    ds = cross_entropy_gradient(run.h, rng.integers(0, H, (T, B)))
    gradients = cell.backward(p, run, ds, ds[-1])
    assert {array.dtype for array in (ds, *vars(run).values(), *vars(gradients).values())} == {np.dtype(np.float32)}


@each_case
def test_a_sequence_without_a_step(cell: ModuleType, options: dict[str, Any]) -> None:
    """Nothing happens: no gradient for the parameters; what comes from the end reaches the initial state."""
    p = cell.init(np.random.default_rng(15), INPUT, H, **options)
    run = cell.forward(p, np.zeros((0, B, INPUT)))
    end = np.ones((B, H))
    gradients = cell.backward(p, run, np.zeros((0, B, H)), end)
    assert not any(array.any() for array in gradient_arrays(gradients).values())
    assert np.array_equal(gradients.h0, end)


def test_a_wrong_backward_would_be_seen() -> None:
    """The comparison has teeth: dropping the recurrent path fails it by far."""
    rng = np.random.default_rng(2)
    p = elman.init(rng, INPUT, H)
    x, dh = rng.standard_normal((T, B, INPUT)), rng.standard_normal((T, B, H))
    wanted = complex_step(lambda U: (elman.forward(p.with_arrays(U=U), x).h * dh).sum(), p.U)
    cut = elman.backward(p.with_arrays(U=np.zeros_like(p.U)), elman.forward(p, x), dh).U
    assert np.abs(cut - wanted).max() > 1e-3
