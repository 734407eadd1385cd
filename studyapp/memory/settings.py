"""The learner's choices, in ``settings.json``: written whole under another name, then renamed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from studyapp.memory.scheduler import LEAST_RETENTION, MOST_RETENTION


class Settings(Struct, frozen=True, omit_defaults=True):
    """What the learner has chosen.

    lang: the language, None to follow the locale. new_per_day, reviews_per_day: how many cards a day at most, 0 to
    9999. desired_retention: FSRS's, 0.80 to 0.97. parameters: FSRS's 21, fitted to the learner, None for the
    library's. rollover_hour: the hour at which a new day of study begins, 0 to 23.
    """

    lang: str | None = None
    theme: str = "page-dark"
    new_per_day: int = 10
    reviews_per_day: int = 200
    desired_retention: float = 0.9
    parameters: tuple[float, ...] | None = None
    rollover_hour: int = 4


def load(path: Path) -> tuple[Settings, str | None]:
    """The settings, and what is wrong with the file; a file that cannot be read counts as empty."""
    try:
        settings = msgspec.json.decode(path.read_bytes(), type=Settings)
    except FileNotFoundError:
        return Settings(), None
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        return Settings(), f"{path}: not read ({error}); the defaults are used until it is mended or removed"
    checks = {
        "new_per_day": 0 <= settings.new_per_day <= 9999,
        "reviews_per_day": 0 <= settings.reviews_per_day <= 9999,
        "desired_retention": LEAST_RETENTION <= settings.desired_retention <= MOST_RETENTION,
        "parameters": settings.parameters is None or len(settings.parameters) == 21,
        "rollover_hour": 0 <= settings.rollover_hour <= 23,
    }
    wrong = [name for name, holds in checks.items() if not holds]
    if wrong:
        kept = {name: getattr(Settings(), name) for name in wrong}
        return msgspec.structs.replace(
            settings, **kept
        ), f"{path}: {', '.join(wrong)} out of range; the default is used"
    return settings, None


def save(path: Path, settings: Settings) -> None:
    """Write the settings; fields that this version does not know are kept, and so is a file that cannot be read.

    That one is renamed to ``settings.broken``, so that the learner can still mend it.

    Raises:
        OSError: the folder cannot be written.
    """
    known: dict[str, Any] = {}
    try:
        raw = path.read_bytes()
        msgspec.json.decode(raw, type=Settings)
        known = msgspec.json.decode(raw)
    except FileNotFoundError:
        pass
    except (msgspec.MsgspecError, UnicodeDecodeError):
        path.replace(path.with_suffix(".broken"))
    for name in Settings.__struct_fields__:
        known.pop(name, None)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_suffix(".new")
    written.write_bytes(msgspec.json.format(msgspec.json.encode(known | msgspec.to_builtins(settings))) + b"\n")
    written.replace(path)
