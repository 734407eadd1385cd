"""The demo padding: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from demos.contract import Curves
from demos.sequences import padding
from tests.demos.runs import frames, line, panel, values, verdict

every_cell = pytest.mark.parametrize("cell", padding.CELLS)


def drawn(cell: str, seed: int = 0) -> tuple[Any, np.ndarray]:
    """The cell and the inputs that the demo draws."""
    rng = np.random.default_rng(seed)
    return padding.CELLS[cell].init(rng, 1, padding.UNITS), rng.standard_normal((padding.LONGEST, 2, 1))


@every_cell
def test_without_a_mask_padding_is_input_like_any_other(cell: str) -> None:
    p, x = drawn(cell)
    x = np.concatenate([x[:6], np.full((10, 2, 1), 0.5)])
    h = padding.CELLS[cell].forward(p, x).h
    *_, last = frames("padding", cell=cell, mask="unmasked", real=6, pads=10, filler=0.5)
    path = panel(last, Curves, "path")
    assert list(line(path, "a").y) == pytest.approx(h[:, 0, 0].tolist(), abs=1e-14)
    assert list(line(path, "b").y) == pytest.approx(h[:, 1, 0].tolist(), abs=1e-14)
    assert last.values["drift"] == pytest.approx(math.dist(h[-1, 0], h[5, 0]), abs=1e-14)


@every_cell
def test_a_real_step_after_padding_goes_on_where_the_last_one_stopped(cell: str) -> None:
    p, x = drawn(cell)  # in an LSTM this needs c as well as h
    bare = padding.run(cell, p, x[[0, 1, 4]], np.ones(3))
    gapped = padding.run(cell, p, x[:5], np.array([1.0, 1.0, 0.0, 0.0, 1.0]))
    assert np.array_equal(gapped[[0, 1, 4]], bare)
    assert np.array_equal(gapped[2], bare[1])


@every_cell
def test_with_a_mask_the_paths_are_level_over_the_padding(cell: str) -> None:
    *_, last = frames("padding", cell=cell, mask="masked", real=6, pads=10, filler=1)
    for name in ("a", "b"):
        assert len({*line(panel(last, Curves, "path"), name).y[5:]}) == 1
    assert len({*line(panel(last, Curves, "distance"), "‖h_a − h_b‖").y[5:]}) == 1
    assert last.values["left"] == 1


def test_one_padded_step_by_plain_floats() -> None:
    p, x = drawn("RNN")
    h = [0.0] * padding.UNITS
    for step in [*x[:3, 0, 0], 0.0]:
        before = h
        h = [
            math.tanh(w * step + sum(u * h_j for u, h_j in zip(row, h, strict=True)) + bias)
            for w, row, bias in zip(p.W[:, 0].tolist(), p.U.tolist(), (p.b + p.bh).tolist(), strict=True)
        ]
    assert values("padding", real=3, pads=1)["drift"] == pytest.approx(math.dist(h, before), abs=1e-14)


def test_zeros_without_end_lead_to_a_state_that_tells_nothing() -> None:
    p, x = drawn("RNN")
    end = padding.run("RNN", p, np.concatenate([x, np.zeros((60, 2, 1))]), np.ones(72))[-1]
    assert end[0] == pytest.approx(end[1], abs=1e-12)
    assert end[0] == pytest.approx(np.tanh(p.U @ end[0] + p.b + p.bh), abs=1e-12)  # it maps to itself


@every_cell
def test_the_slope_in_the_padding_is_that_of_a_small_change(cell: str) -> None:
    p, x = drawn(cell)

    def last(filler: float) -> float:
        return float(
            padding.run(cell, p, np.concatenate([x[:6], np.full((4, 2, 1), filler)]), np.ones(10))[-1, 0].sum()
        )

    moved = (last(0.2 + 1e-6) - last(0.2 - 1e-6)) / 2e-6
    assert values("padding", cell=cell, pads=4, filler=0.2)["felt"] == pytest.approx(moved, abs=1e-8)


def test_nothing_happens_where_nothing_is_padded() -> None:
    measured = values("padding", pads=0, real=1)
    assert (measured["drift"], measured["left"], measured["felt"]) == (0, 1, 0)


def test_the_paths_grow_step_by_step_and_the_last_real_one_is_marked() -> None:
    run = frames("padding", real=6, pads=10)
    assert [len(line(panel(frame, Curves, "path"), "a").x) for frame in run] == list(range(1, 17))
    assert [len(panel(frame, Curves, "path").marks) for frame in run] == [0] * 5 + [1] * 11
    assert panel(run[-1], Curves, "path").marks[0].x == 6


def test_a_mask_that_is_not_heeded_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = padding.run
    monkeypatch.setattr(padding, "run", lambda cell, p, x, mask: right(cell, p, x, np.ones_like(mask)))
    for claim in ("masked-stands-still", "masked-is-bare", "masked-feels-no-padding"):
        assert not verdict("padding", claim).holds


def test_padding_that_is_not_run_over_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = padding.run

    def packed(cell: str, p: Any, x: np.ndarray, mask: np.ndarray) -> np.ndarray:
        return right(cell, p, x, np.where(np.arange(len(mask)) < 6, mask, 0.0))

    monkeypatch.setattr(padding, "run", packed)
    for claim in ("unmasked-drifts", "even-a-gated-cell-forgets"):
        assert not verdict("padding", claim).holds
