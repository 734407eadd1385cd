"""A frame and its claims as plain text for the shell: no styles, no escape codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from studyapp.lab import numbers
from studyapp.lab.canvas import Words, cell_width, clean, left, text_of
from studyapp.lab.draw import draw, natural_height
from studyapp.lab.frames import Checked, Frame, Verdict

HOLDS, FAILS, SILENT = "✔", "✘", "–"
RELATIONS = {"<=": "≤", ">=": "≥"}


def frame_text(frame: Frame, width: int = 76, words: Words = str) -> str:
    """The whole frame: where it stands, every panel at its natural height, its notes, what was measured."""
    blocks = [[at]] if (at := clean(frame.at).strip()) else []
    for panel in frame.panels:
        blocks.append([text_of(row).rstrip() for row in draw(panel, width, natural_height(panel, width, words), words)])
    if frame.notes:
        blocks.append([clean(words(note)).rstrip() for note in frame.notes])
    if frame.values:
        names = [clean(words(name)) for name in frame.values]
        wide = max(map(cell_width, names))
        values = numbers.column(list(frame.values.values()), 6)
        blocks.append([f"{left(name, wide)}  {value}".rstrip() for name, value in zip(names, values, strict=True)])
    return "\n\n".join("\n".join(block) for block in blocks)


def claims_text(verdicts: Iterable[Verdict], words: Words = str) -> str:
    """A line for each claim: its sign, its words, what was measured, the relation and the bound."""
    rows = [_claim(verdict, clean(words(verdict.claim))) for verdict in verdicts]
    return "\n".join(aligned(rows))


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of texts in columns two blanks apart; a column is as wide as its widest text."""
    if not rows:
        return []
    widths = [max(cell_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(left(text, wide) for text, wide in zip(row, widths, strict=True)).rstrip() for row in rows]


def _claim(verdict: Verdict, name: str) -> tuple[str, str, str]:
    if not verdict.applies:
        return SILENT, name, ""
    return HOLDS if verdict.holds else FAILS, name, comparison(verdict)


def comparison(verdict: Verdict | Checked, digits: int = 6) -> str:
    """What was measured, the relation and the bound: ``0.25 = 0.25 ± 1e−12``."""
    relation = RELATIONS.get(verdict.relation, verdict.relation)
    within = f" ± {numbers.text(verdict.within, 2)}" if verdict.within else ""
    return f"{numbers.text(verdict.measured, digits)} {relation} {numbers.text(verdict.bound, digits)}{within}"
