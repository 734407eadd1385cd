"""Decks of any size, to measure with: the same entries every time, in both languages, a thousand a file.

python -m tests.benchmarks.decks FOLDER --entries 100000
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

A_FILE = 1000  # entries
_ENGLISH = """
gate hidden state recurrent unit weight gradient vanishing exploding clip norm sequence teacher forcing truncated
backprop time step cell forget input output bias matrix orthogonal initialisation dropout zoneout attention peephole
reservoir echo spectral radius stability Jacobian eigenvalue loss perplexity token embedding softmax sigmoid tanh
"""
_KOREAN = """
게이트 은닉 상태 순환 유닛 가중치 기울기 소실 폭발 자르기 노름 시퀀스 교사 강요 절단 역전파 시간 단계 셀 망각 입력 출력
편향 행렬 직교 초기화 드롭아웃 존아웃 어텐션 핍홀 저수지 반향 스펙트럼 반지름 안정성 야코비안
고윳값 손실 혼란도 토큰 임베딩
소프트맥스 시그모이드 쌍곡탄젠트
"""
ENGLISH, KOREAN = _ENGLISH.split(), _KOREAN.split()
AFTER_CONSONANT = ("은", "이", "을", "과", "으로", "의", "에", "")
AFTER_VOWEL = ("는", "가", "를", "와", "로", "의", "에", "")


def english(rng: random.Random, n: int) -> str:
    """`n` English words."""
    return " ".join(rng.choice(ENGLISH) for _ in range(n))


def korean(rng: random.Random, n: int) -> str:
    """`n` Korean words with the particles that may stand on them."""
    return " ".join(with_particle(rng, rng.choice(KOREAN)) for _ in range(n))


def with_particle(rng: random.Random, word: str) -> str:
    """A Korean word with one of the particles that its last syllable allows."""
    ends_in_consonant = (ord(word[-1]) - ord("가")) % 28 != 0  # syllables stand by their last consonant, 0 for none
    return word + rng.choice(AFTER_CONSONANT if ends_in_consonant else AFTER_VOWEL)


def files(entries: int) -> Iterator[tuple[str, str]]:
    """The name and the text of each file of a deck of so many entries."""
    rng = random.Random(1)
    for first in range(0, entries, A_FILE):
        lines = [f"topic: {{en: Deck {first // A_FILE}, ko: 묶음 {first // A_FILE}}}", "entries:"]
        for at in range(first, min(entries, first + A_FILE)):
            lines += _entry(rng, at, first)
        yield f"deck-{first // A_FILE:04}.yaml", "\n".join(lines) + "\n"


def _entry(rng: random.Random, at: int, first: int) -> list[str]:
    names = [rng.choice(KOREAN) for _ in range(2)]
    lines = [
        f"- id: term-{at}",
        f"  term: {{en: {english(rng, 2)} {at}, ko: {' '.join(names)} {at}}}",
        f"  definition: {{en: {english(rng, 30)}., ko: {korean(rng, 30)}.}}",
    ]
    if at > first and rng.random() < 0.5:
        lines.append(f"  requires: [term-{rng.randrange(first, at)}]")
    if rng.random() < 0.3:
        wrong, right = (f"{{en: {english(rng, 8)}., ko: {korean(rng, 8)}.}}" for _ in range(2))
        lines.append(f"  pitfalls: [{{wrong: {wrong}, right: {right}}}]")
    return lines


def write(folder: Path, entries: int) -> None:
    """Write the deck's files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files(entries):
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--entries", type=int, default=100_000)
    asked = parser.parse_args()
    write(asked.folder, asked.entries)
