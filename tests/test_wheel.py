"""The wheel: everything that a learner needs is in it, and it works where the checkout is not."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from studyapp import __version__

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the checkout, built without the network."""
    folder: Path = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), str(ROOT))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's packages; what they depend on is this environment's."""
    folder: Path = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-compile")
    run(*pip, "--no-deps", "--no-index", "--target", str(folder), str(wheel))
    return folder


def run(*command: str, cwd: Path | None = None, **environ: str) -> str:
    done = subprocess.run(
        command,
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environ},
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def below(folder: str, *endings: str) -> set[str]:
    """The checkout's files with these endings, by their path from its root."""
    return {
        str(path.relative_to(ROOT))
        for ending in endings
        for path in (ROOT / folder).rglob(f"*{ending}")
        if "__pycache__" not in path.parts
    }


def test_it_contains_everything(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    assert {f"studyapp/{name}" for name in below("glossary", ".yaml", ".json")} <= names
    assert below("studyapp", ".py", ".tcss", ".mo") <= names
    assert below("demos", ".py") <= names
    assert "studyapp/glossary/schema.json" in names
    assert "studyapp/locale/ko/LC_MESSAGES/studyapp.mo" in names
    assert f"studyapp-{__version__}.dist-info/licenses/LICENSE" in names
    assert f"studyapp-{__version__}.dist-info/entry_points.txt" in names


def test_it_contains_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        names = opened.namelist()
        metadata = opened.read(f"studyapp-{__version__}.dist-info/METADATA").decode("utf-8")
    assert {name.partition("/")[0] for name in names} == {"studyapp", "demos", f"studyapp-{__version__}.dist-info"}
    assert [name for name in names if "test" in name or "__pycache__" in name or name.endswith((".pyc", ".db"))] == []
    assert f"Version: {__version__}\n" in metadata
    assert "License-Expression: MIT\n" in metadata
    assert "Requires-Dist: numpy" in metadata


def test_it_works_where_the_checkout_is_not(installed: Path, tmp_path: Path) -> None:
    def studyapp(*words: str) -> str:
        return run(sys.executable, "-m", "studyapp", *words, cwd=tmp_path, **place)

    place = {"PYTHONPATH": str(installed), "STUDYAPP_DATA_DIR": str(tmp_path / "data"), "STUDYAPP_LANG": "en"}
    where = "import studyapp, demos; from studyapp.content import paths; print(studyapp.__file__, demos.__file__)"
    where += "; print(paths.glossary())"
    places = run(sys.executable, "-P", "-c", where, cwd=tmp_path, **place).split()
    assert [path for path in places if not path.startswith(str(installed))] == []
    assert studyapp("--version") == f"studyapp {__version__}\n"
    listed = studyapp("list").splitlines()
    assert listed[0] == "Neural networks"
    assert len([line for line in listed if line.startswith("  ")]) > 40
    demo = studyapp("demo", "gru-dial")
    assert demo.count("  ✔ ") == 4
    shown = studyapp("show", "망각", "게이트")
    assert shown.startswith("forget gate\n")
    assert studyapp("show", "망각", "게이트", "--lang", "ko").startswith("망각 게이트\n")
    assert studyapp("check").endswith(" files, no problem\n")
    assert "studyapp study --plain" in studyapp()


def test_a_folder_named_demos_where_the_learner_stands_is_not_taken_for_ours(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "demos").mkdir()
    (tmp_path / "demos" / "__init__.py").write_text("raise SystemExit('the wrong demos')\n", encoding="utf-8")
    place = {"PYTHONPATH": str(installed), "STUDYAPP_DATA_DIR": str(tmp_path / "data"), "STUDYAPP_LANG": "en"}
    shown = run(sys.executable, "-P", "-m", "studyapp", "demo", "one-hot", cwd=tmp_path, **place)
    assert shown.count("  ✔ ") == 2
