"""perplexity: e to the mean of −ln q is the number of even choices; the mean of e to the −ln q is another number.

q ∝ p^(1/T)                       the model: p itself at T = 1, too sure of itself below, too unsure above
L = Σ p · (−ln q)                 mean loss in nats a token; L / ln 2 in bits
PPL = e^L = 2^(L / ln 2)          least at q = p, where L is the entropy of p
Σ p · e^(−ln q) = Σ p / q         at q = p the number of tokens, whatever p is
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demos.cells import cross_entropy
from demos.contract import Bars, Choice, Claim, Curves, Demo, Frame, Line, Number, Series, Settings, Whole

SHOWN = 8  # tokens that have a bar
TEXT = 400  # tokens of the text
FRAMES = 20


def source(kind: str, tokens: int) -> np.ndarray:
    """p (K): all alike; ½, ¼, ⅛, … with the last two alike, so that the sum is 1; or in the ratio 1 : ½ : ⅓ : …"""
    rank = np.arange(1, tokens + 1)
    if kind == "halving":
        return np.asarray(0.5 ** np.minimum(rank, tokens - 1))
    p = np.ones(tokens) if kind == "even" else 1.0 / rank
    return np.asarray(p / p.sum())


def frames(*, rng: np.random.Generator, kind: str, tokens: int, temperature: float) -> Iterator[Frame]:
    """What each token costs, and the two numbers over a text that is drawn from p, as it is read."""
    p = source(kind, tokens)
    z = np.log(p) / temperature
    nats = cross_entropy(np.tile(z, (tokens, 1)), np.arange(tokens))  # −ln q of each token
    bits = nats / np.log(2.0)
    text = rng.choice(tokens, TEXT, p=p)
    count = np.arange(1, TEXT + 1)
    geometric = np.exp(nats[text].cumsum() / count)
    arithmetic = np.exp(nats[text]).cumsum() / count
    values = {
        "ppl": float(np.exp((p * nats).sum())),
        "bits": float((p * bits).sum()),
        "two_to_the_bits": float(2.0 ** (p * bits).sum()),
        "mean_of_exp": float((p * np.exp(nats)).sum()),
        "above_best": float(np.exp((p * (nats + np.log(p))).sum())),
        "text_ppl": float(geometric[-1]),
        "text_mean_of_exp": float(arithmetic[-1]),
    }
    letters = tuple(chr(ord("a") + k) for k in range(min(SHOWN, tokens)))
    for shown in np.linspace(TEXT / FRAMES, TEXT, FRAMES).astype(int):
        yield Frame(
            panels=(
                Bars(id="costs", labels=letters, series=(Series("cost", bits[:SHOWN]),), low=0.0),
                Curves(
                    id="reading",
                    x_label="N",
                    x_range=(1.0, float(TEXT)),
                    x_log=True,
                    y_log=True,
                    lines=(
                        Line("geometric", count[:shown], geometric[:shown]),
                        Line("arithmetic", count[:shown], arithmetic[:shown]),
                        Line("PPL", np.array([1.0, shown]), np.full(2, values["ppl"])),
                    ),
                ),
            ),
            values=values if shown == TEXT else {},
            progress=shown / TEXT,
            at=f"N = {shown}",
        )


def count_of(settings: Settings) -> float:
    return float(settings["tokens"])


def fits(settings: Settings) -> bool:
    """Whether the model is the source."""
    return abs(float(settings["temperature"]) - 1.0) < 1e-9


def too_unsure(settings: Settings) -> bool:
    uneven = settings["kind"] != "even" and int(settings["tokens"]) >= 3
    return uneven and abs(float(settings["temperature"]) - 2.0) < 1e-9


DEMO = Demo(
    parameters=(
        Choice("kind", "halving", ("even", "halving", "zipf")),
        Whole("tokens", 50, 2, 50),
        Number("temperature", 1.0, 0.25, 4.0, 0.25),
    ),
    frames=frames,
    claims=(
        Claim(
            "even-is-the-count", "ppl", "=", count_of, 1e-9, at={"kind": "even"}, applies=lambda s: s["kind"] == "even"
        ),
        Claim(
            "halving-is-four",
            "ppl",
            "=",
            lambda s: 2.0 ** (2.0 - 2.0 ** (2 - int(s["tokens"]))),
            within=1e-9,
            applies=lambda s: s["kind"] == "halving" and fits(s),
        ),
        Claim("nats-or-bits", "two_to_the_bits", "=", "ppl", within=1e-6),
        Claim("mean-of-exp-counts-tokens", "mean_of_exp", "=", count_of, within=1e-9, applies=fits),
        Claim(
            "wrong-mean-likes-wrong-model", "mean_of_exp", "<", count_of, at={"temperature": 2.0}, applies=too_unsure
        ),
        Claim("that-model-is-worse", "above_best", ">", 1.01, at={"temperature": 2.0}, applies=too_unsure),
        Claim("never-below-the-best", "above_best", ">=", 1.0 - 1e-12),
    ),
)
