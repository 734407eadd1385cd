"""studyapp, study and quiz: the full screen, or line by line."""

from __future__ import annotations

import argparse
import gc
import os
import sys

from studyapp.session.desk import LocalZone, open_desk, wall_clock


def run(args: argparse.Namespace) -> int:
    """Open the desk and sit down at it: on the screen where there is one, else in plain text."""
    plain = getattr(args, "plain", False) or not (sys.stdin.isatty() and sys.stdout.isatty())
    plain = plain or os.environ.get("TERM") == "dumb"
    desk = open_desk(args.where, args.lang, dict(os.environ), wall_clock, LocalZone())
    if plain:
        from studyapp.cli.plain import sit

        return sit(desk, args.command, getattr(args, "topic", None))
    gc.disable()  # until the first screen stands; see studyapp.tui.app.start_collecting
    from studyapp.tui.app import run as run_app

    return run_app(desk, args.command, getattr(args, "topic", None))
