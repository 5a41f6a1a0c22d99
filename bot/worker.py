"""One process beside the program for heavy work, such as sheets. It never imports the chat framework.

It is started with the first job, ends by itself when nothing comes for a while, and is killed and replaced
when a job takes too long, is given up, or takes the process down. It is no executor of the standard library,
because those cannot end a job that runs.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import ParamSpec, TypeVar

from billing.tracing import where

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

LIMIT = 300.0  # seconds for one job
IDLE = 600.0  # seconds without a job, after which the process gives its memory back
NICE = 10  # the chat goes first


class WorkerFailed(Exception):
    """No answer came.

    WorkerFailed
     ├─ WorkerDied     the process ended in the middle of the job, or the program stops
     └─ WorkerTooSlow  the job took longer than it may
    """


class WorkerDied(WorkerFailed):
    """The process ended in the middle of the job, or the program stops."""


class WorkerTooSlow(WorkerFailed):
    """The job took longer than it may."""


class Worker:
    """Runs one job after the other."""

    def __init__(self, *, limit: float = LIMIT, idle: float = IDLE) -> None:
        self._limit = limit
        self._idle = idle
        self._turn = asyncio.Lock()
        self._child: _Child | None = None
        self._closed = False

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function of a module's top level there; what it raises is raised here.

        Arguments and the answer are pickled. Whoever is cancelled while waiting has its job killed.
        """
        job = pickle.dumps((function, args, kwargs), pickle.HIGHEST_PROTOCOL)
        async with self._turn:
            try:
                async with asyncio.timeout(self._limit):
                    answer = await self._answer(job)
            except TimeoutError:
                raise WorkerTooSlow(f"after {self._limit:.0f} s") from None
        done, value = pickle.loads(answer)  # noqa: S301 - from our own process
        if not done:
            raise value
        return value  # type: ignore[no-any-return]

    async def close(self) -> None:
        """End the process, and with it the job in hand."""
        self._closed = True
        if self._child is not None:
            self._child.kill()
        async with self._turn:
            child, self._child = self._child, None
            if child is not None:
                await asyncio.to_thread(child.end)

    async def _answer(self, job: bytes) -> bytes:
        answer = await self._asked(self._at_work(), job)
        if answer is None and self._retired():
            answer = await self._asked(self._at_work(), job)
        if answer is None:
            raise WorkerDied("the process ended in the middle of the job")
        return answer

    def _at_work(self) -> _Child:
        if self._closed:
            raise WorkerDied("the program stops")
        if self._child is None or not self._child.alive:
            self._child = _Child(self._idle)
        return self._child

    def _retired(self) -> bool:
        """Whether the process had ended by itself before it saw the job."""
        return self._child is not None and self._child.exit_code == 0

    async def _asked(self, child: _Child, job: bytes) -> bytes | None:
        asking = asyncio.ensure_future(asyncio.to_thread(child.ask, job))
        try:
            return await asyncio.shield(asking)
        except asyncio.CancelledError:
            child.kill()
            await asyncio.wait([asking])
            raise


class _Child:
    """The process, and our end of the pipe to it."""

    def __init__(self, idle: float) -> None:
        context = multiprocessing.get_context("spawn")
        self._end, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, idle), name="tolem-worker", daemon=True)
        self._process.start()
        theirs.close()  # so that its death is the pipe's end

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    @property
    def exit_code(self) -> int | None:
        return self._process.exitcode

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> None:
        """Blocks until it is gone."""
        self._process.kill()
        self._process.join()
        self._end.close()

    def ask(self, job: bytes) -> bytes | None:
        """Blocks until the answer is there; ``None`` when the process has ended instead."""
        try:
            self._end.send_bytes(job)
            return self._end.recv_bytes()
        except (EOFError, OSError):
            self._process.join()
            return None


def serve(end: Connection, idle: float) -> None:
    """The process: one job after the other until nothing comes, or nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal; whoever started us decides
    if hasattr(os, "nice"):
        os.nice(NICE)
    with contextlib.suppress(EOFError, OSError):
        while end.poll(idle):
            end.send_bytes(_done(end.recv_bytes()))


def _done(job: bytes) -> bytes:
    try:
        function, args, kwargs = pickle.loads(job)  # noqa: S301 - from our own program
        return pickle.dumps((True, function(*args, **kwargs)), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 - the edge of the process: the job failed, not the worker
        return _failed(error)


def _failed(error: Exception) -> bytes:
    error.add_note(f"in the worker: {where(error)}")
    try:
        told = pickle.dumps((False, error), pickle.HIGHEST_PROTOCOL)
        pickle.loads(told)  # noqa: S301 - some errors can be written and not read
    except Exception:  # noqa: BLE001 - whatever such an error does
        return pickle.dumps((False, WorkerFailed(where(error))), pickle.HIGHEST_PROTOCOL)
    return told
