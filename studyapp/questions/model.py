"""Questions as data: what is asked, in both languages, and what an answer came to.

A question is made from a card, a kind and a seed, and is the same whenever it is made again from the same
three. Its texts are in both languages, so that the language can change under it.
"""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from studyapp.content.model import DemoLink, Text

Kind = Literal["flashcard", "choice", "true-false", "cloze", "typed", "numeric"]
Grade = Literal[1, 2, 3, 4]  # Again, Hard, Good, Easy: FSRS's numbers
GRADES: tuple[Grade, ...] = get_args(Grade)


class Step(Struct, frozen=True):
    """One line of a worked solution."""

    symbol: str
    expression: str
    value: float


class Outcome(Struct, frozen=True):
    """The number that one wrong rule gives."""

    rule: str
    value: float


class Drawn(Struct, frozen=True):
    """An exercise with numbers in it, as the lab's child draws it."""

    exercise: str
    seed: int
    givens: dict[str, float | str]
    asks: str
    digits: int
    answer: float
    wrong: tuple[Outcome, ...]
    steps: tuple[Step, ...]


class Option(Struct, frozen=True):
    """One choice. `why` says, of a wrong one, what is wrong with it."""

    text: Text
    right: bool
    why: Text | None = None


class Question(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One concrete asking of a card.

    Which fields are filled depends on `kind`: choice has `options`; true-false `truth`; typed and cloze
    `accepts` (one tuple of spellings a gap, per language); numeric `drawn`. `answer` is what the back shows,
    `why` the reason behind it. A cloze stem shows each gap as ``____``.
    """

    card: str
    kind: Kind
    seed: int
    stem: Text
    answer: Text
    why: Text | None = None
    options: tuple[Option, ...] = ()
    truth: bool | None = None
    accepts_en: tuple[tuple[str, ...], ...] = ()
    accepts_ko: tuple[tuple[str, ...], ...] = ()
    drawn: Drawn | None = None
    rules: dict[str, tuple[Text, Text]] = {}
    demo: DemoLink | None = None

    def given(self, index: int) -> str:
        """The option at `index` as the log has it: its number for a choice, ``true`` or ``false``."""
        return str(index) if self.kind == "choice" else ("true", "false")[index]

    def is_right(self, index: int) -> bool:
        """Whether the option at `index` is the right one."""
        return self.options[index].right if self.kind == "choice" else self.truth is (index == 0)


class Feedback(Struct, frozen=True, omit_defaults=True):
    """What an answer came to.

    `grade` is None only for ``unreadable`` answers, which are asked again and not recorded. `rule` names the
    wrong rule that gives just this answer (`also` further ones that do); `says` is the sentence for the learner.
    """

    right: bool
    grade: Grade | None
    says: Text
    rule: str | None = None
    also: tuple[str, ...] = ()
    unreadable: bool = False
