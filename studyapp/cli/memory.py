"""stats, log, doctor: what has been learned, and whether it is sound."""

from __future__ import annotations

import argparse
import os
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import msgspec

from studyapp.cli import COULD_NOT, DONE, FOUND_WRONG
from studyapp.cli.output import as_json, paragraph, say, table
from studyapp.cli.progress import progress
from studyapp.content.library import Library
from studyapp.language import _, current, ngettext
from studyapp.memory.health import Finding, examine_file, examine_log
from studyapp.memory.log import LogError
from studyapp.memory.model import (
    Answer,
    Buried,
    Event,
    Forgotten,
    Logged,
    Opened,
    QuizBegun,
    Rescheduled,
    Suspended,
    Undo,
    Unknown,
)
from studyapp.memory.restoring import plan, restore
from studyapp.memory.settings import load as load_settings
from studyapp.memory.statistics import Statistics
from studyapp.questions.mistakes import mistake
from studyapp.questions.model import WAYS, Kind
from studyapp.questions.wording import grade_name
from studyapp.session.desk import Desk, LocalZone, open_desk, open_library, wall_clock
from studyapp.session.statistics import days_of, percent, reckoning, topics, usual_mistakes

MISTAKES = 8  # how many of the usual mistakes are told
FORECAST = 14  # and how many days ahead
PROBLEMS = 20  # and how many problems of a folder


def _desk(args: argparse.Namespace) -> Desk:
    return open_desk(args.where, args.lang, dict(os.environ), wall_clock, LocalZone(), progress)


def stats(args: argparse.Namespace) -> int:
    """Learning in numbers."""
    desk = _desk(args)
    try:
        numbers = reckoning(desk)()
        if args.json:
            as_json(numbers)
        else:
            say(*_stats_lines(desk, numbers))
    finally:
        desk.log.close()
    return DONE


def _stats_lines(desk: Desk, numbers: Statistics) -> list[str]:
    if not numbers.answers:
        return [_("Nothing has been answered yet. Begin with: studyapp study")]
    recent, desired = percent(numbers.recent_retention), percent(numbers.desired_retention)
    lines = table(
        [
            (_("answers"), str(numbers.answers)),
            (_("minutes"), f"{numbers.minutes:g}"),
            (_("days in a row"), str(numbers.streak)),
            (_("remembered in review"), f"{percent(numbers.retention)} ({numbers.reviews})"),
            (_("in the last 30 days"), f"{recent} ({numbers.recent_reviews})"),
            (_("desired"), desired),
        ],
        right=(1,),
    )
    lines.append(_("an answer counts at most 60 seconds"))
    known = topics(desk, numbers)
    met = [(title, f"{topic.met}/{topic.cards}") for title, topic in known]
    lines += ["", _("cards met"), *_indented(table(met, right=(1,)))]
    heads = (_("Topic"), _("met"), _("solid"), _("remembered"), _("minutes"))
    begun = [(title, str(t.met), str(t.solid), percent(t.retention), f"{t.minutes:.1f}") for title, t in known if t.met]
    lines += ["", _("by topic"), *_indented(table([heads, *begun], right=(1, 2, 3, 4)))]
    today = date.fromisoformat(numbers.today)
    ahead = [((today + timedelta(days=day)).isoformat(), due) for day, due in enumerate(numbers.forecast[:FORECAST])]
    lines += ["", _("due in the next days"), *_indented(_bars(ahead))]
    lines += ["", _("Stability"), *_indented(_bars([(days_of(band), band.cards) for band in numbers.stability]))]
    difficulty = [(f"{band.least:g}", band.cards) for band in numbers.difficulty]
    lines += ["", _("Difficulty, 1 to 10"), *_indented(_bars(difficulty))]
    if numbers.lapsed:
        often = [(ngettext("{n} lapse", "{n} lapses", c.lapses).format(n=c.lapses), c.card) for c in numbers.lapsed]
        lines += ["", _("Forgotten most often"), *_indented(table(often, right=(0,)))]
    if numbers.longest:
        spent = [(_("{n} min").format(n=f"{c.minutes:.1f}"), c.card) for c in numbers.longest]
        lines += ["", _("Most time spent"), *_indented(table(spent, right=(0,)))]
    if mistakes := usual_mistakes(desk, numbers, MISTAKES):
        lines += ["", _("your usual mistakes")]
        for said, count in mistakes:
            lines += paragraph(said, "  ", lead=f"{count:>3}  ")
    return lines


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _bars(counts: list[tuple[str, int]]) -> list[str]:
    """A row for each count, with a bar."""
    most = max(count for _name, count in counts) or 1
    return table([(name, str(count), "█" * round(20 * count / most)) for name, count in counts], right=(1,))


def log(args: argparse.Namespace) -> int:
    """Every event, oldest first."""
    desk = _desk(args)
    events = list(desk.log.events())
    if args.json:
        as_json([document(logged) for logged in events])
    else:
        several = len({logged.device for logged in events}) > 1
        say(*table([_row(desk, logged, several) for logged in events], right=(0,)))
    desk.log.close()
    return DONE


def document(logged: Logged) -> dict[str, Any]:
    """An event as `log --json` prints it: its own place first; an undo names the place of what it takes back."""
    event = msgspec.to_builtins(logged.event)
    if isinstance(logged.event, Undo):
        event["takes_back"] = {"device": event.pop("device"), "number": event.pop("number")}
    return {"device": logged.device, "number": logged.number, **event}


