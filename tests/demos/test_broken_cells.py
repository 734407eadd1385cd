"""The cell library broken on purpose, a line at a time: a claim of some demo notices each."""

from __future__ import annotations

import inspect
import sys
import textwrap
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from demos import registry
from demos.cells import elman, gru, losses, lstm, optimisers
from tests.demos.runs import verdict


class Break(NamedTuple):
    """One line of a function changed, and the claim that has to fail for it."""

    name: str
    function: Callable[..., Any]
    right: str
    wrong: str
    demo: str
    claim: str


BREAKS = (
    Break("swapped gates", lstm.step, "f * c + i * g", "i * c + f * g", "microscope", "forward-is-the-library"),
    Break("missing tanh", lstm.step, "o * tanh(c)", "o * c", "microscope", "forward-is-the-library"),
    Break("missing bias", lstm.step, "(p.b + p.bh)", "p.bh", "cell-path", "half"),
    Break("wrong sign", lstm.backward, "dc_t * i * (1.0 -", "-dc_t * i * (1.0 -", "cell-path", "whole-by-backward"),
    Break(
        "path cut", lstm.backward, "back_c = dc_t * f", "back_c = dc_t * f * o", "microscope", "backward-is-the-library"
    ),
    Break("missing tanh", elman.step, "ACTIVATIONS[p.activation].f(a)", "a", "latch", "holds"),
    Break("missing slope", elman.backward, "(dh[t] + later) * local[t]", "dh[t] + later", "bptt", "backward"),
    Break("transposed", elman.backward, "delta[t] @ p.U", "delta[t] @ p.U.T", "gradient-check", "complex-exact"),
    Break(
        "swapped gates", gru.step, "(1.0 - kept) * n + kept * h", "kept * n + (1.0 - kept) * h", "gru-dial", "z-keeps"
    ),
    Break("reset outside", gru.step, "tanh(x_n + b_n + r * u)", "r * tanh(x_n + b_n + u)", "gru-dial", "mirror"),
    Break("wrong sign", losses.cross_entropy_gradient, "p - y", "y - p", "softmax-cross-entropy", "p-minus-y"),
    Break("no clipping", optimisers.clip_by_norm, "threshold / length if", "1.0 if", "clipping", "norm-is-bounded"),
)


def broken(function: Callable[..., Any], right: str, wrong: str) -> Callable[..., Any]:
    """`function` with one piece of its source replaced."""
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(right) == 1, f"{function.__name__} has no longer {right!r}"
    namespace = dict(function.__globals__)
    exec(compile("from __future__ import annotations\n" + source.replace(right, wrong), "<broken>", "exec"), namespace)
    made: Callable[..., Any] = namespace[function.__name__]
    return made


@pytest.mark.parametrize("each", BREAKS, ids=lambda each: f"{each.function.__module__.rpartition('.')[2]}-{each.name}")
def test_a_broken_cell_is_noticed(monkeypatch: pytest.MonkeyPatch, each: Break) -> None:
    registry.demo(each.demo)
    assert verdict(each.demo, each.claim).holds
    whole, wrong = (broken(each.function, each.right, piece) for piece in (each.right, each.wrong))
    for replaced, holds in ((whole, True), (wrong, False)):
        with monkeypatch.context() as patch:
            for module in [module for name, module in sys.modules.items() if name.partition(".")[0] == "demos"]:
                for name, value in vars(module).copy().items():
                    if value is each.function:
                        patch.setattr(module, name, replaced)
            assert verdict(each.demo, each.claim).holds is holds
