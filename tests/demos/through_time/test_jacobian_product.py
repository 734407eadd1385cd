"""The demo jacobian-product: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math

import numpy as np
import pytest

from demos.contract import Curves
from demos.through_time import jacobian_product
from tests.demos.runs import frames, line, panel, values, verdict


@pytest.mark.parametrize("size", [1, 3, 16])
@pytest.mark.parametrize("gain", [0.5, 1.0, 2.0])
def test_at_rest_the_norm_is_the_gain_to_the_power_of_the_lag(size: int, gain: float) -> None:
    *_, last = frames("jacobian-product", gain=gain, size=size, start="zero")
    curve = line(panel(last, Curves, "norm"), "‖∂h_T/∂h_0‖")
    assert list(curve.y) == pytest.approx([gain**lag for lag in range(1, 61)], rel=1e-12)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("strength", [0.0, 1.0])
def test_saturation_never_lifts_the_norm_above_the_bound(seed: int, strength: float) -> None:
    *_, last = frames("jacobian-product", seed, gain=1.3, strength=strength)
    norm, bound = line(panel(last, Curves, "norm"), "‖∂h_T/∂h_0‖").y, line(panel(last, Curves, "norm"), "gain^lag").y
    assert all(a <= b * (1 + 1e-12) for a, b in zip(norm, bound, strict=True))


def test_the_shear_grows_before_it_shrinks() -> None:
    *_, last = frames("jacobian-product", kind="shear", start="zero")
    norm = list(line(panel(last, Curves, "norm"), "‖∂h_T/∂h_0‖").y)
    powers = [np.array([[0.9**n, 5 * n * 0.9 ** (n - 1)], [0.0, 0.9**n]]) for n in range(1, 61)]
    assert norm == pytest.approx([float(np.linalg.svd(power)[1][0]) for power in powers])
    assert norm[49] > 1 > 0.9**50
    assert max(norm) > norm[0] > norm[59]


def test_one_unit_by_plain_floats() -> None:
    rng = np.random.default_rng(2)
    w = float(jacobian_product.matrix("orthogonal", 1.5, 1, rng)[0, 0])
    h, product = float(rng.standard_normal(1)[0]), 1.0
    for _ in range(50):
        h = math.tanh(w * h)
        product *= w * (1 - h * h)
    assert values("jacobian-product", 2, gain=1.5, size=1)["norm_50"] == pytest.approx(abs(product), rel=1e-9)


def test_a_product_without_the_slope_of_tanh_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def powers(W: np.ndarray, _h: np.ndarray, x: np.ndarray) -> np.ndarray:
        return np.array([np.linalg.matrix_power(W, t) for t in range(1, len(x) + 1)])

    monkeypatch.setattr(jacobian_product, "products", powers)
    assert not verdict("jacobian-product", "is-the-jacobian").holds
    assert not verdict("jacobian-product", "saturates").holds
