"""The nouns of the glossary, as YAML spells them: entries, their parts, and the words of demos and exercises.

Every struct refuses unknown fields. A text is a map of languages, ``{en: …, ko: …}``; a file may use one
language, but within an entry that has both, every text has both (checked by `content.reading`).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct

from studyapp.language import Lang

Value = float | int | str
Facet = Literal["meaning", "name", "formula", "value", "contrast", "shape", "procedure", "prediction"]


class Text(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The same thing said in each language."""

    en: str | None = None
    ko: str | None = None

    def __getitem__(self, lang: Lang) -> str:
        """The text in `lang`, or in the other language where that one is missing."""
        first, other = (self.ko, self.en) if lang == "ko" else (self.en, self.ko)
        return first if first is not None else other or ""


class Names(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Other names, by language."""

    en: tuple[str, ...] = ()
    ko: tuple[str, ...] = ()


class Formula(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One equation: TeX for the page, a Unicode line for the terminal, and what its symbols mean."""

    tex: str
    text: str
    where: Text | None = None


class Pitfall(Struct, frozen=True, forbid_unknown_fields=True):
    """A mistake that people really make, and the statement that sets it right; each stands by itself."""

    wrong: Text
    right: Text


class DemoLink(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A demo with preset parameters."""

    id: str
    set: dict[str, Value] = {}


class Figure(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A picture on the card: a drawing in characters, or one panel (`view`) of a demo's last frame."""

    text: Text | None = None
    demo: str | None = None
    view: str | None = None
    set: dict[str, Value] = {}


class Computed(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A number in the prose that code must confirm: `text` stands in the prose, `value` is a value of the demo."""

    text: Text
    demo: str
    value: str
    set: dict[str, Value] = {}
    round: int = 0


class ClozeQuestion(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="cloze"):
    """A sentence with gaps: ``It is the fraction that is [kept|retained].`` The first spelling is shown."""

    text: Text
    facet: Facet = "meaning"


class ChoiceQuestion(
    Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind", tag="choice"
):
    """One right answer among wrong ones, each of which a learner might believe."""

    ask: Text
    answer: Text
    wrong: tuple[Text, ...]
    why: Text
    facet: Facet = "procedure"


class TrueFalseQuestion(
    Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind", tag="true-false"
):
    """A statement, whether it is true, and the reason."""

    ask: Text
    answer: bool
    why: Text
    facet: Facet = "contrast"


class TypedQuestion(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind", tag="typed"):
    """A question answered in a word or two; every spelling under `answer` is right, the first is shown."""

    ask: Text
    answer: Names
    why: Text
    facet: Facet = "procedure"


class SeveralQuestion(
    Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind", tag="several-of"
):
    """Some statements are right, the others wrong; all the right ones are to be chosen."""

    ask: Text
    right: tuple[Text, ...]
    wrong: tuple[Text, ...]
    why: Text
    facet: Facet = "contrast"


class OrderingQuestion(
    Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind", tag="ordering"
):
    """Three to six steps, written in their right order; shown shuffled."""

    ask: Text
    steps: tuple[Text, ...]
    why: Text
    facet: Facet = "procedure"


class Match(Struct, frozen=True, forbid_unknown_fields=True):
    """What belongs together."""

    left: Text
    right: Text


class MatchingQuestion(
    Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind", tag="matching"
):
    """Three to five pairs; the right halves are shown shuffled."""

    ask: Text
    pairs: tuple[Match, ...]
    why: Text
    facet: Facet = "contrast"


HandWritten = (
    ClozeQuestion
    | ChoiceQuestion
    | TrueFalseQuestion
    | TypedQuestion
    | SeveralQuestion
    | OrderingQuestion
    | MatchingQuestion
)


class Entry(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One term of the glossary. `id` is the author's and stays when the text is edited; `was` lists old ids."""

    id: str
    term: Text
    definition: Text
    explanation: Text | None = None
    also: Names = Names()
    was: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    formula: tuple[Formula, ...] = ()
    pitfalls: tuple[Pitfall, ...] = ()
    figure: Figure | None = None
    demo: DemoLink | None = None
    exercises: tuple[str, ...] = ()
    computed: tuple[Computed, ...] = ()
    questions: tuple[HandWritten, ...] = ()
    sources: tuple[str, ...] = ()


class Topic(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A file of entries, in the order in which they are learned; `order` places the topic among the others."""

    topic: Text
    entries: tuple[Entry, ...]
    order: int = 100


class Source(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One work of the bibliography (``sources.yaml``: key → source)."""

    authors: str
    year: int
    title: str
    venue: str
    doi: str | None = None
    arxiv: str | None = None
    url: str | None = None


class PredictionChoice(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Right if the measured value lies in [low, high)."""

    text: Text
    low: float | None = None
    high: float | None = None


class Guess(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A prediction told as a number: typed, or pointed at on an axis from `low` to `high`, where these are given.

    It comes true within `within` of the measured value, or within a factor of `times` of it.
    """

    within: float | None = None
    times: float | None = None
    low: float | None = None
    high: float | None = None
    log: bool = False


class Prediction(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a demo asks before it runs with `set`; `value` names the value of its last frame that decides.

    A card asks it by its choices. The demo itself asks for a number, where it has a `guess`.
    """

    ask: Text
    value: str
    choices: tuple[PredictionChoice, ...]
    guess: Guess | None = None
    set: dict[str, Value] = {}


class WhatIf(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A change worth trying, and what is predicted of it: one of `choices`, or a number (`guess`).

    With neither it is asked whether the value will be greater, smaller or about the same as in the run before.
    `value` names it, if it is not the one of the demo's prediction.
    """

    set: dict[str, Value]
    ask: Text
    value: str | None = None
    choices: tuple[PredictionChoice, ...] = ()
    guess: Guess | None = None


class Plot(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A question about a picture: `view` of the demo, drawn with one of `values` of `parameter`. Which one is it?"""

    ask: Text
    view: str
    parameter: str
    values: tuple[Value, ...]
    why: Text
    set: dict[str, Value] = {}


class DemoWords(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The words of one demo (``glossary/demos/<id>.yaml``). Keys of `parameters`, `claims`, `labels` are the demo's.

    `card` is the entry whose prediction card asks the prediction, and the questions about `plots`.
    """

    id: str
    title: Text
    see: Text
    why: Text
    prediction: Prediction
    parameters: dict[str, Text]
    claims: dict[str, Text]
    labels: dict[str, Text] = {}
    what_ifs: tuple[WhatIf, ...] = ()
    card: str | None = None
    plots: tuple[Plot, ...] = ()


class WrongRuleWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What a wrong rule does (`says`: "tanh in place of σ for the gates") and what is right instead (`right`)."""

    says: Text
    right: Text


class ExerciseWords(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The words of one exercise. In `stem` and `ask`, ``{name}`` is a given.

    The stem tells the situation, with the convention where several are in use; `ask` what is wanted. How many decimals
    to carry and to give is said behind it, from the exercise itself. With `shape` an array's shape is asked for.
    """

    id: str
    title: Text
    stem: Text
    ask: Text
    rules: dict[str, WrongRuleWords]
    shape: bool = False


# ── cards ───────────────────────────────────────────────────────────────────────────────────────────────────


class Card(Struct, frozen=True):
    """What memory belongs to: entry × facet, for values also × exercise. `id` is ``entry/facet[/exercise]``."""

    id: str
    entry: str
    facet: Facet
    exercise: str | None = None


class CardPlace(NamedTuple):
    """Where a card stands: its entry, that entry's topic, and which in learning order it is, from 0."""

    card: str
    entry: str
    topic: str
    position: int


class Problem(Struct, frozen=True):
    """One thing wrong in a file: where, what, and what to do. Lines and columns count from 1."""

    path: str
    line: int
    column: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.what}; {self.remedy}"


# ── what a file came to ─────────────────────────────────────────────────────────────────────────────────────

Place = tuple[int, int]


class Placed(Struct, frozen=True):
    """An entry, and where in its file its id and each name that it refers to stand (``requires/0``)."""

    entry: Entry
    places: dict[str, Place]


class Compiled(Struct, frozen=True, omit_defaults=True):
    """One file of content. A file of entries has `topic`; the others hold one kind of words each.

    `broken` are the ids of entries that were left out; `problems` says why. A demo names its card at `card_place`.
    """

    path: str
    topic: Text | None = None
    order: int = 100
    entries: tuple[Placed, ...] = ()
    broken: tuple[str, ...] = ()
    sources: dict[str, Source] = {}
    demo: DemoWords | None = None
    card_place: Place = (1, 1)
    exercise: ExerciseWords | None = None
    problems: tuple[Problem, ...] = ()
