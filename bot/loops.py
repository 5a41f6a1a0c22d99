"""Loops that run beside the chat: woken by work, stopped by a flag, drained before the program ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from billing.errors import StoreUnavailable
from billing.tracing import where

log = logging.getLogger(__name__)

FAILED_PAUSE = 1.0
LAST_TURN = 1.5  # seconds that the last turn may take
STUCK_AFTER = 30.0  # seconds without a turn: the loop hangs


class Loop:
    """Calls ``turn`` again and again; it answers in how many seconds at the latest it wants the next.

    ``longest``: for how many seconds a turn may wait for somebody else.
    """

    def __init__(self, name: str, turn: Callable[[], Awaitable[float]], *, longest: float = 0.0) -> None:
        self.name = name
        self._longest = longest
        self._turn = turn
        self._wake = asyncio.Event()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None
        self._next_by = 0.0
        self._good_by = 0.0
        self._turned = 0.0

    def start(self) -> None:
        """Begin, where it does not run yet."""
        if self._task is not None and not self._task.done():
            return
        self._next_by = self._good_by = self._turned = asyncio.get_running_loop().time()
        self._task = asyncio.create_task(self._run(), name=self.name)

    def wake(self) -> None:
        """There is work."""
        self._wake.set()

    async def stop(self) -> None:
        """Finish the turn in hand, then end; a turn that hangs is left to whoever reads the books next."""
        self._stopping = True
        self._wake.set()
        if self._task is not None and not (await asyncio.wait([self._task], timeout=LAST_TURN))[0]:
            log.warning("loop hangs at the end: %s", self.name)
            self._task.cancel()
            await asyncio.wait([self._task], timeout=LAST_TURN)

    @property
    def begun(self) -> bool:
        """Whether it has been started."""
        return self._task is not None

    @property
    def healthy(self) -> bool:
        """Whether it runs and was not late for its turn."""
        running = self._task is not None and not self._task.done()
        return running and asyncio.get_running_loop().time() < self._next_by + self._longest + STUCK_AFTER

    @property
    def behind(self) -> float:
        """For how many seconds a turn that works has been missing; also where each one fails."""
        if self._task is None or self._stopping:
            return 0.0
        return max(asyncio.get_running_loop().time() - self._good_by, 0.0)

    @property
    def since_turn(self) -> float | None:
        """Seconds since the last turn ended; ``None``: it does not run."""
        return None if self._task is None else asyncio.get_running_loop().time() - self._turned

    async def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            pause = await self._one_turn()
            self._turned = asyncio.get_running_loop().time()
            self._next_by = self._turned + pause
            if not self._stopping:
                await self._rest(pause)

    async def _one_turn(self) -> float:
        try:
            pause = await self._turn()
            self._good_by = asyncio.get_running_loop().time() + pause
            return pause
        except StoreUnavailable as error:
            log.warning("books unavailable: loop=%s %s", self.name, error)
        except Exception as error:  # noqa: BLE001 - the edge of a background loop: it must go on
            log.error("loop failed: %s %s", self.name, where(error))
        return FAILED_PAUSE

    async def _rest(self, pause: float) -> None:
        try:
            async with asyncio.timeout(pause):
                await self._wake.wait()
        except TimeoutError:
            pass


class Crew:
    """Work that was started and is still to be finished."""

    def __init__(self, name: str, most: int = 1_000_000) -> None:
        self.name = name
        self._tasks: set[asyncio.Task[Any]] = set()
        self._room = asyncio.Semaphore(most)

    def __len__(self) -> int:
        return len(self._tasks)

    def spawn(self, work: Coroutine[object, object, object]) -> None:
        """Run beside the caller; a failure is logged, whoever watches the books goes on with it."""
        task = asyncio.create_task(self._guarded(work), name=self.name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Coroutine[object, object, object]) -> None:
        async with self._room:
            try:
                await work
            except StoreUnavailable as error:
                log.warning("books unavailable: %s %s", self.name, error)
            except Exception as error:  # noqa: BLE001 - the edge of background work
                log.error("work failed: %s %s", self.name, where(error))

    async def drain(self, seconds: float) -> None:
        """Wait for what is in hand; what takes longer is left to whoever reads the books next."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in list(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=1)
