"""What the trainings share: the learners follow the gradients of their losses, clipped, in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from demos import training
from demos.cells import complex_step
from demos.cells.optimisers import norm

T, B, INPUTS, H, K = 4, 5, 2, 3, 4


class Seen:
    """In the optimiser's place: keeps the gradients and changes nothing."""

    def __init__(self) -> None:
        self.gradients: dict[str, np.ndarray] = {}

    def update(self, parameters: Mapping[str, np.ndarray], gradients: Mapping[str, np.ndarray]) -> None:
        assert set(parameters) == set(gradients)
        self.gradients = dict(gradients)


def of_the_last(name: str, rng: np.random.Generator, dtype: Any = float, **given: Any) -> training.OfTheLast:
    cell, options = training.CELLS[name]
    p = cell.init(rng, INPUTS, H, dtype, **options)
    readout = 0.3 * rng.standard_normal(H)
    return training.OfTheLast(cell, p, readout.astype(dtype), np.full(1, 0.1, dtype), **given)


def of_each(name: str, rng: np.random.Generator, **given: Any) -> training.OfEach:
    cell, options = training.CELLS[name]
    p = cell.init(rng, INPUTS, H, **options)
    return training.OfEach(cell, p, rng.standard_normal((K, H)), rng.standard_normal(K), **given)


@pytest.mark.parametrize("name", training.CELLS)
def test_a_number_of_the_last_state_is_learned_along_its_gradient(name: str) -> None:
    rng = np.random.default_rng(3)
    seen = Seen()
    learner = of_the_last(name, rng, optimiser=seen)
    x = rng.standard_normal((T, B, INPUTS))
    y = learner.score(x)[1] + 0.1 * rng.standard_normal(B)

    def loss(changed: training.OfTheLast) -> Any:
        h = learner.cell.forward(changed.parameters, x).h[-1]
        return sum((h[k] @ changed.readout + changed.bias[0] - y[k]) ** 2 for k in range(B)) / B  # type: ignore[index]

    before = learner.score(x)[1]
    assert (learner.learn_by(lambda s: (((s - y) ** 2).mean(), 2 * (s - y) / B), x) == before).all()
    assert learner.losses == [pytest.approx(float(loss(learner)))]
    assert norm(seen.gradients) < training.CLIP  # so nothing was clipped
    p = learner.parameters
    exact = {
        "readout": complex_step(lambda readout: loss(replace(learner, readout=readout)), learner.readout),
        "bias": complex_step(lambda bias: loss(replace(learner, bias=bias)), np.full(1, 0.1)),
        "W": complex_step(lambda W: loss(replace(learner, parameters=p.with_arrays(W=W))), p.W),
        "U": complex_step(lambda U: loss(replace(learner, parameters=p.with_arrays(U=U))), p.U),
    }
    for array, gradient in exact.items():
        assert np.allclose(seen.gradients[array], gradient, rtol=0, atol=1e-14)


@pytest.mark.parametrize("name", training.CELLS)
def test_a_class_each_step_is_learned_along_its_gradient(name: str) -> None:
    rng = np.random.default_rng(4)
    learner = of_each(name, rng)
    x, classes = rng.standard_normal((T, B, INPUTS)), rng.integers(0, K, (T, B))

    def loss(changed: training.OfEach) -> Any:
        """−log p of every class, written out."""
        h = learner.cell.forward(changed.parameters, x).h
        p = np.exp(h @ changed.V.T + changed.v)
        steps, columns = np.indices(classes.shape)
        return -np.log((p / p.sum(-1, keepdims=True))[steps, columns, classes]).mean()

    found = learner.back(*learner.logits(x), classes)
    p = learner.parameters
    exact = {
        "V": complex_step(lambda V: loss(replace(learner, V=V)), learner.V),
        "v": complex_step(lambda v: loss(replace(learner, v=v)), learner.v),
        "U": complex_step(lambda U: loss(replace(learner, parameters=p.with_arrays(U=U))), p.U),
    }
    for array, gradient in exact.items():
        assert np.allclose(found[array], gradient, rtol=0, atol=1e-14)
    expected = float(loss(learner))
    learner.learn(x, classes)
    assert learner.losses == [pytest.approx(expected)]


def test_all_that_is_learned_changes_in_place_and_keeps_its_precision() -> None:
    rng = np.random.default_rng(5)
    learner = of_the_last("LSTM", rng, np.float32)
    arrays = learner.arrays()
    assert set(arrays) == {"W", "U", "b", "bh", "readout", "bias"}
    before = {name: array.copy() for name, array in arrays.items()}
    x, y = rng.standard_normal((T, B, INPUTS)).astype(np.float32), np.ones(B, np.float32)
    learner.learn_by(lambda s: (((s - y) ** 2).mean(), 2 * (s - y) / B), x)
    for name, array in learner.arrays().items():
        assert array is arrays[name]
        assert array.dtype == np.float32
        assert (array != before[name]).any()


def test_a_read_out_without_a_bias_has_none_to_learn() -> None:
    learner = of_the_last("RNN", np.random.default_rng(6))
    assert set(replace(learner, bias=None).arrays()) == set(learner.arrays()) - {"bias"}


def test_a_long_gradient_is_shortened_to_1() -> None:
    seen = Seen()
    learner = of_the_last("RNN", np.random.default_rng(7), optimiser=seen)
    gradients = {name: np.full_like(array, 100.0) for name, array in learner.arrays().items()}
    learner.follow(2.0, gradients)
    assert norm(seen.gradients) == pytest.approx(1.0)
    assert learner.losses == [2.0]


def test_a_picture_is_due_more_often_where_an_iteration_is_long() -> None:
    assert training.pause(10) * 10 <= training.CELL_STEPS
    assert training.pause(10) > training.pause(50) >= training.pause(10_000) == 1


def test_losses_are_smoothed_over_as_many_as_there_are() -> None:
    assert training.smooth([1.0, 2.0, 3.0, 4.0], 2).tolist() == [1.5, 2.5, 3.5]
    assert training.smooth([1.0, 2.0], 5).tolist() == [1.5]
    assert training.smooth([], 5).size == 0
