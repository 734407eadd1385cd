"""Running a demo and judging its claims: on screen at the learner's settings, verified at the claims' own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from demos import registry, settings
from demos.contract import Claim, Demo, Frame, Settings


class Fault(RuntimeError):
    """A demo that does not keep to the contract."""


def run(demo: Demo, setting: Settings, seed: int) -> Iterator[Frame]:
    """The frames of one run; `setting` is filled, the same seed gives the same frames."""
    return demo.frames(rng=np.random.default_rng(seed), **settings.arguments(demo, setting))


def verdicts(demo: Demo, settings: Settings, last: Frame | None) -> list[dict[str, Any]]:
    """What every claim came to in a run at `settings` that ended with `last`, as JSON values.

    ``applies`` is False for a claim that does not speak about these settings.
    """
    return [_judge(claim, settings, last, claim.applies(settings)) for claim in demo.claims]


def _judge(claim: Claim, settings: Settings, last: Frame | None, applies: bool) -> dict[str, Any]:
    if not applies:
        return {
            "claim": claim.id,
            "measured": None,
            "relation": claim.relation,
            "bound": None,
            "within": claim.within,
            "holds": False,
            "applies": False,
        }
    if last is None:
        raise Fault("the demo ended without a frame")
    for name in (claim.measured, claim.bound):
        if isinstance(name, str) and name not in last.values:
            raise Fault(f"claim {claim.id} needs {name!r}, which the last frame does not have")
        if isinstance(name, str) and np.ndim(last.values[name]):
            raise Fault(f"the value {name!r} is an array; a value is one float, like float(q[-1])")
    verdict = claim.judge(last.values, settings)
    return {
        "claim": verdict.claim,
        "measured": verdict.measured,
        "relation": verdict.relation,
        "bound": verdict.bound,
        "within": verdict.within,
        "holds": bool(verdict.holds),
        "applies": True,
    }


def verify(
    ids: Sequence[str] | None, seeds: Iterable[int], between: Callable[[], None] = lambda: None
) -> Iterator[dict[str, Any]]:
    """Every claim of the demos `ids` (None: of all) at its own settings, for every seed, as JSON values.

    A claim that is not quick is verified for the first seed alone. Runs of the same settings and seed are
    shared. A demo that raises fails the claims that needed the run, and the rest goes on. `between` is called
    at every frame and may raise to stop.
    """
    seeds = list(seeds)
    for id in registry.demo_ids() if ids is None else ids:
        try:
            demo = registry.demo(id)
        except registry.Unknown:
            raise
        except Exception as error:
            yield _unloaded(id, seeds[0], error)
            continue
        for setting, claims in _by_settings(demo):
            for position, seed in enumerate(seeds):
                judged = [claim for claim in claims if claim.quick or position == 0]
                if judged:
                    yield from _check(id, demo, setting, seed, judged, between)


def _unloaded(id: str, seed: int, error: Exception) -> dict[str, Any]:
    """The one verdict on a demo that cannot be imported."""
    nothing = {"measured": None, "relation": "=", "bound": None, "within": 0.0, "holds": False}
    return {"demo": id, "claim": "(import)", "seed": seed, **nothing, "error": registry.told(error)}


def _by_settings(demo: Demo) -> list[tuple[Settings, list[Claim]]]:
    groups: list[tuple[Settings, list[Claim]]] = []
    for claim in demo.claims:
        own = settings.fill(demo, claim.at)
        for setting, claims in groups:
            # A long training is not repeated for every seed because a quick claim has the same settings.
            if setting == own and claims[0].quick == claim.quick:
                claims.append(claim)
                break
        else:
            groups.append((own, [claim]))
    return groups


def _check(
    id: str, demo: Demo, setting: Settings, seed: int, claims: list[Claim], between: Callable[[], None]
) -> Iterator[dict[str, Any]]:
    last, failed = None, ""
    frames = run(demo, setting, seed)
    while True:
        try:
            frame = next(frames, None)
        except Exception as error:
            failed = say(error)
            break
        if frame is None:
            break
        last = frame
        between()
    for claim in claims:
        try:
            if failed:
                raise Fault(failed)
            if not claim.applies(setting):
                raise Fault(f"{claim.id} does not speak about its own settings; give it at={{…}}, or widen applies")
            verdict = _judge(claim, setting, last, applies=True)
        except Exception as error:
            verdict = _judge(claim, setting, last, applies=False)
            verdict["error"] = str(error) if isinstance(error, Fault) else say(error)
        del verdict["applies"]
        yield {"demo": id, "claim": claim.id, "seed": seed, **verdict}


def say(error: BaseException) -> str:
    """An exception on one line, with the place in the demos where it was raised."""
    place, traceback = "", error.__traceback__
    while traceback is not None:
        module = traceback.tb_frame.f_globals.get("__name__", "")
        if module.startswith("demos."):
            place = f" ({module}, line {traceback.tb_lineno})"
        traceback = traceback.tb_next
    return " ".join(f"{type(error).__name__}: {error}".split()) + place
