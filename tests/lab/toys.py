"""Throw-away demos, well and badly behaved, and the command of a child that knows them beside the real ones."""

from __future__ import annotations

import sys
from pathlib import Path

HEAD = """
import os, sys, time
import numpy as np
from demos.contract import *
"""

TOYS = {
    "count": """
        def frames(*, rng, n, wait, kind):
            for k in range(1, n + 1):
                time.sleep(wait)
                yield Frame(
                    panels=(
                        Curves(id="curve", lines=(Line("y", np.arange(k), np.arange(k) ** 2.0),)),
                        Table(id="table", columns=("t", "y"), rows=((1.0, 2.5), (10.0, -0.25))),
                    ),
                    values={"k": float(k), "drawn": float(rng.random())},
                    progress=k / n,
                    at=f"k = {k}",
                )
        DEMO = Demo(
            parameters=(Whole("n", 3, 1, 100000), Number("wait", 0.0, 0.0, 10.0, 0.1), Choice("kind", "a", ("a", "b"))),
            frames=frames,
            claims=(
                Claim("reaches", "k", "=", lambda s: s["n"]),
                Claim("three", "k", "=", 3, applies=lambda s: s["n"] == 3),
                Claim("small", "k", "<", 6, at={"n": 5}),
                Claim("trained", "k", ">", 1, at={"n": 2}, quick=False),
            ),
        )
    """,
    "wrong": """
        def frames(*, rng):
            yield Frame(panels=(), values={"one": 1.0})
        DEMO = Demo(parameters=(), frames=frames, claims=(Claim("two", "one", "=", 2.0),))
    """,
    "raises": """
        def frames(*, rng):
            yield Frame(panels=(), values={"one": 1.0})
            raise ZeroDivisionError("the third gate")
        DEMO = Demo(parameters=(), frames=frames, claims=(Claim("one", "one", "=", 1.0),))
    """,
    "exits": """
        def frames(*, rng):
            yield Frame(panels=(), values={"one": 1.0})
            print("farewell", file=sys.stderr, flush=True)
            os._exit(7)
        DEMO = Demo(parameters=(), frames=frames, claims=(Claim("one", "one", "=", 1.0),))
    """,
    "hangs": """
        def frames(*, rng):
            yield Frame(panels=(), values={"one": 1.0})
            time.sleep(60)
        DEMO = Demo(parameters=(), frames=frames, claims=(Claim("one", "one", "=", 1.0),))
    """,
    "prints": """
        def frames(*, rng):
            print("stray")
            sys.__stdout__.write("stray\\n")
            sys.__stdout__.flush()
            os.write(1, b"{stray}\\n")
            assert sys.stdin.read() == ""
            yield Frame(panels=(), values={"one": 1.0})
        DEMO = Demo(parameters=(), frames=frames, claims=(Claim("one", "one", "=", 1.0),))
    """,
    "huge": """
        def frames(*, rng, n):
            line = Line("y", np.arange(n), rng.normal(size=n))
            yield Frame(panels=(Curves(id="c", lines=(line,)),), values={"one": 1.0})
        DEMO = Demo(
            parameters=(Whole("n", 100000, 1, 10000000),),
            frames=frames,
            claims=(Claim("one", "one", "=", 1.0),),
        )
    """,
    "greedy": """
        def frames(*, rng):
            block = np.empty(3 << 30, dtype=np.uint8)  # only reserved, never touched: three gigabytes of addresses
            yield Frame(panels=(), values={"one": float(block.ndim)})
        DEMO = Demo(parameters=(), frames=frames, claims=(Claim("one", "one", "=", 1.0),))
    """,
    "slow": """
        def frames(*, rng):
            for _ in range(6):
                time.sleep(0.45)
                yield Frame(panels=(), values={"one": 1.0})
        DEMO = Demo(parameters=(), frames=frames, claims=(Claim("one", "one", "=", 1.0),))
    """,
    "silent": """
        def frames(*, rng):
            yield from ()
        DEMO = Demo(parameters=(), frames=frames, claims=(Claim("one", "one", "=", 1.0),))
    """,
    "odd": """
        def frames(*, rng):
            yield Frame(panels=("not a panel",), values={"one": 1.0})
        DEMO = Demo(parameters=(), frames=frames, claims=(Claim("one", "one", "=", 1.0),))
    """,
    "torn": """
        DEMO = = 1
    """,
    "helper": """
        NOT_A_DEMO = True
        raise RuntimeError("nothing imports this")
    """,
}


def command(folder: Path) -> list[str]:
    """Write the toys into `folder`; the command of a child that has them, as `Lab` takes it."""
    topic = folder / "toys"
    topic.mkdir(exist_ok=True)
    for name, source in TOYS.items():
        lines = [line[8:] for line in source.splitlines()]
        (topic / f"{name}.py").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    start = (
        f"import sys, demos; demos.__path__.append({str(folder)!r}); from demos.__main__ import main; sys.exit(main())"
    )
    return [sys.executable, "-P", "-c", start]
