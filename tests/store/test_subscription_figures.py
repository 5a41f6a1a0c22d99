"""What the shop's figures are made of, on both databases."""

from __future__ import annotations

from datetime import timedelta

from billing.money import Money
from billing.records import NewPayment
from billing.states import LIVE, PaymentState
from billing.subscriptions.figures import Lifetime
from billing.subscriptions.models import Cycle, Pause, State
from billing.subscriptions.records import BillOf, End, NewSubscription, Offer
from store.books import SqlBooks
from store.engine import Database
from tests.store.test_engine import add_invoice
from tests.support.books import NOON

DAY = timedelta(days=1)
COFFEE = Offer("Coffee", Money(5_000_00, "KZT"), Cycle.MONTHLY)


def add(books: SqlBooks, number: int, issuer: int = 501, **changes: object) -> int:
    new = NewSubscription(f"s{number}", number, f"token-{number}", COFFEE, State.ACTIVE, issuer, NOON)
    made = books.add_subscription(new)
    assert made is not None
    books.amend_subscription(made.id, **changes)
    return made.id


def paid(books: SqlBooks, source: str, of: BillOf | None, minor: int, **changes: object) -> None:
    invoice_id = add_invoice(books, source)
    if of is not None:
        books.note_bill(invoice_id, of, NOON)
    new = NewPayment(invoice_id, "bank", source, COFFEE.amount, f"hook-{source}", NOON)
    payment = books.add_payment(new)
    told = {"taken": Money(minor, "KZT"), "settled_at": NOON, **changes}
    assert books.move_payment(payment.id, LIVE, PaymentState.PAID, told)


async def test_money_counts_where_it_paid_a_subscriptions_bill_within_the_time(database: Database) -> None:
    def write(books: SqlBooks) -> None:
        of = add(books, 1)
        paid(books, "a", BillOf(of, 0, 1), 5_000_00)
        paid(books, "b", BillOf(of, 1, 1), 4_999_99)
        paid(books, "c", BillOf(of, 2, 1), 1_00, settled_at=NOON + DAY)
        paid(books, "d", BillOf(of, 3, 1), 1_00, settled_at=NOON - DAY)
        paid(books, "e", BillOf(of, 4, 1), 7_00, taken=Money(7_00, "USD"))
        paid(books, "f", None, 5_000_00)
        add_invoice(books, "open")

    await database.write(write)
    assert await database.read(lambda books: books.collected(NOON, NOON + DAY)) == 9_999_99
    assert await database.read(lambda books: books.collected(NOON + 2 * DAY, NOON + 3 * DAY)) == 0


async def test_lifetimes_are_of_those_that_began_and_lasted(database: Database) -> None:
    pauses = (Pause(NOON, NOON + DAY),)

    def write(books: SqlBooks) -> None:
        add(books, 1, agreed_at=NOON, pauses=pauses)
        add(books, 2, agreed_at=NOON, ended_at=NOON + DAY, ended_by=End.SHOP)
        add(books, 3, agreed_at=NOON, ended_at=NOON + DAY, ended_by=End.NOT_MADE)
        add(books, 4)

    await database.write(write)
    whole, ended = Lifetime(NOON, None, pauses), Lifetime(NOON, NOON + DAY)
    assert await database.read(lambda books: books.lifetimes(NOON + DAY)) == [whole, ended]
    assert await database.read(lambda books: books.lifetimes(NOON + 2 * DAY)) == [whole]


async def test_a_member_has_a_list_of_their_own(database: Database) -> None:
    def write(books: SqlBooks) -> int:
        add(books, 1, failed=1)
        return add(books, 2, issuer=502)

    theirs = await database.write(write)
    found = await database.read(lambda books: books.subscriptions(None, issuer_id=502))
    assert [listed.subscription.id for listed in found] == [theirs]
    ended = await database.write(lambda books: add(books, 3, state=State.EXPIRED))
    found = await database.read(lambda books: books.subscriptions(None, over=True))
    assert [listed.subscription.id for listed in found] == [ended]
    assert await database.read(lambda books: books.count_at_risk()) == 1
