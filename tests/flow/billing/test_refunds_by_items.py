"""Pieces that go back: priced by what was paid for them, counted once, told to a bank that knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.answers import Begun, Declined, RefundSeen, Returned, Seen, Unknown
from billing.books import Books
from billing.catalog.models import CartKind, Line, Ordered, Piece, Unit
from billing.catalog.pricing import Wanted, add_up
from billing.catalog.returning import everything, priced, rest
from billing.errors import AmountRefused, Closed, Refused
from billing.models import Payment, Place, Refund, RefundRefusal
from billing.money import Money
from billing.questions import RepaidLine
from billing.refund_view import RefundView
from billing.refunding import Wish
from billing.states import AttentionKind, RefundState
from tests.flow.billing.test_refunds import look, now
from tests.support.shop import OWNER, Shop


def kzt(tenge: float) -> Money:
    return Money(round(tenge * 100), "KZT")


@pytest.fixture
def cup(shop: Shop) -> Shop:
    """A bank that gives any part back."""
    shop.bank.capabilities = replace(shop.bank.capabilities, least_refund=1)
    return shop


async def bought(shop: Shop, *goods: tuple[str, float, int], discount: int = 0) -> Payment:
    """A paid invoice of these lines: name, price, count."""
    payment = await ordered(shop, *goods, discount=discount)
    shop.sees(payment, Seen.PAID, bank_id=f"op-{payment.reference}")
    await shop.look(payment)
    found = await shop.database.read(lambda books: books.payment(payment.id))
    assert found is not None
    return found


async def ordered(shop: Shop, *goods: tuple[str, float, int], discount: int = 0) -> Payment:
    """The same, not paid yet."""
    owner = await shop.person(OWNER)
    desk = shop.desk.catalog
    for name, price, count in goods:
        item = await desk.add(owner, name, kzt(price))
        await desk.set_count(owner, item.id, count, CartKind.TILL)
    if discount:
        await desk.set_discount(owner, discount)
    shown = await desk.cart(owner, CartKind.TILL)
    assert shown is not None
    made = await shop.desk.order(owner, shown.cart.id, shown.cart.version, Place(OWNER), CartKind.TILL)
    assert isinstance(made, Ordered)
    await shop.settle_down()
    return await shop.payment(made.invoice)


async def view(shop: Shop, payment: Payment) -> RefundView:
    return await shop.desk.refunds.view(payment.id, await shop.person(OWNER))


async def back(
    shop: Shop, payment: Payment, picked: Mapping[str, int] | None = None, source: str = "tap:1"
) -> Refund:
    """So many pieces of each name go back; without any, all that is left."""
    seen = await view(shop, payment)
    by_name = {line.name: line.id for line in seen.lines}
    pieces = {by_name[name]: count for name, count in (picked or {}).items()}
    amount = (await shop.desk.refunds.pick(seen, pieces)).amount if picked else seen.money.left
    wish = Wish(payment.id, amount, "", source, tuple(pieces.items()))
    refund = await shop.desk.refunds.request(await shop.person(OWNER), wish)
    await shop.settle_down()
    return await now(shop, refund)


async def done(shop: Shop, refund: Refund, payment: Payment) -> Refund:
    """The bank's figure grows by it."""
    shop.bank.give_back(payment.reference, refund.amount.minor)
    found = await look(shop, refund)
    assert found.state is RefundState.COMPLETED
    return found


async def returned(shop: Shop, payment: Payment) -> dict[str, int]:
    """How many pieces of each name have gone back."""
    lines = await shop.database.read(lambda books: books.lines_of(payment.invoice_id))
    return {line.name: line.returned for line in lines}


async def told_as(shop: Shop, payment: Payment, **bank_ids: str) -> None:
    """The bank was billed by lines, as these items of its own."""
    seen = await view(shop, payment)

    def write(books: Books) -> None:
        books.amend_payment(payment.id, by_lines=True)
        books.note_billed(payment.id, {line.id: bank_ids[line.name] for line in seen.lines})

    await shop.database.write(write)


async def test_pieces_go_back_for_what_was_paid_for_them_and_are_written_with_the_refund(cup: Shop) -> None:
    payment = await bought(cup, ("Latte", 900, 2), ("Croissant", 700, 1), discount=10)
    refund = await back(cup, payment, {"Latte": 1})
    assert (refund.amount, refund.state) == (kzt(810), RefundState.PENDING)
    assert await returned(cup, payment) == {"Latte": 1, "Croissant": 0}, "what is on its way has gone"
    await done(cup, refund, payment)
    second = await back(cup, payment, {"Latte": 1, "Croissant": 1}, "tap:2")
    await done(cup, second, payment)
    seen = await view_of_all(cup, payment)
    assert seen == {refund.id: (Piece("Latte", 1),), second.id: (Piece("Latte", 1), Piece("Croissant", 1))}
    with pytest.raises(Closed, match="refund-nothing-left"):
        await view(cup, payment)


