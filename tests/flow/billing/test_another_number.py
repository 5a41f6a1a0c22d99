"""A bill goes to another number; bills that nobody should pay any more are known by what becomes of them."""

from __future__ import annotations

import pytest

from billing.answers import Rejected, Seen, Unknown
from billing.errors import TooManyPhones, TooManyPushes
from billing.models import Place, Refusal
from billing.money import Money
from billing.ports import Capabilities
from billing.pushes import MOST_PHONES, MOST_PUSHES, MOST_TRIES
from billing.states import PaymentState
from tests.flow.billing.test_two_ways import PHONE, both, now, shows
from tests.support.bank import ObedientBank
from tests.support.shop import OWNER, Shop

OTHER = "+77000000002"


async def test_another_number_takes_the_first_bill_back_and_is_billed_at_once(
    shop: Shop, pushing: ObedientBank
) -> None:
    invoice, _, first = await both(shop)
    second = await shop.desk.pay(invoice.id, "pushbank", phone=OTHER)
    again = await shop.desk.pay(invoice.id, "pushbank", phone=OTHER)
    await shop.settle_down()
    assert again.id == second.id
    assert [bill.phone for bill in pushing.billed] == [PHONE, OTHER]
    assert (await now(shop, first)).cancel_wished
    shown = await shop.desk.view(invoice.id)
    assert shown.payment is not None
    assert shown.payment.id == second.id
    assert [p.id for p in shown.taken_back] == [first.id]


async def test_the_same_number_again_is_the_same_bill(shop: Shop, pushing: ObedientBank) -> None:
    invoice, _, first = await both(shop)
    assert (await shop.desk.pay(invoice.id, "pushbank", phone=PHONE)).id == first.id


async def test_a_bank_that_takes_no_bill_back_gets_no_second_one(shop: Shop, pushing: ObedientBank) -> None:
    invoice, _, first = await both(shop)
    pushing.capabilities = Capabilities(needs_phone=True)
    assert (await shop.desk.pay(invoice.id, "pushbank", phone=OTHER)).id == first.id
    assert len(pushing.billed) == 1


async def test_a_bill_whose_answer_was_lost_is_not_made_for_another_number(
    shop: Shop, pushing: ObedientBank
) -> None:
    invoice = await shop.invoice()
    pushing.outcomes = [Unknown("silence")]
    first = await shop.desk.pay(invoice.id, "pushbank", phone=PHONE)
    await shop.settle_down()
    assert (await shop.desk.pay(invoice.id, "pushbank", phone=OTHER)).id == first.id


async def test_a_refused_number_shows_its_refusal_while_the_earlier_bill_is_taken_back(
    shop: Shop, pushing: ObedientBank
) -> None:
    invoice = await shop.invoice()
    await shop.desk.pay(invoice.id, "pushbank", phone=PHONE)
    await shop.settle_down()
    pushing.outcomes = [Rejected(Refusal.UNSAID)]
    second = await shop.desk.pay(invoice.id, "pushbank", phone=OTHER)
    await shop.settle_down()
    shown = await shop.desk.view(invoice.id)
    assert shown.payment is not None
    assert (shown.payment.id, shown.payment.state) == (second.id, PaymentState.REJECTED)


async def test_of_a_settled_invoice_is_known_what_can_be_paid_still_and_what_is_taken_back(
    shop: Shop, pushing: ObedientBank
) -> None:
    invoice, first, second = await both(shop)
    await shows(shop, pushing, second, Seen.PAID, bank_id="op-2")
    await shop.look(second)
    shown = await shop.desk.view(invoice.id)
    assert [p.id for p in shown.payable_still] == [first.id]
    assert shown.taken_back == ()
    shop.clock.move(3600)
    assert (await shop.desk.view(invoice.id)).payable_still == ()


async def test_an_amount_with_tiyn_names_the_bank_that_does_not_take_it(
    shop: Shop, pushing: ObedientBank
) -> None:
    pushing.capabilities = Capabilities(needs_phone=True, minor_units=False)
    owner, place = await shop.person(OWNER), Place(OWNER)
    for minor, named in ((500050, frozenset({"pushbank"})), (500000, frozenset())):
        price = Money(minor, "KZT")
        invoice = await shop.desk.issue(owner, price, "Coffee", source=f"501:{minor}", place=place)
        assert (await shop.desk.view(invoice.id)).whole_only == named


def number(last: int) -> str:
    """One of many phones."""
    return f"+7700000{last:04d}"


async def test_one_invoice_goes_to_five_numbers_and_to_no_sixth(shop: Shop, pushing: ObedientBank) -> None:
    invoice = await shop.invoice()
    for last in range(MOST_PHONES):
        await shop.desk.pay(invoice.id, "pushbank", phone=number(last))
        await shop.settle_down()
    with pytest.raises(TooManyPhones):
        await shop.desk.pay(invoice.id, "pushbank", phone=number(MOST_PHONES))
    assert len(pushing.billed) == MOST_PHONES
    standing = (await shop.desk.view(invoice.id)).payment
    assert standing is not None
    assert not standing.cancel_wished, "the bill that stands is not taken back for one that is not sent"
    back = await shop.desk.pay(invoice.id, "pushbank", phone=number(0))
    await shop.settle_down()
    assert back.phone == number(0), "a number that had its push before may have it again"


async def test_a_number_that_the_bank_does_not_know_is_not_counted(shop: Shop, pushing: ObedientBank) -> None:
    invoice = await shop.invoice()
    pushing.outcomes = [Rejected(Refusal.PHONE) for _ in range(MOST_PHONES)]
    for last in range(MOST_PHONES):
        await shop.desk.pay(invoice.id, "pushbank", phone=number(last))
        await shop.settle_down()
    paid_by = await shop.desk.pay(invoice.id, "pushbank", phone=number(MOST_PHONES))
    await shop.settle_down()
    assert paid_by.phone == number(MOST_PHONES)


async def test_who_only_tries_numbers_out_is_stopped(shop: Shop, pushing: ObedientBank) -> None:
    """Each uses up the bank's limits for all, and tells who is a customer of the bank."""
    invoice = await shop.invoice()
    pushing.outcomes = [Rejected(Refusal.PHONE) for _ in range(MOST_TRIES)]
    for last in range(MOST_TRIES):
        await shop.desk.pay(invoice.id, "pushbank", phone=number(last))
        await shop.settle_down()
    with pytest.raises(TooManyPushes):
        await shop.desk.pay(invoice.id, "pushbank", phone=number(MOST_TRIES))
    assert len(pushing.billed) == MOST_TRIES


async def test_two_numbers_in_turn_are_not_pushed_for_ever(shop: Shop, pushing: ObedientBank) -> None:
    invoice = await shop.invoice()
    for turn in range(MOST_PUSHES):
        await shop.desk.pay(invoice.id, "pushbank", phone=number(turn % 2))
        await shop.settle_down()
    with pytest.raises(TooManyPushes):
        await shop.desk.pay(invoice.id, "pushbank", phone=number(0))
    assert len(pushing.billed) == MOST_PUSHES
