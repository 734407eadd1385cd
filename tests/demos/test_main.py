"""``python -m demos`` in the shell: what it prints, its exit codes, and the rules of the settings."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from demos import drawing, registry, running, settings, wire
from demos.contract import Choice, Demo, Frame, Line, Number, Whole
from demos.exercises.contract import Exercise, Sheet
from tests.lab import toys


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return toys.command(tmp_path_factory.mktemp("toys"))


def shell(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, check=False, text=True, encoding="utf-8")


def test_a_run_prints_parameters_numbers_and_claims(command: list[str]) -> None:
    done = shell(*command, "count", "n=4", "kind=b")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:4] == ["count, seed 0", "  n     4", "  wait  0", "  kind  b"]
    assert "  y: 4 points from (0, 0) to (3, 9), between 0 and 9" in lines
    assert [line for line in lines if line.endswith((" y", "2.5", "0.25"))] == ["  t   y", "   1   2.5", "  10  -0.25"]
    assert lines[lines.index("claims:") + 1 :] == [
        "  holds  reaches: 4 = 4",
        "  –      three: does not apply to these settings",
        "  holds  small: 4 < 6",
        "  holds  trained: 4 > 1",
    ]


def test_json_is_a_frame_a_line_and_then_the_verdicts(command: list[str]) -> None:
    done = shell(*command, "count", "--json", "--seed", "3")
    *frames, last = [json.loads(line) for line in done.stdout.splitlines()]
    assert [frame["at"] for frame in frames] == ["k = 1", "k = 2", "k = 3"]
    assert frames[2]["panels"][0] == {
        "panel": "curves",
        "id": "curve",
        "lines": [{"label": "y", "x": [0, 1, 2], "y": [0.0, 1.0, 4.0]}],
        "marks": [],
        "x_label": "",
        "y_label": "",
        "x_range": None,
        "y_range": None,
        "x_log": False,
        "y_log": False,
        "equal": False,
    }
    assert [verdict["holds"] for verdict in last["verdicts"]] == [True] * 4


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["wrong"], 1, ""),
        (["nothing"], 2, "demos: there is no demo 'nothing'; there are: "),
        (["count", "n=0"], 2, "demos: n = 0 does not fit: it must be a whole number in 1 … 100000"),
        (["count", "n"], 2, "demos: 'n' is not of the form NAME=VALUE"),
        (["count", "--seed", "-1"], 2, "demos: a seed is a whole number from 0 on"),
        (["count", "--sead", "1"], 2, "usage: python -m demos"),
        (["raises"], 3, "demos: raises could not run: ZeroDivisionError: the third gate (demos.toys.raises, line "),
        (["silent"], 3, "demos: silent could not run: "),
    ],
)
def test_exit_codes(command: list[str], words: list[str], code: int, says: str) -> None:
    done = shell(*command, *words)
    assert done.returncode == code
    assert done.stderr.startswith(says)
    assert "Traceback" not in done.stderr


def test_the_list_names_every_demo_with_its_ranges(command: list[str]) -> None:
    done = shell(*command)
    assert done.returncode == 0
    for line in ("  count", "      n     3  (1 … 100000, whole)", "      kind  a  (a | b)"):
        assert line in done.stdout.splitlines()


def test_without_the_app(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-X", "importtime", "-m", "demos", "--describe"],
        capture_output=True,
        check=True,
        text=True,
        cwd=tmp_path,
    )
    described = json.loads(done.stdout)
    assert set(described) == {"demos", "exercises", "broken"}
    assert described["broken"] == {}
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "demos.registry" in imported
    assert not {name for name in imported if name.partition(".")[0] in ("studyapp", "textual", "msgspec", "yaml")}


def test_a_demo_that_cannot_be_imported_harms_no_other(command: list[str]) -> None:
    done = subprocess.run([*command, "--describe"], capture_output=True, check=True, text=True)
    described = json.loads(done.stdout)
    assert described["broken"] == {"torn": "SyntaxError: invalid syntax (torn.py, line 6)"}
    assert {"count", "cell-path"} <= set(described["demos"])
    asked = subprocess.run([*command, "torn"], capture_output=True, check=False, text=True)
    assert asked.returncode == 3
    assert asked.stderr == "demos: torn cannot be loaded: SyntaxError: invalid syntax (torn.py, line 6)\n"


def test_one_demo_is_run_without_importing_the_others() -> None:
    source = (
        "import sys; from demos import registry; registry.demo('gru-dial');"
        "print([name for name, module in sys.modules.items() if name.startswith('demos.') and hasattr(module, 'DEMO')])"
    )
    assert shell(sys.executable, "-c", source).stdout.strip() == "['demos.gru.gru_dial']"


# ── settings ────────────────────────────────────────────────────────────────────────────────────────────────

DEMO = Demo(
    parameters=(Number("f", 0.5, 0.0, 1.0, 0.1), Whole("n", 5, 1, 9), Choice("cell", "lstm", ("lstm", "gru"))),
    frames=lambda **_: iter(()),
    claims=(),
)


def test_what_is_not_asked_for_is_the_default_and_text_is_read() -> None:
    assert settings.fill(DEMO, {}) == {"f": 0.5, "n": 5, "cell": "lstm"}
    filled = settings.fill(DEMO, settings.split(["f=1e-1", "n= 7", "cell=gru"]))
    assert filled == {"f": 0.1, "n": 7, "cell": "gru"}
    assert type(filled["n"]) is int


@pytest.mark.parametrize("wrong", [{"f": "nan"}, {"f": 1.01}, {"f": True}, {"n": 2.5}, {"n": "1e400"}, {"n": None}])
def test_what_does_not_fit_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(settings.Unfit, match="does not fit: it must be"):
        settings.fill(DEMO, wrong)


# ── the wire ────────────────────────────────────────────────────────────────────────────────────────────────


def sent(value: object) -> Any:
    return json.loads(wire.encode(value))


def test_numpy_becomes_plain_and_what_is_not_finite_null() -> None:
    arrays: Any = (np.arange(3), np.array([1.0, np.nan, np.inf]))
    assert sent(Line("y", *arrays)) == {"label": "y", "x": [0, 1, 2], "y": [1.0, None, None]}
    scalars: Any = ([np.int64(1), np.float32(0.5)], [float("nan"), np.float64(2.0)])
    assert sent(Line("y", *scalars)) == {"label": "y", "x": [1, 0.5], "y": [None, 2.0]}
    values: Any = {"a": np.float64("inf"), "b": np.bool_(True)}
    assert sent(Frame(panels=(), values=values))["values"] == {"a": None, "b": True}
    with pytest.raises(TypeError, match="cannot hold a set"):
        wire.encode({"a": {1}})


# ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────────


def exercise(low: float = 0.0, high: float = 10.0, **wrong: Callable[[float], float]) -> Exercise:
    """y = x for a whole x of 1 to 8, with two decimals; by default one wrong rule, and one that never applies."""

    def work(sheet: Sheet, *, x: float, way: Callable[[float], float] = lambda x: x) -> float:
        sheet.line("x", "x", x)
        return float(sheet.line("y", "x", way(x)))

    rules = wrong or {"twice": lambda x: 2 * x, "never": lambda x: x}
    return Exercise(
        asks="y",
        digits=2,
        draw=lambda rng: {"x": float(rng.integers(1, 9))},
        right=lambda x: x,
        work=work,
        wrong={rule: {"way": way} for rule, way in rules.items()},
        low=low,
        high=high,
    )


def test_the_same_seed_draws_the_same_and_rules_that_do_not_apply_are_left_out() -> None:
    first, again, other = (drawing.draw("e", exercise(), seed) for seed in (1, 1, 5))
    assert first == again != other
    assert [outcome["rule"] for outcome in first["wrong"]] == ["twice"]
    assert [(outcome["at"], outcome["line"].symbol) for outcome in first["wrong"]] == [(1, "y")], "where they part"


@pytest.mark.parametrize(
    ("fit", "drawn"),
    [
        (exercise(near=lambda x: x + (0.02 if x < 8 else 0.021)), 8),
        (exercise(one=lambda x: 20.0 + 0 * x, two=lambda x: 20.0 + (x == 3)), 3),
        (exercise(high=1.5, twice=lambda x: 2 * x), 1),
        (exercise(inf=lambda x: float("inf") if x != 2 else 0.0), 2),
    ],
)
def test_numbers_that_are_not_fit_to_be_asked_are_drawn_anew(fit: Exercise, drawn: float) -> None:
    assert {drawing.draw("e", fit, seed)["answer"] for seed in range(50)} == {(drawn,)}


def test_an_exercise_whose_rules_never_differ_is_refused() -> None:
    with pytest.raises(drawing.Undrawable, match="exercise e: none of 1000 draws"):
        drawing.draw("e", exercise(one=lambda x: 2 * x, same=lambda x: 2 * x), 0)


def test_two_outcomes_at_least_are_chosen_from() -> None:
    found = exercise(twice=lambda x: 2 * x, square=lambda x: x * x if x > 5 else x)
    for seed in range(50):
        assert len(drawing.draw("e", found, seed, "choice")["wrong"]) == 2
    assert {len(drawing.draw("e", found, seed)["wrong"]) for seed in range(50)} == {1, 2}


@pytest.mark.parametrize("level", ["alone", "gap", "choice"])
@pytest.mark.parametrize("id", registry.exercise_ids())
def test_every_exercise_can_be_drawn(id: str, level: drawing.Level) -> None:
    found = registry.exercise(id)
    for seed in range(60):
        drawn = drawing.draw(id, found, seed, level)
        exact = found.worked(drawn["givens"])
        asked = exact[drawn["at"]].value
        assert asked == pytest.approx(drawn["answer"], abs=1e-12), "by hand and by the cell library"
        if drawn["level"] != "gap":
            assert drawn["at"] == len(exact) - 1
            assert all(found.low <= each <= found.high for each in drawn["answer"])
        assert drawn["wrong"], "at least one wrong rule applies"
        assert {outcome["rule"] for outcome in drawn["wrong"]} <= set(found.wrong)
        assert drawing.told_apart([drawn["answer"], *(each["value"] for each in drawn["wrong"])], found.digits)
        assert all(0 <= outcome["at"] <= drawn["at"] for outcome in drawn["wrong"])
        assert all(line.symbol and line.expression for line in drawn["steps"])


def test_an_error_is_told_with_its_place_in_the_demo() -> None:
    with pytest.raises(settings.Unfit) as caught:
        settings.fill(DEMO, {"f": 2})
    assert running.say(caught.value).startswith("Unfit: f = 2 does not fit")
    assert "(demos.settings, line " in running.say(caught.value)