async def view_of_all(shop: Shop, payment: Payment) -> dict[int, tuple[Piece, ...]]:
    return dict((await shop.desk.view(payment.invoice_id)).pieces)


async def test_a_failed_refund_frees_its_pieces(cup: Shop) -> None:
    payment = await bought(cup, ("Latte", 900, 1), ("Tea", 100, 1))
    cup.bank.refund_outcomes = [Declined(RefundRefusal.LIMIT)]
    refund = await back(cup, payment, {"Latte": 1})
    assert refund.state is RefundState.FAILED
    assert await returned(cup, payment) == {"Latte": 0, "Tea": 0}
    again = await back(cup, payment, {"Latte": 1}, "tap:2")
    assert (again.state, await returned(cup, payment)) == (RefundState.PENDING, {"Latte": 1, "Tea": 0})


@pytest.mark.parametrize("count", [3, 0, -1, 10**9])
async def test_counts_beyond_what_is_left_are_refused_before_the_bank_is_asked(cup: Shop, count: int) -> None:
    payment = await bought(cup, ("Latte", 900, 2), ("Tea", 100, 1))
    line = (await view(cup, payment)).lines[0]
    owner = await cup.person(OWNER)
    wish = Wish(payment.id, kzt(900), "", "tap:1", ((line.id, count),))
    with pytest.raises(Refused, match="refund-items-wrong"):
        await cup.desk.refunds.request(owner, wish)
    with pytest.raises(Refused, match="refund-items-wrong"):
        await cup.desk.refunds.request(owner, replace(wish, pieces=((line.id + 77, 1),)))
    assert cup.bank.repaid == []
    assert await returned(cup, payment) == {"Latte": 0, "Tea": 0}


async def test_pieces_that_come_to_another_sum_than_was_shown_are_asked_about_anew(cup: Shop) -> None:
    payment = await bought(cup, ("Latte", 900, 2))
    line = (await view(cup, payment)).lines[0]
    wish = Wish(payment.id, kzt(899), "", "tap:1", ((line.id, 1),))
    with pytest.raises(Closed, match="button-old"):
        await cup.desk.refunds.request(await cup.person(OWNER), wish)
    assert cup.bank.repaid == []


async def test_the_same_tap_twice_takes_the_pieces_once_and_two_managers_one_after_the_other(
    cup: Shop,
) -> None:
    payment = await bought(cup, ("Latte", 900, 2))
    first = await back(cup, payment, {"Latte": 1})
    line = (await view(cup, payment)).lines[0]
    wish = Wish(payment.id, kzt(900), "", "tap:1", ((line.id, 1),))
    assert (await cup.desk.refunds.request(await cup.person(OWNER), wish)).id == first.id
    with pytest.raises(Closed, match="refund-under-way"):
        await cup.desk.refunds.request(await cup.person(OWNER), replace(wish, source="tap:2"))
    assert (await returned(cup, payment), len(cup.bank.repaid)) == ({"Latte": 1}, 1)


async def test_after_a_refund_by_amount_pieces_bring_back_no_more_than_is_left(cup: Shop) -> None:
    payment = await bought(cup, ("Latte", 900, 2))
    owner = await cup.person(OWNER)
    plain = await cup.desk.refunds.request(owner, Wish(payment.id, kzt(1500), "", "tap:1"))
    await cup.settle_down()
    await done(cup, plain, payment)
    assert await returned(cup, payment) == {"Latte": 0}
    seen = await view(cup, payment)
    offered = await cup.desk.refunds.pick(seen, {seen.lines[0].id: 1})
    assert (offered.cost, offered.amount) == (kzt(900), kzt(300))
    refund = await back(cup, payment, {"Latte": 1}, "tap:2")
    assert refund.amount == kzt(300)
    await done(cup, refund, payment)


