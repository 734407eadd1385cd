"""The demos of recurrent cells, each against an oracle of its own: plain floats, the library, or a graph sorter."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any, TypeVar

import numpy as np
import pytest

from demos import (
    char_model,
    folded_unfolded,
    gru_dial,
    gru_reset,
    lstm_microscope,
    order_matters,
    race,
    registry,
    running,
    sequence_loss,
    settings,
)
from demos.cells import complex_step, elman, gru, lstm
from demos.contract import Bars, CellState, Curves, Frame, Graph, Line, Panel, Settings, Table, Value, Verdict

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


def panel(frame: Frame, kind: type[P]) -> P:
    return next(p for p in frame.panels if isinstance(p, kind))


def line(curves: Curves, label: str) -> Line:
    return next(found for found in curves.lines if found.label == label)


# ── order-matters ───────────────────────────────────────────────────────────────────────────────────────────


def last_state_by_hand(x: list[float]) -> tuple[float, float]:
    W, U = order_matters.WEIGHTS.W[:, 0].tolist(), order_matters.WEIGHTS.U.tolist()
    a, b = 0.0, 0.0
    for x_t in x:
        a, b = (math.tanh(W[k] * x_t + U[k][0] * a + U[k][1] * b) for k in (0, 1))
    return a, b


def test_the_last_state_differs_by_what_plain_floats_say() -> None:
    rng = np.random.default_rng(3)
    x = (np.linspace(-1.0, 1.0, 7) + 0.2 * rng.standard_normal(7)).tolist()
    one, other = last_state_by_hand(x), last_state_by_hand(x[::-1])
    measured = values("order-matters", 3, steps=7, order="reversed")
    assert measured["difference"] == pytest.approx(max(abs(one[0] - other[0]), abs(one[1] - other[1])), abs=1e-14)


def test_the_same_order_changes_nothing_and_a_swap_does() -> None:
    assert values("order-matters", order="given")["difference"] == 0.0
    assert values("order-matters", order="swapped")["difference"] > 0.01


# ── lstm-microscope ─────────────────────────────────────────────────────────────────────────────────────────


def states(id: str = "lstm-microscope", seed: int = 0, **asked: Value) -> list[dict[str, np.ndarray]]:
    shown = [panel(frame, CellState) for frame in frames(id, seed, **asked)]
    return [{"t": np.array(cell.t)} | {q.symbol: np.asarray(q.values) for q in cell.quantities} for cell in shown]


def test_time_runs_forward_and_then_back() -> None:
    assert [int(state["t"]) for state in states(steps=4)] == [1, 2, 3, 4, 4, 3, 2, 1]


def test_the_gradients_are_those_of_the_library() -> None:
    steps, seed = 5, 11
    rng = np.random.default_rng(seed)
    p = lstm.init(rng, 1, lstm_microscope.UNITS, forget_bias=2.0)
    x = (1.5 * rng.standard_normal((steps, 1))).round(2)
    run = lstm.forward(p, x[:, None, :])
    back = states(seed=seed, steps=steps, forget_bias=2.0, strength=1.5)[steps:]
    assert list(back[0]["∂L/∂h"]) == [1.0] * lstm_microscope.UNITS
    for state in back[1:]:
        t = int(state["t"])  # what is after step t, run from its states
        rest = lstm.forward(p, x[t:, None, :], run.h[t - 1], run.c[t - 1])
        dh = np.zeros_like(rest.h)
        dh[-1] = 1.0
        later = lstm.backward(p, rest, dh)
        through_h = later.h0[0] * run.o[t - 1, 0] * (1.0 - np.tanh(run.c[t - 1, 0]) ** 2)
        assert np.allclose(state["∂L/∂h"], later.h0[0], rtol=0, atol=1e-14)
        assert np.allclose(state["∂L/∂c"], later.c0[0] + through_h, rtol=0, atol=1e-14)


def test_the_drawn_gradients_are_those_of_the_cell() -> None:
    last = frames("lstm-microscope", steps=6)[-1]
    drawn = line(panel(last, Curves), "∂L/∂c")
    assert list(drawn.x) == [1, 2, 3, 4, 5, 6]
    assert [float(state["∂L/∂c"][0]) for state in states(steps=6)[:5:-1]] == list(drawn.y)


@pytest.mark.parametrize("hold", lstm_microscope.HOLD)
def test_a_held_gate_does_what_it_says(hold: str) -> None:
    forward = states(steps=6, hold=hold)[:6]
    wrote = np.array([state["i"] * state["g"] for state in forward])
    c = np.array([state["c"] for state in forward])
    h = np.array([state["h"] for state in forward])
    assert bool((c == 0).all()) is (hold == "i = 0")
    assert bool((h == 0).all()) is (hold in ("i = 0", "o = 0"))
    assert np.allclose(c, wrote) is (hold in ("f = 0", "i = 0"))
    assert np.allclose(c, wrote.cumsum(0)) is (hold in ("f = 1", "i = 0"))


def test_a_gate_held_a_little_below_1_loses_some_of_the_gradient(monkeypatch: pytest.MonkeyPatch) -> None:
    assert verdict("lstm-microscope", "held-open").holds
    monkeypatch.setitem(lstm_microscope.HOLD, "f = 1", ("f", 0.99))
    measured = verdict("lstm-microscope", "held-open")
    assert not measured.holds
    assert measured.measured == pytest.approx(0.99**6, rel=1e-12)


def test_a_step_with_two_gates_mixed_up_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = lstm.step

    def mixed(p: lstm.Parameters, x: Any, h: Any, c: Any) -> lstm.Step:
        done = real(p, x, h, c)
        new = done.i * c + done.f * done.g
        return done._replace(c=new, h=done.o * np.tanh(new))

    monkeypatch.setattr(lstm, "step", mixed)
    assert not verdict("lstm-microscope", "by-hand").holds


# ── gru-dial ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_numbers_are_two_states_in_two_conventions() -> None:
    keeps = values("gru-dial", h=0.8, candidate=-0.4, z=0.25, convention="z keeps")
    writes = values("gru-dial", h=0.8, candidate=-0.4, z=0.25, convention="z writes")
    assert keeps["h_t"] == pytest.approx(-0.1, abs=1e-12)
    assert writes["h_t"] == pytest.approx(0.5, abs=1e-12)


@pytest.mark.parametrize(("convention", "chosen"), [("z keeps", 0), ("z writes", 1)])
def test_the_marks_lie_on_the_line_of_the_convention(convention: str, chosen: int) -> None:
    shown = panel(frames("gru-dial", convention=convention, z=0.3)[-1], Curves)
    for mark in shown.marks:
        assert np.interp(mark.x, shown.lines[chosen].x, shown.lines[chosen].y) == pytest.approx(mark.y, abs=1e-9)
    assert {mark.label: mark.y for mark in shown.marks if mark.label != "h_t"} == {"h": 0.8, "n": -0.4}


def test_a_dial_turned_to_its_end_is_one_of_the_two() -> None:
    assert gru_dial.dial(0.8, -0.4, 1.0, "z") == pytest.approx(0.8, abs=1e-12)
    assert gru_dial.dial(0.8, -0.4, 1.0, "1-z") == pytest.approx(-0.4, abs=1e-12)


# ── clipping ────────────────────────────────────────────────────────────────────────────────────────────────


def test_clipping_3_40_at_5() -> None:
    measured = values("clipping", gx=3, gy=40, threshold=5)
    assert measured["value_cosine"] == pytest.approx((3 * 3 + 40 * 5) / (math.hypot(3, 40) * math.hypot(3, 5)))
    assert measured["norm_cosine"] == pytest.approx(1.0, abs=1e-12)
    assert measured["norm_length"] == pytest.approx(5.0)
    assert measured["value_length"] == pytest.approx(math.hypot(3, 5))


def test_a_short_gradient_is_left_alone() -> None:
    shown = panel(frames("clipping", gx=1, gy=-2, threshold=5)[-1], Curves)
    for way in ("g", "by_norm", "by_value"):
        assert (line(shown, way).x[1], line(shown, way).y[1]) == (1.0, -2.0)


# ── softmax-cross-entropy ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("temperature", [0.3, 1.0, 4.0])
def test_what_is_drawn_as_p_minus_y_is_the_p_that_is_drawn_minus_y(temperature: float) -> None:
    last = frames("softmax-cross-entropy", 2, temperature=temperature, target=3)[-1]
    p, gradient = (np.asarray(series.values) for series in panel(last, Bars).series)
    assert np.allclose(p - gradient, [0, 0, 0, 1, 0], rtol=0, atol=1e-15)
    assert last.values["loss"] == pytest.approx(-math.log(p[3]), rel=1e-12)
    assert last.values["entropy"] == pytest.approx(-sum(q * math.log(q) for q in p.tolist()), rel=1e-12)


def test_the_better_the_target_is_known_the_less_it_is_pushed() -> None:
    pushed = [values("softmax-cross-entropy", boost=boost)["target_gradient"] for boost in (-5, 0, 5)]
    assert -1 < pushed[0] < pushed[1] < pushed[2] < 0


def test_great_heat_makes_every_class_alike() -> None:
    measured = values("softmax-cross-entropy", temperature=10)
    assert 0.98 * math.log(5) < measured["entropy"] < measured["uniform"] == pytest.approx(math.log(5))


# ── race ────────────────────────────────────────────────────────────────────────────────────────────────────


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
        shown = race.picture({}, dict.fromkeys(race.RACERS, 0.5), counts, 4, 1.0, "")
        return shown.values["order"]

    assert order(0, 0, 1, 4) == 0.25
    assert order(0, 1, 1, 4) == 0.0
    assert order(0, 3, 1, 4) == -0.5


def test_a_long_race_is_told_in_a_hundred_pictures() -> None:
    assert len(frames("race", lag=5, hidden=2, iterations=20, runs=12)) <= race.FRAMES + 13


# ── folded-unfolded ─────────────────────────────────────────────────────────────────────────────────────────


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


# ── convolution-vs-recurrence ───────────────────────────────────────────────────────────────────────────────


def test_the_reach_of_the_rnn_is_the_product_of_its_steps() -> None:
    rng, w, steps = np.random.default_rng(6), 0.7, 25
    h, local = 0.0, []
    for x_t in (0.5 * rng.standard_normal(steps)).tolist():
        h = math.tanh(x_t + w * h)
        local.append(1 - h * h)
    by_hand = [w**lag * math.prod(local[steps - 1 - lag :]) for lag in range(steps)]
    shown = panel(frames("convolution-vs-recurrence", 6, w=w, steps=steps)[-1], Curves)
    assert np.allclose(line(shown, "RNN").y, by_hand, rtol=1e-12, atol=0)


@pytest.mark.parametrize("width", [1, 5, 20])
def test_the_convolution_ends_at_its_width(width: int) -> None:
    shown = panel(frames("convolution-vs-recurrence", width=width)[-1], Curves)
    seen = np.asarray(line(shown, "convolution").y)
    assert np.isfinite(seen[:width]).all()
    assert np.isnan(seen[width:]).all()


def test_a_faint_influence_is_drawn_as_faint_as_it_is() -> None:
    last = frames("convolution-vs-recurrence", w=0.1, steps=60)[-1]
    assert 0 < last.values["smallest"] < 1e-50
    assert min(line(panel(last, Curves), "RNN").y) == last.values["smallest"]


# ── sequence-loss ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("padded", "counted"), [(0, 6), (2, 4), (5, 1), (10, 1)])
def test_the_total_is_that_of_plain_floats(padded: int, counted: int) -> None:
    rng = np.random.default_rng(1)
    z = rng.normal(size=(6, sequence_loss.VOCABULARY)).round(1).tolist()
    targets = rng.integers(0, sequence_loss.VOCABULARY, 6).tolist()
    losses = [math.log(sum(map(math.exp, z_t))) - z_t[k] for z_t, k in zip(z, targets, strict=True)]
    for reduce, share in (("sum", 1), ("mean", counted)):
        measured = values("sequence-loss", 1, steps=6, padded=padded, reduce=reduce)
        assert measured["total"] == pytest.approx(sum(losses[:counted]) / share, rel=1e-12)


def test_masked_steps_have_no_bar() -> None:
    bars = panel(frames("sequence-loss", steps=6, padded=2)[-1], Bars).series[0].values
    assert list(np.asarray(bars) == 0) == [False] * 4 + [True] * 2


def test_a_loss_that_forgets_the_mask_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert verdict("sequence-loss", "masked-loss-is-zero").holds
    monkeypatch.setattr(sequence_loss, "sequence_loss", lambda losses, _mask, _reduce: losses.mean())
    assert not verdict("sequence-loss", "masked-loss-is-zero").holds
    assert not verdict("sequence-loss", "total").holds


# ── char-model ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_entropies_of_a_text_that_can_be_counted_by_hand() -> None:
    # To be predicted: b a b a, two of each. Each letter tells the next.
    assert char_model.entropies("ababa") == pytest.approx((math.log(2), 0.0))
    # After a comes a or b, after b comes a: three pairs with a before (a, b, b), one with b.
    unigram = -(2 / 4 * math.log(2 / 4) + 2 / 4 * math.log(2 / 4))
    bigram = -(1 / 4 * math.log(1 / 3) + 2 / 4 * math.log(2 / 3))
    assert char_model.entropies("aabab") == pytest.approx((unigram, bigram))


@pytest.mark.parametrize("name", char_model.CELLS)
def test_the_model_follows_the_gradient_of_its_loss(name: str) -> None:
    rng = np.random.default_rng(4)
    cell, options = char_model.CELLS[name]
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


@pytest.mark.parametrize("name", char_model.CELLS)
def test_what_is_written_is_what_the_model_gives_for_its_own_words(name: str) -> None:
    rng = np.random.default_rng(9)
    cell, options = char_model.CELLS[name]
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
    assert {letter for sample in samples for letter in str(sample)} <= set(char_model.TEXTS["chant"])

    def known(sample: object) -> float:
        """The share of its triples that the text has."""
        triples = [str(sample)[k : k + 3] for k in range(len(str(sample)) - 2)]
        return sum(triple in char_model.TEXTS["chant"] for triple in triples) / len(triples)

    assert known(samples[0]) < 0.3 < 0.7 < known(samples[-1])


def test_the_story_has_the_25_characters_that_the_prediction_speaks_of() -> None:
    assert values("char-model", iterations=20)["characters"] == len(set(char_model.TEXTS["story"])) == 25


# ── gru-reset ───────────────────────────────────────────────────────────────────────────────────────────────


def candidates_by_hand(seed: int, r: tuple[float, float], bias: float) -> dict[str, float]:
    """The first unit's n in both conventions, in plain floats, with the weights that the demo draws."""
    rng = np.random.default_rng(seed)
    W = rng.uniform(-0.5, 0.5, (2, 1))[:, 0].tolist()
    U = (rng.choice([-1.0, 1.0], (2, 2)) * rng.uniform(0.5, 1.0, (2, 2))).tolist()
    h = (rng.choice([-1.0, 1.0], 2) * rng.uniform(0.4, 0.9, 2)).tolist()
    before = W[0] + bias + sum(U[0][k] * (r[k] * h[k]) for k in (0, 1))
    after = W[0] + r[0] * (bias + sum(U[0][k] * h[k] for k in (0, 1)))
    return {"n_before": math.tanh(before), "n_after": math.tanh(after)}


