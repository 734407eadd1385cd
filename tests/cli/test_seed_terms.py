"""The terms that the glossary starts from: found under every name, with a demo whose claims hold."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.cli.one_lab import OneLab
from tests.seed_terms import TERMS, Checked, as_table, check_all


@pytest.fixture(scope="module")
def checked(one_lab: OneLab, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Checked]:
    data_dir: Path = tmp_path_factory.mktemp("seed-terms")
    return {each.english: each for each in check_all(one_lab, data_dir)}


@pytest.mark.parametrize("english", [english for english, _korean in TERMS])
def test_it_is_found_under_every_name_and_its_demo_holds(checked: dict[str, Checked], english: str) -> None:
    assert checked[english].wrong == []
    assert checked[english].claims > 0


def test_no_two_terms_are_one_entry(checked: dict[str, Checked]) -> None:
    assert len(checked) == len(TERMS) == 28
    assert [id for id, count in Counter(each.entry for each in checked.values()).items() if count > 1] == []


def test_the_table_has_a_line_a_term_and_marks_what_is_wrong(checked: dict[str, Checked]) -> None:
    right = checked["forget gate"]
    lines = as_table([right, Checked("nothing", ("없음",), "exit code 2", wrong=["no demo"])])
    assert len(lines) == 3
    assert lines[1].startswith(
        "✔  1  forget gate  망각 게이트 / 삭제 게이트 / 포겟 게이트  forget-gate  cell-path --set f=0.97"
    )
    assert lines[2].startswith("✘  2  nothing")
    assert lines[2].endswith("no demo")
