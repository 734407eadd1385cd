"""Search as you type, over names and definitions in both languages."""

from __future__ import annotations

from studyapp.content import finding
from studyapp.content.views import Entries

MOST = 200  # ids


class Search:
    """Finds entries of a library by what a learner types."""

    def __init__(self, entries: Entries) -> None:
        self._db = entries.db

    def __call__(self, text: str) -> list[str]:
        """The ids of the entries found, best first, at most 200; names before definitions, exact before nearly so."""
        _, ranks = finding.search(self._db, text, MOST)
        sql = "SELECT id FROM learned WHERE rank = ?"
        return [self._db.execute(sql, (rank,)).fetchone()[0] for rank in ranks]
