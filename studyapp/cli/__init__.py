"""The commands for the shell. Each imports what it needs when it is called, so that every start is fast."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from studyapp import __version__, language
from studyapp.errors import StudyError
from studyapp.lab.canvas import clean

DONE, FOUND_WRONG, WRONGLY_CALLED, COULD_NOT = 0, 1, 2, 3


class Refused(StudyError):
    """The command was wrongly called, or names something that is not there; the message lists what is possible."""

    code = WRONGLY_CALLED


class _Parser(argparse.ArgumentParser):
    """argparse, with errors of one line and the exit code 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONGLY_CALLED, clean(f"{self.prog}: {message}; see {self.prog} --help") + "\n")


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments."""
    says = "Learn recurrent networks: flashcards and quizzes whose every card can prove itself."
    top = _Parser(prog="studyapp", description=says)
    top.add_argument("--version", action="version", version=f"studyapp {__version__}")
    everywhere = _Parser(add_help=False)
    # Before the command and after it; after it there is no default, which would undo what stood before.
    for where, default in ((top, None), (everywhere, argparse.SUPPRESS)):
        where.add_argument("--lang", choices=language.LANGS, default=default, help="default: saved, else the locale")
        where.add_argument("--data-dir", type=Path, metavar="DIR", default=default, help="where everything is stored")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, says: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=says, description=says, parents=[everywhere])

    for name, says in (("study", "study what is due"), ("quiz", "take a quiz")):
        sit = command(name, says)
        sit.add_argument("--topic", metavar="T", help="only this topic")
        sit.add_argument("--plain", action="store_true", help="line by line, without the full screen")
        if name == "quiz":
            scopes = ("mixed", "due", "weak")
            sit.add_argument("--scope", choices=scopes, default="mixed", help="all, what is due, or weak spots")
            sit.add_argument("--exam", action="store_true", help="no feedback before the end")
            sit.add_argument("--resume", action="store_true", help="go on with the quiz that was left")

    listing = command("list", "every term, by topic")
    listing.add_argument("--kinds", action="store_true", help="in which kinds of question each term can be asked")
    show = command("show", "one entry, by any of its names")
    show.add_argument("term", nargs="+", metavar="TERM")
    search = command("search", "find terms")
    search.add_argument("text", nargs="+", metavar="TEXT")
    demo = command("demo", "run a demo, or list them")
    demo.add_argument("id", nargs="?", metavar="ID")
    demo.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="turn a parameter")
    demo.add_argument("--plain", action="store_true", help="text without escape codes, as always here")
    demo.add_argument("--save", type=Path, metavar="FILE", help="save the last frame as a picture: .svg or .png")
    verify = command("verify", "check every claim")
    verify.add_argument("ids", nargs="*", metavar="ID")
    count = verify.add_mutually_exclusive_group()
    count.add_argument("--seeds", type=_positive, default=1, metavar="N", help="repeat the quick claims over N seeds")
    for seeded in (demo, count):
        seeded.add_argument("--seed", type=_seed, metavar="N", help="the seed of the random numbers")
    ask = command("ask", "a question with its answer and wrong rules")
    ask.add_argument("card", nargs="?", metavar="CARD")
    ask.add_argument("--kind", metavar="K")
    levels = ("worked", "gap", "alone")
    ask.add_argument("--level", choices=levels, default="alone", help="how much help an exercise comes with")
    ask.add_argument("--answer", metavar="TEXT", help="say what this answer would come to; nothing is recorded")
    ask.add_argument("--seed", type=_seed, metavar="N")
    check = command("check", "errors in content files, as file:line:column")
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    stats = command("stats", "what has been learned")
    log = command("log", "every event, oldest first")
    doctor = command("doctor", "check what is stored")
    doctor.add_argument("--repair", action="store_true", help="rebuild what follows from the log")
    says = "what a backup and the readable rest of the log would come to; with --yes, do it"
    doctor.add_argument("--restore", nargs="?", type=Path, const=Path(), metavar="BACKUP", help=says)
    doctor.add_argument("--yes", action="store_true", help="put the restored log in the place of the damaged one")
    sync = command("sync", "exchange the log with other machines, by a folder that your own tool carries")
    sync.add_argument("folder", type=Path, metavar="FOLDER")
    chosen = command("settings", "what is chosen: limits a day, retention, language")
    chosen.add_argument("change", nargs="*", metavar="NAME=VALUE", help="choose")
    fit = command("fit", "fit the schedule to what your log says of your memory")
    fit.add_argument("--apply", action="store_true", help="use what was found")
    fit.add_argument("--reset", action="store_true", help="use the library's own parameters again")
    for printing in (listing, show, search, demo, verify, ask, stats, log, chosen, fit):
        printing.add_argument("--json", action="store_true", help="as JSON")
    return top


def _positive(text: str) -> int:
    return _whole(text, 1)


def _seed(text: str) -> int:
    return _whole(text, 0)


def _whole(text: str, least: int) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) >= least):
        raise argparse.ArgumentTypeError(f"a whole number from {least} up is wanted, not “{text}”")
    return int(text)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 done, 1 found wrong, 2 wrongly called or not found, 3 could not."""
    given = sys.argv[1:] if argv is None else argv
    args = parser().parse_args(given) if given else argparse.Namespace(command=None, lang=None, data_dir=None)
    if args.data_dir is None and os.environ.get("STUDYAPP_DATA_DIR"):
        args.data_dir = Path(os.environ["STUDYAPP_DATA_DIR"])
    from studyapp.content.paths import paths

    args.where = paths(args.data_dir)
    _write_everything()
    try:
        code = _command(args)
        if sys.stdout is not None:
            sys.stdout.flush()  # here, and not when Python ends, so that a closed pipe or a full disk is noticed
        return code
    except StudyError as error:
        print(clean(f"studyapp: {error}"), file=sys.stderr)
        return error.code
    except BrokenPipeError:
        _say_no_more()
        return DONE
    except OSError as error:
        _say_no_more()
        where = error.filename or "the output"
        print(clean(f"studyapp: {where}: {error.strerror}; check the disk and the permissions"), file=sys.stderr)
        return COULD_NOT
    except KeyboardInterrupt:
        loading = sys.modules.get("studyapp.cli.progress")
        if loading is not None:
            loading.progress.interrupted()
        return 130


def _write_everything() -> None:
    """Where the locale's encoding has no Hangul or no σ, print ``?`` in its place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _say_no_more() -> None:
    """What is left in stdout's buffer goes nowhere, or Python would fail on it once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _command(args: argparse.Namespace) -> int:
    if args.command in (None, "study", "quiz"):
        from studyapp.cli import sit

        return sit.run(args)
    if args.command in ("demo", "verify"):
        from studyapp.cli.lab import COMMANDS
    elif args.command in ("stats", "log", "doctor", "sync"):
        from studyapp.cli.memory import COMMANDS
    elif args.command in ("settings", "fit"):
        from studyapp.cli.settings import COMMANDS
    else:
        from studyapp.cli.words import COMMANDS
    return COMMANDS[args.command](args)
