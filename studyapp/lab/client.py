"""The lab: the child process that runs demos and draws exercises; started when first needed, kept warm, replaced.

    lab = Lab()
    async for picture in lab.run("cell-path", {"f": 0.5}, seed=0):
        ...                          # frames as they come; the last item is a tuple of verdicts
    await lab.close()

A lab belongs to one event loop.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping, Sequence
from contextlib import aclosing, suppress
from functools import partial
from types import TracebackType
from typing import Any, Literal, Self, TypeVar, cast

import msgspec

from studyapp.content.catalog import Catalog
from studyapp.content.model import Value
from studyapp.errors import StudyError
from studyapp.lab.canvas import clean
from studyapp.lab.frames import Checked, Frame, Recorded, Verdict
from studyapp.lab.process import Answer, Job, Process, environment

Verdicts = tuple[Verdict, ...]
Run = tuple[Process, Job]
Trouble = Literal["unknown", "setting", "fault", "memory", "hang", "crash", "closed"]

COMMAND = (
    sys.executable,
    "-P",
    "-m",
    "demos",
)  # -P: a folder demos/ where the learner stands is never imported
MEMORY = 2 << 30  # bytes of address space
PATIENCE = 30.0  # seconds without a sign of life; a training yields a frame or says that it is alive far more often
GRACE = 0.2  # seconds that a polite cancel may take


class LabError(StudyError):
    """A request came to nothing. The message is one line for the learner.

    `kind`: no such demo or exercise (unknown), a setting that does not fit (setting), an exception in the demo
    (fault), more memory than allowed (memory), no sign of life (hang), the process ended (crash), the lab was
    closed (closed).
    """

    def __init__(self, message: str, kind: Trouble) -> None:
        super().__init__(clean(message))
        self.kind = kind


class LabCrashed(LabError):
    """The child ended by itself; `last_words` are the last lines of its stderr. The next request starts a new one."""

    def __init__(self, message: str, last_words: str) -> None:
        super().__init__(message, "crash")
        self.last_words = "\n".join(clean(line) for line in last_words.splitlines())


class Lab:
    """Runs demos and draws exercises in a child process.

    `command` starts the child, without ``--serve``; `patience` is how many seconds it may be silent;
    `memory` is how many bytes it may use.
    """

    def __init__(self, command: Sequence[str] = COMMAND, *, patience: float = PATIENCE, memory: int = MEMORY) -> None:
        self._command = (*command, "--serve", f"--memory={memory}")
        self._patience = patience
        self._process: Process | None = None
        self._long: Run | None = None  # the run or verification under way
        self._starting = asyncio.Lock()
        self._turn = asyncio.Lock()
        self._background: set[asyncio.Task[None]] = set()
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    # ── what can be asked ───────────────────────────────────────────────────────────────────────────────────

    async def warm(self) -> None:
        """Start the child if it is not there; the first answer then comes sooner."""
        await self._live()

    def warm_soon(self) -> None:
        """`warm`, without waiting for it."""
        if not self._closed and (self._process is None or self._process.dead):
            self._later(self.warm)

    async def describe(self) -> Catalog:
        """Every demo and exercise.

        Raises:
            LabError: as every request does.
        """
        return _read(await self._ask("describe"), Catalog)

    async def draw(
        self, exercise: str, seed: int, level: str = "alone", like: Mapping[str, float | str] | None = None
    ) -> dict[str, Any]:
        """An exercise with the numbers of `seed`: the fields of `studyapp.questions.model.Drawn`.

        `like`: givens whose words, which tell the variant of the problem, shall be drawn again.
        """
        drawn = await self._ask("draw", exercise=exercise, seed=seed, level=level, like=dict(like) if like else None)
        return cast(dict[str, Any], msgspec.json.decode(drawn))

    async def run(
        self, demo: str, settings: Mapping[str, Value], seed: int = 0
    ) -> AsyncGenerator[Frame | Verdicts, None]:
        """Run a demo: its frames as they come, and at the end a tuple with a verdict for every claim.

        A new run drops the one before it, whose iterator then ends early, without verdicts. Leaving the
        iterator cancels the run.
        """
        async with aclosing(self._stream("run", demo=demo, set=dict(settings), seed=seed)) as answers:
            async for answer in answers:
                if answer.frame:
                    yield _read(answer.frame, Frame)
                elif answer.done:
                    yield _read(answer.done, Verdicts)

    async def recorded(self, demo: str) -> AsyncGenerator[Recorded | Frame | Verdicts, None]:
        """A recorded run of a demo: at which settings, its frames, and a verdict for every claim."""
        async with aclosing(self._stream("recorded", demo=demo)) as answers:
            async for answer in answers:
                if answer.settings:
                    yield _read(answer.settings, Recorded)
                elif answer.frame:
                    yield _read(answer.frame, Frame)
                elif answer.done:
                    yield _read(answer.done, Verdicts)

    async def last_frame(self, demo: str, settings: Mapping[str, Value], seed: int = 0) -> Frame | None:
        """What a run ends with; None, if another run came between."""
        last: Frame | None = None
        async for answer in self.run(demo, settings, seed):
            if not isinstance(answer, Frame):  # the verdicts: the run has come to its end
                return last
            last = answer
        return None

    async def verify(
        self, demos: Sequence[str] | None = None, *, seeds: int = 1, seed: int = 0
    ) -> AsyncGenerator[Checked, None]:
        """Every claim of `demos` (None: of all) at its own settings, for `seeds` seeds from `seed` on.

        Claims that train for long are verified once. Runs of the same settings and seed are shared.
        """
        wanted = None if demos is None else list(demos)
        async with aclosing(self._stream("verify", demos=wanted, seeds=seeds, seed=seed)) as answers:
            async for answer in answers:
                if answer.verdict:
                    yield _read(answer.verdict, Checked)

    async def cancel(self) -> None:
        """Stop the run under way: politely, and after 0.2 s by killing the child and starting another."""
        await self._stop(self._long)

    async def pause(self) -> None:
        """Let the run under way wait after its next frame, until `step` or `resume`; a new run is not paused."""
        await self._hold("pause")

    async def step(self) -> None:
        """Let a paused run go on by one frame."""
        await self._hold("step")

    async def resume(self) -> None:
        """Let a paused run go on."""
        await self._hold("resume")

    async def _hold(self, do: str) -> None:
        if self._long is not None and not self._long[0].dead:
            process = self._long[0]
            process.drop(process.ask(do))

    async def _stop(self, run: Run | None) -> None:
        """`cancel`, unless another run has taken the place of `run` meanwhile."""
        async with self._turn:
            if self._long is run:
                await self._make_room()

    async def _make_room(self) -> None:
        if self._long is None:
            return
        (process, job), self._long = self._long, None
        process.drop(job)
        if process.dead:
            return
        polite, heard = process.ask("cancel"), False
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(GRACE):
                    await polite.get()
                    heard = True
        finally:  # also where nobody waits for the end of this any more: the next request must not meet a stuck child
            if not heard:
                process.kill()
                self.warm_soon()

    async def close(self) -> None:
        """End the child; half a second later it is gone."""
        self._closed = True
        await asyncio.gather(*self._background)
        async with self._starting:
            if self._process is not None:
                await self._process.close()

    # ── how it is asked ─────────────────────────────────────────────────────────────────────────────────────

    async def _live(self) -> Process:
        async with self._starting:
            if self._closed:
                raise LabError("the lab has been closed", "closed")
            if self._process is not None and self._process.dead:
                await self._process.ended.wait()
                self._process = None
            if self._process is None:
                try:
                    self._process = await Process.start(self._command)
                except OSError as error:
                    raise LabCrashed(f"the lab's process cannot be started: {error}", "") from error
            return self._process

    async def _ask(self, do: str, **fields: Any) -> msgspec.Raw:
        """A request with one answer. A child that is killed meanwhile, for another's sake, is asked anew."""
        while True:
            process = await self._live()
            job = process.ask(do, **fields)
            try:
                answer = await self._answer(process, job)
            finally:
                process.drop(job)
            if answer is not None:
                return answer.done

    async def _stream(self, do: str, **fields: Any) -> AsyncGenerator[Answer, None]:
        """A request with many answers; the newest of these wins."""
        async with self._turn:
            await self._make_room()
            process = await self._live()
            job = process.ask(do, **fields)
            run = self._long = (process, job)
        try:
            while answer := await self._answer(process, job):
                yield answer
                if answer.done:
                    return
        finally:
            if self._long is run:
                if job.over or process.dead or self._closed:
                    self._long = None
                else:
                    self._later(partial(self._stop, run))

    async def _answer(self, process: Process, job: Job) -> Answer | None:
        """The next answer to a job; None where the job was dropped or its process killed for another's sake."""
        while True:
            try:
                async with asyncio.timeout(self._patience):
                    answer = await job.get()
            except TimeoutError:
                process.kill()
                raise LabError(f"no sign of life for {self._patience:g} s; it was stopped", "hang") from None
            if answer is None:
                if process.killed:
                    return None
                await process.ended.wait()  # by then its last words have been read
                reason = "".join(f": {line}" for line in process.last_words.strip().splitlines()[-1:])
                raise LabCrashed(f"the lab's process {process.how_it_ended()}{reason}", process.last_words)
            if answer.error:
                raise LabError(answer.error, cast(Trouble, answer.kind))
            if answer.dropped:
                return None
            if not answer.alive:
                return answer

    def _later(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async def quietly() -> None:
            with suppress(LabError):  # whoever asks next is told
                await work()

        task = asyncio.create_task(quietly(), name="lab")
        self._background.add(task)
        task.add_done_callback(self._background.discard)


T = TypeVar("T")


def _read(raw: bytes | msgspec.Raw, type: type[T]) -> T:
    try:
        return msgspec.json.decode(raw, type=type)
    except msgspec.ValidationError as error:
        raise LabError(f"the demo gave something that cannot be shown: {error}", "fault") from error


def describe_now(command: Sequence[str] = COMMAND) -> Catalog:
    """Every demo and exercise, asked of a process of its own; for where no event loop runs. About 0.2 s.

    Raises:
        LabCrashed: the process failed.
    """
    done = subprocess.run(
        [*command, "--describe"],
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env=environment(os.environ),
    )
    if done.returncode != 0:
        last_words = done.stderr.decode("utf-8", "replace")
        reason = (last_words.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise LabCrashed(f"the demos cannot be described: {reason}", last_words)
    return msgspec.json.decode(done.stdout, type=Catalog)
