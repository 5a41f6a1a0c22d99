"""What people do with a subscription that runs: pause, resume, cancel, another price or day, silence.

One that we run changes in the same transaction, its row held. Of one that a bank runs the wish is written
down; it is so when the bank says that it is, see ``mirroring``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from billing import invoicing
from billing.access import Action, may
from billing.books import Books
from billing.errors import Closed, NotFound, Refused
from billing.models import Person
from billing.money import Money
from billing.subscriptions import bills, news, offering, running
from billing.subscriptions.calendar import next_after, with_day, with_price
from billing.subscriptions.due import changes_from
from billing.subscriptions.ladder import resumed
from billing.subscriptions.models import Pause, PeriodState, Price, State, TermsRefused
from billing.subscriptions.records import End, Subscription, Wish

INSTEAD = "instead:"
"""Begins the source of the one that replaces another; that one's id follows."""


def may_manage(person: Person, subscription: Subscription) -> bool:
    """Whether as staff: managers and owners all, a cashier those that they made."""
    if may(person, Action.CANCEL_ANY):
        return True
    return may(person, Action.ISSUE) and person.id == subscription.issuer_id


def held(books: Books, person: Person, subscription_id: int, at: datetime) -> Subscription:
    """The subscription with its row held and its ladders as they are now. ``NotFound`` for strangers."""
    subscription = books.subscription(subscription_id, lock=True)
    mine = subscription is not None and subscription.customer_id == person.id
    if subscription is None or not (mine or may_manage(person, subscription)):
        raise NotFound("subscription-not-found")
    if subscription.ours and subscription.terms is not None:
        running.follow(books, subscription, at)
    return books.subscription(subscription_id) or subscription


def pause(books: Books, person: Person, subscription_id: int, at: datetime) -> Subscription:
    """No more bills from now on; what is open is called off. Told twice, it is the same."""
    subscription = held(books, person, subscription_id, at)
    if subscription.state is State.PAUSED or subscription.wish is Wish.PAUSE:
        return subscription
    if subscription.state is not State.ACTIVE:
        raise Closed("subscription-over")
    if not subscription.ours and subscription.bank_id is None:
        raise Closed("subscription-being-made")
    if not subscription.ours:
        return _wish(books, subscription, person, Wish.PAUSE, at)
    running.stop_bills(books, subscription, at)
    pauses = (*subscription.pauses, Pause(running.undecided_since(books, subscription, at)))
    return _changed(books, subscription, person, State.PAUSED, "paused", at, pauses=pauses)


def resume(books: Books, person: Person, subscription_id: int, at: datetime) -> Subscription:
    """Bills again from the next date on; nothing is charged afterwards."""
    subscription = held(books, person, subscription_id, at)
    if subscription.state is State.ACTIVE and subscription.wish is not Wish.PAUSE:
        return subscription
    if subscription.over or subscription.state is State.OFFERED:
        raise Closed("subscription-over")
    if not subscription.ours:
        return _wish(books, subscription, person, Wish.RESUME, at)
    _come_again(books, subscription, at)
    pauses = tuple(replace(each, end=each.end or at) for each in subscription.pauses)
    return _changed(books, subscription, person, State.ACTIVE, "resumed", at, pauses=pauses)


def cancel(books: Books, person: Person, subscription_id: int, at: datetime) -> Subscription:
    """End it for good; what is open is called off. Told twice, it is the same."""
    subscription = held(books, person, subscription_id, at)
    if subscription.over or subscription.wish is Wish.CANCEL:
        return subscription
    by = End.CUSTOMER if _is_subscribers(person, subscription) else End.SHOP
    if not subscription.ours and not (subscription.wish is Wish.MAKE and subscription.asked_at is None):
        books.amend_subscription(subscription.id, ended_by=by)
        return _wish(books, subscription, person, Wish.CANCEL, at)
    if subscription.terms is not None and subscription.ours:
        running.stop_bills(books, subscription, at)
    books.amend_subscription(subscription.id, wish=None)
    running.end(books, subscription, State.CANCELLED, by, at)
    after = books.subscription_by_source(f"{INSTEAD}{subscription.id}")
    if after is not None and after.customer_id is not None and by is End.SHOP:
        news.to_subscriber(books, after, "moved", "moved", at)  # for them it goes on
    else:
        _tell_other_side(books, subscription, person, "ended", at)
    return _afresh(books, subscription)


def set_price(
    books: Books, person: Person, subscription_id: int, amount: Money, at: datetime
) -> Subscription:
    """What it costs from the next period on. A member's word; the subscriber is told, and may leave."""
    subscription = _living(books, person, subscription_id, at, staff=True)
    if not offering.LEAST <= amount.minor <= offering.MOST:
        raise Refused("subscription-amount")
    invoicing.may_ask_for(person, amount)
    number = number_from(books, subscription, at)
    if subscription.price(number) == amount:
        return subscription
    price = Price(number, amount, at)
    prices = with_price(subscription.prices, price)
    news.of_price(books, subscription, price, at)
    return _terms_changed(books, subscription, person, at, {"amount": amount.minor}, prices=prices)


def set_day(books: Books, person: Person, subscription_id: int, day: int, at: datetime) -> Subscription:
    """Another day of the month or week from the next period on; no day is paid for twice."""
    subscription = _living(books, person, subscription_id, at, staff=True)
    assert subscription.terms is not None
    number = max(1, number_from(books, subscription, at))
    try:
        terms = with_day(subscription.terms, number, day)
    except TermsRefused as refused:
        raise Refused(offering.term_text(refused)) from refused
    offer = replace(subscription.offer, day=day)
    return _terms_changed(books, subscription, person, at, {"day": day}, terms=terms, offer=offer)


