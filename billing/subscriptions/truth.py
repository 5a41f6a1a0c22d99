"""What a reminder says is true at the moment when it is sent, or it is not sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from billing.books import Books
from billing.models import Invoice, Notice, Payment, Person, Place
from billing.records import NewNotice
from billing.settings.hours import within_hours
from billing.split import reminding as splits
from billing.states import LIVE, InvoiceState, PaymentState
from billing.subscriptions import news, reminding, running
from billing.subscriptions.models import Period
from billing.subscriptions.records import ReminderRow, Subscription, Wish
from billing.subscriptions.reminders import Reminder

TOLD, LATE, NOT_TRUE, SILENT, UNREACHABLE = "told", "late", "not-true", "silent", "unreachable"
OF_SUBSCRIPTION, OF_INVOICE = "remind-subscription", "remind-invoice"
KINDS = {reminding.SUBSCRIPTION: OF_SUBSCRIPTION, reminding.INVOICE: OF_INVOICE}
ENDING = frozenset({Wish.MAKE, Wish.PAUSE, Wish.CANCEL})  # what a bank has not done yet, and is to do
AGAIN = "again:"  # in the source of the invoice that was issued in the place of another


@dataclass(frozen=True, slots=True)
class Saying:
    """What a reminder would say now: of what, how many days before or after."""

    subject: str
    subject_id: int
    days: int
    until: datetime  # it is of one bill or deadline alone


def remind(books: Books, row: ReminderRow, at: datetime) -> bool:
    """Put a due reminder into the outbox, once, where it is still true; ``False``: it was moved or dropped.

    At night it waits for the morning, where it still holds then. What is not true now comes back with its
    next planning; all else is over for good.
    """
    opens = within_hours(at, books.merchant)
    if opens >= row.until:
        books.finish_reminder(row.id, LATE, at)
        return False
    if opens > at:
        books.plan_reminders([replace(row, due_at=opens)], at)
        return False
    if row.subject == splits.SUBJECT:
        return books.finish_reminder(row.id, TOLD, at) and splits.remind(books, row.subject_id, at)
    saying = Saying(row.subject, row.subject_id, row.days, row.until)
    held = books.subscription(row.subject_id, lock=True) if row.subject == reminding.SUBSCRIPTION else None
    why = why_not(books, saying, at)
    if not books.finish_reminder(row.id, why or TOLD, at, for_good=why != NOT_TRUE):
        return False
    if why == UNREACHABLE and held is not None:
        tell_unreachable(books, held.id, at)
    if why is None:
        _tell(books, row, at)
    return why is None


def why_not(books: Books, saying: Saying, at: datetime) -> str | None:
    """Why it must not be said now; ``None``: it may."""
    if at >= saying.until:
        return LATE
    if saying.subject == reminding.SUBSCRIPTION:
        return _of_subscription(books, saying, at)
    return _of_invoice(books, saying)


def still(books: Books, notice: Notice, at: datetime) -> str | None:
    """The same of one that waits in the outbox, where Telegram may have kept it long."""
    of_invoice = notice.kind == OF_INVOICE
    subject_id = notice.invoice_id if of_invoice else int(notice.values["subscription"])
    saying = Saying(
        reminding.INVOICE if of_invoice else reminding.SUBSCRIPTION,
        subject_id or 0,
        int(notice.values["days"]),
        notice.until or at,
    )
    return why_not(books, saying, at)


def tell_unreachable(books: Books, subscription_id: int, at: datetime) -> None:
    """The shop hears once that a subscriber cannot be reminded; again only after they were back."""
    subscription = books.subscription(subscription_id, lock=True)
    if subscription is None or subscription.told_reminders_off:
        return
    books.amend_subscription(subscription.id, told_reminders_off=True)
    news.to_shop(books, subscription, "unreachable", f"unreachable:{at.isoformat()}", at)


def upcoming(books: Books, subscription: Subscription, at: datetime) -> Period | None:
    """The period that a reminder may speak of, whoever bills it; none while another bill is unpaid."""
    if books.pending_periods(subscription.id):
        return None
    if not subscription.ours:
        return reminding.upcoming_at_bank(subscription)
    return running.upcoming(books, subscription, at)


def being_paid(payment: Payment) -> bool:
    """Money has come, is held, is on its way, or nobody knows."""
    if payment.state in {PaymentState.PAID, PaymentState.AUTHORIZED, PaymentState.UNKNOWN}:
        return True
    charged = payment.method_id is not None and payment.state in LIVE
    return charged or (payment.state is PaymentState.PENDING and payment.step is not None)


def renewed(books: Books, invoice: Invoice) -> Invoice | None:
    """What was issued in the place of this one."""
    found = (books.invoice_by_source(f"{head}{AGAIN}{invoice.id}") for head in ("", "cart:"))
    return next((each for each in found if each is not None), None)


def _of_subscription(books: Books, saying: Saying, at: datetime) -> str | None:
    subscription = books.subscription(saying.subject_id)
    if subscription is None or subscription.wish in ENDING:
        return NOT_TRUE
    found = upcoming(books, subscription, at)
    if found is None or saying.days not in subscription.offer.reminders:
        return NOT_TRUE
    planned = reminding.of_bill(books, subscription, found, (saying.days,))
    if not any(_same_day(books, each, saying) and each.at <= at for each in planned):
        return NOT_TRUE
    person = books.person(subscription.customer_id) if subscription.customer_id else None
    return _of_person(person, silent=not subscription.remind)


def _of_invoice(books: Books, saying: Saying) -> str | None:
    invoice = books.invoice(saying.subject_id)
    if invoice is None or not _waits(books, invoice, saying.days):
        return NOT_TRUE
    planned = reminding.of_deadline(books, invoice, (saying.days,))
    if not any(_same_day(books, each, saying) for each in planned):
        return NOT_TRUE
    person = books.person(invoice.customer_id) if invoice.customer_id else None
    return _of_person(person, silent=person is not None and books.is_silent(person.id, reminding.INVOICE))


def _same_day(books: Books, planned: Reminder, saying: Saying) -> bool:
    """Until when it may be said moves with the shop's quiet hours; its day does not."""
    zone, just = ZoneInfo(books.merchant.timezone), timedelta(microseconds=1)
    one, other = ((until - just).astimezone(zone).date() for until in (planned.until, saying.until))
    return one == other