def _row(desk: Desk, logged: Logged, several: bool) -> tuple[str, ...]:
    """One event in words: its number, when it was here, the card, how it was asked, the grade, what was given."""
    event = logged.event
    number = _place(logged.device, logged.number, several)
    moment = datetime.fromtimestamp(event.at / 1000, desk.zone).strftime("%Y-%m-%d %H:%M:%S")
    if not isinstance(event, Answer):
        return number, moment, *_deed(desk, event, several)
    way = WAYS.get(cast(Kind, event.kind), "mark")
    chosen = [str(int(each) + 1) for each in event.given.split(",") if each.isdecimal()]
    predicted = event.kind == "predict-the-demo" and not event.seed  # on the demo's own screen, in words or a number
    told = [
        f"“{event.given}”" if way == "type" or predicted else " ".join(chosen) or event.given,
        mistake(desk.library, event.card, event.rule)[current()] if event.rule else "",
        _("practice") if event.purpose == "practice" else "",
    ]
    return number, moment, event.card, event.kind, grade_name(event.grade), " · ".join(filter(None, told))


def _deed(desk: Desk, event: Event | Unknown, several: bool) -> tuple[str, ...]:
    """What was done, other than answering: the card or the deed, how, and more of it."""

    def day(at: int) -> str:
        return datetime.fromtimestamp(at / 1000, desk.zone).strftime("%Y-%m-%d %H:%M")

    match event:
        case QuizBegun():
            n = len(event.cards)
            return _("exam") if event.exam else _("quiz"), "", "", ngettext("{n} card", "{n} cards", n).format(n=n)
        case Undo():
            return _("takes back {n}").format(n=_place(event.device, event.number, several)), "", "", ""
        case Suspended():
            return event.card, _("suspended") if event.on else _("asked again"), "", ""
        case Buried():
            return event.card, _("put aside until {day}").format(day=day(event.until)), "", ""
        case Forgotten():
            return event.card, _("forgotten: it is new again"), "", ""
        case Rescheduled():
            return event.card, _("due on {day}").format(day=day(event.due)), "", ""
        case Opened():
            return event.entry, _("opened by hand"), "", ""
        case _:
            return _("written by a newer version"), "", "", ""


def _place(device: str, number: int, several: bool) -> str:
    return f"{device}/{number}" if several else str(number)


def doctor(args: argparse.Namespace) -> int:
    """Whether the log, what follows from it, and the content are sound. Writes nothing but with --repair and --yes."""
    if args.restore is not None:
        return _restore(args)
    findings = [examine_file(args.where.log)]
    if not findings[0].sound:
        _tell(findings)
        return COULD_NOT
    library, troubles = None, []
    if args.where.log.exists():
        try:
            desk = _desk(args)
        except LogError as error:
            findings.append(Finding(False, str(error)))
        else:
            if args.repair:
                desk.log.rebuild()
            findings += examine_log(desk.log)
            library, troubles = desk.library, desk.troubles
            desk.log.close()
    else:
        library, trouble = open_library(args.where, progress), load_settings(args.where.settings)[1]
        troubles = [trouble] if trouble else []
    if library is not None:
        findings.append(_examine_content(library))
    findings += [Finding(False, trouble) for trouble in troubles]
    _tell(findings)
    return DONE if all(finding.sound for finding in findings) else FOUND_WRONG


def _restore(args: argparse.Namespace) -> int:
    """What restoring would bring; with --yes, bring it."""
    wanted = args.restore if args.restore != Path() else None
    made = plan(args.where.log, wanted)
    begins = f"the backup {made.backup.path.name}" if made.backup else "an empty log, since there is no sound backup"
    say(f"  begins with {begins}: {made.kept:,} events")
    say(f"  adds {len(made.salvaged):,} events that the log still gives up")
    if made.lost:
        some = ", ".join(made.lost[:8]) + " …" * (len(made.lost) > 8)
        say(f"  lost, by their numbers: {len(made.lost):,} events ({some})")
    else:
        say("  no event is known to be lost; what came after the last of these leaves no number")
    if not args.yes:
        say("nothing was written; to put this in the place of the log: studyapp doctor --restore --yes")
        return FOUND_WRONG
    aside = restore(args.where.log, made)
    say(f"✔ restored; the log of before is kept: {aside}" if aside else "✔ restored")
    return DONE


def _examine_content(library: Library) -> Finding:
    if library.problems:
        return Finding(False, f"{len(library.problems)} problem(s) in the content", "run: studyapp check")
    return Finding(True, f"{len(library.entries)} entries, no problem")


def _tell(findings: list[Finding]) -> None:
    for finding in findings:
        remedy = f"; {finding.remedy}" if finding.remedy else ""
        say(f"{'✔' if finding.sound else '✘'} {finding.what}{remedy}")


def sync(args: argparse.Namespace) -> int:
    """Exchange the log with other machines."""
    from studyapp.exchange.sync import sync as exchange

    desk = _desk(args)
    try:
        done = exchange(desk.log, args.folder)
    finally:
        desk.log.close()
    say(
        _("{written} events written to {folder}, {read} read from it").format(
            written=done.written, folder=args.folder, read=done.read
        )
    )
    for problem in done.problems[:PROBLEMS]:
        say(f"! {problem}")
    if len(done.problems) > PROBLEMS:
        say(_("! and {n} more").format(n=len(done.problems) - PROBLEMS))
    return FOUND_WRONG if done.problems else DONE


COMMANDS = {"stats": stats, "log": log, "doctor": doctor, "sync": sync}
