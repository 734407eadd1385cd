"""What each start loads, seen in a fresh process: first screens and quick commands must not pay for the rest."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Every one of these takes longer to import than a screen may take to appear, or belongs to the lab's child.
NUMBERS = r"numpy|scipy|demos"
MARKDOWN = r"markdown_it|mdit_py_plugins|rich\.markdown|textual\.widgets\._markdown"
OPTIMISER = r"fsrs\.optimizer|torch|pandas|tqdm"
SCREENS = r"textual|rich"
LATER = rf"{NUMBERS}|{MARKDOWN}|{OPTIMISER}"

APP = """
import asyncio, json, sys
from pathlib import Path
from studyapp.content.paths import paths
from studyapp.session.desk import LocalZone, open_desk, wall_clock
from studyapp.tui.app import StudyApp

async def use():
    desk = open_desk(paths(Path(sys.argv[1])), "en", {}, wall_clock, LocalZone())
    app, seen = StudyApp(desk), {}

    def see(name):
        seen[name] = {"screen": type(app.screen).__name__, "answers": desk.log.size(), "modules": sorted(sys.modules)}

    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        see("home")
        await pilot.press("s")
        await pilot.pause()
        see("front")
        await pilot.press("space")
        await pilot.pause()
        await pilot.press("3")
        await pilot.pause()
        see("graded")
    print(json.dumps(seen))

asyncio.run(use())
"""

COMMAND = """
import json, sys
from contextlib import redirect_stdout
from io import StringIO
from studyapp.cli import main

with redirect_stdout(StringIO()) as printed:
    try:
        code = main(sys.argv[1:])
    except SystemExit as left:
        code = left.code
print(json.dumps({"code": code, "printed": printed.getvalue(), "modules": sorted(sys.modules)}))
"""


def fresh(source: str, *words: str) -> dict[str, object]:
    """What a fresh process prints, as JSON."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", source, *words], capture_output=True, check=False, text=True, timeout=60, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def loaded(modules: object, unwanted: str) -> list[str]:
    """Those of the modules that are, or lie in, an unwanted one."""
    assert isinstance(modules, list)
    assert "studyapp" in modules
    return [name for name in modules if re.match(rf"({unwanted})(\.|$)", name)]


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose cache knows the glossary, as it is at every start but the first."""
    folder: Path = tmp_path_factory.mktemp("layers")
    first = fresh(COMMAND, "--data-dir", str(folder), "list")
    assert first["code"] == 0
    assert loaded(first["modules"], "yaml"), "the first start compiles"
    return folder


def test_home_and_study_load_neither_numbers_nor_markdown_nor_the_optimiser(warm: Path) -> None:
    seen = fresh(APP, str(warm))
    home, front, graded = (seen[name] for name in ("home", "front", "graded"))
    for shown in (home, front, graded):
        assert isinstance(shown, dict)
        assert loaded(shown["modules"], LATER) == [], shown["screen"]
        assert loaded(shown["modules"], "textual"), "the app was there"
    assert isinstance(home, dict)
    assert isinstance(front, dict)
    assert isinstance(graded, dict)
    assert home["screen"] == "HomeScreen"
    assert front["screen"] == graded["screen"] != "HomeScreen"
    assert (home["answers"], front["answers"], graded["answers"]) == (0, 0, 1)
    assert loaded(home["modules"], "fsrs|yaml") == [], "the scheduler comes with the first answer"
    assert loaded(graded["modules"], "fsrs")


@pytest.mark.parametrize("words", [("--version",), ("list",), ("show", "relu"), ("stats",)], ids=" ".join)
def test_a_quick_command_loads_neither_screens_nor_numbers(warm: Path, words: tuple[str, ...]) -> None:
    seen = fresh(COMMAND, *(() if words == ("--version",) else ("--data-dir", str(warm))), *words)
    assert seen["code"] == 0
    assert seen["printed"]
    assert loaded(seen["modules"], rf"{SCREENS}|{LATER}|yaml") == []


def test_plain_study_loads_no_screens(warm: Path) -> None:
    seen = fresh(COMMAND, "--data-dir", str(warm), "study", "--plain")
    assert seen["code"] == 0
    assert loaded(seen["modules"], rf"{SCREENS}|{LATER}|yaml") == []


@pytest.mark.parametrize(
    ("name", "unwanted", "found"),
    [
        ("numpy.linalg", NUMBERS, True),
        ("numpyro", NUMBERS, False),
        ("rich.markdown", MARKDOWN, True),
        ("rich.text", MARKDOWN, False),
    ],
)
def test_an_unwanted_module_is_known_by_its_whole_name(name: str, unwanted: str, found: bool) -> None:
    assert (loaded(["studyapp", name], unwanted) == [name]) is found
