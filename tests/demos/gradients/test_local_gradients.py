"""The demo local-gradients: what it shows, measured another way, and claims that notice when it is broken."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pytest

from demos.cells import elman
from demos.contract import Graph, Table
from demos.gradients import local_gradients
from tests.demos.runs import frames, panel, verdict


def test_the_gradients_are_those_worked_out_by_hand() -> None:
    w, x, b, t = 0.8, 1.5, -0.4, 0.2
    h = math.tanh(w * x + b)
    d_a = (h - t) * (1 - h * h)
    by_hand = {"L": 1.0, "h": h - t, "a": d_a, "p": d_a, "b": d_a, "w": d_a * x, "x": d_a * w}
    *_, last = frames("local-gradients", w=w, x=x, b=b, t=t)
    nodes = panel(last, Graph, "graph").nodes
    assert {node.id: node.gradient for node in nodes} == pytest.approx(by_hand, abs=1e-15)


def test_values_come_first_and_gradients_follow_in_reverse() -> None:
    run = [panel(frame, Graph, "graph").nodes for frame in frames("local-gradients")]
    known = [
        ({n.id for n in nodes if n.value is not None}, {n.id for n in nodes if n.gradient is not None}) for nodes in run
    ]
    forward, backward = known[: len(local_gradients.FORWARD)], known[len(local_gradients.FORWARD) :]
    assert not any(gradients for _, gradients in forward)
    assert all(len(found) == len(local_gradients.FORWARD) for found, _ in backward)
    needs = dict(local_gradients.EDGES)
    for _, gradients in backward:
        assert all(needs[node] in gradients for node in gradients - {"L"})
    for found, _ in forward:
        assert all(source in found for source, target in local_gradients.EDGES if target in found)


def test_every_row_of_the_table_is_a_product() -> None:
    *_, last = frames("local-gradients", w=-1.2, x=0.7)
    rows = panel(last, Table, "edges").rows
    assert len(rows) == len(local_gradients.EDGES)
    for _, upstream, local, passed in rows:
        assert float(passed) == pytest.approx(float(upstream) * float(local), abs=1e-15)


def test_one_minus_h_for_the_slope_of_tanh_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = local_gradients.backward

    def wrong(v: Mapping[str, float], t: float) -> Any:
        gradient, local = right(v, t)
        return gradient, local | {("a", "h"): 1.0 - v["h"]}

    monkeypatch.setattr(local_gradients, "backward", wrong)
    assert not verdict("local-gradients", "edge").holds


def test_a_pass_that_moves_a_weight_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = elman.backward

    def updating(p: Any, run: Any, dh: Any) -> Any:
        gradients = right(p, run, dh)
        p.W[...] -= 0.1 * gradients.W
        return gradients

    monkeypatch.setattr(elman, "backward", updating)
    assert not verdict("local-gradients", "nothing-moves").holds
