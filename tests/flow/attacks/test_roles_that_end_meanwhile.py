"""Somebody's role ends while their wish is on its way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from billing.answers import Observation, Seen, Unknown
from billing.catalog.importing import Draft
from billing.errors import BillingError, NotAllowed
from billing.models import Notice, Payment, Person, Place, Refund, Role
from billing.money import Money
from billing.questions import Repayment
from billing.refunding import Wish
from billing.states import Hold, RefundState
from bot.readers import Readers
from screens.notices import tell
from screens.reader import Site
from tests.support.books import give_role
from tests.support.shop import CASHIER, OWNER, Shop

SECOND = 504
PART = Money(150000, "KZT")
PAYER = "Иван Петров"


async def lost(shop: Shop, payment: Payment) -> Refund:
    """A manager's refund whose answer was lost, and that provably never moved."""
    shop.bank.refund_outcomes.append(Unknown("no answer"))
    person = await shop.person(CASHIER)
    refund = await shop.desk.refunds.request(person, Wish(payment.id, PART, "", "tap:1"))
    await shop.settle_down()
    shop.clock.move(timedelta(hours=2).total_seconds())
    found = await shop.database.read(lambda books: books.refund(refund.id))
    assert found is not None
    assert found.state is RefundState.UNKNOWN
    return found


async def test_whose_role_ends_while_the_bank_is_asked_sends_nothing_again(shop: Shop) -> None:
    """The bank is asked before it is sent again, and may take its time."""
    owner = await shop.person(OWNER)
    await shop.desk.team.change(owner, CASHIER, Role.MANAGER)
    payment = await shop.payment(await shop.invoice())
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(payment)
    refund = await lost(shop, payment)
    shop.bank.repaid.clear()
    asked, answers = asyncio.Event(), asyncio.Event()
    quick = shop.bank.fetch_refund

    async def slow(repayment: Repayment) -> object:
        asked.set()
        await answers.wait()
        return await quick(repayment)

    shop.bank.fetch_refund = slow  # type: ignore[assignment, method-assign]
    manager = await shop.person(CASHIER)
    wish = asyncio.create_task(shop.desk.refunds.send_again(refund.id, manager))
    await asked.wait()
    await shop.desk.team.remove(owner, CASHIER)
    answers.set()
    with suppress(BillingError):
        await wish
    await shop.settle_down()
    assert shop.bank.repaid == [], "money went back by the word of who is no member any more"


async def test_whose_role_ends_while_their_sheet_is_read_changes_no_prices(shop: Shop) -> None:
    """The yes to a sheet fetches and reads the file once more, which may take minutes."""
    owner = await shop.person(OWNER)
    await shop.desk.team.change(owner, CASHIER, Role.MANAGER)
    manager = await shop.person(CASHIER)
    plan = await shop.desk.catalog.plan(manager, (Draft(2, None, "Tea", Money(100, "KZT")),), ())
    await shop.desk.team.remove(owner, CASHIER)
    with suppress(BillingError):
        await shop.desk.catalog.take_in(manager, plan)  # the handler's person is of before it was read
    assert await shop.desk.catalog.whole(owner) == []


async def held(shop: Shop) -> Payment:
    payment = await shop.payment(await shop.invoice())
    shop.sees(payment, Seen.AUTHORIZED, bank_id="op-1")
    await shop.look(payment)
    return payment


async def came(shop: Shop, amount: Money | None = None) -> Payment:
    payment = await shop.payment(await shop.invoice())
    shop.sees(payment, Seen.PAID, bank_id="op-1", amount=amount or payment.amount)
    await shop.look(payment)
    return payment


async def refunds(shop: Shop, manager: Person) -> None:
    payment = await came(shop)
    await gone(shop)
    await shop.desk.refunds.request(manager, Wish(payment.id, PART, "", "tap:1"))


async def approves(shop: Shop, manager: Person) -> None:
    await give_role_to(shop, SECOND, Role.CASHIER)
    person = await shop.person(SECOND)
    place = Place(SECOND)
    invoice = await shop.desk.issue(person, Money(500000, "KZT"), "Coffee", source="504:1", place=place)
    await shop.settle_down()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(payment)
    proposed = await shop.desk.refunds.request(person, Wish(payment.id, PART, "", "tap:1"))
    assert proposed.state is RefundState.PROPOSED
    await gone(shop)
    await shop.desk.refunds.approve(proposed.id, manager)


async def takes_what_is_held(shop: Shop, manager: Person) -> None:
    payment = await held(shop)
    await gone(shop)
    await shop.desk.refunds.decide_hold(payment.id, Hold.CAPTURE, manager)


async def accepts(shop: Shop, manager: Person) -> None:
    await came(shop, PART)
    (item,) = await shop.desk.attentions(manager)
    await gone(shop)
    await shop.desk.accept(item.id, manager)


async def gone(shop: Shop) -> None:
    """While the manager's tap is on its way."""
    await shop.desk.team.remove(await shop.person(OWNER), CASHIER)


async def give_role_to(shop: Shop, who: int, role: Role) -> None:
    await shop.database.write(lambda books: give_role(books, who, role))


@pytest.mark.parametrize("does", [refunds, approves, takes_what_is_held, accepts])
async def test_whose_role_ends_while_their_tap_is_on_its_way_moves_no_money(
    shop: Shop, does: Callable[[Shop, Person], Awaitable[None]]
) -> None:
    await shop.desk.team.change(await shop.person(OWNER), CASHIER, Role.MANAGER)
    with pytest.raises(NotAllowed):
        await does(shop, await shop.person(CASHIER))
    await shop.settle_down()
    assert (shop.bank.repaid, shop.bank.told) == ([], [])


async def test_who_is_a_cashier_by_now_does_not_read_who_paid_others_invoices(shop: Shop) -> None:
    """The card says it only to who manages the invoice; the news of the payment said it to any member."""
    owner = await shop.person(OWNER)
    await shop.desk.team.change(owner, CASHIER, Role.MANAGER)
    invoice = await shop.invoice()
    await shop.desk.show(invoice.id, await shop.person(CASHIER), Place(CASHIER))
    await shop.desk.team.change(owner, CASHIER, Role.CASHIER)
    payment = await shop.payment(invoice)
    shop.bank.shows[payment.reference] = lambda bill: Observation(
        Seen.PAID, "test", shop.clock.now(), amount=payment.amount, payer=PAYER
    )
    await shop.look(payment)
    due = await shop.database.read(lambda books: books.due_notices(shop.clock.now(), 100))
    mine = [notice for notice in due if notice.place.chat_id == CASHIER and notice.kind == "paid"]
    readers = Readers(shop.database, Site("bot", "https://shop.example"), ZoneInfo("Asia/Almaty"))
    assert PAYER not in "".join([await said(shop, readers, notice) for notice in mine])


async def said(shop: Shop, readers: Readers, notice: Notice) -> str:
    assert notice.invoice_id is not None
    view = await shop.desk.view(notice.invoice_id)
    return tell(notice, view, None, await readers.for_notice(notice)).text
