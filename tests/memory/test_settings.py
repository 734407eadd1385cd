"""The learner's choices: kept as they were, and a broken file is said, not lost."""

from __future__ import annotations

import json
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.memory.settings import Settings, load, save


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "settings.json"


def write(path: Path, raw: bytes | str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)


def test_without_a_file_the_defaults_hold_and_nothing_is_wrong(path: Path) -> None:
    assert load(path) == (Settings(), None)
    assert not path.parent.exists()


@given(
    st.builds(
        Settings,
        lang=st.sampled_from([None, "en", "ko"]),
        theme=st.text(max_size=20),
        new_per_day=st.integers(0, 9999),
        reviews_per_day=st.integers(0, 9999),
        desired_retention=st.floats(0.8, 0.97),
        rollover_hour=st.integers(0, 23),
    )
)
@hypothesis.settings(deadline=None)
def test_what_is_saved_is_loaded(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    save(path, settings)
    assert load(path) == (settings, None)
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"], "nothing half-written stays"


def test_fields_of_another_version_are_kept(path: Path) -> None:
    write(path, '{"lang": "ko", "from_the_future": {"x": [1]}, "new_per_day": 3}')
    settings, trouble = load(path)
    assert (settings, trouble) == (Settings(lang="ko", new_per_day=3), None)
    save(path, Settings(lang="en"))
    assert json.loads(path.read_bytes()) == {"lang": "en", "from_the_future": {"x": [1]}}


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "truncated"),
        (b'{"lang": "ko"', "truncated"),
        (b"[]", "Expected `object`, got `array`"),
        (b'{"new_per_day": "ten"}', "Expected `int`, got `str` - at `$.new_per_day`"),
        (b'{"desired_retention": 1e999}', "out of range - at `$.desired_retention`"),
        (b'{"lang": "\xff"}', "invalid start byte"),
        (b"\x00\x01", "malformed"),
    ],
)
def test_a_broken_file_is_reported_and_survives_the_next_change(path: Path, raw: bytes, says: str) -> None:
    write(path, raw)
    settings, trouble = load(path)
    assert settings == Settings()
    assert trouble is not None
    assert trouble.startswith(f"{path}: not read (")
    assert says in trouble
    assert trouble.endswith("; the defaults are used until it is mended or removed")
    assert path.read_bytes() == raw, "to look at it changes nothing"
    save(path, Settings(lang="ko"))
    assert load(path) == (Settings(lang="ko"), None)
    assert path.with_name("settings.broken").read_bytes() == raw


def test_a_folder_in_the_place_of_the_file_is_reported(path: Path) -> None:
    path.mkdir(parents=True)
    settings, trouble = load(path)
    assert settings == Settings()
    assert trouble is not None
    assert str(path) in trouble
    with pytest.raises(OSError, match=r"settings\.json"):
        save(path, Settings())


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("new_per_day", (0, 9999), (-1, 10000)),
        ("reviews_per_day", (0, 9999), (-1, 10000)),
        ("desired_retention", (0.8, 0.97), (0.79, 0.98)),
        ("rollover_hour", (0, 23), (-1, 24)),
    ],
)
def test_a_value_out_of_range_is_reported_and_its_default_used(
    path: Path, name: str, inside: tuple[float, ...], outside: tuple[float, ...]
) -> None:
    for value in inside:
        write(path, json.dumps({name: value, "lang": "ko"}))
        settings, trouble = load(path)
        assert (getattr(settings, name), settings.lang, trouble) == (value, "ko", None)
    for value in outside:
        write(path, json.dumps({name: value, "lang": "ko"}))
        settings, trouble = load(path)
        assert settings == Settings(lang="ko"), "the others are used"
        assert trouble == f"{path}: {name} out of range; the default is used"


def test_all_that_is_out_of_range_is_named(path: Path) -> None:
    write(path, '{"rollover_hour": 99, "new_per_day": -5, "theme": "page-light"}')
    settings, trouble = load(path)
    assert settings == Settings(theme="page-light")
    assert trouble is not None
    assert "new_per_day, rollover_hour out of range" in trouble
