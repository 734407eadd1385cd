"""Second opinions on the exercises about losses: each right answer from its formula, in plain Python."""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterator
from typing import Any

import pytest

from demos import drawing, registry
from tests.demos.opinions import SEEDS


def drawn(id: str) -> Iterator[tuple[dict[str, Any], tuple[float, ...]]]:
    """The givens and the answer of the exercise at every seed."""
    exercise = registry.exercise(id)
    for seed in SEEDS:
        question = drawing.draw(id, exercise, seed)
        yield question["givens"], question["answer"]


def same(answer: tuple[float, ...], *expected: float) -> bool:
    return answer == pytest.approx(expected, rel=1e-12, abs=1e-12)


def shares(z: list[float]) -> list[float]:
    """Of each logit against every other: 1 / Σ_j e^(z_j − z_i)."""
    return [1 / sum(math.exp(other - one) for other in z) for one in z]


def named(givens: dict[str, Any], letter: str = "z") -> list[float]:
    """The givens whose names begin with the letter: the logits, unless told."""
    return [given for name, given in givens.items() if name.startswith(letter)]


def test_softmax_is_each_logit_against_every_other() -> None:
    for givens, answer in drawn("softmax"):
        assert same(answer, *shares(named(givens)))


def test_softmax_of_six_logits_is_as_published() -> None:
    """Jurafsky & Martin, Speech and Language Processing (3rd ed., draft of 30 December 2020), section 7.3, at (7.9)."""
    z = [0.6, 1.1, -1.5, 1.2, 3.2, -1.1]
    p = drawing.numbers(registry.exercise("softmax").right(**{f"z{at}": each for at, each in enumerate(z, 1)}))
    assert [float(f"{each:.2g}") for each in p] == [0.055, 0.090, 0.0067, 0.10, 0.74, 0.010]


def test_temperature_takes_a_root_of_each_exponential() -> None:
    for givens, answer in drawn("temperature"):
        roots = [math.exp(each) ** (1 / givens["T"]) for each in named(givens)]
        assert same(answer, roots[0] / math.fsum(roots))


def test_cross_entropy_is_a_log_sum_of_differences() -> None:
    for givens, answer in drawn("cross-entropy"):
        z = named(givens)
        assert same(answer, math.log(math.fsum(math.exp(each - z[int(givens["k"])]) for each in z)))


def test_the_gradient_is_the_complex_step_of_the_cross_entropy() -> None:
    h = 1e-20
    for givens, answer in drawn("cross-entropy-gradient"):
        z, k = named(givens), int(givens["k"])
        slopes = []
        for moved in range(len(z)):
            at = [each + h * 1j * (here == moved) for here, each in enumerate(z)]
            slopes.append((cmath.log(sum(map(cmath.exp, at))) - at[k]).imag / h)
        assert same(answer, *slopes)


def test_the_loss_of_a_sequence_is_minus_the_log_of_its_probability() -> None:
    for givens, answer in drawn("sequence-loss"):
        whole = -math.log(math.prod(named(givens, "p")))
        assert same(answer, whole / {"sum": 1, "mean": 4}[givens["reduce"]])


def test_the_mean_skips_padding() -> None:
    for givens, answer in drawn("padding-mean"):
        mask = f"1, 1, 1, 1, {givens['mask']}".split(", ")
        real = [loss for loss, kept in zip(named(givens, "a") + named(givens, "b"), mask, strict=True) if kept == "1"]
        assert 5 <= len(real) <= 7
        assert same(answer, math.fsum(real) / len(real))


def test_perplexity_is_one_over_the_geometric_mean_of_the_probabilities() -> None:
    for givens, answer in drawn("perplexity"):
        assert same(answer, math.prod(givens.values()) ** (-1 / 3))


@pytest.mark.parametrize(
    ("p", "published"),
    [
        ([1 / 10] * 7, 10.0),  # ten digits, equally likely: draft of 30 December 2020, section 3.2.1, (3.17)
        ([1 / 3] * 5, 3.0),  # “red red red red blue”, equally likely: a later draft, section 3.3.1, (3.19)
        ([0.8] * 4 + [0.1], 1.89),  # the same, with red likely: (3.21) there
    ],
)
def test_perplexities_are_as_published(p: list[float], published: float) -> None:
    """Jurafsky & Martin, Speech and Language Processing (3rd ed. drafts), chapter 3, “N-gram Language Models”."""
    (found,) = drawing.numbers(registry.exercise("perplexity").right(**{f"p{t}": each for t, each in enumerate(p, 1)}))
    assert round(found, 2) == published


def test_bits_are_the_power_of_two_that_nats_are_of_e() -> None:
    for givens, answer in drawn("bits-per-character"):
        if givens["want"] == "bits":
            assert same(answer, math.log2(math.exp(givens["loss"])))
        else:
            assert same(answer, math.log(2 ** givens["loss"]))


def test_the_loss_before_learning_is_the_entropy_of_equal_chances() -> None:
    for givens, answer in drawn("uniform-loss"):
        size, log = int(givens["V"]), {"nats": math.log, "bits": math.log2}[givens["unit"]]
        assert same(answer, math.fsum(-log(1 / size) / size for _ in range(size)))


def test_attention_weights_are_each_key_against_every_other() -> None:
    for givens, answer in drawn("attention-weights"):
        assert same(answer, *shares([each * givens["d"] ** -0.5 for each in named(givens, "s")]))
