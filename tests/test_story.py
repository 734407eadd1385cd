"""The main job, end to end, in a real terminal: study, a demo, a quiz, the other language, and tomorrow's start."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from studyapp.memory.log import Log
from tests.terminal import Terminal, studyapp


def met(home: str) -> int:
    """How many cards have been met, by the column on home."""
    return sum(int(count) for count in re.findall(r"(\d+)/\d+$", home, re.MULTILINE))


def stem(screen: str) -> str:
    """The first words of the card on the table."""
    return screen.split("\n")[3].strip()


def answer_wrongly(terminal: Terminal) -> str:
    """Go through quizzes until an answer is wrong, which by chance may take some; the screen with the feedback."""
    for _ in range(40):
        screen = terminal.until(
            lambda text: "how sure?" in text or "right\n" in text, "a question, whole with its keys"
        )
        if re.search(r"^ +(your answer|a number)$", screen, re.MULTILINE):
            terminal.press("-77", "enter")
        elif "space mark" in screen or "1–9 match" in screen:
            terminal.press(*("1" if "[ ]" in screen else "123456"), "enter")
        elif re.search(r"^ +1  ", screen, re.MULTILINE):
            terminal.press("1")
        else:
            terminal.press("esc")
            terminal.see("Study", "Browse")
            terminal.press("z")
            terminal.see("Mixed", "enter begin")
            terminal.press("enter")
            continue
        screen = terminal.until(
            lambda text: ("✔ Right" in text or "✘ Not right" in text) and "space go on" in text, "feedback"
        )
        if "✘ Not right" in screen:
            return screen
        terminal.press("space")
        terminal.until(lambda text: "✔ Right" not in text, "the next question")
    raise AssertionError("forty right answers in a row")


@pytest.mark.slow
def test_the_main_job(tmp_path: Path) -> None:
    environ = {"STUDYAPP_DATA_DIR": str(tmp_path), "STUDYAPP_LANG": "en"}
    with Terminal(studyapp(), environ) as terminal:
        home = terminal.see("Welcome", "terms", "? keys")
        assert met(home) == 0

        terminal.press("s")
        front = terminal.see("Study · Neural networks", "what is it?", "space show the answer")
        assert "1 Again" not in front, "nothing of the answer before it is asked for"
        terminal.press("space")
        terminal.see(stem(front), "1 Again", "3 Good")
        terminal.press("3")
        card = terminal.see("recorded:", "1 answered", "space show the answer")
        assert stem(card) != stem(front)

        terminal.press("space")
        terminal.see("1 Again")
        terminal.press("d")
        terminal.see("first, a prediction", "enter predict")
        terminal.press("1")
        terminal.see("You said:", "Measured:", "done")
        terminal.press("down", "right")
        turned = terminal.until(lambda text: "done" in text and "You said" not in text and "✔" in text, "a new run")
        assert re.search(r"✔ .+", turned), "a claim holds at the new setting"
        terminal.press("esc")
        back = terminal.see("1 Again", "3 Good")
        assert stem(back) == stem(card), "back on the very card"

        terminal.press("esc")
        terminal.see("Browse")
        terminal.press("z")
        terminal.see("Mixed", "Weak spots", "enter begin")
        terminal.press("enter")
        wrong = answer_wrongly(terminal)
        assert re.search(r"Right is: +\S+|✔ \d  \S+|✔ \d \[|→ \d", wrong), "what would have been right"
        assert re.search(r"✘ Not right.*?\w{3,}", wrong, re.DOTALL), "and why"
        assert re.search(r"recorded: .+ Again", wrong)
        terminal.press("l")
        korean = terminal.see("오답", "퀴즈", "기록했다")
        assert "Not right" not in korean
        terminal.press("ㅣ")  # the same key while a Korean input method is on
        terminal.see("Not right", "Quiz")

        terminal.press("esc")
        terminal.see("Browse")
        terminal.press("q")
        assert terminal.ends() == 0
        terminal.assert_left_as_it_was()

    log = Log.open(tmp_path / "log.db")
    answered = {logged.event.card for logged in log.answers() if logged.event.purpose == "scheduled"}  # type: ignore[union-attr]
    log.close()
    with Terminal(studyapp(), environ) as terminal:
        home = terminal.see("terms", "? keys")
        assert "Welcome" not in home
        assert met(home) == len(answered) >= 1
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        terminal.assert_left_as_it_was()
