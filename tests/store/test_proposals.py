"""Proposed refunds in the books, on both databases: one of a payment waits, and one answer to it counts."""

from __future__ import annotations

import asyncio

import pytest

from billing import proposing, refunding
from billing.errors import Closed
from billing.models import Person, Refund, Role
from billing.money import Money
from billing.ports import Capabilities
from billing.records import NewPayment
from billing.refunding import Wish
from billing.states import AttentionKind, PaymentState, RefundState
from store.books import SqlBooks
from store.engine import Database
from tests.store.test_engine import add_invoice
from tests.support.books import NOON

CASHIER = Person(501, "Cashier", started=True, role=Role.CASHIER)
OWNERS = [Person(one, "Owner", started=True, role=Role.OWNER) for one in (502, 503)]
AMOUNT = Money(500000, "KZT")
CAN = Capabilities(refund=True)


async def sold(database: Database) -> int:
    """A paid payment of the cashier's invoice."""

    def write(books: SqlBooks) -> int:
        for person in (*OWNERS, CASHIER):
            books.save_person(person, NOON)
        payment = books.add_payment(NewPayment(add_invoice(books), "bank", "1", AMOUNT, "hook", NOON))
        reserved = frozenset({PaymentState.RESERVED})
        assert books.move_payment(payment.id, reserved, PaymentState.PAID, {"taken": AMOUNT})
        return payment.id

    return await database.write(write)


async def propose(database: Database, payment_id: int, source: str) -> Refund | str:
    wish = Wish(payment_id, AMOUNT, "", source)
    try:
        refund, _ = await database.write(
            lambda books: refunding.request(books, wish, CASHIER, CAN, source, "here", NOON)
        )
    except Closed as refused:
        return refused.text
    return refund


async def answer(database: Database, refund_id: int, owner: Person, *, yes: bool) -> str:
    def write(books: SqlBooks) -> Refund:
        if yes:
            return refunding.approve(books, refund_id, owner, CAN, f"here:{owner.id}", NOON)
        return proposing.decline(books, refund_id, owner, NOON)

    try:
        return str((await database.write(write)).state)
    except Closed as refused:
        return refused.text


async def test_of_two_proposals_of_a_payment_at_once_one_waits(database: Database) -> None:
    payment_id = await sold(database)
    made = await asyncio.gather(*(propose(database, payment_id, f"tap:{n}") for n in range(2)))
    assert sum(isinstance(each, Refund) for each in made) == 1
    assert "refund-proposed-already" in made
    waiting = await database.read(lambda books: books.attentions())
    assert [item.kind for item in waiting] == [AttentionKind.PROPOSAL]


@pytest.mark.parametrize("answers", [(True, True), (True, False), (False, False)])
async def test_of_two_answers_at_once_one_counts(database: Database, answers: tuple[bool, bool]) -> None:
    refund = await propose(database, await sold(database), "tap:1")
    assert isinstance(refund, Refund)
    said = await asyncio.gather(
        *(answer(database, refund.id, owner, yes=yes) for owner, yes in zip(OWNERS, answers, strict=True))
    )
    assert min(said) == "already-decided", said
    now = await database.read(lambda books: books.refund(refund.id))
    assert now is not None
    assert now.state.value in said
    assert now.state in {RefundState.REQUESTED, RefundState.DECLINED}
    assert await database.read(lambda books: books.attentions()) == []
    due = await database.read(lambda books: books.open_refunds())
    assert [each.id for each in due] == ([refund.id] if now.state is RefundState.REQUESTED else [])


async def test_what_is_proposed_is_looked_at_by_nobody(database: Database) -> None:
    refund = await propose(database, await sold(database), "tap:1")
    assert isinstance(refund, Refund)
    assert not await database.read(lambda books: books.has_due_refunds(NOON))
    assert await database.read(lambda books: books.open_refunds()) == []
