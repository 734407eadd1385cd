"""The demo perplexity: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from demos.cells import cross_entropy
from demos.contract import Bars, Curves
from demos.prediction import perplexity
from tests.demos.runs import frames, line, panel, values, verdict

ZIPF = [1 / k / sum(1 / j for j in range(1, 51)) for k in range(1, 51)]


@pytest.mark.parametrize("kind", ["even", "halving", "zipf"])
@pytest.mark.parametrize("tokens", [2, 3, 50])
def test_the_probabilities_are_some(kind: str, tokens: int) -> None:
    p = perplexity.source(kind, tokens)
    assert p.shape == (tokens,)
    assert (p > 0).all()
    assert math.fsum(p) == pytest.approx(1, abs=1e-15)


def test_the_numbers_that_can_be_found_by_hand() -> None:
    # ½, ¼, ⅛, 1/16, 1/16: 0.5 + 0.5 + 0.375 + 0.25 + 0.25 bits.
    five = values("perplexity", kind="halving", tokens=5)
    assert five["bits"] == pytest.approx(1.875, abs=1e-12)
    assert five["ppl"] == pytest.approx(2**1.875, abs=1e-12)
    assert values("perplexity", kind="even", tokens=50)["ppl"] == pytest.approx(50, abs=1e-12)
    assert values("perplexity", kind="zipf")["ppl"] == pytest.approx(math.prod(p**-p for p in ZIPF), rel=1e-12)


@pytest.mark.parametrize("temperature", [0.5, 2.0])
def test_a_model_that_is_wrong_costs_the_divergence_more(temperature: float) -> None:
    weights = [p ** (1 / temperature) for p in ZIPF]
    q = [weight / sum(weights) for weight in weights]
    divergence = sum(p_k * math.log(p_k / q_k) for p_k, q_k in zip(ZIPF, q, strict=True))
    measured = values("perplexity", kind="zipf", temperature=temperature)
    assert divergence > 0.1
    assert measured["above_best"] == pytest.approx(math.exp(divergence), rel=1e-12)
    assert measured["mean_of_exp"] == pytest.approx(sum(p_k / q_k for p_k, q_k in zip(ZIPF, q, strict=True)), rel=1e-12)


@pytest.mark.parametrize("kind", ["halving", "zipf"])
def test_the_two_means_are_least_at_different_models(kind: str) -> None:
    heats = [0.25 * k for k in range(1, 17)]
    measured = {heat: values("perplexity", kind=kind, temperature=heat) for heat in heats}
    assert min(heats, key=lambda heat: measured[heat]["ppl"]) == 1
    assert min(heats, key=lambda heat: measured[heat]["mean_of_exp"]) == 2
    # Σ p/q is least at q ∝ √p, where it is (Σ √p)² (Cauchy and Schwarz).
    least = sum(math.sqrt(p) for p in perplexity.source(kind, 50)) ** 2
    assert measured[2.0]["mean_of_exp"] == pytest.approx(least, rel=1e-12)


def test_the_perplexity_of_a_text_is_the_root_of_a_product() -> None:
    *_, last = frames("perplexity", 3, kind="zipf")
    text = np.random.default_rng(3).choice(50, perplexity.TEXT, p=perplexity.source("zipf", 50))
    product = math.prod(1 / ZIPF[token] for token in text[:40])
    curves = panel(last, Curves, "reading")
    assert line(curves, "geometric").y[39] == pytest.approx(product ** (1 / 40), rel=1e-12)
    assert line(curves, "arithmetic").y[39] == pytest.approx(
        sum(1 / ZIPF[token] for token in text[:40]) / 40, rel=1e-12
    )


@pytest.mark.parametrize("seed", range(3))
def test_over_a_text_the_arithmetic_mean_is_never_below_the_geometric(seed: int) -> None:
    *_, last = frames("perplexity", seed, kind="halving")
    curves = panel(last, Curves, "reading")
    geometric, arithmetic = (np.asarray(line(curves, name).y) for name in ("geometric", "arithmetic"))
    assert (arithmetic >= geometric * (1 - 1e-12)).all()
    assert arithmetic[-1] > 1.5 * geometric[-1]


def test_the_bars_are_the_bits_and_the_curves_grow() -> None:
    run = frames("perplexity", kind="halving")
    bars = panel(run[0], Bars)
    assert bars.labels == tuple("abcdefgh")
    assert list(bars.series[0].values) == pytest.approx([1, 2, 3, 4, 5, 6, 7, 8], abs=1e-12)
    assert [len(line(panel(frame, Curves), "geometric").x) for frame in run] == list(range(20, 401, 20))
    assert len(panel(frames("perplexity", tokens=3)[-1], Bars).labels) == 3


def test_logits_that_are_not_made_probabilities_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def unscaled(logits: Any, targets: Any) -> Any:
        return -np.take_along_axis(logits, targets[:, None], axis=-1)[:, 0]

    monkeypatch.setattr(perplexity, "cross_entropy", unscaled)
    assert verdict("perplexity", "halving-is-four").holds  # these logits are the logarithms of probabilities
    assert not verdict("perplexity", "that-model-is-worse").holds


def test_a_loss_in_bits_where_e_is_the_base_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(perplexity, "cross_entropy", lambda z, targets: cross_entropy(z, targets) / math.log(2))
    for claim in ("even-is-the-count", "halving-is-four", "mean-of-exp-counts-tokens"):
        assert not verdict("perplexity", claim).holds
