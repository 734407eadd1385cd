"""How long the statistics take, and how much memory, for logs of so many answers.

    python -m tests.benchmarks.statistics [ANSWERS …] [--json]

A tenth as many cards as answers, a thousand days; one answer in a hundred is taken back. Prints seconds of a process
that does nothing else, seconds of the processor alone, and resident MB at the end.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC
from pathlib import Path

import msgspec

from studyapp.memory.log import Log
from studyapp.memory.model import Answer, Undo
from studyapp.memory.scheduler import DAY_MS
from studyapp.memory.schema import checksum
from studyapp.memory.statistics import statistics
from tests.benchmarks.memory import NOW, fill, resident

DAYS, PACE = 1000, 9_000  # days; ms from one answer to the next


def events(device: str, answers: int) -> Iterator[tuple[str, int, int, str, str, int]]:
    """Rows of the log; written to the table alone, for speed."""
    rng, each = random.Random(1), answers // DAYS
    for number in range(1, answers + 1):
        at = NOW - (DAYS - number // each) * DAY_MS + number % each * PACE
        card = f"term-{rng.randrange(answers // 10)}/meaning"
        grade, spent = rng.choice((1, 2, 3, 3, 3, 3)), rng.randrange(70_000)
        rule = "halved" if grade == 1 and rng.random() < 0.5 else None
        event: Answer | Undo = Answer(
            at, card, "flashcard", number, grade, "scheduled", "something", rule, duration_ms=spent
        )
        if number % 100 == 0:
            event = Undo(at, device, number - 3)
        body = msgspec.json.encode(event).decode()
        yield device, number, at, card, body, checksum(device, number, at, body)


def timed(answers: int) -> dict[str, float]:
    """One run, in a folder and a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        with closing(Log.open(Path(folder) / "log.db")) as log:
            fill(log, answers // 10, 500)
            with log._transaction():
                log._db.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", events(log.device, answers))
        words = [sys.executable, "-m", "tests.benchmarks.statistics", "--of", folder]
        found: dict[str, float] = json.loads(subprocess.run(words, check=True, capture_output=True).stdout)
        return found


def measured(path: Path) -> dict[str, float]:
    """The statistics of a log."""
    began, busy = time.perf_counter(), time.process_time()
    numbers = statistics(path, now=NOW, zone=UTC, rollover=4)
    return {
        "answers": numbers.answers,
        "seconds": round(time.perf_counter() - began, 2),
        "cpu_seconds": round(time.process_time() - busy, 2),
        "rss_mb": round(resident()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("answers", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--of", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.of:
        print(json.dumps(measured(args.of / "log.db")))
        return
    runs = [timed(answers) for answers in args.answers]
    if args.json:
        print(json.dumps(runs))
        return
    print(" ".join(f"{name:>14}" for name in runs[0]))
    for run in runs:
        print(" ".join(f"{value:>14,}" for value in run.values()))


if __name__ == "__main__":
    main()
