"""The exercises of the cells, of bptt and of activations: derived another way, and as others have worked them.

A worked example has one unit, as the exercises have; several inputs (or states) go in as one, w being their weighted
sum. What is compared are the digits that are printed in the source.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from typing import Any

import pytest

from demos import drawing, registry
from tests.demos.opinions import SEEDS, assert_found_by

TINY = 1e-20  # the complex step
ROUNDING = 1e-12  # of a number that is printed with all its digits


def answer(id: str, **givens: Any) -> float:
    """The exercise's right answer at these numbers."""
    return drawing.numbers(registry.exercise(id).right(**givens))[0]


def worked(id: str, *rules: str, **givens: Any) -> Any:
    """The lines of work at these numbers, by these wrong rules, nothing rounded."""
    exercise = registry.exercise(id)
    return exercise.worked(givens, *(exercise.wrong[rule] for rule in rules))


def printed(text: str, times: float = 1.0) -> Any:
    """A number as it is printed, half a unit of its last digit either way; divided by `times`."""
    half = max(0.5 * 10.0 ** -len(text.partition(".")[2]), ROUNDING)
    return pytest.approx(float(text) / times, rel=0, abs=half / abs(times))


# ── from the formula, in plain Python ───────────────────────────────────────────────────────────────────────


def logistic(a: float) -> float:
    return 1 / (1 + math.exp(-a))


def affine(k: str, n: dict[str, float], x: float, h: float) -> float:
    """The dot product of (w, u, b) of the gate k with (x, h, 1)."""
    return math.fsum(n[name + k] * each for name, each in zip("wub", (x, h, 1.0), strict=True))


def hyperbolic(a: float) -> float:
    """tanh by e^2a."""
    return 1 - 2 / (math.exp(2 * a) + 1)


def lstm_step(want: str, x: float, h: float, c: float, **n: float) -> float:
    """A gate σ(a) divides what it lets through by 1 + e^−a."""
    a = {k: affine(k, n, x, h) for k in "ifgo"}
    new = c / (1 + math.exp(-a["f"])) + hyperbolic(a["g"]) / (1 + math.exp(-a["i"]))
    return new if want == "c" else hyperbolic(new) / (1 + math.exp(-a["o"]))


def gru_step(keep: str, x: float, h: float, bh: float, **n: float) -> float:
    """From the candidate, as far towards the old state as is kept: σ(−a) = 1 − σ(a)."""
    reset, update = (affine(k, n, x, h) for k in "rz")
    candidate = hyperbolic(n["wn"] * x + n["bn"] + (n["un"] * h + bh) / (1 + math.exp(-reset)))
    return candidate + logistic({"z": update, "1 − z": -update}[keep]) * (h - candidate)


def rnn_step(w: float, u: float, b: float, x: float, h: float) -> float:
    """tanh a = (e^a − e^−a) / (e^a + e^−a), with e^a a product."""
    grown = math.exp(w * x) * math.exp(u * h) * math.exp(b)
    return (grown - 1 / grown) / (grown + 1 / grown)


def bptt(w: float, h0: float, **x: float) -> float:
    """The complex step of the run forward; nothing goes back through time."""
    h = complex(h0)
    for _, given in sorted(x.items()):
        h = cmath.tanh(complex(w, TINY) * h + given)
    return h.imag / TINY


def activation(f: str, x: float) -> float:
    """The value at x + i·TINY: its real part is f, its imaginary part the slope."""
    functions: dict[str, Callable[[complex], complex]] = {
        "σ": lambda z: 1 / (1 + cmath.exp(-z)),
        "tanh": lambda z: (cmath.exp(z) - cmath.exp(-z)) / (cmath.exp(z) + cmath.exp(-z)),
        "ReLU": lambda z: z if z.real > 0 else 0j,
    }
    y = functions[f[:-1] if f.endswith("′") else f](complex(x, TINY))
    return y.imag / TINY if f.endswith("′") else y.real


SECOND_OPINIONS: dict[str, Callable[..., float]] = {
    "lstm-step": lstm_step,
    "gru-step": gru_step,
    "rnn-step": rnn_step,
    "bptt": bptt,
    "activation": activation,
}


@pytest.mark.parametrize("id", SECOND_OPINIONS)
def test_the_right_answer_is_found_another_way(id: str) -> None:
    assert_found_by(SECOND_OPINIONS[id], id)


