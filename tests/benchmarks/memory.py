"""Memory beside Anki's library: durable answers, today's queue; and how both grow with cards and with the log.

    python -m tests.benchmarks.memory [CARDS …] [--answers 500] [--json]

Prints, for each number of cards, all of them met and 9,999 of them (or all) due today: answers a second (next card,
schedule, commit), their median and 95th percentile in ms, today's queue (counts and the first card) in ms, resident MB.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from studyapp.memory.cards import STATE
from studyapp.memory.log import Log
from studyapp.memory.model import Answer
from studyapp.memory.queue import Queue
from studyapp.memory.scheduler import DAY_MS, PHASES

NOW = 1_780_000_000_000 // DAY_MS * DAY_MS + DAY_MS // 2
START, END = NOW - DAY_MS // 2, NOW + DAY_MS // 2
GRADES = random.Random(1).choices((1, 2, 3, 4), (1, 1, 7, 1), k=10_000)


class Shelf:
    """So many cards, each of an entry of its own, in topics of a thousand; nothing requires anything."""

    def __init__(self, cards: int) -> None:
        self.cards = cards
        self.stamp = f"{cards} cards"

    def placed(self) -> Iterator[tuple[str, str, str, int]]:
        for at in range(self.cards):
            yield f"term-{at}/meaning", f"term-{at}", f"topic-{at // 1000}", at

    def prerequisites(self) -> Iterator[tuple[str, str]]:
        return iter(())

    def requires(self, _entry: str) -> tuple[str, ...]:
        return ()

    def required_by(self, _entry: str) -> tuple[str, ...]:
        return ()

    def former(self) -> dict[str, str]:
        return {}


def fill(log: Log, cards: int, due: int) -> None:
    """Every card has been met and is in review; `due` of them are due today. Written to the table alone, for speed."""
    log.use(Shelf(cards))
    with log._transaction():
        log._db.executemany(
            f"UPDATE cards SET ({STATE}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE card = ?",
            (
                (
                    *(PHASES.index("review"), None, 10.0, 5.0),
                    START + at if at < due else END + at * 1000,
                    *(NOW - 10 * DAY_MS, NOW - 30 * DAY_MS, 3, 0, 10.0, None, f"term-{at}/meaning"),
                )
                for at in range(cards)
            ),
        )


def queue(log: Log, now: int) -> Queue:
    """The queue with limits that let everything through."""
    return Queue(log, now, START, END, new_per_day=9999, reviews_per_day=9999)


def timed(cards: int, answers: int) -> dict[str, float]:
    """One run, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, closing(Log.open(Path(folder) / "log.db")) as log:
        fill(log, cards, min(9999, cards))
        log.scheduler.warm()
        log._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        queues = []
        for _ in range(5):
            begun = time.perf_counter()
            counts, first = queue(log, NOW).counts(), queue(log, NOW).next()
            queues.append(time.perf_counter() - begun)
        assert first is not None
        assert counts.due == min(9999, cards)
        spans, now = [], NOW
        began = time.perf_counter()
        for grade in islice(GRADES, answers):
            begun, now = time.perf_counter(), now + 1
            card = queue(log, now).next()
            if card is None:
                break
            log.append(Answer(now, card, "flashcard", now, grade, "scheduled", duration_ms=1))
            spans.append(time.perf_counter() - begun)
        total = time.perf_counter() - began
        return {
            "cards": cards,
            "answers_per_s": round(len(spans) / total),
            "answer_ms": round(statistics.median(spans) * 1e3, 3),
            "answer_p95_ms": round(statistics.quantiles(spans, n=20)[-1] * 1e3, 3),
            "queue_ms": round(statistics.median(queues) * 1e3, 2),
            "queue_first_ms": round(queues[0] * 1e3, 2),
            "rss_mb": round(resident()),
        }


def resident() -> float:
    """Resident memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cards", nargs="*", type=int, default=[100, 1000, 10_000, 100_000])
    parser.add_argument("--answers", type=int, default=500)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    runs = [timed(cards, args.answers) for cards in args.cards]
    if args.json:
        print(json.dumps(runs))
        return
    print(" ".join(f"{name:>14}" for name in runs[0]))
    for run in runs:
        print(" ".join(f"{value:>14,}" for value in run.values()))


if __name__ == "__main__":
    main()
