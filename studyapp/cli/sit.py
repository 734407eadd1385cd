"""studyapp, study and quiz: the full screen, or line by line."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from typing import TYPE_CHECKING

from studyapp.cli import DONE, Refused
from studyapp.cli.output import say
from studyapp.cli.progress import progress
from studyapp.language import _
from studyapp.session.desk import Desk, LocalZone, open_desk, wall_clock

if TYPE_CHECKING:
    from studyapp.session.sitting import Sitting


def run(args: argparse.Namespace) -> int:
    """Open the desk and sit down at it: on the screen where there is one, else in plain text."""
    # Textual paints on stderr: without a terminal there, the screen would stay empty.
    terminal = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    plain = getattr(args, "plain", False) or not terminal
    plain = plain or os.environ.get("TERM") == "dumb"
    desk = open_desk(args.where, args.lang, dict(os.environ), wall_clock, LocalZone(), progress)
    topic, topics = getattr(args, "topic", None), [known.id for known in desk.library.topics]
    if topic is not None and topic not in topics:
        desk.log.close()
        raise Refused(f"there is no topic “{topic}”; one of: {', '.join(topics)}")
    if plain:
        return _plainly(desk, args, topic)
    os.environ.setdefault("TEXTUAL_FPS", "250")  # what a key changes waits 2 ms on average for its turn, not 8
    gc.disable()  # until the first screen stands; see studyapp.tui.app.start_collecting
    from studyapp.tui.app import run as run_app

    return run_app(desk, sitting_of(desk, args, topic) if args.command else None)


def _plainly(desk: Desk, args: argparse.Namespace, topic: str | None) -> int:
    """In plain text; without a command, what is due and how to go on."""
    for trouble in desk.troubles:
        print(f"! {trouble}", file=sys.stderr)
    if args.command is None:
        today = desk.today()
        say(_("{due} due, {new} new. Go on with: studyapp study --plain").format(due=today.due, new=today.new))
        desk.log.close()
        return DONE
    from studyapp.cli.plain import sit

    return sit(sitting_of(desk, args, topic))


def sitting_of(desk: Desk, args: argparse.Namespace, topic: str | None) -> Sitting:
    """The sitting that the command asks for.

    Raises:
        Refused: there is no quiz to go on with.
    """
    from studyapp.session.quiz import Quiz, unfinished
    from studyapp.session.sitting import Study

    if args.command == "study":
        return Study(desk, topic)
    if args.resume:
        left = unfinished(desk)
        if left is None:
            desk.log.close()
            raise Refused("there is no quiz to go on with; begin one: studyapp quiz")
        return Quiz.taken_up(desk, *left)
    return Quiz(desk, topic, scope=args.scope, exam=args.exam)
