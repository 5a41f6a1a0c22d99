"""Deletes messages with something secret on them before Telegram would not delete them any more."""

from __future__ import annotations

import logging
from datetime import timedelta

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError

from billing.developers.models import Fleeting
from billing.ports import Clock
from bot.loops import Loop
from store.engine import Database

log = logging.getLogger(__name__)

TURN = 30.0
PAGE = 20
AGAIN = timedelta(minutes=5)
TRIES_MOST = 200  # more than there is time for: what is older than two days stays


class Vanishing:
    """Looks for those whose time is over. Two replicas at once do no harm."""

    def __init__(self, database: Database, bot: Bot, clock: Clock) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock
        self.loop = Loop("vanishing", self.turn)

    async def turn(self) -> float:
        """Some of them; in how many seconds to come again."""
        now = self._clock.now()
        due = await self._database.read(lambda books: books.due_to_vanish(now, PAGE))
        for each in due:
            await self._delete(each)
        return TURN

    async def _delete(self, each: Fleeting) -> None:
        try:
            await self._bot.delete_message(each.place.chat_id, each.message_id)
        except (TelegramBadRequest, TelegramForbiddenError):
            pass  # it is gone, or nobody can delete it any more
        except TelegramAPIError as error:
            log.info("not deleted yet: %s", type(error).__name__)
            if each.tries < TRIES_MOST:
                at = self._clock.now() + AGAIN
                await self._database.write_small(lambda books: books.vanish_later(each.id, at))
                return
        await self._database.write_small(lambda books: books.vanished(each.id))
