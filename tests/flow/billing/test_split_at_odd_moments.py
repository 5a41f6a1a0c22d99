"""Splits on their bad days: money on its way, a deadline that passes, people who are gone or at it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing import people
from billing.answers import Declined, Seen
from billing.models import Invoice, Place, RefundRefusal
from billing.refunding import Wish
from billing.states import InvoiceState, PaymentState, RefundState
from billing.subscriptions import truth
from store.books import SqlBooks
from tests.flow.billing.test_split import GROUP, divided, issued, paid, refusal, state, taken, tenge
from tests.support.shop import CASHIER, CUSTOMER, OWNER, STRANGER, Shop

PENDING = frozenset({PaymentState.PENDING})


async def later(shop: Shop, hours: float) -> None:
    """And the reminders that are due by then."""
    shop.clock.move(timedelta(hours=hours).total_seconds())
    now = shop.clock.now()

    def remind(books: SqlBooks) -> None:
        for row in books.due_reminders(now, 50):
            truth.remind(books, row, now)

    await shop.database.write(remind)


async def reminded(shop: Shop) -> list[tuple[str, int]]:
    return [
        (kind, chat) for kind, chat, _ in await shop.notices() if kind in {"split-unpaid", "split-untaken"}
    ]


async def drawn(shop: Shop, invoice: Invoice) -> int:
    cards = await shop.database.read(lambda books: books.cards_of(invoice.id))
    return sum(card.wanted for card in cards)


async def split_in_three(shop: Shop, invoice: Invoice) -> str:
    return await refusal(shop.desk.split.divide(invoice.id, await shop.person(OWNER), 3))


async def test_what_is_over_but_not_ended_yet_is_not_split_and_no_share_is_taken(shop: Shop) -> None:
    invoice, whole = await issued(shop, nth=2), await divided(shop)
    shop.clock.move(timedelta(hours=25).total_seconds())
    assert await split_in_three(shop, invoice) == "button-old"
    taking = shop.desk.split.take(whole.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    assert await refusal(taking) == "split-over"
    assert await state(shop, whole) is InvoiceState.OPEN


@pytest.mark.parametrize("by_now", [PaymentState.AUTHORIZED, PaymentState.UNKNOWN])
async def test_while_money_is_held_or_in_doubt_it_is_not_split(shop: Shop, by_now: PaymentState) -> None:
    invoice = await issued(shop)
    payment = await shop.payment(invoice)
    await shop.database.write(lambda books: books.move_payment(payment.id, PENDING, by_now, {}))
    assert await split_in_three(shop, invoice) == "being-paid"


async def test_while_the_shop_is_to_decide_about_money_it_is_not_split(shop: Shop) -> None:
    invoice = await issued(shop)
    shop.sees(await shop.payment(invoice), Seen.PAID, amount=tenge(2000))
    await shop.look(await shop.payment(invoice))
    assert await split_in_three(shop, invoice) == "money-under-decision"


async def test_the_card_is_drawn_with_each_share_that_is_taken_and_names_nobody_in_full(shop: Shop) -> None:
    now = shop.clock.now()
    await shop.database.write(
        lambda books: people.meet(books, CUSTOMER, "Иван Петров", "ru", now, private=True)
    )
    whole = await divided(shop)
    before = await drawn(shop, whole)
    await taken(shop, whole, CUSTOMER)
    assert await drawn(shop, whole) > before
    assert [share.name for share in (await shop.desk.view(whole.id)).shares] == ["Иван"]


async def test_while_money_for_a_share_is_held_the_whole_is_not_cancelled(shop: Shop) -> None:
    whole = await divided(shop)
    payment = await shop.payment(await taken(shop, whole, CUSTOMER))
    held = PaymentState.AUTHORIZED
    await shop.database.write(lambda books: books.move_payment(payment.id, PENDING, held, {}))
    assert await refusal(shop.desk.cancel(whole.id, await shop.person(OWNER))) == "being-paid"


async def test_who_has_a_share_of_what_was_cancelled_hears_it_and_the_bill_is_taken_back(shop: Shop) -> None:
    whole = await divided(shop)
    share = await taken(shop, whole, CUSTOMER)
    await shop.desk.cancel(whole.id, await shop.person(OWNER))
    assert ("cancelled", CUSTOMER) in [(kind, chat) for kind, chat, _ in await shop.notices()]
    (billed,) = (await shop.desk.view(share.id)).payments
    assert billed.cancel_wished


async def test_nobody_is_reminded_of_what_was_cancelled(shop: Shop) -> None:
    whole = await divided(shop)
    await taken(shop, whole, CUSTOMER)
    await shop.desk.cancel(whole.id, await shop.person(OWNER))
    await later(shop, 20)
    assert await reminded(shop) == []


async def test_who_is_at_it_or_has_blocked_us_is_not_reminded(shop: Shop) -> None:
    whole = await divided(shop)
    at_it = await shop.payment(await taken(shop, whole, CUSTOMER))
    await shop.database.write(lambda books: books.amend_payment(at_it.id, step="scanned"))
    await taken(shop, whole, STRANGER)
    now = shop.clock.now()
    await shop.database.write(lambda books: people.mark_blocked(books, STRANGER, now, blocked=True))
    await taken(shop, whole, CASHIER)
    await later(shop, 20)
    assert await reminded(shop) == [("split-unpaid", CASHIER)]


async def test_a_reminder_that_would_come_after_the_deadline_is_not_planned(shop: Shop) -> None:
    """Split at ten in the evening, over at four in the morning: by daylight there is nothing to pay."""
    shop.clock.move(timedelta(hours=5).total_seconds())
    await shop.desk.settings.set_deadline(await shop.person(OWNER), "6h")
    whole = await divided(shop)
    await taken(shop, whole, CUSTOMER)
    tomorrow = shop.clock.now() + timedelta(days=1)
    planned = await shop.database.read(lambda books: books.due_reminders(tomorrow, 50))
    assert [row for row in planned if row.subject == "split"] == []
    await later(shop, 18)
    assert await reminded(shop) == []


async def test_a_refund_that_failed_leaves_the_share_paid(shop: Shop) -> None:
    whole = await divided(shop, 2)
    shares = [await taken(shop, whole, who) for who in (CUSTOMER, STRANGER)]
    await paid(shop, shares[0])
    payment = await shop.payment(shares[0])
    shop.bank.refund_outcomes.append(Declined(RefundRefusal.LEFT))
    wish = Wish(payment.id, payment.amount, "", "tap:1")
    refund = await shop.desk.refunds.request(await shop.person(OWNER), wish)
    await shop.settle_down()
    failed = await shop.database.read(lambda books: books.refund(refund.id))
    assert failed is not None
    assert failed.state is RefundState.FAILED
    assert [share.paid for share in (await shop.desk.view(whole.id)).shares] == [True, False]
    await paid(shop, shares[1])
    assert await state(shop, whole) is InvoiceState.PAID


async def test_a_share_in_a_group_is_told_of_to_nobody_there(shop: Shop) -> None:
    """Only that somebody took it, on the card."""
    whole = await divided(shop)
    await paid(shop, await taken(shop, whole, CUSTOMER))
    assert [kind for kind, chat, _ in await shop.notices() if chat == GROUP.chat_id] == []
