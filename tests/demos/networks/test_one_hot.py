"""The demo one-hot: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import numpy as np
import pytest

from demos.contract import Bars, Heat
from demos.networks import one_hot
from tests.demos.runs import frames, panel, verdict


@pytest.mark.parametrize(("vocabulary", "index", "row"), [(6, 2, 2), (12, 11, 11), (3, 9, 2)])
def test_the_product_is_the_marked_row(vocabulary: int, index: int, row: int) -> None:
    (frame,) = frames("one-hot", vocabulary=vocabulary, index=index)
    matrix = panel(frame, Heat, "matrix")
    assert {r for r, _ in matrix.marked} == {row}
    assert list(panel(frame, Bars, "product").series[0].values) == list(matrix.values[row])
    assert frame.at == f"i = {row}"


def test_a_one_in_the_wrong_place_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_hot, "one_hot", lambda i, size: np.eye(size)[(i + 1) % size])
    assert not verdict("one-hot", "lookup").holds


def test_codes_that_overlap_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_hot, "one_hot", lambda i, size: np.eye(size)[i] + 0.1)
    assert not verdict("one-hot", "no-similarity").holds
