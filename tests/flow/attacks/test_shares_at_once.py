"""A split invoice while everything happens at once: paid, cancelled, paid as a whole; on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import pytest

from billing.answers import Seen
from billing.errors import BillingError
from billing.models import Invoice, Person, Place
from billing.money import Money
from billing.states import AttentionKind, InvoiceState, PaymentState
from tests.support.shop import OWNER, Shop

GROUP = Place(-100500)
WHOLE = Money(500000, "KZT")
EATERS = tuple(range(701, 706))


async def divided(shop: Shop) -> tuple[Invoice, list[Invoice]]:
    """In five, with all shares taken; the whole has a code from before."""

    def greet(books: object) -> None:
        for who in EATERS:
            books.save_person(Person(who, f"Eater {who}", started=True), shop.clock.now())  # type: ignore[attr-defined]

    await shop.database.write(greet)
    owner = await shop.person(OWNER)
    invoice = await shop.desk.issue(owner, WHOLE, "Pizza", source="-100500:1", place=GROUP)
    await shop.settle_down()
    whole = await shop.desk.split.divide(invoice.id, owner, len(EATERS))
    take = shop.desk.split.take
    shares = [await take(whole.token, await shop.person(who), Place(who)) for who in EATERS]
    await shop.settle_down()
    return whole, shares


async def pays(shop: Shop, invoice: Invoice) -> None:
    (payment,) = (await shop.desk.view(invoice.id)).payments
    shop.sees(payment, Seen.PAID)
    await shop.banking.look(payment)


async def quietly(work: Awaitable[object]) -> None:
    try:
        await work
    except BillingError:
        return


async def ended(shop: Shop, whole: Invoice, shares: list[Invoice]) -> list[InvoiceState]:
    return [(await shop.desk.view(each.id)).invoice.state for each in (whole, *shares)]


async def undecided(shop: Shop) -> dict[int, AttentionKind]:
    items = await shop.desk.attentions(await shop.person(OWNER))
    return {item.invoice_id: item.kind for item in items}


async def test_shares_that_are_all_paid_at_once_pay_the_whole_once(shop: Shop) -> None:
    whole, shares = await divided(shop)
    shop.clock.move(1)
    await asyncio.gather(*(pays(shop, share) for share in shares))
    assert await ended(shop, whole, shares) == [InvoiceState.PAID] * 6
    assert [kind for kind, *_ in await shop.notices()].count("paid-group") == 1
    assert await undecided(shop) == {}


@pytest.mark.parametrize("first", range(3))
async def test_whatever_comes_of_cancelling_while_shares_are_paid_no_money_is_forgotten(
    shop: Shop, first: int
) -> None:
    """The whole is paid by all of them; or it is cancelled, and what came for a share that ended is late."""
    whole, shares = await divided(shop)
    for share in shares[:3]:
        shop.clock.move(1)
        await pays(shop, share)
    shop.clock.move(1)
    works = [pays(shop, share) for share in shares[3:]]
    works.insert(first, quietly(shop.desk.cancel(whole.id, await shop.person(OWNER))))
    await asyncio.gather(*works)
    state, *states = await ended(shop, whole, shares)
    assert states == [InvoiceState.PAID] * 5, "each of them has paid"
    late = {share.id for share in shares if (await shop.desk.view(share.id)).invoice.late}
    assert await undecided(shop) == dict.fromkeys(late, AttentionKind.LATE)
    assert (state is InvoiceState.PAID) == (not late)
    assert state in {InvoiceState.PAID, InvoiceState.CANCELLED}


async def test_the_old_code_and_the_last_share_at_once_are_both_accounted_for(shop: Shop) -> None:
    """Ten thousand have come for five: what is too much waits for a person, to the last tiyn."""
    whole, shares = await divided(shop)
    for share in shares[:4]:
        shop.clock.move(1)
        await pays(shop, share)
    shop.clock.move(1)
    await asyncio.gather(pays(shop, whole), pays(shop, shares[4]))
    state, *states = await ended(shop, whole, shares)
    assert (state, set(states)) == (InvoiceState.PAID, {InvoiceState.PAID})
    items = await shop.desk.attentions(await shop.person(OWNER))
    asked = {item.payment_id: item.kind for item in items}
    over = 0
    for each in (whole, *shares):
        paid = [p for p in (await shop.desk.view(each.id)).payments if p.state is PaymentState.PAID]
        over += sum((p.taken or p.amount).minor for p in paid if p.id in asked)
    assert over == WHOLE.minor
    assert set(asked.values()) <= {AttentionKind.SECOND, AttentionKind.LATE}
