"""A child process that studies until it is killed: python -m tests.memory.answering FOLDER [HOW_MANY]

It says `recorded NUMBER CARD GRADE` as soon as `Sitting.answer` has returned; from then on the answer has to stay.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from datetime import UTC
from itertools import count, islice
from pathlib import Path

from studyapp.content.loading import load
from studyapp.content.paths import paths
from studyapp.memory.log import Log
from studyapp.memory.scheduler import DAY_MS
from studyapp.memory.settings import Settings
from studyapp.questions.model import Question
from studyapp.session.desk import Desk
from studyapp.session.sitting import Study

BEGIN = 1_780_000_000_000  # ms since 1970
PACE = 20_000  # ms from one answer to the next, by the child's own clock


class Clock:
    """Stands still until it is moved."""

    def __init__(self, at: int) -> None:
        self.at = at

    def __call__(self) -> int:
        return self.at


def anything(question: Question) -> str:
    """An answer that can be read, right or not."""
    match question.way:
        case "one" | "several":
            return question.given([0])
        case "arrange":
            return question.given(range(len(question.options)))
        case _:
            return "anything"


async def study(folder: Path, how_many: int | None) -> None:
    """Study where the log ends; when nothing is left for a day, the next one begins."""
    where = paths(folder)
    log = Log.open(where.log)
    clock = Clock(max((logged.event.at for logged in log.events()), default=BEGIN))
    desk = Desk(where, load(where), log, Settings(), clock, UTC, random.Random(log.size()))
    skipped = {card.id for card in desk.library.cards if card.facet in ("value", "prediction")}  # they need the lab
    sitting = Study(desk, passed_over=skipped)
    for _ in islice(count(), how_many):
        clock.at += PACE
        while (turn := await sitting.next()) is None:
            clock.at += DAY_MS
        sitting.answer(anything(turn.question), desk.rng.choice((1, 2, 3, 3, 3, 4)))
        logged = sitting.answered[-1].logged
        said = f"recorded {logged.number} {turn.card.id} {sitting.answered[-1].feedback.grade}\n"
        os.write(sys.stdout.fileno(), said.encode())  # one write: whole, or not said at all


if __name__ == "__main__":
    asyncio.run(study(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None))
