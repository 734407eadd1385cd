"""Every demo at its defaults, at both ends of each parameter and at many random settings: how soon it shows something.

    python -m tests.benchmarks.first_picture [--random N] [--cold N] [ID …]

Warm: milliseconds from the request to the first frame, through the child that is already there. Cold: the same with the
start of the child. A run that ends with an error, or a measured number that is not finite and has no note, is told and
makes the exit code 1. A run is left after two seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import random
import statistics
import sys
import time
from contextlib import aclosing

from demos import registry
from demos.contract import Choice, Matrix, Parameter, Value, Whole
from demos.settings import text_of
from studyapp.lab.client import Lab, LabError
from studyapp.lab.frames import Frame

LONG = 2.0  # seconds after which a run has shown enough


def anywhere(parameter: Parameter, rng: random.Random) -> Value:
    """Some value of a parameter."""
    match parameter:
        case Choice():
            return rng.choice(parameter.options)
        case Matrix():
            return text_of(
                [[rng.uniform(parameter.low, parameter.high) for _ in parameter.columns] for _ in parameter.rows]
            )
        case Whole():
            return rng.randint(parameter.low, parameter.high)
        case _:
            return rng.uniform(parameter.low, parameter.high)


def ends(parameter: Parameter) -> tuple[Value, ...]:
    """The lowest and the highest value; every option."""
    match parameter:
        case Choice():
            return parameter.options
        case Matrix():
            low, high = (
                [[end] * len(parameter.columns)] * len(parameter.rows) for end in (parameter.low, parameter.high)
            )
            return text_of(low), text_of(high)
        case _:
            return parameter.low, parameter.high


def settings_of(id: str, many: int) -> list[dict[str, Value]]:
    """The defaults, each parameter at its ends, `many` random ones."""
    rng, parameters = random.Random(id), registry.demo(id).parameters
    found: list[dict[str, Value]] = [{}]
    found += [{parameter.name: end} for parameter in parameters for end in ends(parameter)]
    return found + [{parameter.name: anywhere(parameter, rng) for parameter in parameters} for _ in range(many)]


async def first_picture(lab: Lab, id: str, settings: dict[str, Value]) -> tuple[float, str]:
    """Milliseconds to the first frame, and what went wrong, if something did."""
    begun, first, last = time.perf_counter(), math.nan, None
    try:
        async with aclosing(lab.run(id, settings)) as answers:
            async for answer in answers:
                if isinstance(answer, Frame):
                    last = answer
                    if math.isnan(first):
                        first = 1000 * (time.perf_counter() - begun)
                if time.perf_counter() - begun > LONG:
                    break
    except LabError as error:
        return first, str(error)
    missing = [name for name, value in (last.values if last else {}).items() if value is None]
    return (
        first,
        f"{', '.join(missing)} is not finite, and no note says why" if missing and last and not last.notes else "",
    )


async def measure(ids: list[str], many: int, cold: int) -> int:
    """Print a line a demo."""
    wrong, warm_medians, cold_medians, runs = 0, [], [], 0
    print(f"{'':<28} {'warm: median':>12} {'worst':>8}   {'cold: median':>12}   settings")
    for id in ids:
        async with Lab() as lab:
            await first_picture(lab, id, {})
            taken = []
            for settings in settings_of(id, many):
                ms, trouble = await first_picture(lab, id, settings)
                taken.append(ms)
                if trouble:
                    wrong += 1
                    print(f"✘ {id} at {settings}: {trouble}")
        chilled = []
        for _ in range(cold):
            async with Lab() as lab:
                chilled.append((await first_picture(lab, id, {}))[0])
        runs += len(taken)
        warm_medians.append(statistics.median(taken))
        cold_medians.append(statistics.median(chilled))
        print(
            f"{id:<28} {warm_medians[-1]:12.1f} {max(taken):8.1f}   {cold_medians[-1]:12.1f}   {len(taken)}", flush=True
        )
    for name, of in (("median of all demos", statistics.median), ("slowest demo", max)):
        print(f"{name:<28} {of(warm_medians):12.1f} {'':>8}   {of(cold_medians):12.1f}   {runs}")
    return 1 if wrong else 0


def main() -> int:
    """Measure those asked for, or all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("ids", nargs="*")
    parser.add_argument("--random", type=int, default=50)
    parser.add_argument("--cold", type=int, default=5)
    asked = parser.parse_args()
    return asyncio.run(measure(asked.ids or registry.demo_ids(), asked.random, asked.cold))


if __name__ == "__main__":
    sys.exit(main())
