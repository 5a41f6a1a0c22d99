"""The chat of one test: the practice Telegram and the practice bank on a socket, real books, no waiting."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp.test_utils import TestServer

from billing import people
from billing.banking import Addresses, Banking
from billing.desk import Desk
from billing.exporting import Exporting
from billing.models import Person, Role
from billing.people import reads
from billing.ports import Clock
from billing.reporting import Reporting
from bot.aside import Aside
from bot.chance import RandomIds, SystemClock
from bot.delivery import Delivery
from bot.dialogue import Dialogues
from bot.exports import Exports
from bot.gallery import Gallery
from bot.loops import Crew
from bot.menus import Menus
from bot.messenger import Messenger
from bot.pacing import Pacer
from bot.papers import Papers
from bot.photos import Photos
from bot.polling import Polling
from bot.readers import Readers
from bot.reports import Reports
from bot.telegram import Poll, open_bot
from bot.updates import Inbox
from bot.worker import Worker
from handlers import ALLOWED_UPDATES, addressed_to_us, build_chat
from providers.registry import configured, with_statements
from sandbox.app import TOKEN, USERNAME, build_app
from sandbox.client import Sandbox
from screens.reader import Site
from screens.texts import Words, words
from store.engine import Database
from tests.support import PATIENCE
from tests.support.books import new_books, open_database
from tests.support.until import until

OWNER = 501
CASHIER = 502
CUSTOMER = 601
STRANGER = 602
TERMINAL = "5b1f0c52-0d3e-4f6a-9a1c-6f2f3b7a9d10"
Message = dict[str, Any]


@dataclass
class Rig:
    """The people's side, and the desk to look at what came of it."""

    sandbox: Sandbox
    desk: Desk
    database: Database

    async def acquainted(self, person: int, name: str, language: str) -> None:
        """They pressed Start another day."""
        await self.sandbox.person(person, name, language, started=True)
        met = Person(person, name, telegram_locale=language, started=True)
        at = self.desk.clock.now()
        await self.database.write(lambda books: books.save_person(met, at))

    async def said(self, chat: int, text: str, *, nth: int = 1) -> Message:
        """The nth message of the bot in this chat that has this text in it."""

        def find(messages: list[Message]) -> Message | None:
            ours = [m for m in messages if m.get("from", {}).get("is_bot") and text in spoken(m)]
            return ours[nth - 1] if len(ours) >= nth else None

        return await self.sandbox.wait_for(chat, find, timeout=PATIENCE)

    async def ours(self, chat: int) -> list[Message]:
        """Everything that the bot said there, as it is now."""
        messages = await self.sandbox.messages(chat)
        return [m for m in messages if m.get("from", {}).get("is_bot") and not m.get("deleted")]

    async def tap(self, person: int, chat: int, message: Message, button: str) -> str:
        """The toast that the tap got."""
        answer = await self.sandbox.tap(person, chat, message["message_id"], button)
        assert "timeout" not in answer, "the tap was not answered"
        return str(answer.get("text") or "")

    async def count(self) -> int:
        """How many invoices there are."""
        owner = await self.desk.person(OWNER)
        assert owner is not None
        return sum((await self.desk.invoices(owner, None, None)).totals.values())

    async def pay(self, invoice: int) -> None:
        """The customer pays the invoice's bill as soon as it is at the bank, and we have heard of it."""

        async def billed() -> str | None:
            payment = (await self.desk.view(invoice)).payment
            bills = (await self.sandbox.halyk("books"))["bills"]
            known = {bill["invoiceID"] for bill in bills}
            return payment.reference if payment and payment.reference in known else None

        await self.sandbox.halyk("pay", invoiceID=await until(billed))
        await self.desk.check(invoice)

    async def read(self, person_id: int) -> Words:
        """The words that this person reads."""
        return words(reads(await self.desk.person(person_id), "ru"))


def spoken(message: Message) -> str:
    """Text or caption."""
    return str(message.get("text") or message.get("caption") or "")


