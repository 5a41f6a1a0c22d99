"""How a subscription is kept in step with its bank: each step is one transaction that holds its row.

A wish is what a person wants of the bank; ``asked_at`` says since when the bank may know of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from billing import telling
from billing.answers import Declined
from billing.books import Books
from billing.models import RefundRefusal
from billing.ports import Ids
from billing.states import LIVE, InvoiceState
from billing.subscriptions import reminding, running
from billing.subscriptions.banking import BankBill, BankState, BankSubscription, BankTerms, Bounds
from billing.subscriptions.mirror import adopting, concluding, mirrored
from billing.subscriptions.mirror.mirrored import afresh
from billing.subscriptions.mirror.told import differs, is_so, to_change
from billing.subscriptions.models import PeriodState, State
from billing.subscriptions.records import Subscription, Wish

SOON = timedelta(seconds=20)  # the first of growing pauses
OFTEN = timedelta(minutes=15)  # … and the longest; also from look to look while a bill is open, or in grace
SELDOM = timedelta(hours=6)
BILLED_BY = timedelta(minutes=1)  # so long after its moment a bill is made
UNTIMED = timedelta(hours=1)  # from look to look on the day of a bill whose hour nobody has told
REPEAT = timedelta(minutes=2)  # what is not shown so long after it was asked for is asked for again
TRIES = 5
MANY = 300  # of those that are due, among which people's wishes are looked for
CANCEL_AGAIN = timedelta(hours=1)
AFTERWARDS = timedelta(days=1)  # one that has ended is looked at once more
REFUSED, GONE = "alert-sub-refused", "alert-sub-gone"


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look brought; ``declined``: the bank's no, just before, to what was ``asked``."""

    shown: BankSubscription
    listed: tuple[BankBill, ...]
    asked: Subscription
    declined: Declined | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a bank is to be told now; that it is asked stands in the books."""

    asked: Subscription
    bank_id: str
    was: BankTerms
    to: BankTerms


def due(books: Books, engine: str, at: datetime, limit: int) -> list[int]:
    """Whom to look at now: those of whom somebody wishes something before those that are only looked at."""
    found = books.due_subscriptions(engine, at, MANY)
    if len(found) <= limit:
        return found
    wished = {each for each in found if (row := books.subscription(each)) and row.wish is not None}
    return sorted(found, key=lambda each: each not in wished)[:limit]


# --- asking


def intend_to_make(books: Books, subscription_id: int, at: datetime) -> Subscription | None:
    """From now on the bank may have it; ``None``: it is not to be made, or not yet."""
    subscription = books.subscription(subscription_id, lock=True)
    if subscription is None or subscription.bank_id is not None or subscription.over:
        return None
    if subscription.engine in books.merchant.rules.off and subscription.asked_at is None:
        mirrored.not_made(books, subscription, mirrored.TURNED_OFF, "", at)
        return None
    if running.waits_for_another(books, subscription):
        books.amend_subscription(subscription.id, next_due=at + running.WAIT_FOR_ANOTHER)
        return None
    return intend(books, subscription_id, Wish.MAKE, at)


def intend(books: Books, subscription_id: int, wish: Wish | None, at: datetime) -> Subscription | None:
    """From now on the bank may know; ``None``: somebody else is at it, or something else is wished by now."""
    subscription = books.subscription(subscription_id, lock=True)
    if subscription is None or subscription.wish is not wish or subscription.asked_at is not None:
        return None
    books.amend_subscription(subscription.id, asked_at=at, next_due=at + _pause(0))
    return afresh(books, subscription)


def unasked(books: Books, asked: Subscription, at: datetime) -> None:
    """Surely the bank was not asked, or has nothing: the same again, later and later."""
    subscription = _still(books, asked)
    if subscription is not None:
        pause = _pause(subscription.looks)
        books.amend_subscription(
            subscription.id, asked_at=None, looks=subscription.looks + 1, next_due=at + pause
        )


def later(books: Books, subscription_id: int, at: datetime) -> None:
    """No answer; the pauses grow."""
    subscription = books.subscription(subscription_id, lock=True)
    if subscription is not None:
        pause = _pause(subscription.looks)
        books.amend_subscription(subscription.id, looks=subscription.looks + 1, next_due=at + pause)


def refused(books: Books, asked: Subscription, declined: Declined, at: datetime) -> None:
    """The bank does not do what was wished, and it is not so: the owners hear of it.

    A cancellation stays wished: as long as the bank bills, somebody pays.
    """
    subscription = _still(books, asked)
    if subscription is None or subscription.wish is None:
        return
    values = mirrored.about(subscription) | {"wish": subscription.wish.value, "code": declined.code}
    cause = f"s{subscription.id}:{subscription.wish}"
    cancel = subscription.wish is Wish.CANCEL
    telling.alert(books, REFUSED, cause if cancel else f"{cause}:{at.isoformat()}", values, at)
    wish = Wish.CANCEL if cancel else None
    next_due = at + (CANCEL_AGAIN if cancel else OFTEN)
    books.amend_subscription(subscription.id, wish=wish, asked_at=None, looks=0, next_due=next_due)


def _still(books: Books, asked: Subscription) -> Subscription | None:
    """The subscription, unless something else was wished of it meanwhile, which is done next."""
    subscription = books.subscription(asked.id, lock=True)
    same = subscription is not None and (subscription.wish, subscription.asked_at) == (
        asked.wish,
        asked.asked_at,
    )
    return subscription if same else None


# --- making


def bind(books: Books, subscription_id: int, shown: BankSubscription, at: datetime) -> Subscription | None:
    """It is this one at the bank. Who cancelled it meanwhile still wishes so. ``None``: it cannot be."""
    subscription = books.subscription(subscription_id, lock=True)
    if subscription is None or subscription.bank_id not in {None, shown.bank_id}:
        return None
    if not books.amend_subscription(subscription.id, bank_id=shown.bank_id):
        later(books, subscription.id, at)
        return None
    wish = Wish.CANCEL if subscription.wish is Wish.CANCEL else None
    if wish is None and differs(subscription, shown):
        wish = Wish.CHANGE  # changed while it was being made, or a later day
    told = {"bank_next_at": shown.next_at, "bank_next_timed": shown.next_timed}
    books.amend_subscription(subscription.id, wish=wish, asked_at=None, looks=0, next_due=at, **told)
    evidence = {"bank_id": shown.bank_id}
    actor = f"bank:{subscription.engine}"
    books.audit("subscription", subscription.id, Wish.MAKE, "made", actor, at, evidence)
    return afresh(books, subscription)


def never_made(books: Books, subscription_id: int, asked_at: datetime, at: datetime) -> None:
    """The bank has none, and none can come up any more: it is asked again, or nothing is left to end.

    That is proven for what was asked at that moment; who has asked again since waits for an answer.
    """
    subscription = books.subscription(subscription_id, lock=True)
    if subscription is None or subscription.bank_id is not None or subscription.asked_at != asked_at:
        return
    if subscription.wish is Wish.CANCEL:
        mirrored.withdrawn(books, subscription, at)
    elif subscription.wish is Wish.MAKE:
        books.amend_subscription(subscription.id, asked_at=None, looks=0, next_due=at)


# --- looking


def gone(books: Books, subscription_id: int, at: datetime) -> None:
    """The bank says that there is none: other keys' subscriptions look so too, so nothing follows."""
    subscription = books.subscription(subscription_id, lock=True)
    if subscription is not None:
        mirrored.alert(books, subscription, GONE, at)
        books.amend_subscription(subscription.id, next_due=at + SELDOM)


