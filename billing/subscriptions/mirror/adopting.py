"""Bills that a bank made by itself become periods, invoices and payments of ours; each once.

The row of the subscription is held, and all of a bill is written in one transaction, so that a bill that is
found again is the same. What the bank's history says of a bill moves no money: its payment is looked at as
any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from billing import invoicing, telling
from billing.books import Books
from billing.errors import Closed
from billing.models import Instruction, InstructionKind, Invoice
from billing.people import who_answers
from billing.ports import Ids
from billing.records import NewInvoice, NewPayment
from billing.states import InvoiceState, PaymentState
from billing.subscriptions import bills, news
from billing.subscriptions.banking import ADOPTED, BankBill
from billing.subscriptions.calendar import moment_of, period, period_at
from billing.subscriptions.mirror import mirrored
from billing.subscriptions.models import Period, PeriodState, key
from billing.subscriptions.records import BillOf, PeriodRow, Subscription

OTHER_PRICE = "alert-sub-price"
_RESERVED = frozenset({PaymentState.RESERVED})


def adopt(
    books: Books,
    subscription: Subscription,
    listed: Sequence[BankBill],
    life: timedelta,
    ids: Ids,
    at: datetime,
) -> int:
    """Whatever of the history is not in the books yet; how many bills that were. The oldest comes first."""
    made = [bill for bill in listed if bill.bank_id]
    known = _known(books, subscription, made)
    adopted, before = 0, None
    for bill in made:
        if bill.bank_id not in known:
            place = _place(books, subscription, bill, before)
            _write(books, subscription, bill, place, life, ids, at)
            adopted += 1
        before = bill
    return adopted


def _known(books: Books, subscription: Subscription, made: Sequence[BankBill]) -> set[str]:
    """Which of them have payments already; also one that the bank lists, but that we asked it for."""
    named = [(subscription.engine, ADOPTED + bill.bank_id) for bill in made]
    hooks = books.hooks_by_reference(named) if named else {}
    adopted = {reference.removeprefix(ADOPTED) for _, reference in hooks}
    others = (bill.bank_id for bill in made if bill.bank_id not in adopted)
    return adopted | {each for each in others if books.payment_by_bank_id(subscription.engine, each)}


def _place(
    books: Books, subscription: Subscription, bill: BankBill, before: BankBill | None
) -> tuple[int, int]:
    """The number of its period, and which bill of that it is."""
    if before is not None and _same_period(bill, before):
        payment = books.payment_by_bank_id(subscription.engine, before.bank_id)
        of = books.bill_of(payment.invoice_id) if payment is not None else None
        if of is not None and of.subscription_id == subscription.id:
            return of.number, max(books.bills_of(subscription.id, of.number)) + 1
    newest = next(iter(books.newest_periods(subscription.id, 1)), None)
    return max(_by_calendar(subscription, bill), newest.period.number + 1 if newest else 0), 1


def _same_period(bill: BankBill, before: BankBill) -> bool:
    """A bill that nobody paid is made again for the same days, as a further attempt."""
    if bill.first_day is None or before.first_day is None:
        return bill.attempt > before.attempt
    again = bill.attempt > before.attempt or before.state is not PeriodState.PAID
    return bill.first_day == before.first_day and again


def _by_calendar(subscription: Subscription, bill: BankBill) -> int:
    """The period that runs on that day as it was agreed, so that prices count from where they should."""
    terms = subscription.terms
    if terms is None or bill.first_day is None:
        return 0
    found = period_at(terms, moment_of(bill.first_day, time.max, terms.zone))
    return found.number if found else 0


def _write(
    books: Books,
    subscription: Subscription,
    bill: BankBill,
    place: tuple[int, int],
    life: timedelta,
    ids: Ids,
    at: datetime,
) -> None:
    number, count = place
    made_at = min(bill.made_at or at, at)
    row = books.period_of(subscription.id, number)
    if row is None:
        found = _period(subscription, bill, number, made_at)
        row = PeriodRow(subscription.id, found, subscription.price(number), PeriodState.PENDING)
        books.add_period(row)
    invoice = _invoice(books, subscription, row, count, made_at, made_at + life, ids)
    books.note_bill(invoice.id, BillOf(subscription.id, number, count), at)
    books.amend_period(subscription.id, number, invoice_id=invoice.id)
    _payment(books, subscription, invoice, bill, made_at, ids, at)
    if bill.state is PeriodState.PENDING:
        _tell(books, subscription, row, invoice, count, at)
    if bill.amount != row.amount:
        _other_price(books, subscription, invoice, bill, at)


def _period(subscription: Subscription, bill: BankBill, number: int, made_at: datetime) -> Period:
    """By the bank's days where it says them, else by ours."""
    assert subscription.terms is not None
    ours = period(subscription.terms, number)
    first, last = bill.first_day or ours.first_day, bill.last_day or ours.last_day
    at, zone = subscription.terms.legs[-1].at, subscription.terms.zone
    end = moment_of(max(first, last) + timedelta(days=1), at, zone)
    return Period(number, made_at, max(end, made_at), first, max(first, last))


