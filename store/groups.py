"""Groups: what comes while something is being worked on is worked on together afterwards."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

WorkOn = Callable[[Sequence[Any]], Awaitable[list[Any]]]


class Groups:
    """Collects what comes while groups are being worked on; the next one takes what waits.

    ``most`` keeps a group short, so that those behind it are not held up; ``lanes`` groups run at a time.
    """

    def __init__(self, work_on: WorkOn, *, most: int, lanes: int) -> None:
        self._work_on = work_on
        self._most = most
        self._lanes = lanes
        self._waiting: deque[tuple[int, Any, asyncio.Future[Any]]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._working = 0  # lanes that will look once more for what waits

    async def add(self, item: Any, order: int = 0) -> Any:
        """Give an item to the next group; its own result, or its own error."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((order, item, done))
        if self._working < self._lanes:
            self._working += 1
            task = asyncio.create_task(self._work(), name="group commit")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await done

    async def drain(self) -> None:
        """Wait until nothing is in hand."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _work(self) -> None:
        try:
            await self._empty()
        finally:
            self._working -= 1

    async def _empty(self) -> None:
        while self._waiting:
            group = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
            group.sort(key=lambda waiting: waiting[0])
            try:
                results = await self._work_on([item for _, item, _ in group])
            except Exception as error:  # noqa: BLE001 - a group fails as one, its members are told one by one
                await self._singly(group, error)
                continue
            for (_, _, done), result in zip(group, results, strict=True):
                if not done.done():
                    done.set_result(result)

    async def _singly(self, group: list[tuple[int, Any, asyncio.Future[Any]]], error: Exception) -> None:
        """One bad member must not fail the others: each is tried alone."""
        for _, item, done in group:
            if len(group) > 1:
                try:
                    (result,) = await self._work_on([item])
                except Exception as own:  # noqa: BLE001 - handed to the one who waits for it
                    error = own
                else:
                    if not done.done():
                        done.set_result(result)
                    continue
            if not done.done():
                done.set_exception(error)
