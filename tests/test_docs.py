"""The page that tells how to write a demo: its files, put into a copy of the checkout, do what it says."""

from __future__ import annotations

import dataclasses
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from demos import contract
from studyapp.content.compiling import compile_demo

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "write-a-demo.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
pytestmark = pytest.mark.slow

MODULE = "demos/recurrence/leaky_integrator.py"
WORDS = "glossary/demos/leaky-integrator.yaml"
TEST = "tests/demos/recurrence/test_leaky_integrator.py"
FAST = {"PYTHONDONTWRITEBYTECODE": ""}  # some environments forbid .pyc files: every start would compile the copy anew


def shown() -> list[tuple[str, str]]:
    """Each command of the page that prints the same wherever it is run, and what the page says that it prints."""
    blocks = re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    told = [one.partition("\n") for block in blocks for one in re.split(r"^\$ ", block, flags=re.MULTILINE)]
    same = re.compile("python -m demos|studyapp (demo|verify)")
    return [(line, prints) for line, _, prints in told if prints and same.match(line)]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with the page's files in it, as a reader makes them."""
    folder: Path = tmp_path_factory.mktemp("checkout")
    for name in ("demos", "glossary", "studyapp", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__snapshots__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(checkout: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python's in the copy, which goes before the checkout."""
    place = {"PYTHONPATH": str(checkout), "STUDYAPP_DATA_DIR": str(checkout / "data"), "STUDYAPP_LANG": "en"}
    return subprocess.run(
        [sys.executable, "-m", *words],
        capture_output=True,
        check=False,
        cwd=checkout,
        env={**os.environ, **place, **FAST, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"},
        text=True,
        encoding="utf-8",
        timeout=60,
    )


def test_it_has_a_module_its_words_and_its_test() -> None:
    assert list(FILES) == [MODULE, WORDS, TEST]


def test_the_words_read_without_complaint() -> None:
    compiled = compile_demo(WORDS, FILES[WORDS].encode())
    assert compiled.problems == ()
    assert compiled.demo is not None


def test_the_example_passes_its_own_test_and_those_that_every_demo_must_pass(checkout: Path) -> None:
    every = ("tests/demos/test_every_demo.py", "tests/demos/test_plots.py")
    done = run(checkout, "pytest", *every, TEST, "-k", "leaky")
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"^(\d+) passed", done.stdout, re.MULTILINE)
    assert passed is not None
    assert f"\n{passed[1]} passed, " in PAGE


def test_the_code_is_in_the_project_s_style(checkout: Path) -> None:
    for command in (("format", "--check"), ("check",)):
        done = run(checkout, "ruff", *command, "--no-cache", MODULE, TEST)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("line", "prints"), shown())
def test_a_command_prints_what_the_page_says(checkout: Path, line: str, prints: str) -> None:
    # Among them: the claims hold over twenty seeds.
    words = shlex.split(line)
    done = run(checkout, *(words[2:] if words[0] == "python" else words))
    printed, wanted = (re.sub(" +", " ", text.strip()) + "\n" for text in (done.stdout + done.stderr, prints))
    pieces = re.split("^…\n", wanted, flags=re.MULTILINE)  # a line of … stands for any lines; columns may be wider
    assert re.fullmatch("(?:.*\n)*?".join(map(re.escape, pieces)), printed), printed


@pytest.mark.parametrize(("name", "fields"), re.findall(r"`([A-Z]\w+)\(([a-z_, ]+)\)`", PAGE))
def test_what_it_names_has_these_fields(name: str, fields: str) -> None:
    assert [each.name for each in dataclasses.fields(getattr(contract, name))] == fields.split(", ")


def test_the_tests_that_it_names_are_there() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    for name in set(re.findall(r"`(test_\w+)(?:\[.*)?`", PAGE)):
        assert f"def {name}(" in sources
