"""The demo char-model: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from demos.cells import complex_step
from demos.contract import Table
from demos.recurrence import char_model, texts
from demos.training import CELLS
from tests.demos.runs import frames, panel, values


def test_the_entropies_of_a_text_that_can_be_counted_by_hand() -> None:
    # To be predicted: b a b a, two of each. Each letter tells the next.
    assert texts.entropies("ababa") == pytest.approx((math.log(2), 0.0))
    # After a comes a or b, after b comes a: three pairs with a before (a, b, b), one with b.
    unigram = -(2 / 4 * math.log(2 / 4) + 2 / 4 * math.log(2 / 4))
    bigram = -(1 / 4 * math.log(1 / 3) + 2 / 4 * math.log(2 / 3))
    assert texts.entropies("aabab") == pytest.approx((unigram, bigram))


@pytest.mark.parametrize("name", CELLS)
def test_the_model_follows_the_gradient_of_its_loss(name: str) -> None:
    rng = np.random.default_rng(4)
    cell, options = CELLS[name]
    K, H = 5, 3
    model = char_model.Model(cell, cell.init(rng, K, H, **options), rng.standard_normal((K, H)), rng.standard_normal(K))
    codes = rng.integers(0, K, (7, 4))

    def loss(changed: char_model.Model) -> Any:
        """−log p of every next character, written out."""
        s = changed.run(codes[:-1])[1]
        p = np.exp(s) / np.exp(s).sum(-1, keepdims=True)
        steps, columns = np.indices(codes[1:].shape)
        return -np.log(p[steps, columns, codes[1:]]).mean()

    found = model.gradients(codes)
    exact = {
        "V": complex_step(lambda V: loss(replace(model, V=V)), model.V),
        "v": complex_step(lambda v: loss(replace(model, v=v)), model.v),
        "U": complex_step(
            lambda U: loss(replace(model, parameters=model.parameters.with_arrays(U=U))), model.parameters.U
        ),
    }
    for array, gradient in exact.items():
        assert np.allclose(found[array], gradient, rtol=0, atol=1e-14)


@pytest.mark.parametrize("name", CELLS)
def test_what_is_written_is_what_the_model_gives_for_its_own_words(name: str) -> None:
    rng = np.random.default_rng(9)
    cell, options = CELLS[name]
    K, H = 6, 4
    V = 20 * rng.standard_normal((K, H))
    model = char_model.Model(cell, cell.init(rng, K, H, **options), V, np.zeros(K))
    written = np.array(model.write(rng, 2, temperature=1e-3))  # so cold that the likeliest is always drawn
    assert written[0] == 2
    assert (model.run(written[:-1, None])[1][:, 0].argmax(-1) == written[1:]).all()


def test_the_samples_run_from_untrained_to_trained_in_letters_of_the_text() -> None:
    last = frames("char-model", text="chant")[-1]
    steps, samples = zip(*panel(last, Table).rows, strict=True)
    assert (steps[0], steps[-1], len(steps)) == (0, 150, char_model.SAMPLES)
    assert {letter for sample in samples for letter in str(sample)} <= set(texts.TEXTS["chant"])

    def known(sample: object) -> float:
        """The share of its triples that the text has."""
        triples = [str(sample)[k : k + 3] for k in range(len(str(sample)) - 2)]
        return sum(triple in texts.TEXTS["chant"] for triple in triples) / len(triples)

    assert known(samples[0]) < 0.3 < 0.7 < known(samples[-1])


def test_the_story_has_the_25_characters_that_the_prediction_speaks_of() -> None:
    assert values("char-model", iterations=20)["characters"] == len(set(texts.TEXTS["story"])) == 25
