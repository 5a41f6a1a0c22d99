"""A method that the customer lets the shop keep: kept once, charged once, seen by its owner alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from billing import keeping
from billing.answers import Accepted, Kept, Observation, Rejected, Seen, Unknown
from billing.books import Books
from billing.errors import BankOff, Closed, MethodGone, NotAllowed, NotFound, ParticularsWanted
from billing.kept import KeptMethod, NewKeptMethod
from billing.models import AppLink, Instruction, InstructionKind, Invoice, Payment, Place, Refusal
from billing.questions import Bill
from billing.states import AttentionKind, InvoiceState, PaymentState, Step
from tests.support.bank import ObedientBank
from tests.support.shop import CUSTOMER, OWNER, STRANGER, Shop

CARD = Kept("tok-1", "•• 4242")
AT_ONCE = Accepted(Instruction(InstructionKind.CONFIRM), None, decided=True)


@pytest_asyncio.fixture(loop_scope="session")
async def keeper(shop: Shop) -> AsyncIterator[Shop]:
    """A shop whose bank lets methods be kept."""
    shop.bank.capabilities = replace(shop.bank.capabilities, keeps_methods=True, redirects=True)
    shop.bank.keeps = False
    yield shop


async def opened(shop: Shop, source: str = "501:1", by: int = CUSTOMER) -> Invoice:
    """An invoice with its customer."""
    invoice = await shop.invoice(source)
    return await shop.desk.open_link(invoice.token, await shop.person(by), Place(by))


async def pay_and_keep(shop: Shop, source: str = "501:1") -> Invoice:
    """The customer pays and lets the shop keep the method: the token comes when the bank is asked."""
    invoice = await opened(shop, source)
    payment = await shop.desk.pay(invoice.id, keeper=await shop.person(CUSTOMER))
    await shop.settle_down()
    shop.sees(payment, Seen.PAID, kept=CARD)
    await shop.look(payment)
    return invoice


async def kept(shop: Shop, person_id: int = CUSTOMER) -> list[KeptMethod]:
    return await shop.desk.methods.of(await shop.person(person_id))


async def charge(shop: Shop, invoice: Invoice, *, attempt: int = 1, by: int = CUSTOMER) -> Payment:
    """A tap on *pay with the saved method*."""
    (method,) = await kept(shop)
    return await shop.desk.methods.pay(invoice.id, method.id, await shop.person(by), attempt=attempt)


def paid_at_once(shop: Shop) -> None:
    """The next bill is paid as soon as it is made."""

    def seen(bill: Bill) -> Observation:
        return Observation(Seen.PAID, "test", shop.clock.now(), amount=bill.amount)

    reference = str(int(shop.bank.billed[-1].reference) + 1)
    shop.bank.outcomes.append(AT_ONCE)
    shop.bank.shows[reference] = seen


async def test_at_a_bank_that_was_turned_off_nothing_is_charged_and_nothing_is_offered(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    invoice = await opened(keeper, "501:2")
    view = await keeper.desk.view(invoice.id)
    assert (len(view.methods), len(view.keeping)) == (1, 1)
    keeper.banking.providers["other"] = ObedientBank("other")  # type: ignore[index]
    await keeper.desk.settings.switch(await keeper.person(OWNER), keeper.bank.slug, on=False)
    view = await keeper.desk.view(invoice.id)
    assert (view.methods, view.keeping) == ((), frozenset())
    before = await keeper.database.read(lambda books: books.cards_of(invoice.id))
    with pytest.raises(BankOff):
        await charge(keeper, invoice)
    after = await keeper.database.read(lambda books: books.cards_of(invoice.id))
    assert sum(card.wanted for card in after) > sum(card.wanted for card in before), "its button is old"
    await keeper.settle_down()
    assert len(keeper.bank.billed) == 1


# --- Kept


async def test_nothing_is_billed_before_the_customer_could_choose(keeper: Shop) -> None:
    await opened(keeper)
    await keeper.settle_down()
    assert keeper.bank.billed == []


async def test_a_method_is_kept_for_the_customer_who_chose_it(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    (method,) = await kept(keeper)
    assert keeper.bank.billed[0].keep
    assert (method.label, method.person_id) == ("•• 4242", CUSTOMER)
    assert "4242" not in repr(method)
    assert await keeper.database.read(lambda books: books.method_token(method.id)) == "tok-1"


async def test_nothing_is_kept_of_a_payment_for_which_nobody_chose_it(keeper: Shop) -> None:
    invoice = await opened(keeper)
    payment = await keeper.desk.pay(invoice.id)
    await keeper.settle_down()
    keeper.sees(payment, Seen.PAID, kept=CARD)
    await keeper.look(payment)
    assert not keeper.bank.billed[0].keep
    assert await kept(keeper) == []


async def test_what_is_drawn_knows_which_payment_had_the_card_remembered_and_whether_it_still_is(
    keeper: Shop,
) -> None:
    first = await pay_and_keep(keeper)
    second = await opened(keeper, "501:2")
    paid_at_once(keeper)
    await charge(keeper, second)
    await keeper.settle_down()
    assert (await keeper.desk.view(second.id)).invoice.state is InvoiceState.PAID
    remembered = [(await keeper.desk.view(invoice.id)).remembered for invoice in (first, second)]
    assert remembered == [True, False]
    (method,) = await kept(keeper)
    await keeper.desk.methods.forget(method.id, await keeper.person(CUSTOMER))
    assert not (await keeper.desk.view(first.id)).remembered


@pytest.mark.parametrize("other", [STRANGER, OWNER])
async def test_nobody_else_can_let_the_shop_keep_the_method(keeper: Shop, other: int) -> None:
    invoice = await opened(keeper)
    with pytest.raises(NotAllowed):
        await keeper.desk.pay(invoice.id, keeper=await keeper.person(other))


async def test_where_methods_are_not_kept_nobody_can_let_us(keeper: Shop) -> None:
    keeper.bank.capabilities = replace(keeper.bank.capabilities, keeps_methods=False)
    invoice = await opened(keeper)
    with pytest.raises(NotAllowed):
        await keeper.desk.pay(invoice.id, keeper=await keeper.person(CUSTOMER))


async def test_a_token_that_comes_by_every_way_is_kept_once(keeper: Shop) -> None:
    invoice = await opened(keeper)
    keeper.bank.outcomes.append(replace(AT_ONCE, kept=CARD))
    payment = await keeper.desk.pay(invoice.id, keeper=await keeper.person(CUSTOMER))
    keeper.sees(payment, Seen.PAID, kept=CARD)
    await keeper.settle_down()
    await keeper.look(payment)
    await keeper.look(payment)
    assert len(await kept(keeper)) == 1


async def test_a_forgotten_method_does_not_come_back_when_the_bank_is_asked_again(keeper: Shop) -> None:
    invoice = await pay_and_keep(keeper)
    (method,) = await kept(keeper)
    assert await keeper.desk.methods.forget(method.id, await keeper.person(CUSTOMER))
    await keeper.look(await keeper.payment(invoice))
    assert await kept(keeper) == []


async def test_who_read_the_payment_before_the_method_was_kept_does_not_keep_it_again(keeper: Shop) -> None:
    """Two processes have the token at the same time, and between them the customer has it forgotten."""
    invoice = await opened(keeper)
    await keeper.desk.pay(invoice.id, keeper=await keeper.person(CUSTOMER))
    await keeper.settle_down()
    before = await keeper.payment(invoice)
    at = keeper.clock.now()
    await keeper.database.write(lambda books: keeping.take(books, before, CARD, at))
    (method,) = await kept(keeper)
    await keeper.desk.methods.forget(method.id, await keeper.person(CUSTOMER))
    await keeper.database.write(lambda books: keeping.take(books, before, CARD, at))
    assert await kept(keeper) == []


async def test_the_same_card_kept_twice_is_one_method(keeper: Shop) -> None:
    await pay_and_keep(keeper, "501:1")
    await pay_and_keep(keeper, "501:2")
    assert len(await kept(keeper)) == 1


async def test_a_token_for_a_customer_who_is_forgotten_is_dropped(keeper: Shop) -> None:
    invoice = await opened(keeper)
    payment = await keeper.desk.pay(invoice.id, keeper=await keeper.person(CUSTOMER))
    await keeper.settle_down()
    await keeper.desk.forget(CUSTOMER)
    keeper.sees(payment, Seen.PAID, kept=CARD)
    await keeper.look(payment)
    assert await keeper.database.read(lambda books: books.methods_of(CUSTOMER)) == []
    assert (await keeper.desk.view(invoice.id)).invoice.state is InvoiceState.PAID


async def test_a_token_for_an_invoice_whose_customer_has_changed_is_kept_for_nobody(keeper: Shop) -> None:
    invoice = await opened(keeper)
    payment = await keeper.desk.pay(invoice.id, keeper=await keeper.person(CUSTOMER))
    await keeper.settle_down()

    def another(books: Books) -> None:
        books.release_customer(CUSTOMER)  # type: ignore[attr-defined]
        assert books.claim_customer(invoice.id, STRANGER)

    await keeper.database.write(another)
    keeper.sees(payment, Seen.PAID, kept=CARD)
    await keeper.look(payment)
    assert [await kept(keeper, person) for person in (CUSTOMER, STRANGER)] == [[], []]


async def test_a_token_in_evidence_of_another_payment_is_not_kept(keeper: Shop) -> None:
    invoice = await opened(keeper)
    keeper.bank.outcomes.append(
        Accepted(Instruction(InstructionKind.CONFIRM), None, bank_id="the bank's own number")
    )
    payment = await keeper.desk.pay(invoice.id, keeper=await keeper.person(CUSTOMER))
    await keeper.settle_down()
    keeper.sees(payment, Seen.PAID, kept=CARD, bank_id="another number")
    await keeper.look(payment)
    assert await kept(keeper) == []


# --- Charged


async def test_the_next_payment_is_charged_with_the_token_and_looked_at_at_once(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    invoice = await opened(keeper, "501:2")
    assert [m.label for m in (await keeper.desk.view(invoice.id)).methods] == ["•• 4242"]
    paid_at_once(keeper)
    payment = await charge(keeper, invoice)
    await keeper.settle_down()
    assert (keeper.bank.billed[-1].saved, keeper.bank.billed[-1].keep) == ("tok-1", False)
    assert keeper.bank.billed[-1].reference == payment.reference
    assert (await keeper.desk.view(invoice.id)).invoice.state is InvoiceState.PAID


async def test_two_taps_at_once_charge_once(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    invoice = await opened(keeper, "501:2")
    both = await asyncio.gather(charge(keeper, invoice), charge(keeper, invoice))
    await keeper.settle_down()
    assert both[0].id == both[1].id
    assert [bill.saved for bill in keeper.bank.billed] == [None, "tok-1"]


async def test_a_tap_on_the_button_from_before_a_declined_charge_charges_nothing(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    invoice = await opened(keeper, "501:2")
    keeper.bank.outcomes.append(Rejected(Refusal.FUNDS))
    await charge(keeper, invoice)
    await keeper.settle_down()
    with pytest.raises(Closed):
        await charge(keeper, invoice)
    await charge(keeper, invoice, attempt=2)
    await keeper.settle_down()
    assert len(keeper.bank.billed) == 3


async def test_a_tap_on_an_old_card_of_a_paid_invoice_charges_nothing(keeper: Shop) -> None:
    invoice = await pay_and_keep(keeper)
    with pytest.raises(Closed):
        await charge(keeper, invoice, attempt=2)
    assert len(keeper.bank.billed) == 1


async def test_a_page_that_nobody_went_through_makes_room_for_the_kept_method(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    invoice = await opened(keeper, "501:2")
    page = await keeper.desk.pay(invoice.id)
    await keeper.settle_down()
    keeper.sees(page, Seen.PENDING)
    charged = await charge(keeper, invoice, attempt=2)
    await keeper.settle_down()
    assert charged.id != page.id
    assert keeper.bank.billed[-1].saved == "tok-1"


async def test_what_was_paid_on_the_page_meanwhile_is_not_charged_again(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    invoice = await opened(keeper, "501:2")
    page = await keeper.desk.pay(invoice.id)
    await keeper.settle_down()
    keeper.sees(page, Seen.PAID)
    keeper.clock.move(1)
    with pytest.raises(Closed):
        await charge(keeper, invoice, attempt=2)
    assert len(keeper.bank.billed) == 2


@pytest.mark.parametrize("step", [Step.SCANNED, Step.BLOCKED])
async def test_while_the_payer_is_at_it_nothing_is_charged(keeper: Shop, step: Step) -> None:
    await pay_and_keep(keeper)
    invoice = await opened(keeper, "501:2")
    page = await keeper.desk.pay(invoice.id)
    await keeper.settle_down()
    keeper.sees(page, Seen.PENDING, step=step)
    keeper.clock.move(1)
    with pytest.raises(Closed, match="being-paid-already"):
        await charge(keeper, invoice, attempt=2)


async def test_a_charge_whose_outcome_is_unknown_is_not_repeated(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    invoice = await opened(keeper, "501:2")
    keeper.bank.outcomes.append(Unknown("the line broke"))
    first = await charge(keeper, invoice)
    await keeper.settle_down()
    again = await charge(keeper, invoice, attempt=2)
    by_page = await keeper.desk.pay(invoice.id)
    await keeper.settle_down()
    assert (again.id, by_page.id, again.state) == (first.id, first.id, PaymentState.UNKNOWN)
    assert len(keeper.bank.billed) == 2


@pytest.mark.parametrize("other", [STRANGER, OWNER])
async def test_nobody_else_can_charge_it_on_the_customers_invoice(keeper: Shop, other: int) -> None:
    await pay_and_keep(keeper)
    invoice = await opened(keeper, "501:2")
    with pytest.raises(NotFound):
        await charge(keeper, invoice, by=other)


async def test_the_owner_of_a_method_pays_only_invoices_of_their_own_by_it(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    theirs = await opened(keeper, "501:2", by=STRANGER)
    with pytest.raises(NotFound):
        await charge(keeper, theirs)
    assert (await keeper.desk.view(theirs.id)).methods == ()


async def test_a_strangers_own_invoice_cannot_be_paid_by_the_customers_method(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    theirs = await opened(keeper, "501:2", by=STRANGER)
    with pytest.raises(NotFound):
        await charge(keeper, theirs, by=STRANGER)
    assert len(keeper.bank.billed) == 1


# --- Forgotten, dead


async def test_only_its_owner_forgets_it(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    (method,) = await kept(keeper)
    assert not await keeper.desk.methods.forget(method.id, await keeper.person(STRANGER))
    assert len(await kept(keeper)) == 1
    assert await keeper.desk.methods.forget(method.id, await keeper.person(CUSTOMER))
    invoice = await opened(keeper, "501:2")
    person = await keeper.person(CUSTOMER)
    with pytest.raises(MethodGone):
        await keeper.desk.methods.pay(invoice.id, method.id, person, attempt=1)


async def test_forgotten_before_the_bank_was_asked_nothing_is_charged(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    invoice = await opened(keeper, "501:2")
    payment = await charge(keeper, invoice)
    await keeper.desk.methods.forget((await kept(keeper))[0].id, await keeper.person(CUSTOMER))
    await keeper.settle_down()
    after = await keeper.payment(invoice)
    assert (after.id, after.refusal) == (payment.id, Refusal.METHOD_GONE)
    assert len(keeper.bank.billed) == 1


async def test_a_method_that_the_bank_takes_no_more_is_offered_no_more(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    (method,) = await kept(keeper)
    invoice = await opened(keeper, "501:2")
    keeper.bank.outcomes.append(Rejected(Refusal.METHOD_GONE, "method_token"))
    await charge(keeper, invoice)
    await keeper.settle_down()
    assert (await keeper.desk.view(invoice.id)).methods == ()
    assert await keeper.database.read(lambda books: books.method_token(method.id)) is None
    with pytest.raises(MethodGone):
        await keeper.desk.methods.pay(invoice.id, method.id, await keeper.person(CUSTOMER), attempt=2)
    await keeper.desk.pay(invoice.id)
    await keeper.settle_down()
    assert keeper.bank.billed[-1].saved is None


async def test_a_button_that_works_no_more_goes_from_the_card(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    (method,) = await kept(keeper)
    invoice = await opened(keeper, "501:2")
    await keeper.desk.methods.forget(method.id, await keeper.person(CUSTOMER))

    async def wanted() -> int:
        cards = await keeper.database.read(lambda books: books.cards_of(invoice.id))
        return sum(card.wanted for card in cards)

    before, person = await wanted(), await keeper.person(CUSTOMER)
    with pytest.raises(MethodGone):
        await keeper.desk.methods.pay(invoice.id, method.id, person, attempt=1)
    assert await wanted() > before


async def test_also_where_it_says_so_only_when_it_is_asked(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    invoice = await opened(keeper, "501:2")
    payment = await charge(keeper, invoice)
    await keeper.settle_down()
    keeper.sees(payment, Seen.REJECTED, refusal=Refusal.METHOD_GONE)
    await keeper.look(payment)
    assert await kept(keeper) == []


async def test_a_charge_whose_customer_has_changed_meanwhile_is_not_sent(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    invoice = await opened(keeper, "501:2")
    await charge(keeper, invoice)

    def another(books: Books) -> None:
        books.release_customer(CUSTOMER)  # type: ignore[attr-defined]
        assert books.claim_customer(invoice.id, STRANGER)

    await keeper.database.write(another)
    await keeper.settle_down()
    assert len(keeper.bank.billed) == 1
    assert (await keeper.payment(invoice)).refusal is Refusal.METHOD_GONE


async def test_while_a_page_is_being_made_the_tap_finds_it(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    invoice = await opened(keeper, "501:2")
    page = await keeper.desk.pay(invoice.id)
    found = await charge(keeper, invoice, attempt=2)
    await keeper.settle_down()
    assert (found.id, keeper.bank.billed[-1].saved) == (page.id, None)


async def test_a_token_that_comes_with_the_answer_to_the_bill_is_kept(keeper: Shop) -> None:
    invoice = await opened(keeper)
    keeper.bank.outcomes.append(replace(AT_ONCE, kept=CARD))
    await keeper.desk.pay(invoice.id, keeper=await keeper.person(CUSTOMER))
    await keeper.settle_down()
    assert len(await kept(keeper)) == 1


async def test_a_card_without_money_stays_kept(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    invoice = await opened(keeper, "501:2")
    keeper.bank.outcomes.append(Rejected(Refusal.FUNDS))
    await charge(keeper, invoice)
    await keeper.settle_down()
    assert len((await keeper.desk.view(invoice.id)).methods) == 1


async def test_a_method_kept_again_after_the_bank_had_refused_it_works_again(keeper: Shop) -> None:
    await pay_and_keep(keeper, "501:1")
    (method,) = await kept(keeper)
    await keeper.database.write(lambda books: books.bury_method(method.id))
    assert await kept(keeper) == []
    await pay_and_keep(keeper, "501:2")
    assert [m.id for m in await kept(keeper)] == [method.id]


async def test_the_one_used_last_comes_first(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    older = (await kept(keeper))[0].id
    at = keeper.clock.now() + timedelta(seconds=30)
    another = NewKeptMethod(keeper.bank.slug, CUSTOMER, Kept("tok-2", "•• 1111"), at)
    await keeper.database.write(lambda books: books.add_method(another))
    keeper.clock.move(60)
    invoice = await opened(keeper, "501:2")
    await keeper.desk.methods.pay(invoice.id, older, await keeper.person(CUSTOMER), attempt=1)
    await keeper.settle_down()
    third = await opened(keeper, "501:3")
    assert [m.label for m in (await keeper.desk.view(third.id)).methods] == ["•• 4242", "•• 1111"]


async def test_where_the_bank_is_away_nothing_is_offered(keeper: Shop) -> None:
    await pay_and_keep(keeper)
    view = await keeper.desk.view((await opened(keeper, "501:2")).id)
    assert view.methods
    keeper.bank.capabilities = replace(keeper.bank.capabilities, most=1)
    assert (await keeper.desk.view(view.invoice.id)).methods == ()


# --- The customer's language


async def test_the_bank_speaks_the_customers_language_where_it_is_known(keeper: Shop) -> None:
    await keeper.desk.choose_locale(CUSTOMER, "kk")
    invoice = await opened(keeper)
    await keeper.desk.pay(invoice.id)
    await keeper.settle_down()
    assert keeper.bank.billed[0].language == "kk"


async def test_else_it_speaks_the_shops(keeper: Shop) -> None:
    keeper.bank.capabilities = replace(keeper.bank.capabilities, keeps_methods=False)
    await keeper.invoice()
    assert keeper.bank.billed[0].language == "ru"


# --- The page by which it is kept is the customer's own


BY_LINK = Accepted(
    Instruction(InstructionKind.OPEN, links=(AppLink("page", "https://gate.example/1"),)), None
)


async def opened_page(shop: Shop) -> Invoice:
    """The customer has chosen to have the card kept, and the bank has given a page."""
    invoice = await opened(shop)
    shop.bank.outcomes += [BY_LINK, BY_LINK]
    await shop.desk.pay(invoice.id, keeper=await shop.person(CUSTOMER))
    await shop.settle_down()
    return invoice


async def test_who_pays_without_that_has_a_page_of_their_own_beside_it(keeper: Shop) -> None:
    invoice = await opened_page(keeper)
    first = await keeper.payment(invoice)
    assert first.private
    again = [await keeper.desk.pay(invoice.id) for _ in range(2)]
    await keeper.settle_down()
    assert len({payment.id for payment in again} | {first.id}) == 2
    assert [bill.keep for bill in keeper.bank.billed] == [True, False]
    now = await keeper.payment(invoice)
    assert (now.id, now.private) == (again[0].id, False)


async def test_the_customer_who_taps_twice_finds_the_page_that_is_theirs(keeper: Shop) -> None:
    invoice = await opened_page(keeper)
    again = await keeper.desk.pay(invoice.id, keeper=await keeper.person(CUSTOMER))
    assert again.id == (await keeper.payment(invoice)).id
    assert len(keeper.bank.billed) == 1


async def test_nothing_is_begun_beside_a_bill_that_may_still_be_on_its_way(keeper: Shop) -> None:
    invoice = await opened(keeper)
    keeper.bank.outcomes.append(Unknown("lost"))
    await keeper.desk.pay(invoice.id, keeper=await keeper.person(CUSTOMER))
    await keeper.settle_down()
    await keeper.desk.pay(invoice.id)
    await keeper.settle_down()
    assert len(keeper.bank.billed) == 1


async def test_what_is_demanded_of_the_payer_is_demanded_beside_it_as_well(keeper: Shop) -> None:
    invoice = await opened_page(keeper)
    keeper.bank.capabilities = replace(keeper.bank.capabilities, wants=frozenset({"email"}))
    with pytest.raises(ParticularsWanted):
        await keeper.desk.pay(invoice.id)


async def test_where_both_bring_money_the_later_is_a_surplus_and_the_card_is_kept_for_its_owner(
    keeper: Shop,
) -> None:
    invoice = await opened_page(keeper)
    first = await keeper.payment(invoice)
    other = await keeper.desk.pay(invoice.id)
    await keeper.settle_down()
    keeper.sees(other, Seen.PAID, kept=Kept("tok-2", "•• 1111"))
    await keeper.look(await keeper.payment(invoice))
    keeper.sees(first, Seen.PAID, kept=CARD)
    await keeper.look(first)
    view = await keeper.desk.view(invoice.id)
    assert view.invoice.paid_payment_id == other.id
    assert [item.kind for item in view.attentions] == [AttentionKind.SECOND]
    assert [method.label for method in await kept(keeper)] == ["•• 4242"]
