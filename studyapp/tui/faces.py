"""The faces of a card: what stands on its front, on its back, and in the feedback to an answer."""

from __future__ import annotations

from textual.content import Content

from studyapp.content.library import Library
from studyapp.content.model import Entry, Figure
from studyapp.language import _, current
from studyapp.questions.model import Feedback, Question
from studyapp.tui.look import accent

RIGHT, WRONG = "✔", "✘"


def stem(question: Question) -> Content:
    """What is asked."""
    return Content.styled(question.stem[current()], "bold")


def verdict(question: Question, feedback: Feedback) -> Content:
    """Right or wrong (with a sign, never by colour alone), and what the mistake was."""
    lang = current()
    if feedback.right:
        head = Content.styled(f"{RIGHT} " + _("Right"), "bold $success")
    else:
        head = Content.styled(f"{WRONG} " + _("Not right"), "bold $error")
    lines = [Content.assemble(head, "  ", feedback.says[lang])]
    marked = question.kind in ("choice", "true-false")  # the right one bears its sign among the options
    if not feedback.right and not marked:
        lines += [Content(), Content.assemble((_("Right is: "), "$text-muted"), question.answer[lang])]
    if question.drawn is not None:
        lines += [Content(), worked(question)]
    elif question.why is not None:
        lines += [Content(), Content(question.why[lang])]
    return Content("\n").join(lines)


def worked(question: Question) -> Content:
    """The worked solution, a line a step, the results in one column."""
    drawn = question.drawn
    assert drawn is not None
    symbols = max(len(step.symbol) for step in drawn.steps)
    rows = [
        Content.assemble(
            (f"{step.symbol:<{symbols}}", "bold"),
            (f" = {minus(step.expression)} = ", "$text-muted"),
            minus(f"{step.value:.{drawn.digits}f}"),
        )
        for step in drawn.steps
    ]
    return Content("\n").join(rows)


def minus(text: str) -> str:
    """Numbers with a true minus sign."""
    return text.replace("-", "−")


def back(question: Question) -> Content:
    """The other side of a flashcard: the answer, then the reason."""
    lang = current()
    lines = [Content(question.answer[lang])]
    if question.why is not None:
        lines += [Content(), Content.styled(question.why[lang], "$text-muted")]
    return Content("\n").join(lines)


def margin(library: Library, entry: Entry, *, formula: bool = True) -> Content:
    """What stands beside an answer: formula, pitfall, source, demo."""
    lang = current()
    lines: list[Content] = []
    if formula:
        lines += [Content.styled(line.text, "bold") for line in entry.formula]
    lines += [
        Content.assemble((_("not: "), "$error"), (f"“{pitfall.wrong[lang]}”", "$text-muted"))
        for pitfall in entry.pitfalls[:1]
    ]
    cited = [library.sources[key] for key in entry.sources if key in library.sources]
    if cited:
        lines.append(
            Content.styled("; ".join(f"{source.authors} {source.year}" for source in cited), "$text-muted italic")
        )
    if entry.demo is not None:
        lines.append(Content.assemble(("d", "bold $primary"), "  ", _("run the demo: "), entry.demo.id))
    return Content("\n").join(lines)


def drawing(figure: Figure) -> Content:
    """A figure that is drawn in characters."""
    return Content(figure.text[current()].rstrip("\n") if figure.text else "")


def topic_colour(library: Library, entry: Entry) -> str:
    """The accent of the entry's topic."""
    order = [topic.id for topic in library.topics]
    topic = library.topic_of.get(entry.id)
    return accent(order.index(topic)) if topic in order else "$primary"
