"""What the parameters of all cells have in common: four arrays in PyTorch's layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Self

import numpy as np

from demos.cells.activations import Array
from demos.cells.shapes import axes, expect

TORCH = {"W": "weight_ih_l{}", "U": "weight_hh_l{}", "b": "bias_ih_l{}", "bh": "bias_hh_l{}"}


@dataclass(frozen=True)
class Weights:
    """W (G·H, I), U (G·H, H), b (G·H), bh (G·H) for G blocks: PyTorch's weight_ih, weight_hh, bias_ih, bias_hh.

    The book has one bias. Here are two, as in PyTorch; only their sum matters, but in a GRU that resets after
    the product.

    Raises:
        ValueError: the shapes do not fit together, or the precisions differ.
    """

    W: Array
    U: Array
    b: Array
    bh: Array

    BLOCKS: ClassVar[int] = 1

    def __post_init__(self) -> None:
        for name, array in self.arrays().items():
            axes(name, array, "(rows, columns)" if name in "WU" else "(rows)")
        rows = self.BLOCKS * self.hidden_size
        expect("U", self.U, (rows, self.hidden_size))
        expect("W", self.W, (rows, self.input_size), self.U.dtype)
        expect("b", self.b, (rows,), self.U.dtype)
        expect("bh", self.bh, (rows,), self.U.dtype)

    @property
    def hidden_size(self) -> int:
        """H, the number of units."""
        return int(self.U.shape[-1])

    @property
    def input_size(self) -> int:
        """I, the number of inputs."""
        return int(self.W.shape[-1])

    def arrays(self) -> dict[str, Array]:
        """The four arrays by name: the arrays themselves, for an optimiser to change in place."""
        return {name: getattr(self, name) for name in TORCH}

    def with_arrays(self, **arrays: Array) -> Self:
        """The same cell with some arrays replaced."""
        return replace(self, **arrays)

    def blocks(self, array: Any) -> list[Array]:
        """An array whose last axis is G·H, cut into its G blocks."""
        return list(np.split(np.asarray(array), self.BLOCKS, axis=-1))

    def to_torch(self, layer: int = 0) -> dict[str, Array]:
        """A state dict of `torch.nn`, of the arrays themselves."""
        return {TORCH[name].format(layer): array for name, array in self.arrays().items()}

    @classmethod
    def from_torch(cls, state: Mapping[str, Any], layer: int = 0, **options: Any) -> Self:
        """From a state dict of `torch.nn` (arrays or tensors on the CPU), copied, so that training leaves it alone.

        Raises:
            ValueError: a key is missing, or the shapes do not fit.
        """
        keys = {name: key.format(layer) for name, key in TORCH.items()}
        missing = [key for key in keys.values() if key not in state]
        if missing:
            raise ValueError(f"state dict: expected {', '.join(keys.values())}; missing {', '.join(missing)}")
        return cls(**{name: np.asarray(state[key]).copy() for name, key in keys.items()}, **options)

    @classmethod
    def uniform(
        cls, rng: np.random.Generator, input_size: int, hidden_size: int, dtype: Any = float, **options: Any
    ) -> Self:
        """Every number uniform in ±1/√H, as `torch.nn` begins."""
        bound = hidden_size**-0.5
        rows = cls.BLOCKS * hidden_size
        shapes = {"W": (rows, input_size), "U": (rows, hidden_size), "b": (rows,), "bh": (rows,)}
        arrays = {name: rng.uniform(-bound, bound, shape).astype(dtype) for name, shape in shapes.items()}
        return cls(**arrays, **options)


def gradient_arrays(gradients: Any) -> dict[str, Array]:
    """The gradients of W, U, b, bh by name, for an optimiser."""
    return {field.name: getattr(gradients, field.name) for field in fields(gradients) if field.name in TORCH}