@pytest.mark.parametrize(
    ("id", "given", "variants"),
    [
        ("lstm-step", "want", {"c", "h"}),
        ("gru-step", "keep", {"z", "1 − z"}),
        ("activation", "f", {"σ", "tanh", "ReLU", "σ′", "tanh′", "ReLU′"}),
    ],
)
def test_the_seeds_draw_every_variant(id: str, given: str, variants: set[str]) -> None:
    exercise = registry.exercise(id)
    assert {drawing.draw(id, exercise, seed)["givens"][given] for seed in SEEDS} == variants


# ── as others have worked it ────────────────────────────────────────────────────────────────────────────────


def test_lstm_two_steps_of_the_numerical_example_by_gomez() -> None:
    """Two inputs, one unit, two steps: x_0 = (1, 2), x_1 = (0.5, 3), from the zero state.

    The example is that of Aidan Gomez, "Backpropogating an LSTM: A Numerical Example" (2016),
    https://medium.com/@aidangomez/let-s-do-this-f9b699de31d9, which shows most of its numbers as pictures. They are
    taken from two programs: the weights from bquast's in R (2020),
    https://gist.github.com/bquast/4b35f0b95423bf86e6a5dd1d83530434, and the same weights with all results from
    ThomasH88's notebook LSTM_numerical_example.ipynb, cells 2, 5 and 7, https://github.com/ThomasH88/home_made_RNN.
    Neither names the example; its label 1.25 and its learning rate 0.1 are theirs as well.
    They call the candidate a, the cell state "state" and the hidden state "out".
    """
    weights = {"g": (0.45, 0.25), "i": (0.95, 0.8), "f": (0.7, 0.45), "o": (0.6, 0.4)}
    cell = {"ug": 0.15, "ui": 0.8, "uf": 0.1, "uo": 0.25, "bg": 0.2, "bi": 0.65, "bf": 0.15, "bo": 0.1}
    steps = [
        ((1.0, 2.0), "0.7857261484365797", "0.5363133978820118"),
        ((0.5, 3.0), "1.5176330976694041", "0.7719811057588907"),
    ]
    out = state = 0.0
    for x, new_state, new_out in steps:
        seen = {f"w{gate}": w[0] * x[0] + w[1] * x[1] for gate, w in weights.items()}
        givens = {**cell, **seen, "x": 1.0, "h": out, "c": state}
        state, out = answer("lstm-step", want="c", **givens), answer("lstm-step", want="h", **givens)
        assert (state, out) == (printed(new_state), printed(new_out))


def test_lstm_three_steps_of_a_notebook() -> None:
    """One input, one unit, no biases; the inputs 1, 2, 3 from the zero state.

    Yasmeen-Akl, notebook Untitled10.ipynb of https://github.com/Yasmeen-Akl/DL-lSTM-: a program in plain Python and
    what it printed. It calls the candidate C̃_t.
    """
    cell = {"wf": 0.5, "uf": 0.1, "wi": 0.6, "ui": 0.2, "wg": 0.7, "ug": 0.3, "wo": 0.8, "uo": 0.4}
    biases = dict.fromkeys(("bi", "bf", "bg", "bo"), 0.0)
    h = c = 0.0
    for x, new_c, new_h in [(1.0, "0.3902", "0.2564"), (2.0, "0.9877", "0.6398"), (3.0, "1.6721", "0.8707")]:
        givens = {**cell, **biases, "x": x, "h": h, "c": c}
        c, h = answer("lstm-step", want="c", **givens), answer("lstm-step", want="h", **givens)
        assert (c, h) == (printed(new_c), printed(new_h))


@pytest.mark.parametrize(
    ("x", "new"),
    [
        ((0.1, 0.2, 0.3, 0.4), ("-0.5317", "-0.4753")),
        ((-0.1, -0.2, -0.3, -0.4), ("-0.3930", "-0.3210")),
        ((0.5, 0.6, 0.7, 0.8), ("-0.7325", "-0.6430")),
    ],
)
def test_gru_where_z_keeps_is_what_pytorch_printed(x: tuple[float, ...], new: tuple[str, str]) -> None:
    """Four inputs and two units, both −1 before the step: u is the sum of a unit's recurrent weights.

    Not a text: the output of torch.nn.GRUCell(4, 2) at weights put in by hand, which Arraymancer (mratsim and others)
    keeps as a reference for its own tests: tests/nn_primitives/references/test_nnp_gru_cell.py of
    https://github.com/mratsim/Arraymancer. The rows are those of r, z, n, two each. PyTorch has two biases; for
    r and z only their sum matters, for n the recurrent one is the exercise's d_n.
    """
    recurrent, bias, recurrent_bias = (-0.3, -0.1), 0.1, -0.1
    for unit, expected in enumerate(new):
        cell: dict[str, float] = {}
        for block, gate in enumerate("rzn"):
            row = 2 * block + unit
            cell["w" + gate] = sum((0.9 - 0.1 * (row + i)) * x_i for i, x_i in enumerate(x))
            cell["u" + gate] = sum(each + 0.1 * unit for each in recurrent)
            cell["b" + gate] = bias * (row + 1) + (recurrent_bias * (row + 1) if gate != "n" else 0.0)
        cell["bh"] = recurrent_bias * (5 + unit)
        assert answer("gru-step", keep="z", x=1.0, h=-1.0, **cell) == printed(expected)