@pytest.mark.parametrize(("units", "second"), [("apart", 0.3**2), ("equal", 0.3)])
@pytest.mark.parametrize("bias", [0.0, -0.7])
def test_both_candidates_are_those_of_plain_floats(units: str, second: float, bias: float) -> None:
    measured = values("gru-reset", 6, r=0.3, units=units, bias=bias)
    for name, n in candidates_by_hand(6, (0.3, second), bias).items():
        assert measured[name] == pytest.approx(n, abs=1e-14)


@pytest.mark.parametrize(("bias", "meet_at_0"), [(0.0, True), (0.5, False)])
def test_the_lines_meet_in_the_rnn_and_at_0_where_no_bias_is_hidden(bias: float, meet_at_0: bool) -> None:
    shown = panel(frames("gru-reset", bias=bias)[-1], Curves)
    before, after = (np.asarray(found.y) for found in shown.lines)
    rnn = next(mark for mark in shown.marks if mark.label == "RNN")
    assert before[-1] == pytest.approx(rnn.y, abs=1e-14)
    assert after[-1] == pytest.approx(rnn.y, abs=1e-14)
    assert bool(before[0] == after[0]) is meet_at_0


def test_a_reset_that_lets_some_of_h_through_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    for claim in ("blind-at-0", "any-h-at-0", "kept-by-z"):
        assert verdict("gru-reset", claim).holds
    monkeypatch.setattr(gru_reset, "FAR", 20.0)  # σ(−20) is 2e-9
    for claim in ("blind-at-0", "any-h-at-0", "kept-by-z"):
        assert not verdict("gru-reset", claim).holds


def test_conventions_mixed_up_with_each_other_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = gru.step
    monkeypatch.setattr(gru, "step", lambda p, x, h: real(replace(p, reset="after"), x, h))
    assert not verdict("gru-reset", "units-apart").holds
    assert not verdict("gru-reset", "bias-inside").holds
    assert verdict("gru-reset", "neither").holds
