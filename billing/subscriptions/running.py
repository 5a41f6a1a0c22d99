"""Our own engine. One turn looks at one subscription, in one transaction that holds its row.

Whatever is decided is written with the keys of its period and its bill: two workers, a repeated turn and a
clock that was set back find what is there and make nothing new. No bank is asked here; a payment may be
reserved for a way to pay that the subscriber let us charge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from billing.books import Books
from billing.errors import Closed
from billing.models import Invoice
from billing.ports import Ids
from billing.states import InvoiceState
from billing.subscriptions import bills, news, reminding
from billing.subscriptions.calendar import next_after, period
from billing.subscriptions.due import Due, Known, Skipped, ahead, decide
from billing.subscriptions.ladder import (
    PERIOD_STATES,
    Billed,
    Failed,
    Ladder,
    Paid,
    Passed,
    Rung,
    Step,
    Stopped,
    begun,
    begun_ahead,
    bill_due,
    may_ask,
    step,
)
from billing.subscriptions.models import Period, PeriodState, State
from billing.subscriptions.records import ChangedBill, End, PeriodRow, Subscription

ENTRIES = 3  # the newest, and those that are pending besides
WAIT_FOR_ANOTHER = timedelta(minutes=5)
WAIT_FOR_PAYER = timedelta(minutes=1)
LONGEST_AWAY = timedelta(days=100)  # of missed periods; for longer a person says that the date is right
AFTER_ITS_TIME = timedelta(minutes=10)  # a bill that has not ended by then is looked at
ENDS = {State.EXPIRED: End.UNPAID, State.CANCELLED: End.REFUSED}


class Charge(Protocol):
    """How a bill is charged without its payer's hand, where the subscriber agreed to that."""

    def __call__(self, books: Books, subscription: Subscription, invoice: Invoice) -> int | None:
        """Reserve the payment; its number, or ``None`` where it cannot be charged so."""


@dataclass(frozen=True, slots=True)
class Turned:
    """What a turn did; ``ask``: payments that banks are to be asked for now."""

    bills: tuple[int, ...] = ()  # invoices that were made
    ask: tuple[int, ...] = ()


def turn(books: Books, subscription_id: int, ids: Ids, charge: Charge, at: datetime) -> Turned:
    """Whatever is due now: the ladder's next step, skipped periods, a bill; and when to look next."""
    subscription = books.subscription(subscription_id, lock=True)
    if subscription is None or not subscription.ours or subscription.terms is None:
        return Turned()
    follow(books, subscription, at)
    made = _bill_again(books, subscription, ids, at)
    subscription = _afresh(books, subscription)
    if not waits_for_another(books, subscription):
        made += _decide(books, subscription, ids, at)
    asked = [charge(books, subscription, each) for each in made] if subscription.method_id else []
    look_next(books, subscription, at)
    return Turned(tuple(each.id for each in made), tuple(each for each in asked if each is not None))


def follow(books: Books, subscription: Subscription, at: datetime) -> None:
    """Let the ladders see what became of their bills, and that it is so late now. The row is held."""
    for row in books.pending_periods(subscription.id):
        if bills.is_stranded(books, row.invoice_id, at):
            bills.call_off(books, row.invoice_id, subscription.id, at)
    for changed in books.changed_bills_of(subscription.id):
        see(books, subscription, changed, at)
        books.bill_looked_at(changed.invoice_id, changed.changes)
    for row in books.pending_periods(subscription.id):
        if row.ladder is not None and not (row.ladder.open and bills.being_paid(books, row.invoice_id)):
            taken = step(row.ladder, Passed(at), subscription.offer.rules, _zone(books))
            apply(books, subscription, row, taken, at)
    for row in bills.left_open(books, subscription.id):
        bills.call_off(books, row.invoice_id, subscription.id, at)


def apply(books: Books, subscription: Subscription, row: PeriodRow, taken: Step, at: datetime) -> None:
    """Write a step down, tell it, and end what it ends."""
    if taken.ladder == row.ladder:
        return
    state = PERIOD_STATES[taken.ladder.rung]
    settled = at if state is not PeriodState.PENDING and row.settled_at is None else row.settled_at
    books.amend_period(
        subscription.id, row.period.number, ladder=taken.ladder, state=state, settled_at=settled
    )
    if state is not row.state:
        books.audit("period", subscription.id, row.state, state, f"period:{row.period.number}", at)
    if taken.withdraw:
        bills.call_off(books, row.invoice_id, subscription.id, at)
    if taken.ends is not None:
        end(books, subscription, taken.ends, ENDS[taken.ends], at)
    news.of_ladder(books, subscription, row, taken.tell, at)


