"""The runs on a screen: following the newest frame, going back, the run before, pins, and the time that is left."""

from __future__ import annotations

from studyapp.lab.frames import Frame
from studyapp.session.runs import KEPT, Runs


def frame(k: int, progress: float = 1.0) -> Frame:
    return Frame(panels=(), values={"k": float(k)}, progress=progress)


def run(runs: Runs, *numbers: int, other: bool = True) -> None:
    runs.begin(other=other)
    for k in numbers:
        runs.add(frame(k))


def k(shown: Frame | None) -> float | None:
    return None if shown is None else shown.values["k"]


def test_the_newest_is_followed_until_one_goes_back() -> None:
    runs = Runs()
    run(runs, 1, 2, 3)
    assert (k(runs.frame), runs.place) == (3, (3, 3))
    runs.go(-2)
    runs.add(frame(4))
    assert (k(runs.frame), runs.place) == (1, (1, 4))
    runs.go(10)
    runs.add(frame(5))
    assert k(runs.frame) == 5
    runs.go(-100)
    assert k(runs.frame) == 1


def test_frames_stay_until_the_first_of_the_next_run_comes() -> None:
    runs = Runs()
    run(runs, 1, 2)
    runs.begin(other=True)
    assert k(runs.frame) == 2
    runs.add(frame(7))
    assert (k(runs.frame), runs.place) == (7, (1, 1))


def test_the_run_before_is_the_one_at_other_settings() -> None:
    runs = Runs()
    run(runs, 1)
    run(runs, 1, other=False)
    assert runs.before is None
    run(runs, 2)
    assert k(runs.before) == 1


def test_pins_have_letters_and_the_oldest_goes() -> None:
    runs = Runs()
    for f in (1, 2, 3, 4):
        run(runs, f)
        runs.pin({"f": f}, seed=0)
    assert [(pinned.letter, k(pinned.frame)) for pinned in runs.pins] == [("B", 2), ("C", 3), ("A", 4)]
    assert len({pinned.letter for pinned in runs.pins}) == 3


def test_the_same_run_is_pinned_once() -> None:
    runs = Runs()
    run(runs, 1)
    assert runs.pin({"f": 1}, 0) is runs.pin({"f": 1}, 0)
    runs.pin({"f": 1}, seed=1)
    assert len(runs.pins) == 2
    runs.unpin()
    assert runs.pins == []


def test_nothing_is_pinned_before_a_run() -> None:
    assert Runs().pin({}, 0) is None


def test_a_very_long_run_is_thinned_and_keeps_its_end() -> None:
    runs = Runs()
    run(runs, *range(KEPT + 10))
    assert len(runs.frames) <= KEPT
    assert k(runs.last) == KEPT + 9


def test_the_time_left_follows_the_progress() -> None:
    now = [0.0]
    runs = Runs(clock=lambda: now[0])
    runs.begin(other=True)
    assert runs.left() is None
    now[0] = 2.0
    runs.add(frame(1, progress=0.25))
    assert runs.left() == 6.0
