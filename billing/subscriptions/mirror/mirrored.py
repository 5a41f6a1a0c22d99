"""How a subscription that a bank runs stands there, taken over into the books; each change is told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from billing import telling
from billing.books import Books
from billing.subscriptions import news, reminding, running
from billing.subscriptions.banking import BankState, BankSubscription
from billing.subscriptions.models import Pause, State
from billing.subscriptions.records import End, Subscription, Wish

TURNED_OFF = "turned-off"  # the bank, by the shop, before it was asked
UNCLEAR, REVIVED = "alert-sub-unclear", "alert-sub-revived"
_OVER = {BankState.CANCELLED, BankState.EXPIRED}


def note(books: Books, subscription: Subscription, shown: BankSubscription, at: datetime) -> Subscription:
    """Take over how the bank shows it; a word that we do not know changes nothing."""
    if shown.state is BankState.UNCLEAR:
        alert(books, subscription, UNCLEAR, at)
        return subscription
    if subscription.over:
        if shown.state not in _OVER:
            alert(books, subscription, REVIVED, at)
        return subscription
    books.amend_subscription(subscription.id, bank_next_at=shown.next_at, bank_next_timed=shown.next_timed)
    match shown.state:
        case BankState.ACTIVE:
            _goes_on(books, subscription, at)
        case BankState.PAUSED:
            _rests(books, subscription, at)
        case _:
            _ended(books, subscription, shown.state, at)
    fresh = afresh(books, subscription)
    reminding.plan(books, fresh, reminding.upcoming_at_bank(fresh), at)
    return fresh


def _goes_on(books: Books, subscription: Subscription, at: datetime) -> None:
    if subscription.ended_by is not None and subscription.wish is not Wish.CANCEL:
        books.amend_subscription(subscription.id, ended_by=None)  # a report said so, and the bank does not
    if subscription.state is State.PAUSED:
        pauses = tuple(replace(each, end=each.end or at) for each in subscription.pauses)
        _becomes(books, subscription, State.ACTIVE, "resumed", at, pauses=pauses)


def _rests(books: Books, subscription: Subscription, at: datetime) -> None:
    if subscription.state is State.ACTIVE:
        pauses = (*subscription.pauses, Pause(at))
        _becomes(books, subscription, State.PAUSED, "paused", at, pauses=pauses, grace_until=None)
        books.drop_reminders(reminding.SUBSCRIPTION, subscription.id, "paused", at)


def _becomes(
    books: Books, subscription: Subscription, state: State, kind: str, at: datetime, **changes: object
) -> None:
    """Both sides hear it: who wished it, that it is so now; who did not, that somebody did it at the bank."""
    books.amend_subscription(subscription.id, state=state, **changes)
    actor = f"bank:{subscription.engine}"
    books.audit("subscription", subscription.id, subscription.state, state, actor, at)
    tell_both(books, subscription, kind, f"{kind}:{at.isoformat()}", at)


def _ended(books: Books, subscription: Subscription, state: BankState, at: datetime) -> None:
    """For certain: nobody will be billed for it again. What is billed already may still be paid."""
    unpaid = next(iter(books.newest_periods(subscription.id, 1)), None)
    number, amount = (unpaid.period.number, unpaid.amount) if unpaid else (0, subscription.price(0))
    values = {"number": str(number), "amount": str(amount.minor)}
    expired = state is BankState.EXPIRED
    by = End.UNPAID if expired else subscription.ended_by or End.BANK
    running.end(books, subscription, State.EXPIRED if expired else State.CANCELLED, by, at)
    books.amend_subscription(
        subscription.id, wish=None, asked_at=None, grace_until=None, failed=0, looks=0, bank_next_at=None
    )
    kind = "expired" if expired else "refused" if by is End.REFUSED else "ended"
    tell_both(books, subscription, kind, kind, at, values)


def not_made(books: Books, subscription: Subscription, refusal: str, code: str, at: datetime) -> None:
    """The bank did not take it, or was not asked; ``refusal``: one of ``Refusal``, or ``TURNED_OFF``.

    Who cancelled it meanwhile hears that it is over, and nothing else.
    """
    if subscription.wish is Wish.CANCEL:
        withdrawn(books, subscription, at)
        return
    _ends_unmade(books, subscription, End.NOT_MADE, at)
    values = about(subscription) | {"refusal": refusal, "code": code}
    tell_both(books, subscription, "not-made", "not-made", at, values, at_once=True)


def withdrawn(books: Books, subscription: Subscription, at: datetime) -> None:
    """It was cancelled before the bank had it; who has heard of its end already hears nothing more."""
    _ends_unmade(books, subscription, subscription.ended_by or End.SHOP, at)
    if not subscription.over:
        tell_both(books, subscription, "ended", "ended", at)


def _ends_unmade(books: Books, subscription: Subscription, by: End, at: datetime) -> None:
    running.end(books, subscription, State.CANCELLED, by, at)
    books.amend_subscription(subscription.id, wish=None, asked_at=None, looks=0)


def tell_both(
    books: Books,
    subscription: Subscription,
    kind: str,
    nth: str,
    at: datetime,
    values: dict[str, str] | None = None,
    *,
    invoice_id: int | None = None,
    at_once: bool = False,
) -> None:
    """One fact for the subscriber, and for the shop."""
    loud = kind not in news.QUIET
    news.to_subscriber(books, subscription, kind, nth, at, values, loud=loud, at_once=at_once)
    news.to_shop(books, subscription, kind, nth, at, values, invoice_id=invoice_id)


def alert(books: Books, subscription: Subscription, kind: str, at: datetime) -> None:
    """Told once."""
    telling.alert(books, kind, f"s{subscription.id}", about(subscription), at)


def about(subscription: Subscription) -> dict[str, str]:
    """What an alert says of it: its id, its number, its bank."""
    number = str(subscription.number)
    return {"subscription": str(subscription.id), "number": number, "bank": subscription.engine}


def afresh(books: Books, subscription: Subscription) -> Subscription:
    """As it is after what was just written."""
    return books.subscription(subscription.id) or subscription
