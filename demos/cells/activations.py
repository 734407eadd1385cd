"""Activation functions with their derivatives, and softmax. All take complex numbers where they are smooth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


def sigmoid(x: Any) -> Any:
    """σ(x) = 1 / (1 + e^−x), through tanh: σ(x) = (1 + tanh(x/2)) / 2, which never overflows."""
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(x)))


def sigmoid_prime(x: Any) -> Any:
    """σ′(x) = σ(x) (1 − σ(x)), at most 1/4."""
    s = sigmoid(x)
    return s * (1.0 - s)


def tanh(x: Any) -> Any:
    """tanh x = 2 σ(2x) − 1."""
    return np.tanh(x)


def tanh_prime(x: Any) -> Any:
    """tanh′(x) = 1 − tanh²(x), at most 1."""
    t = np.tanh(x)
    return 1.0 - t * t


def relu(x: Any) -> Any:
    """max(0, x); for complex x by the sign of the real part. NaN stays NaN."""
    x = np.asarray(x)
    return np.where(x.real <= 0, np.zeros_like(x), x)


def relu_prime(x: Any) -> Any:
    """1 where x > 0, else 0; at 0, where there is no derivative, the usual choice 0."""
    x = np.asarray(x)
    return np.where(x.real > 0, 1.0, 0.0)


def heaviside(x: Any) -> Any:
    """The unit step: 1 if x > 0, else 0 (McCulloch & Pitts 1943)."""
    return np.where(np.asarray(x) > 0, 1.0, 0.0)


def heaviside_prime(x: Any) -> Any:
    """0 almost everywhere (at 0 there is no derivative): nothing to learn from."""
    return np.zeros_like(np.asarray(x, dtype=float))


def identity(x: Any) -> Any:
    """x."""
    return np.asarray(x) * 1.0


def identity_prime(x: Any) -> Any:
    """1."""
    return np.ones_like(np.asarray(x) * 1.0)


@dataclass(frozen=True)
class Activation:
    """A function of one number and its derivative, both applied element by element."""

    name: str
    f: Callable[[Any], Any]
    prime: Callable[[Any], Any]


ACTIVATIONS = {
    activation.name: activation
    for activation in (
        Activation("sigmoid", sigmoid, sigmoid_prime),
        Activation("tanh", tanh, tanh_prime),
        Activation("relu", relu, relu_prime),
        Activation("step", heaviside, heaviside_prime),
        Activation("identity", identity, identity_prime),
    )
}


def log_softmax(z: Any, axis: int = -1) -> Any:
    """z − log Σ e^z along `axis`, shifted by the largest z so that nothing overflows."""
    z = np.asarray(z)
    shifted = z - z.real.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def softmax(z: Any, axis: int = -1) -> Any:
    """e^z / Σ e^z along `axis`: positive, and sums to 1."""
    return np.exp(log_softmax(z, axis))
