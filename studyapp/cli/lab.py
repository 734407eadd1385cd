"""demo and verify: what the demos show and claim."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec

from studyapp.cli import DONE, FOUND_WRONG, Refused
from studyapp.cli.output import as_json, paragraph, say, table, width
from studyapp.cli.progress import progress
from studyapp.cli.words import speak
from studyapp.content.catalog import Catalog, DemoSpec
from studyapp.content.compiling import refuse
from studyapp.content.library import Library
from studyapp.content.model import Text, Value
from studyapp.lab import numbers
from studyapp.lab.canvas import clean, left
from studyapp.lab.client import Verdicts, describe_now
from studyapp.lab.frames import Checked, Frame
from studyapp.lab.now import run_now, verify_now
from studyapp.lab.plain import FAILS, HOLDS, claims_text, comparison, frame_text
from studyapp.lab.saving.file import ENDINGS, possible, ready, write
from studyapp.lab.saving.page import Caption, svg
from studyapp.language import Lang, _
from studyapp.session.desk import open_library
from studyapp.session.pictures import words_of


def demo(args: argparse.Namespace) -> int:
    """Run a demo and judge its claims at these settings; without an id, list the demos."""
    lang, library = speak(args), open_library(args.where, progress)
    _refuse_ending(args.save, args.id)
    catalog = describe_now()
    if args.id is None:
        titles = {id: words.title[lang] if (words := library.demo_words(id)) else id for id in catalog.demos}
        if args.json:
            as_json(
                [
                    {"id": id, "lang": lang, "title": titles[id], "parameters": msgspec.to_builtins(spec.parameters)}
                    for id, spec in catalog.demos.items()
                ]
            )
        else:
            say(*table(list(titles.items())))
        return DONE
    spec = known(args.id, catalog)
    settings = read_settings(spec, args.set)
    if args.save is not None:
        ready(args.save)
    last: Frame | None = None
    verdicts: Verdicts = ()
    for answer in run_now(args.id, settings, args.seed or 0):
        if isinstance(answer, Frame):
            last = answer
            if args.json:
                as_json(answer, indent=-1)
        else:
            verdicts = answer
    if args.json:
        as_json({"claims": verdicts}, indent=-1)
    elif last is not None:
        say(*page(library, args.id, settings, last, verdicts, lang))
    if args.save is not None and last is not None:
        caption = described(library, spec, settings, args.seed or 0, last, lang)
        write(args.save, svg(last, caption, words_of(library.demo_words(args.id))))
        line = _("picture saved in {path}: {title}").format(path=args.save, title=caption.title)
        print(clean(line), file=sys.stderr if args.json else sys.stdout)
    return FOUND_WRONG if any(v.applies and not v.holds for v in verdicts) else DONE


def _refuse_ending(path: Path | None, id: str | None) -> None:
    if path is not None and not possible(path):
        raise Refused(f"--save {path}: a picture ends in {' or '.join(ENDINGS)}")
    if path is not None and id is None:
        raise Refused("--save wants a demo: studyapp demo ID --save FILE; studyapp demo lists them")


def described(
    library: Library, spec: DemoSpec, settings: dict[str, Value], seed: int, last: Frame, lang: Lang
) -> Caption:
    """What is said of the picture of a run: the title, the settings that count, what to see and what was measured."""
    words = library.demo_words(spec.id)
    label = words_of(words)
    turned = {one.name: settings[one.name] for one in spec.parameters if one.applies(settings)}
    shown = ", ".join(
        f"{name} = {label(value) if isinstance(value, str) else numbers.text(value, 6)}"
        for name, value in {**turned, **({"seed": seed} if seed else {})}.items()
    )
    measured = "; ".join(f"{label(name)} = {numbers.text(value, 6)}" for name, value in last.values.items())
    said = [f"{spec.id}: {shown}.", words.see[lang] if words else "", f"{measured}." if measured else ""]
    return Caption(words.title[lang] if words else spec.id, shown, " ".join(filter(None, said)), lang)


def known(id: str, catalog: Catalog) -> DemoSpec:
    """The demo with this id.

    Raises:
        Refused: there is none; the message lists what there is.
    """
    if id in catalog.broken:
        raise Refused(f"the demo {id} cannot be loaded: {catalog.broken[id]}")
    if id not in catalog.demos:
        raise Refused(f"there is no demo “{id}”; one of: {', '.join(catalog.demos)}")
    return catalog.demos[id]


def read_settings(spec: DemoSpec, given: list[str]) -> dict[str, Value]:
    """The defaults, changed by ``NAME=VALUE``.

    Raises:
        Refused: an unknown name, or a value that is not possible; the message lists what is.
    """
    settings: dict[str, Value] = {parameter.name: parameter.default for parameter in spec.parameters}
    specs = {parameter.name: parameter for parameter in spec.parameters}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or name not in specs:
            raise Refused(f"{spec.id} has no parameter “{name}”; write NAME=VALUE with one of: {', '.join(specs)}")
        setting: Value = value
        if specs[name].kind in ("number", "whole"):
            try:
                setting = int(value) if specs[name].kind == "whole" else float(value)
            except ValueError:
                setting = value
        if wrong := refuse(specs[name], setting):
            raise Refused("; ".join(wrong))
        settings[name] = setting
    return settings


def page(
    library: Library, id: str, settings: dict[str, Value], last: Frame, verdicts: Verdicts, lang: Lang
) -> list[str]:
    """The settings, the last frame, drawn as text, and the claims, in words."""
    words = library.demo_words(id)

    def label(key: str) -> str:
        return words.labels[key][lang] if words and key in words.labels else key

    def said(texts: Mapping[str, Text], key: str) -> str:
        return texts[key][lang] if key in texts else key

    lines = [words.title[lang] if words else id, ""]
    if words:
        lines += [*paragraph(words.see[lang]), ""]
    named = words.parameters if words else {}
    lines += table([(f"  {said(named, name)}", name, label(str(value))) for name, value in settings.items()])
    lines += ["", *frame_text(last, width(), label).split("\n"), ""]
    for verdict in verdicts:
        lines += paragraph(said(words.claims if words else {}, verdict.claim))
        lines.append("  " + " ".join(claims_text([verdict], lambda _claim: "").split()))
    if words:
        lines += ["", *paragraph(words.why[lang])]
    return lines


def verify(args: argparse.Namespace) -> int:
    """Every claim at its own settings, over seeds; one line a claim."""
    speak(args)
    catalog = describe_now()
    for id in args.ids:
        known(id, catalog)
    checked: list[Checked] = []

    def coming() -> Iterator[Checked]:
        for each in verify_now(args.ids or None, seeds=args.seeds, seed=args.seed or 0):
            checked.append(each)
            yield each

    if args.json:
        as_json([document(each) for each in coming()])
    else:
        for line in _lines(coming(), catalog):
            print(clean(line), flush=True)  # a training takes its time: what is known is shown
        claims, broken = len({(each.demo, each.claim) for each in checked}), sum(not each.holds for each in checked)
        say("", _("{n} claims, {runs} runs, {broken} failed").format(n=claims, runs=len(checked), broken=broken))
    return DONE if all(each.holds for each in checked) else FOUND_WRONG


def document(checked: Checked) -> dict[str, Any]:
    """One claim at one seed, as `verify --json` prints it."""
    return {
        "demo": checked.demo,
        "claim": checked.claim,
        "seed": checked.seed,
        "measured": checked.measured,
        "relation": checked.relation,
        "bound": checked.bound,
        "within": checked.within,
        "holds": checked.holds,
        **({"error": checked.error} if checked.error else {}),
    }


def _lines(checked: Iterable[Checked], catalog: Catalog) -> Iterator[str]:
    """One line a claim, over its seeds: how often it held, and the run that failed first, else the first one."""
    wide = max(map(len, catalog.demos)), max(len(claim) for spec in catalog.demos.values() for claim in spec.claims)
    for demo_id, of_demo in groupby(checked, lambda each: each.demo):
        claims: dict[str, list[Checked]] = {}
        for each in of_demo:
            claims.setdefault(each.claim, []).append(each)
        for claim, runs in claims.items():
            failed = [run for run in runs if not run.holds]
            shown = (failed or runs)[0]
            held = f"{len(runs) - len(failed)}/{len(runs)}"
            cells = (FAILS if failed else HOLDS, left(demo_id, wide[0]), left(claim, wide[1]), held)
            yield "  ".join((*cells, shown.error or comparison(shown)))


COMMANDS = {"demo": demo, "verify": verify}
