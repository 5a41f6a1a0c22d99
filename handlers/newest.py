"""Edits of a message that somebody taps quickly: one at a time, and of those that wait only the newest."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from aiogram.exceptions import TelegramForbiddenError

from billing.models import Place
from billing.pay_desk import Spawn

log = logging.getLogger(__name__)

Edit = Callable[[], Awaitable[object]]
"""Reads the newest state when it is called, and puts it into the message."""


class Newest:
    """Taps are answered at once; the message follows as fast as Telegram lets it.

    What is not drawn when the program ends is drawn with the next tap.
    """

    def __init__(self, spawn: Spawn) -> None:
        self._spawn = spawn
        self._wished: dict[tuple[Place, int], Edit | None] = {}

    def edit(self, place: Place, message_id: int, edit: Edit) -> None:
        """Beside the caller."""
        key = (place, message_id)
        under_way = key in self._wished
        self._wished[key] = edit
        if not under_way:
            self._spawn(self._make(key))

    async def _make(self, key: tuple[Place, int]) -> None:
        edit = self._wished[key]
        assert edit is not None
        self._wished[key] = None
        try:
            await edit()
        except TelegramForbiddenError:
            log.info("nobody there to draw for")
        finally:
            if self._wished[key] is None:
                del self._wished[key]
            else:
                self._spawn(self._make(key))
