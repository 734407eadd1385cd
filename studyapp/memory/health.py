"""Is what is stored sound? Findings in words; nothing is written here."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from studyapp.memory.log import Log


class Finding(Struct, frozen=True):
    """One thing that was looked at: whether it is sound, what was seen, and what to do if it is not."""

    sound: bool
    what: str
    remedy: str = ""


def examine_file(path: Path) -> Finding:
    """SQLite's own check of the file, opened so that it cannot be written to."""
    if not path.exists():
        return Finding(True, f"{path}: no log yet; it begins with the first answer")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            said = [row[0] for row in db.execute("PRAGMA integrity_check(5)")]
    except sqlite3.OperationalError as error:  # the folder, the disk or a lock: the file itself may well be sound
        return Finding(False, f"{path}: cannot be examined ({error})", "check the folder's permissions and free space")
    except sqlite3.DatabaseError as error:
        said = [str(error)]
    if said == ["ok"]:
        return Finding(True, f"{path}: sound ({path.stat().st_size:,} bytes)")
    return Finding(False, f"{path}: damaged ({said[0]})", "see what a backup would bring: studyapp doctor --restore")


def examine_log(log: Log) -> list[Finding]:
    """The numbering of the events, and whether the states are what the log says."""
    numbers: dict[str, list[int]] = {}
    for logged in log.events():
        numbers.setdefault(logged.device, []).append(logged.number)
    holes = [device for device, seen in numbers.items() if sorted(seen) != list(range(1, len(seen) + 1))]
    findings = [
        Finding(False, f"events of {', '.join(holes)} are missing", "a backup may have them: studyapp doctor --restore")
        if holes
        else Finding(True, f"{log.size():,} events of {len(numbers)} device(s), none missing")
    ]
    if tampered := log.tampered():
        what = f"{len(tampered)} event(s) are not what was written: {', '.join(tampered[:5])}"
        findings.append(Finding(False, what, "a backup may have them: studyapp doctor --restore"))
    states, replayed = log.states(), log.replayed()
    differing = {card for card in states.keys() | replayed.keys() if states.get(card) != replayed.get(card)}
    findings.append(
        Finding(False, f"{len(differing)} card states differ from the log", "run: studyapp doctor --repair")
        if differing
        else Finding(True, f"{len(states):,} card states, each what the log says")
    )
    return findings