def _invoice(
    books: Books,
    subscription: Subscription,
    row: PeriodRow,
    count: int,
    made_at: datetime,
    deadline: datetime,
    ids: Ids,
) -> Invoice:
    """Of what was agreed: where the bank takes another sum, a person decides."""
    invoice = books.add_invoice(
        NewInvoice(
            number=books.next_number("invoice"),
            token=ids.token(),
            amount=row.amount,
            description=bills.described(subscription, row)[: invoicing.DESCRIPTION_MOST],
            issuer_id=who_answers(books, subscription.issuer_id).id,
            source=key(subscription.id, row.period.number, count),
            created_at=made_at,
            deadline=deadline,
        )
    )
    if invoice is None:
        raise Closed  # the same bill is being written elsewhere right now
    if subscription.customer_id is not None:
        books.claim_customer(invoice.id, subscription.customer_id)
    return invoice


def _payment(
    books: Books,
    subscription: Subscription,
    invoice: Invoice,
    bill: BankBill,
    made_at: datetime,
    ids: Ids,
    at: datetime,
) -> None:
    """It stands at the bank and waits, as far as we know; the next look says more."""
    new = NewPayment(
        invoice_id=invoice.id,
        provider=subscription.engine,
        reference=ADOPTED + bill.bank_id,
        amount=bill.amount,
        hook_token=ids.token(),
        created_at=made_at,
        phone=subscription.phone,
    )
    payment = books.add_payment(new)
    stands = {
        "bank_id": bill.bank_id,
        "asked_at": made_at,
        "expires_at": invoice.deadline,
        "instruction": Instruction(InstructionKind.CONFIRM),
        "next_look": at,
    }
    books.move_payment(payment.id, _RESERVED, PaymentState.PENDING, stands)
    actor = f"subscription:{subscription.id}"
    books.audit("invoice", invoice.id, "", InvoiceState.OPEN, actor, at)
    books.audit("payment", payment.id, "", PaymentState.PENDING, actor, at, {"bank_id": bill.bank_id})


def _tell(
    books: Books, subscription: Subscription, row: PeriodRow, invoice: Invoice, count: int, at: datetime
) -> None:
    """A bill that waits now: its card for the subscriber, and the first of a period for the shop."""
    if subscription.customer_id is not None:
        bills.show(books, subscription.customer_id, books.invoice(invoice.id) or invoice, at, at_once=False)
    if count == 1:
        number = row.period.number
        values = {"number": str(number), "amount": str(row.amount.minor)}
        news.to_shop(books, subscription, "billed", f"billed:{number}", at, values, invoice_id=invoice.id)


def _other_price(
    books: Books, subscription: Subscription, invoice: Invoice, bill: BankBill, at: datetime
) -> None:
    sums = {"ours": str(invoice.amount.minor), "theirs": str(bill.amount.minor)}
    values = mirrored.about(subscription) | sums | {"currency": bill.amount.currency}
    telling.alert(books, OTHER_PRICE, f"i{invoice.id}", values, at)