def take_over(
    books: Books, subscription_id: int, looked: Looked, bounds: Bounds, ids: Ids, at: datetime
) -> Change | None:
    """All that a look brought; what the bank is to be told of a change now is given back, noted as asked."""
    concluding.follow(books, subscription_id, at)
    subscription = books.subscription(subscription_id, lock=True)
    if subscription is None or subscription.bank_id != looked.shown.bank_id:
        return None
    subscription = mirrored.note(books, subscription, looked.shown, at)
    adopting.adopt(books, subscription, looked.listed, bounds.life, ids, at)
    if looked.shown.state is BankState.UNCLEAR:
        books.amend_subscription(subscription.id, next_due=at + OFTEN)
        return None
    concluding.conclude(books, subscription, looked.listed, looked.shown, at)
    _wish_again(books, subscription, looked, at)
    subscription = afresh(books, subscription)
    behind = _hurry(books, subscription, looked, at)
    if not subscription.over:
        reminding.plan(books, subscription, reminding.upcoming_at_bank(subscription), at)
    change = _due_change(books, subscription, looked.shown, bounds, at)
    _look_next(books, afresh(books, subscription), looked, at, behind=behind)
    return change


def _wish_again(books: Books, subscription: Subscription, looked: Looked, at: datetime) -> None:
    """Whether the wish has come true; else it is asked for again, or given up with a word."""
    subscription = afresh(books, subscription)
    if subscription.wish is None:
        return
    if is_so(subscription, looked.shown):
        wish = Wish.CHANGE if differs(subscription, looked.shown) else None  # swallowed by the other wish
        books.amend_subscription(subscription.id, wish=wish, asked_at=None, looks=0)
    elif looked.declined is not None:
        refused(books, looked.asked, looked.declined, at)
    elif subscription.asked_at is not None and at - subscription.asked_at >= REPEAT:
        if subscription.looks >= TRIES and subscription.wish is not Wish.CANCEL:
            refused(books, subscription, _NEVER, at)
        else:
            books.amend_subscription(subscription.id, asked_at=None, looks=subscription.looks + 1)