async def test_whoever_dies_between_intent_and_call_leaves_the_pieces_to_the_next_one(cup: Shop) -> None:
    payment = await bought(cup, ("Latte", 900, 2))
    await told_as(cup, payment, Latte="71")
    seen = await view(cup, payment)
    wish = Wish(payment.id, kzt(900), "", "tap:1", ((seen.lines[0].id, 1),))
    owner = await cup.person(OWNER)
    intent = await cup.desk.refunds.request(owner, wish)
    cup.die()
    assert (cup.bank.repaid, await returned(cup, payment)) == ([], {"Latte": 1})
    assert (await cup.desk.refunds.request(owner, wish)).id == intent.id, "the same tap, told again"
    await cup.settle_down()
    assert cup.bank.repaid == []
    await look(cup, intent)
    await look(cup, intent)
    (repaid,) = cup.bank.repaid
    assert (repaid.lines, repaid.amount) == ((RepaidLine("71", 1),), kzt(900))
    assert await returned(cup, payment) == {"Latte": 1}


async def test_whoever_dies_after_the_call_sends_the_pieces_no_second_time(cup: Shop) -> None:
    payment = await bought(cup, ("Latte", 900, 2))
    await told_as(cup, payment, Latte="71")
    cup.bank.refund_outcomes, cup.bank.moves = [RuntimeError("killed here")], True
    with pytest.raises(RuntimeError, match="killed here"):
        await back(cup, payment, {"Latte": 1})
    (refund,) = (await view(cup, payment)).refunds
    assert (await look(cup, refund)).state is RefundState.COMPLETED
    assert (len(cup.bank.repaid), await returned(cup, payment)) == (1, {"Latte": 1})


async def test_a_refund_that_came_about_after_all_may_have_taken_more_pieces_than_there_were(
    cup: Shop,
) -> None:
    payment = await bought(cup, ("Latte", 900, 1), ("Tea", 100, 1))
    cup.bank.refund_outcomes = [Declined(RefundRefusal.LIMIT)]
    failed = await back(cup, payment, {"Latte": 1})
    await done(cup, await back(cup, payment, {"Latte": 1}, "tap:2"), payment)
    seen = RefundSeen(Returned.COMPLETED, "test", cup.clock.now())
    await cup.database.write(lambda books: apply_to(books, failed, payment, seen))
    assert await returned(cup, payment) == {"Latte": 2, "Tea": 0}
    with pytest.raises(Closed, match="refund-nothing-left"):
        await view(cup, payment)


async def test_all_that_is_left_is_all_pieces_that_are_left(cup: Shop) -> None:
    payment = await bought(cup, ("Latte", 900, 2), ("Tea", 100, 3))
    await done(cup, await back(cup, payment, {"Latte": 1, "Tea": 1}), payment)
    everything_else = await back(cup, payment, source="tap:2")
    assert (everything_else.amount, await returned(cup, payment)) == (kzt(1100), {"Latte": 2, "Tea": 3})


async def test_all_that_is_left_after_a_refund_by_amount_names_no_pieces(cup: Shop) -> None:
    payment = await bought(cup, ("Latte", 900, 1))
    owner = await cup.person(OWNER)
    plain = await cup.desk.refunds.request(owner, Wish(payment.id, kzt(100), "", "tap:1"))
    await cup.settle_down()
    await done(cup, plain, payment)
    await back(cup, payment, source="tap:2")
    assert await returned(cup, payment) == {"Latte": 0}


async def test_what_came_beside_the_invoice_goes_back_by_amount_only(cup: Shop) -> None:
    payment = await bought(cup, ("Latte", 900, 1))

    def others(books: object) -> None:
        books.amend_payment(payment.id, taken=Money(90000, "USD"))  # type: ignore[attr-defined]

    assert (await view(cup, payment)).by_items
    await cup.database.write(others)
    seen = await view(cup, await cup.payment((await cup.desk.view(payment.invoice_id)).invoice))
    assert (seen.lines, seen.by_items) == ((), False)


async def test_a_second_payment_goes_back_by_amount_and_takes_no_pieces(cup: Shop) -> None:
    first = await ordered(cup, ("Latte", 900, 1))
    cup.sees(first, Seen.EXPIRED)
    await cup.look(first)
    second = await cup.desk.pay(first.invoice_id)
    await cup.settle_down()
    for payment in (second, first):
        cup.sees(payment, Seen.PAID, bank_id=f"op-{payment.reference}")
        await cup.look(payment)
    assert (await view(cup, second)).by_items
    late = await view(cup, first)
    assert (late.money.left, late.lines, late.by_items) == (kzt(900), (), False)
    await back(cup, first)
    assert await returned(cup, second) == {"Latte": 0}


