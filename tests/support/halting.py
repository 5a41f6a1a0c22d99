"""A point at which a process is killed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tests.support import PATIENCE


class Halt:
    """Stops the first call at one point and never lets it go on: there the process is killed.

    ``each``: every call until ``over``. What was tried again meanwhile would else get past that point.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._reached = asyncio.Event()
        self._each = False

    def before(
        self, owner: type, name: str, when: Callable[..., bool] = lambda *_: True, *, each: bool = False
    ) -> None:
        """When ``owner.name`` is about to be called."""
        self._each = each
        self._put(owner, name, when, after=False)

    def after(self, owner: type, name: str, when: Callable[..., bool] = lambda *_: True) -> None:
        """When it is done, and its caller has not learned it yet."""
        self._put(owner, name, when, after=True)

    async def reached(self) -> None:
        """Wait until it hangs there."""
        async with asyncio.timeout(PATIENCE):
            await self._reached.wait()

    def over(self) -> None:
        """The process is dead: the next one is not held."""
        self._each = False

    def _put(self, owner: type, name: str, when: Callable[..., bool], *, after: bool) -> None:
        real = getattr(owner, name)

        async def held(one: Any, *given: Any, **named: Any) -> Any:
            if (self._reached.is_set() and not self._each) or not when(*given):
                return await real(one, *given, **named)
            result = await real(one, *given, **named) if after else None
            if self._each or not self._reached.is_set():
                self._reached.set()
                await asyncio.Event().wait()
            return result

        self._monkeypatch.setattr(owner, name, held)
