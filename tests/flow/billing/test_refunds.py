"""Money that goes back: once, whatever is lost on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from billing import refund_doubts, returned
from billing.answers import UNSENT, Begun, Declined, RefundSeen, Returned, Seen, Unknown, Unreachable
from billing.errors import AmountRefused, Closed, NotAllowed, Refused
from billing.models import Origin, Payment, Place, Refund, RefundRefusal
from billing.money import Money
from billing.refunding import Wish
from billing.states import AttentionKind, Hold, PaymentState, RefundState
from tests.support.shop import CASHIER, CUSTOMER, OWNER, PRICE, Shop

PART = Money(150000, "KZT")


async def paid(shop: Shop, source: str = "501:1") -> Payment:
    invoice = await shop.invoice(source)
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id=f"op-{payment.reference}")
    await shop.look(payment)
    shop.bank.repaid.clear()
    return await shop.payment(invoice)


async def wish(shop: Shop, payment: Payment, amount: Money = PART, source: str = "tap:1") -> Refund:
    refund = await shop.desk.refunds.request(
        await shop.person(OWNER), Wish(payment.id, amount, "too much milk", source)
    )
    await shop.settle_down()
    return await now(shop, refund)


async def now(shop: Shop, refund: Refund) -> Refund:
    found = await shop.database.read(lambda books: books.refund(refund.id))
    assert found is not None
    return found


async def look(shop: Shop, refund: Refund, seconds: float = 5) -> Refund:
    shop.clock.move(seconds)
    await shop.desk.refunds.repaying.look(await now(shop, refund))
    return await now(shop, refund)


async def test_a_part_goes_back_and_everybody_hears_it_once(shop: Shop) -> None:
    payment = await paid(shop)
    refund = await wish(shop, payment)
    assert refund.state is RefundState.PENDING
    shop.bank.give_back(payment.reference, PART.minor)
    for _ in range(3):
        refund = await look(shop, refund)
    assert refund.state is RefundState.COMPLETED
    told = [kind for kind, _, _ in await shop.notices() if kind.startswith("refund")]
    assert told == ["refund-started", "refund-done"]
    view = await shop.desk.refunds.view(payment.id, await shop.person(OWNER))
    assert (view.money.returned, view.money.left) == (PART, PRICE - PART)


async def test_why_the_bank_let_a_refund_fail_is_kept(shop: Shop) -> None:
    payment = await paid(shop)
    refund = await wish(shop, payment)
    at = shop.clock.now()
    seen = RefundSeen(
        Returned.FAILED, "test", at, refusal=RefundRefusal.NOT_CHARGED, code="refund_window_expired"
    )
    await shop.database.write(lambda books: returned.apply(books, refund, payment, seen, at))
    after = await now(shop, refund)
    assert (after.state, after.refusal) == (RefundState.FAILED, RefundRefusal.NOT_CHARGED)
    assert after.code == "refund_window_expired"


async def test_the_customer_hears_loudly_that_money_is_back(shop: Shop) -> None:
    invoice = await shop.invoice()
    await shop.desk.open_link(invoice.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(payment)
    refund = await wish(shop, await shop.payment(invoice))
    shop.bank.give_back(payment.reference, PART.minor)
    await look(shop, refund)
    assert ("refund-done-customer", CUSTOMER, True) in await shop.notices()


async def test_the_same_answer_twice_sends_one_refund(shop: Shop) -> None:
    payment = await paid(shop)
    first = await wish(shop, payment, source="tap:1")
    second = await wish(shop, payment, source="tap:1")
    assert first.id == second.id
    assert len(shop.bank.repaid) == 1


async def test_one_refund_at_a_time(shop: Shop) -> None:
    payment = await paid(shop)
    await wish(shop, payment, source="tap:1")
    with pytest.raises(Closed, match="refund-under-way"):
        await wish(shop, payment, source="tap:2")
    assert len(shop.bank.repaid) == 1


@pytest.mark.parametrize(
    ("minor", "text"),
    [(999, "refund-too-small"), (500001, "refund-too-much"), (0, "amount-not-read"), (-1, "amount-not-read")],
)
async def test_an_amount_that_cannot_go_back_is_refused_before_the_bank_is_asked(
    shop: Shop, minor: int, text: str
) -> None:
    payment = await paid(shop)
    with pytest.raises(AmountRefused, match=text):
        await wish(shop, payment, Money(minor, "KZT"))
    assert shop.bank.repaid == []


async def test_what_is_not_charged_yet_cannot_go_back(shop: Shop) -> None:
    payment = await shop.payment(await shop.invoice())
    with pytest.raises(Refused, match="refund-before-charge"):
        await wish(shop, payment)
    shop.sees(payment, Seen.AUTHORIZED)
    await shop.look(payment)
    with pytest.raises(Refused, match="refund-held"):
        await wish(shop, payment, source="tap:2")


async def test_a_cashier_may_not(shop: Shop) -> None:
    payment = await paid(shop)
    with pytest.raises(NotAllowed):
        await shop.desk.refunds.request(await shop.person(CASHIER), Wish(payment.id, PART, "", "tap:1"))


async def test_a_lost_answer_is_never_sent_again_by_itself(shop: Shop) -> None:
    payment = await paid(shop)
    shop.bank.refund_outcomes = [Unknown("reset")]
    refund = await wish(shop, payment)
    assert refund.state is RefundState.UNKNOWN
    for _ in range(5):
        refund = await look(shop, refund, 36_000)
    assert refund.state is RefundState.UNKNOWN
    assert len(shop.bank.repaid) == 1
    waiting = await shop.desk.attentions(await shop.person(OWNER))
    assert [item.kind for item in waiting] == [AttentionKind.REFUND]


async def test_the_customer_hears_nothing_of_a_refund_in_doubt(shop: Shop) -> None:
    invoice = await shop.invoice()
    await shop.desk.open_link(invoice.token, await shop.person(CUSTOMER), Place(CUSTOMER))
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    await shop.look(payment)
    shop.bank.refund_outcomes = [Unknown("reset")]
    refund = await wish(shop, payment)
    await look(shop, refund, 3600)
    told = [(kind, person) for kind, person, _ in await shop.notices()]
    assert ("attention-refund", OWNER) in told
    assert not [kind for kind, person in told if person == CUSTOMER and "refund" in kind]


async def test_a_lost_answer_is_found_in_the_figures(shop: Shop) -> None:
    payment = await paid(shop)
    shop.bank.refund_outcomes, shop.bank.moves = [Unknown("reset")], True
    refund = await wish(shop, payment)
    refund = await look(shop, refund)
    assert refund.state is RefundState.COMPLETED
    assert len(shop.bank.repaid) == 1


async def test_a_person_may_send_again_only_what_the_figures_prove_unmoved(shop: Shop) -> None:
    payment = await paid(shop)
    shop.bank.refund_outcomes = [Unknown("reset")]
    refund = await wish(shop, payment)
    owner = await shop.person(OWNER)
    with pytest.raises(Refused, match="refund-not-proven"):
        await shop.desk.refunds.send_again(refund.id, owner)
    shop.clock.move(3700)
    await shop.desk.refunds.send_again(refund.id, owner)
    await shop.settle_down()
    assert (await now(shop, refund)).state is RefundState.PENDING
    assert len(shop.bank.repaid) == 2
    assert shop.bank.repaid[0].key == shop.bank.repaid[1].key


async def test_what_moved_just_before_it_is_sent_again_is_not_sent_again(shop: Shop) -> None:
    payment = await paid(shop)
    shop.bank.refund_outcomes = [Unknown("reset")]
    refund = await wish(shop, payment)
    shop.clock.move(3700)
    await shop.desk.refunds.repaying.look(await now(shop, refund))  # still unmoved …
    owner, at = await shop.person(OWNER), shop.clock.now()
    await shop.database.write(lambda books: refund_doubts.send_again(books, refund.id, owner, at))
    shop.bank.give_back(payment.reference, PART.minor)  # … and now it has
    await shop.desk.refunds.repaying.send(refund.id)
    assert (await now(shop, refund)).state is RefundState.COMPLETED
    assert len(shop.bank.repaid) == 1


async def test_a_process_that_died_after_sending_does_not_send_again(shop: Shop) -> None:
    payment = await paid(shop)
    shop.bank.refund_outcomes = [RuntimeError("killed here")]
    with pytest.raises(RuntimeError, match="killed here"):
        await wish(shop, payment)
    refund = (await shop.database.read(lambda books: books.refunds_of(payment.id)))[0]
    assert refund.state is RefundState.REQUESTED
    assert refund.asked_at is not None
    refund = await look(shop, refund)
    assert refund.state is RefundState.UNKNOWN
    assert len(shop.bank.repaid) == 1


async def test_what_is_shown_as_returned_has_come_about_and_is_of_one_currency(shop: Shop) -> None:
    asked = await wish(shop, await paid(shop))
    back = replace(asked, state=RefundState.COMPLETED)
    dollars = replace(back, amount=Money(100, "USD"))
    assert returned.completed([asked, back, dollars, back], "KZT") == PART + PART
    assert returned.completed([asked], "KZT") == Money(0, "KZT")


async def test_a_process_that_died_before_sending_sends_once(shop: Shop) -> None:
    payment = await paid(shop)
    refund = await shop.desk.refunds.request(await shop.person(OWNER), Wish(payment.id, PART, "", "tap:1"))
    shop.die()
    refund = await look(shop, refund)
    assert refund.state is RefundState.PENDING
    assert len(shop.bank.repaid) == 1


async def test_an_unreachable_bank_is_tried_again_then_given_up_with_a_word(shop: Shop) -> None:
    payment = await paid(shop)
    shop.bank.refund_outcomes = [Unreachable("refused")] * 20
    refund = await wish(shop, payment)
    assert refund.state is RefundState.REQUESTED
    for _ in range(14):
        refund = await look(shop, refund)
    assert (refund.state, refund.refusal) == (RefundState.FAILED, RefundRefusal.BANK_TROUBLE)
    assert ("refund-failed", OWNER, True) in await shop.notices()


async def test_a_refusal_is_told_and_another_try_is_open(shop: Shop) -> None:
    payment = await paid(shop)
    shop.bank.refund_outcomes = [Declined(RefundRefusal.LIMIT, "3141")]
    refund = await wish(shop, payment)
    assert (refund.state, refund.code) == (RefundState.FAILED, "3141")
    again = await wish(shop, payment, source="tap:2")
    assert again.state is RefundState.PENDING


async def test_what_was_refused_and_moved_after_all_is_counted_before_another_is_sent(shop: Shop) -> None:
    payment = await paid(shop)
    shop.bank.refund_outcomes = [Declined(RefundRefusal.UNSAID, "100")]
    refund = await wish(shop, payment, PRICE)
    with pytest.raises(Refused, match="refund-not-proven"):  # the figures may be a moment late
        await wish(shop, payment, PRICE, source="tap:2")
    shop.bank.give_back(payment.reference, PRICE.minor)
    shop.clock.move(181)
    again = await wish(shop, payment, PRICE, source="tap:3")
    assert (await now(shop, refund)).state is RefundState.COMPLETED
    assert (again.state, again.refusal) == (RefundState.FAILED, RefundRefusal.LEFT)
    assert len(shop.bank.repaid) == 1


@pytest.mark.parametrize(
    ("refusal", "code"),
    [(RefundRefusal.SETUP, "http_401"), (RefundRefusal.NOT_CHARGED, "http_404"), (RefundRefusal.UNSAID, "")],
)
async def test_where_a_no_is_no_proof_nothing_more_is_sent_until_the_figures_are_sure(
    shop: Shop, refusal: RefundRefusal, code: str
) -> None:
    """Such as a 401 that something between us and the bank put in the place of its answer."""
    shop.bank.capabilities = replace(shop.bank.capabilities, refund_proofs=frozenset())
    payment = await paid(shop)
    shop.bank.refund_outcomes = [Declined(refusal, code)]
    refund = await wish(shop, payment)
    with pytest.raises(Refused, match="refund-not-proven"):
        await wish(shop, payment, source="tap:2")
    shop.bank.give_back(payment.reference, PART.minor)
    shop.clock.move(181)
    await wish(shop, payment, source="tap:3")
    assert (await now(shop, refund)).state is RefundState.COMPLETED


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (RefundRefusal.LEFT, ""),
        (RefundRefusal.OUR_REQUEST, "validation"),
        (RefundRefusal.SETUP, UNSENT + "uid"),
        (RefundRefusal.BANK_TROUBLE, ""),
    ],
)
async def test_after_a_proof_that_nothing_moved_another_try_is_open_at_once(
    shop: Shop, refusal: RefundRefusal, code: str
) -> None:
    proofs = frozenset({str(RefundRefusal.LEFT), "validation"})
    shop.bank.capabilities = replace(shop.bank.capabilities, refund_proofs=proofs)
    payment = await paid(shop)
    shop.bank.refund_outcomes = [Declined(refusal, code)]
    await wish(shop, payment)
    assert (await wish(shop, payment, source="tap:2")).state is RefundState.PENDING


async def test_a_refund_made_at_the_bank_becomes_one_of_ours(shop: Shop) -> None:
    payment = await paid(shop)
    shop.bank.give_back(payment.reference, 40000)
    await shop.desk.refunds.repaying.account(payment)
    await shop.desk.refunds.repaying.account(payment)
    refunds = await shop.database.read(lambda books: books.refunds_of(payment.id))
    assert [(r.origin, r.amount.minor, r.state) for r in refunds] == [
        (Origin.BANK, 40000, RefundState.COMPLETED)
    ]
    assert ("refund-by-bank", OWNER, False) in await shop.notices()


async def test_a_smaller_refund_at_the_bank_is_not_taken_for_ours(shop: Shop) -> None:
    payment = await paid(shop)
    refund = await wish(shop, payment)
    shop.bank.give_back(payment.reference, 40000)
    refund = await look(shop, refund)
    assert refund.state is RefundState.PENDING
    shop.bank.give_back(payment.reference, PART.minor)
    refund = await look(shop, refund)
    assert refund.state is RefundState.COMPLETED
    refunds = await shop.database.read(lambda books: books.refunds_of(payment.id))
    assert sorted(r.amount.minor for r in refunds) == [40000, PART.minor]


async def test_several_parts_go_back_and_never_more_than_came(shop: Shop) -> None:
    payment = await paid(shop)
    shop.bank.moves = True
    for nth in range(3):
        refund = await wish(shop, payment, PART, source=f"tap:{nth}")
        await look(shop, refund)
    with pytest.raises(AmountRefused, match="refund-too-much"):
        await wish(shop, payment, PART, source="tap:9")
    rest = await wish(shop, payment, Money(50000, "KZT"), source="tap:10")
    await look(shop, rest)
    with pytest.raises(Closed, match="refund-nothing-left"):
        await shop.desk.refunds.view(payment.id, await shop.person(OWNER))
    assert shop.bank.returned[payment.reference] == PRICE.minor


async def test_only_the_whole_is_sent_without_an_amount(shop: Shop) -> None:
    payment = await paid(shop)
    await wish(shop, payment, PRICE)
    assert [repayment.whole for repayment in shop.bank.repaid] == [True]


async def test_a_silent_bank_is_not_sent_to(shop: Shop) -> None:
    payment = await paid(shop)
    del shop.bank.shows[payment.reference]
    refund = await wish(shop, payment)
    assert refund.state is RefundState.REQUESTED
    assert refund.asked_at is None
    assert shop.bank.repaid == []


async def test_a_returned_surplus_needs_no_decision_any_more(shop: Shop) -> None:
    invoice = await shop.invoice()
    first = await shop.payment(invoice)
    shop.sees(first, Seen.EXPIRED)
    await shop.look(first)
    second = await shop.desk.pay(invoice.id)
    await shop.settle_down()
    for payment in (first, second):
        fresh = await shop.database.read(lambda books, p=payment: books.payment(p.id))
        shop.sees(fresh, Seen.PAID, bank_id=f"op-{fresh.reference}")
        await shop.look(fresh)
    owner = await shop.person(OWNER)
    assert [a.kind for a in await shop.desk.attentions(owner)] == [AttentionKind.SECOND]
    view = await shop.desk.refunds.view_of_invoice(invoice.id, owner)
    assert view.payment.id == second.id
    refund = await wish(shop, view.payment, PRICE)
    shop.bank.give_back(second.reference, PRICE.minor)
    await look(shop, refund)
    assert await shop.desk.attentions(owner) == []


async def test_held_money_is_taken_by_decision_once(shop: Shop) -> None:
    payment = await shop.payment(await shop.invoice())
    shop.sees(payment, Seen.AUTHORIZED, bank_id="op-1")
    await shop.look(payment)
    owner = await shop.person(OWNER)
    await shop.desk.refunds.decide_hold(payment.id, Hold.CAPTURE, owner)
    with pytest.raises(Closed, match="already-on-it"):
        await shop.desk.refunds.decide_hold(payment.id, Hold.RELEASE, owner)
    shop.sees(payment, Seen.PAID, bank_id="op-1")
    shop.clock.move(1)
    await shop.settle_down()
    assert shop.bank.told == [("capture", payment.reference)]
    after = await shop.database.read(lambda books: books.payment(payment.id))
    assert (after.state, after.hold_wish) == (PaymentState.PAID, None)


async def test_a_hold_that_the_bank_kept_can_be_decided_again(shop: Shop) -> None:
    payment = await shop.payment(await shop.invoice())
    shop.sees(payment, Seen.AUTHORIZED, bank_id="op-1")
    await shop.look(payment)
    owner = await shop.person(OWNER)
    shop.bank.refund_outcomes = [Declined(RefundRefusal.UNSAID, "100"), Begun()]
    await shop.desk.refunds.decide_hold(payment.id, Hold.CAPTURE, owner)
    await shop.settle_down()
    assert ("hold-refused", OWNER, True) in await shop.notices()
    await shop.desk.refunds.decide_hold(payment.id, Hold.CAPTURE, owner)
    await shop.settle_down()
    assert len(shop.bank.told) == 2