async def test_after_a_sum_from_the_cabinet_a_bank_that_wants_items_is_offered_items_only(cup: Shop) -> None:
    cup.bank.capabilities = replace(cup.bank.capabilities, parts_by_lines=True)
    payment = await bought(cup, ("Latte", 900, 2))
    await told_as(cup, payment, Latte="71")
    assert (await view(cup, payment)).all_at_once
    cup.bank.give_back(payment.reference, 90000)
    await cup.desk.refunds.repaying.account(payment)
    seen = await view(cup, payment)
    assert (seen.all_at_once, seen.by_items, seen.money.left) == (False, True, kzt(900))
    with pytest.raises(Refused, match="refund-items-only"):
        await cup.desk.refunds.check(seen, kzt(900))
    with pytest.raises(Refused, match="refund-items-only"):
        await back(cup, payment)
    await back(cup, payment, {"Latte": 1}, "tap:2")
    assert cup.bank.repaid[-1].lines == (RepaidLine("71", 1),)


async def test_pieces_that_come_to_nothing_are_refused_kindly(cup: Shop) -> None:
    payment = await bought(cup, ("Nail", 0.01, 3), ("Saw", 100, 1), discount=66)
    seen = await view(cup, payment)
    with pytest.raises(AmountRefused, match="refund-too-small"):
        await cup.desk.refunds.pick(seen, {seen.lines[0].id: 1})


# --- what the bank is told


async def test_a_bank_that_was_billed_by_lines_is_told_the_pieces_by_its_own_names(cup: Shop) -> None:
    payment = await bought(cup, ("Latte", 900, 2), ("Tea", 100, 1))
    await told_as(cup, payment, Latte="71", Tea="72")
    await done(cup, await back(cup, payment, {"Latte": 1}), payment)
    await back(cup, payment, source="tap:2")
    assert [repaid.lines for repaid in cup.bank.repaid] == [
        (RepaidLine("71", 1),),
        (RepaidLine("71", 1), RepaidLine("72", 1)),
    ]


async def test_a_bank_that_was_billed_by_the_amount_is_told_the_amount(cup: Shop) -> None:
    payment = await bought(cup, ("Juice", 900, 2))
    await back(cup, payment, {"Juice": 1})
    assert [(repaid.lines, repaid.amount) for repaid in cup.bank.repaid] == [((), kzt(900))]


async def test_where_parts_go_back_by_items_only_an_amount_is_refused_and_all_is_not(cup: Shop) -> None:
    cup.bank.capabilities = replace(cup.bank.capabilities, parts_by_lines=True)
    payment = await bought(cup, ("Latte", 900, 2))
    await told_as(cup, payment, Latte="71")
    payment = (await view(cup, payment)).payment
    assert (await view(cup, payment)).parts_by_items
    with pytest.raises(Refused, match="refund-items-only"):
        await cup.desk.refunds.request(await cup.person(OWNER), Wish(payment.id, kzt(500), "", "tap:1"))
    await done(cup, await back(cup, payment, {"Latte": 1}), payment)
    await back(cup, payment, source="tap:2")
    assert [repaid.amount for repaid in cup.bank.repaid] == [kzt(900), kzt(900)]
    plain = await bought(cup, ("Juice", 900, 1))
    assert not (await view(cup, plain)).parts_by_items


# --- a bank that reckons otherwise


@pytest.mark.parametrize("theirs", [809.5, 811])
@pytest.mark.parametrize("lost", [False, True])
async def test_what_the_bank_makes_of_the_pieces_counts_and_is_told(
    cup: Shop, theirs: float, lost: bool
) -> None:
    payment = await bought(cup, ("Latte", 900, 2), discount=10)
    await told_as(cup, payment, Latte="71")
    cup.bank.refund_outcomes = [Unknown("reset") if lost else Begun("r-1", amount=kzt(theirs))]
    refund = await back(cup, payment, {"Latte": 1})
    if lost:
        at = cup.clock.now()
        seen = RefundSeen(Returned.COMPLETED, "test", at, amount=kzt(theirs))
        await cup.database.write(lambda books: apply_to(books, refund, payment, seen))
        refund = await now(cup, refund)
    assert refund.amount == kzt(theirs)
    assert ("refund-reckoned", OWNER, True) in await cup.notices()
    cup.bank.give_back(payment.reference, round(theirs * 100))
    await cup.look(payment)
    await look(cup, refund)
    seen = await view(cup, payment)
    assert (seen.money.left, len(seen.refunds)) == (kzt(1620 - theirs), 1)
    await back(cup, payment, source="tap:2")
    assert cup.bank.repaid[-1].amount == kzt(1620 - theirs)
    assert cup.bank.repaid[-1].lines == (RepaidLine("71", 1),), "the rest by its pieces, too"


