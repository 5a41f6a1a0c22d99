"""Looks for what a person must mend: queues that stand still, loops that hang, webhooks that do not come.

Each process looks at its own loops; the rest is looked at by one of them. What the owners are to hear goes
through the outbox as everything else; where the outbox itself stands still, it is said past it.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from billing import alarms
from billing.models import Notice
from billing.ports import Clock
from billing.troubles import Alarm, Sight, Trouble
from bot.leases import Lease
from bot.loops import Loop
from bot.messenger import Gone, Later, Messenger
from bot.pacing import Rank, at_rank
from bot.readers import Readers
from screens import notices as notice_screens
from store.books import SqlBooks
from store.engine import Database

log = logging.getLogger(__name__)

TURN = 30.0
LEASE_NAME = "alarming"
LEASE, RENEW = timedelta(seconds=90), timedelta(seconds=20)
UNTOLD = timedelta(seconds=60)  # so long the outbox has time to try an alert …
TAKEN = timedelta(seconds=30)  # … and so long it is kept out of it, while it is said past it
PATIENCE = 10.0  # seconds for one call of Telegram
SILENT_MOST = 50  # chats that Telegram silenced: more of them at a time are a trouble by themselves
LATELY = timedelta(minutes=3)  # an error of an older webhook call says nothing of today


class Hook:
    """What Telegram says of its calls to us."""

    def __init__(self, bot: Bot, address: str) -> None:
        self._bot = bot
        self._address = address

    async def look(self, now: datetime) -> list[Sight]:
        """Whether they fail; nothing where Telegram cannot be asked."""
        try:
            async with asyncio.timeout(PATIENCE):
                info = await self._bot.get_webhook_info()
        except (TelegramAPIError, TimeoutError) as error:
            log.info("telegram was not asked about its webhook: %s", type(error).__name__)
            return []
        if info.url != self._address:
            return alarms.telegram_fails("another address is set")
        if info.last_error_date and info.pending_update_count and now - info.last_error_date < LATELY:
            return alarms.telegram_fails(info.last_error_message or "?")
        return []


class Alarming:
    """``loops``: those of this process. ``hook``: where updates come by webhook. ``folder``: of the books.

    ``silenced``: whether Telegram asked for silence in a chat. ``seconds``: a clock that nobody sets.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        messenger: Messenger,
        readers: Readers,
        *,
        owner: str,
        loops: Callable[[], Iterable[Loop]],
        hook: Hook | None = None,
        folder: Path | None = None,
        silenced: Callable[[int], Awaitable[bool]] | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._clock = clock
        self._messenger = messenger
        self._readers = readers
        self._loops = loops
        self._hook = hook
        self._folder = folder
        self._silenced = silenced
        self._seconds = seconds
        self._first_seen: dict[str, float] = {}
        self._lease = Lease(database, LEASE_NAME, owner, lasts=LEASE, renew=RENEW)
        self.loop = Loop("alarming", self.turn)

    async def stop(self) -> None:
        """Look no more."""
        await self.loop.stop()
        await self._lease.let_go()

    async def turn(self) -> float:
        """One look."""
        now = self._clock.now()
        sights = alarms.stuck({loop.name: loop.behind for loop in self._loops()})
        ours = await self._lease.take(now)
        if ours:
            sights += await self._shared(now)
        if sights or ours:
            await self._write_down(sights, now)
        if ours:
            await self._say_past_the_queue()
        return TURN

    async def _shared(self, now: datetime) -> list[Sight]:
        """What is the same wherever one looks from."""
        seen = alarms.waiting(await self._overdue(now), now)
        seen += alarms.full(None if self._folder is None else shutil.disk_usage(self._folder).free)
        seen += await self._hook.look(now) if self._hook is not None else []
        return alarms.sure(seen, self._first_seen, self._seconds())

    async def _overdue(self, now: datetime) -> dict[Trouble, datetime]:
        """But for chats in which Telegram asked for silence: no other waits for them."""
        silent: list[int] = []
        while self._silenced is not None and len(silent) < SILENT_MOST:
            oldest = await self._database.read(lambda books: books.oldest_message(silent))
            if oldest is None or not alarms.waiting({Trouble.MESSAGES_WAIT: oldest[0]}, now):
                break
            if not await self._silenced(oldest[1]):
                break
            silent.append(oldest[1])
        return await self._database.read(lambda books: books.overdue(silent))

    async def _write_down(self, sights: list[Sight], now: datetime) -> None:
        alarming = await self._database.read(lambda books: books.alarms())
        standing = [alarm for alarm in alarming if alarm.kind is not Trouble.LISTS_DIFFER]
        if not standing and all(sight.mild for sight in sights):
            return

        def write(books: SqlBooks) -> tuple[list[Sight], list[Alarm]]:
            return [sight for sight in sights if alarms.note(books, sight, now)], alarms.end(books, now)

        new, ended = await self._database.write(write)
        for sight in new:
            log.error("alarm: %s", sight.cause)
        for alarm in ended:
            log.warning("alarm over: %s", alarm.cause)

    # --- where the outbox does not tell it

    async def _say_past_the_queue(self) -> None:
        now = self._clock.now()
        untold = await self._database.write(lambda books: books.take_untold(now - UNTOLD, now + TAKEN))
        await asyncio.gather(*map(self._say_at_last, untold))  # at once: one that hangs keeps none waiting

    async def _say_at_last(self, notice: Notice) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._say(notice)
        except (Later, Gone, TimeoutError) as why:
            log.error("alert not told: kind=%s %s", notice.kind, str(why) or type(why).__name__)

    async def _say(self, notice: Notice) -> None:
        told = notice_screens.tell(notice, None, None, await self._readers.for_notice(notice))
        with at_rank(Rank.ANSWER):
            message_id = await self._messenger.say(notice.place, told, loud=notice.loud)
        at = self._clock.now()
        await self._database.write_small(lambda books: books.notice_sent(notice.id, message_id, at))