def end(books: Books, subscription: Subscription, state: State, by: End, at: datetime) -> None:
    """It is over: no more bills, no more reminders."""
    if subscription.over:
        return
    books.amend_subscription(subscription.id, state=state, ended_at=at, ended_by=by, next_due=None)
    books.audit("subscription", subscription.id, subscription.state, state, by, at)
    books.drop_reminders("subscription", subscription.id, "over", at)


def stop_bills(books: Books, subscription: Subscription, at: datetime) -> None:
    """A person paused or cancelled it: what is open is called off. In the same transaction, the row held."""
    for row in books.pending_periods(subscription.id):
        if row.ladder is not None:
            taken = step(row.ladder, Stopped(at), subscription.offer.rules, _zone(books))
            apply(books, subscription, row, taken, at)


def ask_for_bill(books: Books, subscription: Subscription, ids: Ids, at: datetime) -> Invoice:
    """The subscriber wishes to pay now: the open bill, another one, or the next period's before its day.

    The row is held. ``Closed`` where there is nothing to pay.
    """
    follow(books, subscription, at)
    subscription = _afresh(books, subscription)
    for row in books.pending_periods(subscription.id):
        if row.ladder is None or row.invoice_id is None:
            continue
        number = may_ask(row.ladder)
        if number is not None:
            billed = step(row.ladder, Billed(number, at, own=False), subscription.offer.rules, _zone(books))
            return _make(books, subscription, row, billed.ladder, ids, at)
        invoice = books.invoice(row.invoice_id)
        if invoice is not None and invoice.state is InvoiceState.OPEN:
            return invoice
    found = ahead(known(books, subscription), at)
    if found is None or waits_for_another(books, subscription):
        raise Closed("subscription-nothing-to-pay")
    return _begin(books, subscription, found, begun_ahead(at, found.start), ids, at)


def may_ask_now(books: Books, subscription: Subscription, at: datetime) -> bool:
    """Whether ``ask_for_bill`` would find something to pay; what it finds may have changed by then."""
    if not subscription.ours or subscription.over or subscription.terms is None:
        return False
    pending = books.pending_periods(subscription.id)
    if pending:
        return any(row.ladder is not None and row.ladder.rung.live for row in pending)
    free = not waits_for_another(books, subscription)
    return free and ahead(known(books, subscription), at) is not None


def known(books: Books, subscription: Subscription) -> Known:
    """All that the books hold for a decision."""
    assert subscription.terms is not None
    rows = {row.period.number: row for row in books.newest_periods(subscription.id, ENTRIES)}
    rows |= {row.period.number: row for row in books.pending_periods(subscription.id)}
    entries = tuple(rows[number].entry for number in sorted(rows))
    return Known(subscription.terms, entries, subscription.pauses, subscription.state)


def undecided_since(books: Books, subscription: Subscription, at: datetime) -> datetime:
    """From when on nothing was decided, where so much was missed that a person must speak; else now."""
    due = decide(known(books, subscription), at)
    return due.missed[0].start if _away_too_long(due) else at


def upcoming(books: Books, subscription: Subscription, at: datetime) -> Period | None:
    """The period that is billed next, as things stand; ``None`` where none is."""
    if subscription.terms is None or subscription.over or subscription.state is State.PAUSED:
        return None
    if waits_for_another(books, subscription):
        return None
    here = known(books, subscription)
    following = next_after(here.terms, at)
    if here.unpaid or following.number >= here.next_number:
        return following
    return period(here.terms, here.next_number)


def see(books: Books, subscription: Subscription, changed: ChangedBill, at: datetime) -> None:
    """A bill that a member cancelled by hand is waived: nobody is asked for this period again."""
    row = books.period_of(subscription.id, changed.of.number)
    invoice = books.invoice(changed.invoice_id)
    if row is None or row.ladder is None or invoice is None or invoice.state is InvoiceState.OPEN:
        return
    paid = invoice.state is InvoiceState.PAID
    if paid and row.ladder.rung is Rung.PAID:
        bills.note_second(books, subscription.id, changed.of, invoice, at)
    waived = _in_its_time(invoice) and _is_newest(row.ladder, changed)
    what = Paid(changed.of.bill, at) if paid else Stopped(at) if waived else Failed(changed.of.bill, at)
    apply(books, subscription, row, step(row.ladder, what, subscription.offer.rules, _zone(books)), at)
    if waived:
        news.waived(books, subscription, row, at)


def _in_its_time(invoice: Invoice) -> bool:
    """Whether somebody cancelled it before its deadline; after that only the engine does."""
    ended = invoice.ended_at
    return invoice.state is InvoiceState.CANCELLED and ended is not None and ended < invoice.deadline


