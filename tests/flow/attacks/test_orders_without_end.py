"""A stranger who orders and never pays."""

from __future__ import annotations

from contextlib import suppress

from billing.catalog.models import CartKind, Ordered
from billing.errors import BillingError
from billing.models import Place
from billing.money import Money
from billing.ports import Capabilities
from billing.pushes import MOST_PUSHES
from tests.support.bank import ObedientBank
from tests.support.shop import OWNER, STRANGER, Shop

ORDERS = 40  # two taps each: a minute's work by hand, a second's by a program


async def test_one_stranger_fills_neither_the_owners_chat_nor_the_banks_books(shop: Shop) -> None:
    """Each order is a card in the owner's chat, which takes one message a second, and a bill at the bank."""
    tea = await shop.desk.catalog.add(await shop.person(OWNER), "Tea", Money(50000, "KZT"))
    stranger = await shop.person(STRANGER)
    for nth in range(ORDERS):
        with suppress(BillingError):
            cart = await shop.desk.catalog.put(stranger, tea.id, 1, f"tap:{nth}", CartKind.OWN)
            await shop.desk.order(stranger, cart.id, cart.version, Place(STRANGER), CartKind.OWN)
        await shop.settle_down()
    later = await shop.database.read(lambda books: books.next_due())
    assert later is not None
    shop.clock.at = later
    cards = await shop.database.read(lambda books: books.due_cards(shop.clock.now(), 1000))
    owners = sum(card.place.chat_id == OWNER for card in cards)
    assert (owners, len(shop.bank.billed)) < (ORDERS, ORDERS), "every unpaid order was carried out"


async def test_one_stranger_sends_no_more_pushes_to_one_phone_by_ordering_anew(shop: Shop) -> None:
    """Of one invoice ten go out at most; a new order is two taps, and the bank's bills of the day are few."""
    bank = ObedientBank("pushbank")
    bank.capabilities = Capabilities(cancel=True, needs_phone=True, refund=True)
    shop.banking.providers[bank.slug] = bank  # type: ignore[index]
    tea = await shop.desk.catalog.add(await shop.person(OWNER), "Tea", Money(50000, "KZT"))
    stranger = await shop.person(STRANGER)
    for nth in range(2 * MOST_PUSHES):
        with suppress(BillingError):
            cart = await shop.desk.catalog.put(stranger, tea.id, 1, f"tap:{nth}", CartKind.OWN)
            made = await shop.desk.order(stranger, cart.id, cart.version, Place(STRANGER), CartKind.OWN)
            assert isinstance(made, Ordered)
            await shop.desk.pay(made.invoice.id, bank.slug, phone="+77071234567")
        await shop.settle_down()
    assert len(bank.billed) <= MOST_PUSHES
