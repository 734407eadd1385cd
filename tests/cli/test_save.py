"""demo --save: the last frame of a run as a picture in a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from studyapp.content.library import Library
from studyapp.language import LANGS, say
from tests.cli.conftest import Call, one_line

TITLE = "{http://www.w3.org/2000/svg}title"
DESC = "{http://www.w3.org/2000/svg}desc"
QUICK = ("demo", "cell-path", "--set", "steps=3")


def test_a_picture_is_saved_and_said_so_after_the_page(call: Call, library: Library, tmp_path: Path) -> None:
    path = tmp_path / "decay.svg"
    words = library.demo_words("cell-path")
    assert words is not None
    for lang in LANGS:
        called = call(*QUICK, "--save", str(path), "--lang", lang)
        assert (called.code, called.err) == (0, "")
        said = say("picture saved in {path}: {title}", lang).format(path=path, title=words.title[lang])
        assert called.out.splitlines()[-1] == said
        assert called.out.startswith(f"{words.title[lang]}\n")
        picture = fromstring(path.read_text(encoding="utf-8"))
        assert picture.findtext(TITLE) == words.title[lang]
        description = picture.findtext(DESC) or ""
        assert description.startswith(f"cell-path: f = 0.97, steps = 3. {words.see[lang]}")
        assert f"{words.labels['kept'][lang]} = 0.912673" in description
        assert "f = 0.97, steps = 3" in "".join(picture.itertext())
        assert words.labels["half"][lang] in "".join(picture.itertext())


def test_the_seed_is_told_where_one_was_given(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    call("demo", "one-hot", "--seed", "7", "--save", str(path))
    assert "seed = 7" in (fromstring(path.read_text(encoding="utf-8")).findtext(DESC) or "")


def test_with_json_stdout_is_json_alone(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    called = call(*QUICK, "--save", str(path), "--json")
    assert called.code == 0
    *frames, claims = [json.loads(line) for line in called.out.splitlines()]
    assert "panels" in frames[-1]
    assert "claims" in claims
    assert called.err.startswith(f"picture saved in {path}: ")
    assert called.err.count("\n") == 1
    assert path.exists()


def test_a_png_is_one(call: Call, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    path = tmp_path / "A.PNG"
    assert call(*QUICK, "--save", str(path)).code == 0
    assert path.read_bytes().startswith(b"\x89PNG")
    assert [each.name for each in tmp_path.iterdir() if each.name != "home"] == ["A.PNG"]


def test_a_file_that_is_there_is_replaced(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_text("before", encoding="utf-8")
    assert call(*QUICK, "--save", str(path)).code == 0
    assert path.read_text(encoding="utf-8").startswith("<svg ")


@pytest.fixture
def not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not possible is said before a demo takes its time."""

    def run(*_: object) -> None:
        pytest.fail("the demo ran")

    monkeypatch.setattr("studyapp.cli.lab.run_now", run)


@pytest.mark.usefixtures("not_run")
@pytest.mark.parametrize("name", ["a.pdf", "a", ".svg", "a.svg.gz", ""])
def test_another_ending_is_refused(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    called = call("demo", "cell-path", "--save", name)
    assert called.code == 2
    assert one_line(called).endswith("a picture ends in .svg or .png")


def test_without_a_demo_it_is_refused(call: Call, tmp_path: Path) -> None:
    called = call("demo", "--save", str(tmp_path / "a.svg"))
    assert called.code == 2
    assert "--save wants a demo: studyapp demo ID --save FILE" in one_line(called)


@pytest.mark.usefixtures("not_run")
def test_where_nothing_can_be_written(call: Call, tmp_path: Path) -> None:
    (tmp_path / "folder.svg").mkdir()
    for name, says in (
        ("no/a.svg", f"{tmp_path / 'no'}: there is no such folder; make it first, or name another"),
        ("folder.svg", f"{tmp_path / 'folder.svg'}: this is a folder; name a file in it"),
    ):
        called = call("demo", "cell-path", "--save", str(tmp_path / name))
        assert (called.code, one_line(called)) == (3, f"studyapp: {says}")


@pytest.mark.usefixtures("not_run")
def test_a_folder_without_permission(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("studyapp.lab.saving.file.os.access", lambda *_: False)  # root may write anywhere
    called = call("demo", "cell-path", "--save", str(tmp_path / "a.svg"))
    says = f"studyapp: {tmp_path}: no permission to write there; name another folder"
    assert (called.code, one_line(called)) == (3, says)


@pytest.mark.usefixtures("not_run")
def test_a_png_without_its_library_says_what_to_do(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    called = call("demo", "cell-path", "--save", str(tmp_path / "a.png"))
    assert called.code == 3
    says = "a .png needs the library resvg-py; save as .svg, or install it: pip install 'studyapp[png]'"
    assert one_line(called) == f"studyapp: {says}"


def test_a_disk_that_is_full_is_one_line(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    path = tmp_path / "a.svg"
    called = call(*QUICK, "--save", str(path))
    assert called.code == 3
    says = f"studyapp: {path}: No space left on device; check the disk and the permissions, or name another file\n"
    assert called.err == says
    assert not path.exists()
