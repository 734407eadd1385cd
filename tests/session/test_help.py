"""Help fades: a worked example beside a new exercise, a gap in one that is being learned, none later or in an exam."""

from __future__ import annotations

import re

import pytest

from studyapp.content.model import Card
from studyapp.language import LANGS
from studyapp.memory.model import Answer, Level
from studyapp.questions.grade import grade
from studyapp.questions.make import COMPUTED, kinds
from studyapp.questions.wording import lines, minus
from studyapp.session.asking import question
from studyapp.session.desk import Desk
from studyapp.session.quiz import Quiz
from studyapp.session.sitting import Study
from tests.conftest import Clock
from tests.session.answers import answer, right

NUMBER = re.compile(r"−?\d+(\.\d+)?")
LEVELS: tuple[Level, ...] = ("worked", "gap", "alone")
PHASES = {  # the grades of its answers so far, ten days apart
    "new": (),
    "learning": (3,),
    "review": (4,),
    "relearning": (4, 1),
}


def card_of(desk: Desk, exercise: str) -> Card:
    return next(card for card in desk.library.cards if card.exercise == exercise)


def values(desk: Desk) -> list[Card]:
    """A card of every exercise."""
    return list({card.exercise: card for card in desk.library.cards if card.exercise is not None}.values())


def bring_to(desk: Desk, clock: Clock, card: Card, phase: str) -> None:
    """Answer the card until it is in this phase."""
    clock.pass_(days=-20)
    for given in PHASES[phase]:
        desk.log.append(Answer(clock(), card.id, "numeric", 0, given, "scheduled"))
        clock.pass_(days=10)
    state = desk.log.state(card.id)
    assert (state.phase if state else "new") == phase


async def typed(desk: Desk, card: Card, *, exam: bool = False) -> Quiz:
    """A quiz with the card on the table to be typed, by chance."""
    while True:
        quiz = Quiz(desk, cards=[card], exam=exam)
        turn = await quiz.next()
        assert turn is not None
        if turn.question.kind in COMPUTED:
            return quiz


# ── how much ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("phase", "level"), [("new", "worked"), ("learning", "gap"), ("relearning", "gap"), ("review", "alone")]
)
async def test_the_phase_says_how_much_help(phase: str, level: Level, sat: Desk, clock: Clock) -> None:
    card = card_of(sat, "gru-step")
    bring_to(sat, clock, card, phase)
    quiz = await typed(sat, card)
    assert quiz.turn is not None
    assert quiz.turn.level == level
    assert (quiz.turn.question.help is None) is (level == "alone")
    answer(quiz)
    assert [event.event.level for event in sat.log.answers() if isinstance(event.event, Answer)][-1] == level


@pytest.mark.parametrize("phase", PHASES)
async def test_an_exam_gives_no_help(phase: str, sat: Desk, clock: Clock) -> None:
    card = card_of(sat, "gru-step")
    bring_to(sat, clock, card, phase)
    quiz = await typed(sat, card, exam=True)
    assert quiz.turn is not None
    assert (quiz.turn.level, quiz.turn.question.help) == ("alone", None)
    answer(quiz)
    assert quiz.turn.question.drawn is not None
    assert quiz.turn.question.drawn.at == len(quiz.turn.question.drawn.steps) - 1, "the whole is asked for"


async def test_what_is_chosen_from_comes_without_help_and_the_log_names_no_level(sat: Desk) -> None:
    card = card_of(sat, "gru-step")
    while True:
        quiz = Quiz(sat, cards=[card])
        turn = await quiz.next()
        assert turn is not None
        if turn.question.kind == "choice":
            break
    assert (turn.level, turn.question.help) == ("alone", None)
    answer(quiz)
    assert [event.event.level for event in sat.log.answers() if isinstance(event.event, Answer)] == [None]


async def test_help_fades_while_a_card_is_studied(sat: Desk, clock: Clock) -> None:
    """Over its learning steps and first review; a lapse brings the gap back."""
    card = card_of(sat, "gru-step")
    for required in sat.library.requires(card.entry):
        sat.log.append(Answer(clock(), f"{required}/meaning", "flashcard", 0, 4, "scheduled"))
    clock.pass_(days=1)
    others = {each.id for each in sat.library.cards if each != card}
    sitting, levels = Study(sat, passed_over=others), []
    for rightly in (True, True, False, True):
        turn = await sitting.next()
        assert turn is not None
        assert turn.card == card
        levels.append(turn.level)
        answer(sitting, rightly=rightly)
        state = sat.log.state(card.id)
        assert state is not None
        clock.at = state.due
    assert levels == ["worked", "gap", "alone", "gap"]


