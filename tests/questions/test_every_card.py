"""Every card of the glossary in every kind, over many seeds; every exercise over many more."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from unittest import mock

import pytest
from msgspec import convert
from msgspec.structs import replace

from studyapp import language
from studyapp.content.library import Library
from studyapp.content.model import Card, Text
from studyapp.content.paths import glossary
from studyapp.content.spelling import fold, readings
from studyapp.language import LANGS
from studyapp.questions import spelt, wording
from studyapp.questions.diagnosis import diagnose
from studyapp.questions.grade import grade
from studyapp.questions.make import kinds, make
from studyapp.questions.masking import GAP, masked
from studyapp.questions.model import WAYS, Drawn, Kind, Outcome, Question, Step
from studyapp.questions.numbers import read
from studyapp.questions.wording import minus, number
from tests.cli.one_lab import OneLab, one_lab
from tests.questions.test_make import HALVE

__all__ = ["one_lab"]  # the fixture

SEEDS = range(8)
DRAWS = range(200)
EXERCISES = tuple(sorted(path.stem for path in (glossary() / "exercises").glob("*.yaml")))


@pytest.fixture(scope="module", autouse=True)
def remembering() -> Iterator[None]:
    """Some pure functions are asked the same many thousand times here; each answer is worked out once."""
    with (
        mock.patch.object(wording, "say", cache(language.say)),
        mock.patch.object(spelt, "fold", cache(fold)),
        mock.patch.object(spelt, "readings", cache(readings)),
    ):
        yield


@pytest.fixture(scope="session")
def draws(one_lab: OneLab) -> dict[str, list[Drawn]]:
    """Each exercise with the numbers of each seed."""
    assert tuple(sorted(one_lab.catalog.exercises)) == EXERCISES
    return {id: [convert(each, Drawn) for each in one_lab.draw(id, DRAWS)] for id in EXERCISES}


Asked = dict[Kind, list[tuple[Card, Question]]]


@pytest.fixture(scope="module")
def asked(library: Library, draws: dict[str, list[Drawn]], one_lab: OneLab) -> Asked:
    """Every card in every kind over the seeds, by kind."""
    made: Asked = {}
    choices = {id: [convert(each, Drawn) for each in one_lab.draw(id, SEEDS, "choice")] for id in EXERCISES}
    for card in library.cards:
        words = library.predicted(card.entry) if card.facet == "prediction" else None
        measured = one_lab.last_frame(words.id, words.prediction.set).values[words.prediction.value] if words else None
        for kind in kinds(library, card):
            for seed in SEEDS:
                drawn = (choices if kind == "choice" else draws)[card.exercise][seed] if card.exercise else None
                question = make(library, card, kind, seed, drawn=drawn, measured=measured)
                if seed == 0:
                    assert question == make(library, card, kind, seed, drawn=drawn, measured=measured)
                made.setdefault(kind, []).append((card, question))
    return made


def texts(question: Question) -> Iterator[Text]:
    yield from (question.stem, question.answer)
    yield from question.lefts
    yield from (text for text in (question.why, question.help) if text is not None)
    for option in question.options:
        yield option.text
        if option.why is not None:
            yield option.why


# ── all kinds ───────────────────────────────────────────────────────────────────────────────────────────────


def test_every_card_can_be_asked(library: Library, asked: Asked) -> None:
    assert [card.id for card in library.cards if not kinds(library, card)] == []
    assert set(asked) == set(WAYS)


@pytest.mark.parametrize("kind", WAYS)
def test_it_is_made_in_both_languages(asked: Asked, kind: Kind) -> None:
    made = 0
    for card, question in asked[kind]:
        assert (question.card, question.kind) == (card.id, kind)
        for text in texts(question):
            for lang in LANGS:
                said = getattr(text, lang)
                assert said, (card.id, kind, question.seed)
                assert said.strip()
                assert said.isprintable() or "\n" in said
        made += 1
    assert made >= len(SEEDS) * 2


def test_no_place_of_a_template_is_left_open(asked: Asked) -> None:
    for card, question in (*asked["numeric"], *asked["flashcard"], *asked["typed"]):
        for lang in LANGS:
            assert not re.search(r"\{[a-z]\w*\}", question.stem[lang].replace("h_{t", "").replace("{t−1}", "")), card.id


# ── choice and true-false ───────────────────────────────────────────────────────────────────────────────────


def test_a_choice_has_one_right_option_and_no_two_alike_in_either_language(library: Library, asked: Asked) -> None:
    for card, question in asked["choice"]:
        options = question.options
        assert sum(option.right for option in options) == 1, card.id
        assert 3 <= len(options) <= 4, card.id
        for lang in LANGS:
            shown = {" ".join(option.text[lang].casefold().split()) for option in options}
            assert len(shown) == len(options), (card.id, question.seed, lang)
        for at, option in enumerate(options):
            feedback = grade(question, str(at), library)
            assert (feedback.right, feedback.grade) == (option.right, 3 if option.right else 1)


def test_the_right_option_stands_in_every_place(asked: Asked) -> None:
    places: dict[str, set[int]] = {}
    all_places: dict[int, list[int]] = {}
    for card, question in asked["choice"]:
        place = next(at for at, option in enumerate(question.options) if option.right)
        places.setdefault(card.id, set()).add(place)
        all_places.setdefault(len(question.options), []).append(place)
    assert [id for id, at in places.items() if len(at) < 2] == []
    for n, seen in all_places.items():
        shares = [seen.count(place) / len(seen) for place in range(n)]
        assert all(0.8 < share * n < 1.2 for share in shares), (n, shares)


def test_true_and_false_are_both_asked_and_graded(library: Library, asked: Asked) -> None:
    truths: dict[str, set[bool | None]] = {}
    for card, question in asked["true-false"]:
        truths.setdefault(card.id, set()).add(question.truth)
        given = "true" if question.truth else "false"
        assert grade(question, given, library).right
        assert not grade(question, "false" if question.truth else "true", library).right
        assert question.why is not None
    contrast = {id: seen for id, seen in truths.items() if id.endswith("/contrast")}
    assert contrast
    assert [id for id, seen in contrast.items() if seen != {True, False}] == []


# ── numeric ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("exercise", EXERCISES)
class TestEveryDraw:
    """What holds of an exercise, whatever its numbers are."""

    def drawn(self, library: Library, draws: dict[str, list[Drawn]], exercise: str) -> Iterator[tuple[Question, Drawn]]:
        card = next(card for card in library.cards if card.exercise == exercise)
        for drawn in draws[exercise]:
            yield make(library, card, kinds(library, card)[0], drawn.seed, drawn=drawn), drawn

    def test_no_two_outcomes_agree_as_shown(
        self, library: Library, draws: dict[str, list[Drawn]], exercise: str
    ) -> None:
        for _, drawn in self.drawn(library, draws, exercise):
            outcomes = (drawn.answer, *(wrong.value for wrong in drawn.wrong))
            shown = [number(value, drawn.digits) for value in outcomes]
            assert len(set(shown)) == len(shown), drawn
            assert drawn.wrong

    def test_the_right_answer_is_right_and_each_wrong_rule_is_named(
        self, library: Library, draws: dict[str, list[Drawn]], exercise: str
    ) -> None:
        for question, drawn in self.drawn(library, draws, exercise):
            exact = "; ".join(repr(each) for each in drawn.answer)
            for written in (number(drawn.answer, drawn.digits), number(drawn.answer, drawn.digits + 2), exact):
                feedback = grade(question, written, library)
                assert (feedback.right, feedback.grade) == (True, 3), (drawn, written)
            for wrong in drawn.wrong:
                feedback = grade(question, number(wrong.value, drawn.digits), library)
                assert (feedback.right, feedback.grade) == (False, 1), (drawn, wrong)
                assert feedback.rule == wrong.rule, (drawn, wrong)
                for lang in LANGS:
                    assert question.rules[wrong.rule][0][lang] in feedback.says[lang]
                    assert question.rules[wrong.rule][1][lang] in feedback.says[lang]

    def test_the_worked_solution_ends_in_the_answer(
        self, library: Library, draws: dict[str, list[Drawn]], exercise: str
    ) -> None:
        for question, drawn in self.drawn(library, draws, exercise):
            last = drawn.steps[-1]
            assert all(abs(one - other) <= drawn.tolerance for one, other in zip(last.value, drawn.answer, strict=True))
            assert question.answer["en"] == f"{minus(last.symbol)} = {number(drawn.answer, drawn.digits)}"
            assert all(step.symbol and step.expression for step in drawn.steps)

    def test_the_givens_stand_in_the_stem(self, library: Library, draws: dict[str, list[Drawn]], exercise: str) -> None:
        for question, drawn in self.drawn(library, draws, exercise):
            for given in drawn.givens.values():
                shown = given if isinstance(given, str) else number(given)
                assert all(shown in question.stem[lang] for lang in LANGS), (shown, question.stem)

    def test_too_few_decimals_are_asked_about_and_not_held_against_anyone(
        self, library: Library, draws: dict[str, list[Drawn]], exercise: str
    ) -> None:
        asked_again = 0
        for question, drawn in self.drawn(library, draws, exercise):
            if drawn.whole:
                return
            given = "; ".join(f"{each:.{drawn.digits - 1}f}" for each in drawn.answer)
            exact = read(given, drawn.size)
            assert exact is not None
            feedback = grade(question, given, library)
            off = max(abs(one - other) for one, other in zip(exact.values, drawn.answer, strict=True))
            if off > drawn.tolerance + 1e-9:
                assert feedback.unreadable
                assert feedback.grade is None
                asked_again += 1
            else:
                assert feedback.right
        assert asked_again > 0


def test_two_rules_that_give_one_number_are_both_named() -> None:
    one, two = (Outcome(rule, (value,), 0, Step("y", "", (value,))) for rule, value in (("one", 2.0), ("two", 2.004)))
    drawn = replace(HALVE, digits=2, tolerance=0.01, wrong=(one, two))
    assert diagnose(drawn, (2.004,)) == ["two", "one"]
    assert diagnose(replace(drawn, wrong=()), (2.0,)) == []


# ── typed and cloze ─────────────────────────────────────────────────────────────────────────────────────────


@cache
def spellings(name: str) -> frozenset[str]:
    """The same word in Unicode's two forms, in upper and lower case, with spaces around it and doubled in it."""
    cases = {name, name.upper(), name.lower(), f"  {name} ", name.replace(" ", "  ")}
    # Not every sign survives a change of case: ß becomes SS, and a subscript stays what it is.
    return frozenset(unicodedata.normalize(form, each) for each in cases for form in ("NFC", "NFD"))


