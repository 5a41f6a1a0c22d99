"""Refunds that take another person's yes: a cashier's, and anybody's above the owners' amount."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from billing import refund_rights
from billing.answers import Seen
from billing.errors import Closed, NotAllowed, Refused
from billing.models import Payment, Person, Place, Refund, Role
from billing.money import Money
from billing.refunding import Wish
from billing.states import AttentionKind, RefundState
from store.schema import audit
from tests.support.shop import CASHIER, CUSTOMER, OWNER, PRICE, STRANGER, Shop

PART = Money(150000, "KZT")
MANAGER = 503


async def paid(shop: Shop, issuer: int = CASHIER) -> Payment:
    """An invoice of this issuer's, paid."""
    source = f"{issuer}:1"
    person = await shop.person(issuer)
    invoice = await shop.desk.issue(person, PRICE, "Coffee", source=source, place=Place(issuer))
    await shop.settle_down()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id=f"op-{payment.reference}")
    await shop.look(payment)
    shop.bank.repaid.clear()
    return await shop.payment(invoice)


async def asks(
    shop: Shop, payment: Payment, who: int = CASHIER, amount: Money = PART, source: str = "tap:1"
) -> Refund:
    wish = Wish(payment.id, amount, "cold", source)
    refund = await shop.desk.refunds.request(await shop.person(who), wish)
    await shop.settle_down()
    return refund


async def now(shop: Shop, refund: Refund) -> Refund:
    found = await shop.database.read(lambda books: books.refund(refund.id))
    assert found is not None
    return found


async def manager(shop: Shop, person_id: int = MANAGER) -> Person:
    at = shop.clock.now()
    person = Person(person_id, role=Role.MANAGER, started=True, name="Ержан")
    await shop.database.write(lambda books: books.save_person(person, at))
    return await shop.person(person_id)


async def limit(shop: Shop, most: Money | None) -> None:
    """As an owner sets it, who is not alone."""
    if await shop.desk.person(MANAGER) is None:
        silent = Person(MANAGER, role=Role.MANAGER)
        await shop.database.write(lambda books: books.save_person(silent, shop.clock.now()))
    await shop.desk.refunds.choose_alone_most(await shop.person(OWNER), most)


async def left_to_decide(shop: Shop) -> list[AttentionKind]:
    return [item.kind for item in await shop.desk.attentions(await shop.person(OWNER))]


async def told(shop: Shop) -> list[tuple[str, int]]:
    return [(kind, chat) for kind, chat, _ in await shop.notices() if "refund" in kind or "proposal" in kind]


async def test_a_cashiers_refund_waits_for_a_yes_and_no_bank_hears_of_it(shop: Shop) -> None:
    payment = await paid(shop)
    refund = await asks(shop, payment)
    assert refund.state is RefundState.PROPOSED
    assert shop.bank.repaid == []
    assert await left_to_decide(shop) == [AttentionKind.PROPOSAL]
    assert await told(shop) == [("attention-proposal", OWNER)]
    view = await shop.desk.refunds.view(payment.id, await shop.person(OWNER))
    assert (view.money.under_way.minor, view.money.left) == (0, PRICE)


async def test_a_yes_sends_it_once_and_both_hear_what_becomes_of_it(shop: Shop) -> None:
    payment = await paid(shop)
    refund = await asks(shop, payment)
    approved = await shop.desk.refunds.approve(refund.id, await shop.person(OWNER))
    await shop.settle_down()
    assert (approved.decided_by, approved.person_id) == (OWNER, CASHIER)
    assert (await now(shop, refund)).state is RefundState.PENDING
    assert len(shop.bank.repaid) == 1
    shop.bank.give_back(payment.reference, PART.minor)
    shop.clock.move(5)
    await shop.desk.refunds.repaying.look(await now(shop, refund))
    assert (await now(shop, refund)).state is RefundState.COMPLETED
    assert await left_to_decide(shop) == []
    done = [(kind, chat) for kind, chat in await told(shop) if kind in {"refund-started", "refund-done"}]
    assert done == [(kind, who) for kind in ("refund-started", "refund-done") for who in (CASHIER, OWNER)]


async def test_two_who_decide_at_once_send_it_once(shop: Shop) -> None:
    refund = await asks(shop, await paid(shop))
    people = [await shop.person(OWNER), await manager(shop)]
    ended = await asyncio.gather(
        *(shop.desk.refunds.approve(refund.id, person) for person in people), return_exceptions=True
    )
    await shop.settle_down()
    assert sorted(type(one).__name__ for one in ended) == ["Closed", "Refund"]
    assert len(shop.bank.repaid) == 1


async def test_a_yes_and_a_no_at_once_come_to_one_of_them(shop: Shop) -> None:
    refund = await asks(shop, await paid(shop))
    owner, other = await shop.person(OWNER), await manager(shop)
    ended = await asyncio.gather(
        shop.desk.refunds.decline(refund.id, other),
        shop.desk.refunds.approve(refund.id, owner),
        return_exceptions=True,
    )
    await shop.settle_down()
    assert sorted(type(one).__name__ for one in ended) == ["Closed", "Refund"]
    declined = (await now(shop, refund)).state is RefundState.DECLINED
    assert len(shop.bank.repaid) == (0 if declined else 1)


