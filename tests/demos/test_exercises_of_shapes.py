"""The exercises about shapes, counts and optimisation: each answer found another way, and published examples."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import chain

import pytest

from demos import drawing, registry
from demos.exercises.clipping import NORM
from tests.demos.opinions import assert_found_by
from tests.demos.runs import values

TINY = 1e-20  # the complex step

BLOCKS = {"RNN": "h", "LSTM": "ifgo", "GRU": "rzn"}

# ── from the formula, in plain Python ───────────────────────────────────────────────────────────────────────


def parameter_count(cell: str, inputs: float, units: float, steps: float, biases: float) -> float:
    """What each unit of each block adds up, counted one by one."""
    del steps
    sources = [f"x{i}" for i in range(int(inputs))] + [f"h{j}" for j in range(int(units))]
    sources += [f"1{k}" for k in range(int(biases))]
    return len({(block, unit, source) for block in BLOCKS[cell] for unit in range(int(units)) for source in sources})


def weight_shape(cell: str, weight: str, inputs: float, units: float) -> Sequence[float]:
    """A row for each unit of each block, as long as what it reads."""
    read = [0.0] * int({"weight_ih_l0": inputs, "weight_hh_l0": units}[weight])
    rows = [read for _block in BLOCKS[cell] for _unit in range(int(units))]
    return len(rows), len(rows[0])


def output_shape(
    want: str,
    module: str,
    steps: float,
    batch: float,
    inputs: float,
    units: float,
    layers: float,
    batch_first: str,
    bidirectional: str,
) -> Sequence[float]:
    """A run over nested lists: each layer reads what the one below gave, in each direction."""
    del module
    sequence = [[[0.0] * int(inputs) for _ in range(int(batch))] for _ in range(int(steps))]
    ends = []
    for _layer in range(int(layers)):
        runs = []
        for backwards in (False, True) if bidirectional == "True" else (False,):
            read = sequence[::-1] if backwards else sequence
            states = [[[0.0] * int(units) for _row in at] for at in read]
            ends.append(states[-1])
            runs.append(states[::-1] if backwards else states)
        sequence = [[list(chain(*sides)) for sides in zip(*at, strict=True)] for at in zip(*runs, strict=True)]
    if want == "h_n":
        return sizes(ends)
    return sizes([list(row) for row in zip(*sequence, strict=True)] if batch_first == "True" else sequence)


def sizes(nested: list[list[list[float]]]) -> Sequence[float]:
    return len(nested), len(nested[0]), len(nested[0][0])


def one_hot_product(k: float, **w: float) -> Sequence[float]:
    """Looked up: the column, without a product."""
    return [w[f"w{row}{int(k)}"] for row in range(3)]


def elementwise_product(f1: float, f2: float, f3: float, c1: float, c2: float, c3: float) -> Sequence[float]:
    """What is left when the rest has been taken away."""
    return [c - (1 - f) * c for f, c in ((f1, c1), (f2, c2), (f3, c3))]


def clipping(limits: str, gx: float, gy: float, threshold: float) -> Sequence[float]:
    """By norm in polar coordinates, by value as the middle one of three numbers."""
    if limits == NORM:
        return polar(gx, gy, threshold)
    return [sorted((-threshold, each, threshold))[1] for each in (gx, gy)]


def polar(x: float, y: float, longest: float) -> Sequence[float]:
    """In the same direction, no longer than this."""
    angle, length = math.atan2(y, x), min(math.dist((0, 0), (x, y)), longest)
    return [length * math.cos(angle), length * math.sin(angle)]


def gradient_step(theta: float, eta: float, **g: float) -> float:
    """The mean of where each example alone would lead."""
    return math.fsum(theta - eta * each for each in g.values()) / len(g)


def clipped_step(w1: float, w2: float, g1: float, g2: float, threshold: float, eta: float) -> Sequence[float]:
    """Against the direction of the gradient, by η times its limited length."""
    x, y = polar(-g1, -g2, threshold)
    return [w1 + eta * x, w2 + eta * y]


def bowl_descent(curvature: float, eta: float, start: float, steps: float) -> float:
    """The complex step of the loss at each point."""
    x = start
    for _ in range(int(steps)):
        x -= eta * (curvature * complex(x, TINY) ** 2 / 2).imag / TINY
    return x


def convolution_length(length: float, width: float, stride: float, padding: float, filters: float) -> float:
    """Each filter moved along the padded sequence, as long as it fits."""
    padded = [0] * int(padding) + [1] * int(length) + [0] * int(padding)
    numbers, at = 0, 0
    while len(padded[at : at + int(width)]) == width:
        numbers += int(filters)
        at += int(stride)
    return numbers


def squared_error_gradient(loss: str, **n: float) -> Sequence[float]:
    """The complex step of L in each output."""
    half = 0.5 if loss.startswith("½") else 1.0

    def mean(moved: int) -> complex:
        outputs = [complex(n[f"y{k}"], TINY * (k == moved)) for k in (1, 2, 3)]
        return sum(half * (y - n[f"t{k}"]) ** 2 for k, y in enumerate(outputs, 1)) / 3

    return [mean(k).imag / TINY for k in (1, 2, 3)]


SECOND_OPINIONS: dict[str, Callable[..., float | Sequence[float]]] = {
    "parameter-count": parameter_count,
    "weight-shape": weight_shape,
    "output-shape": output_shape,
    "one-hot-product": one_hot_product,
    "elementwise-product": elementwise_product,
    "clipping": clipping,
    "gradient-step": gradient_step,
    "clipped-step": clipped_step,
    "bowl-descent": bowl_descent,
    "convolution-length": convolution_length,
    "squared-error-gradient": squared_error_gradient,
}


@pytest.mark.parametrize("id", SECOND_OPINIONS)
def test_the_right_answer_is_found_another_way(id: str) -> None:
    assert_found_by(SECOND_OPINIONS[id], id)


# ── as published, and as the demo has it ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("length", "width", "stride", "padding", "places"),
    [(7, 3, 1, 0, 5), (7, 3, 2, 0, 3), (5, 3, 1, 1, 5), (5, 3, 2, 1, 3), (227, 11, 4, 0, 55), (11, 5, 2, 0, 4)],
)
def test_convolution_lengths_are_as_published(length: int, width: int, stride: int, padding: int, places: int) -> None:
    """Stanford's CS231n, course notes on convolutional neural networks, section “Convolutional Layer”."""
    right = registry.exercise("convolution-length").right
    sizes = {"length": length, "width": width, "stride": stride, "padding": padding}
    assert right(**sizes, filters=1) == places
    assert right(**sizes, filters=96) == 96 * places


def test_the_clipping_demo_shows_the_length_of_the_answer() -> None:
    exercise = registry.exercise("clipping")
    for seed in range(8):
        drawn = drawing.draw("clipping", exercise, seed)
        shown = values("clipping", **drawn["demo"]["set"])
        length = shown["norm_length" if drawn["givens"]["limits"] == NORM else "value_length"]
        assert math.hypot(*drawn["answer"]) == pytest.approx(length, rel=1e-12)


def test_the_gradient_descent_demo_has_the_factor_of_a_step() -> None:
    exercise = registry.exercise("bowl-descent")
    for seed in range(8):
        drawn = drawing.draw("bowl-descent", exercise, seed)
        factor = values("gradient-descent", **drawn["demo"]["set"])["factor"]
        assert abs(drawn["answer"][0] / drawn["givens"]["start"]) == pytest.approx(
            factor ** drawn["givens"]["steps"], abs=1e-12
        )
