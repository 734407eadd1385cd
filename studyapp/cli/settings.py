"""settings, fit: what the learner has chosen, and FSRS's parameters fitted to the learner."""

from __future__ import annotations

import argparse
import os
from typing import Any

from msgspec.structs import replace

from studyapp.cli import DONE, FOUND_WRONG, Refused
from studyapp.cli.output import as_json, say, table
from studyapp.cli.progress import progress
from studyapp.cli.words import speak
from studyapp.language import LANGS, _
from studyapp.memory.fitting import fit as fit_to
from studyapp.memory.scheduler import COSTLY_RETENTION, LEAST_RETENTION, MOST_RETENTION
from studyapp.memory.settings import Settings, load, save
from studyapp.session.desk import LocalZone, open_desk, wall_clock

Range = tuple[float, float]
RANGES: dict[str, Range] = {
    "new_per_day": (0, 9999),
    "reviews_per_day": (0, 9999),
    "desired_retention": (LEAST_RETENTION, MOST_RETENTION),
    "rollover_hour": (0, 23),
}


def settings(args: argparse.Namespace) -> int:
    """What is chosen; with NAME=VALUE, choose."""
    speak(args)
    chosen, trouble = load(args.where.settings)
    if trouble:
        say(f"! {trouble}")
    changes = dict(_change(text) for text in args.change)
    if changes:
        chosen = replace(chosen, **changes)
        save(args.where.settings, chosen)
    if args.json:
        as_json(chosen)
        return DONE
    says = {
        "lang": _("language: en, ko, or auto to follow the locale"),
        "theme": _("chosen in the app, by ctrl+p"),
        "new_per_day": _("new cards a day"),
        "reviews_per_day": _("reviews a day"),
        "desired_retention": _("share of reviews that should be remembered"),
        "rollover_hour": _("hour at which a new day of study begins"),
    }
    rows = [(name, _said(getattr(chosen, name)), _range(name), says[name]) for name in says]
    fitted = _("fitted to your log") if chosen.parameters else _("the library's own")
    say(*table([*rows, ("parameters", "", "", fitted + "; studyapp fit")], right=()))
    if chosen.desired_retention > COSTLY_RETENTION:
        say("! " + costly(chosen.desired_retention))
    return DONE


def costly(retention: float) -> str:
    """Why so high a retention is rarely worth it."""
    told = _("A retention of {r:.2f} costs far more reviews than 0.90; above {most:.2f} few find it worth that.")
    return told.format(r=retention, most=COSTLY_RETENTION)


def _change(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    possible = ", ".join(["lang", *RANGES])
    if not equals or name not in ("lang", *RANGES):
        raise Refused(f"“{text}” sets nothing; write NAME=VALUE with one of: {possible}")
    if name == "lang":
        if value not in (*LANGS, "auto"):
            raise Refused(f"lang is one of: {', '.join(LANGS)}, auto; not “{value}”")
        return name, None if value == "auto" else value
    low, high = RANGES[name]
    kind = type(getattr(Settings(), name))
    try:
        number = kind(value)
    except ValueError:
        raise Refused(f"{name} is a number {_range(name)}, not “{value}”") from None
    if not low <= number <= high:
        raise Refused(f"{name} = {value} is out of range; {_range(name)}")
    return name, number


def _said(value: object) -> str:
    return "auto" if value is None else str(value)


def _range(name: str) -> str:
    return "{:g}–{:g}".format(*RANGES[name]) if name in RANGES else ""


def fit(args: argparse.Namespace) -> int:
    """FSRS's parameters fitted to the log, shown beside those in use; with --apply, used from now on."""
    desk = open_desk(args.where, args.lang, dict(os.environ), wall_clock, LocalZone(), progress)
    try:
        if args.reset:
            desk.save_settings(parameters=None)
            say(_("The library's own parameters are used from the next start on."))
            return DONE
        found = fit_to(desk.log, desk.settings.parameters)
        before = desk.log.scheduler.parameters or _default()
        if args.json:
            as_json(found)
        else:
            say(_("fitted to {n:,} reviews").format(n=found.reviews))
            say(
                *table(
                    [
                        ("", _("in use"), _("fitted")),
                        (_("surprise a review (−ln p)"), f"{found.loss_before:.4f}", f"{found.loss:.4f}"),
                        (_("off in calibration"), f"{found.calibration_before:.4f}", f"{found.calibration:.4f}"),
                        *(
                            (_("stability after a first {grade}, days").format(grade=grade), f"{was:.2f}", f"{now:.2f}")
                            for grade, was, now in zip(
                                ("Again", "Hard", "Good", "Easy"), before[:4], found.parameters[:4], strict=True
                            )
                        ),
                    ],
                    right=(1, 2),
                )
            )
        if not found.is_better:
            say(_("They say no better what you remember: nothing to apply."))
            return FOUND_WRONG
        if args.apply:
            desk.save_settings(parameters=found.parameters)
            say(_("Used from the next start on, with new dates for all cards. Back with: studyapp fit --reset"))
        else:
            say(_("Nothing was changed. To use them: studyapp fit --apply"))
        return DONE
    finally:
        desk.log.close()


def _default() -> tuple[float, ...]:
    from fsrs.scheduler import DEFAULT_PARAMETERS

    return DEFAULT_PARAMETERS


COMMANDS = {"settings": settings, "fit": fit}
