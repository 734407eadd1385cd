"""The figure of an entry as the lab draws it: a panel of a demo's last frame."""

from __future__ import annotations

from textual.content import Content

from studyapp.content.model import Figure
from studyapp.lab.client import LabError
from studyapp.lab.draw import draw
from studyapp.language import _
from studyapp.session.desk import Desk
from studyapp.session.pictures import panel_of, words_of
from studyapp.tui.pictures import content


async def figure(desk: Desk, wanted: Figure, width: int, height: int) -> Content:
    """The figure at this size; a sentence, if the demo cannot be run."""
    if wanted.demo is None:
        return Content()
    try:
        frame = await desk.last_frame(wanted.demo, wanted.set)
    except LabError as error:
        return Content.styled(_("The figure could not be drawn: {error}").format(error=error), "$text-muted")
    panel = panel_of(wanted, frame) if frame is not None else None
    if panel is None:
        return Content()
    return content(draw(panel, width, height, words_of(desk.library.demo_words(wanted.demo))))
