"""What the stories about screens share: waiting, reading the screen, and a quiz of chosen cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.pilot import Pilot
from textual.widget import Widget

from studyapp.content.model import Card
from studyapp.questions.model import Kind
from studyapp.session.desk import Desk
from studyapp.session.quiz import Quiz
from studyapp.tui.app import StudyApp
from studyapp.tui.sitting import SittingScreen

PATIENCE = 15.0  # seconds; what takes longer has failed


async def until(pilot: Pilot[None], there: Callable[[], object], what: str = "") -> None:
    """Let the app go on until `there()` is true."""
    waited = 0.0
    while not there():
        assert waited < PATIENCE, f"waited in vain for {what or there}:\n{screen_text(pilot.app)}"
        await pilot.pause(0.02)
        waited += 0.02


def screen_text(app: object) -> str:
    """What stands on the screen, row by row, without blanks at the ends."""
    assert isinstance(app, StudyApp)
    screen = app.screen
    width, height = app.size
    rows = screen._compositor.render_strips()[:height]
    assert all(row.cell_length <= width for row in rows)
    return "\n".join(row.text.rstrip() for row in rows)


def sees(app: object, *wanted: str) -> bool:
    """Whether all of these stand on the screen."""
    text = screen_text(app)
    return all(each in text for each in wanted)


def text_of(app: StudyApp, selector: str) -> str:
    """The text of one widget of the screen, drawn as wide as it is."""
    widget = app.screen.query_one(selector, Widget)
    return "\n".join(
        "".join(segment.text for segment in strip).rstrip() for strip in widget.render_lines(widget.region.reset_offset)
    )


class Chosen(Quiz):
    """A quiz of these cards, each asked in this way."""

    def __init__(self, desk: Desk, cards: Sequence[str], kind: Kind) -> None:
        found = [desk.library.card(id) for id in cards]
        super().__init__(desk, None, [card for card in found if card is not None])
        assert len(self.cards) == len(cards)
        self.kind = kind

    def _kind(self, card: Card, possible: Sequence[Kind]) -> Kind:
        assert self.kind in possible
        return self.kind


async def sit_down(pilot: Pilot[None], quiz: Quiz) -> SittingScreen:
    """Open a quiz and wait for its first question."""
    screen = SittingScreen(quiz)
    pilot.app.push_screen(screen)
    await until(pilot, lambda: screen.state == "front", "the first question")
    await pilot.pause()
    return screen
