"""Rows to be marked by keyboard or mouse: the right ones of several, an order, what belongs together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from studyapp.language import _, current
from studyapp.questions.model import Question
from studyapp.tui.keys import bind
from studyapp.tui.signs import RIGHT, WRONG
from studyapp.tui.widgets import hanging

DIGITS = range(1, 10)


class Marking(Widget, can_focus=True):
    """One row an option, or for a matching one a left half, with the right halves below. Posts `Given` on enter.

    Several: space, or the row's number, takes a row or leaves it. Ordering: the same gives the row the next place.
    Matching: a number gives the row at the cursor that right half and goes on to the next row.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("up", "move(-1)", "The row above"),
        bind("down", "move(1)", "The row below"),
        bind("space", "mark", "Mark the row, or take its mark away"),
        *(bind(str(n), f"digit({n})", "Mark that row, or give it that number") for n in DIGITS),
        bind("backspace", "clear", "Take the last mark away"),
        bind("enter", "give", "Answer"),
    ]
    DEFAULT_CSS = "Marking { height: auto; margin-bottom: 1; }"

    class Given(Message):
        """The learner's answer, as `Question.given` writes it."""

        def __init__(self, chosen: Sequence[int]) -> None:
            super().__init__()
            self.chosen = list(chosen)

    class Incomplete(Message):
        """Enter was pressed too early: `marked` of `rows` rows have their mark."""

        def __init__(self, marked: int, rows: int) -> None:
            super().__init__()
            self.marked, self.rows = marked, rows

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.question: Question | None = None
        self.at = 0
        self.marks: list[int] = []  # several: rows taken; ordering: rows in their order
        self.matched: dict[int, int] = {}  # matching: row → right half
        self.answered = False

    def show(self, question: Question, given: str | None) -> None:
        """The rows of this question; with what was `given`, if it is answered. What is marked so far stays."""
        if question is not self.question:
            self.question, self.at, self.marks, self.matched = question, 0, [], {}
        self.answered = given is not None
        if given is not None:
            chosen = question.chosen(given)
            self.marks, self.matched = chosen, dict(enumerate(chosen))
        self.refresh(layout=True)

    # ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return sum(row.plain.count("\n") + 1 for row in self._all(width))

    def render(self) -> Content:
        return Content("\n").join(self._all(self.content_size.width))

    def _all(self, width: int) -> list[Content]:
        if self.question is None:
            return []
        rows = self._rows(width)
        if self.question.lefts:
            rows += [Content(), *self._halves(width)]
        return rows

    def _rows(self, width: int) -> list[Content]:
        assert self.question is not None
        texts = self.question.lefts or tuple(option.text for option in self.question.options)
        rows = []
        for at, text in enumerate(texts):
            cursor = Content.styled("▸ " if self._here(at) else "  ", "bold $primary")
            mark = Content.assemble(cursor, self._sign(at), (f"{self._mark(at)} ", "bold"))
            style = "bold" if self._here(at) else ""
            told = Content.assemble((text[current()], style), (self._right_instead(at), "$success"))
            rows.append(hanging(mark, told, width))
        return rows

    def _halves(self, width: int) -> list[Content]:
        """The right halves of a matching, each with its number."""
        assert self.question is not None
        return [
            hanging(Content.styled(f"    {at}  ", "bold"), Content(option.text[current()]), width)
            for at, option in enumerate(self.question.options, 1)
        ]

    def _here(self, at: int) -> bool:
        return at == self.at and self.has_focus and not self.answered

    def _mark(self, at: int) -> str:
        assert self.question is not None
        match self.question.kind:
            case "several-of":
                return f"{at + 1} [{'x' if at in self.marks else ' '}]"
            case "ordering":
                place = str(self.marks.index(at) + 1) if at in self.marks else "·"
                return f"[{place}]"
            case _:
                return f"[{self.matched[at] + 1 if at in self.matched else '·'}]"

    def _sign(self, at: int) -> Content:
        """Once it is answered: whether the row is as it should be."""
        question = self.question
        if question is None or not self.answered:
            return Content()
        match question.kind:
            case "several-of":
                if question.options[at].right:
                    return Content.styled(f"{RIGHT} ", "$success")
                return Content.styled(f"{WRONG} " if at in self.marks else "  ", "$error")
            case _:
                wrong = self._right_instead(at)
                return Content.styled(f"{WRONG} ", "$error") if wrong else Content.styled(f"{RIGHT} ", "$success")

    def _right_instead(self, at: int) -> str:
        """Once it is answered: the place or the right half that a row should have, where it has another."""
        question = self.question
        if question is None or not self.answered or not question.order:
            return ""
        if question.lefts:
            given, right = self.matched.get(at, -1), question.order[at]
        else:
            given, right = (order.index(at) if at in order else -1 for order in (self.marks, list(question.order)))
        return f"  → {right + 1}" if given != right else ""

    # ── marking ─────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _count(self) -> int:
        """How many rows are marked."""
        question = self.question
        return len(question.lefts or question.options) if question else 0

    def action_move(self, by: int) -> None:
        """Go to another row."""
        if not self.answered and self._count:
            self.at = (self.at + by) % self._count
            self.refresh()

    def action_mark(self) -> None:
        """Take the row, or leave it; a matching gives it the next right half."""
        if self.question is not None and self.question.lefts:
            self._match(self.at, (self.matched.get(self.at, -1) + 1) % self._count)
        else:
            self._toggle(self.at)

    def action_digit(self, number: int) -> None:
        """Take that row; in a matching, give the row at the cursor that right half and go on."""
        if number > self._count or self.answered:
            return
        if self.question is not None and self.question.lefts:
            self._match(self.at, number - 1)
            free = [row for row in range(self._count) if row not in self.matched]
            self.at = next((row for row in free if row > self.at), free[0] if free else self.at)
        else:
            self.at = number - 1
            self._toggle(self.at)

    def action_clear(self) -> None:
        """Take the last mark away."""
        if not self.answered:
            if self.matched:
                self.at = list(self.matched)[-1]
                del self.matched[self.at]
            self.marks = self.marks[:-1]
            self.refresh()

    def action_give(self) -> None:
        """Answer, once every row has its mark; of several, those that are taken."""
        question = self.question
        if question is None or self.answered:
            return
        marked = len(self.matched if question.lefts else self.marks)
        if question.kind != "several-of" and marked < self._count:
            self.post_message(self.Incomplete(marked, self._count))
        elif question.lefts:
            self.post_message(self.Given([self.matched[row] for row in range(self._count)]))
        else:
            self.post_message(self.Given(sorted(self.marks) if question.kind == "several-of" else self.marks))

    def _toggle(self, row: int) -> None:
        if self.answered:
            return
        if row in self.marks:
            self.marks.remove(row)
        else:
            self.marks.append(row)
        self.refresh()

    def _match(self, row: int, half: int) -> None:
        """Give a row a right half; the row that had it loses it."""
        if not self.answered:
            self.matched = {other: given for other, given in self.matched.items() if given != half and other != row}
            self.matched[row] = half
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click marks the row."""
        y = event.get_content_offset(self)
        below = y.y if y is not None else -1
        for at, row in enumerate(self._rows(self.content_size.width)):
            below -= row.plain.count("\n") + 1
            if below < 0:
                self.at = at
                self.action_mark()
                return

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()


def incomplete(marked: int, rows: int) -> str:
    """What is said when enter comes too early."""
    return _("{n} of {all} rows have their mark.").format(n=marked, all=rows)
