"""Matrices to begin with, and what decides how long they remember."""

from __future__ import annotations

import numpy as np

from demos.cells.activations import Array


def orthogonal(rng: np.random.Generator, size: int) -> Array:
    """A random orthogonal matrix (size, size): every singular value is 1."""
    q, r = np.linalg.qr(rng.standard_normal((size, size)))
    return np.asarray(q * np.sign(np.diag(r)))


def spectral_radius(W: Array) -> float:
    """The largest |eigenvalue|: what powers of W grow by in the long run. Not a bound on one step; the norm is."""
    return float(np.abs(np.linalg.eigvals(W)).max())
