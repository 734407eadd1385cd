"""Where a sitting stands: its title and counts, and the page at its end."""

from __future__ import annotations

from textual.content import Content

from studyapp.language import _, ngettext
from studyapp.session.quiz import Quiz
from studyapp.session.results import results
from studyapp.session.sitting import Sitting, Study
from studyapp.tui.signs import WRONG
from studyapp.tui.widgets import hanging

WIDTH = 72  # cells of the page at the end


def title_and_counts(sitting: Sitting, *, asking: bool) -> tuple[str, str]:
    """What stands at the top; `asking`: a question waits for its answer."""
    if isinstance(sitting, Quiz):
        first, all_ = len(sitting.first), len(sitting.cards)
        again = asking and sitting.turn is not None and sitting.asked_before(sitting.turn.card)
        counts = _("once more") if again else f"{min(first + asking, all_)}/{all_}"
        return _("Exam") if sitting.exam else _("Quiz"), counts
    said = [_("{n} answered").format(n=len(sitting.answered))]
    if isinstance(sitting, Study):
        due, new = sitting.left
        left = (ngettext("{n} due", "{n} due", due).format(n=due), ngettext("{n} new", "{n} new", new).format(n=new))
        said = [*left, *said]
    return _("Study"), "  ".join(said)


def ending(sitting: Sitting) -> Content:
    """What there is to say when no question is left."""
    return _of_quiz(sitting) if isinstance(sitting, Quiz) else _of_study(sitting)


def _of_study(sitting: Sitting) -> Content:
    n = len(sitting.answered)
    if not n:
        return Content(_("Nothing is due here. Next: a quiz for practice, or browse the terms."))
    done = ngettext("Done: {n} answer.", "Done: {n} answers.", n).format(n=n)
    return Content(done + " " + _("{n} are due tomorrow.").format(n=sitting.desk.today().tomorrow))


ROLES = {  # of a line of results: its mark, the style of that, and of the text
    "head": ("", "", "bold"),
    "label": ("", "", "$text-muted"),
    "missed": (f"{WRONG} ", "$error", "bold"),
    "note": ("  ", "", "$text-muted"),
    "text": ("  ", "", ""),
    "": ("", "", ""),
}


def _of_quiz(quiz: Quiz) -> Content:
    rows = []
    for line in results(quiz):
        mark, sign, style = ROLES[line.role]
        rows.append(hanging(Content.styled(mark, sign), Content.styled(line.text, style), WIDTH))
    return Content("\n").join(rows)
