"""Writes references.npz: what PyTorch computes for every cell, in float64. Run by hand, where torch is installed.

    python -m tests.demos.cells.make_references

One record a case, named such as `lstm-2-given`: the state dict under its own keys; x (T, B, I), h0 and c0 (B, H); the
outputs h (T, B, H) and final states h_T and c_T (B, H); the fixed functional L = Σ h ⊙ dh + Σ h_T ⊙ dh_T + Σ c_T ⊙ dc_T
by its coefficients dh, dh_T, dc_T; and dL/d… of everything that went in, under `grad ` and its name.
"""

from __future__ import annotations

import importlib
import itertools
import math
from pathlib import Path
from typing import Any

import numpy as np

FILE = Path(__file__).with_name("references.npz")
MODULES: dict[str, tuple[str, dict[str, str]]] = {
    "elman tanh": ("RNN", {"nonlinearity": "tanh"}),
    "elman relu": ("RNN", {"nonlinearity": "relu"}),
    "lstm": ("LSTM", {}),
    "gru": ("GRU", {}),
}
START = {"given": True, "zero": False}

Record = np.ndarray[Any, np.dtype[Any]]
Shape = tuple[int, int, int, int]


def shapes(rng: np.random.Generator) -> list[Shape]:
    """Three random (T, B, I, H), in each no two sizes alike, so that no axis passes for another."""
    return [(int(t), int(b), int(i), int(h)) for t, b, i, h in (rng.permutation(np.arange(2, 8))[:4] for _ in range(3))]


def reference(cell: str, shape: Shape, given: bool, rng: np.random.Generator) -> Record:
    """One case by torch. `given`: from random initial states, or from none at all, which torch takes for zeros."""
    torch = importlib.import_module("torch")
    T, B, I, H = shape  # noqa: E741
    kind, options = MODULES[cell]
    module = getattr(torch.nn, kind)(I, H, dtype=torch.float64, **options)
    names = ("h", "c") if kind == "LSTM" else ("h",)

    def tensor(*size: int) -> Any:
        return torch.from_numpy(rng.standard_normal(size))

    weights = dict(module.named_parameters())
    for weight in weights.values():
        weight.data = tensor(*weight.shape) / math.sqrt(H)
    x = tensor(T, B, I).requires_grad_()
    starts = [tensor(1, B, H).requires_grad_() for _ in names] if given else []

    before = (tuple(starts) if kind == "LSTM" else starts[0]) if given else None
    outputs, last = module(x, before)
    finals = dict(zip(names, last if kind == "LSTM" else (last,), strict=True))
    dh, ends = tensor(T, B, H), {name: tensor(1, B, H) for name in names}
    functional = (outputs * dh).sum() + sum((finals[name] * ends[name]).sum() for name in names)

    inputs = {**weights, "x": x, **{f"{name}0": start for name, start in zip(names, starts, strict=given)}}
    gradients = torch.autograd.grad(functional, list(inputs.values()))
    tensors = {
        **inputs,
        "h": outputs,
        "dh": dh,
        **{f"{name}_T": finals[name] for name in names},
        **{f"d{name}_T": ends[name] for name in names},
        **{f"grad {name}": gradient for name, gradient in zip(inputs, gradients, strict=True)},
    }
    arrays = {name: value.detach().numpy() for name, value in tensors.items()}
    for name, array in arrays.items():
        if name.removeprefix("grad ") in ("h0", "c0", "h_T", "c_T", "dh_T", "dc_T"):
            arrays[name] = array[0]  # the one layer
    return packed(arrays)


def packed(arrays: dict[str, Any]) -> Record:
    """The arrays as the fields of one record."""
    record = np.empty((), [(name, "<f8", array.shape) for name, array in arrays.items()])
    for name, array in arrays.items():
        record[name] = array
    return record


def references(seed: int) -> dict[str, Record]:
    """Every cell at three shapes, from given states and from zero."""
    rng = np.random.default_rng(seed)
    return {
        f"{cell}-{number}-{start}": reference(cell, shape, START[start], rng)
        for cell in MODULES
        for (number, shape), start in itertools.product(enumerate(shapes(rng), 1), START)
    }


if __name__ == "__main__":
    np.savez_compressed(FILE, allow_pickle=False, **references(seed=1997))
    print(f"{FILE}: {FILE.stat().st_size} bytes")
