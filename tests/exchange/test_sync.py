"""Two machines and a folder: whatever happens to its files, both logs come to hold the same; nothing is overwritten."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.exchange.sync import ENDING, SyncError, sync
from studyapp.memory.log import Log
from studyapp.memory.model import Buried, Event, Forgotten, Logged, Opened, Rescheduled, Suspended
from studyapp.memory.scheduler import DAY_MS
from tests.memory.events import answer

CARDS = ("a/meaning", "a/name", "b/meaning")


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Log, Log]]:
    with closing(Log.open(tmp_path / "one" / "log.db")) as one, closing(Log.open(tmp_path / "two" / "log.db")) as two:
        yield one, two


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "shared"


def contents(log: Log) -> list[tuple[str, int, int, str]]:
    return list(log.lines())


def fill(log: Log, many: int, begin: int = 0) -> None:
    for at in range(many):
        log.append(answer(CARDS[at % 3], 1 + at % 4, (begin + at) * DAY_MS))


def test_what_one_recorded_the_other_has(machines: tuple[Log, Log], folder: Path) -> None:
    one, two = machines
    fill(one, 5)
    fill(two, 7, begin=3)
    assert sync(one, folder) == (5, 0, ())
    assert sync(two, folder) == (7, 5, ())
    assert sync(one, folder) == (0, 7, ())
    assert contents(one) == contents(two)
    assert one.states() == two.states() == one.replayed()
    assert sync(one, folder) == sync(two, folder) == (0, 0, ())


def test_an_undo_that_came_before_what_it_takes_back(machines: tuple[Log, Log], folder: Path) -> None:
    one, two = machines
    first = one.append(answer(at=1))
    sync(one, folder)
    one.undo(first, 2)
    sync(one, folder)
    earlier, _ = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    kept = earlier.read_bytes()
    earlier.unlink()
    assert sync(two, folder).read == 1
    assert two.states() == {}
    earlier.write_bytes(kept)
    assert sync(two, folder).read == 1
    assert two.states() == {} == two.replayed()
    assert contents(one) == contents(two)


def test_nothing_in_the_folder_is_ever_written_again(machines: tuple[Log, Log], folder: Path) -> None:
    one, two = machines
    seen: dict[str, bytes] = {}
    for at in range(6):
        fill(machines[at % 2], 4, begin=at)
        sync(machines[at % 2], folder)
        now = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert seen.items() <= now.items()
        seen = now
    sync(one, folder)
    assert contents(one) == contents(two)
    assert all(name.endswith(ENDING) for name in seen), "nothing half-written stays"


@pytest.mark.parametrize("seed", range(12))
def test_files_that_are_partial_double_and_damaged_are_survived_and_told(
    machines: tuple[Log, Log], folder: Path, seed: int
) -> None:
    rng = random.Random(seed)
    one, two = machines
    for part in range(4):
        fill(one, 6, begin=10 * part)
        sync(one, folder)
    files = sorted(folder.iterdir())
    cut, twice, torn, gone = rng.sample(files, 4)
    raw = cut.read_bytes()
    cut.write_bytes(raw[: rng.randrange(1, len(raw) - 1)])
    lines = twice.read_bytes().splitlines(keepends=True)
    rng.shuffle(lines)
    twice.with_name(f"{twice.stem} (conflicted copy){ENDING}").write_bytes(b"".join(lines))
    bits = bytearray(torn.read_bytes())
    bits[rng.randrange(len(bits))] ^= 1 << rng.randrange(8)
    torn.write_bytes(bits)
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    gone.rename(folder / f"renamed{ENDING}")
    done = sync(two, folder)
    assert 12 <= done.read < 24
    assert done.problems
    assert all(str(folder) in problem for problem in done.problems)
    there = set(contents(two))
    assert there < set(contents(one)), "nothing was made up"
    assert two.states() == two.replayed()
    # The machine that has the events gives them once more, in new files; then the other has them all.
    assert sync(one, folder).written >= 24 - done.read
    assert sync(two, folder).read == 24 - done.read
    assert contents(two) == contents(one)


def test_two_events_in_one_place_are_told_and_the_logs_own_stays(machines: tuple[Log, Log], folder: Path) -> None:
    one, two = machines
    two._db.execute("UPDATE meta SET value = ? WHERE key = 'device'", (one.device,))
    two.device = one.device
    one.append(answer(at=1))
    two.append(answer("other/meaning", at=2))
    sync(one, folder)
    before = contents(two)
    done = sync(two, folder)
    assert contents(two) == before
    assert len(done.problems) == 1
    assert f"another event in the place {one.device}/1; the log keeps its own" in done.problems[0]


def test_a_copied_log_goes_on_under_a_name_of_its_own(machines: tuple[Log, Log], folder: Path, tmp_path: Path) -> None:
    one, _ = machines
    fill(one, 3)
    one.settle_down()
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "log.db").write_bytes(one.path.read_bytes())
    with closing(Log.open(tmp_path / "copy" / "log.db")) as copy:
        one.append(answer(at=9))
        copy.append(answer("b/meaning", at=10))
        sync(one, folder)
        assert sync(copy, folder) == (1, 1, ())
        assert sync(one, folder) == (0, 1, ())
        assert contents(one) == contents(copy)


@pytest.mark.parametrize("wrong", ["a file", "no parent"])
def test_a_folder_that_cannot_be_used(machines: tuple[Log, Log], tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "there"
    if wrong == "a file":
        path.write_text("")
    else:
        path = path / "below"
    with pytest.raises(SyncError, match="name a folder that can be read and written"):
        sync(machines[0], path)


# ── merging is a union ──────────────────────────────────────────────────────────────────────────────────────


def events(at: int) -> st.SearchStrategy[Event]:
    card = st.sampled_from(CARDS)
    return st.one_of(
        st.builds(lambda card, grade: answer(card, grade, at), card, st.integers(1, 4)),
        st.builds(lambda card, on: Suspended(at, card, on), card, st.booleans()),
        st.builds(lambda card: Buried(at, card, at + DAY_MS), card),
        st.builds(lambda card: Forgotten(at, card), card),
        st.builds(lambda card, days: Rescheduled(at, card, at + days * DAY_MS), card, st.integers(0, 9)),
        st.builds(lambda card: Opened(at, card.partition("/")[0]), card),
    )


@st.composite
def logs(draw: st.DrawFn) -> list[tuple[int, Event | int]]:
    """What is done, each by which of three devices; a number takes back that of all the events so far."""
    at, done = 0, list[tuple[int, Event | int]]()
    for _ in range(draw(st.integers(1, 14))):
        at += draw(st.integers(-DAY_MS, 3 * DAY_MS))
        undo = done and draw(st.integers(0, 3)) == 0
        what = draw(st.integers(0, len(done) - 1)) if undo else draw(events(at))
        done.append((draw(st.integers(0, 2)), what))
    return done


@given(logs(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_merging_is_commutative_associative_and_idempotent(
    tmp_path_factory: pytest.TempPathFactory, done: list[tuple[int, Event | int]], rng: random.Random
) -> None:
    """However a log is cut into parts, in whatever order and how often they come: the same events, the same states."""
    tmp_path = tmp_path_factory.mktemp("logs")
    with closing(Log.open(tmp_path / "whole.db")) as whole:
        written: list[Logged] = []
        for device, what in done:
            whole.device = "abc"[device]
            whole._settled = True
            if isinstance(what, int):
                written.append(whole.undo(written[what], what))
            else:
                written.append(whole.append(what))
        assert whole.states() == whole.replayed()
        lines, states, held = contents(whole), whole.states(), whole.cards.held()
    for copy in range(2):
        with closing(Log.open(tmp_path / f"copy-{copy}.db")) as log:
            parts = [(device, number, body) for device, number, _, body in lines] * 2
            rng.shuffle(parts)
            while parts:
                some, parts = parts[: (many := rng.randint(1, 5))], parts[many:]
                log.merge(some)
            assert (contents(log), log.states(), log.cards.held()) == (lines, states, held)
            log.rebuild()
            assert (log.states(), log.cards.held()) == (states, held)
