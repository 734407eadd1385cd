"""How soon the screen shows what is wanted, in a real pseudo-terminal, beside the least that a Textual app can be.

    python -m tests.benchmarks.painting [RUNS]

Prints medians and 95th percentiles in ms. Machines differ and are shared: compare the two starts of one run.
The first run of each, which compiles and fills the cache, is not counted.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.terminal import Terminal, studyapp

MINIMAL = (sys.executable, str(Path(__file__).with_name("minimal_app.py")))
COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}  # without .pyc files, a start takes 2.6 times as long


def start(command: list[str], environ: dict[str, str], marker: str, steps: tuple[tuple[str, str], ...]) -> list[float]:
    """Milliseconds from the start to the marker, then from each step's keys to its marker."""
    begun = time.perf_counter()
    with Terminal(command, {**environ, **COMPILED}, 120, 40) as terminal:
        taken = [terminal.milliseconds_until(marker, begun, 0)]
        for keys, wanted in steps:
            terminal.still()
            since, begun = len(terminal.raw), time.perf_counter()
            terminal.press(keys)
            taken.append(terminal.milliseconds_until(wanted, begun, since))
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
    return taken


def measure(runs: int) -> None:
    """Both starts in turn, then the steps."""
    study = (("s", "what is it"), ("space", "affine maps"))
    demos = (("d", "gru-dial"), ("gru-dial\r", "What is h_t?"), ("1", "You said"))
    rows: dict[str, list[float]] = {}
    for run in range(runs + 1):
        with tempfile.TemporaryDirectory() as folder:
            environ = {"STUDYAPP_DATA_DIR": folder, "STUDYAPP_LANG": "en"}
            start(studyapp(), environ, "demos to run", ())  # fills the cache of this folder
            minimal = start(list(MINIMAL), {}, "Ready to go", ())
            home, card, answer = start(studyapp(), environ, "demos to run", study)
            _, _, asked, shown = start(studyapp(), environ, "demos to run", demos)
        measured = {
            "minimal app: start → text": minimal[0],
            "studyapp: start → home": home,
            "s → first card": card,
            "space → answer": answer,
            "enter → a demo's question, lab cold": asked,
            "1 → its first frame, measured": shown,
        }
        for name, value in measured.items():
            if run:
                rows.setdefault(name, []).append(value)
    for name, values in rows.items():
        high = statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
        print(f"{name:<40} median {statistics.median(values):7.1f}   95th percentile {high:7.1f}")
    starts = [statistics.median(rows[name]) for name in ("studyapp: start → home", "minimal app: start → text")]
    print(f"{'start, as a ratio':<40} {starts[0] / starts[1]:14.2f}")


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
