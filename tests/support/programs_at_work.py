"""A shop with programs at its side: keys, addresses, what they do and what they are told."""

from __future__ import annotations

from billing.answers import Seen
from billing.developers import sending, writing
from billing.developers.api import ApiDesk, GoBack, NewBill
from billing.developers.models import (
    ApiKey,
    Endpoint,
    InvoiceFacts,
    Outgoing,
    RefundFacts,
    Scope,
)
from billing.developers.sending import Heard
from billing.money import Money
from tests.support.shop import OWNER, PRICE, Shop

ALL = frozenset(Scope)
URL = "https://shop.example.kz/events"


async def make(shop: Shop, scopes: frozenset[Scope] = ALL, source: str = "tap:1") -> tuple[ApiKey, str]:
    return await shop.desk.developers.make_key(await shop.person(OWNER), scopes, source)


async def hook(shop: Shop, source: str = "hook:1") -> Endpoint:
    async def names(host: str, port: int) -> tuple[str, ...]:
        return ("93.184.215.14",)

    shop.desk.developers.names = names
    return await shop.desk.developers.add_endpoint(await shop.person(OWNER), URL, source)


def asked(key: ApiKey, name: str = "one", body: bytes = b"{}") -> writing.Once:
    return writing.once(key.id, name, "POST", "/x", body)


async def issue(
    shop: Shop, key: ApiKey, name: str = "one", amount: Money = PRICE, body: bytes = b"{}"
) -> writing.Said:
    said = await ApiDesk(shop.desk).issue(key, asked(key, name, body), NewBill(amount, "Coffee"), number)
    await shop.settle_down()
    return said


def number(facts: InvoiceFacts) -> str:
    return str(facts.invoice.number)


def refund_id(facts: RefundFacts) -> str:
    return f"{facts.refund.id} {facts.refund.state}"


async def paid(shop: Shop, key: ApiKey, name: str = "one") -> int:
    invoice_number = int((await issue(shop, key, name)).body)
    invoice = await shop.desk.invoice_by_number(invoice_number, await shop.person(OWNER))
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id=f"op-{payment.reference}")
    await shop.look(payment)
    return invoice_number


async def back(
    shop: Shop, key: ApiKey, invoice: int, name: str = "back", amount: Money = PRICE
) -> writing.Said:
    wish = GoBack(invoice, amount, "cold")
    said = await ApiDesk(shop.desk).send_back(key, asked(key, name), wish, refund_id)
    await shop.settle_down()
    return said


async def told(shop: Shop, endpoint: Endpoint) -> list[Outgoing]:
    rows = await shop.database.read(lambda books: books.last_outgoing(endpoint.id, None, 100))
    return rows[::-1]


async def record(shop: Shop, endpoint: Endpoint, heard: Heard) -> bool:
    """What came of the next message there."""

    def write(books: object) -> bool:
        found = sending.next_for(books, endpoint.id, shop.clock.now())  # type: ignore[arg-type]
        assert found is not None
        return sending.record(books, *found, heard, shop.clock.now())  # type: ignore[arg-type]

    return await shop.database.write(write)