def _due_change(
    books: Books, subscription: Subscription, shown: BankSubscription, bounds: Bounds, at: datetime
) -> Change | None:
    if subscription.wish is not Wish.CHANGE or subscription.asked_at is not None:
        return None
    assert subscription.bank_id is not None
    unpaid = bool(books.pending_periods(subscription.id))
    was, to = to_change(subscription, shown, bounds, at, unpaid=unpaid)
    asked = intend(books, subscription.id, Wish.CHANGE, at) if was != to else None
    return Change(asked, subscription.bank_id, was, to) if asked is not None else None


def _hurry(books: Books, subscription: Subscription, looked: Looked, at: datetime) -> bool:
    """Payments that the bank's history calls over are asked about at once; whether there are any."""
    over = {bill.bank_id for bill in looked.listed if bill.state not in {PeriodState.PENDING, None}}
    behind = False
    for row in books.pending_periods(subscription.id):
        for invoice_id in books.bills_of(subscription.id, row.period.number).values():
            invoice = books.invoice(invoice_id)
            for payment in books.payments_of(invoice_id) if invoice else ():
                waits = payment.state in LIVE or (invoice and invoice.state is InvoiceState.OPEN)
                if waits and payment.bank_id in over:
                    books.amend_payment(payment.id, next_look=at)
                    behind = True
    return behind


def _look_next(
    books: Books, subscription: Subscription, looked: Looked, at: datetime, *, behind: bool
) -> None:
    wished = subscription.wish is not None and (
        subscription.asked_at is not None or subscription.wish is not Wish.CHANGE
    )
    if wished and looked.declined is None:
        due = at if subscription.asked_at is None else at + _pause(subscription.looks)
        books.amend_subscription(subscription.id, next_due=due)
    elif wished:
        return  # ``refused`` has set it
    elif behind:
        looks, pause = subscription.looks + 1, _pause(subscription.looks)
        books.amend_subscription(subscription.id, next_due=at + pause, looks=looks)
    else:
        due_ = _by_schedule(books, subscription, looked.shown, at)
        books.amend_subscription(subscription.id, next_due=due_, looks=0)


def _by_schedule(
    books: Books, subscription: Subscription, shown: BankSubscription, at: datetime
) -> datetime | None:
    """Just after the next bill, often while one is open, else now and then."""
    unpaid = bool(books.pending_periods(subscription.id))
    if subscription.over:
        once_more = (subscription.ended_at or at) + AFTERWARDS
        return at + OFTEN if unpaid else once_more if once_more > at else None
    moments = [at + (OFTEN if unpaid else SELDOM)]
    if shown.next_at is not None and subscription.state is State.ACTIVE:
        late = OFTEN if shown.next_timed else UNTIMED
        moments.append(max(shown.next_at + BILLED_BY, at + _since(shown.next_at, at, late)))
    return min(moments)


def _since(next_at: datetime, at: datetime, late: timedelta) -> timedelta:
    """A bill that is late is looked for soon, then from time to time."""
    return min(late, max(BILLED_BY, (at - next_at) / 2))


def _pause(looks: int) -> timedelta:
    growing: timedelta = SOON * 2 ** min(looks, 10)
    return min(growing, OFTEN)


_NEVER = Declined(RefundRefusal.UNSAID, text="it was asked for again and again, and is not so")
