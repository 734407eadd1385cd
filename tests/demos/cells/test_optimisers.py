"""The optimisers against their formulas, in plain numbers; what clipping keeps."""

from __future__ import annotations

import math

import numpy as np
import pytest

from demos.cells.optimisers import SGD, Adam, clip_by_norm, clip_by_value, norm
from tests.demos.cells.deviation import deviation

# Three gradients for a matrix and a vector; one component is always 0.
GRADIENTS = [
    {"W": np.array([[1.0, -2.0]]), "b": np.array([0.5, 0.0])},
    {"W": np.array([[-3.0, 0.1]]), "b": np.array([1e-3, 0.0])},
    {"W": np.array([[0.2, 4.0]]), "b": np.array([-7.0, 0.0])},
]


def start() -> dict[str, np.ndarray]:
    return {"W": np.array([[0.3, -0.7]]), "b": np.array([2.0, -1.0])}


def component(name: str, index: int) -> tuple[float, list[float]]:
    """Where one number starts, and its three gradients."""
    return float(start()[name].ravel()[index]), [float(g[name].ravel()[index]) for g in GRADIENTS]


def test_sgd_for_three_steps() -> None:
    theta, optimiser = start(), SGD(0.1)
    for gradients in GRADIENTS:
        optimiser.update(theta, gradients)
    for name, index in [("W", 0), ("W", 1), ("b", 0), ("b", 1)]:
        at, (g1, g2, g3) = component(name, index)
        assert theta[name].ravel()[index] == pytest.approx(at - 0.1 * g1 - 0.1 * g2 - 0.1 * g3, rel=1e-15)


def test_adam_for_three_steps() -> None:
    """Kingma & Ba 2015, algorithm 1, written out: the moments as sums over all gradients so far."""
    eta, b1, b2, epsilon = 0.05, 0.8, 0.95, 1e-6
    theta, optimiser = start(), Adam(eta, b1, b2, epsilon)
    seen = []
    for gradients in GRADIENTS:
        optimiser.update(theta, gradients)
        seen.append({name: array.copy() for name, array in theta.items()})
    for name, index in [("W", 0), ("W", 1), ("b", 0), ("b", 1)]:
        at, (g1, g2, g3) = component(name, index)
        moments = [
            ((1 - b1) * g1, (1 - b2) * g1**2),
            ((1 - b1) * (b1 * g1 + g2), (1 - b2) * (b2 * g1**2 + g2**2)),
            ((1 - b1) * (b1**2 * g1 + b1 * g2 + g3), (1 - b2) * (b2**2 * g1**2 + b2 * g2**2 + g3**2)),
        ]
        for t, (m, v) in enumerate(moments, 1):
            at -= eta * (m / (1 - b1**t)) / (math.sqrt(v / (1 - b2**t)) + epsilon)
            assert seen[t - 1][name].ravel()[index] == pytest.approx(at, rel=1e-14)


def test_adam_s_first_step_is_as_long_as_the_learning_rate() -> None:
    """Whatever the gradient's size: g/√g². Where there is no gradient, nothing moves."""
    theta = start()
    Adam(0.01).update(theta, GRADIENTS[0])
    moved = np.concatenate([(theta[name] - start()[name]).ravel() for name in theta])
    assert list(moved) == pytest.approx([-0.01, 0.01, -0.01, 0.0], rel=1e-6)


@pytest.mark.parametrize("optimiser", [SGD(0.1), Adam()], ids=["SGD", "Adam"])
def test_parameters_change_in_place_and_gradients_do_not(optimiser: SGD | Adam) -> None:
    theta, gradients = start(), {name: array.copy() for name, array in GRADIENTS[0].items()}
    arrays = dict(theta)
    for _ in range(2):
        optimiser.update(theta, gradients)
    assert all(theta[name] is arrays[name] for name in theta)
    assert not np.array_equal(theta["W"], start()["W"])
    assert all(np.array_equal(gradients[name], GRADIENTS[0][name]) for name in gradients)


def test_the_norm_is_that_of_one_vector() -> None:
    assert norm({"W": np.array([[2.0, -3.0]]), "b": np.array([6.0])}) == 7.0
    assert norm({"W": np.zeros((2, 2)), "b": np.zeros(0)}) == 0.0
    assert norm({}) == 0.0
    assert math.isnan(norm({"W": np.ones(2), "b": np.array([np.nan])}))
    assert norm({"W": np.array([1.0, -np.inf])}) == math.inf


@pytest.mark.parametrize("size", [1e-320, 1e-200, 1.0, 1e30, 1e200, 1e307])
def test_the_norm_neither_overflows_nor_vanishes(size: float) -> None:
    assert norm({"W": np.array([3.0 * size]), "b": np.array([-4.0 * size])}) == pytest.approx(5.0 * size, rel=1e-3)


@pytest.mark.parametrize("size", [1.0, 1e200])
def test_clipping_by_norm_shortens_and_keeps_the_direction(size: float) -> None:
    """An exploded gradient too, whose squares overflow."""
    gradients = {name: size * array for name, array in GRADIENTS[2].items()}
    clipped = clip_by_norm(gradients, 0.5)
    assert norm(clipped) == pytest.approx(0.5, rel=1e-15)
    length = norm(gradients)
    for name, array in gradients.items():
        assert deviation(clipped[name], array / length * 0.5) <= 1e-15


def test_clipping_by_norm_in_float32() -> None:
    gradients = {"W": np.array([3e30, -4e30], np.float32)}
    clipped = clip_by_norm(gradients, 5.0)["W"]
    assert clipped.dtype == np.float32
    assert list(clipped) == pytest.approx([3.0, -4.0], rel=1e-6)


def test_a_gradient_that_is_short_enough_stays() -> None:
    for name, array in clip_by_norm(GRADIENTS[0], 100.0).items():
        assert np.array_equal(array, GRADIENTS[0][name])
    for name, array in clip_by_value(GRADIENTS[0], 2.0).items():
        assert np.array_equal(array, GRADIENTS[0][name])
    assert not clip_by_norm({"W": np.zeros(3)}, 1.0)["W"].any()


def test_clipping_by_value_cuts_each_by_itself() -> None:
    """And turns the direction."""
    clipped = clip_by_value(GRADIENTS[2], 0.5)
    assert clipped["W"].tolist() == [[0.2, 0.5]]
    assert clipped["b"].tolist() == [-0.5, 0.0]
    before, after = (np.concatenate([g["W"].ravel(), g["b"]]) for g in (GRADIENTS[2], clipped))
    assert before @ after / math.sqrt(before @ before * (after @ after)) < 0.99
