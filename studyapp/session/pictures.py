"""A picture of a demo as plain text."""

from __future__ import annotations

from studyapp.content.library import Library
from studyapp.content.model import DemoWords, Figure
from studyapp.lab.canvas import Words, text_of
from studyapp.lab.draw import draw, natural_height
from studyapp.lab.frames import Frame, Panel
from studyapp.language import current

WIDTH = 72


def picture(library: Library, wanted: Figure, frame: Frame) -> str:
    """The panel of a demo's last frame that a figure wants, in the language in use."""
    panel = panel_of(wanted, frame)
    if panel is None:
        return ""
    words = words_of(library.demo_words(wanted.demo or ""))
    return "\n".join(text_of(row).rstrip() for row in draw(panel, WIDTH, natural_height(panel, WIDTH, words), words))


def panel_of(wanted: Figure, frame: Frame) -> Panel | None:
    """The panel that a figure names, else the first; None, if the frame has none."""
    return next((panel for panel in frame.panels if panel.id == wanted.view), next(iter(frame.panels), None))


def words_of(words: DemoWords | None) -> Words:
    """The labels of a demo's frames in the language in use; symbols stand as they are."""
    labels = words.labels if words else {}
    return lambda key: labels[key][current()] if key in labels else key
