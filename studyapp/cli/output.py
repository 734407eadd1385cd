"""Printing for the shell: aligned columns, wrapped paragraphs, JSON. Wide characters count as two."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from studyapp.lab.canvas import cell_width, clean


def width() -> int:
    """How wide a paragraph may be: the terminal, but no more than 76."""
    return min(76, shutil.get_terminal_size((76, 24)).columns)


def say(*lines: str) -> None:
    """Print lines; control characters never reach the terminal."""
    for line in lines:
        print(clean(line) if line.isprintable() else "\n".join(clean(part) for part in line.split("\n")))


def paragraph(text: str, indent: str = "", lead: str = "") -> list[str]:
    """`text` broken at spaces into lines of at most `width` cells; a longer word stands on a line of its own.

    `lead` (a sign, a number) stands before the first line; the others are indented by as much.
    """
    margin = indent + " " * cell_width(lead)
    lines: list[str] = []
    for block in text.strip().split("\n"):
        line = ""
        for word in block.split():
            longer = f"{line} {word}" if line else word
            if line and cell_width(margin + longer) > width():
                lines.append(margin + line)
                line = word
            else:
                line = longer
        lines.append(margin + line if line else "")
    lines[0] = (indent + lead + lines[0][len(margin) :]).rstrip()
    return lines


def table(rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """Rows in aligned columns; those numbered in `right` align on the right."""
    rows = [list(row) for row in rows]
    if not rows:
        return []
    widths = [max(cell_width(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            " " * (wide - cell_width(text)) + text if at in right else text + " " * (wide - cell_width(text))
            for at, (text, wide) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def fitting(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Rows without those last columns for which the terminal is too narrow; into a pipe, all of them."""
    while sys.stdout is not None and sys.stdout.isatty() and rows and len(rows[0]) > 1:
        if max(map(cell_width, table(rows))) <= shutil.get_terminal_size().columns:
            break
        rows = [row[:-1] for row in rows]
    return list(rows)


def as_json(data: Any, *, indent: int = 2) -> None:
    """One document of JSON, as UTF-8 whatever the locale says; with a negative `indent` on one line."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    say(msgspec.json.format(msgspec.json.encode(data), indent=indent).decode())
