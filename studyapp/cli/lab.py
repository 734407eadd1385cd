"""demo and verify: what the demos show and claim."""

from __future__ import annotations

import argparse
import asyncio
from contextlib import aclosing
from typing import Any

import msgspec

from studyapp.cli import DONE, FOUND_WRONG, Refused
from studyapp.cli.output import as_json, number, paragraph, say, table, width
from studyapp.cli.words import speak
from studyapp.content.compiling import refuse
from studyapp.content.library import Library
from studyapp.content.model import DemoSpec, Value
from studyapp.lab.canvas import text_of
from studyapp.lab.client import Lab
from studyapp.lab.draw import draw, natural_height
from studyapp.lab.frames import Checked, Frame, Verdict
from studyapp.language import Lang, _
from studyapp.session.desk import open_library


def demo(args: argparse.Namespace) -> int:
    """Run a demo and judge its claims at these settings; without an id, list the demos."""
    lang, library = speak(args), open_library(args.where)
    return asyncio.run(_list(library, lang) if args.id is None else _run(args, library, lang))


async def _list(library: Library, lang: Lang) -> int:
    async with Lab() as lab:
        catalog = await lab.describe()
    rows = []
    for id in catalog.demos:
        words = library.demo_words(id)
        rows.append((id, words.title[lang] if words else ""))
    say(*table(rows))
    return DONE


async def _run(args: argparse.Namespace, library: Library, lang: Lang) -> int:
    async with Lab() as lab:
        catalog = await lab.describe()
        spec = catalog.demos.get(args.id)
        if spec is None:
            raise Refused(f"there is no demo “{args.id}”; one of: {', '.join(catalog.demos)}")
        settings = read_settings(spec, args.set)
        last: Frame | None = None
        verdicts: tuple[Verdict, ...] = ()
        async with aclosing(lab.run(args.id, settings, args.seed or 0)) as answers:
            async for answer in answers:
                if isinstance(answer, Frame):
                    last = answer
                    if args.json:
                        say(msgspec.json.encode(answer).decode())
                else:
                    verdicts = answer
    if args.json:
        say(msgspec.json.encode({"claims": verdicts}).decode())
    elif last is not None:
        say(*page(library, args.id, settings, last, verdicts, lang))
    return FOUND_WRONG if any(v.applies and not v.holds for v in verdicts) else DONE


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
        if specs[name].kind != "choice":
            try:
                setting = int(value) if specs[name].kind == "whole" else float(value)
            except ValueError:
                setting = value
        if wrong := refuse(specs[name], setting):
            raise Refused("; ".join(wrong))
        settings[name] = setting
    return settings


def page(
    library: Library,
    id: str,
    settings: dict[str, Value],
    last: Frame,
    verdicts: tuple[Verdict, ...],
    lang: Lang,
) -> list[str]:
    """The last frame, drawn as text, and the claims."""
    words = library.demo_words(id)
    labels = words.labels if words else {}

    def label(key: str) -> str:
        return labels[key][lang] if key in labels else key

    lines = [words.title[lang] if words else id, ""]
    if words:
        lines += [*paragraph(words.see[lang]), ""]
    named = [(words.parameters[name][lang] if words and name in words.parameters else name) for name in settings]
    lines += table(
        [(f"  {title}", name, label(str(value))) for title, (name, value) in zip(named, settings.items(), strict=True)]
    )
    for panel in last.panels:
        height = min(30, natural_height(panel, width()))
        lines += ["", *(text_of(row).rstrip() for row in draw(panel, width(), height, label))]
    lines.append("")
    for verdict in verdicts:
        said = words.claims[verdict.claim][lang] if words and verdict.claim in words.claims else verdict.claim
        if not verdict.applies:
            lines += paragraph(f"· {said} ({_('does not apply at these settings')})")
            continue
        within = f" ± {number(verdict.within)}" if verdict.within else ""
        lines += paragraph(f"{'✔' if verdict.holds else '✘'} {said}")
        lines.append(f"    {number(verdict.measured)} {verdict.relation} {number(verdict.bound)}{within}")
    if words:
        lines += ["", *paragraph(words.why[lang])]
    return lines


def verify(args: argparse.Namespace) -> int:
    """Every claim at its own settings, over seeds; one line a claim."""
    speak(args)
    return asyncio.run(_verify(args))


async def _verify(args: argparse.Namespace) -> int:
    checked: list[Checked] = []
    async with Lab(patience=600.0) as lab:
        demos = (await lab.describe()).demos
        unknown = [id for id in args.ids if id not in demos]
        if unknown:
            raise Refused(f"there is no demo “{unknown[0]}”; one of: {', '.join(demos)}")
        async with aclosing(lab.verify(args.ids or None, seeds=args.seeds, seed=args.seed or 0)) as answers:
            async for answer in answers:
                checked.append(answer)
    if args.json:
        as_json([document(each) for each in checked])
    else:
        say(*_lines(checked))
    return FOUND_WRONG if any(not each.holds for each in checked) else DONE


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


def _lines(checked: list[Checked]) -> list[str]:
    """One line a claim, over its seeds: how often it held, and the run that came nearest to failing, or failed."""
    groups: dict[tuple[str, str], list[Checked]] = {}
    for each in checked:
        groups.setdefault((each.demo, each.claim), []).append(each)
    rows = []
    for (demo_id, claim), runs in groups.items():
        failed = [run for run in runs if not run.holds]
        shown = (failed or runs)[0]
        within = f" ± {number(shown.within)}" if shown.within else ""
        held = f"{len(runs) - len(failed)}/{len(runs)}"
        relation = f"{number(shown.measured)} {shown.relation} {number(shown.bound)}{within}"
        rows.append(("✘" if failed else "✔", demo_id, claim, held, shown.error or relation))
    broken = sum(not each.holds for each in checked)
    return [*table(rows), "", f"{len(groups)} claims, {len(checked)} runs, {broken} failed"]


COMMANDS = {"demo": demo, "verify": verify}
