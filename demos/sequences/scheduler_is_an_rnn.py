"""scheduler-is-an-rnn: what a spaced-repetition scheduler keeps of a card is a recurrent state, and a grade its input.

FSRS-6 with the default weights w of the library fsrs 6.3, learning steps left out. State: stability S in days and
difficulty D from 1 to 10. Input: grade G (1 again, 2 hard, 3 good, 4 easy) and the days t since the last review.

    R  = (1 + F t/S)^−w₂₀,  F = 0.9^(−1/w₂₀) − 1                    the chance of recall, 0.9 after S days
    S′ = S (1 + e^w₈ (11 − D) S^−w₉ (e^(w₁₀(1−R)) − 1) m)           recalled; m = w₁₅ if hard, w₁₆ if easy, else 1
    S′ = min(w₁₁ D^−w₁₂ ((S + 1)^w₁₃ − 1) e^(w₁₄(1−R)), S e^(−w₁₇ w₁₈))                                 forgotten
    D′ = w₇ D₀(4) + (1 − w₇) (D + w₆ (3 − G) (10 − D)/9),  D₀(G) = w₄ − e^(w₅(G−1)) + 1    kept within 1 and 10
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

import numpy as np

from demos.cells import complex_step
from demos.cells.activations import Array
from demos.contract import Choice, Claim, Curves, Demo, Frame, Line, Mark, Table

w: tuple[float, ...] = (0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835)
w += (0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542)
F = 0.9 ** (-1 / w[20]) - 1
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
HISTORIES = ("3 3 3 3 3 3 3", "3 1 3 3 3 3 3", "3 3 3 3 3 1 3", "1 3 3 3 3 3 3", "2 2 2 2 2 2 2", "4 4 4 4 4 4 4")
RULES = {"when due": None, "every day": 1, "every week": 7, "every month": 30}  # days between two reviews


def within(low: float, x: Any, high: float) -> Any:
    """x, or the end that it is beyond."""
    return low if x.real < low else high if x.real > high else x


def first_difficulty(grade: int) -> Any:
    """D₀(G), which may lie outside 1 and 10."""
    return w[4] - np.exp(w[5] * (grade - 1)) + 1


def recall(S: Any, days: int) -> Any:
    """R, the chance of recall so many days after the last review."""
    return (1 + F * days / S) ** -w[20]


def step(state: Any, grade: int, days: int) -> Array:
    """The state (S, D) after a review, from the one before it: the recurrence. Takes complex numbers."""
    S, D = state
    R = recall(S, days)
    if grade == AGAIN:
        forgotten = w[11] * D ** -w[12] * ((S + 1) ** w[13] - 1) * np.exp(w[14] * (1 - R))
        S_new = within(0.001, min(forgotten, S * np.exp(-w[17] * w[18]), key=lambda s: float(s.real)), np.inf)
    else:
        m = {HARD: w[15], GOOD: 1.0, EASY: w[16]}[grade]
        S_new = S * (1 + np.exp(w[8]) * (11 - D) * S ** -w[9] * (np.exp(w[10] * (1 - R)) - 1) * m)
    moved = D + w[6] * (3 - grade) * (10 - D) / 9
    return np.array([S_new, within(1.0, w[7] * first_difficulty(EASY) + (1 - w[7]) * moved, 10.0)])


def run(grades: list[int], rule: str) -> tuple[Array, list[int]]:
    """The state after each review (n, 2), and the days before each; a card is due when R has fallen to 0.9."""
    states, days = [np.array([w[grades[0] - 1], within(1.0, first_difficulty(grades[0]), 10.0)])], [0]
    for grade in grades[1:]:
        days.append(RULES[rule] or max(1, round(states[-1][0])))
        states.append(step(states[-1], grade, days[-1]))
    return np.array(states), days


def jacobian(state: Array, reviews: list[tuple[int, int]]) -> Array:
    """∂(S, D) after reviews with these grades and days, by the state before them (2, 2)."""

    def after(changed: Array) -> Array:
        return reduce(lambda before, review: step(before, *review), reviews, changed)

    return np.array([complex_step(lambda x: after(x)[0], state), complex_step(lambda x: after(x)[1], state)])


def frames(*, rng: np.random.Generator, grades: str, rule: str) -> Iterator[Frame]:
    """Review after review; at the end the gradient of the last state by the first, grades and days held."""
    del rng
    G = [int(grade) for grade in grades.split()]
    states, days = run(G, rule)
    S, reviews = states[:, 0], list(zip(G, days, strict=True))[1:]
    R = [1.0, *(recall(S[k], gap) for k, (_, gap) in enumerate(reviews))]
    product = reduce(lambda J, k: jacobian(states[k], [reviews[k]]) @ J, range(len(reviews)), np.eye(2))
    whole = jacobian(states[0], reviews)
    measured = {
        "carried": float(whole[0, 0] * S[0] / S[-1]),
        "chain_error": float(np.abs(product - whole).max() / np.abs(whole).max()),
        "order": float(abs(np.log(S[-1] / run(G[::-1], rule)[0][-1, 0]))),
        "least_gain": min(float(S[k + 1] / S[k]) for k, (grade, _) in enumerate(reviews) if grade != AGAIN),
    }
    for n in range(1, len(G) + 1):
        t = np.arange(1.0, n + 1)
        lapses = tuple(Mark("1", t[k], S[k]) for k in range(n) if G[k] == AGAIN)
        rows = tuple((t[k], float(days[k]), float(G[k]), R[k], *states[k]) for k in range(n))
        state = {"stability": float(S[n - 1]), "difficulty": float(states[n - 1, 1])}
        yield Frame(
            panels=(
                Curves(id="path", x_label="t", y_label="S", y_log=True, lines=(Line("S", t, S[:n]),), marks=lapses),
                Table(id="reviews", columns=("t", "days", "G", "R", "S", "D"), rows=rows),
            ),
            values={**state, **measured} if n == len(G) else state,
            progress=n / len(G),
            at=f"t = {n}",
        )


DEMO = Demo(
    parameters=(Choice("grades", HISTORIES[0], HISTORIES), Choice("rule", "when due", tuple(RULES))),
    frames=frames,
    claims=(
        Claim("chain", "chain_error", "<=", 1e-12),
        Claim("order", "order", ">", 0.5, at={"grades": HISTORIES[1]}, applies=lambda s: s["grades"] in HISTORIES[1:3]),
        Claim("recall-strengthens", "least_gain", ">=", 1.0),
        Claim("start-fades", "carried", "<", 0.2),
    ),
)
