"""The app's child: requests as JSON lines on stdin, answers as JSON lines on stdout, until stdin closes.

    {"id": 1, "do": "describe"}                                  {"id": 1, "done": catalog}
    {"id": 2, "do": "run", "demo": …, "set": {…}, "seed": 0}     {"id": 2, "frame": …} …, {"id": 2, "done": verdicts}
    {"id": 2, "do": "recorded", "demo": …}                       the same, of a run that was recorded; first
                                                                 {"id": 2, "settings": {"set": {…}, "seed": 0}}
    {"id": 3, "do": "draw", "exercise": …, "seed": 0,            {"id": 3, "done": the exercise with its numbers}
     "level": "alone", "like": null}
    {"id": 4, "do": "verify", "demos": […] | null,               {"id": 4, "verdict": …} …, {"id": 4, "done": null}
     "seeds": 5, "seed": 0}
    {"id": 5, "do": "cancel"}                                    {"id": 5, "done": null}
    {"id": 6, "do": "pause"}, "step" (one frame), "resume"       {"id": 6, "done": null}

What fails is answered with {"id": …, "error": one line, "kind": unknown | setting | fault | memory}. A newer run,
verification or cancel drops the one under way between two of its frames: {"id": …, "dropped": true}. Drawing and
describing wait no longer than for the next frame either. A verification without verdicts for a second, and a run that
is paused, say {"id": …, "alive": true}.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections import deque
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, NoReturn

import numpy as np

from demos import drawing, recording, registry, running, settings, wire

Request = dict[str, Any]
LONG = ("run", "recorded", "verify", "cancel")


class Overtaken(BaseException):
    """A newer request wants the place of the one under way."""


def serve(memory: int | None) -> NoReturn:
    """Answer requests until stdin closes, with at most `memory` bytes of address space."""
    # Whatever a demo prints or reads must not touch the two streams: they move to descriptors of their own.
    requests, answers = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.close(null)
    sys.stdout = sys.stderr
    if memory is not None:
        limit(memory)
    Service(requests, answers).run()


def limit(memory: int) -> None:
    """Let this process use at most `memory` bytes; beyond that an allocation raises MemoryError."""
    with suppress(ImportError, ValueError, OSError):  # a system without this limit runs without it
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))


class Service:
    """Answers the requests that come in on one file descriptor on another."""

    def __init__(self, requests: int, answers: int) -> None:
        self._input = requests
        self._output = answers
        self._arrived: SimpleQueue[Request] = SimpleQueue()
        self._waiting: deque[Request] = deque()
        self._spoke = time.monotonic()
        self._paused = False

    def run(self) -> NoReturn:
        """Answer until the input closes, which ends the process."""
        Thread(target=self._listen, daemon=True).start()
        np.random.default_rng(0)  # NumPy imports this part late; now it costs nobody's first picture 12 ms
        while True:
            self._answer(self._waiting.popleft() if self._waiting else self._arrived.get())

    def _listen(self) -> None:
        """Take requests in. The end of the input ends the process, in the middle of whatever it does."""
        try:
            with os.fdopen(self._input, "rb") as lines:
                for line in lines:
                    self._arrived.put(json.loads(line))
        except ValueError:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)

    def _say(self, id: int, **answer: object) -> None:
        rest = (wire.encode({"id": id, **answer}) + "\n").encode()
        self._spoke = time.monotonic()
        try:
            while rest:
                rest = rest[os.write(self._output, rest) :]
        except OSError:  # nobody is left to hear it
            os._exit(0)

    def _answer(self, request: Request) -> None:
        id = request["id"]
        try:
            self._say(id, done=self._do(id, request))
        except Overtaken:
            self._say(id, dropped=True)
        except registry.Unknown as error:
            self._say(id, error=str(error), kind="unknown")
        except settings.Unfit as error:
            self._say(id, error=str(error), kind="setting")
        except MemoryError:
            self._say(id, error="it needs more memory than a demo is given", kind="memory")
        except Exception as error:
            traceback.print_exc()
            self._say(id, error=running.say(error), kind="fault")

    def _do(self, id: int, request: Request) -> object:
        match request["do"]:
            case "describe":
                return registry.describe()
            case "draw":
                exercise = request["exercise"]
                return drawing.draw(
                    exercise, registry.exercise(exercise), request["seed"], request["level"], request["like"]
                )
            case "run":
                return self._run(id, request)
            case "recorded":
                return self._play(id, request["demo"])
            case "verify":
                self._verify(id, request)
                return None
            case "cancel":
                return None
            case "pause" | "step" | "resume":
                self._paused = request["do"] != "resume"
                return None
            case other:
                raise registry.Unknown(f"there is no request {other!r}")

    def _run(self, id: int, request: Request) -> list[dict[str, Any]]:
        self._paused = False
        self._between()
        demo = registry.demo(request["demo"])
        setting = settings.fill(demo, request["set"])
        last = None
        for frame in running.run(demo, setting, request["seed"]):
            self._say(id, frame=frame)
            last = frame
            self._between()
            while self._paused and not self._stepped(id):
                pass
        return running.verdicts(demo, setting, last)

    def _play(self, id: int, of: str) -> list[dict[str, Any]]:
        demo = registry.demo(of)
        if not recording.recorded(of):
            raise registry.Unknown(f"no run of {of!r} is recorded")
        kept = recording.load(of)
        self._say(id, settings={"set": kept.settings, "seed": kept.seed})
        for frame in kept.frames:
            self._say(id, frame=frame)
        return running.verdicts(demo, kept.settings, recording.last_frame(kept))

    def _stepped(self, id: int) -> bool:
        """While the run is paused, answer what comes in for a second; whether it may go on, if only by a frame.

        Raises:
            Overtaken: something long has come in.
        """
        try:
            request = self._arrived.get(timeout=1.0)
        except Empty:
            self._say(id, alive=True)
            return False
        if request["do"] in LONG:
            self._waiting.append(request)
            raise Overtaken
        self._answer(request)
        return bool(request["do"] == "step")

    def _verify(self, id: int, request: Request) -> None:
        def between() -> None:
            self._between()
            if time.monotonic() - self._spoke > 1:
                self._say(id, alive=True)

        seeds = range(request["seed"], request["seed"] + request["seeds"])
        for verdict in running.verify(request["demos"], seeds, between):
            self._say(id, verdict=verdict)
            self._between()

    def _between(self) -> None:
        """Between two frames: answer what is short, make place for what is long.

        Raises:
            Overtaken: something long has come in.
        """
        while not self._waiting:
            try:
                request = self._arrived.get_nowait()
            except Empty:
                return
            if request["do"] in LONG:
                self._waiting.append(request)
            else:
                self._answer(request)
        raise Overtaken
