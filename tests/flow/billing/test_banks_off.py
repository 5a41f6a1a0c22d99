"""A bank is turned off while something is on its way there: nothing new goes there, nothing is paid twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from sqlalchemy import Connection, text

from billing.answers import Observation, Outcome, Rejected, Seen, Unreachable
from billing.errors import BankOff
from billing.models import Invoice, Refusal
from billing.money import Money
from billing.ports import Keep
from billing.questions import Bill
from billing.settings.models import Choice
from billing.states import PaymentState, Step
from tests.support.bank import ObedientBank
from tests.support.shop import OWNER, Shop

OTHER = "other"
FIRST, SECOND = "+77051112233", "+77054445566"


class Slow(ObedientBank):
    """Something happens while it makes a bill."""

    def __init__(self, slug: str, meanwhile: Callable[[], Awaitable[None]]) -> None:
        super().__init__(slug)
        self.meanwhile = meanwhile

    async def create(self, bill: Bill, keep: Keep) -> Outcome:
        await self.meanwhile()
        return await super().create(bill, keep)


@pytest.fixture
def other(shop: Shop) -> ObedientBank:
    """A second bank that bills without a question."""
    bank = ObedientBank(OTHER)
    shop.banking.providers[OTHER] = bank  # type: ignore[index]
    return bank


async def turned_off(shop: Shop, slug: str = "testbank") -> None:
    await shop.desk.settings.switch(await shop.person(OWNER), slug, on=False)


async def payments(shop: Shop, invoice: Invoice) -> list[tuple[str, PaymentState, bool]]:
    """Bank, state, and whether it is to be taken back."""
    view = await shop.desk.view(invoice.id)
    return [(each.provider, each.state, each.cancel_wished) for each in view.payments]


async def wanted(shop: Shop, invoice: Invoice) -> int:
    """How often its cards were to be drawn."""
    cards = await shop.database.read(lambda books: books.cards_of(invoice.id))
    return sum(card.wanted for card in cards)


async def done(shop: Shop, statement: str) -> None:
    """One statement on the database itself."""

    def run(connection: Connection) -> None:
        connection.execute(text(statement))

    await shop.database.transaction(run)


async def test_another_number_makes_no_new_bill_at_a_bank_that_is_off_and_leaves_the_old_one(
    shop: Shop, pushing: ObedientBank
) -> None:
    invoice = await shop.invoice()
    await shop.desk.pay(invoice.id, "pushbank", phone=FIRST)
    await shop.settle_down()
    await turned_off(shop, "pushbank")
    drawn = await wanted(shop, invoice)
    with pytest.raises(BankOff):
        await shop.desk.pay(invoice.id, "pushbank", phone=SECOND)
    await shop.settle_down()
    assert [bill.phone for bill in pushing.billed] == [FIRST]
    assert await payments(shop, invoice) == [("pushbank", PaymentState.PENDING, False)]
    assert await wanted(shop, invoice) > drawn, "the button is from before"


async def test_who_takes_up_an_intent_of_a_dead_process_bills_nobody_at_a_bank_that_is_off_by_now(
    shop: Shop, other: ObedientBank
) -> None:
    invoice = await shop.invoice()
    await shop.desk.pay(invoice.id, "testbank")
    await turned_off(shop)
    shop.die()
    (payment,) = (await shop.desk.view(invoice.id)).payments
    await shop.banking.ask(payment.id)
    assert shop.bank.billed == []
    assert [state for _, state, _ in await payments(shop, invoice)] == [PaymentState.CANCELLED]


async def test_a_bank_that_fails_while_it_is_turned_off_is_not_asked_for_another_qr(
    shop: Shop, other: ObedientBank
) -> None:
    slow = Slow("slow", lambda: turned_off(shop, "slow"))
    slow.outcomes = [Rejected(Refusal.QR_FAILED)]
    shop.banking.providers["slow"] = slow  # type: ignore[index]
    invoice = await shop.invoice()
    await shop.desk.pay(invoice.id, "slow")
    await shop.settle_down()
    assert len(slow.billed) == 1
    assert [state for _, state, _ in await payments(shop, invoice)] == [PaymentState.REJECTED]


async def test_what_could_not_be_sent_is_called_off_where_the_bank_is_turned_off_before_the_next_try(
    shop: Shop, other: ObedientBank
) -> None:
    shop.bank.outcomes = [Unreachable("nobody there")]
    invoice = await shop.invoice()
    payment = await shop.desk.pay(invoice.id, "testbank")
    await shop.settle_down()
    assert (await shop.payment(invoice)).state is PaymentState.RESERVED
    await turned_off(shop)
    shop.clock.move(6)
    await shop.banking.ask(payment.id)
    assert len(shop.bank.billed) == 1, "the one that was never sent"
    assert (await shop.payment(invoice)).state is PaymentState.CANCELLED
    assert (await shop.desk.renew(invoice.id)).provider == OTHER


@pytest.mark.parametrize("step", [None, Step.SCANNED])
async def test_a_new_qr_is_made_nowhere_else_while_one_lives_at_a_bank_that_is_off(
    shop: Shop, other: ObedientBank, step: Step | None
) -> None:
    invoice = await shop.invoice()
    payment = await shop.desk.pay(invoice.id, "testbank")
    await shop.settle_down()
    shop.sees(payment, Seen.PENDING, step=step)
    await shop.look(payment)
    await turned_off(shop)
    assert (await shop.desk.renew(invoice.id)).id == payment.id
    await shop.settle_down()
    assert other.billed == []


async def test_the_new_one_is_asked_for_where_it_will_be_made(shop: Shop, pushing: ObedientBank) -> None:
    invoice = await shop.invoice()
    payment = await shop.desk.pay(invoice.id, "testbank")
    await shop.settle_down()
    shop.sees(payment, Seen.EXPIRED)
    await shop.look(payment)
    await turned_off(shop)
    assert shop.desk.bank_anew(await shop.payment(invoice)) == "pushbank"


async def test_nobody_is_told_to_leave_the_tiyn_out_for_a_bank_that_is_off(
    shop: Shop, pushing: ObedientBank
) -> None:
    pushing.capabilities = replace(pushing.capabilities, minor_units=False)
    invoice = await shop.invoice(amount=Money(500050, "KZT"))
    assert (await shop.desk.view(invoice.id)).phone_takes_whole_only
    await turned_off(shop, "pushbank")
    assert not (await shop.desk.view(invoice.id)).phone_takes_whole_only


async def test_the_number_of_a_bill_by_phone_is_told_to_no_other_bank(
    shop: Shop, pushing: ObedientBank
) -> None:
    invoice = await shop.invoice()
    payment = await shop.desk.pay(invoice.id, "pushbank", phone=FIRST)
    await shop.settle_down()
    pushing.shows[payment.reference] = lambda bill: Observation(Seen.CANCELLED, "test", shop.clock.now())
    await shop.look(payment)
    anew = await shop.desk.renew(invoice.id, "testbank")
    assert (anew.provider, anew.phone) == ("testbank", "")


async def test_cards_that_were_drawn_between_a_decision_and_its_hearing_are_drawn_again(shop: Shop) -> None:
    invoice = await shop.invoice()
    settings, owner = shop.desk.settings, await shop.person(OWNER)
    async with settings._one_at_a_time:
        deciding = asyncio.create_task(settings.rename(owner, "Newest"))
        while await shop.database.read(lambda books: books.choice(Choice.NAME)) != "Newest":
            await asyncio.sleep(0)
        drawn = await wanted(shop, invoice)
        assert shop.desk.merchant.name != "Newest", "a card that is drawn now shows the name before"
    await deciding
    assert await wanted(shop, invoice) > drawn


async def test_cards_are_drawn_again_also_where_the_books_could_not_take_it_at_first(shop: Shop) -> None:
    invoice = await shop.invoice()
    await shop.database.write(lambda books: books.choose(Choice.NAME, "Heard", shop.clock.now()))
    drawn = await wanted(shop, invoice)

    await done(shop, "CREATE TRIGGER shut BEFORE UPDATE ON cards BEGIN SELECT RAISE(ABORT, 'shut'); END")
    try:
        with pytest.raises(Exception, match="shut"):
            await shop.desk.settings.hear()
    finally:
        await done(shop, "DROP TRIGGER shut")
    assert shop.desk.merchant.name == "Heard"
    await shop.desk.settings.hear()
    assert await wanted(shop, invoice) > drawn
    again = await wanted(shop, invoice)
    await shop.desk.settings.hear()
    assert await wanted(shop, invoice) == again
