"""Questions as data: what is asked, in both languages, and what an answer came to.

A question is made from a card, a kind and a seed, and is the same whenever it is made again from the same
three. Its texts are in both languages, so that the language can change under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from msgspec import Struct

from studyapp.content.model import DemoLink, Figure, Text

Kind = Literal[
    "flashcard",
    "choice",
    "several-of",
    "true-false",
    "cloze",
    "typed",
    "ordering",
    "matching",
    "numeric",
    "shape",
    "read-the-plot",
    "predict-the-demo",
]
Way = Literal["mark", "one", "several", "arrange", "type"]
WAYS: dict[Kind, Way] = {  # how each kind is answered
    "flashcard": "mark",
    "choice": "one",
    "several-of": "several",
    "true-false": "one",
    "cloze": "type",
    "typed": "type",
    "ordering": "arrange",
    "matching": "arrange",
    "numeric": "type",
    "shape": "type",
    "read-the-plot": "one",
    "predict-the-demo": "one",
}
Grade = Literal[1, 2, 3, 4]  # Again, Hard, Good, Easy: FSRS's numbers
GRADES: tuple[Grade, ...] = get_args(Grade)
AGAIN, HARD, GOOD = GRADES[:3]


class Step(Struct, frozen=True):
    """One line of a worked solution; the value of a vector has several numbers."""

    symbol: str
    expression: str
    value: tuple[float, ...]


class Outcome(Struct, frozen=True):
    """What one wrong rule comes to. Its work parts from the right one at the line `at`, where it writes `line`."""

    rule: str
    value: tuple[float, ...]
    at: int
    line: Step


class Pair(Struct, frozen=True):
    """What two wrong rules come to, when both are followed at once."""

    rules: tuple[str, str]
    value: tuple[float, ...]


class Drawn(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An exercise with numbers in it, as the lab's child draws it.

    `steps` are the lines of the right work, each rounded to `carry` decimals; the one at `at` is asked for, with
    `digits` decimals; with the level ``gap`` those before it are told. `answer` is exact; what is given may be off by
    `tolerance`. `demo` shows it with these numbers. `share`: the answer is a fraction of one, and may be in per cent.
    """

    exercise: str
    seed: int
    level: str
    givens: dict[str, float | str]
    asks: str
    at: int
    digits: int
    carry: int | None
    tolerance: float
    answer: tuple[float, ...]
    wrong: tuple[Outcome, ...]
    steps: tuple[Step, ...]
    pairs: tuple[Pair, ...] = ()
    demo: DemoLink | None = None
    share: bool = False

    @property
    def size(self) -> int:
        """How many numbers the answer has."""
        return len(self.answer)

    @property
    def whole(self) -> bool:
        """Whether the answer is made of whole numbers, which have to be met exactly."""
        return not self.digits


class Option(Struct, frozen=True, omit_defaults=True):
    """One choice. Of a wrong one `why` says what is wrong with it, `rule` names the mistake that leads to it."""

    text: Text
    right: bool
    why: Text | None = None
    rule: str | None = None


class Question(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One concrete asking of a card.

    Which fields are filled depends on `kind`: what is chosen from, put in order or matched has `options`; ordering and
    matching `order`, the indices of the options as they should stand, matching beside its `lefts`; typed and cloze
    `accepts` (one tuple of spellings a gap, per language); numeric and shape `drawn`; read-the-plot `figure`. `answer`
    is what the back shows, `why` the reason behind it. A cloze stem shows each gap as ``____``. `help` is shown below
    what is asked: a worked example with other numbers, or the lines before the one that is asked for.
    """

    card: str
    kind: Kind
    seed: int
    stem: Text
    answer: Text
    why: Text | None = None
    options: tuple[Option, ...] = ()
    lefts: tuple[Text, ...] = ()
    order: tuple[int, ...] = ()
    accepts_en: tuple[tuple[str, ...], ...] = ()
    accepts_ko: tuple[tuple[str, ...], ...] = ()
    drawn: Drawn | None = None
    help: Text | None = None
    figure: Figure | None = None
    rules: dict[str, tuple[Text, Text]] = {}
    demo: DemoLink | None = None

    @property
    def truth(self) -> bool | None:
        """Of a true-false question, whether the statement is true."""
        return self.options[0].right if self.kind == "true-false" else None

    @property
    def way(self) -> Way:
        """How it is answered."""
        return WAYS[self.kind]

    def given(self, chosen: Sequence[int]) -> str:
        """The chosen options, or their order, as the log has it: ``true``, ``false``, or indices: ``2``, ``0,3``."""
        if self.kind == "true-false":
            return ("true", "false")[chosen[0]]
        return ",".join(map(str, chosen))

    def chosen(self, given: str) -> list[int]:
        """The way back from `given`; empty, if it is not of this question."""
        if self.kind == "true-false":
            return [("true", "false").index(given)] if given in ("true", "false") else []
        indices = [int(each) for each in given.split(",") if each.isascii() and each.isdecimal()]
        return [index for index in indices if index < len(self.options)]


class Feedback(Struct, frozen=True, omit_defaults=True):
    """What an answer came to.

    `grade` is None only for ``unreadable`` answers, which are asked again and not recorded. `rule` names the
    wrong rule that gives just this answer (`also` further ones that do); `possibly` two rules that give it together.
    `says` is the sentence for the learner. `meant` is the name of which an unreadable one is a near miss.
    """

    right: bool
    grade: Grade | None
    says: Text
    rule: str | None = None
    also: tuple[str, ...] = ()
    possibly: tuple[str, ...] = ()
    unreadable: bool = False
    meant: str | None = None