async def test_a_no_ends_it_and_who_proposed_it_hears_by_whom(shop: Shop) -> None:
    payment = await paid(shop)
    refund = await asks(shop, payment)
    declined = await shop.desk.refunds.decline(refund.id, await shop.person(OWNER))
    assert (declined.state, declined.decided_by) == (RefundState.DECLINED, OWNER)
    assert ("refund-declined", CASHIER) in await told(shop)
    assert await left_to_decide(shop) == []
    with pytest.raises(Closed, match="already-decided"):
        await shop.desk.refunds.approve(refund.id, await shop.person(OWNER))
    assert shop.bank.repaid == []
    again = await asks(shop, payment, source="tap:2")
    assert again.state is RefundState.PROPOSED, "what was declined may be proposed once more"
    assert await left_to_decide(shop) == [AttentionKind.PROPOSAL]


async def test_who_proposed_it_may_take_it_back_and_no_other_cashier(shop: Shop) -> None:
    refund = await asks(shop, await paid(shop))
    at = shop.clock.now()
    other = Person(STRANGER, role=Role.CASHIER, started=True)
    await shop.database.write(lambda books: books.save_person(other, at))
    with pytest.raises(NotAllowed):
        await shop.desk.refunds.decline(refund.id, await shop.person(STRANGER))
    taken = await shop.desk.refunds.decline(refund.id, await shop.person(CASHIER))
    assert taken.state is RefundState.DECLINED
    assert await left_to_decide(shop) == []
    assert "refund-declined" not in [kind for kind, _ in await told(shop)], "they know it themselves"


async def test_a_cashier_proposes_nothing_of_what_others_issued(shop: Shop) -> None:
    payment = await paid(shop, OWNER)
    with pytest.raises(NotAllowed):
        await asks(shop, payment)
    with pytest.raises(NotAllowed):
        await shop.desk.refunds.view(payment.id, await shop.person(CASHIER))


@pytest.mark.parametrize("who", [CASHIER, CUSTOMER, STRANGER])
async def test_nobody_but_who_decides_says_yes(shop: Shop, who: int) -> None:
    refund = await asks(shop, await paid(shop))
    with pytest.raises(NotAllowed):
        await shop.desk.refunds.approve(refund.id, await shop.person(who))
    await shop.settle_down()
    assert shop.bank.repaid == []


async def test_one_proposal_of_a_payment_waits_at_a_time(shop: Shop) -> None:
    payment = await paid(shop)
    first = await asks(shop, payment)
    assert (await asks(shop, payment)).id == first.id, "the same tap told twice"
    with pytest.raises(Closed, match="refund-proposed-already"):
        await asks(shop, payment, source="tap:2")


async def test_above_the_owners_amount_even_an_owner_only_proposes(shop: Shop) -> None:
    await limit(shop, Money(PART.minor - 1, "KZT"))
    payment = await paid(shop)
    refund = await asks(shop, payment, OWNER)
    assert refund.state is RefundState.PROPOSED
    with pytest.raises(Refused, match="refund-another-person"):
        await shop.desk.refunds.approve(refund.id, await shop.person(OWNER))
    assert shop.bank.repaid == []
    approved = await shop.desk.refunds.approve(refund.id, await manager(shop))
    await shop.settle_down()
    assert approved.decided_by == MANAGER
    assert len(shop.bank.repaid) == 1


async def test_up_to_the_owners_amount_one_word_is_enough(shop: Shop) -> None:
    await limit(shop, PART)
    refund = await asks(shop, await paid(shop), OWNER)
    assert refund.state is RefundState.REQUESTED
    assert len(shop.bank.repaid) == 1


async def test_the_owners_amount_is_not_gone_around_in_parts(shop: Shop) -> None:
    await limit(shop, PART)
    payment = await paid(shop)
    first = await asks(shop, payment, OWNER)
    shop.bank.give_back(payment.reference, PART.minor)
    shop.clock.move(5)
    await shop.desk.refunds.repaying.look(await now(shop, first))
    view = await shop.desk.refunds.view(payment.id, await shop.person(OWNER))
    least = Money(1000, "KZT")
    assert view.proposes(least)
    assert (await asks(shop, payment, OWNER, least, "tap:2")).state is RefundState.PROPOSED
    assert len(shop.bank.repaid) == 1


async def test_what_another_person_approved_counts_not_towards_the_owners_amount(shop: Shop) -> None:
    await limit(shop, PART)
    payment = await paid(shop)
    first = await asks(shop, payment)
    await shop.desk.refunds.approve(first.id, await shop.person(OWNER))
    await shop.settle_down()
    shop.bank.give_back(payment.reference, PART.minor)
    shop.clock.move(5)
    await shop.desk.refunds.repaying.look(await now(shop, first))
    again = await asks(shop, payment, OWNER, source="tap:2")
    assert again.state is RefundState.REQUESTED