def test_every_accepted_spelling_is_right(library: Library, asked: Asked) -> None:
    seen: set[tuple[str, str]] = set()
    for card, question in (*asked["typed"], *asked["cloze"]):
        for accepts in (question.accepts_en, question.accepts_ko):
            assert accepts
            assert all(gap and all(word.strip() for word in gap) for gap in accepts), card.id
            for at, gap in enumerate(accepts):
                for word in gap:
                    others = [names[0] for names in accepts]
                    if (question.stem["en"], word) not in seen:
                        for spelt in spellings(word):
                            given = ", ".join([*others[:at], spelt, *others[at + 1 :]])
                            feedback = grade(question, given, library)
                            assert (feedback.right, feedback.grade) == (True, 3), (card.id, given, accepts)
                    seen.add((question.stem["en"], word))
    assert len(seen) > 300


def test_another_entrys_name_is_never_right_and_is_told_apart(library: Library) -> None:
    for card in library.cards:
        if card.facet != "name":
            continue
        question = make(library, card, "typed", 0)
        for other in library.entries.values():
            if other.id != card.entry:
                for name in filter(None, (other.term.en, other.term.ko, *other.also.en, *other.also.ko)):
                    feedback = grade(question, name, library)
                    assert (feedback.right, feedback.grade) == (False, 1), (card.id, name)
                    assert feedback.rule == f"named:{other.id}", (card.id, name)
                    assert all(feedback.says[lang] for lang in LANGS)