def set_reminders(
    books: Books, person: Person, subscription_id: int, days: tuple[int, ...], at: datetime
) -> Subscription:
    """How many days before a bill the subscriber is reminded; none at all with ``()``."""
    subscription = _living(books, person, subscription_id, at, staff=True)
    offer = offering.fits(
        replace(subscription.offer, reminders=days, first=None), books.merchant.timezone, at
    )
    return _terms_changed(books, subscription, person, at, {"reminders": list(days)}, offer=offer)


def remind(books: Books, person: Person, subscription_id: int, at: datetime, *, wanted: bool) -> Subscription:
    """The subscriber's own word on reminders of this one."""
    subscription = held(books, person, subscription_id, at)
    if not _is_subscribers(person, subscription):
        raise NotFound("subscription-not-found")
    books.amend_subscription(subscription.id, remind=wanted)
    return _afresh(books, subscription)


def charge_by(
    books: Books, person: Person, subscription_id: int, method_id: int | None, at: datetime
) -> Subscription:
    """The subscriber's own word: charge this kept way to pay each time, or (``None``) nothing by itself."""
    subscription = held(books, person, subscription_id, at)
    if not _is_subscribers(person, subscription):
        raise NotFound("subscription-not-found")
    if method_id is not None and (subscription.over or not subscription.ours):
        raise Closed("subscription-over")
    if subscription.method_id == method_id:
        return subscription
    books.amend_subscription(subscription.id, method_id=offering.own_method(books, person, method_id))
    evidence: dict[str, object] = {"method": method_id, "before": subscription.method_id}
    state = subscription.state
    books.audit("subscription", subscription.id, state, state, f"person:{person.id}", at, evidence)
    return _afresh(books, subscription)


def gone(books: Books, person_id: int, at: datetime) -> None:
    """Somebody has themselves forgotten: whatever they subscribed to in the chat ends first.

    A bank that runs one is asked to end it, and nobody is known in it meanwhile.
    """
    for listed in books.subscriptions_of(person_id):
        person = books.person(person_id)
        if person is None or listed.subscription.over:
            continue
        if not cancel(books, person, listed.subscription.id, at).over:  # the bank ends it, without the person
            books.amend_subscription(listed.subscription.id, customer_id=None, phone="", name="")


def _come_again(books: Books, subscription: Subscription, at: datetime) -> None:
    """A bill that was asked for ahead and that the pause called off: its day has not come, and brings one."""
    for row in books.newest_periods(subscription.id, running.ENTRIES):
        ladder = resumed(row.ladder, row.period.start, at) if row.ladder is not None else None
        if ladder is None:
            continue
        ladder = replace(ladder, open=bills.is_open(books, row.invoice_id))
        changes = {"ladder": ladder, "state": PeriodState.PENDING, "settled_at": None}
        books.amend_period(subscription.id, row.period.number, **changes)
        actor = f"period:{row.period.number}"
        books.audit("period", subscription.id, row.state, PeriodState.PENDING, actor, at)


def _living(books: Books, person: Person, subscription_id: int, at: datetime, *, staff: bool) -> Subscription:
    subscription = held(books, person, subscription_id, at)
    if staff and not may_manage(person, subscription):
        raise NotFound("subscription-not-found")
    if subscription.over or subscription.terms is None or subscription.wish is Wish.CANCEL:
        raise Closed("subscription-over")
    return subscription


def number_from(books: Books, subscription: Subscription, at: datetime) -> int:
    """The first period that another price or day would count for."""
    if subscription.ours:
        return changes_from(running.known(books, subscription), at)
    assert subscription.terms is not None
    return next_after(subscription.terms, at).number


def _wish(books: Books, subscription: Subscription, person: Person, wish: Wish, at: datetime) -> Subscription:
    books.amend_subscription(subscription.id, wish=wish, asked_at=None, next_due=at, looks=0)
    books.audit("subscription", subscription.id, subscription.state, wish, f"person:{person.id}", at)
    return _afresh(books, subscription)


def _changed(
    books: Books,
    subscription: Subscription,
    person: Person,
    state: State,
    kind: str,
    at: datetime,
    **changes: object,
) -> Subscription:
    books.amend_subscription(subscription.id, state=state, next_due=at, **changes)
    books.audit("subscription", subscription.id, subscription.state, state, f"person:{person.id}", at)
    _tell_other_side(books, subscription, person, kind, at)
    return _afresh(books, subscription)


def _terms_changed(
    books: Books,
    subscription: Subscription,
    person: Person,
    at: datetime,
    evidence: dict[str, object],
    **changes: object,
) -> Subscription:
    told: dict[str, object] = {"next_due": at}
    if not subscription.ours and subscription.wish is None:
        told |= {"wish": Wish.CHANGE, "asked_at": None}
    books.amend_subscription(subscription.id, **told, **changes)
    state = subscription.state
    books.audit("subscription", subscription.id, state, state, f"person:{person.id}", at, evidence)
    return _afresh(books, subscription)


def _tell_other_side(
    books: Books, subscription: Subscription, person: Person, kind: str, at: datetime
) -> None:
    nth = f"{kind}:{at.isoformat()}"
    tell: Callable[..., None] = news.to_shop if _is_subscribers(person, subscription) else news.to_subscriber
    tell(books, subscription, kind, nth, at)


def _is_subscribers(person: Person, subscription: Subscription) -> bool:
    return subscription.customer_id == person.id


def _afresh(books: Books, subscription: Subscription) -> Subscription:
    return books.subscription(subscription.id) or subscription
