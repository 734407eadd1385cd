"""How a run came out, in words: what was said beside what was measured, and the claims."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from studyapp.content.model import DemoWords, PredictionChoice
from studyapp.lab import numbers
from studyapp.lab.frames import Verdict
from studyapp.lab.plain import comparison
from studyapp.language import _, current, ngettext
from studyapp.questions.demos import came_true, right_choice
from studyapp.tui.signs import RIGHT, WRONG

NOTHING = 1e-9  # what is measured smaller than this is said to be 0: rounding, which a prediction is not about


def sign(holds: bool) -> tuple[str, str]:
    """The sign and its style, for what holds and what does not."""
    return (f"{RIGHT} ", "bold $success") if holds else (f"{WRONG} ", "bold $error")


def prediction(words: DemoWords, choice: PredictionChoice, measured: float) -> Content:
    """What was said beside what was measured; and, where it did not come true, what would have."""
    shown = 0.0 if abs(measured) < NOTHING else measured
    said = _("You said: {choice}. Measured: {value}.").format(choice=choice.text[current()], value=numbers.text(shown))
    right = right_choice(words, measured)
    if not came_true(choice, measured) and right is not None:
        said += " " + _("Right was: {choice}.").format(choice=right.text[current()])
    return Content.assemble(sign(came_true(choice, measured)), said)


def claims_in_short(verdicts: Sequence[Verdict]) -> Content:
    """How many of the claims that speak about these settings hold."""
    judged = [verdict for verdict in verdicts if verdict.applies]
    failed = sum(not verdict.holds for verdict in judged)
    if failed:
        text = ngettext("{failed} of {n} claims fails", "{failed} of {n} claims fail", failed)
        return Content.assemble(sign(False), (text.format(failed=failed, n=len(judged)), "bold $error"))
    if not judged:
        return Content.styled(_("· no claim speaks about these settings"), "$text-muted")
    text = ngettext("{n} claim holds", "{n} claims hold", len(judged)).format(n=len(judged))
    return Content.assemble(sign(True), (text, "$text-muted"))


def claims(words: DemoWords | None, verdicts: Sequence[Verdict], width: int) -> list[Content]:
    """A claim a line, with its measured value and bound, and how many do not speak about these settings."""
    lines = [_claim(words, verdict, width) for verdict in verdicts if verdict.applies]
    silent = len(verdicts) - len(lines)
    if lines and silent:
        text = ngettext(
            "· {n} claim does not speak about these settings",
            "· {n} claims do not speak about these settings",
            silent,
        )
        lines.append(Content.styled(text.format(n=silent), "$text-muted"))
    return lines


def _claim(words: DemoWords | None, verdict: Verdict, width: int) -> Content:
    said = words.claims[verdict.claim][current()] if words and verdict.claim in words.claims else verdict.claim
    compared = comparison(verdict, 4)
    mark = sign(verdict.holds)
    room = width - Content(said).cell_length - len(mark[0]) - 2
    apart = "  " if len(compared) <= room else "\n  "  # a comparison is not broken in two
    return Content.assemble(mark, said, apart, (compared, "$text-muted"))
