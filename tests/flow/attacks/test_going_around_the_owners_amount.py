"""Money that one person sends back although the owners' amount asks for two."""

from __future__ import annotations

from billing.answers import Seen
from billing.models import Payment, Place, Refund, Role
from billing.money import Money
from billing.refunding import Wish
from billing.states import RefundState
from tests.support.books import give_role
from tests.support.shop import CASHIER, OWNER, PRICE, Shop

PART = Money(150000, "KZT")


MANAGER = 503


async def paid(shop: Shop) -> Payment:
    """An invoice of the cashier's, paid."""
    person = await shop.person(CASHIER)
    invoice = await shop.desk.issue(person, PRICE, "Coffee", source="502:1", place=Place(CASHIER))
    await shop.settle_down()
    payment = await shop.payment(invoice)
    shop.sees(payment, Seen.PAID, bank_id=f"op-{payment.reference}")
    await shop.look(payment)
    shop.bank.repaid.clear()
    return await shop.payment(invoice)


async def asks(shop: Shop, payment: Payment, who: int, source: str) -> Refund:
    wish = Wish(payment.id, PART, "cold", source)
    refund = await shop.desk.refunds.request(await shop.person(who), wish)
    await shop.settle_down()
    return refund


async def test_a_yes_to_ones_own_proposal_counts_towards_the_owners_amount(shop: Shop) -> None:
    """Proposed as a cashier, approved by the same hand after a rise: nobody else has said yes to it."""
    await shop.database.write(lambda books: give_role(books, MANAGER, Role.MANAGER))
    await shop.desk.refunds.choose_alone_most(await shop.person(OWNER), PART)
    payment = await paid(shop)
    first = await asks(shop, payment, CASHIER, "tap:1")
    await shop.desk.team.change(await shop.person(OWNER), CASHIER, Role.MANAGER)
    await shop.desk.refunds.approve(first.id, await shop.person(CASHIER))
    await shop.settle_down()
    shop.bank.give_back(payment.reference, PART.minor)
    shop.clock.move(5)
    refunds = await shop.database.read(lambda books: books.refunds_of(payment.id))
    await shop.desk.refunds.repaying.look(refunds[0])
    second = await asks(shop, payment, CASHIER, "tap:2")
    assert second.state is RefundState.PROPOSED
    assert len(shop.bank.repaid) == 1, "one person's word has sent back twice the owners' amount"
