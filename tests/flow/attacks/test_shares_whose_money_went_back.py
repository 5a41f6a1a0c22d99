"""A share's money goes back to who paid it: what is with them again pays for nobody's meal."""

from __future__ import annotations

import pytest

from billing.answers import Seen
from billing.errors import Refused
from billing.models import Invoice, Place
from billing.money import Money
from billing.refunding import Wish
from billing.shifts.models import Shift, What
from billing.split.models import OWN
from billing.states import AttentionKind, InvoiceState, RefundState
from tests.support.shop import CASHIER, CUSTOMER, OWNER, STRANGER, Shop

GROUP = Place(-100500)
OPEN = frozenset({InvoiceState.OPEN})
WHOLE, HALF = Money(500000, "KZT"), Money(250000, "KZT")


async def divided(shop: Shop, parts: int = 2) -> Invoice:
    owner = await shop.person(OWNER)
    invoice = await shop.desk.issue(owner, WHOLE, "Pizza", source="-100500:1", place=GROUP)
    await shop.settle_down()
    return await shop.desk.split.divide(invoice.id, owner, parts)


async def taken(shop: Shop, whole: Invoice, who: int, own: Money | None = None) -> Invoice:
    share = await shop.desk.split.take(whole.token, await shop.person(who), Place(who), own)
    await shop.settle_down()
    return share


async def pay(shop: Shop, share: Invoice) -> None:
    payment = await shop.payment(share)
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)


async def give_back(shop: Shop, share: Invoice, amount: Money = HALF) -> None:
    """By the owner, and the bank has done it."""
    payment = await shop.payment(share)
    owner = await shop.person(OWNER)
    wish = Wish(payment.id, amount, "", f"tap:{share.id}:{amount.minor}")
    refund = await shop.desk.refunds.request(owner, wish)
    await shop.settle_down()
    shop.bank.give_back(payment.reference, amount.minor)
    for _ in range(2):
        shop.clock.move(5)
        found = await shop.database.read(lambda books: books.refund(refund.id))
        assert found is not None
        await shop.desk.refunds.repaying.look(found)
    found = await shop.database.read(lambda books: books.refund(refund.id))
    assert found is not None
    assert found.state is RefundState.COMPLETED


async def state(shop: Shop, invoice: Invoice) -> InvoiceState:
    return (await shop.desk.view(invoice.id)).invoice.state


async def test_a_share_that_was_given_back_does_not_pay_the_whole(shop: Shop) -> None:
    whole = await divided(shop)
    first, second = [await taken(shop, whole, who) for who in (CUSTOMER, STRANGER)]
    await pay(shop, first)
    await give_back(shop, first)
    await pay(shop, second)
    assert await state(shop, whole) is InvoiceState.OPEN, "called paid, and half of it is with nobody of ours"
    assert [kind for kind, chat, _ in await shop.notices() if kind == "paid-group"] == []


async def test_late_money_that_was_given_back_does_not_pay_the_whole(shop: Shop) -> None:
    """And who took the share instead goes on paying it."""
    whole = await divided(shop)
    first, second = [await taken(shop, whole, who) for who in (CUSTOMER, STRANGER)]
    late = await shop.payment(second)
    await shop.desk.cancel(second.id, await shop.person(OWNER))
    instead = await taken(shop, whole, CASHIER)
    shop.sees(late, Seen.PAID)
    await shop.look(late)
    (item,) = await shop.desk.attentions(await shop.person(OWNER))
    assert item.kind is AttentionKind.LATE
    await give_back(shop, second)
    await pay(shop, first)
    assert await state(shop, whole) is InvoiceState.OPEN
    assert await state(shop, instead) is InvoiceState.OPEN
    await pay(shop, instead)
    assert await state(shop, whole) is InvoiceState.PAID


async def test_a_share_that_was_given_back_is_free_for_anybody_and_the_card_says_so(shop: Shop) -> None:
    whole = await divided(shop)
    first, second = [await taken(shop, whole, who) for who in (CUSTOMER, STRANGER)]
    await pay(shop, first)
    await give_back(shop, first)
    shares = (await shop.desk.view(whole.id)).shares
    assert [(share.number, share.paid) for share in shares] == [(second.number, False)]
    again = await taken(shop, whole, CUSTOMER)
    assert (again.id != first.id, again.amount) == (True, HALF)
    await pay(shop, second)
    await pay(shop, again)
    assert await state(shop, whole) is InvoiceState.PAID