async def test_who_proposed_as_a_cashier_and_rose_since_approves_only_what_one_word_is_enough_for(
    shop: Shop,
) -> None:
    await limit(shop, Money(PART.minor - 1, "KZT"))
    refund = await asks(shop, await paid(shop))
    await shop.desk.team.change(await shop.person(OWNER), CASHIER, Role.MANAGER)
    with pytest.raises(Refused, match="refund-another-person"):
        await shop.desk.refunds.approve(refund.id, await shop.person(CASHIER))
    await limit(shop, None)
    approved = await shop.desk.refunds.approve(refund.id, await shop.person(CASHIER))
    assert approved.state is RefundState.REQUESTED


async def test_the_others_who_decide_are_asked_and_not_who_proposed(shop: Shop) -> None:
    await limit(shop, Money(100, "KZT"))
    await manager(shop)
    await asks(shop, await paid(shop), OWNER)
    assert await told(shop) == [("attention-proposal", MANAGER)]


async def test_what_no_longer_fits_is_taken_off_the_list_and_who_proposed_it_hears_why(shop: Shop) -> None:
    payment = await paid(shop)
    refund = await asks(shop, payment, amount=PRICE)
    mine = await asks(shop, payment, OWNER, source="tap:2")
    shop.bank.give_back(payment.reference, PART.minor)
    shop.clock.move(5)
    await shop.desk.refunds.repaying.look(await now(shop, mine))
    assert (await now(shop, mine)).state is RefundState.COMPLETED
    after = await now(shop, refund)
    assert (after.state, after.decided_by) == (RefundState.DECLINED, None)
    assert ("refund-outdated", CASHIER) in await told(shop)
    assert await left_to_decide(shop) == []


async def test_what_still_fits_stays_on_the_list(shop: Shop) -> None:
    payment = await paid(shop)
    refund = await asks(shop, payment)
    mine = await asks(shop, payment, OWNER, source="tap:2")
    shop.bank.give_back(payment.reference, PART.minor)
    shop.clock.move(5)
    await shop.desk.refunds.repaying.look(await now(shop, mine))
    assert (await now(shop, refund)).state is RefundState.PROPOSED
    await shop.desk.refunds.approve(refund.id, await shop.person(OWNER))
    await shop.settle_down()
    assert len(shop.bank.repaid) == 2


async def test_a_yes_while_another_refund_is_under_way_waits_and_stays_on_the_list(shop: Shop) -> None:
    payment = await paid(shop)
    refund = await asks(shop, payment)
    await asks(shop, payment, OWNER, source="tap:2")
    with pytest.raises(Closed, match="refund-under-way"):
        await shop.desk.refunds.approve(refund.id, await shop.person(OWNER))
    assert (await now(shop, refund)).state is RefundState.PROPOSED
    assert await left_to_decide(shop) == [AttentionKind.PROPOSAL]


async def test_a_proposal_of_long_ago_is_sent_as_one_of_now(shop: Shop) -> None:
    refund = await asks(shop, await paid(shop))
    shop.clock.move(3 * 86400)
    await shop.desk.refunds.approve(refund.id, await shop.person(OWNER))
    await shop.settle_down()
    assert (await now(shop, refund)).state is RefundState.PENDING


async def test_only_owners_set_the_amount_and_it_is_audited(shop: Shop) -> None:
    with pytest.raises(NotAllowed):
        await shop.desk.refunds.choose_alone_most(await manager(shop), PART)
    await limit(shop, PART)
    assert await shop.desk.refunds.alone_most() == PART
    newest = select(audit.c.now_is, audit.c.actor).order_by(audit.c.id.desc()).limit(1)
    row = await shop.database.read(lambda books: books.run(newest).one())
    assert tuple(row) == (refund_rights.CHOICE, f"person:{OWNER}")
    await limit(shop, None)
    assert await shop.desk.refunds.alone_most() is None


async def test_the_button_that_keeps_money_decides_no_proposal(shop: Shop) -> None:
    await asks(shop, await paid(shop))
    (item,) = await shop.desk.attentions(await shop.person(OWNER))
    with pytest.raises(Closed, match="button-old"):
        await shop.desk.accept(item.id, await shop.person(OWNER))
    assert await left_to_decide(shop) == [AttentionKind.PROPOSAL]


async def test_an_owner_alone_sets_no_amount_for_which_nobody_else_could_say_yes(shop: Shop) -> None:
    """A cashier is nobody who may; and who set it once may lift it when the others have gone."""
    owner = await shop.person(OWNER)
    with pytest.raises(Refused, match="refunds-nobody-else"):
        await shop.desk.refunds.choose_alone_most(owner, PART)
    await limit(shop, PART)
    await shop.desk.team.remove(await shop.person(OWNER), MANAGER)
    await limit(shop, None)
    assert await shop.desk.refunds.alone_most() is None
