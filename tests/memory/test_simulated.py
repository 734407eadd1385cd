"""A learner who forgets as FSRS's model says; half a year and twenty of them: python -m tests.benchmarks.simulated."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.simulated import lived


@pytest.mark.slow
@pytest.mark.parametrize("retention", [0.8, 0.9])
def test_retention_is_what_was_desired_and_no_card_starves(tmp_path: Path, retention: float) -> None:
    """Prerequisites are checked within, at every new card."""
    lives = [lived(tmp_path, seed, 150, retention, 300) for seed in range(3)]
    reviews, remembered = sum(life.reviews for life in lives), sum(life.remembered for life in lives)
    assert reviews > 500
    assert remembered / reviews == pytest.approx(retention, abs=0.02)
    assert max(life.waited for life in lives) <= 1, "a sibling waits for the next day, and no longer"
    assert all(life.introduced == 300 for life in lives)