def buttons(message: Message) -> list[str]:
    """The texts on its buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def unhurried() -> Pacer:
    """A pacer for which time flies: limits are tested elsewhere."""
    ticks = itertools.count(0, 100)
    return Pacer(lambda: float(next(ticks)))


@contextlib.asynccontextmanager
async def opened(folder: Path, environment: pytest.MonkeyPatch, clock: Clock) -> AsyncIterator[Rig]:
    """Everything started; stopped at the end."""
    async with TestServer(build_app()) as server, contextlib.AsyncExitStack() as stack:
        url = str(server.make_url("")).rstrip("/")
        _bank_settings(url, environment)
        sandbox = await stack.enter_async_context(Sandbox(url))
        await sandbox.limits(False)  # they run in real time
        await sandbox.pictures(recompress=False)
        database = await _books(stack, folder)
        desk = await _wired(stack, url, database, clock)
        yield Rig(sandbox, desk, database)


def _bank_settings(url: str, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("HALYK_CLIENT_ID", "sandbox-client")
    environment.setenv("HALYK_CLIENT_SECRET", "sandbox-secret")
    environment.setenv("HALYK_TERMINAL", TERMINAL)
    environment.setenv("HALYK_OAUTH_URL", f"{url}/halyk/oauth2/token")
    environment.setenv("HALYK_API_URL", f"{url}/halyk/api")
    environment.setenv("HALYK_USERNAME", "sandbox-user")
    environment.setenv("HALYK_PASSWORD", "sandbox-password")


async def _books(stack: contextlib.AsyncExitStack, folder: Path) -> Database:
    opening = open_database(new_books(folder))
    database = await anext(opening)
    stack.push_async_callback(opening.aclose)  # type: ignore[attr-defined]
    at = SystemClock().now()
    await database.write(lambda books: people.appoint_owners(books, (OWNER,), at))
    await database.write(lambda books: books.save_person(Person(CASHIER, role=Role.CASHIER), at))
    return database


async def _wired(stack: contextlib.AsyncExitStack, url: str, database: Database, clock: Clock) -> Desk:
    asking, site = Crew("bank"), Site(USERNAME)
    providers = {bank.slug: bank.open(clock, None, None) for bank in configured(None)}
    banking = Banking(
        database, providers, clock, RandomIds(), owner="test", addresses=Addresses("https://shop.example")
    )
    assert database.merchant is not None
    ttl = timedelta(hours=24)
    desk = Desk(banking, database.merchant, invoice_ttl=ttl, spawn=asking.spawn, catalogs={})
    reporting = Reporting(database, clock, with_statements(providers))
    exporting = Exporting(database, clock)
    bot = open_bot(TOKEN, url, unhurried())
    zone, photos, worker = ZoneInfo("Asia/Almaty"), Photos(database, clock), Worker()
    understand = build_chat(
        storage=Dialogues(database, clock),
        desk=desk,
        reporting=reporting,
        exporting=exporting,
        site=site,
        zone=zone,
        menus=Menus(bot, desk).refresh,
        gallery=Gallery(bot, photos),
        aside=Aside(worker),
    )

    async def handle(update: dict[str, Any]) -> object:
        return await understand(bot, update)

    inbox = Inbox(
        database, clock, handle, lambda update: addressed_to_us(update, bot.id, USERNAME), owner="test"
    )
    polling = Polling(Poll(TOKEN, url, ALLOWED_UPDATES), inbox, database, clock)
    messenger, readers = Messenger(bot, photos), Readers(database, site, zone)
    delivery = Delivery(database, desk, messenger, readers)
    papers = Papers(database, clock, messenger, worker)
    exports = Exports(exporting, desk.receipts, messenger, worker, papers)
    reports = Reports(database, reporting, messenger, readers, worker, exports, owner="test")
    database.on_outbox = delivery.loop.wake
    delivery.loop.start()
    reports.loop.start()
    polling.loop.start()

    async def stop() -> None:
        await polling.stop()
        await inbox.stop(2)
        await asking.drain(2)
        await reports.stop(2)
        await delivery.stop(2)
        await worker.close()
        for provider in providers.values():
            await provider.close()
        await bot.session.close()

    stack.push_async_callback(stop)
    return desk
