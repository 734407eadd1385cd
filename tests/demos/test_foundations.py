"""The demos of functions, gradients and the paths through time, each against an oracle of its own."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import pytest

from demos import (
    bptt,
    cell_path,
    jacobian_product,
    local_gradients,
    one_hot,
    registry,
    running,
    settings,
    step_limit,
)
from demos.cells import ACTIVATIONS, Activation, complex_step, elman, lstm, sigmoid
from demos.cells.optimisers import SGD
from demos.contract import Bars, Curves, Frame, Graph, Heat, Line, Panel, Settings, Table, Value, Verdict

P = TypeVar("P", bound=Panel)


def frames(id: str, seed: int = 0, **asked: Value) -> list[Frame]:
    demo = registry.demo(id)
    return list(running.run(demo, settings.fill(demo, asked), seed))


def values(id: str, seed: int = 0, **asked: Value) -> Mapping[str, float]:
    return frames(id, seed, **asked)[-1].values


def verdict(id: str, claim: str, seed: int = 0) -> Verdict:
    """The claim at its own settings."""
    demo = registry.demo(id)
    found = next(c for c in demo.claims if c.id == claim)
    own: Settings = settings.fill(demo, found.at)
    *_, last = running.run(demo, own, seed)
    return found.judge(last.values, own)


def panel(frame: Frame, kind: type[P], id: str) -> P:
    return next(p for p in frame.panels if isinstance(p, kind) and p.id == id)


def line(frame: Frame, id: str, label: str) -> Line:
    return next(found for found in panel(frame, Curves, id).lines if found.label == label)


# ── activations ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("function", "f", "slope"),
    [
        ("sigmoid", lambda x: 1 / (1 + math.exp(-x)), lambda x: math.exp(-x) / (1 + math.exp(-x)) ** 2),
        ("tanh", math.tanh, lambda x: 1 / math.cosh(x) ** 2),
        ("relu", lambda x: max(0.0, x), lambda x: float(x > 0)),
        ("step", lambda x: float(x > 0), lambda _x: 0.0),
        ("identity", lambda x: x, lambda _x: 1.0),
    ],
)
@pytest.mark.parametrize("x", [-3.3, -0.4, 0.7, 5.0])
def test_the_marks_stand_where_the_mathematics_says(
    function: str, f: Callable[[float], float], slope: Callable[[float], float], x: float
) -> None:
    (frame,) = frames("activations", function=function, x=x)
    of_value, of_slope = panel(frame, Curves, "curve").marks
    assert of_value.x == of_slope.x == x
    assert of_value.y == pytest.approx(f(x), abs=1e-14)
    assert of_slope.y == pytest.approx(slope(x), abs=1e-14)
    assert frame.values["value"] == of_value.y
    assert frame.values["slope"] == of_slope.y


def test_a_wrong_derivative_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert verdict("activations", "slope-is-secant").holds
    monkeypatch.setitem(ACTIVATIONS, "sigmoid", Activation("sigmoid", sigmoid, lambda x: x * (1 - x)))
    assert not verdict("activations", "slope-is-secant").holds


# ── step-limit ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("k", [1.0, 5.0, 20.0, 200.0])
def test_the_mean_gap_is_the_integral(k: float) -> None:
    assert values("step-limit", slope=k)["gap"] == pytest.approx((math.log(2) - math.log1p(math.exp(-k))) / k, abs=1e-7)


def test_the_loss_through_the_step_counts_the_mistakes() -> None:
    (frame,) = frames("step-limit")
    stairs = line(frame, "loss", "step")
    for theta, loss in zip(stairs.x, stairs.y, strict=True):
        mistakes = sum((x > theta) != (y == 1.0) for x, y in zip(step_limit.INPUTS, step_limit.TARGETS, strict=True))
        assert loss == mistakes / 16


def test_only_what_has_a_slope_finds_the_threshold() -> None:
    (frame,) = frames("step-limit", slope=20)
    by_sigmoid, by_step = panel(frame, Curves, "loss").marks
    on = step_limit.TARGETS > 0
    assert step_limit.INPUTS[~on].max() < by_sigmoid.x < step_limit.INPUTS[on].min()
    assert by_step.x == step_limit.START
    assert values("step-limit", slope=200)["sigmoid_moved"] < 1e-6


# ── one-hot ─────────────────────────────────────────────────────────────────────────────────────────────────


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


# ── gradient-descent ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rate", [0.05, 0.5, 1.5, 2.0, 2.2])
def test_every_step_multiplies_by_the_same_factor(rate: float) -> None:
    *_, last = frames("gradient-descent", rate=rate, steps=40)
    sizes = line(last, "size", "|θ|").y
    assert list(sizes) == pytest.approx([max(abs(1 - rate) ** n, 1e-12) for n in range(41)], rel=1e-9)


def test_the_path_lies_on_the_bowl_and_grows() -> None:
    run = frames("gradient-descent", rate=0.3, steps=30)
    paths = [line(frame, "bowl", "path") for frame in run]
    assert [len(path.x) for path in paths] == [11, 21, 31]
    assert list(paths[-1].y) == pytest.approx([0.5 * x * x for x in paths[-1].x])


def test_a_step_uphill_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demos.gradient_descent.SGD", lambda rate: SGD(-rate))
    assert not verdict("gradient-descent", "converges").holds


# ── steepest-direction ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("x", "y"), [(0.4, 0.6), (-1.7, 0.3), (2.0, -2.0)])
def test_the_gradient_is_the_one_worked_out_by_hand(x: float, y: float) -> None:
    by_hand = (1.3 * math.cos(1.3 * x) + 0.5 * y, 0.5 * x + 0.5 * y)
    (frame,) = frames("steepest-direction", x=x, y=y)
    arrow = line(frame, "polar", "∇f")
    assert (arrow.x[1], arrow.y[1]) == pytest.approx(by_hand, abs=1e-14)
    assert frame.values["length"] == pytest.approx(math.hypot(*by_hand))


def test_the_rate_falls_to_nothing_across_and_turns_negative_behind() -> None:
    dx, dy = 1.3 * math.cos(0.52) + 0.3, 0.5
    uphill = math.degrees(math.atan2(dy, dx))
    rates = [values("steepest-direction", theta=uphill + turn)["rate"] for turn in (0, 90, 180)]
    assert rates == pytest.approx([math.hypot(dx, dy), 0.0, -math.hypot(dx, dy)], abs=1e-12)


def test_a_gradient_that_is_turned_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demos.steepest_direction.complex_step", lambda f, p: complex_step(f, p)[::-1])
    assert not verdict("steepest-direction", "within-a-degree").holds
    assert not verdict("steepest-direction", "cosine").holds


# ── local-gradients ─────────────────────────────────────────────────────────────────────────────────────────


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


# ── bptt ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("w", "steps"), [(0.9, 12), (-1.4, 30), (2.0, 60), (0.0, 5)])
def test_the_terms_add_up_to_the_derivative_carried_forward(w: float, steps: int) -> None:
    h = dh = 0.0
    for x in np.random.default_rng(4).standard_normal(steps).tolist():
        before, h = h, math.tanh(w * h + 0.5 * x)
        dh = (1 - h * h) * (before + w * dh)
    assert values("bptt", 4, w=w, steps=steps)["sum"] == pytest.approx(dh, abs=1e-12)


def test_the_bars_appear_from_the_last_step_backwards() -> None:
    run = frames("bptt", steps=12)
    assert len(run) == 12
    whole = np.array(panel(run[-1], Bars, "terms").series[0].values)
    assert whole[-1] == 0.0  # h before the first step is 0
    for lag, frame in enumerate(run):
        shown = np.array(panel(frame, Bars, "terms").series[0].values)
        assert (shown[: lag + 1] == whole[: lag + 1]).all()
        assert not shown[lag + 1 :].any()


def test_one_step_alone_is_not_the_gradient() -> None:
    measured = values("bptt", w=0.9)
    assert abs(measured["last_term"] - measured["complex_step"]) > 0.01


def test_a_backward_pass_without_the_factor_w_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = elman.backward

    def forgetful(_p: Any, run: Any, dh: Any) -> Any:
        return right(bptt.cell(1.0, 0.5), run, dh)

    monkeypatch.setattr(elman, "backward", forgetful)
    assert not verdict("bptt", "backward").holds
    assert verdict("bptt", "bars-sum").holds


# ── jacobian-product ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [1, 3, 16])
@pytest.mark.parametrize("gain", [0.5, 1.0, 2.0])
def test_at_rest_the_norm_is_the_gain_to_the_power_of_the_lag(size: int, gain: float) -> None:
    *_, last = frames("jacobian-product", gain=gain, size=size, start="zero")
    curve = line(last, "norm", "‖∂h_T/∂h_0‖")
    assert list(curve.y) == pytest.approx([gain**lag for lag in range(1, 61)], rel=1e-12)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("strength", [0.0, 1.0])
def test_saturation_never_lifts_the_norm_above_the_bound(seed: int, strength: float) -> None:
    *_, last = frames("jacobian-product", seed, gain=1.3, strength=strength)
    norm, bound = line(last, "norm", "‖∂h_T/∂h_0‖").y, line(last, "norm", "gain^lag").y
    assert all(a <= b * (1 + 1e-12) for a, b in zip(norm, bound, strict=True))


def test_the_shear_grows_before_it_shrinks() -> None:
    *_, last = frames("jacobian-product", kind="shear", start="zero")
    norm = list(line(last, "norm", "‖∂h_T/∂h_0‖").y)
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


# ── cell-path ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_numbers_of_the_entry() -> None:
    measured = values("cell-path", f=0.97, steps=50)
    assert round(measured["kept"], 3) == 0.218
    assert round(measured["half_life"], 1) == 22.8
    assert values("cell-path", f=0.97, steps=10)["half_life"] == pytest.approx(measured["half_life"])


@pytest.mark.parametrize(("f", "left"), [(0.0, 0.0), (1.0, 1.0)])
def test_closed_forgets_all_and_open_keeps_all(f: float, left: float) -> None:
    assert values("cell-path", f=f)["kept"] == pytest.approx(left, abs=1e-12)


def test_the_whole_is_what_a_moved_cell_state_shows() -> None:
    f, steps, move = 0.9, 8, 1e-6
    whole, _, _ = cell_path.connected(np.random.default_rng(5), f, steps)
    rng = np.random.default_rng(5)
    p = lstm.init(rng, 1, cell_path.UNITS, forget_bias=math.log(f / (1 - f)))
    x = rng.standard_normal((steps, 1, 1))
    for j in range(cell_path.UNITS):
        up, down = (lstm.forward(p, x, c0=sign * move * np.eye(cell_path.UNITS)[j : j + 1]) for sign in (1, -1))
        assert whole[:, :, j] == pytest.approx((up.c - down.c)[:, 0] / (2 * move), abs=1e-8)


def test_where_no_gate_reads_h_the_direct_path_is_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    right = lstm.init

    def deaf(*args: Any, **options: Any) -> lstm.Parameters:
        p = right(*args, **options)
        p.U[...] = 0.0
        return p

    assert verdict("cell-path", "whole-differs").holds
    monkeypatch.setattr(lstm, "init", deaf)
    assert values("cell-path")["beyond_direct"] < 1e-12
    assert not verdict("cell-path", "whole-differs").holds


# ── layers-collapse ─────────────────────────────────────────────────────────────────────────────────────────


def test_one_hidden_layer_of_relus_bends_at_most_once_a_unit() -> None:
    *_, last = frames("layers-collapse", between="relu", layers=2)
    stack = line(last, "output", "stack")
    slopes = np.diff(np.array(stack.y)) / np.diff(np.array(stack.x))
    # The grid catches a kink between two of its points, so that up to two neighbouring slopes change.
    changes = np.flatnonzero(np.abs(np.diff(slopes)) > 1e-9)
    kinks = sum(1 for before, after in pairwise([-2, *changes]) if after - before > 1)
    assert 1 <= kinks <= 6


@pytest.mark.parametrize("seed", range(5))
def test_multiplied_matrices_replace_the_stack_only_without_a_bend(seed: int) -> None:
    assert values("layers-collapse", seed, between="identity", layers=8)["one_map_gap"] < 1e-12
    assert values("layers-collapse", seed, between="identity", layers=8)["misfit"] < 1e-10
    for between in ("tanh", "sigmoid"):
        bent = values("layers-collapse", seed, between=between, layers=3)
        assert bent["one_map_gap"] > 0.01
        assert bent["misfit"] > 0.01


def test_a_quadratic_between_the_layers_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    bent = Activation("identity", lambda x: x + 1e-3 * x * x, lambda x: 1 + 2e-3 * x)
    assert verdict("layers-collapse", "affine-collapses").holds
    monkeypatch.setitem(ACTIVATIONS, "identity", bent)
    assert not verdict("layers-collapse", "affine-collapses").holds
    assert not verdict("layers-collapse", "one-map").holds
