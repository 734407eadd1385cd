"""A whole frame as one SVG picture: its title, every panel with its own under one another, its notes."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from studyapp.lab import frames
from studyapp.lab.canvas import Words, clean
from studyapp.lab.panels.dataflow import drawing_of
from studyapp.lab.saving import bars, curves, dataflow, graph, heat, table
from studyapp.lab.saving.letters import wrap
from studyapp.lab.saving.look import (
    FONTS,
    GAP,
    HEADING,
    INK,
    LEADING,
    MARGIN,
    PAPER,
    QUIET,
    SIZE,
    TITLE,
    WIDTH,
)
from studyapp.lab.saving.surface import Surface, number


@dataclass(frozen=True, slots=True)
class Caption:
    """What is said of a picture: its title, the settings under it, and for those who do not see it a description."""

    title: str
    settings: str
    description: str
    lang: str


def svg(frame: frames.Frame, caption: Caption, words: Words = str) -> str:
    """The picture of `frame`: well-formed XML, the same for the same frame, with nothing to load from elsewhere."""
    return _document(drawn(frame, caption, words), caption)


def drawn(frame: frames.Frame, caption: Caption, words: Words = str) -> Surface:
    """The surface with all of `frame` on it."""
    surface = Surface()
    y = float(MARGIN)
    with surface.group("title"):
        y = _paragraph(surface, caption.title, y, TITLE, INK, bold=True)
        under = [clean(text).strip() for text in (caption.settings, frame.at)]
        for line in filter(None, under):
            y = _paragraph(surface, line, y + 2, SIZE, QUIET)
    for panel in frame.panels:
        y += GAP if panel is not frame.panels[0] else 14
        with surface.group(f"panel {type(panel).__name__.lower()}"):
            if heading := clean(words(panel.id)).strip():
                y = _paragraph(surface, heading, y, HEADING, INK, bold=True) + 8
            y = _body(surface, panel, y, words)
    if frame.notes:
        y += GAP
        with surface.group("notes"):
            for note in frame.notes:
                y = _paragraph(surface, words(note), y, SIZE, QUIET)
    return surface


def _body(surface: Surface, panel: frames.Panel, top: float, words: Words) -> float:
    match panel:
        case frames.Curves():
            return curves.draw(surface, panel, MARGIN, top, WIDTH, words)
        case frames.Bars():
            return bars.draw(surface, panel, MARGIN, top, WIDTH, words)
        case frames.Heat():
            return heat.draw(surface, panel, MARGIN, top, WIDTH, words)
        case frames.Table():
            return table.draw(surface, panel, MARGIN, top, words)
        case frames.Graph():
            if (drawn := drawing_of(panel, dataflow.COLUMNS)) is not None:
                return dataflow.draw(surface, panel, drawn, MARGIN, top)
            return graph.draw(surface, panel, MARGIN, top, WIDTH, words)


def _paragraph(surface: Surface, text: str, top: float, size: int, colour: str, *, bold: bool = False) -> float:
    """Draw `text` in as many lines as it takes; how far down it reaches."""
    for line in wrap(text, WIDTH, size * (1.08 if bold else 1)):
        surface.text((MARGIN, top + size), line, size=size, colour=colour, bold=bold)
        top += size * LEADING
    return top


def _document(surface: Surface, caption: Caption) -> str:
    wide, high = max(surface.right, MARGIN + WIDTH) + MARGIN, surface.bottom + MARGIN
    size = f'width="{number(wide)}" height="{number(high)}" viewBox="0 0 {number(wide)} {number(high)}"'
    said = f'role="img" aria-labelledby="title desc" xml:lang="{escape(caption.lang)}"'
    letters = f'font-family="{FONTS}" font-size="{SIZE}" fill="{INK}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {said} {letters}>',
        f'<title id="title">{escape(clean(caption.title))}</title>',
        f'<desc id="desc">{escape(clean(caption.description))}</desc>',
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
        *surface.elements,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"
