"""A cart is filled, shown, and becomes one invoice at the prices that its owner has seen."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from billing.answers import LINES_REFUSED, Accepted, Rejected, Seen, Unknown
from billing.books import Books
from billing.catalog.banking import BankItemState, NewBankItem
from billing.catalog.bills import OTHER_TOTAL
from billing.catalog.carts import sum_of
from billing.catalog.models import Cart, CartKind, Item, Line, NotYet, Ordered
from billing.errors import AmountRefused, Closed, NotAllowed, NotFound, Refused
from billing.models import Audience, Invoice, Payment, Place, Refusal
from billing.money import Money
from billing.questions import Bill, BillLine, RepaidLine
from billing.refunding import Wish
from billing.states import PaymentState
from tests.support.bank import ObedientBank
from tests.support.noon import NOON
from tests.support.shop import CASHIER, CUSTOMER, OWNER, STRANGER, Shop

HERE = Place(CUSTOMER)


def kzt(tenge: int) -> Money:
    return Money(tenge * 100, "KZT")


async def item(shop: Shop, name: str, tenge: int = 900) -> Item:
    return await shop.desk.catalog.add(await shop.person(OWNER), name, kzt(tenge))


async def put(shop: Shop, thing: Item, count: int = 1, who: int = CUSTOMER, tap: str = "") -> Cart:
    kind = CartKind.OWN if who in {CUSTOMER, STRANGER} else CartKind.TILL
    return await shop.desk.catalog.put(await shop.person(who), thing.id, count, tap, kind)


async def order(shop: Shop, cart: Cart) -> Ordered | NotYet:
    person = await shop.person(cart.person_id)
    made = await shop.desk.order(person, cart.id, cart.version, Place(person.id), cart.kind)
    await shop.settle_down()
    return made


async def ordered(shop: Shop, cart: Cart) -> Invoice:
    made = await order(shop, cart)
    assert isinstance(made, Ordered)
    return made.invoice


async def lines(shop: Shop, invoice: Invoice) -> list[Line]:
    return await shop.database.read(lambda books: books.lines_of(invoice.id))


async def payments(shop: Shop, invoice: Invoice) -> list[Payment]:
    return await shop.database.read(lambda books: books.payments_of(invoice.id))


async def test_a_customers_cart_becomes_an_invoice_with_its_lines(shop: Shop) -> None:
    await put(shop, await item(shop, "Капучино", 900), 2)
    cart = await put(shop, await item(shop, "Круассан", 700))
    invoice = await ordered(shop, cart)
    assert invoice.amount == kzt(2500)
    assert invoice.description == "Капучино × 2, Круассан"
    assert (invoice.customer_id, invoice.issuer_id, invoice.self_service) == (CUSTOMER, OWNER, True)
    assert [(line.name, line.count, line.total) for line in await lines(shop, invoice)] == [
        ("Капучино", 2, 180000),
        ("Круассан", 1, 70000),
    ]
    cards = await shop.database.read(lambda books: books.cards_of(invoice.id))
    assert {(card.audience, card.place.chat_id) for card in cards} == {
        (Audience.PAYER, CUSTOMER),
        (Audience.ISSUER, OWNER),
    }
    assert [bill.amount for bill in shop.bank.billed] == [kzt(2500)]


async def test_a_second_tap_on_pay_is_the_same_invoice(shop: Shop) -> None:
    cart = await put(shop, await item(shop, "Чай"))
    first, second = await ordered(shop, cart), await ordered(shop, cart)
    assert first.id == second.id
    assert len(shop.bank.billed) == 1


async def test_fifty_taps_at_once_make_one_invoice_and_one_bill(shop: Shop) -> None:
    cart = await put(shop, await item(shop, "Чай"))
    person = await shop.person(CUSTOMER)
    taps = [shop.desk.order(person, cart.id, cart.version, HERE) for _ in range(50)]
    made = await asyncio.gather(*taps, return_exceptions=True)
    await shop.settle_down()
    ids = {each.invoice.id for each in made if isinstance(each, Ordered)}
    assert len(ids) == 1
    assert all(isinstance(each, Ordered | Closed) for each in made)
    assert len(shop.bank.billed) == 1


async def test_after_an_order_the_next_cart_is_empty(shop: Shop) -> None:
    thing = await item(shop, "Чай")
    await order(shop, await put(shop, thing))
    assert await shop.desk.catalog.cart(await shop.person(CUSTOMER)) is None
    assert (await put(shop, thing)).count == 1


async def test_a_price_that_changed_since_is_shown_before_anybody_pays_it(shop: Shop) -> None:
    thing = await item(shop, "Чай", 500)
    cart = await put(shop, thing, 2)
    await shop.desk.catalog.change(await shop.person(OWNER), thing.id, thing.version, price=kzt(600))
    shown = await order(shop, cart)
    assert isinstance(shown, NotYet)
    (line,) = shown.repriced
    assert (line.seen, line.price) == (kzt(500), kzt(600))
    assert shop.bank.billed == []
    assert (await ordered(shop, shown.cart)).amount == kzt(1200)


async def test_a_price_that_changed_back_is_no_news(shop: Shop) -> None:
    thing = await item(shop, "Чай", 500)
    cart = await put(shop, thing)
    owner = await shop.person(OWNER)
    thing = await shop.desk.catalog.change(owner, thing.id, 1, price=kzt(600))
    await shop.desk.catalog.change(owner, thing.id, 2, price=kzt(500))
    assert (await ordered(shop, cart)).amount == kzt(500)


async def test_a_price_that_changes_after_the_order_changes_nothing(shop: Shop) -> None:
    thing = await item(shop, "Чай", 500)
    invoice = await ordered(shop, await put(shop, thing))
    await shop.desk.catalog.change(await shop.person(OWNER), thing.id, thing.version, price=kzt(1))
    (line,) = await lines(shop, invoice)
    assert line.price == 50000


@pytest.mark.parametrize("how", ["deleted", "hidden"])
async def test_what_is_sold_no_more_is_taken_out_and_said(shop: Shop, how: str) -> None:
    tea, cake = await item(shop, "Чай"), await item(shop, "Торт", 2000)
    await put(shop, tea)
    cart = await put(shop, cake)
    owner = await shop.person(OWNER)
    if how == "deleted":
        await shop.desk.catalog.delete(owner, cake.id, cake.version)
    else:
        await shop.desk.catalog.change(owner, cake.id, cake.version, hidden=True)
    shown = await order(shop, cart)
    assert isinstance(shown, NotYet)
    assert shown.gone == ("Торт",)
    assert (await ordered(shop, shown.cart)).amount == kzt(900)


async def test_a_cart_that_was_changed_on_another_phone_is_shown_again(shop: Shop) -> None:
    thing = await item(shop, "Чай")
    before = await put(shop, thing)
    after = await put(shop, thing)
    shown = await order(shop, before)
    assert isinstance(shown, NotYet)
    assert shown.cart == after


async def test_a_tap_that_is_told_twice_adds_one_piece(shop: Shop) -> None:
    thing = await item(shop, "Чай")
    await put(shop, thing, tap="77")
    assert (await put(shop, thing, tap="77")).count == 1
    assert (await put(shop, thing, tap="78")).count == 2


@pytest.mark.parametrize("count", [-1, 10_000, 10**12])
async def test_a_count_that_cannot_be_is_refused_and_changes_nothing(shop: Shop, count: int) -> None:
    thing, person = await item(shop, "Чай"), await shop.person(CUSTOMER)
    await put(shop, thing, 3)
    with pytest.raises(Refused):
        await shop.desk.catalog.set_count(person, thing.id, count)
    cart = await shop.desk.catalog.cart(person)
    assert cart is not None
    assert cart.cart.count == 3


async def test_no_cart_comes_to_more_than_an_invoice_may(shop: Shop) -> None:
    gold = await item(shop, "Слиток", 30_000_000)
    await put(shop, gold, 3)
    with pytest.raises(Refused, match="cart-too-dear"):
        await put(shop, gold)


async def test_an_empty_cart_and_somebody_elses_cart_are_not_ordered(shop: Shop) -> None:
    thing = await item(shop, "Чай")
    cart = await put(shop, thing)
    with pytest.raises(NotFound):
        await shop.desk.order(await shop.person(STRANGER), cart.id, cart.version, Place(STRANGER))
    cart = await put(shop, thing, -1)
    with pytest.raises(Refused, match="cart-empty"):
        await order(shop, cart)


async def test_a_hidden_item_is_no_customers_by_its_link_and_its_buttons(shop: Shop) -> None:
    thing, owner = await item(shop, "Чай"), await shop.person(OWNER)
    thing = await shop.desk.catalog.change(owner, thing.id, 1, hidden=True)
    with pytest.raises(NotFound, match="item-not-sold"):
        await shop.desk.catalog.item_by_token(await shop.person(CUSTOMER), thing.token)
    with pytest.raises(NotFound, match="item-not-sold"):
        await put(shop, thing)
    assert await shop.desk.catalog.item_by_token(owner, thing.token) == thing


async def test_a_cashier_sells_from_the_catalog_with_an_own_price_and_a_discount(shop: Shop) -> None:
    cashier = await shop.person(CASHIER)
    tea, cake = await item(shop, "Чай", 500), await item(shop, "Торт", 2000)
    await put(shop, tea, 3, CASHIER)
    await put(shop, cake, 1, CASHIER)
    await shop.desk.catalog.price_line(cashier, cake.id, kzt(1800))
    cart = await shop.desk.catalog.set_discount(cashier, 10)
    assert sum_of(cart, "KZT").total == 297000
    invoice = await ordered(shop, cart)
    assert (invoice.amount, invoice.discount) == (kzt(2970), 10)
    assert (invoice.issuer_id, invoice.customer_id, invoice.self_service) == (CASHIER, None, False)
    assert [(each.price, each.list_price, each.total) for each in await lines(shop, invoice)] == [
        (50000, 50000, 135000),
        (180000, 200000, 162000),
    ]


async def test_a_cashiers_limit_holds_for_what_they_sell_from_the_catalog(shop: Shop) -> None:
    thing = await item(shop, "Cappuccino", 900)
    await shop.desk.team.limit(await shop.person(OWNER), CASHIER, kzt(1500))
    cart = await put(shop, thing, 2, CASHIER)
    with pytest.raises(AmountRefused) as refused:
        await order(shop, cart)
    assert refused.value.text == "amount-above-yours"
    await shop.desk.team.limit(await shop.person(OWNER), CASHIER, kzt(1800))
    assert (await ordered(shop, cart)).amount == kzt(1800)


@pytest.mark.parametrize("percent", [100, -5, 1000])
async def test_nobody_gives_everything_away(shop: Shop, percent: int) -> None:
    await put(shop, await item(shop, "Чай"), 1, CASHIER)
    with pytest.raises(Refused, match="cart-discount-wrong"):
        await shop.desk.catalog.set_discount(await shop.person(CASHIER), percent)


async def test_a_discount_goes_with_the_last_line(shop: Shop) -> None:
    tea, cake, owner = await item(shop, "Чай"), await item(shop, "Торт"), await shop.person(OWNER)
    await put(shop, tea, who=OWNER)
    await shop.desk.catalog.set_discount(owner, 50)
    await put(shop, tea, -1, OWNER)
    assert (await put(shop, cake, who=OWNER)).discount == 0
    await shop.desk.catalog.set_discount(owner, 50)
    await shop.desk.catalog.delete(owner, cake.id, cake.version)
    assert await shop.desk.catalog.cart(owner, CartKind.TILL) is not None
    assert (await put(shop, tea, who=OWNER)).discount == 0


async def test_a_customer_names_no_own_price_and_no_discount(shop: Shop) -> None:
    thing, customer = await item(shop, "Чай"), await shop.person(CUSTOMER)
    await put(shop, thing)
    with pytest.raises(NotAllowed):
        await shop.desk.catalog.price_line(customer, thing.id, kzt(1))
    with pytest.raises(NotAllowed):
        await shop.desk.catalog.set_discount(customer, 50)
    with pytest.raises(NotAllowed):
        await shop.desk.catalog.put(customer, thing.id, 1, "", CartKind.TILL)


async def test_cashiers_and_customers_do_not_change_the_catalog(shop: Shop) -> None:
    thing = await item(shop, "Чай")
    for who in (CASHIER, CUSTOMER):
        person = await shop.person(who)
        with pytest.raises(NotAllowed):
            await shop.desk.catalog.change(person, thing.id, thing.version, price=kzt(1))
        with pytest.raises(NotAllowed):
            await shop.desk.catalog.delete(person, thing.id, thing.version)
        with pytest.raises(NotAllowed):
            await shop.desk.catalog.add(person, "Мой", kzt(1))


async def test_a_forgotten_customer_leaves_no_cart(shop: Shop) -> None:
    await put(shop, await item(shop, "Чай"))
    await shop.desk.forget(CUSTOMER)
    assert await shop.database.read(lambda books: books.open_cart(CUSTOMER, CartKind.OWN)) is None


# --- at a bank that knows our items -----------------------------------------------------------------------


async def known_at_the_bank(shop: Shop, *things: Item, state: BankItemState = BankItemState.ACTIVE) -> None:
    shop.bank.capabilities = replace(shop.bank.capabilities, bills_lines=True, cancel=True)

    def write(books: Books) -> None:
        books.note_bank_catalog(shop.bank.slug, supported=True)
        for thing in things:
            new = NewBankItem(shop.bank.slug, thing.id, f"b{thing.id}", state)
            books.add_bank_item(new, shop.clock.now())

    await shop.database.write(write)


async def test_a_bank_that_knows_all_items_is_billed_by_lines(shop: Shop) -> None:
    tea = await item(shop, "Чай", 500)
    await known_at_the_bank(shop, tea)
    await put(shop, tea, 3, CASHIER)
    invoice = await ordered(shop, await shop.desk.catalog.set_discount(await shop.person(CASHIER), 10))
    (bill,) = shop.bank.billed
    assert (bill.lines, bill.discount) == ((BillLine(f"b{tea.id}", 3, kzt(500)),), 10)
    assert [payment.by_lines for payment in await payments(shop, invoice)] == [True]


async def test_a_bank_that_does_not_know_one_of_them_is_billed_by_the_amount(shop: Shop) -> None:
    tea, cake = await item(shop, "Чай", 500), await item(shop, "Торт")
    await known_at_the_bank(shop, tea)
    await known_at_the_bank(shop, cake, state=BankItemState.PENDING)
    await put(shop, tea)
    invoice = await ordered(shop, await put(shop, cake))
    assert [bill.lines for bill in shop.bank.billed] == [()]
    assert [payment.by_lines for payment in await payments(shop, invoice)] == [False]


async def test_an_invoice_without_lines_is_billed_by_its_amount_there_as_well(shop: Shop) -> None:
    await known_at_the_bank(shop, await item(shop, "Чай"))
    await shop.invoice()
    assert [bill.lines for bill in shop.bank.billed] == [()]


async def test_a_bill_that_comes_to_another_total_is_taken_back_and_told(shop: Shop) -> None:
    tea = await item(shop, "Чай", 500)
    await known_at_the_bank(shop, tea)
    shop.bank.outcomes = [totalling(shop.bank, 499)]
    invoice = await ordered(shop, await put(shop, tea))
    (payment,) = await payments(shop, invoice)
    assert (payment.state, payment.cancel_wished, payment.trouble) == (
        PaymentState.PENDING,
        True,
        OTHER_TOTAL,
    )
    assert ("alert-bill-differs", OWNER, True) in await shop.notices()
    await shop.desk.pay(invoice.id)
    await shop.settle_down()
    assert [bool(bill.lines) for bill in shop.bank.billed] == [True, False]


async def test_a_bill_that_comes_to_the_same_total_is_left_alone(shop: Shop) -> None:
    tea = await item(shop, "Чай", 500)
    await known_at_the_bank(shop, tea)
    shop.bank.outcomes = [totalling(shop.bank, 500)]
    (payment,) = await payments(shop, await ordered(shop, await put(shop, tea)))
    assert (payment.cancel_wished, payment.trouble) == (False, "")


async def test_lines_that_the_bank_refuses_are_billed_by_their_amount_at_once(shop: Shop) -> None:
    tea = await item(shop, "Чай", 500)
    await known_at_the_bank(shop, tea)
    shop.bank.outcomes = [Rejected(Refusal.OUR_REQUEST, f"{LINES_REFUSED}catalog_not_supported")]
    invoice = await ordered(shop, await put(shop, tea))
    assert [bool(bill.lines) for bill in shop.bank.billed] == [True, False]
    assert [p.state for p in await payments(shop, invoice)] == [PaymentState.REJECTED, PaymentState.PENDING]
    assert "alert-bank-refuses" not in {kind for kind, _, _ in await shop.notices()}


def totalling(bank: ObedientBank, tenge: int) -> Accepted:
    nothing = Bill(1, "100001", kzt(1), "", "ru", "1", "", "", created_at=NOON)
    return replace(bank.accepted(nothing), total=kzt(tenge))


async def test_a_bill_of_another_total_is_found_out_also_after_a_lost_answer(shop: Shop) -> None:
    tea = await item(shop, "Чай", 500)
    await known_at_the_bank(shop, tea)
    shop.bank.outcomes = [Unknown("lost")]
    invoice = await ordered(shop, await put(shop, tea))
    (payment,) = await payments(shop, invoice)
    shop.sees(payment, Seen.PENDING, total=kzt(501))
    for _ in range(2):
        await shop.look(payment)
    (payment,) = await payments(shop, invoice)
    assert payment.state is PaymentState.PENDING
    assert (payment.cancel_wished, payment.trouble) == (True, OTHER_TOTAL)
    assert [told for told in await shop.notices() if told[0] == "alert-bill-differs"] == [
        ("alert-bill-differs", OWNER, True)
    ]


async def test_an_invoice_of_a_cart_is_issued_again_with_its_lines_and_its_discount(shop: Shop) -> None:
    cashier = await shop.person(CASHIER)
    tea = await item(shop, "Чай", 500)
    await put(shop, tea, 3, CASHIER)
    former = await ordered(shop, await shop.desk.catalog.set_discount(cashier, 10))
    await shop.desk.catalog.change(await shop.person(OWNER), tea.id, tea.version, price=kzt(9000))
    await shop.desk.cancel(former.id, cashier)
    again = await shop.desk.issue_again(cashier, former, Place(CASHIER))
    await shop.settle_down()
    assert again.id != former.id
    assert (again.amount, again.discount, again.by_cart) == (kzt(1350), 10, True)
    said = [(line.name, line.count, line.price, line.total) for line in await lines(shop, again)]
    assert said == [("Чай", 3, 50000, 135000)]
    assert (await shop.desk.issue_again(cashier, former, Place(CASHIER))).id == again.id
    assert len(await lines(shop, again)) == 1


async def test_a_discount_that_is_rounded_is_billed_by_the_amount(shop: Shop) -> None:
    tea = await item(shop, "Чай", 405)
    await known_at_the_bank(shop, tea)
    await put(shop, tea, 1, CASHIER)
    invoice = await ordered(shop, await shop.desk.catalog.set_discount(await shop.person(CASHIER), 10))
    assert invoice.amount == kzt(364)
    assert [(bill.lines, bill.amount) for bill in shop.bank.billed] == [((), kzt(364))]


async def test_pieces_go_back_as_the_items_that_were_billed_also_when_ours_is_another_there_by_now(
    shop: Shop,
) -> None:
    tea = await item(shop, "Чай", 500)
    await known_at_the_bank(shop, tea)
    (payment,) = await payments(shop, await ordered(shop, await put(shop, tea, 2)))
    shop.sees(payment, Seen.PAID)
    await shop.look(payment)

    def made_again(books: Books) -> None:
        books.amend_bank_item(books.bank_items(shop.bank.slug, [tea.id])[tea.id].id, bank_id="another")

    await shop.database.write(made_again)
    owner = await shop.person(OWNER)
    seen = await shop.desk.refunds.view(payment.id, owner)
    (line,) = seen.lines
    picked = await shop.desk.refunds.pick(seen, {line.id: 1})
    wish = Wish(payment.id, picked.amount, "", "tap:1", ((line.id, 1),))
    await shop.desk.refunds.request(owner, wish)
    await shop.settle_down()
    assert [repaid.lines for repaid in shop.bank.repaid] == [(RepaidLine(f"b{tea.id}", 1),)]
