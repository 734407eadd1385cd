"""The faces of a card: what stands on its front, on its back, and in the feedback to an answer."""

from __future__ import annotations

from textual.content import Content

from studyapp.content.library import Library
from studyapp.content.model import DemoLink, Entry, Figure
from studyapp.lab.canvas import cell_width
from studyapp.language import _, current
from studyapp.questions.model import Drawn, Feedback, Grade, Question
from studyapp.questions.wording import Line, comparison, grade_name
from studyapp.session.results import after_a_miss
from studyapp.session.sitting import Answered
from studyapp.session.spans import span
from studyapp.tui.look import accent
from studyapp.tui.signs import RIGHT, WRONG
from studyapp.tui.widgets import hanging


def stem(question: Question) -> Content:
    """What is asked."""
    return Content.styled(question.stem[current()], "bold")


def verdict(question: Question, answered: Answered) -> Content:
    """Right or wrong (with a sign, never by colour alone), and what the mistake was."""
    lang, feedback = current(), answered.feedback
    if feedback.right:
        head = Content.styled(f"{RIGHT} " + _("Right"), "bold $success")
    else:
        head = Content.styled(f"{WRONG} " + _("Not right"), "bold $error")
    lines = [Content.assemble(head, "  ", feedback.says[lang])]
    if told := after_a_miss(answered):
        lines.append(Content.styled(told, "$text-muted"))
    marked = question.way in ("one", "several", "arrange")  # what is right stands among the options
    if not feedback.right and not marked:
        lines += [Content(), Content.assemble((_("Right is: "), "$text-muted"), question.answer[lang])]
    elif question.kind == "predict-the-demo":
        lines += [Content(), Content(question.answer[lang])]
    if question.drawn is not None:
        lines += [Content(), solution(question.drawn, feedback)]
    elif question.why is not None:
        lines += [Content(), Content(question.why[lang])]
    return Content("\n").join(lines)


def solution(drawn: Drawn, feedback: Feedback) -> Content:
    """The worked solution, a line a step; where a wrong rule was followed, its line below the one it parts from."""
    shown = comparison(drawn, feedback.rule)
    symbols = max(cell_width(line.symbol) for line in shown)
    return Content("\n").join(_line(line, symbols) for line in shown)


def _line(line: Line, symbols: int) -> Content:
    sign, style = {"right": (RIGHT, "$success"), "wrong": (WRONG, "$error"), "": (" ", "")}[line.mark]
    return Content.assemble(
        (f"{sign} ", style),
        (line.symbol + " " * (symbols - cell_width(line.symbol)), "bold"),
        (f" = {line.expression} = ", "$text-muted"),
        (line.value, style),
    )


def options(question: Question, given: str | None, width: int) -> list[Content]:
    """What one is chosen of, a number before each; once something is `given`, the right one is marked."""
    lang, chosen = current(), question.chosen(given) if given is not None else None
    rows = []
    for index, option in enumerate(question.options):
        sign, style = " ", ""
        if chosen is not None and option.right:
            sign, style = RIGHT, "$success"
        elif chosen is not None and index in chosen:
            sign, style = WRONG, "$error"
        mark = Content.styled(f"{sign} {index + 1}  ", "$text-muted")
        rows.append(hanging(mark, Content.styled(option.text[lang], style), width))
    return rows


def recorded(entry: Entry, grade: Grade | None, wait: int | None) -> str:
    """That an answer is on the disk, and in how many ms the card comes back (None: it was practice).

    Without a grade, in an exam, only that.
    """
    if grade is None:
        return _("recorded")
    when = _("practice: the schedule stays as it is") if wait is None else _("back in {span}").format(span=span(wait))
    said = _("recorded: {term} · {grade} · {when}")
    return said.format(term=entry.term[current()], grade=grade_name(grade), when=when)


def back(question: Question) -> Content:
    """The other side of a flashcard: the answer, then the reason."""
    lang = current()
    lines = [Content(question.answer[lang])]
    if question.why is not None:
        lines += [Content(), Content.styled(question.why[lang], "$text-muted")]
    return Content("\n").join(lines)


def margin(library: Library, entry: Entry, link: DemoLink | None, *, formula: bool = True) -> Content:
    """What stands beside an answer: formula, pitfall, source, demo."""
    lang = current()
    lines: list[Content] = []
    if formula:
        lines += [Content.styled(line.text, "bold") for line in entry.formula]
    lines += [
        Content.assemble((_("not: "), "$error"), (f"“{pitfall.wrong[lang]}”", "$text-muted"))
        for pitfall in entry.pitfalls[:1]
    ]
    cited = library.cited(entry)
    if cited:
        lines.append(
            Content.styled("; ".join(f"{source.authors} {source.year}" for source in cited), "$text-muted italic")
        )
    if link is not None:
        words = library.demo_words(link.id)
        title = words.title[lang] if words else link.id
        lines.append(Content.assemble(("d", "bold $primary"), "  ", _("run the demo: "), title))
    return Content("\n").join(lines)


def drawing(figure: Figure) -> Content:
    """A figure that is drawn in characters."""
    return Content(figure.text[current()].rstrip("\n") if figure.text else "")


def topic_colour(library: Library, entry: Entry) -> str:
    """The accent of the entry's topic."""
    order = [topic.id for topic in library.topics]
    topic = library.topic_of.get(entry.id)
    return accent(order.index(topic)) if topic in order else "$primary"
