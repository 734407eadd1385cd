"""How a run came out, in words: what was said beside what was measured, and the claims."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from studyapp.content.model import DemoWords
from studyapp.lab import numbers
from studyapp.lab.canvas import cell_width, left
from studyapp.lab.frames import Verdict
from studyapp.lab.plain import comparison
from studyapp.language import _, current, ngettext
from studyapp.session.experiment import Outcome
from studyapp.session.runs import Pinned, Runs
from studyapp.tui.guessing import MEASURED, SAID, axis_lines, place_of
from studyapp.tui.parameters import said
from studyapp.tui.signs import RIGHT, WRONG


def sign(holds: bool) -> tuple[str, str]:
    """The sign and its style, for what holds and what does not."""
    return (f"{RIGHT} ", "bold $success") if holds else (f"{WRONG} ", "bold $error")


def prediction(outcome: Outcome, width: int) -> list[Content]:
    """What was said beside what was measured; and, where it did not come true, what would have.

    Of a number that was pointed at, both stand on the axis.
    """
    asked, lang, shown = outcome.asked, current(), numbers.text(outcome.measured)
    if asked.guess is not None:
        given = numbers.text(float(outcome.given))
        marks = (SAID, MEASURED) if asked.guess.low is not None else ("", "")
        said = _("You said: {choice}. Measured: {value}.").format(choice=marks[0] + given, value=marks[1] + shown)
        lines = [Content.assemble(sign(outcome.right), said)]
        if asked.guess.low is not None:
            given_at, measured_at = (place_of(asked.guess, each) for each in (outcome.given, outcome.measured))
            lines += axis_lines(asked.guess, width, given_at, measured_at)
        return lines
    choice = asked.choices[int(outcome.given)]
    said = _("You said: {choice}. Measured: {value}.").format(choice=choice.text[lang], value=shown)
    if not outcome.right and outcome.right_choice is not None:
        said += " " + _("Right was: {choice}.").format(choice=outcome.right_choice.text[lang])
    return [Content.assemble(sign(outcome.right), said)]


def values(words: DemoWords | None, runs: Runs, width: int) -> list[Content]:
    """Every measured number, with those of the run before and of the pinned runs beside it."""
    last = runs.last
    if last is None or not last.values:
        return []
    labels = words.labels if words else {}
    others = [("·", runs.before), *((pinned.letter, pinned.frame) for pinned in runs.pins)]
    shown = [(head, frame.values) for head, frame in (("", last), *others) if frame is not None]
    columns = [
        [head, *numbers.on_the_point([numbers.text(of.get(name)) for name in last.values])] for head, of in shown
    ]
    names = [labels[name][current()] if name in labels else name for name in last.values]
    wide = min(max(map(cell_width, names)), max(12, width - sum(max(map(cell_width, c)) + 2 for c in columns)))
    rows = [_value(name, at, wide, columns) for at, name in enumerate(names)]
    heads = "".join("  " + left(cells[0], max(map(cell_width, cells))) for cells in columns)
    head = [Content.assemble(" " * wide, (heads.rstrip(), "$text-muted"))] if len(columns) > 1 else []
    named = [Content.styled(f"{pinned.letter}  " + changed(words, pinned, runs), "$text-muted") for pinned in runs.pins]
    if runs.before is not None:
        named.append(Content.styled("·  " + _("the run before"), "$text-muted"))
    return [Content.styled(_("Measured"), "$text-muted"), *head, *rows, *named]


def _value(name: str, at: int, wide: int, columns: Sequence[Sequence[str]]) -> Content:
    """One measured number beside its name, which may take several lines; then those of other runs."""
    *above, last = Content.styled(name, "$text-muted").wrap(wide)
    cells = [
        ("  " + left(cells[at + 1], max(map(cell_width, cells))), "$text-muted" if of else "")
        for of, cells in enumerate(columns)
    ]
    return Content("\n").join([*above, Content.assemble(last, " " * (wide - last.cell_length), *cells)])


def changed(words: DemoWords | None, pinned: Pinned, runs: Runs) -> str:
    """The settings of a pinned run, those that differ among the pinned ones first of all."""
    all_settings = [each.settings for each in runs.pins]
    differ = [name for name in pinned.settings if len({str(each.get(name)) for each in all_settings}) > 1]
    names = differ or list(pinned.settings)[:3]
    labels, parameters = (words.labels, words.parameters) if words else ({}, {})
    lang = current()
    parts = []
    for name in names:
        value = str(pinned.settings[name])
        shown = labels[value][lang] if value in labels else said(pinned.settings[name])
        parts.append(f"{parameters[name][lang] if name in parameters else name} {shown}")
    if len({each.seed for each in runs.pins}) > 1:
        parts.append(_("seed {n}").format(n=pinned.seed))
    return ", ".join(parts)


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
