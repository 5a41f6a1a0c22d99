"""The program with its three banks, a shop with a past, and a crowd at its door."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

import pytest
from aiogram.filters import Command
from aiohttp.test_utils import TestServer

from billing import people
from billing.models import Person, Place, Role
from billing.money import Money
from bot.chance import SystemClock
from bot.demo import TOKEN, _variables
from bot.program import Program
from bot.settings import Settings
from bot.wiring import build
from handlers.routing import dispatcher
from sandbox.app import USERNAME, build_app
from sandbox.client import Sandbox
from sandbox.clock import Clock
from sandbox.telegram.world import World
from store.books import SqlBooks
from tests.fuzz.crowd import CASHIER, CUSTOMER, MANAGER, OWNER, Crowd
from tests.fuzz.findings import Listening
from tests.fuzz.rig import Fuzzed
from tests.fuzz.taps import kinds
from tests.fuzz.telegram import Spoken

PAID = 3  # invoices that were paid before the crowd came; nobody pays while it is there


@contextlib.asynccontextmanager
async def opened(database_url: str, seed: int, environment: pytest.MonkeyPatch) -> AsyncIterator[Fuzzed]:
    """The program with its three banks, a shop with a past, and a crowd at its door."""
    async with TestServer(build_app()) as server, contextlib.AsyncExitStack() as stack:
        url = str(server.make_url("")).rstrip("/")
        sandbox = await stack.enter_async_context(Sandbox(url))
        for name, value in _variables(url).items():
            environment.setenv(name, value)
        environment.setenv("APIPAY_RATE_LIMIT", "1000")
        program = await build(_settings(url, database_url))
        stack.push_async_callback(program.stop)
        world = World(Clock(), TOKEN, USERNAME, seed)
        world.limits.on = False
        await program.bot.session.close()
        program.bot.session = line = Spoken(world)
        crowd = Crowd(world, seed, kinds(), _commands())
        paid = await _past(program, sandbox)
        fuzzed = Fuzzed(program, line, crowd, paid)
        listening = Listening(fuzzed.findings)
        logging.getLogger().addHandler(listening)
        stack.callback(logging.getLogger().removeHandler, listening)
        program.database.on_outbox = program.delivery.loop.wake
        for loop in (program.delivery.loop, program.reports.loop):
            loop.start()
        yield fuzzed


def _settings(url: str, database_url: str) -> Settings:
    return Settings(
        bot_token=TOKEN,  # type: ignore[arg-type]
        owner_ids=(OWNER,),
        secret_key="a key for tests, long enough to be one",  # type: ignore[arg-type]
        public_url="https://shop.example",
        database_url=database_url,
        telegram_api_url=url,
        shop_name="Дана",
    )


def _commands() -> list[str]:
    """All that any router knows."""
    found: set[str] = set()
    routers = list(dispatcher().sub_routers)
    while routers:
        router = routers.pop()
        routers += router.sub_routers
        for handler in router.message.handlers:
            for each in handler.filters or []:
                if isinstance(each.callback, Command):
                    found |= {str(command) for command in each.callback.commands}
    return sorted(found)


async def _past(program: Program, sandbox: Sandbox) -> set[int]:
    """Members; goods; invoices in each state, some of them paid in the bank's app. Gives the paid ones."""
    desk, at = program.delivery._desk, SystemClock().now()

    def hire(books: SqlBooks) -> None:
        people.appoint_owners(books, (OWNER,), at)
        for number, role in ((MANAGER, Role.MANAGER), (CASHIER, Role.CASHIER)):
            books.save_person(Person(number, role=role), at)

    await program.database.write(hire)
    owner = await desk.person(OWNER)
    assert owner is not None
    for name in ("Кофе", "Чай", "=1+1 <b>"):
        await desk.catalog.add(owner, name, Money(90000, "KZT"))
    issued = []
    for number in range(PAID + 2):
        invoice = await desk.issue(
            owner, Money(500000, "KZT"), "x", source=f"past:{number}", place=Place(OWNER)
        )
        await desk.pay(invoice.id, "halyk")
        issued.append(invoice)
    await desk.cancel(issued[-1].id, owner)
    while len(program.asking):
        await asyncio.sleep(0.01)
    for invoice in issued[:PAID]:
        payment = (await desk.view(invoice.id)).payment
        assert payment is not None
        await sandbox.halyk("pay", invoiceID=payment.reference)
        await desk.check(invoice.id)
    paid = {i.id for i in issued if (await desk.view(i.id)).invoice.state.value == "paid"}
    assert len(paid) == PAID
    customer = await desk.meet(CUSTOMER, "Daniyar", "en", private=True)
    assert customer is not None
    return paid
