"""Recorded runs: what is kept is what the demo does today, and its claims hold on it."""

from __future__ import annotations

import gzip
import json

import pytest

from demos import recording, registry, running, settings, wire

IDS = [id for id in registry.demo_ids() if recording.recorded(id)]


def test_every_demo_that_trains_has_one() -> None:
    assert {"race", "adding-problem", "copy-memory", "char-model"} <= set(IDS)


@pytest.mark.parametrize("id", IDS)
def test_it_is_complete_and_its_claims_hold(id: str) -> None:
    kept = recording.load(id)
    demo = registry.demo(id)
    assert settings.fill(demo, kept.settings) == kept.settings
    assert 10 <= len(kept.frames) <= recording.FRAMES + 1
    assert kept.frames[-1]["progress"] == 1
    judged = [v for v in running.verdicts(demo, kept.settings, recording.last_frame(kept)) if v["applies"]]
    assert all(verdict["holds"] for verdict in judged)


@pytest.mark.parametrize("id", IDS)
def test_it_begins_as_a_run_begins_today(id: str) -> None:
    """The first frames, to rounding: later on a training amplifies the last bit of another machine's products."""
    kept = recording.load(id)
    wanted = {frame["progress"]: frame for frame in kept.frames[:3]}
    for frame in running.run(registry.demo(id), kept.settings, kept.seed):
        now = json.loads(wire.encode(frame))
        if now["progress"] in wanted:
            then = wanted.pop(now["progress"])
            for one, other in zip(now["panels"], then["panels"], strict=True):
                if one["panel"] == "curves":
                    for line, before in zip(one["lines"], other["lines"], strict=True):
                        assert line["y"] == pytest.approx(before["y"], rel=1e-5, abs=1e-8)
        if not wanted:
            return
    pytest.fail(f"no frame at a progress of {sorted(wanted)}")


def test_the_file_is_small() -> None:
    for id in IDS:
        assert recording.path(id).stat().st_size < 200_000
        assert gzip.decompress(recording.path(id).read_bytes()).count(b"\n") == len(recording.load(id).frames) + 1
