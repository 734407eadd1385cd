"""The lab's child: what it answers, and that nothing a demo does brings the app down."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from studyapp.lab.client import COMMAND, Lab, LabCrashed, LabError, Verdicts, describe_now
from studyapp.lab.frames import Checked, Curves, Frame, Table
from studyapp.lab.now import draw_now, run_now, verify_now


async def everything(lab: Lab, demo: str, seed: int = 0, **settings: Any) -> tuple[list[Frame], Verdicts]:
    frames: list[Frame] = []
    async for item in lab.run(demo, settings, seed):
        if isinstance(item, tuple):
            return frames, item
        frames.append(item)
    raise AssertionError("the run ended without verdicts")


def pid(lab: Lab) -> int:
    assert lab._process is not None
    return lab._process.pid


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{process}/stat").read_text().split()[2] == "Z"


async def test_a_run_streams_frames_and_ends_with_verdicts(lab: Lab) -> None:
    frames, verdicts = await everything(lab, "count", n=4)
    assert [frame.at for frame in frames] == ["k = 1", "k = 2", "k = 3", "k = 4"]
    curve, table = frames[-1].panels
    assert isinstance(curve, Curves)
    assert curve.lines[0].y == (0.0, 1.0, 4.0, 9.0)
    assert isinstance(table, Table)
    assert table.rows == ((1.0, 2.5), (10.0, -0.25))
    assert [(v.claim, v.applies, v.holds) for v in verdicts] == [
        ("reaches", True, True),
        ("three", False, False),
        ("small", True, True),
        ("trained", True, True),
    ]


async def test_the_last_frame_is_what_a_run_ends_with(lab: Lab) -> None:
    frames, _verdicts = await everything(lab, "count", n=4)
    assert await lab.last_frame("count", {"n": 4}) == frames[-1]


async def test_a_run_that_another_one_drops_has_no_last_frame(lab: Lab) -> None:
    dropped = asyncio.create_task(lab.last_frame("count", {"n": 1000, "wait": 0.01}))
    await asyncio.sleep(0.3)
    frame = await lab.last_frame("count", {"n": 2})
    assert frame is not None
    assert frame.at == "k = 2"
    assert await dropped is None


async def test_the_seed_decides_what_is_drawn(lab: Lab) -> None:
    drawn = [(await everything(lab, "count", seed))[0][-1].values["drawn"] for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]


@pytest.mark.parametrize(
    ("demo", "settings", "kind", "says"),
    [
        ("nothing", {}, "unknown", "there is no demo 'nothing'; there are: "),
        ("helper", {}, "unknown", "there is no demo 'helper'"),
        ("../count", {}, "unknown", "there is no demo '../count'"),
        ("count", {"m": 1}, "setting", "there is no parameter 'm'; there are: n, wait, kind"),
        ("count", {"n": 0}, "setting", "n = 0 does not fit: it must be a whole number in 1 … 100000"),
        ("count", {"n": 1.5}, "setting", "n = 1.5 does not fit: it must be a whole number in 1 … 100000"),
        ("count", {"wait": "soon"}, "setting", "wait = soon does not fit: it must be in 0 … 10"),
        ("count", {"kind": "c"}, "setting", "kind = c does not fit: it must be one of a, b"),
        ("raises", {}, "fault", "ZeroDivisionError: the third gate (demos.toys.raises, line "),
        ("odd", {}, "fault", "cannot be shown"),
        ("silent", {}, "fault", "ended without a frame"),
        ("greedy", {}, "memory", "more memory than a demo is given"),
    ],
)
async def test_what_fails_is_said_in_one_line(
    lab: Lab, demo: str, settings: dict[str, Any], kind: str, says: str
) -> None:
    await lab.warm()
    before = pid(lab)
    with pytest.raises(LabError) as caught:
        await everything(lab, demo, **settings)
    assert caught.value.kind == kind
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    await everything(lab, "count")
    assert pid(lab) == before, "the child lives on"


async def test_the_newest_run_wins(lab: Lab) -> None:
    seen: list[str] = []

    async def first() -> None:
        async for item in lab.run("count", {"n": 100000, "wait": 0.01}):
            assert isinstance(item, Frame)
            seen.append(item.at)

    running = asyncio.create_task(first())
    while not seen:
        await asyncio.sleep(0.01)
    before = pid(lab)
    frames, verdicts = await everything(lab, "count", n=2)
    assert [frame.at for frame in frames] == ["k = 1", "k = 2"]
    assert len(verdicts) == 4
    await asyncio.wait_for(running, 1)  # it ended early, without verdicts and without an error
    assert pid(lab) == before, "a demo that yields often is dropped politely"


async def test_of_many_runs_started_at_once_only_the_last_ends_with_verdicts(lab: Lab) -> None:
    ends: list[int] = []

    async def one(n: int) -> None:
        async for item in lab.run("count", {"n": n, "wait": 0.005}):
            if isinstance(item, tuple):
                ends.append(n)

    await asyncio.gather(*(one(50 + n) for n in range(6)))
    assert ends == [55]


async def test_a_drawing_does_not_wait_for_a_run(lab: Lab) -> None:
    async with aclosing(lab.run("count", {"n": 100000, "wait": 0.01})) as run:
        await anext(run)
        drawn = await asyncio.wait_for(lab.draw("gru-step", 3), 1)
        assert drawn == await lab.draw("gru-step", 3) != await lab.draw("gru-step", 4)
        assert isinstance(await anext(run), Frame), "the run goes on"


async def test_leaving_the_iterator_cancels_the_run(lab: Lab) -> None:
    async with aclosing(lab.run("count", {"n": 100000, "wait": 0.01})) as run:
        await anext(run)
    await asyncio.sleep(0.1)
    began = time.monotonic()
    await everything(lab, "count")
    assert time.monotonic() - began < 0.15


async def test_a_cancel_that_is_not_heard_kills_and_replaces(lab: Lab) -> None:
    run = lab.run("hangs", {})
    await anext(run)
    await asyncio.sleep(0.05)  # until it is deep in its sleep
    stuck = pid(lab)
    began = time.monotonic()
    await lab.cancel()
    assert 0.15 < time.monotonic() - began < 0.5
    assert [item async for item in run] == []
    await everything(lab, "count")
    assert pid(lab) != stuck
    assert gone(stuck)


async def test_a_cancel_that_is_left_alone_still_ends_a_stuck_child(lab: Lab) -> None:
    seen: list[object] = []

    async def follow() -> None:
        async for answer in lab.run("hangs", {}):
            seen.append(answer)

    run = asyncio.create_task(follow())
    while not seen:
        await asyncio.sleep(0.01)
    cancelling = asyncio.create_task(lab.cancel())
    await run
    cancelling.cancel()  # its screen was left
    with pytest.raises(asyncio.CancelledError):
        await cancelling
    assert [type(answer) async for answer in lab.run("count", {})][-1] is tuple


async def test_a_run_right_after_leaving_a_stuck_one_is_not_taken_down_with_it(lab: Lab) -> None:
    async with aclosing(lab.run("hangs", {})) as run:
        await anext(run)
        await asyncio.sleep(0.05)
    _, verdicts = await everything(lab, "count")
    assert len(verdicts) == 4


async def test_a_drawing_survives_the_killing_of_the_child(lab: Lab) -> None:
    run = lab.run("hangs", {})
    await anext(run)
    await asyncio.sleep(0.05)
    drawing = asyncio.create_task(lab.draw("gru-step", 3))
    await asyncio.sleep(0.05)
    await lab.cancel()
    assert (await drawing)["seed"] == 3
    await run.aclose()


async def test_no_sign_of_life_is_an_error_and_the_next_request_works(lab: Lab) -> None:
    with pytest.raises(LabError, match="no sign of life for 2 s") as caught:
        await everything(lab, "hangs")
    assert caught.value.kind == "hang"
    await everything(lab, "count")


async def test_a_slow_reader_is_no_hang_and_loses_no_frame(command: list[str]) -> None:
    async with Lab(command, patience=0.5) as lab:
        frames: list[str] = []
        await lab.warm()
        await everything(lab, "count")
        async for item in lab.run("count", {"n": 60}):
            if not frames:
                await asyncio.sleep(0.8)
            if isinstance(item, Frame):
                frames.append(item.at)
        assert frames == [f"k = {k}" for k in range(1, 61)]


async def test_a_crash_is_told_with_the_last_words(lab: Lab) -> None:
    with pytest.raises(LabCrashed, match="ended with exit code 7") as caught:
        await everything(lab, "exits")
    assert caught.value.last_words.strip() == "farewell"
    await everything(lab, "count")


async def test_a_child_that_dies_while_idle_is_replaced(lab: Lab) -> None:
    await everything(lab, "count")
    os.kill(pid(lab), 9)
    await asyncio.sleep(0.1)
    await everything(lab, "count")


async def test_a_child_that_cannot_start_is_an_error(tmp_path: Path) -> None:
    async with Lab([str(tmp_path / "nothing")]) as lab:
        lab.warm_soon()
        with pytest.raises(LabCrashed, match="cannot be started"):
            await lab.describe()
    async with Lab([sys.executable, "-c", "raise SystemExit('no numpy')"]) as lab:
        with pytest.raises(LabCrashed) as caught:
            await lab.describe()
        assert caught.value.last_words.strip() == "no numpy"


async def test_stray_output_does_not_reach_the_app(lab: Lab) -> None:
    _, verdicts = await everything(lab, "prints")
    assert verdicts[0].holds


async def test_a_huge_frame_arrives_and_one_beyond_all_measure_is_an_error(command: list[str]) -> None:
    async with Lab(command) as lab:
        frames, _ = await everything(lab, "huge")
        panel = frames[-1].panels[0]
        assert isinstance(panel, Curves)
        assert len(panel.lines[0].y) == 100000
        with pytest.raises(LabCrashed) as caught:
            await everything(lab, "huge", n=700000)
        assert "cannot be read" in caught.value.last_words
        await everything(lab, "count")


async def test_verify_takes_the_claims_own_settings_and_long_trainings_once(lab: Lab) -> None:
    checked = [item async for item in lab.verify(["count", "wrong", "raises"], seeds=3, seed=10)]
    runs: dict[tuple[str, str], list[Checked]] = {}
    for item in checked:
        runs.setdefault((item.demo, item.claim), []).append(item)
    assert [item.measured for item in runs["count", "small"]] == [5, 5, 5]
    assert [item.seed for item in runs["count", "reaches"]] == [10, 11, 12]
    assert [item.seed for item in runs["count", "trained"]] == [10]
    assert [(item.measured, item.bound, item.holds) for item in runs["wrong", "two"]] == [(1.0, 2.0, False)] * 3
    failed = runs["raises", "one"][0]
    assert (failed.holds, failed.measured) == (False, None)
    assert failed.error.startswith("ZeroDivisionError: the third gate")


async def test_a_long_verification_gives_signs_of_life(lab: Lab) -> None:
    began = time.monotonic()
    assert [item.holds async for item in lab.verify(["slow"])] == [True]
    assert time.monotonic() - began > 2.0, "it was longer than the lab's patience"


async def test_verify_of_an_unknown_demo_is_an_error(lab: Lab) -> None:
    with pytest.raises(LabError, match="there is no demo 'nothing'"):
        _ = [item async for item in lab.verify(["nothing"])]


async def test_close_leaves_no_process_even_in_the_middle_of_a_run(command: list[str]) -> None:
    lab = Lab(command)
    run = lab.run("hangs", {})
    await anext(run)
    process = pid(lab)
    began = time.monotonic()
    await lab.close()
    assert time.monotonic() - began < 0.5
    assert gone(process)
    assert [item async for item in run] == []
    with pytest.raises(LabError, match="closed"):
        await lab.warm()


def test_the_child_ends_when_its_parent_is_killed(command: list[str], tmp_path: Path) -> None:
    source = f"""
