"""Half a year of a learner who forgets as FSRS's model says: is retention what was desired, and does no card starve?

    python -m tests.benchmarks.simulated [--days 180] [--seeds 20] [--retention 0.9] [--cards 600]

Every day the learner studies what is due to its end; a card is remembered with the probability that FSRS gives at that
moment. Measured is the share that is remembered of reviews (cards out of their steps), after the first 30 days.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from studyapp.memory.log import Log
from studyapp.memory.model import Answer, CardState
from studyapp.memory.queue import Queue
from studyapp.memory.scheduler import DAY_MS, Scheduler

BEGIN = 1_780_000_000_000 // DAY_MS * DAY_MS
HOUR, PACE = DAY_MS // 24, 15_000  # ms; from one answer to the next
SETTLED = 30  # days after which reviews count


class Shelf:
    """So many cards, three an entry; an entry requires one or two of the five before it."""

    def __init__(self, cards: int, rng: random.Random) -> None:
        self.entries = [f"term-{at}" for at in range(cards // 3)]
        self.stamp = f"{cards} cards"
        self._requires = {
            id: [
                self.entries[each] for each in sorted(rng.sample(range(max(0, at - 5), at), min(at, rng.randint(0, 2))))
            ]
            for at, id in enumerate(self.entries)
        }

    def placed(self) -> Iterator[tuple[str, str, str, int]]:
        cards = (
            (at + 6 * rank, at, f"{id}/{facet}", id)
            for at, id in enumerate(self.entries)
            for rank, facet in enumerate(("meaning", "name", "contrast"))
        )
        for position, (_, _, card, entry) in enumerate(sorted(cards)):
            yield card, entry, "topic", position

    def prerequisites(self) -> Iterator[tuple[str, str]]:
        return ((id, each) for id, required in self._requires.items() for each in required)

    def requires(self, entry: str) -> list[str]:
        return self._requires[entry]

    def required_by(self, entry: str) -> list[str]:
        return [id for id, required in self._requires.items() if entry in required]

    def former(self) -> dict[str, str]:
        return {}


class Half(NamedTuple):
    """What came of it: reviews and how many were remembered; the longest that a due card waited, in days; answers."""

    reviews: int
    remembered: int
    waited: float
    answers: int
    introduced: int

    @property
    def retention(self) -> float:
        """The share that was remembered."""
        return self.remembered / self.reviews


def lived(folder: Path, seed: int, days: int, retention: float, cards: int) -> Half:
    """One learner's days."""
    rng = random.Random(seed)
    shelf = Shelf(cards, rng)
    scheduler = Scheduler(retention)
    reviews = remembered = answers = 0
    waited = 0.0
    with closing(Log.open(folder / f"{seed}.db", scheduler)) as log:
        log._db.execute("PRAGMA synchronous = OFF")  # nobody pulls the plug here
        log.use(shelf)
        for day in range(days):
            start = BEGIN + day * DAY_MS
            now = start + rng.randint(8, 20) * HOUR
            while (card := queue(log, now, start).next()) is not None:
                state = log.state(card)
                if state is None:
                    required = shelf.requires(card.partition("/")[0])
                    assert all(map(log.cards.is_known, required)), "a card came before what it requires"
                grade = graded(scheduler, state, now, rng)
                if state is not None and state.phase == "review":
                    waited = max(waited, (start - state.due) / DAY_MS)
                    if day >= SETTLED:
                        reviews, remembered = reviews + 1, remembered + (grade > 1)
                log.append(Answer(now, card, "flashcard", rng.randrange(2**31), grade, "scheduled", duration_ms=PACE))
                answers, now = answers + 1, now + PACE
                assert answers < 2000 * (day + 1), "a day does not end"
        return Half(reviews, remembered, waited, answers, len(log.states()))


def queue(log: Log, now: int, start: int) -> Queue:
    """The queue of a day that begins at midnight."""
    return Queue(log, now, start, start + DAY_MS, new_per_day=10, reviews_per_day=9999)


def graded(scheduler: Scheduler, state: CardState | None, now: int, rng: random.Random) -> int:
    """How the learner does: remembered with the probability that FSRS gives; steps nearly always."""
    right = 0.95 if state is None or state.phase != "review" else scheduler.retrievability(state, now)
    return rng.choices((2, 3, 4), (1, 7, 1))[0] if rng.random() < right else 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=180)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--retention", type=float, default=0.9)
    parser.add_argument("--cards", type=int, default=600)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for seed in range(args.seeds):
            found.append(lived(Path(folder), seed, args.days, args.retention, args.cards))
            half = found[-1]
            print(
                f"seed {seed:2}: {half.answers:6,} answers, {half.introduced} cards met, {half.reviews:6,} reviews,"
                f" {half.retention:.4f} remembered, longest wait {half.waited:.2f} d",
                flush=True,
            )
        shares = [half.retention for half in found]
        print(
            f"desired {args.retention:.2f}; measured {statistics.mean(shares):.4f}"
            f" (from {min(shares):.4f} to {max(shares):.4f})"
        )


if __name__ == "__main__":
    main()
