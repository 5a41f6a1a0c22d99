"""The wiring, by hand and in one place."""

from __future__ import annotations

import secrets

from aiogram import Bot
from aiohttp import web

from billing.banking import Addresses, Banking
from billing.desk import Desk
from billing.errors import StoreUnavailable
from billing.exporting import Exporting
from billing.ports import Clock, Ids
from billing.reporting import Reporting
from bot.agreed import AgreedClock
from bot.alarming import Alarming, Hook
from bot.aside import Aside
from bot.banks import Settling, Watch
from bot.beating import Beating
from bot.chance import RandomIds, SystemClock
from bot.chores import Chores
from bot.comparing import Comparing
from bot.delivery import Delivery
from bot.dialogue import Dialogues
from bot.exports import Exports
from bot.gallery import Gallery
from bot.loops import Crew
from bot.meeting import introduce
from bot.menus import Menus
from bot.messenger import Messenger
from bot.metrics import Metrics
from bot.mirroring import Mirroring
from bot.mornings import Mornings
from bot.opening import close_all, open_banks, open_database
from bot.outgoing.line import Line, resolve
from bot.outgoing.sending import Sending
from bot.pacing import Pacer
from bot.papers import Papers
from bot.photos import Photos
from bot.polling import Polling
from bot.presence import proof
from bot.probing import Probing
from bot.program import Program, Without
from bot.reach import Reach
from bot.readers import Readers
from bot.readiness import ready
from bot.reminding import Reminding
from bot.renewing import Renewing
from bot.reports import Reports
from bot.settings import Settings, Updates, Wrong
from bot.sharing import SharedGate
from bot.stocking import Stocking
from bot.sweeping import Sweeping
from bot.telegram import Poll, open_bot
from bot.updates import Inbox
from bot.uploading import Uploading
from bot.vanishing import Vanishing
from bot.worker import Worker
from handlers import ALLOWED_UPDATES, addressed_to_us, build_chat
from providers.registry import share_limits, with_catalogs, with_statements, with_subscriptions
from screens.reader import Site
from store.chats import PROCESS
from store.engine import Database
from web.app import build_app
from web.deps import WebDeps


async def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    ids: Ids | None = None,
    without: Without | None = None,
    beside: bool = False,
    home_hooks: bool = False,
) -> Program:
    """Wire everything; nothing runs yet. ``beside``: it is not to be started, others may run meanwhile.
    ``home_hooks``: outgoing webhooks may go to this very machine.
    """
    clock, without = clock or AgreedClock(SystemClock()), without or Without()
    agree = clock.agree if isinstance(clock, AgreedClock) else None
    metrics, asking = Metrics(), Crew("bank")
    database = await open_database(settings, clock, beside=beside)
    if agree is not None:
        await agree(database)
    gate = None if database.exclusive else SharedGate(database, clock)
    try:
        providers = await open_banks(database, settings, clock, metrics.bank_call)
    except Wrong:
        await database.close()
        raise
    share_limits(providers, gate)
    pacer = Pacer(lambda: clock.now().timestamp(), gate) if gate else Pacer()
    reach = Reach()

    def called(method: str, outcome: str, seconds: float) -> None:
        metrics.telegram_call(method, outcome, seconds)
        reach.note(outcome)

    bot = open_bot(settings.bot_token.get_secret_value(), settings.telegram_api_url, pacer, called)
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
    await desk.settings.refresh()
    desk.developers.names, desk.developers.home = resolve, home_hooks
    readers = Readers(database, site, settings.zone)
    menus = Menus(bot, desk)
    desk.settings.spoken = lambda: asking.spawn(menus.publish())
    statements = with_statements(providers)
    reporting, worker = Reporting(database, clock, statements), Worker()
    exporting = Exporting(database, clock)
    photos = Photos(database, clock)
    messenger = Messenger(bot, photos)
    understand = build_chat(
        storage=Dialogues(database, clock),
        desk=desk,
        reporting=reporting,
        exporting=exporting,
        site=site,
        zone=settings.zone,
        menus=menus.refresh,
        gallery=Gallery(bot, photos),
        aside=Aside(worker),
    )

    async def handle(update: dict[str, object]) -> object:
        return await understand(bot, update)

    inbox = Inbox(
        database,
        clock,
        handle,
        lambda update: addressed_to_us(update, bot.id, site.bot_username),
        owner=banking.owner,
    )
    delivery = Delivery(database, desk, messenger, readers)
    program = Program(
        settings=settings,
        database=database,
        providers=providers,
        statements=statements,
        banking=banking,
        bot=bot,
        pacer=pacer,
        site=site,
        beating=Beating(
            database, clock, banking.owner, agree=agree, heard=delivery.loop.wake, also=desk.settings.hear
        ),
        delivery=delivery,
        uploading=Uploading(database, bot, clock, pacer, lambda: delivery.is_ours_now),
        watch=Watch(database, desk.refunds.repaying),
        settling=Settling(database, banking),
        chores=Chores(database, clock, metrics),
        reporting=reporting,
        reports=Reports(
            database,
            reporting,
            messenger,
            readers,
            worker,
            Exports(exporting, desk.receipts, messenger, worker, Papers(database, clock, messenger, worker)),
            owner=banking.owner,
        ),
        comparing=Comparing(database, reporting, desk.refunds.repaying, owner=banking.owner),
        mornings=Mornings(database, reporting, owner=banking.owner),
        probing=Probing(desk.checking),
        stocking=Stocking(database, desk.catalog.banks, clock, owner=banking.owner),
        renewing=Renewing(database, desk.subscriptions, clock),
        reminding=Reminding(database, clock, owner=banking.owner),
        mirroring=Mirroring(database, banking, desk.subscriptions.banks),
        sweeping=Sweeping(database, clock, banking.owner),
        webhooks=Sending(database, clock, site, Line(home=home_hooks), banking.owner),
        vanishing=Vanishing(database, bot, clock),
        alarming=Alarming(
            database,
            clock,
            messenger,
            readers,
            owner=banking.owner,
            loops=lambda: program.loops,
            hook=_hook(settings, bot),
            folder=database.folder,
            silenced=pacer.silenced,
        ),
        worker=worker,
        inbox=inbox,
        menus=menus,
        app=web.Application(),
        asking=asking,
        polling=_polling(settings, database, clock, inbox, reach),
        reach=reach,
        without=without,
    )
    metrics.loops = lambda: program.loops
    program.app = build_app(_web_deps(program, desk, clock, metrics))
    return program


def _hook(settings: Settings, bot: Bot) -> Hook | None:
    webhook = settings.telegram_updates is Updates.WEBHOOK
    return Hook(bot, f"{settings.public_url}/telegram") if webhook else None


def _polling(
    settings: Settings, database: Database, clock: Clock, inbox: Inbox, reach: Reach
) -> Polling | None:
    if settings.telegram_updates is Updates.WEBHOOK:
        return None
    token = settings.bot_token.get_secret_value()
    poll = Poll(token, settings.telegram_api_url, ALLOWED_UPDATES, reach.note)
    return Polling(poll, inbox, database, clock)


def _web_deps(program: Program, desk: Desk, clock: Clock, metrics: Metrics) -> WebDeps:

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
        telegram_secrets=program.settings.telegram_secrets if program.polling is None else (),
        ready=lambda: ready(program),
        metrics=metrics.text,
        proof=lambda nonce: proof(program.database.vault, program.banking.owner, nonce),
        proxies=program.settings.trusted_proxies,
    )
