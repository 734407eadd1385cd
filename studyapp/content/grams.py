"""A text as the tokens by which search finds it: words, and for Hangul, which puts particles behind them, syllables.

A Hangul run (spaces within it do not count) becomes its pairs of syllables and its last one: 망각 게이트 → 망각 각게
게이 이트 트. So a part of two syllables or more is a phrase of pairs wherever it begins. Each syllable is a token too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from studyapp.content.spelling import fold

_HANGUL = "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3"  # and what else is written without spaces
_RUN = re.compile(rf"[{_HANGUL}]+|[^{_HANGUL}]+")
_IS_HANGUL = re.compile(rf"[{_HANGUL}]")
_WORD = re.compile(rf"([^\W_{_HANGUL}]+)([{_HANGUL}]*)|([{_HANGUL}]+)")
_PARTICLES = """
은 는 이 가 을 를 의 에 로 와 과 도 만 나 란 라 들 다 으로 에서 에게 께서 까지 부터 처럼 보다 마다 조차 마저
한테 하고 이나 이란 이라 이다 라고 이라고 입니다 에는 에도 에만 으로는 으로도 로는 로도
로서 로써 으로서 으로써 에서는 에서도 에게서
와의 과의 와는 과는 들은 들이 들을 들의 들과 들도 들로 들에 들에서
"""
# What stands behind a Korean noun; the longer ones first, since 에서는 is not a noun in 에서 and 는.
PARTICLES = tuple(sorted(_PARTICLES.split(), key=len, reverse=True))


def is_hangul(text: str) -> bool:
    """Whether a run of letters is one of syllables."""
    return _IS_HANGUL.match(text) is not None


def runs(text: str) -> list[str]:
    """The parts of a text, Hangul or not; in a folded one letters and digits alone."""
    return _RUN.findall(text)


def words(text: str) -> list[str]:
    """The words of a text, folded, Latin and Hangul apart; without the particle behind a Latin one."""
    found: list[str] = []
    for latin, behind, hangul in _WORD.findall(unicodedata.normalize("NFKC", text)):
        if latin:
            found.append(_folded(latin))
            if behind and behind not in PARTICLES:
                found.append(behind)
        else:
            found.append(hangul)
    return [word for word in found if word]


_folded = lru_cache(10_000)(fold)


def grams(run: str) -> list[str]:
    """A Hangul run as pairs and its last syllable; another as its triples of letters; either whole, if shorter."""
    size = 2 if is_hangul(run) else 3
    if len(run) < size:
        return [run]
    return [run[at : at + size] for at in range(len(run) - size + 1)] + ([run[-1]] if size == 2 else [])


def in_order(text: str) -> list[str]:
    """The tokens of a text in its order: Latin words whole, Hangul as pairs."""
    tokens: list[str] = []
    hangul = ""
    for word in words(text):
        if is_hangul(word):
            hangul += word
            continue
        tokens += [*(grams(hangul) if hangul else ()), word]
        hangul = ""
    return tokens + (grams(hangul) if hangul else [])


def syllables(texts: Iterable[str]) -> set[str]:
    """Every Hangul syllable in these texts."""
    return {letter for text in texts for letter in _IS_HANGUL.findall(unicodedata.normalize("NFKC", text))}


def inside(reading: str) -> tuple[list[str], bool]:
    """The phrase of grams by which a folded reading stands in a name, and whether its last only begins a gram."""
    parts = runs(reading)
    phrase = [gram for part in parts[:-1] for gram in grams(part)]
    last = parts[-1]
    size = 2 if is_hangul(last) else 3
    tail = grams(last)
    if len(last) < size:
        return phrase + tail, True
    return phrase + (tail[:-1] if size == 2 else tail), False


def without_particle(word: str) -> str:
    """A Hangul word without the particle at its end; itself, if there is none."""
    for particle in PARTICLES:
        if len(word) > len(particle) and word.endswith(particle):
            return word[: -len(particle)]
    return word
