"""studyapp, study and quiz: the full screen, or line by line."""

from __future__ import annotations

import argparse
import gc
import os
import sys

from studyapp.cli import Refused
from studyapp.session.desk import LocalZone, open_desk, wall_clock


def run(args: argparse.Namespace) -> int:
    """Open the desk and sit down at it: on the screen where there is one, else in plain text."""
    # Textual paints on stderr: without a terminal there, the screen would stay empty.
    terminal = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    plain = getattr(args, "plain", False) or not terminal
    plain = plain or os.environ.get("TERM") == "dumb"
    desk = open_desk(args.where, args.lang, dict(os.environ), wall_clock, LocalZone())
    topic, topics = getattr(args, "topic", None), [known.id for known in desk.library.topics]
    if topic is not None and topic not in topics:
        desk.log.close()
        raise Refused(f"there is no topic “{topic}”; one of: {', '.join(topics)}")
    if plain:
        from studyapp.cli.plain import sit

        return sit(desk, args.command, topic)
    os.environ.setdefault("TEXTUAL_FPS", "250")  # what a key changes waits 2 ms on average for its turn, not 8
    gc.disable()  # until the first screen stands; see studyapp.tui.app.start_collecting
    from studyapp.tui.app import run as run_app

    return run_app(desk, args.command, topic)
