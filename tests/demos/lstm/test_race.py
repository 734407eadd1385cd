"""The demo race: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from demos.cells import complex_step
from demos.lstm import race
from tests.demos.runs import frames, values


@dataclass
class Seen:
    """In the optimiser's place: keeps the gradients and changes nothing."""

    gradients: dict[str, np.ndarray] = field(default_factory=dict)

    def update(self, parameters: Mapping[str, np.ndarray], gradients: Mapping[str, np.ndarray]) -> None:
        assert set(parameters) == set(gradients)
        self.gradients = dict(gradients)


@pytest.mark.parametrize("name", race.RACERS)
def test_a_racer_follows_the_gradient_of_its_loss(name: str) -> None:
    rng = np.random.default_rng(5)
    cell, options = race.RACERS[name]
    p, readout = cell.init(rng, 1, 3, **options), 0.5 * rng.standard_normal(3)
    seen = Seen()
    racer = race.Racer(cell, p, readout, optimiser=seen)  # type: ignore[arg-type]
    x, bits = race.sequences(rng, 4, 6)
    racer.learn(x, bits)

    def loss(changed: Any, v: np.ndarray) -> Any:
        return np.log1p(np.exp(-bits * (cell.forward(changed, x).h[-1] @ v))).mean()

    assert racer.losses == [pytest.approx(float(loss(p, readout)))]
    assert math.sqrt(sum(float((g * g).sum()) for g in seen.gradients.values())) < 1  # so nothing was clipped
    exact = {
        "U": complex_step(lambda U: loss(p.with_arrays(U=U), readout), p.U),
        "W": complex_step(lambda W: loss(p.with_arrays(W=W), readout), p.W),
        "readout": complex_step(lambda v: loss(p, v), readout),
    }
    for array, gradient in exact.items():
        assert np.allclose(seen.gradients[array], gradient, rtol=0, atol=1e-14)


def test_the_bit_comes_first_and_only_noise_after_it() -> None:
    x, bits = race.sequences(np.random.default_rng(0), 20, 500)
    assert x.shape == (21, 500, 1)
    assert (x[0, :, 0] == bits).all()
    assert set(bits) == {-1.0, 1.0}
    assert abs(np.corrcoef(x[1:, :, 0].mean(0), bits)[0, 1]) < 0.2
    assert x[1:].std() == pytest.approx(race.NOISE, rel=0.05)


def test_a_forget_bias_of_4_recalls_a_bit_over_a_short_lag() -> None:
    # Where nothing is learned 200 bits are recalled about half the time; 0.9 is 11 standard deviations above.
    assert values("race", lag=5, hidden=8, iterations=60)["recalled_4"] > 0.9


def test_the_order_is_the_smaller_of_the_two_steps_up() -> None:
    def order(*solved: int) -> float:
        counts = dict(zip(race.RACERS, solved, strict=True))
        shown = race.picture({}, dict.fromkeys(race.RACERS, 0.5), counts, 4, 1.0, (1, 1))
        return shown.values["order"]

    assert order(0, 0, 1, 4) == 0.25
    assert order(0, 1, 1, 4) == 0.0
    assert order(0, 3, 1, 4) == -0.5


def test_a_long_race_is_told_in_a_hundred_pictures() -> None:
    assert len(frames("race", lag=5, hidden=2, iterations=20, runs=12)) <= race.FRAMES + 13
