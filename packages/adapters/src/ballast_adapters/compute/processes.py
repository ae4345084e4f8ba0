"""ProcessComputing: parts of a work in processes of this machine."""

import asyncio
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

from ballast_adapters.compute.errors import WorkerLostError
from ballast_adapters.compute.outcome import Outcome
from ballast_adapters.compute.worker import SIZE, framed

_IDLE_S = 120.0


@dataclass(frozen=True, slots=True)
class _Worker:
    """One process; it does one part at a time."""

    process: Process

    @classmethod
    async def start(cls) -> Self:
        # Its own session, so that an interrupt typed at a terminal reaches only who started it.
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "ballast_adapters.compute.worker",
            stdin=PIPE,
            stdout=PIPE,
            start_new_session=True,
        )
        worker = cls(process)
        worker._send("\0".join(sys.path).encode())
        return worker

    @property
    def alive(self) -> bool:
        return self.process.returncode is None

    async def ask(self, question: bytes) -> bytes:
        """Return the answer to a question. Raises `WorkerLostError`."""
        reader, writer = self.process.stdout, self.process.stdin
        if reader is None or writer is None:
            raise WorkerLostError("it has no pipes")
        try:
            self._send(question)
            await writer.drain()
            size = await reader.readexactly(SIZE)
            return await reader.readexactly(int.from_bytes(size))
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise WorkerLostError(_ending(await self.process.wait())) from error

    async def end(self) -> None:
        """End the process at once, whatever it does."""
        with suppress(ProcessLookupError):
            self.process.kill()
        if self.process.stdin:
            self.process.stdin.close()
        await self.process.wait()

    def _send(self, content: bytes) -> None:
        if self.process.stdin:
            self.process.stdin.write(framed(content))


def _ending(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"


@dataclass(slots=True)
class ProcessComputing:
    """Computes in `processes` processes at most, which stay for a while to be asked again.

    Questions of several callers wait in line. Canceling one ends the processes that work for it at once.
    """

    processes: int
    idle_s: float = _IDLE_S
    _idle: list[_Worker] = field(default_factory=list[_Worker], init=False)
    _slots: asyncio.Semaphore = field(init=False)
    _timer: asyncio.TimerHandle | None = field(default=None, init=False)
    _ending: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]], init=False)

    def __post_init__(self) -> None:
        self._slots = asyncio.Semaphore(self.processes)

    async def run[P, R](self, work: Callable[[P], R], parts: Sequence[P]) -> AsyncGenerator[tuple[int, R]]:
        """Yield position and result of each part as it ends."""
        tasks = [asyncio.create_task(self._part(work, part, at)) for at, part in enumerate(parts)]
        try:
            for ended in asyncio.as_completed(tasks):
                at, outcome = await ended
                yield at, outcome.get()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def close(self) -> None:
        """End every process; those at work were asked by somebody who is gone."""
        if self._timer:
            self._timer.cancel()
        while self._idle:
            await self._idle.pop().end()
        await asyncio.gather(*self._ending)

    async def _part[P, R](self, work: Callable[[P], R], part: P, at: int) -> tuple[int, Outcome[R]]:
        async with self._slots:
            question = await asyncio.to_thread(pickle.dumps, (work, part))
            worker = await self._hire()
            try:
                answer = await worker.ask(question)
            except BaseException:
                await worker.end()
                raise
            self._release(worker)
        return at, await asyncio.to_thread(pickle.loads, answer)

    async def _hire(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            await worker.end()
        return await _Worker.start()

    def _release(self, worker: _Worker) -> None:
        self._idle.append(worker)
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(self.idle_s, self._rest)

    def _rest(self) -> None:
        while self._idle:
            task = asyncio.create_task(self._idle.pop().end())
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)
