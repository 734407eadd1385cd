"""list, show, search, ask, check: what the glossary says."""

from __future__ import annotations

import argparse
import os
import random
import shlex
from collections.abc import Sequence
from typing import Any, cast

from studyapp import language
from studyapp.cli import DONE, FOUND_WRONG, Refused
from studyapp.cli.output import as_json, fitting, paragraph, say, table
from studyapp.cli.progress import progress
from studyapp.content.library import Library
from studyapp.content.model import Card, Entry
from studyapp.language import _, ngettext
from studyapp.memory.model import Level
from studyapp.memory.settings import load as load_settings
from studyapp.questions.make import kinds
from studyapp.questions.model import Kind, Question
from studyapp.questions.wording import comparison, number
from studyapp.session.asking import question
from studyapp.session.desk import catalog, open_library

MOST = 50  # terms that a search prints


def speak(args: argparse.Namespace) -> language.Lang:
    """Use the language that was asked for, chosen before, or the locale's."""
    saved, _trouble = load_settings(args.where.settings)
    lang = language.choose(args.lang, saved.lang, os.environ)
    language.use(lang)
    return lang


def list_terms(args: argparse.Namespace) -> int:
    """Every term, by topic."""
    lang, library = speak(args), open_library(args.where, progress)
    if args.json:
        as_json([as_document(library, entry, lang) for entry in library.entries.values()])
        return DONE
    if args.kinds:
        return _count_kinds(library)
    rows: list[Sequence[str]] = []
    for topic in library.topics:
        rows += [(topic.title[lang], "", "", "")]
        for id in topic.entries:
            entry = library.entries[id]
            demo = entry.demo.id if entry.demo else ""
            rows.append((f"  {entry.term[lang]}", getattr(entry.term, language.other(lang)) or "", id, demo))
    say(*table(fitting(rows)))
    return DONE


def _count_kinds(library: Library) -> int:
    """In how many kinds each entry can be asked, by language."""
    rows = []
    for entry in library.entries.values():
        asked = dict.fromkeys(kind for card in library.cards_of(entry.id) for kind in kinds(library, card))
        counts = [str(len(asked) if getattr(entry.term, lang) else 0) for lang in language.LANGS]
        rows.append((entry.id, *counts, " ".join(asked)))
    say(*table([("", *language.LANGS, ""), *rows], right=(1, 2)))
    fewest = min((int(count) for row in rows for count in row[1:3]), default=0)
    say("", ngettext("{n} entry", "{n} entries", len(rows)).format(n=len(rows)) + f" · ≥ {fewest}")
    return DONE


def show(args: argparse.Namespace) -> int:
    """One entry, found by any of its names."""
    lang, library = speak(args), open_library(args.where, progress)
    found = _find(library, " ".join(args.term))
    if args.json:
        as_json(as_document(library, found[0], lang))
        return DONE
    for entry in found:
        say(*page(library, entry, lang))
    return DONE


def _find(library: Library, name: str) -> list[Entry]:
    ids = library.find(name)
    if not ids:
        from studyapp.content.linking import close_matches

        close = library.search(name, 3).ids or close_matches(name, library.entries, 3)
        hint = f"; did you mean {', '.join(close)}?" if close else "; see: studyapp list"
        raise Refused(f"there is no term “{name}”{hint}")
    return [library.entries[id] for id in ids]


def other_names(entry: Entry, lang: language.Lang) -> list[str]:
    """What else the term is called, in this language and then in the other; a deck may be in one language."""
    term = getattr(entry.term, language.other(lang))
    return [*getattr(entry.also, lang), *([term] if term else ()), *getattr(entry.also, language.other(lang))]


def as_document(library: Library, entry: Entry, lang: language.Lang) -> dict[str, Any]:
    """An entry as `show --json` prints it."""
    return {
        "id": entry.id,
        "lang": lang,
        "term": entry.term[lang],
        "also": other_names(entry, lang),
        "topic": library.topic_of[entry.id],
        "definition": entry.definition[lang],
        "explanation": entry.explanation[lang].strip() if entry.explanation else None,
        "formula": [{"text": formula.text, "tex": formula.tex} for formula in entry.formula],
        "pitfalls": [{"wrong": pitfall.wrong[lang], "right": pitfall.right[lang]} for pitfall in entry.pitfalls],
        "requires": list(library.requires(entry.id)),
        "sources": list(entry.sources),
        "demo": {"id": entry.demo.id, "set": entry.demo.set} if entry.demo else None,
    }


