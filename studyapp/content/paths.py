"""Where things lie: the learner's data and cache, and the shipped glossary."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parent.parent


class Paths(NamedTuple):
    """data: log, settings and the learner's decks; cache: what can be made again; glossary: what is shipped."""

    data: Path
    cache: Path
    glossary: Path

    @property
    def decks(self) -> Path:
        """The learner's own files."""
        return self.data / "decks"

    @property
    def log(self) -> Path:
        """The event log."""
        return self.data / "log.db"

    @property
    def settings(self) -> Path:
        """The learner's choices."""
        return self.data / "settings.json"


def glossary() -> Path:
    """The glossary inside the installed package; in a checkout, the folder beside it."""
    installed = PACKAGE / "glossary"
    return installed if installed.is_dir() else PACKAGE.parent / "glossary"


def paths(data_dir: Path | None = None) -> Paths:
    """The paths, everything below `data_dir` where one is given. Nothing is created."""
    if data_dir is not None:
        return Paths(data_dir, data_dir / "cache", glossary())
    from platformdirs import user_cache_path, user_data_path

    return Paths(user_data_path("studyapp"), user_cache_path("studyapp"), glossary())
