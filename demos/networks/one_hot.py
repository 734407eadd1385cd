"""one-hot: a product with a one-hot vector is a look-up, Wᵀe_i = row i of W."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells import one_hot
from demos.contract import Bars, Claim, Demo, Frame, Heat, Series, Whole

WIDTH = 4


def frames(*, rng: np.random.Generator, vocabulary: int, index: int) -> Iterator[Frame]:
    """One picture: the vector, the matrix with its row marked, and their product.

    An index beyond the vocabulary stands for its last word.
    """
    i = min(index, vocabulary - 1)
    E = rng.normal(size=(vocabulary, WIDTH)).round(2)
    e = one_hot(i, vocabulary)
    product = e @ E
    others = [float(e @ one_hot(j, vocabulary)) for j in range(vocabulary) if j != i]
    names = tuple(f"{j}" for j in range(vocabulary))
    columns = tuple(f"d{j}" for j in range(WIDTH))
    yield Frame(
        panels=(
            Heat(id="vector", rows=("e",), columns=names, values=[e], low=0.0, high=1.0, marked=((0, i),)),
            Heat(id="matrix", rows=names, columns=columns, values=list(E), marked=tuple((i, j) for j in range(WIDTH))),
            Bars(id="product", labels=columns, series=(Series("eᵀE", product),)),
        ),
        values={
            "difference": float(np.abs(product - E[i]).max()),
            "similarity": max(others, default=0.0),
            "index": float(i),
            "ones": float(e.sum()),
        },
        at=f"i = {i}",
    )


DEMO = Demo(
    parameters=(Whole("vocabulary", 6, 2, 12), Whole("index", 2, 0, 11)),
    frames=frames,
    claims=(
        Claim("lookup", "difference", "=", 0.0),
        Claim("no-similarity", "similarity", "=", 0.0),
    ),
)