def page(library: Library, entry: Entry, lang: language.Lang) -> list[str]:
    """An entry as plain text."""
    names = other_names(entry, lang)
    lines = [entry.term[lang], *(paragraph(" · ".join(names), "  ") if names else ())]
    lines += ["", *paragraph(entry.definition[lang])]
    if entry.explanation:
        lines += ["", *paragraph(entry.explanation[lang])]
    for formula in entry.formula:
        lines += ["", f"    {formula.text}"]
        lines += paragraph(formula.where[lang], "    ") if formula.where else []
    if entry.figure is not None and entry.figure.text is not None:
        lines += ["", *entry.figure.text[lang].rstrip("\n").split("\n")]
    for pitfall in entry.pitfalls:
        lines += ["", *paragraph(pitfall.wrong[lang], lead="✘ "), *paragraph(pitfall.right[lang], lead="✔ ")]
    if requires := library.requires(entry.id):
        named = ", ".join(library.entries[id].term[lang] for id in requires)
        lines += ["", *paragraph(_("before it: {terms}").format(terms=named))]
    for source in library.cited(entry):
        lines += paragraph(f"{source.authors} ({source.year}). {source.title}. {source.venue}.")
    if entry.demo:
        preset = [part for name, value in entry.demo.set.items() for part in ("--set", f"{name}={value}")]
        lines += ["", shlex.join(["studyapp", "demo", entry.demo.id, *preset])]
    return [*lines, ""]


def search(args: argparse.Namespace) -> int:
    """Find terms, best first; as text the first fifty, and how many more there are."""
    lang, library = speak(args), open_library(args.where, progress)
    text = " ".join(args.text)
    count, ids = library.search(text, len(library.entries) if args.json else MOST)
    found = [library.entries[id] for id in ids]
    if args.json:
        as_json([as_document(library, entry, lang) for entry in found])
    else:
        say(*table([(entry.term[lang], getattr(entry.term, language.other(lang)) or "", entry.id) for entry in found]))
        if more := count - len(found):
            say(ngettext("and {n} more", "and {n} more", more).format(n=f"{more:,}"))
    if not found:
        raise Refused(f"nothing is found for “{text}”; see: studyapp list")
    return DONE


def ask(args: argparse.Namespace) -> int:
    """A question with its answer, its choices, and the numbers that wrong rules give."""
    lang, library = speak(args), open_library(args.where, progress)
    seed = args.seed if args.seed is not None else random.randrange(2**31)
    rng = random.Random(seed)
    if args.card is None:
        known = ((card, kinds(library, card)) for card in library.cards)
        wanted = [card for card, asked_as in known if asked_as and (args.kind is None or args.kind in asked_as)]
        if not wanted:
            raise Refused(f"no card is asked as “{args.kind}”; one of: {', '.join(_all_kinds(library))}")
        card = rng.choice(wanted)
    else:
        found = library.card(args.card)
        if found is None or not kinds(library, found):
            from studyapp.content.linking import close_matches

            close = close_matches(args.card, [card.id for card in library.cards if kinds(library, card)], 3)
            raise Refused(f"there is no card “{args.card}”" + (f"; did you mean {', '.join(close)}?" if close else ""))
        card = found
    possible = kinds(library, card)
    if args.kind is not None and args.kind not in possible:
        raise Refused(f"{card.id} is not asked as “{args.kind}”; one of: {', '.join(possible)}")
    import asyncio  # 40 ms that only a question needs

    kind = cast(Kind, args.kind or rng.choice(possible))
    asked, shown = asyncio.run(_asked(library, card, kind, seed, args.level))
    if args.answer is not None:
        return _try(library, asked, args)
    if args.json:
        as_json(question_document(asked, lang))
    else:
        say(*question_page(asked, lang, shown))
    return DONE


def _try(library: Library, asked: Question, args: argparse.Namespace) -> int:
    """What an answer would come to; nothing is recorded. An option is given by its number, or several: 1 3."""
    from studyapp.cli.plain import as_logged, feedback_lines, option_lines
    from studyapp.questions.grade import grade

    if asked.way == "mark":
        raise Refused("a flashcard is graded by the learner; take another --kind")
    given = as_logged(asked, args.answer)
    if given is None:
        raise Refused(f"“{args.answer}” is no answer to this; an option is given by its number, an order as 2 1 3")
    feedback = grade(asked, given, library)
    if args.json:
        said = {
            "given": given,
            "right": feedback.right if not feedback.unreadable else None,
            "rule": feedback.rule,
            "also": list(feedback.also),
            "possibly": list(feedback.possibly),
            "says": feedback.says[language.current()],
        }
        as_json(question_document(asked, language.current()) | {"feedback": said})
        return DONE
    say(*paragraph(asked.stem[language.current()]))
    if asked.help is not None:
        say("", *(f"  {line}" for line in asked.help[language.current()].split("\n")))
    say(*option_lines(asked), "", f"> {args.answer}", "")
    say(*(paragraph(feedback.says[language.current()]) if feedback.unreadable else feedback_lines(asked, feedback)))
    return DONE