async def test_with_own_amounts_what_was_given_back_is_left_again(shop: Shop) -> None:
    whole = await divided(shop, OWN)
    first = await taken(shop, whole, CUSTOMER, HALF)
    await pay(shop, first)
    await give_back(shop, first)
    assert await shop.desk.split.next_share(whole.token, await shop.person(STRANGER)) == (whole, WHOLE)


async def test_a_part_of_a_share_that_goes_back_keeps_it_paid(shop: Shop) -> None:
    """The shop takes less for it: nobody owes that again."""
    whole = await divided(shop)
    first, second = [await taken(shop, whole, who) for who in (CUSTOMER, STRANGER)]
    await pay(shop, first)
    await give_back(shop, first, Money(50000, "KZT"))
    await pay(shop, second)
    assert await state(shop, whole) is InvoiceState.PAID


async def test_a_share_that_went_back_after_all_were_paid_is_not_shown_as_paid(shop: Shop) -> None:
    whole = await divided(shop)
    first, second = [await taken(shop, whole, who) for who in (CUSTOMER, STRANGER)]
    await pay(shop, first)
    await pay(shop, second)
    drawn = await drawings(shop, whole)
    await give_back(shop, first)
    assert await state(shop, whole) is InvoiceState.PAID
    shares = (await shop.desk.view(whole.id)).shares
    assert [(share.paid, share.back) for share in shares] == [(False, True), (True, False)]
    assert await drawings(shop, whole) > drawn, "the card in the group still says that both have paid"


async def test_money_by_the_old_code_asks_nobody_about_a_share_that_was_given_back(shop: Shop) -> None:
    owner = await shop.person(OWNER)
    invoice = await shop.desk.issue(owner, WHOLE, "Pizza", source="-100500:1", place=GROUP)
    await shop.settle_down()
    old = await shop.payment(invoice)
    whole = await shop.desk.split.divide(invoice.id, owner, 2)
    first = await taken(shop, whole, CUSTOMER)
    await pay(shop, first)
    await give_back(shop, first)
    shop.sees(old, Seen.PAID)
    await shop.look(old)
    assert await state(shop, whole) is InvoiceState.PAID
    assert await shop.desk.attentions(owner) == []


async def drawings(shop: Shop, invoice: Invoice) -> int:
    """How often the invoice's cards were asked to be drawn."""
    cards = await shop.database.read(lambda books: books.cards_of(invoice.id))
    return sum(card.wanted for card in cards)


async def test_who_wants_to_refund_the_whole_hears_that_the_money_came_with_its_shares(shop: Shop) -> None:
    """That no money has come for it would be a lie."""
    whole = await divided(shop)
    for who in (CUSTOMER, STRANGER):
        await pay(shop, await taken(shop, whole, who))
    with pytest.raises(Refused, match="refund-in-shares"):
        await shop.desk.refunds.view_of_invoice(whole.id, await shop.person(OWNER))


async def test_a_report_counts_a_split_invoice_once_with_what_is_still_to_come(shop: Shop) -> None:
    owner = await shop.person(OWNER)
    shift = await shop.desk.shifts.begin(owner, source="tap:open")
    whole = await divided(shop)
    first, _ = [await taken(shop, whole, who) for who in (CUSTOMER, STRANGER)]
    assert await still_open(shop, shift) == [(1, WHOLE)]
    await pay(shop, first)
    assert await still_open(shop, shift) == [(1, HALF)]
    now = shop.clock.now()
    await shop.database.write(lambda books: books.move_invoice(whole.id, OPEN, InvoiceState.EXPIRED, now))
    assert await still_open(shop, shift) == [(1, HALF)], "who is still at it is asked for nothing"


async def still_open(shop: Shop, shift: Shift) -> list[tuple[int, Money]]:
    report = await shop.desk.shifts.report(await shop.person(OWNER), shift.id)
    return [(part.count, part.sum) for part in report.figures.of(What.OPEN)]
