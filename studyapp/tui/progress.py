"""Where a sitting stands: its title and counts, and the page at its end."""

from __future__ import annotations

from textual.content import Content

from studyapp.language import _, current, ngettext
from studyapp.session.sitting import Quiz, Sitting, Study
from studyapp.tui import faces


def title_and_counts(sitting: Sitting, *, asking: bool) -> tuple[str, str]:
    """What stands at the top; `asking`: a question waits for its answer."""
    n = len(sitting.answered)
    if isinstance(sitting, Quiz):
        return _("Quiz"), f"{min(n + asking, len(sitting.cards))}/{len(sitting.cards)}"
    counts = [_("{n} answered").format(n=n)]
    if isinstance(sitting, Study):
        due, new = sitting.left
        left = (ngettext("{n} due", "{n} due", due).format(n=due), ngettext("{n} new", "{n} new", new).format(n=new))
        counts = [*left, *counts]
    return _("Study"), "  ".join(counts)


def ending(sitting: Sitting) -> Content:
    """What there is to say when no question is left."""
    return _of_quiz(sitting) if isinstance(sitting, Quiz) else _of_study(sitting)


def _of_study(sitting: Sitting) -> Content:
    n = len(sitting.answered)
    if not n:
        return Content(_("Nothing is due here. Next: a quiz for practice, or browse the terms."))
    done = ngettext("Done: {n} answer.", "Done: {n} answers.", n).format(n=n)
    return Content(done + " " + _("{n} are due tomorrow.").format(n=sitting.desk.today().tomorrow))


def _of_quiz(quiz: Quiz) -> Content:
    if not quiz.cards:
        return Content(_("There is nothing to ask here yet. Study first, then come back."))
    right = len(quiz.answered) - len(quiz.missed)
    lines = [Content.styled(_("{right} of {n} right").format(right=right, n=len(quiz.answered)), "bold")]
    if quiz.missed:
        lines += [Content(), Content.styled(_("To look at again:"), "$text-muted")]
    for answered in quiz.missed:
        entry = quiz.desk.library.entries[answered.turn.card.entry]
        why = answered.feedback.says[current()] if answered.feedback.rule else ""
        lines.append(Content.assemble(f"{faces.WRONG} {entry.term[current()]}", ("  " + why, "$text-muted")))
    return Content("\n").join(lines)
