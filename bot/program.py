"""The running program: what it consists of, and the order in which that starts and stops."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiogram import Bot
from aiohttp import web

from billing.banking import Banking
from billing.errors import StoreUnavailable
from billing.ports import Provider, StatementProvider
from billing.reporting import Reporting
from bot.alarming import Alarming
from bot.banks import Settling, Watch
from bot.beating import Beating
from bot.chores import Chores
from bot.comparing import Comparing
from bot.delivery import Delivery
from bot.loops import Crew, Loop
from bot.meeting import Meeting, introduce
from bot.menus import Menus
from bot.mirroring import Mirroring
from bot.mornings import Mornings
from bot.opening import close_all
from bot.outgoing.sending import Sending
from bot.pacing import Pacer
from bot.polling import Polling
from bot.probing import Probing
from bot.reach import Reach
from bot.reminding import Reminding
from bot.renewing import Renewing
from bot.reports import Reports
from bot.settings import Settings, Wrong
from bot.stocking import Stocking
from bot.sweeping import Sweeping
from bot.updates import Inbox
from bot.uploading import Uploading
from bot.vanishing import Vanishing
from bot.worker import Worker
from handlers import ALLOWED_UPDATES
from screens.reader import Site
from store.engine import Database

log = logging.getLogger(__name__)

GRACE = 3.0  # seconds for each kind of work in hand when the program is told to stop
WITHIN = 7.0  # seconds for all of it; the end of all lines comes after that
LINES_END = 2.0


@dataclass(frozen=True, slots=True)
class Without:
    """Parts left out on purpose, to see that their absence is noticed."""

    delivery: bool = False
    watching: bool = False
    settling: bool = False
    renewing: bool = False
    reminding: bool = False


@dataclass
class Program:
    """Everything that runs, ready to be started."""

    settings: Settings
    database: Database
    providers: Mapping[str, Provider]
    statements: Mapping[str, StatementProvider]
    banking: Banking
    bot: Bot
    pacer: Pacer
    site: Site
    beating: Beating
    delivery: Delivery
    uploading: Uploading
    watch: Watch
    settling: Settling
    chores: Chores
    reporting: Reporting
    reports: Reports
    comparing: Comparing
    mornings: Mornings
    probing: Probing
    stocking: Stocking
    renewing: Renewing
    reminding: Reminding
    mirroring: Mirroring
    sweeping: Sweeping
    webhooks: Sending
    vanishing: Vanishing
    inbox: Inbox
    menus: Menus
    alarming: Alarming
    app: web.Application
    asking: Crew
    polling: Polling | None
    reach: Reach = field(default_factory=Reach)
    without: Without = field(default_factory=Without)
    worker: Worker = field(default_factory=Worker)
    runner: web.AppRunner | None = None
    chat_open: bool = False
    stopping: bool = False
    ringing: Crew = field(default_factory=lambda: Crew("bell"))

    def __post_init__(self) -> None:
        self.meeting = Meeting(self._meet_telegram)

    @property
    def loops(self) -> list[Loop]:
        """Those that run."""
        loops = [self.beating.loop, self.chores.loop, self.comparing.loop, self.probing.loop]
        loops += [self.webhooks.loop]
        loops += [self.stocking.loop, self.mirroring.loop, self.sweeping.loop, self.alarming.loop]
        loops += [self.mornings.loop]
        loops += [] if self.without.renewing else [self.renewing.loop]
        loops += [] if self.without.reminding else [self.reminding.loop]
        loops += [] if self.without.watching else [self.watch.loop]
        loops += [] if self.without.settling else [self.settling.loop]
        return [*loops, *self._speaking, *([self.polling.loop] if self.polling else [])]

    @property
    def _speaking(self) -> list[Loop]:
        """Those that have nothing to do until Telegram is met."""
        outgoing = [] if self.without.delivery else [self.delivery.loop, self.uploading.loop]
        outgoing += [self.vanishing.loop]
        return [*outgoing, self.reports.loop, self.inbox.loop]

    async def start(self) -> int:
        """Start everything; gives the port on which the receiver listens.

        Where Telegram cannot be reached the chat opens later, by itself.
        """
        self.database.on_outbox = self._something_to_tell
        if self.database.exclusive:
            await self.database.write(lambda books: books.alone())
        await self.beating.turn()
        await self.database.write(lambda books: books.serve_bot(self.bot.id))
        await self.database.write(lambda books: books.use_room())
        later = [*self._speaking, self.polling.loop if self.polling else None]
        for loop in self.loops:
            if loop not in later:
                loop.start()
        known = bool(self.site.bot_username)
        if known:
            await self._open_chat()
        self.runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=GRACE)
        await self.runner.setup()
        await self._listen()
        port = int(self.runner.addresses[0][1])
        await self.meeting.begin(at_once=known)
        return port

    def _something_to_tell(self) -> None:
        """Whoever delivers learns of it at once, also where that is another replica."""
        if self.delivery.is_ours_now or self.database.exclusive:
            self.delivery.loop.wake()
        elif not len(self.ringing):
            self.ringing.spawn(self.database.ring())

    async def _listen(self) -> None:
        assert self.runner is not None
        host, port = self.settings.http_host, self.settings.http_port
        try:
            await web.TCPSite(self.runner, host, port).start()
        except OSError as error:
            await self.stop()
            raise Wrong(f"HTTP_PORT {port} at {host} cannot be listened on: {error.strerror}.") from None

    async def _meet_telegram(self) -> bool:
        """Learn our name, open the chat, listen; may be repeated after any step."""
        if not await introduce(self.bot, self.site):
            return False
        await self._open_chat()
        await self._listen_to_telegram()
        self.asking.spawn(self.menus.publish())
        return True

    async def _open_chat(self) -> None:
        """Say what is due, and go on with the updates that were in hand."""
        if self.chat_open:
            return
        for loop in self._speaking:
            loop.start()
        self.chat_open = True

    async def _listen_to_telegram(self) -> None:
        if self.polling is not None:
            await self.bot.delete_webhook()
            self.polling.loop.start()
            return
        newest = self.settings.telegram_secrets[0]  # others count, too, while all replicas learn it
        await self.bot.set_webhook(
            f"{self.settings.public_url}/telegram",
            secret_token=newest,
            allowed_updates=ALLOWED_UPDATES,
        )

    async def stop(self) -> None:
        """Take nothing new, finish what is in hand; whatever takes longer stands in the books."""
        self.stopping = True
        clock = asyncio.get_running_loop().time
        end = clock() + WITHIN

        def grace(kept: float = 0.0) -> float:
            return min(GRACE, max(end - clock() - kept, 0.2))

        await self.meeting.stop()
        if self.polling is not None:
            await self.polling.stop()
        if self.runner is not None:
            await self._hang_up(self.runner)
        await self.inbox.stop(grace(2))
        for provider in self.providers.values():
            provider.let_down()
        await asyncio.gather(
            self.asking.drain(grace(1)),
            self.settling.stop(grace(1)),
            self.alarming.stop(),
            self.watch.stop(grace(1)),
            self.chores.loop.stop(),
            self.renewing.stop(),
            self.reminding.stop(),
            self.mirroring.stop(grace(1)),
            self.stocking.stop(grace(1)),
            self.sweeping.stop(),
            self.webhooks.stop(grace(1)),
            self.vanishing.loop.stop(),
            self.reports.stop(grace(1)),
            self.comparing.stop(grace(1)),
            self.mornings.stop(),
            self.probing.stop(grace(1)),
        )
        await asyncio.gather(self.delivery.stop(grace()), self.uploading.stop(grace()))
        await self._say_farewell()

    async def _hang_up(self, runner: web.AppRunner) -> None:
        """Requests in hand are answered; who is slow to send one is not waited for."""
        try:
            async with asyncio.timeout(GRACE):
                await runner.cleanup()
        except TimeoutError:
            log.warning("requests are still open at the end")

    async def _say_farewell(self) -> None:
        """The end of all lines; what does not answer is let go of."""
        try:
            async with asyncio.timeout(LINES_END):
                await self.beating.stop()
                await self.worker.close()
                self.pacer.close()
                await close_all(self.bot, self.providers, self.database)
        except (StoreUnavailable, TimeoutError) as error:
            log.warning("a line did not end by itself: %s", type(error).__name__)
