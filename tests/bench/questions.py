"""What the running program asks its books again and again: lists, searches, look-ups, what is due."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from billing import invoicing, payers
from billing.models import Person, Role
from billing.states import InvoiceState
from store.books import SqlBooks
from store.engine import Database
from store.schema import invoices, payments
from store.sweeping import PASSING
from tests.bench.generate import CASHIERS, OWNER

SIZE = 8
STRANGE = [f"of-nobody-{n}" for n in range(30)]
FAR = [10**12 + n for n in range(30)]
"""What else is asked for with it, of which nothing is in the books."""
LEASE = timedelta(seconds=60)


@dataclass(frozen=True)
class Sought:
    """One invoice of the books, by everything that people and banks know it by."""

    invoice_id: int
    number: int
    token: str
    customer_id: int | None
    payment_id: int
    hook_token: str
    provider: str
    reference: str
    bank_id: str
    bank_number: str | None
    payer: str


Question = Callable[[SqlBooks, Sought], object]


async def sample(database: Database, count: int, seed: int = 1) -> list[Sought]:
    """Some paid invoices from all over the books."""
    chance = random.Random(seed)

    def read(books: SqlBooks) -> list[Sought]:
        highest = books.run(select(invoices.c.id).order_by(invoices.c.id.desc()).limit(1)).scalar_one()
        found: list[Sought] = []
        while len(found) < count:
            query = select(invoices, payments).join(payments, payments.c.invoice_id == invoices.c.id)
            paid = query.where(invoices.c.id == chance.randint(1, highest), payments.c.payer.is_not(None))
            found += [_sought(books, row) for row in books.run(paid)]
        return found

    return await database.read(read)


def _sought(books: SqlBooks, row: Any) -> Sought:
    at = row._mapping
    mine, theirs = invoices.c, payments.c
    return Sought(
        invoice_id=at[mine.id],
        number=at[mine.number],
        token=at[mine.token],
        customer_id=at[mine.customer_id],
        payment_id=at[theirs.id],
        hook_token=at[theirs.hook_token],
        provider=at[theirs.provider],
        reference=at[theirs.reference],
        bank_id=at[theirs.bank_id],
        bank_number=at[theirs.bank_reference],
        payer=books.vault.open_text(at[theirs.payer]),
    )


_owner = Person(OWNER, "Owner", role=Role.OWNER)
_cashier = Person(CASHIERS[0], "Cashier", role=Role.CASHIER)
PAID = InvoiceState.PAID


def _list(
    person: Person, state: InvoiceState | None = None, *, further: bool = False, totals: bool = False
) -> Question:
    def ask(books: SqlBooks, sought: Sought) -> object:
        before = sought.invoice_id if further else None
        page = invoicing.list_page(books, person, state, before, SIZE)
        return page, invoicing.totals(books, person) if totals else None

    return ask


def _view(books: SqlBooks, sought: Sought) -> object:
    invoice = books.invoice_by_token(sought.token)
    assert invoice is not None
    kept = books.payments_of(invoice.id), books.refunds_of_invoice(invoice.id), books.cards_of(invoice.id)
    return invoice, *kept, books.attentions(invoice_id=invoice.id)


def _outbox(books: SqlBooks, sought: Sought) -> object:
    now = datetime.now(UTC)
    return books.due_cards(now, 300), books.due_notices(now, 300), books.next_due()


def _watch(books: SqlBooks, sought: Sought) -> object:
    now = datetime.now(UTC)
    asked = books.has_due_payments(now), books.has_due_refunds(now)
    return asked, books.lease_due_payments("bench", now, now + LEASE, 50), _watch_refunds(books, now)


def _watch_refunds(books: SqlBooks, now: datetime) -> object:
    return books.lease_due_refunds("bench", now, now + LEASE, 50)


def _settling(books: SqlBooks, sought: Sought) -> object:
    now = datetime.now(UTC)
    return books.has_due_deliveries(now), books.lease_due_deliveries("bench", now, now + LEASE, 50)


def _named(books: SqlBooks, sought: Sought) -> object:
    return payers.by_name(books, _owner, sought.payer, None, SIZE)


READS: dict[str, Question] = {
    "list: first page": _list(_owner, totals=True),
    "list: by state": _list(_owner, PAID),
    "list: a cashier's": _list(_cashier, PAID, totals=True),
    "list: a page in the middle": _list(_owner, further=True),
    "list: a cashier's, all states, middle": _list(_cashier, further=True),
    "list: a customer's": lambda books, s: books.invoices_of_customer(
        s.customer_id or 0, before=None, limit=SIZE
    ),
    "find: by number": lambda books, s: books.invoice_by_number(s.number),
    "find: by the bank's number": lambda books, s: payers.by_bank_number(
        books, _owner, s.bank_number or "", SIZE
    ),
    "find: by the payer's name": _named,
    "find: by one word, a cashier's": lambda books, s: payers.by_name(
        books, _cashier, s.payer.split()[0], None, SIZE
    ),
    "look-up: webhook's token": lambda books, s: books.hooks([s.hook_token]),
    "look-up: tokens of a group of webhooks": lambda books, s: books.hooks([s.hook_token, *STRANGE]),
    "look-up: payments of a group of webhooks": lambda books, s: books.payments_by_id([s.payment_id, *FAR]),
    "look-up: bank's reference": lambda books, s: books.hooks_by_reference([(s.provider, s.reference)]),
    "look-up: bank's id": lambda books, s: books.payment_by_bank_id(s.provider, s.bank_id),
    "look-up: the whole of an invoice": _view,
    "due: cards and notices": _outbox,
    "due: past their deadline": lambda books, s: books.overdue_invoices(datetime.now(UTC), 1),
    "due: updates of a chat": lambda books, s: books.next_update(CASHIERS[0]),
    "due: chats that nobody has": lambda books, s: books.left_chats("bench", datetime.now(UTC), 50),
    "due: reminders": lambda books, s: books.due_reminders(datetime.now(UTC), 100),
    "due: what a person must decide": lambda books, s: books.attentions(),
    "due: places without QR": lambda books, s: books.places_without_qr(
        datetime.now(UTC) - LEASE, datetime.now(UTC)
    ),
    "due: everything open": lambda books, s: len(books.open_payments()),
    "figures: what stands still": lambda books, s: books.overdue(),
    "figures: queues": lambda books, s: books.queues(datetime.now(UTC)),
    "figures: payments by state": lambda books, s: books.payments_by_state(),
}
WRITES: dict[str, Question] = {
    "due: payments and refunds": _watch,
    "due: webhooks": _settling,
    "due: a sign of life": lambda books, s: books.beat(
        "process:bench", datetime.now(UTC), datetime.now(UTC) + LEASE
    ),
    "chores: moments out of reach": lambda books, s: books.pull_back(datetime.now(UTC)),
    "chores: the first page of what is old": lambda books, s: [
        books.look_for_old(passing, None, datetime.now(UTC)) for passing in PASSING
    ],
}
ALL = READS | WRITES