def apply_to(books: object, refund: Refund, payment: Payment, seen: RefundSeen) -> None:
    from billing import returned as core

    core.apply(books, refund, payment, seen, seen.asked_at)  # type: ignore[arg-type]


@pytest.mark.parametrize("theirs", [808.1, 811.9])
async def test_the_bank_s_figures_alone_end_a_refund_that_it_rounded_otherwise(
    cup: Shop, theirs: float
) -> None:
    payment = await bought(cup, ("Latte", 900, 2), discount=10)
    await told_as(cup, payment, Latte="71")
    cup.bank.refund_outcomes = [Unknown("reset")]
    refund = await back(cup, payment, {"Latte": 1})
    cup.bank.give_back(payment.reference, round(theirs * 100))
    after = await look(cup, refund)
    assert (after.state, after.amount) == (RefundState.COMPLETED, kzt(theirs))
    assert len((await view(cup, payment)).refunds) == 1


async def test_a_sum_that_is_no_rounding_is_another_refund_made_at_the_bank(cup: Shop) -> None:
    payment = await bought(cup, ("Latte", 900, 2), discount=10)
    await told_as(cup, payment, Latte="71")
    refund = await back(cup, payment, {"Latte": 1})
    cup.bank.give_back(payment.reference, 70000)
    after = await look(cup, refund)
    assert after.state is RefundState.PENDING
    assert [r.amount for r in (await view(cup, payment)).refunds] == [kzt(810), kzt(700)]
    after = await look(cup, refund, timedelta(days=4).total_seconds())
    waiting = await cup.desk.attentions(await cup.person(OWNER))
    assert [item.kind for item in waiting] == [AttentionKind.REFUND]


async def test_an_item_returned_in_the_banks_cabinet_leaves_less_for_the_pieces(cup: Shop) -> None:
    payment = await bought(cup, ("Latte", 900, 2))
    cup.bank.give_back(payment.reference, 90000)
    await cup.desk.refunds.repaying.account(payment)
    await done(cup, await back(cup, payment, {"Latte": 1}), payment)
    with pytest.raises(Closed, match="refund-nothing-left"):
        await back(cup, payment, {"Latte": 1}, "tap:2")


# --- for every input

prices = st.integers(1, 10**7) | st.integers(1, 10**5).map(lambda tenge: tenge * 100)
goods = st.lists(st.tuples(prices, st.integers(1, 50)), min_size=1, max_size=6)


def lines_of(wanted: list[tuple[int, int]], percent: int) -> list[Line]:
    total = add_up([Wanted(price, count) for price, count in wanted], percent, "KZT")
    return [
        Line(
            item_id=n,
            name="x",
            unit=Unit.PIECE,
            count=count,
            price=price,
            list_price=price,
            discount=line.discount,
            total=line.total,
            id=n,
            invoice_id=1,
            position=n,
        )
        for n, ((price, count), line) in enumerate(zip(wanted, total.lines, strict=True), 1)
    ]


@given(goods, st.integers(0, 99), st.data())
def test_all_pieces_give_back_exactly_what_was_paid_in_whatever_portions(
    wanted: list[tuple[int, int]], percent: int, data: st.DataObject
) -> None:
    lines = lines_of(wanted, percent)
    left = Money(sum(line.total for line in lines), "KZT")
    while open_now := everything(lines):
        everything_else = rest(lines, left)
        assert sum(line.amount for line in everything_else) == left.minor
        assert {line.line_id: line.count for line in everything_else} == open_now
        picked = {
            line_id: data.draw(st.integers(1, count))
            for line_id, count in open_now.items()
            if data.draw(st.booleans()) or line_id == min(open_now)
        }
        given_now = priced(lines, picked, left)
        assert given_now.amount == given_now.cost
        left -= given_now.amount
        lines = [replace(line, returned=line.returned + picked.get(line.id, 0)) for line in lines]
    assert left.minor == 0


@given(goods, st.integers(0, 99), st.integers(0, 10**9))
def test_pieces_never_bring_back_more_than_is_left(
    wanted: list[tuple[int, int]], percent: int, minor: int
) -> None:
    lines = lines_of(wanted, percent)
    found = priced(lines, everything(lines), Money(minor, "KZT"))
    assert found.amount.minor == min(minor, found.cost.minor)
    assert sum(line.amount for line in found.lines) == found.amount.minor
