"""Every kind of question, line by line, in both languages: asked, answered rightly, and said to be right."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from studyapp.content.library import Library
from studyapp.language import LANGS
from studyapp.memory.log import Log
from studyapp.memory.model import Answer
from studyapp.questions.make import kinds
from studyapp.questions.model import WAYS, Kind, Question
from studyapp.session.sitting import Sitting
from tests.cli.conftest import Call
from tests.session.answers import right

SAID = {"en": "✔ Right\n", "ko": "✔ 정답\n"}


def typed(question: Question) -> str:
    """The right answer as it is typed here."""
    if question.kind == "true-false":
        return "t" if question.truth else "f"
    given = right(question)
    return given if question.way == "type" else " ".join(str(int(each) + 1) for each in given.split(","))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", [kind for kind in WAYS if kind != "flashcard"])
def test_it_is_asked_and_answered(
    call: Call, home: Path, library: Library, monkeypatch: pytest.MonkeyPatch, kind: Kind, lang: str
) -> None:
    card = next(card for card in library.cards if kind in kinds(library, card))
    monkeypatch.setattr("studyapp.session.desk.Desk.quiz_cards", lambda *_, **__: [card])
    monkeypatch.setattr("studyapp.session.quiz.Quiz._kind", lambda *_: kind)
    asked: list[Question] = []
    laid = Sitting.next

    async def next_(self: Sitting) -> object:
        turn = await laid(self)
        if turn is not None:
            asked.append(turn.question)
        return turn

    monkeypatch.setattr("studyapp.session.sitting.Sitting.next", next_)
    monkeypatch.setattr("builtins.input", lambda prompt="": print(prompt) or typed(asked[-1]))
    called = call("quiz", "--plain", "--lang", lang)
    assert (called.code, called.err) == (0, "")
    assert SAID[lang] in called.out
    (question,) = asked
    shown = re.sub(r"\s", "", called.out)
    for text in (question.stem, *(option.text for option in question.options), *question.lefts):
        if kind != "true-false" or text is question.stem:
            assert re.sub(r"\s", "", text[lang]) in shown  # type: ignore[index]
    if kind == "read-the-plot":
        assert re.search(r"[⠀-⣿█▌│┤]", called.out), "the picture"
    with closing(Log.open(home / "log.db")) as log:
        (answer,) = [logged.event for logged in log.answers() if isinstance(logged.event, Answer)]
    assert (answer.kind, answer.grade, answer.lang) == (kind, 3, lang)
