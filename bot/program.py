"""The wiring, by hand and in one place; and the order in which things start and stop."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiogram import Bot
from aiohttp import web

from billing.banking import Addresses, Banking
from billing.desk import Desk
from billing.errors import StoreUnavailable
from billing.ports import Clock, Ids, Provider, StatementProvider
from billing.reporting import Reporting
from bot.aside import Aside
from bot.banks import Settling, Watch
from bot.chance import RandomIds, SystemClock
from bot.chores import Chores
from bot.comparing import Comparing
from bot.delivery import Delivery
from bot.dialogue import Dialogues
from bot.gallery import Gallery
from bot.loops import Crew, Loop
from bot.meeting import Meeting, introduce
from bot.menus import Menus
from bot.messenger import Messenger
from bot.metrics import Metrics
from bot.mirroring import Mirroring
from bot.opening import close_all, open_banks, open_database
from bot.pacing import Pacer
from bot.photos import Photos
from bot.probing import Probing
from bot.readers import Readers
from bot.reminding import Reminding
from bot.renewing import Renewing
from bot.reports import Reports
from bot.settings import Settings, Updates, Wrong
from bot.stocking import Stocking
from bot.sweeping import Sweeping
from bot.telegram import Poll, open_bot
from bot.updates import Inbox, Polling
from bot.uploading import Uploading
from bot.worker import Worker
from handlers import ALLOWED_UPDATES, addressed_to_us, build_dispatcher
from providers.registry import with_catalogs, with_statements, with_subscriptions
from screens.reader import Site
from store.books import PROCESS
from store.engine import Database
from web.app import build_app
from web.deps import WebDeps

log = logging.getLogger(__name__)

GRACE = 3.0  # seconds for each kind of work in hand when the program is told to stop


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
    site: Site
    delivery: Delivery
    uploading: Uploading
    watch: Watch
    settling: Settling
    chores: Chores
    reporting: Reporting
    reports: Reports
    comparing: Comparing
    probing: Probing
    stocking: Stocking
    renewing: Renewing
    reminding: Reminding
    mirroring: Mirroring
    sweeping: Sweeping
    inbox: Inbox
    menus: Menus
    app: web.Application
    asking: Crew
    polling: Polling | None
    without: Without = field(default_factory=Without)
    worker: Worker = field(default_factory=Worker)
    runner: web.AppRunner | None = None
    chat_open: bool = False

    def __post_init__(self) -> None:
        self.meeting = Meeting(self._meet_telegram)

    @property
    def loops(self) -> list[Loop]:
        """Those that run."""
        loops = [self.chores.loop, self.comparing.loop, self.probing.loop]
        loops += [self.stocking.loop, self.mirroring.loop, self.sweeping.loop]
        loops += [] if self.without.renewing else [self.renewing.loop]
        loops += [] if self.without.reminding else [self.reminding.loop]
        loops += [] if self.without.watching else [self.watch.loop]
        loops += [] if self.without.settling else [self.settling.loop]
        return [*loops, *self._speaking, *([self.polling.loop] if self.polling else [])]

    @property
    def _speaking(self) -> list[Loop]:
        """Those that have nothing to do until Telegram is met."""
        outgoing = [] if self.without.delivery else [self.delivery.loop, self.uploading.loop]
        return [*outgoing, self.reports.loop]

    async def start(self) -> int:
        """Start everything; gives the port on which the receiver listens.

        Where Telegram cannot be reached the chat opens later, by itself.
        """
        self.database.on_outbox = self.delivery.loop.wake
        if self.database.exclusive:
            await self.database.write(lambda books: books.alone())
        await self.database.write(lambda books: books.serve_bot(self.bot.id))
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
        await self.inbox.resume()
        self.chat_open = True

    async def _listen_to_telegram(self) -> None:
        if self.polling is not None:
            await self.bot.delete_webhook()
            self.polling.loop.start()
            return
        assert self.settings.telegram_webhook_secret is not None
        await self.bot.set_webhook(
            f"{self.settings.public_url}/telegram",
            secret_token=self.settings.telegram_webhook_secret.get_secret_value(),
            allowed_updates=ALLOWED_UPDATES,
        )

    async def stop(self) -> None:
        """Take nothing new, finish what is in hand; whatever takes longer stands in the books."""
        await self.meeting.stop()
        if self.polling is not None:
            await self.polling.stop()
        if self.runner is not None:
            await self.runner.cleanup()
        await self.inbox.stop(GRACE)
        await self.asking.drain(GRACE)
        await asyncio.gather(self.settling.stop(GRACE), self.watch.stop(GRACE), self.chores.loop.stop())
        await asyncio.gather(self.renewing.stop(), self.reminding.stop(), self.mirroring.stop(GRACE))
        await self.sweeping.stop()
        await asyncio.gather(self.reports.stop(GRACE), self.comparing.stop(GRACE), self.probing.stop(GRACE))
        await asyncio.gather(self.delivery.stop(GRACE), self.uploading.stop(GRACE), self.stocking.stop(GRACE))
        await self.worker.close()
        await close_all(self.bot, self.providers, self.database)


async def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    ids: Ids | None = None,
    without: Without | None = None,
) -> Program:
    """Wire everything; nothing runs yet."""
    clock, without = clock or SystemClock(), without or Without()
    metrics, asking, pacer = Metrics(), Crew("bank"), Pacer()
    database = await open_database(settings, clock)
    providers = await open_banks(database, settings, clock, metrics.bank_call)
    bot = open_bot(settings.bot_token.get_secret_value(), settings.telegram_api_url, pacer)
    site = Site("", settings.public_url)
    try:
        await introduce(bot, site)
    except Wrong:
        await close_all(bot, providers, database)
        raise
    banking = Banking(
        database,
        providers,
        clock,
        ids or RandomIds(),
        owner=f"{PROCESS}{secrets.token_hex(8)}",
        addresses=Addresses(settings.public_url),
    )
    assert database.merchant is not None
    desk = Desk(
        banking,
        database.merchant,
        invoice_ttl=settings.invoice_ttl,
        spawn=asking.spawn,
        catalogs=with_catalogs(providers),
        engines=with_subscriptions(providers),
    )
    readers = Readers(database, site, settings.zone, settings.default_locale)
    menus = Menus(bot, desk, settings.default_locale)
    statements = with_statements(providers)
    reporting, worker = Reporting(database, clock, statements), Worker()
    photos = Photos(database, clock)
    messenger = Messenger(bot, photos)
    dispatcher = build_dispatcher(
        Dialogues(database, clock),
        desk=desk,
        reporting=reporting,
        site=site,
        default_locale=settings.default_locale,
        zone=settings.zone,
        menus=menus.refresh,
        gallery=Gallery(bot, photos),
        aside=Aside(worker),
    )

    async def handle(update: dict[str, object]) -> object:
        return await dispatcher.feed_raw_update(bot, update)

    inbox = Inbox(database, clock, handle, lambda update: addressed_to_us(update, bot.id, site.bot_username))
    delivery = Delivery(database, desk, messenger, readers)
    program = Program(
        settings=settings,
        database=database,
        providers=providers,
        statements=statements,
        banking=banking,
        bot=bot,
        site=site,
        delivery=delivery,
        uploading=Uploading(database, bot, clock, pacer, lambda: delivery.is_ours_now),
        watch=Watch(database, desk.refunds.repaying),
        settling=Settling(database, banking),
        chores=Chores(database, clock, metrics, banking.owner),
        reporting=reporting,
        reports=Reports(database, reporting, messenger, readers, worker, owner=banking.owner),
        comparing=Comparing(database, reporting, desk.refunds.repaying, owner=banking.owner),
        probing=Probing(desk.checking),
        stocking=Stocking(database, desk.catalog.banks, clock, owner=banking.owner),
        renewing=Renewing(database, desk.subscriptions, clock),
        reminding=Reminding(database, clock, owner=banking.owner),
        mirroring=Mirroring(database, banking, desk.subscriptions.banks),
        sweeping=Sweeping(database, clock, banking.owner),
        worker=worker,
        inbox=inbox,
        menus=menus,
        app=web.Application(),
        asking=asking,
        polling=_polling(settings, inbox),
        without=without,
    )
    program.app = build_app(_web_deps(program, desk, clock, metrics))
    return program


def _polling(settings: Settings, inbox: Inbox) -> Polling | None:
    if settings.telegram_updates is Updates.WEBHOOK:
        return None
    token = settings.bot_token.get_secret_value()
    return Polling(Poll(token, settings.telegram_api_url, ALLOWED_UPDATES), inbox)


def _web_deps(program: Program, desk: Desk, clock: Clock, metrics: Metrics) -> WebDeps:
    secret = program.settings.telegram_webhook_secret

    async def ready() -> dict[str, bool]:
        checks = {loop.name: loop.healthy for loop in program.loops}
        await program.database.read(lambda books: books.next_due())
        return {"database": True, "telegram": program.meeting.met, **checks}

    async def accept(body: bytes) -> bool:
        if not program.chat_open:
            raise StoreUnavailable("updates from before are not in hand yet")
        return await program.inbox.accept_raw(body)

    return WebDeps(
        desk=desk,
        banking=program.banking,
        store=program.database,
        clock=clock,
        site=program.site,
        zone=program.settings.zone,
        settle_soon=(lambda delivery: None) if program.without.settling else program.settling.soon,
        accept_update=accept,
        telegram_secret=secret.get_secret_value() if secret and program.polling is None else None,
        ready=ready,
        metrics=metrics.text,
        proxies=program.settings.trusted_proxies,
    )
