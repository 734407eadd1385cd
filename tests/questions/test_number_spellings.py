"""Numbers that learners type: spellings of the right one, what is wrong, and what is asked for again."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from studyapp.content.library import Library
from studyapp.content.model import Text
from studyapp.questions.grade import grade
from studyapp.questions.model import Drawn, Feedback, Outcome, Question, Step
from tests.questions.tables import Table, rows
from tests.questions.test_make import HALVE


def drawn(*answer: float, digits: int = 4, share: bool = False) -> Drawn:
    """An exercise whose answer this is; twice as much is a known mistake."""
    wrong = Outcome("doubled", tuple(2 * each for each in answer), 0, Step("y", "x·2", answer))
    tolerance = 10.0**-digits if digits else 0.0
    return replace(HALVE, answer=answer, digits=digits, tolerance=tolerance, wrong=(wrong,), share=share)


DRAWN = {
    "number": drawn(-0.25),
    "share": drawn(0.125, share=True),
    "vector": drawn(0.5, -1.25, 0.0625),
    "count": drawn(5504, digits=0),
    "shape": drawn(8, 20, 16, digits=0),
    "matrix": drawn(4, 3, digits=0),
}
MISTAKE = (Text("doubling", "두 배로 했다"), Text("Halve it.", "반으로 나눈다."))

RIGHT_NUMBERS: Table = {
    "number": [
        "-0.25",
        "−0.25",
        "–0.25",
        "—0.25",
        "－０．２５",
        "-.25",
        "-0,25",
        "-,25",
        "- 0.25",
        " -0.25 ",
        "-0.2500",
        "-0.25000001",
        "-0.2501",
        "-0.2499",
        "-1/4",
        "−1 / 4",
        "-2/8",
        "−¼",
        "-25e-2",
        "-2.5E-1",
        "−2.5 × 10⁻¹",
        "-2.5*10^-1",
        "-2.5x10^(-1)",
        "-2.5·10**-1",
        "y = -0.25",
        "y ≈ −0.25",
        "(-0.25)",
        "[-0.25]",
    ],
    "share": [
        "0.125",
        ".125",
        "0,125",
        "1/8",
        "⅛",
        "12.5%",
        "12,5 %",
        "12.5％",
        "12.5 per cent",
        "12.5퍼센트",
        "125e-3",
    ],
    "vector": [
        "0.5, -1.25, 0.0625",
        "(0.5, −1.25, 0.0625)",
        "[0.5, -1.25, 0.0625]",
        "[0.5 -1.25 0.0625]",
        "[[0.5], [-1.25], [0.0625]]",
        "0.5 -1.25 0.0625",
        "0.5; -1.25; 0.0625",
        "0.5;-1.25;0.0625",
        "0,5; -1,25; 0,0625",
        "0,5 -1,25 0,0625",
        "0,5, -1,25, 0,0625",
        "0.5,-1.25,0.0625",
        "0.5 , -1.25 , 0.0625",
        ".5, - 1.25, .0625",
        "1/2, -5/4, 1/16",
        "1 / 2, −5 / 4, 1 / 16",
        "½ −5/4 1/16",
        "h = (0.5, −1.25, 0.0625)",
        "array([0.5, -1.25, 0.0625])",
        "tensor([ 0.5000, -1.2500,  0.0625])",
        "5e-1, -1.25e0, 6.25e-2",
    ],
    "count": [
        "5504",
        "5,504",
        "5 504",
        "5504.",
        "5504.0",
        "+5504",
        "5504개",
        "5,504개",
        "5.504e3",
        "５５０４",
        "N = 5504",
    ],
    "shape": [
        "(8, 20, 16)",
        "8, 20, 16",
        "8,20,16",
        "8 20 16",
        "8x20x16",
        "8 X 20 X 16",
        "8 × 20 × 16",
        "8*20*16",
        "8·20·16",
        "[8, 20, 16]",
        "torch.Size([8, 20, 16])",
        "8; 20; 16",
        "out.shape = (8, 20, 16)",
    ],
    "matrix": ["4 × 3", "4x3", "(4, 3)", "4,3", "4 3"],
}

WRONG_NUMBERS: Table = {
    "number": [
        "0.25",
        "-0.26",
        "-0.2522",
        "-0.5",
        "-25",
        "-2.5",
        "1/4",
        "-4",
        "-0.025",
        "25e-2",
        "-1/2",
        "1e300",
        "0.2500",
    ],
    "share": ["0.0125", "1.25%", "0.125%", "0.25", "25%", "-12.5%", "125", "12.5", "7/8", "87.5%"],
    "vector": [
        "0.5, 1.25, 0.0625",
        "-1.25, 0.5, 0.0625",
        "1, -2.5, 0.125",
        "-0.5, 1.25, -0.0625",
        "0 0 0.0001",
        "5, -12.5, 0.625",
    ],
    "count": ["5505", "5503", "-5504", "5.504", "11008", "5504.5", "1/2", "0"],
    "shape": ["(20, 8, 16)", "8, 20, 17", "16 × 20 × 8", "(−8, 20, 16)", "1, 1, 1"],
    "matrix": ["3 × 4", "(4, −3)", "4; 4", "43, 1"],
}

UNREADABLE: Table = {
    "number": [
        "",
        " ",
        ".",
        "-",
        "−",
        "%",
        "x",
        "minus a quarter",
        "모름",
        "1/0",
        "--0.25",
        "+-0.25",
        "-0.2.5",
        "0x10",
        "nan",
        "inf",
        "1e999",
        "-0,2,5",
        "-0 .25",
        "-0, 25",
        "-0.25 -0.25",
        "0.25-",
        "1½",
        "5²",
        "-25%",  # not a share
        "-0.3",  # right, with too few decimals
        "-0.2502",  # rounded on the way
    ],
    "share": ["12.5%%", "%12.5", "12.5 of 100", "0.13", "13%"],
    "vector": [
        "0.5",
        "0.5, -1.25",
        "0.5, -1.25, 0.0625, 0",
        "0.5, -1.25, x",
        "()",
        "0.5, -1.25,",
        "50%, -125%, 6.25%",
        "50%, -1.25, 0.0625",
        "0.5, -1.2, 0.1",
    ],
    "count": ["many", "5,50,4", "5 5 0 4", "5504%", "5504 + 1", "55²"],
    "shape": ["8, 20", "8 × 20", "8.20.16", "82016", "(8, 20, 16, 1)", "B × T × H", "8 by 20"],
    "matrix": ["43", "4", "4 × 3 × 1", "(4)", "rows"],
}


def graded(library: Library, of: str, given: str) -> Feedback:
    """A number that was given, graded."""
    card = next(card for card in library.cards if card.exercise)
    question = Question(
        card=card.id,
        kind="numeric",
        seed=0,
        stem=Text("Halve it.", "반은?"),
        answer=Text("y", "y"),
        drawn=DRAWN[of],
        rules={"doubled": MISTAKE},
    )
    return grade(question, given, library)


@pytest.mark.parametrize(("of", "given"), rows(RIGHT_NUMBERS))
def test_a_right_number_in_another_spelling(library: Library, of: str, given: str) -> None:
    feedback = graded(library, of, given)
    assert (feedback.right, feedback.grade) == (True, 3)


@pytest.mark.parametrize(("of", "given"), rows(WRONG_NUMBERS))
def test_a_wrong_number(library: Library, of: str, given: str) -> None:
    feedback = graded(library, of, given)
    assert (feedback.right, feedback.grade, feedback.unreadable) == (False, 1, False)


@pytest.mark.parametrize(("of", "given"), rows(UNREADABLE))
def test_what_cannot_be_taken_for_an_answer_is_asked_again(library: Library, of: str, given: str) -> None:
    feedback = graded(library, of, given)
    assert (feedback.right, feedback.grade, feedback.unreadable) == (False, None, True)
    assert feedback.says["en"]
    assert feedback.says["ko"]