def _all_kinds(library: Library) -> list[str]:
    return sorted({kind for card in library.cards for kind in kinds(library, card)})


async def _asked(library: Library, card: Card, kind: Kind, seed: int, level: Level) -> tuple[Question, str]:
    """The question, and the picture that it is about, if there is one."""
    from studyapp.lab.client import Lab
    from studyapp.session.pictures import picture

    async with Lab() as lab:
        asked = await question(library, lab, card, kind, seed, level)
        if asked.figure is None or asked.figure.demo is None:
            return asked, ""
        last = await lab.last_frame(asked.figure.demo, asked.figure.set)
        return asked, picture(library, asked.figure, last) if last is not None else ""


def question_document(asked: Question, lang: language.Lang) -> dict[str, Any]:
    """A question as `ask --json` prints it. One number stands by itself, those of a vector in a list."""
    drawn = asked.drawn
    return {
        "card": asked.card,
        "kind": asked.kind,
        "lang": lang,
        "seed": asked.seed,
        "level": drawn.level if drawn else None,
        "stem": asked.stem[lang],
        "help": asked.help[lang] if asked.help else None,
        "givens": drawn.givens if drawn else {},
        "answer": _bare(drawn.answer) if drawn else asked.answer[lang],
        "tolerance": drawn.tolerance if drawn else None,
        "choices": [{"text": option.text[lang], "right": option.right} for option in asked.options],
        "order": list(asked.order),
        "lefts": [left[lang] for left in asked.lefts],
        "wrong": [
            {"rule": outcome.rule, "value": _bare(outcome.value), "says": asked.rules[outcome.rule][0][lang]}
            for outcome in (drawn.wrong if drawn else ())
        ],
        "solution": [
            {"symbol": step.symbol, "expression": step.expression, "value": _bare(step.value)}
            for step in (drawn.steps if drawn else ())
        ],
    }


def _bare(value: Sequence[float]) -> float | list[float]:
    return value[0] if len(value) == 1 else list(value)


def question_page(asked: Question, lang: language.Lang, shown: str = "") -> list[str]:
    """A question with everything behind it, as plain text; `shown` is the picture that it is about."""
    lines = [f"{asked.card}  {asked.kind}  --seed {asked.seed}", "", *paragraph(asked.stem[lang]), ""]
    lines += [*shown.split("\n"), ""] if shown else []
    if asked.help is not None:
        lines += [*(f"  {line}" for line in asked.help[lang].split("\n")), ""]
    for at, left in enumerate(asked.lefts):
        lines += paragraph(left[lang], lead=f"{chr(ord('a') + at)}  ")
    for at, option in enumerate(asked.options, 1):
        why = f"\n({option.why[lang]})" if option.why else ""
        sign = "" if asked.order else "✔ " if option.right else "✘ "
        lines += paragraph(f"{option.text[lang]}{why}", lead=f"{sign}{at}  ")
    if asked.drawn is not None:
        drawn = asked.drawn
        lines += [str(line) for line in comparison(drawn, None)]
        wrong = [(number(o.value, drawn.digits), o.rule, asked.rules[o.rule][0][lang]) for o in drawn.wrong]
        lines += ["", *table(wrong, right=(0,))]
    elif asked.order or not asked.options:
        lines += ["", *paragraph(asked.answer[lang])]
    return [*lines, ""]


def check(args: argparse.Namespace) -> int:
    """Errors in content files: those named, or the shipped glossary and the learner's decks."""
    from studyapp.content.loading import check_files

    speak(args)
    missing = [path for path in args.paths if not path.exists()]
    if missing:
        raise Refused(f"{missing[0]}: no such file; name a YAML file or a folder of them")
    paths = args.paths or [path for path in (args.where.glossary, args.where.decks) if path.exists()]
    files = [file for path in paths for file in (sorted(path.rglob("*.yaml")) if path.is_dir() else [path])]
    if not files:
        raise Refused(f"{paths[0]}: no *.yaml in it; name a YAML file or a folder of them")
    problems = check_files(files, args.where, catalog)
    for problem in problems:
        say(str(problem))
    if problems:
        return FOUND_WRONG
    say(ngettext("{n} file, no problem", "{n} files, no problem", len(files)).format(n=len(files)))
    return DONE


COMMANDS = {"list": list_terms, "show": show, "search": search, "ask": ask, "check": check}