def test_a_cloze_hides_what_it_asks_for(asked: Asked) -> None:
    for card, question in asked["cloze"]:
        for lang, accepts in zip(LANGS, (question.accepts_en, question.accepts_ko), strict=True):
            assert question.stem[lang].count(GAP) == len(accepts), (card.id, lang)
            assert "[" not in question.answer[lang]
            for gap in accepts:
                assert gap[0] in question.answer[lang], (card.id, lang)


@pytest.mark.parametrize("given", ["", " ", "zzzz", "?", "0", "…", "a, b, c, d"])
def test_nonsense_is_wrong_but_never_fails(library: Library, asked: Asked, given: str) -> None:
    for _, question in asked["typed"]:
        if question.seed == 0:
            feedback = grade(question, given, library)
            zero = {name for gap in (*question.accepts_en, *question.accepts_ko) for name in gap}
            assert feedback.right is (given in zero)


def test_a_name_followed_by_a_particle_is_taken_out_too(gates: Library) -> None:
    entry = replace(
        gates.entries["forget-gate"], definition=Text("The vector h_t.", "벡터 h_t이다. H_T는 h_t1과 다르다.")
    )
    entry = replace(entry, also=replace(entry.also, en=("h_t",)))
    assert masked(entry.definition, entry) == Text(f"The vector {GAP}.", f"벡터 {GAP}이다. {GAP}는 h_t1과 다르다.")
