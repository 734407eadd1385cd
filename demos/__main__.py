"""``python -m demos``: runs a demo without the app. With ``--serve`` it is the app's child (see serve.py).

Exit codes: 0 done, 1 a claim fails, 2 wrongly called or not found, 3 the demo could not run.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

DONE, FAILS, WRONG, BROKEN = 0, 1, 2, 3

# A pool of BLAS threads costs start-up time and gains nothing at these sizes; NumPy reads this when it is imported.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(name, "1")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m demos",
        description="Run a demo, or list them all.",
        epilog="exit codes: 0 done, 1 a claim fails, 2 wrongly called or not found, 3 the demo could not run",
    )
    parser.add_argument("id", nargs="?", help="the demo; without it, every demo is listed")
    parser.add_argument("set", nargs="*", metavar="NAME=VALUE", help="a parameter")
    parser.add_argument("--seed", type=int, default=0, help="seed of the random numbers (0)")
    parser.add_argument("--json", action="store_true", help="one frame a line, then the verdicts")
    parser.add_argument("--record", action="store_true", help="keep the run, to be looked at without waiting")
    parser.add_argument("--describe", action="store_true", help="every demo and exercise, as one JSON document")
    parser.add_argument("--serve", action="store_true", help="answer requests on stdin until it closes")
    parser.add_argument("--memory", type=int, metavar="BYTES", help="address space that --serve may use")
    asked = parser.parse_args(argv)
    if asked.serve:
        from demos.serve import serve

        serve(asked.memory)
    from demos import registry, running, settings, show, wire

    try:
        if asked.describe:
            print(wire.encode(registry.describe()))
            return DONE
        if asked.id is None:
            print("\n".join(show.listing()), flush=True)
            return DONE
        if asked.seed < 0:
            raise settings.Unfit("a seed is a whole number from 0 on")
        demo = registry.demo(asked.id)
        setting = settings.fill(demo, settings.split(asked.set))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return DONE
    except (registry.Unknown, settings.Unfit) as error:
        print(f"demos: {error}", file=sys.stderr)
        return WRONG
    except Exception as error:
        print(f"demos: {asked.id} cannot be loaded: {registry.told(error)}", file=sys.stderr)
        return BROKEN
    if asked.record:
        from demos import recording

        recording.record(asked.id, demo, setting, asked.seed)
        print(f"kept in {recording.path(asked.id).name}")
        return DONE
    try:
        last = None
        for frame in running.run(demo, setting, asked.seed):
            if asked.json:
                print(wire.encode(frame), flush=True)
            last = frame
        if last is None:
            raise running.Fault("it ended without a picture")
        verdicts = running.verdicts(demo, setting, last)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return DONE
    except Exception as error:
        print(f"demos: {asked.id} could not run: {running.say(error)}", file=sys.stderr)
        return BROKEN
    try:
        if asked.json:
            print(wire.encode({"verdicts": verdicts}))
        else:
            print("\n".join(show.run(asked.id, setting, asked.seed, last, verdicts)), flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return DONE if all(verdict["holds"] for verdict in verdicts if verdict["applies"]) else FAILS


if __name__ == "__main__":
    sys.exit(main())
