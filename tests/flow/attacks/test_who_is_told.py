"""Facts about money reach those whom they concern, and nobody else."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from billing.answers import Seen
from billing.models import Invoice, Place, Refusal
from billing.money import Money
from billing.states import AttentionKind
from store.books import SqlBooks
from store.schema import metadata
from tests.support.shop import CUSTOMER, OWNER, PRICE, STRANGER, Shop


async def cards_are_deleted(shop: Shop, invoice: Invoice) -> None:
    """People cleared their chats: an edit found nothing there any more."""

    def lose(books: SqlBooks) -> None:
        for card in books.cards_of(invoice.id):
            books.card_failed(card, None)

    await shop.database.write(lose)


async def test_who_deleted_the_card_still_hears_of_the_money(shop: Shop) -> None:
    invoice = await shop.invoice()
    await shop.desk.open_link(invoice.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    payment = await shop.payment(invoice)
    await cards_are_deleted(shop, invoice)
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(payment)
    assert sorted(await shop.notices()) == [("paid", OWNER, True), ("receipt", CUSTOMER, True)]


async def test_who_asked_to_be_forgotten_hears_nothing(shop: Shop) -> None:
    invoice = await shop.invoice()
    await shop.desk.open_link(invoice.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    payment = await shop.payment(invoice)
    await shop.desk.forget(CUSTOMER)
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(payment)
    assert await shop.notices() == [("paid", OWNER, True)]


async def test_who_asked_to_be_forgotten_stands_nowhere_in_the_books(shop: Shop) -> None:
    invoice = await shop.invoice()
    await shop.desk.open_link(invoice.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(payment)
    await shop.desk.ask_shop(invoice.id, await shop.person(CUSTOMER), "My own words")
    await shop.desk.forget(CUSTOMER)

    def rows(connection: Connection) -> list[str]:
        return [str(row) for table in metadata.sorted_tables for row in connection.execute(select(table))]

    assert [row for row in await shop.database.transaction(rows) if str(CUSTOMER) in row] == []
    (question,) = (await shop.desk.view(invoice.id)).attentions
    assert question.note == ""


async def test_an_accepted_sums_receipt_goes_to_the_customer_only(shop: Shop) -> None:
    invoice = await shop.invoice()
    for person in (CUSTOMER, STRANGER):
        await shop.desk.open_link(invoice.token, await shop.person(person), Place(person))
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id="op-1", amount=PRICE - Money(1, "KZT"))
    await shop.look(payment)
    (item,) = (await shop.desk.view(invoice.id)).attentions
    assert item.kind is AttentionKind.SHORT
    await shop.desk.accept(item.id, await shop.person(OWNER))
    receipts = [chat for kind, chat, _ in await shop.notices() if kind == "receipt"]
    assert receipts == [CUSTOMER]
    strangers = {kind for kind, chat, _ in await shop.notices() if chat == STRANGER}
    assert strangers == {"paid-other"}


@pytest.mark.parametrize("seen", [Seen.REJECTED, Seen.AUTHORIZED, Seen.PAID])
async def test_what_became_of_the_customers_payment_is_nobody_elses_business(shop: Shop, seen: Seen) -> None:
    invoice = await shop.invoice()
    for person in (CUSTOMER, STRANGER):
        await shop.desk.open_link(invoice.token, await shop.person(person), Place(person))
    payment = await shop.payment(invoice)
    taken = PRICE - Money(1, "KZT") if seen is Seen.PAID else None
    shop.sees(payment, seen, refusal=Refusal.FUNDS, amount=taken)
    await shop.look(payment)
    assert {chat for _, chat, _ in await shop.notices()} == {OWNER, CUSTOMER}


async def test_who_opens_the_link_after_the_payment_is_not_its_customer(shop: Shop) -> None:
    invoice = await shop.invoice()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(payment)
    await shop.desk.open_link(invoice.token, await shop.person(STRANGER), Place(STRANGER))
    assert (await shop.desk.view(invoice.id)).invoice.customer_id is None


async def test_who_opens_the_link_again_gets_the_card_below(shop: Shop) -> None:
    """At once it is the same card: a double press, or an update that is handled twice."""
    invoice = await shop.invoice()
    cards = []
    for seconds in (0, 5, 600):
        shop.clock.move(seconds)
        await shop.desk.open_link(invoice.token, await shop.person(CUSTOMER), Place(CUSTOMER))
        living = await shop.database.read(lambda books: books.cards_of(invoice.id))
        cards.append([card.id for card in living if card.place == Place(CUSTOMER)])
    first, at_once, later = cards
    assert len(first) == len(later) == 1
    assert first == at_once != later
