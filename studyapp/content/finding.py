"""Finding entries by words: what of an entry is indexed, in SQLite's FTS5, and how it is asked.

One document an entry, its number the entry's rank in learning order, so that hits come in that order without sorting.
Names have tokens of their own, apart from those of names and definitions together, by a sign in front:

    ·word   a word of a name begins so, or the whole name, folded
    ˙gra    letters that stand anywhere in a folded name, as a phrase
    ②ra     two letters at one place of a name, for slips of the finger
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from studyapp.content.grams import grams, in_order, inside, is_hangul, runs, syllables, without_particle, words
from studyapp.content.model import Entry
from studyapp.content.slips import LEAST, SHORT, jamo, slips
from studyapp.content.spelling import fold, readings

WORD, INSIDE, APART = "·", "˙", "¶"
FIRST_PLACE, PLACES = 0x2460, 15  # ① and how many letters from the beginning of a name have such a sign
LEAST_PREFIX = 3  # letters: a shorter word is looked for whole in definitions
CANDIDATES = 500  # entries: so many are compared letter by letter, when nothing is found


def named(entry: Entry) -> list[str]:
    """The names of an entry, in both languages."""
    return [name for name in (entry.term.en, entry.term.ko, *entry.also.en, *entry.also.ko) if name]


# ── what is indexed ─────────────────────────────────────────────────────────────────────────────────────────


def document(entry: Entry) -> str:
    """The tokens of an entry."""
    names = named(entry)
    texts = [*names, *(text for text in (entry.definition.en, entry.definition.ko) if text)]
    tokens = [token for text in texts for token in (*in_order(text), APART)]
    single = set(tokens)
    tokens += sorted(syllables(texts) - single)
    for name in names:
        folded = fold(name)
        tokens += [INSIDE + gram for run in runs(folded) for gram in grams(run)]
        tokens.append(APART)
        tokens += [WORD + word for word in dict.fromkeys((folded, *words(name))) if word]
        letters = jamo(folded)[: PLACES + 1]
        tokens += [chr(FIRST_PLACE + at) + letters[at : at + 2] for at in range(len(letters) - 1)]
    tokens += sorted(INSIDE + syllable for syllable in syllables(map(fold, names)))
    return " ".join(tokens)


def spelt(entry: Entry) -> dict[str, bool]:
    """Every folded name under which an entry is found whole; True for its names, False for halves of them and ids."""
    found: dict[str, bool] = {}
    names = named(entry)
    for each in (*names, entry.id, *entry.was):
        for half in _halves(each):
            found.setdefault(fold(half), False)
        found[fold(each)] = found.get(fold(each), False) or each in names
    found.pop("", None)
    return found


def _halves(name: str) -> tuple[str, ...]:
    """``순전파·역전파`` and ``a, b`` are found by each half too; ``RNN`` by what stands in brackets."""
    halves = [part.strip() for mark in ("·", ", ", " / ") if mark in name for part in name.split(mark)]
    if "(" in name:
        outside, _, within = name.partition("(")
        halves += [outside.strip(), within.rstrip(") ")]
    return tuple(half for half in halves if half)


def add(db: sqlite3.Connection, rank: int, entry: Entry) -> None:
    """Make an entry findable at its place in learning order."""
    db.execute("INSERT INTO found (rowid, tokens) VALUES (?, ?)", (rank, document(entry)))
    db.executemany("INSERT INTO names VALUES (?, ?, ?)", [(name, rank, whole) for name, whole in spelt(entry).items()])


def remove(db: sqlite3.Connection, rank: int, entry: Entry) -> None:
    """Undo `add`; `entry` is as it was added."""
    db.execute("INSERT INTO found (found, rowid, tokens) VALUES ('delete', ?, ?)", (rank, document(entry)))
    db.executemany("DELETE FROM names WHERE name = ? AND rank = ?", [(name, rank) for name in spelt(entry)])


# ── how it is asked ─────────────────────────────────────────────────────────────────────────────────────────


def whole(db: sqlite3.Connection, name: str) -> list[int]:
    """The ranks of the entries that bear this name, or had this id, however it is spelt."""
    for reading in readings(name):
        if found := _ranks(db, "SELECT rank FROM names WHERE name = ? ORDER BY rank", reading):
            return found
    return []


def search(db: sqlite3.Connection, text: str, most: int) -> tuple[int, list[int]]:
    """How many entries are found, and the ranks of the first `most`, best first.

    Names before definitions; whole names, then those that begin so, then those that have it inside.
    """
    meant = readings(text)
    if not meant:
        return 0, []
    strong = [reading for at, reading in enumerate(meant) if at == 0 or len(reading) > 1]
    asked = _Asked.of(text, strong)
    whole_names = _whole_names(db, meant)
    found: dict[int, None] = dict.fromkeys(whole_names)
    found |= dict.fromkeys(_beginning(db, strong, most))
    for expr in asked.ranked:
        if len(found) >= most:
            break
        found |= dict.fromkeys(_matching(db, expr, most + len(found)))
    count = _count(db, asked.counted, whole_names)
    if not found:
        count, found = _weakly(db, meant, asked.words, most)
    if not found:
        found = dict.fromkeys(nearly(db, meant[0]))
        count = len(found)
    return count, list(found)[:most]


class _Asked(NamedTuple):
    """What is looked for: the words, expressions that find them, the best first, and one that finds the same in all."""

    words: list[str]
    ranked: list[str]
    counted: str

    @classmethod
    def of(cls, text: str, meant: list[str]) -> _Asked:
        wanted = words(text)
        last = len(wanted) - 1
        in_names = [_inside(reading) for reading in meant]
        short = [reading for reading in meant if len(reading) < LEAST_PREFIX and not is_hangul(reading)]
        by_name = [*in_names, *(f'"{WORD}{reading}"*' for reading in short)]
        by_words = _all(_name_word(word) for word in wanted) if last else ""
        exactly = _all(_text_word(word, begins=False) for word in wanted)
        in_texts = _all(_text_word(_bare(word), begins=at == last) for at, word in enumerate(wanted))
        ranked = [_any(by_name), by_words, exactly, in_texts]
        # What the words find in any text need not be looked for in names again: these have tokens of both kinds.
        if wanted and all(map(is_hangul, wanted)):
            by_words = ""
            by_name = [
                expr
                for reading, expr in zip(meant, in_names, strict=True)
                if not (is_hangul(reading) and all(_bare(word) in reading for word in wanted))
            ]
        return cls(wanted, [expr for expr in ranked if expr], _any([_any(by_name), by_words, in_texts]))


def nearly(db: sqlite3.Connection, wanted: str) -> list[int]:
    """The ranks of the entries of which a slip of the finger, or two in a long name, makes what was typed (folded)."""
    off: dict[int, int] = {}
    for rank, entry in candidates(db, wanted):
        found = [each for name in named(entry) if (each := slips(wanted, fold(name), begins=True)) is not None]
        if found:
            off[rank] = min(found)
    return sorted(off, key=lambda rank: (off[rank], rank))


def candidates(db: sqlite3.Connection, wanted: str) -> Iterator[tuple[int, Entry]]:
    """Entries with a name that has some part of `wanted` (folded) in its place, or a slip or two beside it.

    Of so many parts one more than there may be slips, one at least is whole.
    """
    letters = jamo(wanted)
    if len(letters) <= LEAST:
        return
    most = 1 if len(letters) < SHORT else 2
    expr = _any(_parts(letters[: PLACES - most], most))
    from msgspec.json import Decoder

    decoder = Decoder(Entry)
    for rank in _matching(db, expr, CANDIDATES):
        sql = "SELECT body FROM bodies JOIN learned USING (key) WHERE rank = ?"
        yield rank, decoder.decode(db.execute(sql, (rank,)).fetchone()[0])


def _parts(letters: str, most: int) -> Iterator[str]:
    ends = [len(letters) * at // (most + 1) for at in range(most + 2)]
    for first, end in pairwise(ends):
        for by in range(-most, most + 1):
            if first + by >= 0:
                yield _in_place(letters[first:end], first + by)
    for middle in ends[1:-1]:  # two letters exchanged across the end of a part spoil two parts
        swapped = letters[: middle - 1] + letters[middle] + letters[middle - 1] + letters[middle + 1 :]
        yield _in_place(swapped, 0)


def _in_place(letters: str, first: int) -> str:
    places = range(min(len(letters) - 1, PLACES - first))
    return _all(f'"{chr(FIRST_PLACE + first + at)}{letters[at : at + 2]}"' for at in places)


def _weakly(db: sqlite3.Connection, meant: Iterable[str], wanted: list[str], most: int) -> tuple[int, dict[int, None]]:
    """What a word of one syllable finds, once the particle behind it is off: 셀은."""
    names = _any(_inside(reading) for reading in meant if len(reading) == 1)
    bare = _all(_text_word(without_particle(word), begins=True) for word in wanted)
    found = dict.fromkeys(_beginning(db, [reading for reading in meant if len(reading) == 1], most))
    exprs = [expr for expr in (names, bare) if expr]
    for expr in exprs:
        found |= dict.fromkeys(_matching(db, expr, most + len(found)))
    return _count(db, _any(exprs), found), found


def _inside(reading: str) -> str:
    """Names that have a folded reading in them; nothing for one or two Latin letters, which say too little."""
    phrase, begins = inside(reading)
    if len(phrase) == 1 and begins and not is_hangul(reading):
        return ""
    if len(phrase) == 1 and begins:
        return f'"{INSIDE}{reading}"'
    return '"' + " ".join(INSIDE + gram for gram in phrase) + '"' + ("*" if begins else "")


def _name_word(word: str) -> str:
    return _any(_inside(each) for each in {word, _bare(word)}) if is_hangul(word) else f'"{WORD}{word}"*'


def _text_word(word: str, *, begins: bool) -> str:
    if not is_hangul(word):
        return f'"{word}"' + ("*" if begins and len(word) >= LEAST_PREFIX else "")
    phrase, _ = inside(word)
    return '"' + " ".join(phrase) + '"'


def _bare(word: str) -> str:
    """A Hangul word without its particle, if two syllables are left."""
    bare = without_particle(word) if is_hangul(word) else word
    return bare if len(bare) > 1 else word


def _any(exprs: Iterable[str]) -> str:
    return " OR ".join(dict.fromkeys(f"({expr})" for expr in exprs if expr))


def _all(exprs: Iterable[str]) -> str:
    return " AND ".join(dict.fromkeys(f"({expr})" for expr in exprs if expr))


def _whole_names(db: sqlite3.Connection, meant: Iterable[str]) -> list[int]:
    sql = "SELECT rank FROM names WHERE name = ? AND whole ORDER BY rank"
    return sorted({rank for reading in meant for rank in _ranks(db, sql, reading)})


def _beginning(db: sqlite3.Connection, meant: Iterable[str], most: int) -> list[int]:
    sql = "SELECT DISTINCT rank FROM names WHERE name >= ? AND name < ? AND whole ORDER BY rank LIMIT ?"
    return sorted({rank for reading in meant for rank in _ranks(db, sql, reading, reading + "\U0010ffff", most)})[:most]


def _matching(db: sqlite3.Connection, expr: str, most: int) -> list[int]:
    return _ranks(db, "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid LIMIT ?", expr, most) if expr else []


def _count(db: sqlite3.Connection, expr: str, by_name: Iterable[int]) -> int:
    """How many match, and those that were found by their name alone, as 셀 by 셀은."""
    if not expr:
        return len(list(by_name))
    count: int = db.execute("SELECT count(*) FROM found WHERE found MATCH ?", (expr,)).fetchone()[0]
    matches = "SELECT 1 FROM found WHERE found MATCH ? AND rowid = ?"
    return count + sum(db.execute(matches, (expr, rank)).fetchone() is None for rank in by_name)


def _ranks(db: sqlite3.Connection, sql: str, *values: str | int) -> list[int]:
    return [rank for (rank,) in db.execute(sql, values)]