def test_gru_where_z_writes_is_what_a_course_shows() -> None:
    """x = 0.8, h = 0.2, every weight 1, no biases; 1 − z multiplies the old state.

    "Introduction to Gated Recurrent Units (GRUs) for AI Beginners", topic 3, "A Step-by-Step Mathematical Example":
    week_8/Day_4/day_4_GRU.ipynb of https://github.com/navttc-ai/navttc-soul-ai-haripur, a course notebook that works
    with two decimals. There r multiplies h before the product with its weight; with one unit and no recurrent bias
    that is the same.
    """
    cell = dict.fromkeys(("wr", "ur", "wz", "uz", "wn", "un"), 1.0) | dict.fromkeys(("br", "bz", "bn", "bh"), 0.0)
    assert answer("gru-step", keep="1 − z", x=0.8, h=0.2, **cell) == printed("0.59")
    lines = {step.symbol: step.value[0] for step in worked("gru-step", keep="1 − z", x=0.8, h=0.2, **cell)}
    assert (lines["r"], lines["z"], lines["n"]) == (printed("0.73"), printed("0.73"), printed("0.74"))


def test_rnn_two_steps_of_a_walkthrough_and_its_slip() -> None:
    """w_x = 0.5, w_h = 0.1, no bias; the inputs 1, 2 from the zero state.

    "Backpropagation Through Time (BPTT) - Complete Walkthrough", unsigned and undated,
    https://prachub.com/resources/detailed-backpropagation-walkthrough, part 1. It gives h_1 ≈ 0.4621 and
    h_2 = tanh(1.04621) ≈ 0.7790. That is a slip: tanh(1.04621) = 0.7803, of which it has the argument right
    (0.7790 would be tanh(1.0428)).
    """
    first = answer("rnn-step", w=0.5, u=0.1, b=0.0, x=1.0, h=0.0)
    assert first == printed("0.4621")
    second = answer("rnn-step", w=0.5, u=0.1, b=0.0, x=2.0, h=first)
    assert math.atanh(second) == printed("1.04621")
    assert second == printed("0.7803")


def test_rnn_two_steps_without_input_are_what_pytorch_printed() -> None:
    """h_2 = tanh(2·tanh(2·0.5)): the same thread as below prints it as dy/dw_y, for y = w_y·h_2."""
    first = answer("rnn-step", w=1.0, u=2.0, b=0.0, x=0.0, h=0.5)
    second = answer("rnn-step", w=1.0, u=2.0, b=0.0, x=0.0, h=first)
    assert second == printed("0.9093")


def test_bptt_is_what_pytorch_printed_and_the_mistake_is_one_of_ours() -> None:
    """y = 40·h_2, h_t = tanh(2·h_{t−1}), h_0 = 0.5: dy/dw is 8.1888 by PyTorch's autograd.

    nitesr (Nitesh C), "Pytorch autograd not matching with computed derivatives?", PyTorch Forums, September 2023,
    https://discuss.pytorch.org/t/pytorch-autograd-not-matching-with-computed-derivatives/187917. By hand the writer
    gets −40.21530288726289, having 1 − a² for tanh′(a) with the pre-activation a: our rule one-minus-a-squared.
    The states there are in single precision, so that six digits of it count.
    The thread has two steps, the exercise three: the first one here makes the state 0.5 from 0, and w has no part.
    """
    givens = {"w": 2.0, "h0": 0.0, "x1": math.atanh(0.5), "x2": 0.0, "x3": 0.0}
    assert answer("bptt", **givens) == printed("8.1888", times=40)
    last = worked("bptt", "one-minus-a-squared", **givens)[-1]
    assert last.value[0] == printed("-40.2153", times=40)
