"""The terms that the glossary starts from: each is shown under every name, and its demo's claims hold.

python -m tests.seed_terms      one line a term; exit code 1 if any fails
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import shlex
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from studyapp.cli import main
from studyapp.cli.output import table
from studyapp.language import LANGS
from studyapp.session.desk import open_library
from tests.cli.one_lab import OneLab

# A learner's notes on RNNs: each term in English, and in Korean in every way in which it is written.
TERMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("recurrent", ("순환",)),
    ("recurrent neural network (RNN)", ("순환 신경망", "RNN")),
    ("basic structure of an RNN", ("RNN의 기본 구조",)),
    ("LSTM", ("장단기 메모리", "LSTM")),
    ("forward pass, backward pass", ("순방향 계산·역방향 계산", "순방향 패스·역방향 패스")),
    ("GRU", ("게이트 순환 유닛", "GRU")),
    ("hidden state", ("은닉 상태",)),
    ("directed edge", ("유향 간선", "방향 간선", "방향을 가진 엣지")),
    ("directed cycle", ("유향 사이클", "방향 사이클", "순환 구조")),
    ("artificial neural network (ANN)", ("인공 신경망",)),
    ("convolutional neural network (CNN)", ("합성곱 신경망",)),
    ("activation function", ("활성화 함수", "활성함수")),
    ("one-hot vector", ("원-핫 벡터",)),
    ("forward propagation", ("순전파",)),
    ("backpropagation", ("역전파",)),
    ("final loss", ("최종 손실",)),
    ("gradient", ("기울기", "그래디언트", "변화도")),
    ("local gradient", ("국소 기울기", "로컬 그래디언트")),
    ("vanishing gradient", ("기울기 소실",)),
    ("cell state", ("셀 상태",)),
    ("forget gate", ("망각 게이트", "삭제 게이트", "포겟 게이트")),
    ("step function", ("계단 함수",)),
    ("sigmoid", ("시그모이드",)),
    ("hyperbolic tangent (tanh)", ("하이퍼볼릭 탄젠트", "쌍곡탄젠트")),
    ("ReLU", ("렐루", "ReLU")),
    ("input gate", ("입력 게이트",)),
    ("LSTM forward computation", ("LSTM의 순전파",)),
    ("activations of i, f, o, g", ("i, f, o, g의 활성화 함수",)),
)


@dataclass
class Checked:
    """What was seen of one term. `entry` is the id that its English name leads to, `wrong` what is not as it should."""

    english: str
    korean: tuple[str, ...]
    entry: str = ""
    demo: str = ""
    claims: int = 0
    wrong: list[str] = field(default_factory=list)


def call(*words: str) -> tuple[int, str]:
    """Run a command as the shell would; its exit code and what it printed."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
        code = main(words)
    return code, printed.getvalue()


def check(term: tuple[str, tuple[str, ...]], data_dir: Path) -> Checked:
    """Show a term under every name in both languages, and run its demo."""
    english, korean = term
    checked = Checked(english, korean)
    shown: dict[str, Any] = {}
    for lang in LANGS:
        for name in (english, *korean):
            code, printed = call("--data-dir", str(data_dir), "--lang", lang, "show", name, "--json")
            found = json.loads(printed) if code == 0 else {"id": f"exit code {code}"}
            shown = shown or found
            if found["id"] != shown["id"]:
                checked.wrong.append(f"show {name} --lang {lang}: {found['id']}")
    checked.entry = shown["id"]
    if shown.get("demo"):
        preset = [part for name, value in shown["demo"]["set"].items() for part in ("--set", f"{name}={value}")]
        checked.demo = shlex.join((shown["demo"]["id"], *preset))
        code, printed = call("--data-dir", str(data_dir), "demo", shown["demo"]["id"], *preset, "--json")
        claims = json.loads(printed.splitlines()[-1])["claims"] if printed else []
        applying = [claim for claim in claims if claim["applies"]]
        checked.claims = len(applying)
        failed = [claim["claim"] for claim in applying if not claim["holds"]]
        if code != 0 or failed or not applying:
            checked.wrong.append(f"demo {checked.demo}: exit code {code}, failed: {failed}, applying: {len(applying)}")
    else:
        checked.wrong.append("no demo")
    return checked


def check_all(lab: OneLab, data_dir: Path) -> Iterator[Checked]:
    """All terms; a demo with the same settings is run once, and the glossary, which does not change, is read once."""
    read_once = functools.cache(open_library)
    with (
        lab.serving_commands(),
        mock.patch("studyapp.cli.words.open_library", read_once),
        mock.patch("studyapp.cli.lab.open_library", read_once),
    ):
        for term in TERMS:
            yield check(term, data_dir)


def as_table(checked: Sequence[Checked]) -> list[str]:
    """One line a term."""
    head = ("", "#", "term", "also", "entry", "demo, as linked", "claims", "")
    rows = [
        (
            "✘" if each.wrong else "✔",
            str(at),
            each.english,
            " / ".join(each.korean),
            each.entry,
            each.demo,
            str(each.claims),
            "; ".join(each.wrong),
        )
        for at, each in enumerate(checked, 1)
    ]
    return table([head, *rows], right=(1, 6))


def run() -> int:
    """Print the table; 1 if anything is wrong."""
    with tempfile.TemporaryDirectory() as folder, OneLab() as lab:
        checked = list(check_all(lab, Path(folder)))
    print("\n".join(as_table(checked)))
    return int(any(each.wrong for each in checked))


if __name__ == "__main__":
    sys.exit(run())
