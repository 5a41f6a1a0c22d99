"""An invoice paid in shares: each an invoice of its own, the whole paid with the last of them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from billing.answers import Seen
from billing.errors import BillingError, NotAllowed, NotFound, Refused
from billing.invoicing import expire_overdue
from billing.models import Audience, Invoice, Place
from billing.money import Money
from billing.split import dividing
from billing.split.models import OWN
from billing.states import AttentionKind, InvoiceState, PaymentState
from billing.subscriptions import truth
from store.books import SqlBooks
from tests.support.shop import CASHIER, CUSTOMER, OWNER, STRANGER, Shop

GROUP = Place(-100500)
EATERS = (CUSTOMER, STRANGER, CASHIER)


def tenge(many: int, tiyn: int = 0) -> Money:
    return Money(many * 100 + tiyn, "KZT")


async def issued(shop: Shop, amount: Money | None = None, nth: int = 1) -> Invoice:
    """In a group, with its QR on the way."""
    invoice = await shop.desk.issue(
        await shop.person(OWNER), amount or tenge(5000), "Pizza", source=f"-100500:{nth}", place=GROUP
    )
    await shop.settle_down()
    return invoice


async def divided(shop: Shop, parts: int = 3, amount: Money | None = None) -> Invoice:
    invoice = await issued(shop, amount)
    return await shop.desk.split.divide(invoice.id, await shop.person(OWNER), parts)


async def taken(shop: Shop, whole: Invoice, who: int) -> Invoice:
    share = await shop.desk.split.take(whole.token, await shop.person(who), Place(who))
    await shop.settle_down()
    return share


async def paid(shop: Shop, share: Invoice) -> None:
    payment = await shop.payment(share)
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)


async def state(shop: Shop, invoice: Invoice) -> InvoiceState:
    return (await shop.desk.view(invoice.id)).invoice.state


async def refusal(work: object) -> str:
    with pytest.raises(BillingError) as refused:
        await work  # type: ignore[misc]
    return refused.value.text


def test_shares_are_whole_tenge_and_the_first_ones_get_the_odd_ones() -> None:
    assert dividing.shares_of(tenge(5000), 3) == (tenge(1667), tenge(1667), tenge(1666))
    assert dividing.shares_of(tenge(3), 3) == (tenge(1),) * 3
    assert dividing.shares_of(tenge(7, 50), 2) == (tenge(4, 50), tenge(3))


@pytest.mark.parametrize("parts", range(2, 51))
def test_shares_add_up_to_the_whole(parts: int) -> None:
    for amount in (tenge(50), tenge(99, 99), tenge(12345, 67), tenge(1_000_000)):
        shares = dividing.shares_of(amount, parts)
        assert (len(shares), sum(share.minor for share in shares)) == (parts, amount.minor)
        assert all(share.minor >= 100 for share in shares)


@pytest.mark.parametrize(
    ("amount", "parts", "why"),
    [
        (tenge(5), 6, "split-too-many"),
        (tenge(0, 50), 2, "split-too-many"),
        (tenge(5000), 1, "split-parts"),
        (tenge(5000), 0, "split-parts"),
        (tenge(5000), 51, "split-parts"),
        (tenge(5000), 10**9, "split-parts"),
    ],
)
def test_a_number_of_people_that_cannot_be_is_refused(amount: Money, parts: int, why: str) -> None:
    with pytest.raises(Refused, match=why):
        dividing.shares_of(amount, parts)


async def test_a_refused_split_leaves_the_invoice_as_it_was(shop: Shop) -> None:
    invoice = await issued(shop, tenge(5))
    assert await refusal(shop.desk.split.divide(invoice.id, await shop.person(OWNER), 6)) == "split-too-many"
    view = await shop.desk.view(invoice.id)
    assert view.invoice.parts is None
    assert view.payment is not None
    assert not view.payment.cancel_wished


async def test_each_takes_a_share_of_their_own_and_the_last_payment_pays_the_whole(shop: Shop) -> None:
    whole = await divided(shop)
    shares = [await taken(shop, whole, who) for who in EATERS]
    assert [share.amount for share in shares] == [tenge(1667), tenge(1667), tenge(1666)]
    assert [share.customer_id for share in shares] == [*EATERS]
    assert len({share.number for share in shares}) == 3
    for share in shares[:-1]:
        await paid(shop, share)
        assert await state(shop, whole) is InvoiceState.OPEN
    await paid(shop, shares[-1])
    assert await state(shop, whole) is InvoiceState.PAID
    told = await shop.notices()
    assert told.count(("paid", OWNER, True)) == 1
    assert told.count(("paid-group", GROUP.chat_id, False)) == 1
    assert [chat for kind, chat, _ in told if kind == "receipt"] == [*EATERS]


async def test_the_card_shows_first_names_and_who_has_paid(shop: Shop) -> None:
    whole = await divided(shop)
    share = await taken(shop, whole, CUSTOMER)
    await taken(shop, whole, STRANGER)
    await paid(shop, share)
    shown = (await shop.desk.view(whole.id)).shares
    assert [(each.name, each.paid) for each in shown] == [("Daniyar", True), ("Nobody", False)]


async def test_one_person_takes_one_share_however_often_they_ask(shop: Shop) -> None:
    whole = await divided(shop)
    made = [await taken(shop, whole, CUSTOMER) for _ in range(3)]
    assert len({share.id for share in made}) == 1
    assert (await shop.desk.split.next_share(whole.token, await shop.person(CUSTOMER)))[1] is None


async def test_of_three_who_come_at_once_for_two_shares_one_is_told_that_none_is_left(shop: Shop) -> None:
    whole = await divided(shop, 2)
    work = [shop.desk.split.take(whole.token, await shop.person(who), Place(who)) for who in EATERS]
    ended = await asyncio.gather(*work, return_exceptions=True)
    assert sorted(type(one).__name__ for one in ended) == ["Invoice", "Invoice", "Refused"]
    assert await shop.database.read(lambda books: len(books.shares_of(whole.id))) == 2


async def test_the_whole_is_paid_by_nobody_once_it_is_split(shop: Shop) -> None:
    whole = await divided(shop)
    assert await refusal(shop.desk.pay(whole.id)) == "split-in-shares"
    before = len(shop.bank.billed)
    await shop.desk.open_link(whole.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    await shop.settle_down()
    assert len(shop.bank.billed) == before


async def test_money_goes_back_by_the_number_of_a_share(shop: Shop) -> None:
    whole = await divided(shop, 2)
    shares = [await taken(shop, whole, who) for who in EATERS[:2]]
    for share in shares:
        await paid(shop, share)
    assert await state(shop, whole) is InvoiceState.PAID
    owner = await shop.person(OWNER)
    assert await refusal(shop.desk.refunds.view_of_invoice(whole.id, owner)) == "refund-in-shares"
    view = await shop.desk.refunds.view_of_invoice(shares[0].id, owner)
    assert view.money.left == shares[0].amount


async def test_only_who_manages_it_splits_it_and_once(shop: Shop) -> None:
    invoice = await issued(shop)
    for who in (CUSTOMER, CASHIER):
        with pytest.raises(NotAllowed):
            await shop.desk.split.divide(invoice.id, await shop.person(who), 3)
    whole = await shop.desk.split.divide(invoice.id, await shop.person(OWNER), 3)
    assert await refusal(shop.desk.split.divide(whole.id, await shop.person(OWNER), 4)) == "button-old"
    share = await taken(shop, whole, CUSTOMER)
    assert await refusal(shop.desk.split.divide(share.id, await shop.person(OWNER), 2)) == "button-old"


async def test_while_somebody_is_paying_it_is_not_split(shop: Shop) -> None:
    invoice = await issued(shop)
    payment = await shop.payment(invoice)
    await shop.database.write(lambda books: books.amend_payment(payment.id, step="scanned"))
    assert await refusal(shop.desk.split.divide(invoice.id, await shop.person(OWNER), 3)) == "being-paid"


async def test_money_by_the_old_code_pays_the_whole_and_puts_paid_shares_before_a_person(shop: Shop) -> None:
    invoice = await issued(shop)
    old = await shop.payment(invoice)
    whole = await shop.desk.split.divide(invoice.id, await shop.person(OWNER), 3)
    (asked,) = (await shop.desk.view(whole.id)).payments
    assert asked.cancel_wished
    one, other = await taken(shop, whole, CUSTOMER), await taken(shop, whole, STRANGER)
    await paid(shop, one)
    shop.sees(old, Seen.PAID)
    await shop.look(old)
    assert await state(shop, whole) is InvoiceState.PAID
    assert await state(shop, other) is InvoiceState.CANCELLED
    items = await shop.desk.attentions(await shop.person(OWNER))
    assert [(item.invoice_id, item.kind) for item in items] == [(one.id, AttentionKind.SECOND)]


async def test_cancelling_the_whole_cancels_open_shares_and_money_for_one_is_late(shop: Shop) -> None:
    whole = await divided(shop, 2)
    shares = [await taken(shop, whole, who) for who in (CUSTOMER, STRANGER)]
    payments = [await shop.payment(share) for share in shares]
    await shop.desk.cancel(whole.id, await shop.person(OWNER))
    assert [await state(shop, share) for share in shares] == [InvoiceState.CANCELLED] * 2
    for payment in payments:
        shop.sees(payment, Seen.PAID)
        await shop.look(payment)
    items = await shop.desk.attentions(await shop.person(OWNER))
    assert [(item.invoice_id, item.kind) for item in items] == [(s.id, AttentionKind.LATE) for s in shares]
    assert await state(shop, whole) is InvoiceState.CANCELLED


async def test_while_somebody_pays_a_share_the_whole_is_not_cancelled(shop: Shop) -> None:
    whole = await divided(shop)
    payment = await shop.payment(await taken(shop, whole, CUSTOMER))
    await shop.database.write(lambda books: books.amend_payment(payment.id, step="scanned"))
    shop.sees(payment, Seen.PENDING)
    assert await refusal(shop.desk.cancel(whole.id, await shop.person(OWNER))) == "being-paid"


async def test_a_share_is_not_taken_of_what_is_over(shop: Shop) -> None:
    whole = await divided(shop)
    await shop.desk.cancel(whole.id, await shop.person(OWNER))
    person = await shop.person(CUSTOMER)
    assert await refusal(shop.desk.split.take(whole.token, person, Place(CUSTOMER))) == "split-over"
    plain = await issued(shop, nth=2)
    with pytest.raises(NotFound):
        await shop.desk.split.take(plain.token, person, Place(CUSTOMER))


async def test_who_has_not_paid_and_the_group_are_reminded_once(shop: Shop) -> None:
    whole = await divided(shop)
    one = await taken(shop, whole, CUSTOMER)
    await taken(shop, whole, STRANGER)
    await paid(shop, one)
    told = len(await shop.notices())
    shop.clock.move(timedelta(hours=20).total_seconds())
    now = shop.clock.now()

    def remind(books: SqlBooks) -> None:
        for row in books.due_reminders(now, 50):
            truth.remind(books, row, now)

    for _ in range(3):
        await shop.database.write(remind)
    assert (await shop.notices())[told:] == [
        ("split-unpaid", STRANGER, True),
        ("split-untaken", GROUP.chat_id, False),
    ]


async def test_a_share_stands_on_no_card_of_the_issuer_but_on_that_of_the_whole(shop: Shop) -> None:
    whole = await divided(shop)
    share = await taken(shop, whole, CUSTOMER)
    cards = await shop.database.read(lambda books: books.cards_of(share.id))
    assert [(card.audience, card.place) for card in cards] == [(Audience.PAYER, Place(CUSTOMER))]
    assert (await shop.payment(share)).state is PaymentState.PENDING


async def test_with_own_amounts_each_names_one_until_nothing_is_left(shop: Shop) -> None:
    whole = await divided(shop, OWN)

    async def name(who: int, amount: Money | None) -> Invoice:
        person = await shop.person(who)
        share = await shop.desk.split.take(whole.token, person, Place(who), amount)
        await shop.settle_down()
        return share

    for wrong in (None, tenge(0), tenge(5001), Money(-1, "KZT"), Money(1000, "USD")):
        assert await refusal(name(CUSTOMER, wrong)) == "split-own-refused"
    one = await name(CUSTOMER, tenge(1200, 50))
    assert await refusal(name(STRANGER, tenge(3800))) == "split-own-refused"
    other = await name(STRANGER, tenge(3799, 50))
    assert await refusal(name(CASHIER, tenge(1))) == "split-all-taken"
    assert (await name(CUSTOMER, tenge(1))).id == one.id, "who has a share keeps it"
    await paid(shop, one)
    assert await state(shop, whole) is InvoiceState.OPEN
    await paid(shop, other)
    assert await state(shop, whole) is InvoiceState.PAID


async def test_with_own_amounts_two_at_once_take_no_more_than_there_is(shop: Shop) -> None:
    whole = await divided(shop, OWN)
    work = [
        shop.desk.split.take(whole.token, await shop.person(who), Place(who), tenge(3000))
        for who in (CUSTOMER, STRANGER)
    ]
    ended = await asyncio.gather(*work, return_exceptions=True)
    assert sorted(type(one).__name__ for one in ended) == ["AmountRefused", "Invoice"]


async def test_paid_shares_of_own_amounts_do_not_pay_the_whole_while_some_of_it_is_free(shop: Shop) -> None:
    whole = await divided(shop, OWN)
    person = await shop.person(CUSTOMER)
    share = await shop.desk.split.take(whole.token, person, Place(CUSTOMER), tenge(4999))
    await shop.settle_down()
    await paid(shop, share)
    assert await state(shop, whole) is InvoiceState.OPEN


async def test_the_last_payer_who_was_at_it_when_the_time_ran_out_pays_the_whole_late(shop: Shop) -> None:
    invoice = await issued(shop)
    old = await shop.payment(invoice)
    whole = await shop.desk.split.divide(invoice.id, await shop.person(OWNER), 2)
    shares = [await taken(shop, whole, who) for who in (CUSTOMER, STRANGER)]
    await paid(shop, shares[0])
    shop.sees(old, Seen.EXPIRED)
    await shop.look(old)
    last = await shop.payment(shares[1])
    shop.clock.move(timedelta(hours=25).total_seconds())
    now = shop.clock.now()
    await shop.database.write(lambda books: expire_overdue(books, now))
    assert await state(shop, whole) is InvoiceState.EXPIRED
    shop.sees(last, Seen.PAID)
    await shop.look(last)
    assert await state(shop, whole) is InvoiceState.PAID
    assert (await shop.desk.view(whole.id)).invoice.late


async def test_a_sum_that_does_not_fit_a_share_pays_it_once_it_is_accepted_and_then_the_whole(
    shop: Shop,
) -> None:
    whole = await divided(shop, 2)
    shares = [await taken(shop, whole, who) for who in (CUSTOMER, STRANGER)]
    await paid(shop, shares[0])
    short = await shop.payment(shares[1])
    shop.sees(short, Seen.PAID, amount=tenge(2000))
    await shop.look(short)
    assert await state(shop, whole) is InvoiceState.OPEN
    (item,) = await shop.desk.attentions(await shop.person(OWNER))
    await shop.desk.accept(item.id, await shop.person(OWNER))
    assert await state(shop, whole) is InvoiceState.PAID


async def test_a_share_that_is_cancelled_is_free_again_for_the_same_sum(shop: Shop) -> None:
    whole = await divided(shop)
    first = await taken(shop, whole, CUSTOMER)
    await taken(shop, whole, STRANGER)
    await shop.desk.cancel(first.id, await shop.person(OWNER))
    again = await taken(shop, whole, CASHIER)
    assert (again.amount, again.number) == (first.amount, 4)
    assert [share.name for share in (await shop.desk.view(whole.id)).shares] == ["Nobody", "Dina"]
    assert await shop.desk.split.next_share(whole.token, await shop.person(CUSTOMER)) == (whole, tenge(1666))


async def test_late_money_for_a_share_pays_the_whole_only_when_the_shop_accepts_it(shop: Shop) -> None:
    whole = await divided(shop, 2)
    shares = [await taken(shop, whole, who) for who in (CUSTOMER, STRANGER)]
    await paid(shop, shares[0])
    late = await shop.payment(shares[1])
    await shop.desk.cancel(shares[1].id, await shop.person(OWNER))
    instead = await taken(shop, whole, CASHIER)
    shop.sees(late, Seen.PAID)
    await shop.look(late)
    assert await state(shop, whole) is InvoiceState.OPEN
    (item,) = await shop.desk.attentions(await shop.person(OWNER))
    assert item.kind is AttentionKind.LATE
    await shop.desk.accept(item.id, await shop.person(OWNER))
    assert await state(shop, whole) is InvoiceState.PAID
    assert await state(shop, instead) is InvoiceState.CANCELLED
