"""The texts that char-model learns, and what counting alone finds out about a text."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np

TEXTS = {
    "story": (
        "the boat left the bay before the sun was up. the water was flat and the oars were slow. "
        "a gull sat on the bow and did not move. when the wind rose the sail filled, and the old man let the oars "
        "rest. he had no map. he knew each rock by its shape and each hour by the light on the hills. "
        "at noon he turned for home, and the gull turned with him. "
    ),
    "chant": "row the boat and mow the hay, mow the hay and row the boat. " * 5,
}


def entropies(text: str) -> tuple[float, float]:
    """The unigram entropy of the characters to be predicted, and what is left of it given the one before."""
    followers, pairs, before = Counter(text[1:]), Counter(pairwise(text)), Counter(text[:-1])
    count = len(text) - 1
    unigram = -sum(n / count * np.log(n / count) for n in followers.values())
    bigram = -sum(n / count * np.log(n / before[pair[0]]) for pair, n in pairs.items())
    return float(unigram), float(bigram)
