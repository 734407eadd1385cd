"""A picture of a demo as plain text."""

from __future__ import annotations

from studyapp.content.library import Library
from studyapp.content.model import Figure
from studyapp.lab.canvas import text_of
from studyapp.lab.draw import draw, natural_height
from studyapp.lab.frames import Frame
from studyapp.language import current

WIDTH = 72


def picture(library: Library, wanted: Figure, frame: Frame) -> str:
    """The panel of a demo's last frame that a figure wants, in the language in use."""
    words = library.demo_words(wanted.demo or "")
    labels = words.labels if words else {}

    def said(key: str) -> str:
        return labels[key][current()] if key in labels else key

    panel = next((panel for panel in frame.panels if panel.id == wanted.view), frame.panels[0])
    rows = draw(panel, WIDTH, natural_height(panel, WIDTH, said), said)
    return "\n".join(text_of(row).rstrip() for row in rows)
