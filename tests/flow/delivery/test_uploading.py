"""While a QR is awaited the chat says that a picture is on its way, and never after."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from billing.models import Audience, Place
from billing.money import Money
from billing.records import NewInvoice, NewPayment
from billing.states import PaymentState
from bot.pacing import Pacer
from bot.telegram import open_bot
from bot.uploading import Uploading
from sandbox.client import Sandbox
from store.books import SqlBooks
from store.engine import Database
from tests.support.books import NOON, HeldClock
from tests.support.stage import CUSTOMER, MERCHANT, TOKEN, Stage, qr_cards

STRANGER = 602
PRICE = Money(500000, "KZT")


class Chats:
    """An invoice on three cards, whose QR is awaited since noon."""

    def __init__(self, sandbox: Sandbox, database: Database) -> None:
        self.sandbox, self.database = sandbox, database
        self.clock, self.pacer = HeldClock(NOON), Pacer()
        self.bot = open_bot(TOKEN, sandbox.base_url, self.pacer)
        self.uploading = Uploading(database, self.bot, self.clock, self.pacer, lambda: True)
        self.payment_id = 0

    def begin(self, books: SqlBooks) -> None:
        """One of the cards stands with somebody who has the link too."""
        invoice = books.add_invoice(NewInvoice(1, "token", PRICE, "Coffee", MERCHANT, "s", NOON, NOON))
        assert invoice is not None
        books.claim_customer(invoice.id, CUSTOMER)
        for audience, person in (
            (Audience.ISSUER, MERCHANT),
            (Audience.PAYER, CUSTOMER),
            (Audience.PAYER, STRANGER),
        ):
            books.add_card(invoice.id, audience, Place(person), person, NOON, NOON)
        self.payment_id = books.add_payment(NewPayment(invoice.id, "halyk", "100001", PRICE, "hook", NOON)).id

    async def at(self, seconds: float) -> list[int]:
        """Who is shown the sign at this moment."""
        before = len(await self.signs())
        self.clock.at = NOON + timedelta(seconds=seconds)
        await self.uploading.show()
        await self.uploading.settled()
        return sorted((await self.signs())[before:])

    async def signs(self) -> list[int]:
        """The chats of all signs so far."""
        calls = [c for c in await self.sandbox.calls() if c["method"] == "sendChatAction"]
        assert all(call["params"]["action"] == "upload_photo" for call in calls)
        return [call["chat_id"] for call in calls]


@pytest.fixture
async def chats(sandbox_url: str, database: Database) -> AsyncIterator[Chats]:
    async with Sandbox(sandbox_url) as sandbox:
        await sandbox.reset()
        for person in (MERCHANT, CUSTOMER, STRANGER):
            await sandbox.person(person, f"Person {person}", "en")
            await sandbox.start(person)
        made = Chats(sandbox, database)
        await database.write(made.begin)
        yield made
        await made.uploading.stop(1)
        await made.bot.session.close()


async def test_the_sign_is_repeated_every_four_seconds_for_twenty(chats: Chats) -> None:
    both = [MERCHANT, CUSTOMER]
    seen = {second: await chats.at(second) for second in range(24)}
    assert [second for second, there in seen.items() if there] == [0, 4, 8, 12, 16]
    assert all(there == both for there in seen.values() if there), "strangers to the payment wait for nothing"


async def test_there_is_no_sign_once_the_bank_has_answered(chats: Chats) -> None:
    assert await chats.at(0)
    reserved = frozenset({PaymentState.RESERVED})
    await chats.database.write(
        lambda books: books.move_payment(chats.payment_id, reserved, PaymentState.PENDING)
    )
    assert await chats.at(4) == []


async def test_a_chat_that_telegram_silenced_gets_no_sign(chats: Chats) -> None:
    chats.pacer.pause(MERCHANT, 3600)
    assert await chats.at(0) == [CUSTOMER]


async def test_a_sign_does_not_hold_a_message_up(chats: Chats) -> None:
    await chats.pacer.turn(MERCHANT)
    assert await chats.at(0) == [MERCHANT, CUSTOMER], "a message was sent just now, and that is no silence"


async def test_a_slow_bank_shows_in_the_chat_until_the_qr_is_there(play: Stage) -> None:
    await play.sandbox.halyk("trouble", endpoint="generate", kind="slow", count=1, seconds=1.5)
    await play.sandbox.send(MERCHANT, "/invoice 5000 Coffee")
    await play.sandbox.wait_for(MERCHANT, qr_cards)
    await play.quiet()
    methods = [call["method"] for call in await play.calls(chat=MERCHANT)]
    assert "sendChatAction" in methods
    assert "sendChatAction" not in methods[methods.index("sendPhoto") :]