# ── a worked example ────────────────────────────────────────────────────────────────────────────────────────


async def test_every_exercise_has_an_example_with_other_numbers(sat: Desk) -> None:
    """It has all the lines of its own work, in both languages; what is asked is still the whole."""
    for card in values(sat):
        kind = kinds(sat.library, card)[0]
        worked = await question(sat.library, sat.lab, card, kind, 5, "worked")
        alone = await question(sat.library, sat.lab, card, kind, 5, "alone")
        assert worked.drawn == alone.drawn
        assert (worked.stem, worked.answer, alone.help) == (alone.stem, alone.answer, None)
        assert worked.help is not None
        assert worked.drawn is not None
        for lang in LANGS:
            said = worked.help[lang]
            assert lines(worked.drawn.steps) not in said
            head, *shown = said.split("\n")
            assert head not in worked.stem[lang]
            assert shown[-1].count("=") >= 2, "symbol = expression = value"
            assert shown[0] not in ("", head)


@pytest.mark.parametrize("exercise", ["gru-step", "lstm-step", "gru-mix"])
@pytest.mark.parametrize("seed", range(8))
async def test_an_example_is_of_the_same_variant(exercise: str, seed: int, sat: Desk) -> None:
    """Its words are those of the question; only the numbers are others."""
    card = card_of(sat, exercise)
    asked = await question(sat.library, sat.lab, card, "numeric", seed, "worked")
    assert asked.help is not None
    assert asked.drawn is not None
    n = len(asked.drawn.steps)
    for lang in LANGS:
        situation, shown = asked.help[lang].split("\n")[1:-n], asked.help[lang].split("\n")[-n:]
        own = asked.stem[lang].split("\n")[: len(situation)]
        assert situation != own
        assert [NUMBER.sub("#", line) for line in situation] == [NUMBER.sub("#", line) for line in own]
        assert [line.split(" = ")[0] for line in shown] == [minus(step.symbol) for step in asked.drawn.steps]


# ── a gap ───────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_gap_asks_for_a_line_and_shows_those_before_it(sat: Desk) -> None:
    """For every exercise with lines in between; an exercise of one line is asked as it is."""
    gaps = 0
    for card in values(sat):
        kind = kinds(sat.library, card)[0]
        for seed in range(4):
            asked = await question(sat.library, sat.lab, card, kind, seed, "gap")
            drawn = asked.drawn
            assert drawn is not None
            if drawn.level != "gap":
                assert asked.help is None
                continue
            gaps += 1
            line = drawn.steps[drawn.at]
            assert 0 < drawn.at < len(drawn.steps)
            assert drawn.asks == line.symbol
            assert drawn.answer == pytest.approx(line.value, abs=2 * drawn.tolerance)
            assert asked.help is not None
            for lang in LANGS:
                assert asked.help[lang] == lines(drawn.steps[: drawn.at])
                assert minus(line.symbol) in asked.stem[lang].split("\n")[-1]
                assert asked.answer[lang].startswith(f"{minus(line.symbol)} = ")
            assert grade(asked, right(asked), sat.library).right
    assert gaps > 10


async def test_the_end_of_the_work_is_no_answer_to_a_gap_before_it(sat: Desk) -> None:
    card = card_of(sat, "gru-step")
    found = False
    for seed in range(20):
        asked = await question(sat.library, sat.lab, card, "numeric", seed, "gap")
        assert asked.drawn is not None
        end = asked.drawn.steps[-1].value[0]
        if abs(end - asked.drawn.answer[0]) > 0.01:
            found = True
            assert not grade(asked, f"{end:.4f}", sat.library).right
    assert found


@pytest.mark.parametrize("level", LEVELS)
async def test_the_same_seed_and_level_make_the_same_question(level: Level, sat: Desk) -> None:
    """A quiz that was left is taken up by it."""
    card = card_of(sat, "lstm-step")
    one, other = [await question(sat.library, sat.lab, card, "numeric", 7, level) for _ in range(2)]
    assert one == other
