"""The cell library: activations, losses, and recurrent cells that read like the book. NumPy only."""

from demos.cells import elman, gru, lstm
from demos.cells.activations import (
    ACTIVATIONS,
    Activation,
    log_softmax,
    relu,
    relu_prime,
    sigmoid,
    sigmoid_prime,
    softmax,
    tanh,
    tanh_prime,
)
from demos.cells.check import complex_step
from demos.cells.losses import cross_entropy, cross_entropy_gradient, sequence_loss
from demos.cells.one_hot import one_hot

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "complex_step",
    "cross_entropy",
    "cross_entropy_gradient",
    "elman",
    "gru",
    "log_softmax",
    "lstm",
    "one_hot",
    "relu",
    "relu_prime",
    "sequence_loss",
    "sigmoid",
    "sigmoid_prime",
    "softmax",
    "tanh",
    "tanh_prime",
]
