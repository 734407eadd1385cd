"""Half a year of plausible answers for a log, the same at every run."""

from __future__ import annotations

import random
from itertools import islice

import msgspec

from studyapp.memory.model import Answer
from studyapp.memory.scheduler import DAY_MS
from studyapp.session.desk import Desk

AGAIN_AFTER = (0, 1, 3, 7, 16, 35, 80)  # days between two answers to a card that goes well
PAUSE = range(60, 72)  # days ago on which nothing was learned
CARDS = 60


def study(desk: Desk, days: int = 180) -> None:
    """Write answers from so many days ago up to the desk's now, as one device would have."""
    rng, now = random.Random(7), desk.now()
    answers: list[Answer] = []
    for card in islice(desk.library.cards, CARDS):
        at, hard, step = now - rng.randrange(20, days) * DAY_MS, rng.random() < 0.15, 0
        while at < now:
            if (now - at) // DAY_MS not in PAUSE:
                grade = rng.choices((1, 2, 3, 4), (3, 1, 6, 0) if hard else (1, 1, 9, 1))[0]
                rule = None
                if grade == 1 and rng.random() < 0.5:
                    rule = f"named:{rng.choice(desk.library.near(card.entry, 3)).id}"
                spent = rng.randrange(4_000, 30_000)
                answers.append(Answer(at, card.id, "flashcard", 0, grade, "scheduled", rule=rule, duration_ms=spent))
                step = step + 1 if grade > 1 else 1
            at += AGAIN_AFTER[min(step, len(AGAIN_AFTER) - 1)] * DAY_MS + rng.randrange(-3_000_000, 3_000_000)
    answers.sort(key=lambda answer: answer.at)
    lines = (msgspec.json.encode(answer).decode() for answer in answers)
    desk.log.merge(("elsewhere", number, line) for number, line in enumerate(lines, 1))