import asyncio, os
from studyapp.lab.client import Lab
async def main():
    lab = Lab({command!r})
    await anext(lab.run("hangs", {{}}))
    print(lab._process.pid, flush=True)
    os.kill(os.getpid(), 9)
asyncio.run(main())
"""
    parent = subprocess.run([sys.executable, "-c", source], capture_output=True, check=False, cwd=tmp_path)
    assert parent.returncode == -9, parent.stderr
    child = int(parent.stdout)
    deadline = time.monotonic() + 1
    while not gone(child) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert gone(child)


def test_nothing_is_said_at_exit_when_a_lab_is_used_and_closed(command: list[str], tmp_path: Path) -> None:
    source = f"""
import asyncio
from studyapp.lab.client import Lab
async def main():
    lab = Lab({command!r})
    async for item in lab.run("count", {{"n": 50, "wait": 0.01}}):
        break
    lab.warm_soon()
    await lab.close()
asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-X", "dev", "-c", source], capture_output=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_folder_demos_where_the_learner_stands_is_never_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "demos").mkdir()
    (tmp_path / "demos" / "__init__.py").write_text("raise SystemExit('hijacked')")
    (tmp_path / "numpy.py").write_text("raise SystemExit('hijacked')")
    monkeypatch.chdir(tmp_path)
    assert "gru-step" in describe_now(COMMAND).exercises
    assert draw_now("gru-step", 1)["seed"] == 1


def test_without_an_event_loop(command: list[str]) -> None:
    *frames, verdicts = run_now("count", {"n": 3}, command=command)
    assert [frame.at for frame in frames if isinstance(frame, Frame)] == ["k = 1", "k = 2", "k = 3"]
    assert isinstance(verdicts, tuple)
    assert [item.holds for item in verify_now(["wrong"], seeds=2, command=command)] == [False, False]
    left_early = run_now("hangs", {}, command=command)
    assert isinstance(next(left_early), Frame)
    left_early.close()  # type: ignore[attr-defined]
    assert describe_now(command).demos["count"].claims == ("reaches", "three", "small", "trained")
    with pytest.raises(LabCrashed, match="exit code 3"):
        describe_now([sys.executable, "-c", "raise SystemExit(3)"])
