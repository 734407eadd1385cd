"""The end of a quiz in words, and mistakes by their names."""

from __future__ import annotations

import pytest

from studyapp import language
from studyapp.content.library import Library
from studyapp.language import LANGS, Lang
from studyapp.questions.mistakes import mistake
from studyapp.questions.statements import believed
from studyapp.session.desk import Desk
from studyapp.session.quiz import Quiz
from studyapp.session.results import results, said
from tests.session.answers import right, wrong
from tests.session.quizzes import asked_as, play, some

# ── at the end ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(params=LANGS)
def lang(request: pytest.FixtureRequest) -> Lang:
    """Each language."""
    chosen: Lang = request.param
    language.use(chosen)
    return chosen


@pytest.mark.parametrize("exam", [False, True], ids=["quiz", "exam"])
async def test_results_tell_what_was_missed_and_how(exam: bool, lang: Lang, sat: Desk) -> None:
    value = next(card for card in sat.library.cards if card.exercise == "gru-step")
    quiz = await asked_as(sat, [value, *some(sat, 1, "contrast"), *some(sat, 3)], "numeric", exam=exam)
    assert quiz.turn is not None
    assert quiz.turn.question.drawn is not None
    given, library = f"{quiz.turn.question.drawn.wrong[0].value[0]:.4f}", sat.library
    quiz.answer(given, confidence="sure")
    await play(quiz, missed={0, 1})
    page = results(quiz)
    assert page[0].role == "head"
    assert f"{len(quiz.first) - len(quiz.missed)}" in page[0].text
    assert f"{len(quiz.cards)}" in page[0].text
    missed = [line.text for line in page if line.role == "missed"]
    for line, each in zip(missed, quiz.missed, strict=True):
        assert line.startswith(library.entries[each.turn.card.entry].term[lang])
        assert ("✔" in line) is any(a.turn.card == each.turn.card and a.feedback.right for a in quiz.answered)
        notes = "\n".join(line.text for line in page if line.role == "note")
        assert said(each.turn.question, each.given) in notes
        assert each.turn.question.answer[lang].split("\n")[0][:40] in notes
        assert (each.turn.question.stem[lang].rstrip().rpartition("\n")[2][:40] in notes) is exam
    texts = [line.text for line in page if line.role == "text"]
    assert quiz.missed[0].feedback.says[lang] in texts
    for (rule, card), times in quiz.rules.items():
        assert f"{times} ×  {mistake(library, card, rule)[lang]}" in texts
    assert texts[-1] == ", ".join(dict.fromkeys(library.entries[card.entry].term[lang] for card in quiz.review()))


async def test_every_word_of_the_results_is_translated(sat: Desk) -> None:
    quiz = Quiz(sat, cards=some(sat, 5))
    while (turn := await quiz.next()) is not None:
        quiz.answer(wrong(turn.question) if not quiz.asked_before(turn.card) else right(turn.question), None, "sure")
    pages = {}
    for lang in LANGS:
        language.use(lang)
        pages[lang] = results(quiz)
    assert [line.role for line in pages["en"]] == [line.role for line in pages["ko"]]
    for english, korean in zip(pages["en"], pages["ko"], strict=True):
        assert english.text != korean.text or not english.text
        assert english.text.isascii() or "given:" in english.text or "✔" in english.text or "×" in english.text


async def test_results_without_a_miss_are_one_line(sat: Desk) -> None:
    quiz = Quiz(sat, cards=some(sat, 3))
    await play(quiz)
    assert [(line.role, line.text) for line in results(quiz)] == [("head", "3 of 3 right")]


async def test_results_tell_how_often_one_was_sure_and_wrong(sat: Desk) -> None:
    quiz = Quiz(sat, cards=some(sat, 3))
    for _ in quiz.cards:
        turn = await quiz.next()
        assert turn is not None
        quiz.answer(wrong(turn.question), confidence="unsure" if turn.card == quiz.cards[0] else "sure")
    assert "2 wrong answers you were sure" in results(quiz)[1].text


# ── mistakes by name ────────────────────────────────────────────────────────────────────────────────────────


def test_another_entry_that_was_named(library: Library) -> None:
    one, other = list(library.entries.values())[:2]
    told = mistake(library, f"{one.id}/name", f"named:{other.id}")
    for lang in LANGS:
        assert one.term[lang] in told[lang]
        assert other.term[lang] in told[lang]


def test_a_wrong_statement_that_was_believed(library: Library) -> None:
    """Whatever card it was on; when its words have changed, it is not known any more."""
    one, other = [entry for entry in library.entries.values() if entry.pitfalls][:2]
    for pitfall in one.pitfalls:
        for card in (f"{one.id}/contrast", f"{other.id}/contrast"):
            told = mistake(library, card, believed(one, pitfall))
            assert all(pitfall.wrong[lang] in told[lang] for lang in LANGS)
    unknown = f"pitfall:{one.id}:00000000"
    assert mistake(library, f"{one.id}/contrast", unknown).en == unknown


def test_every_rule_of_an_exercise(library: Library) -> None:
    cards = [card for card in library.cards if card.exercise]
    assert cards
    for card in cards:
        words = library.exercise_words(card.exercise or "")
        assert words is not None
        for rule, said_ in words.rules.items():
            assert mistake(library, card.id, rule) == said_.says


@pytest.mark.parametrize("rule", ["unheard-of", "named:gone", "pitfall:gone:1234", "pitfall", "named:"])
@pytest.mark.parametrize("facet", ["name", "value", "gone"])
def test_an_unknown_rule_stays_its_id(facet: str, rule: str, library: Library) -> None:
    id = next((card.id for card in library.cards if card.facet == facet), "gone/name")
    assert (mistake(library, id, rule).en, mistake(library, id, rule).ko) == (rule, rule)
