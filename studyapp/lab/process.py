"""One child process of the lab: its pipes, the jobs that wait for its answers, and its end."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import msgspec

LONGEST_LINE = 16 << 20  # bytes; a frame of a thousand curves of a thousand points is under it
AHEAD = 16  # answers that may wait for a slow reader before the child has to wait as well
TAIL = 4096  # bytes of stderr that are kept for a report
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class Answer(msgspec.Struct, frozen=True):
    """One line from the child; `id` is the job's. `alive` says no more than that the child is at work."""

    id: int
    frame: msgspec.Raw = msgspec.Raw()
    verdict: msgspec.Raw = msgspec.Raw()
    settings: msgspec.Raw = msgspec.Raw()
    done: msgspec.Raw = msgspec.Raw()
    error: str = ""
    kind: str = ""
    dropped: bool = False
    alive: bool = False


DROPPED = Answer(id=0, dropped=True)


class Job:
    """A request that has been sent, and its answers in order. None after the last: the child is gone."""

    def __init__(self, id: int) -> None:
        self.id = id
        self.waiting: asyncio.Queue[Answer | None] = asyncio.Queue()
        self.room = asyncio.Event()
        self.over = False

    async def get(self) -> Answer | None:
        """The next answer."""
        answer = await self.waiting.get()
        self.room.set()
        return answer


class Process:
    """A running child. `ended` is set when it is gone and its last words have been read."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._jobs: dict[int, Job] = {}
        self._ids = itertools.count(1)
        self._stderr = bytearray()
        self.killed = False  # on purpose, by us: what waits for it may ask its successor
        self.ended = asyncio.Event()
        self._following = asyncio.create_task(self._follow(), name="lab answers")

    @classmethod
    async def start(cls, command: Sequence[str]) -> Process:
        """Start `command`; its own session, so that a ctrl-c in the terminal reaches only the app."""
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=LONGEST_LINE,
            env=environment(os.environ),
            start_new_session=True,
        )
        return cls(process)

    @property
    def dead(self) -> bool:
        """Whether nothing more is to be expected of it."""
        return self.killed or self.ended.is_set() or self._process.returncode is not None

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def ask(self, do: str, **fields: Any) -> Job:
        """Send a request."""
        job = Job(next(self._ids))
        self._jobs[job.id] = job
        assert self._process.stdin is not None
        if self.dead or self._process.stdin.is_closing():
            self._close(job, None)
        else:
            self._process.stdin.write(msgspec.json.encode({"id": job.id, "do": do, **fields}) + b"\n")
        return job

    def drop(self, job: Job) -> None:
        """Let go of a job: whoever waits for it hears that it was dropped, later answers to it are not kept."""
        if not job.over:
            self._close(job, DROPPED)

    def _close(self, job: Job, last: Answer | None) -> None:
        del self._jobs[job.id]
        job.over = True
        job.waiting.put_nowait(last)
        job.room.set()

    def kill(self) -> None:
        """End it at once, with whatever it has started itself."""
        self.killed = True
        self._signal()
        for job in self._jobs.values():
            job.room.set()

    def _signal(self) -> None:
        # Not Process.kill: that polls, and so takes the exit status away from asyncio, which then complains.
        # macOS answers with a PermissionError where all that is left is a zombie.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    async def close(self, patience: float = 0.3) -> None:
        """Close its stdin, at which it ends by itself; after `patience` seconds kill it. Returns when it is gone."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        for job in list(self._jobs.values()):
            self.drop(job)
        try:
            async with asyncio.timeout(patience):
                await self.ended.wait()
        except TimeoutError:
            self.kill()
            await self.ended.wait()

    def how_it_ended(self) -> str:
        """The end of the process in a few words."""
        code = self._process.returncode
        if code is None:
            return "is gone"
        if code < 0:
            return f"was ended by {signal.Signals(-code).name}"
        return f"ended with exit code {code}"

    @property
    def last_words(self) -> str:
        """The last lines that it wrote on stderr."""
        text = self._stderr.decode("utf-8", "replace")
        return text[text.find("\n") + 1 :] if len(self._stderr) >= TAIL else text

    async def _follow(self) -> None:
        """Pass the answers on until the child is gone, then tell everyone who still waits."""
        listening = asyncio.create_task(self._listen(), name="lab stderr")
        try:
            await self._answers()
        finally:
            self._signal()
            await self._process.wait()
            await listening
            self.ended.set()
            for job in list(self._jobs.values()):
                self._close(job, None)

    async def _answers(self) -> None:
        assert self._process.stdout is not None
        decoder = msgspec.json.Decoder(Answer)
        while True:
            try:
                line = await self._process.stdout.readline()
                if not line:
                    return
                answer = decoder.decode(line)
            except (ValueError, msgspec.DecodeError) as error:  # too long a line, or not ours
                self._stderr += f"\nan answer that cannot be read: {error}\n".encode()
                return
            job = self._jobs.get(answer.id)
            if job is None:
                continue
            if answer.done or answer.error or answer.dropped:
                self._close(job, answer)
                continue
            job.waiting.put_nowait(answer)
            if job.waiting.qsize() >= AHEAD:
                job.room.clear()
                await job.room.wait()

    async def _listen(self) -> None:
        assert self._process.stderr is not None
        while chunk := await self._process.stderr.read(TAIL):
            self._stderr += chunk
            del self._stderr[:-TAIL]


def environment(outside: Mapping[str, str]) -> dict[str, str]:
    """The child's environment: ours with one thread for BLAS, which otherwise starts a pool a core for nothing."""
    return {**outside, **dict.fromkeys(THREADS, "1")}