def _waits(books: Books, invoice: Invoice, days: int) -> bool:
    """For its money; after the deadline for a wish for another one. And the shop wants that said."""
    if days not in reminding.chosen(books) or any(map(being_paid, books.payments_of(invoice.id))):
        return False
    if days < 0:
        return invoice.state is InvoiceState.EXPIRED and renewed(books, invoice) is None
    return invoice.state is InvoiceState.OPEN


def _of_person(person: Person | None, *, silent: bool) -> str | None:
    if silent:
        return SILENT
    return None if person is not None and person.reachable else UNREACHABLE


def _tell(books: Books, row: ReminderRow, at: datetime) -> None:
    values = {"number": str(row.number), "days": str(row.days)}
    invoice_id, person_id = None, None
    if row.subject == reminding.INVOICE:
        invoice = books.invoice(row.subject_id)
        invoice_id, person_id = row.subject_id, invoice.customer_id if invoice else None
    else:
        subscription = books.subscription(row.subject_id)
        values["subscription"] = str(row.subject_id)
        person_id = subscription.customer_id if subscription else None
        if subscription is not None and subscription.told_reminders_off:
            books.amend_subscription(subscription.id, told_reminders_off=False)  # they are back
    if person_id is None:
        return
    books.tell(
        NewNotice(
            key=row.key,
            kind=KINDS[row.subject],
            place=Place(person_id),
            loud=True,
            person_id=person_id,
            invoice_id=invoice_id,
            values=values,
            until=row.until,
        ),
        at,
    )
