"""Many payments of one merchant at once, and what the log says of it all."""

from __future__ import annotations

import asyncio
import logging

import pytest

from billing.models import Place
from billing.money import Money
from billing.states import InvoiceState
from store.engine import Database
from tests.support import PATIENCE
from tests.support.shop import OWNER, Seen, open_shop
from tests.support.stage import CUSTOMER, MERCHANT, SECRET_KEY, TOKEN, Stage, said

MANY, AT_ONCE = 400, 10


@pytest.mark.slice(1)
async def test_four_hundred_payments_ten_at_a_time_come_out_exactly(database: Database) -> None:
    shop = await open_shop(database)
    owner = await shop.person(OWNER)
    gate = asyncio.Semaphore(AT_ONCE)

    async def sell(number: int) -> int:
        async with gate:
            price = Money(100 * number, "KZT")
            invoice = await shop.desk.issue(owner, price, "", source=f"s{number}", place=Place(OWNER))
            await shop.settle_down()
            payment = await shop.payment(invoice)
            shop.sees(payment, Seen.PAID)
            looks = await asyncio.gather(*(shop.banking.look(payment) for _ in range(3)))
            return sum(look.moved for look in looks)

    moves = await asyncio.gather(*(sell(number) for number in range(1, MANY + 1)))

    assert moves == [1] * MANY
    invoices = await database.read(
        lambda books: books.invoices(state=None, issuer=None, before=None, limit=MANY + 1)
    )
    assert [invoice.state for invoice in invoices] == [InvoiceState.PAID] * MANY
    payments = [await database.read(lambda books, i=i: books.payments_of(i.id)) for i in invoices]
    assert sum(p.taken.minor for (p,) in payments if p.taken) == 100 * MANY * (MANY + 1) // 2
    assert len({p.receipt for (p,) in payments}) == MANY
    paid = [kind for kind, _, _ in await shop.notices() if kind == "paid"]
    assert len(paid) == MANY


async def test_no_secret_and_nothing_personal_is_in_the_log(
    play: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "aiogram", "aiohttp", "aiosqlite", "sqlalchemy.engine"):
        logging.getLogger(name).setLevel(logging.WARNING)  # as the program itself sets them
    await play.close()
    await play.open()
    await play.sandbox.person(CUSTOMER, "Бахытгуль Сейткалиева", "en")
    card = await play.issue("5000 +77071234567 Secret-diary")
    await play.open_link(card)
    await play.sandbox.halyk("trouble", endpoint="status", kind="500", count=2)
    await play.sandbox.trouble("500", method="sendMessage", count=2)
    await play.sandbox.raw_update({"message": {"text": "Secret-diary", "chat": {"id": CUSTOMER}}})
    await play.pay_all()
    for person in (MERCHANT, CUSTOMER):
        await play.sandbox.wait_for(person, lambda ms: said(ms, "Paid:"), timeout=PATIENCE)

    (bill,) = await play.bills()
    (payment,) = await play.program.database.read(lambda books: books.payments_of(1))
    (invoice,) = await play.rows("invoices")
    text = caplog.text
    assert "halyk" in text
    secrets = {
        "bot token": TOKEN,
        "secret key": SECRET_KEY,
        "bank secret": "sandbox-secret",
        "bank token": payment.access,
        "hook token": payment.hook_token,
        "invoice token": invoice["token"],
        "QR": bill["qrcode"],
        "name": "Бахытгуль",
        "phone": "7071234567",
        "words": "Secret-diary",
    }
    assert [what for what, secret in secrets.items() if secret in text] == []