def _is_newest(ladder: Ladder, changed: ChangedBill) -> bool:
    """Whether it is the bill that the ladder waits for; what it called off itself it waits for no more."""
    return ladder.open and ladder.own and changed.of.bill == ladder.bill


def _bill_again(books: Books, subscription: Subscription, ids: Ids, at: datetime) -> list[Invoice]:
    """The ladder's next bill of a period, once its hour has come."""
    made = []
    for row in books.pending_periods(subscription.id):
        number = bill_due(row.ladder, at) if row.ladder is not None else None
        if row.ladder is not None and number is not None:
            billed = step(row.ladder, Billed(number, at), subscription.offer.rules, _zone(books))
            made.append(_make(books, subscription, row, billed.ladder, ids, at))
    return made


def _decide(books: Books, subscription: Subscription, ids: Ids, at: datetime) -> list[Invoice]:
    due = decide(known(books, subscription), at)
    if _away_too_long(due):
        news.missed(books, subscription, due.missed, at, kind="away")
        return []
    skip(books, subscription, due.skip)
    if due.missed:
        news.missed(books, subscription, due.missed, at)
    if due.bill is None:
        return []
    return [_begin(books, subscription, due.bill, begun(at), ids, at)]


def skip(books: Books, subscription: Subscription, periods: Sequence[Skipped]) -> None:
    """They are never billed."""
    for each in periods:
        amount = subscription.price(each.period.number)
        row = PeriodRow(subscription.id, each.period, amount, PeriodState.SKIPPED, skip=each.why)
        books.add_period(row)


def _away_too_long(due: Due) -> bool:
    """Whether nothing is decided, because so much was missed that the clock may be wrong by months."""
    return bool(due.missed) and due.missed[-1].end - due.missed[0].start > LONGEST_AWAY


def _begin(
    books: Books, subscription: Subscription, found: Period, ladder: Ladder, ids: Ids, at: datetime
) -> Invoice:
    amount = subscription.price(found.number)
    row = PeriodRow(subscription.id, found, amount, PeriodState.PENDING, ladder=ladder)
    if not books.add_period(row):
        raise Closed  # somebody else is billing it right now
    invoice = bills.make(books, subscription, row, ladder, ids, at)
    books.amend_period(subscription.id, found.number, invoice_id=invoice.id)
    news.to_shop(
        books,
        subscription,
        "billed",
        f"billed:{found.number}",
        at,
        {"number": str(found.number), "amount": str(amount.minor)},
        invoice_id=invoice.id,
    )
    return invoice


def _make(
    books: Books, subscription: Subscription, row: PeriodRow, ladder: Ladder, ids: Ids, at: datetime
) -> Invoice:
    """Another bill of a period that has begun."""
    invoice = bills.make(books, subscription, row, ladder, ids, at)
    books.amend_period(subscription.id, row.period.number, ladder=ladder, invoice_id=invoice.id)
    return invoice


def waits_for_another(books: Books, subscription: Subscription) -> bool:
    """Whether it replaces one of which it is not certain yet that nobody is billed for it any more."""
    before = books.subscription(subscription.after_id) if subscription.after_id else None
    return before is not None and not before.ended_for_certain


def look_next(books: Books, subscription: Subscription, at: datetime) -> None:
    """When it is to be looked at again, and of what its subscriber is reminded until then."""
    subscription = _afresh(books, subscription)
    reminding.plan(books, subscription, upcoming(books, subscription, at), at)
    books.amend_subscription(subscription.id, next_due=_next_due(books, subscription, at))


def _next_due(books: Books, subscription: Subscription, at: datetime) -> datetime | None:
    pending = books.pending_periods(subscription.id)
    moments = [
        row.ladder.until
        for row in pending
        if row.ladder is not None
        and row.ladder.until is not None
        and (row.ladder.rung is Rung.GRACE or not row.ladder.open)
    ]
    moments = [each if each > at else at + WAIT_FOR_PAYER for each in moments]
    if bills.left_open(books, subscription.id):
        moments.append(at + WAIT_FOR_PAYER)
    for row in pending:
        if (until := bills.open_until(books, row.invoice_id)) is not None:
            moments.append(max(until, at) + AFTER_ITS_TIME)
    if not subscription.over and subscription.terms is not None:
        moments.append(next_after(subscription.terms, at).start)
    if not subscription.over and waits_for_another(books, subscription):
        moments.append(at + WAIT_FOR_ANOTHER)
    return min(moments, default=None)


def _afresh(books: Books, subscription: Subscription) -> Subscription:
    return books.subscription(subscription.id) or subscription


def _zone(books: Books) -> str:
    return books.merchant.timezone
