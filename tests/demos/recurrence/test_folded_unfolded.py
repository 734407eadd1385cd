"""The demo folded-unfolded: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math
from graphlib import CycleError, TopologicalSorter

import numpy as np
import pytest

from demos.cells import elman
from demos.contract import Graph, Table
from demos.recurrence import folded_unfolded
from tests.demos.runs import frames, panel


def order_of(graph: Graph, skip_delayed: bool = False) -> list[str]:
    sorter: TopologicalSorter[str] = TopologicalSorter({node.id: () for node in graph.nodes})
    for edge in graph.edges:
        if not (skip_delayed and edge.delay):
            sorter.add(edge.target, edge.source)
    return list(sorter.static_order())


def test_only_the_delayed_edge_makes_the_folded_graph_cyclic() -> None:
    with pytest.raises(CycleError):
        order_of(folded_unfolded.folded())
    assert order_of(folded_unfolded.folded(), skip_delayed=True) == ["x", "h", "y"]
    assert folded_unfolded.has_cycle(folded_unfolded.folded())


@pytest.mark.parametrize("steps", [1, 4, 6])
def test_the_chain_is_acyclic_and_runs_in_the_order_of_time(steps: int) -> None:
    chain = folded_unfolded.unfolded(steps)
    states_in_order = [id for id in order_of(chain) if id.startswith("h")]
    assert states_in_order == [f"h{t}" for t in range(steps + 1)]
    assert not folded_unfolded.has_cycle(chain)
    assert not any(edge.delay for edge in chain.edges)


def test_both_pictures_stay_and_the_chain_grows() -> None:
    for t, frame in enumerate(frames("folded-unfolded", steps=4), 1):
        folded, chain = (found for found in frame.panels if isinstance(found, Graph))
        assert (folded.id, chain.id) == ("folded", "unfolded")
        assert len(chain.nodes) == 3 * t + 1


def test_each_picture_adds_up_its_own_steps() -> None:
    rng = np.random.default_rng(8)
    p = elman.init(rng, 1, 1)
    x = rng.standard_normal(4).tolist()
    w, u, b = float(p.U[0, 0]), float(p.W[0, 0]), float(p.b[0] + p.bh[0])
    h, slope = 0.0, 0.0  # and dh/dw, carried forward in plain floats
    for x_t, frame in zip(x, frames("folded-unfolded", 8, steps=4), strict=True):
        before, h = h, math.tanh(u * x_t + w * h + b)
        slope = (1 - h * h) * (before + w * slope)
        *shares, (_, total) = panel(frame, Table).rows
        assert total == pytest.approx(slope, abs=1e-14)
        assert sum(float(share) for _, share in shares) == pytest.approx(slope, abs=1e-14)
