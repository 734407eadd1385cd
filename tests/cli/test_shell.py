"""The program in a process of its own: pipes, encodings, closed streams, signals, a real terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pexpect
import pytest

from studyapp import __version__
from studyapp.content.library import Library
from studyapp.memory.log import Log

COMMAND = f"'{sys.executable}' -m studyapp"


def shell(line: str, home: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of bash in which ``studyapp`` is the program; fails as the first command of a pipe does."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "STUDYAPP"))}
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line.replace("studyapp", COMMAND, 1)],
        capture_output=True,
        check=False,
        env={**environ, "STUDYAPP_DATA_DIR": str(home), "PYTHONPATH": str(Path(__file__).parents[2]), **more},
        timeout=30,
    )


def test_the_version(home: Path) -> None:
    done = shell("studyapp --version", home)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, f"studyapp {__version__}\n", b"")


@pytest.mark.parametrize(
    "line",
    [
        "studyapp list | true",
        "studyapp show lstm | head -1 >/dev/null",
        "studyapp demo race --json | head -c 100 >/dev/null",
        r"printf '\n4\n\n4\n\n4\n' | studyapp study --plain | head -1 >/dev/null",
    ],
)
def test_a_closed_pipe_is_no_error(home: Path, line: str) -> None:
    done = shell(line, home)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is Linux's")
def test_a_full_disk_is_one_line_and_exit_code_3(home: Path) -> None:
    done = shell("studyapp list >/dev/full", home)
    assert done.returncode == 3
    assert done.stderr.decode() == "studyapp: the output: No space left on device; check the disk and the permissions\n"


@pytest.mark.parametrize("line", ["studyapp <&-", "studyapp study --plain <&-", "studyapp list >&-"])
def test_a_stream_that_is_closed_from_the_start(home: Path, line: str) -> None:
    done = shell(line, home)
    assert (done.returncode, done.stderr) == (0, b"")


def test_json_is_utf_8_whatever_the_locale_says(home: Path) -> None:
    latin = {"PYTHONIOENCODING": "latin-1", "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = shell("studyapp show forget gate --json --lang ko", home, **latin)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["term"] == "망각 게이트"


def test_a_locale_without_hangul_prints_a_mark_in_its_place(home: Path) -> None:
    done = shell("studyapp show forget gate --lang ko", home, PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"?? ???\n")
    done = shell("studyapp show 없는것", home, PYTHONIOENCODING="latin-1")
    assert done.returncode == 2
    assert done.stderr.startswith(b"studyapp: there is no term ????")


@pytest.mark.parametrize(
    ("environ", "term"),
    [
        ({"LC_ALL": "ko_KR.UTF-8"}, "망각 게이트"),
        ({"LANG": "ko_KR.UTF-8", "STUDYAPP_LANG": "en"}, "forget gate"),
        ({"LANG": "de_DE.UTF-8"}, "forget gate"),
    ],
)
def test_the_language_of_the_environment(home: Path, environ: dict[str, str], term: str) -> None:
    done = shell("studyapp show f_t", home, PYTHONIOENCODING="utf-8", **environ)
    assert done.stdout.decode().splitlines()[0] == term


def test_a_demo_for_real_in_a_pipe(home: Path, library: Library) -> None:
    done = shell("studyapp demo gru-dial --set z=0.5 --lang ko | cat", home, PYTHONIOENCODING="utf-8", TERM="xterm")
    assert (done.returncode, done.stderr) == (0, b"")
    words = library.demo_words("gru-dial")
    assert words is not None
    assert done.stdout.decode().startswith(f"{words.title.ko}\n")
    assert b"\x1b" not in done.stdout


def test_the_folder_named_on_the_line_wins(home: Path, tmp_path: Path) -> None:
    line = f"printf '\\n3\\nq\\n' | studyapp study --plain --data-dir '{tmp_path / 'other'}'"
    done = shell(line, home)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "other" / "log.db").exists()
    assert not (home / "log.db").exists()


def test_ctrl_c_leaves_at_once_and_keeps_what_was_answered(home: Path) -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-m", "studyapp", "study", "--plain", "--lang", "en"],
        env={**os.environ, "STUDYAPP_DATA_DIR": str(home)},
        encoding="utf-8",
        timeout=20,
    )
    child.expect_exact("q leaves:")
    child.sendline("")
    child.expect_exact("4 easy:")
    child.sendline("3")
    child.expect_exact("back in 10m")
    child.expect_exact("q leaves:")
    began = time.monotonic()
    child.kill(signal.SIGINT)
    child.expect(pexpect.EOF)
    child.close()
    assert time.monotonic() - began < 5
    assert child.exitstatus == 130
    assert "Traceback" not in (child.before or "")
    with closing(Log.open(home / "log.db")) as log:
        assert log.size() == 1


def test_in_a_terminal_what_is_typed_is_shown_once_and_nothing_is_painted(home: Path) -> None:
    screen, status = pexpect.run(
        f"{sys.executable} -m studyapp study --plain --lang ko",
        env={**os.environ, "STUDYAPP_DATA_DIR": str(home)},
        events={"그만하기:": "그만\n", "쉬움:": "q\n"},
        encoding="utf-8",
        withexitstatus=True,
        timeout=20,
    )
    assert status == 0
    assert screen.count("그만\r\n") == 1
    assert "\x1b" not in screen
