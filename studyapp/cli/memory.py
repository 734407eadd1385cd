"""stats, log, doctor: what has been learned, and whether it is sound."""

from __future__ import annotations

import argparse
import os
from datetime import timedelta
from typing import Any

import msgspec

from studyapp.cli import COULD_NOT, DONE, FOUND_WRONG
from studyapp.cli.output import as_json, say, table
from studyapp.language import _, current
from studyapp.memory.health import Finding, examine_file, examine_log
from studyapp.memory.log import LogError
from studyapp.memory.queue import day_of
from studyapp.memory.statistics import Statistics, statistics
from studyapp.session.desk import Desk, LocalZone, open_desk, wall_clock


def _desk(args: argparse.Namespace) -> Desk:
    return open_desk(args.where, args.lang, dict(os.environ), wall_clock, LocalZone())


def stats(args: argparse.Namespace) -> int:
    """Learning in numbers."""
    desk = _desk(args)
    numbers = statistics(
        desk.log.answers(),
        desk.log.states(),
        {card.id: desk.library.topic_of[card.entry] for card in desk.library.cards},
        now=desk.now(),
        zone=desk.zone,
        rollover=desk.settings.rollover_hour,
    )
    if args.json:
        as_json(numbers)
    else:
        say(*_stats_lines(desk, numbers))
    desk.log.close()
    return DONE


def _stats_lines(desk: Desk, numbers: Statistics) -> list[str]:
    if not numbers.answers:
        return [_("Nothing has been answered yet. Begin with: studyapp study")]
    lang = current()
    retention = "–" if numbers.retention is None else f"{numbers.retention:.0%}"
    today = day_of(desk.now(), desk.zone, desk.settings.rollover_hour)
    lines = table(
        [
            (_("answers"), str(numbers.answers)),
            (_("minutes"), f"{numbers.minutes:g}"),
            (_("days in a row"), str(numbers.streak)),
            (_("remembered in review"), f"{retention} ({numbers.reviews})"),
        ],
        right=(1,),
    )
    titles = {topic.id: topic.title[lang] for topic in desk.library.topics}
    totals = {id: sum(desk.library.topic_of[card.entry] == id for card in desk.library.cards) for id in titles}
    met = [(titles[id], f"{numbers.topics.get(id, 0)}/{totals[id]}") for id in titles]
    lines += ["", _("cards met"), *(f"  {line}" for line in table(met, right=(1,)))]
    most = max(numbers.forecast) or 1
    ahead = [
        ((today + timedelta(days=day)).isoformat(), str(due), "█" * round(20 * due / most))
        for day, due in enumerate(numbers.forecast)
    ]
    lines += ["", _("due in the next days"), *(f"  {line}" for line in table(ahead, right=(1,)))]
    if numbers.mistakes:
        worst = [(rule, str(count)) for rule, count in list(numbers.mistakes.items())[:8]]
        lines += ["", _("your usual mistakes"), *(f"  {line}" for line in table(worst, right=(1,)))]
    return lines


def log(args: argparse.Namespace) -> int:
    """Every event, oldest first."""
    desk = _desk(args)
    documents: list[dict[str, Any]] = [
        {"device": logged.device, "number": logged.number, **msgspec.to_builtins(logged.event)}
        for logged in desk.log.events()
    ]
    if args.json:
        as_json(documents)
    else:
        for event in documents:
            moment = (f"{event.pop('at')}", event.pop("device"), str(event.pop("number")), event.pop("event"))
            say(
                "  ".join(
                    (
                        *moment,
                        *(f"{name}={value}" for name, value in event.items() if value not in ("", None)),
                    )
                )
            )
    desk.log.close()
    return DONE


def doctor(args: argparse.Namespace) -> int:
    """Whether the log, what follows from it, and the content are sound. Writes nothing but with --repair."""
    findings = [examine_file(args.where.log)]
    if findings[0].sound:
        try:
            desk = _desk(args)
        except LogError as error:
            findings.append(Finding(False, str(error)))
        else:
            if args.repair:
                desk.log.rebuild()
            findings += examine_log(desk.log)
            problems = desk.library.problems
            findings.append(
                Finding(False, f"{len(problems)} problems in the content", "run: studyapp check")
                if problems
                else Finding(True, f"{len(desk.library.entries)} entries, no problem")
            )
            findings += [Finding(False, trouble) for trouble in desk.troubles]
            desk.log.close()
    for finding in findings:
        remedy = f"; {finding.remedy}" if finding.remedy else ""
        say(f"{'✔' if finding.sound else '✘'} {finding.what}{remedy}")
    if not findings[0].sound:
        return COULD_NOT
    return DONE if all(finding.sound for finding in findings) else FOUND_WRONG


COMMANDS = {"stats": stats, "log": log, "doctor": doctor}
