"""Offers, plans and agreements: what is asked, whom, and what begins when they say yes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from billing import invoicing
from billing.access import Action, require
from billing.books import Books
from billing.errors import Closed, NotFound, Refused
from billing.models import Person
from billing.people import who_answers
from billing.ports import Ids
from billing.subscriptions import news
from billing.subscriptions.calendar import agreed, check_first
from billing.subscriptions.models import Price, State, Terms, TermsRefused
from billing.subscriptions.records import OURS, NewSubscription, Offer, Plan, Subscription, Wish
from billing.subscriptions.reminders import BILLS_FROM, BILLS_UNTIL, checked

LEAST, MOST = 100_00, 1_000_000_00  # minor units of one bill, for every engine
TITLE_MOST = 60
NAME_MOST = 60


@dataclass(frozen=True, slots=True)
class Way:
    """How the subscriber wishes to be billed, and is reminded."""

    engine: str = OURS
    phone: str = ""  # E.164, where a bank bills by phone
    method_id: int | None = None  # a kept way to pay of theirs that may be charged without asking again


def fits(offer: Offer, zone: str, now: datetime) -> Offer:
    """The offer with a clean title and its reminders in order. Raises ``Refused`` with what cannot be."""
    title = " ".join(offer.title.split())
    if not title:
        raise Refused("subscription-title-wanted")
    if len(title) > TITLE_MOST:
        raise Refused("subscription-title-too-long", most=TITLE_MOST)
    if not LEAST <= offer.amount.minor <= MOST:
        raise Refused("subscription-amount")
    try:
        _terms(offer, zone, now)
        days = checked(offer.cycle, offer.reminders)
    except TermsRefused as refused:
        raise Refused(term_text(refused)) from refused
    return replace(offer, title=title, reminders=days)


def term_text(refused: TermsRefused) -> str:
    """The sentence for a term that cannot be."""
    return f"term-{refused.term.replace('_', '-')}"


def would_begin(offer: Offer, zone: str, now: datetime) -> Terms:
    """The terms that an agreement of this moment would have. Raises ``TermsRefused``."""
    return _terms(_not_in_the_past(offer, zone, now), zone, now)


def _terms(offer: Offer, zone: str, now: datetime) -> Terms:
    """From today on, or from the wished day; one that has passed since it was offered is today."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if offer.first is not None:
        check_first(offer.first, zone, now)
    if not BILLS_FROM <= offer.at < BILLS_UNTIL:
        raise TermsRefused("at")
    return agreed(offer.cycle, zone, offer.first or today, offer.at, offer.day)


# --- plans


def add_plan(books: Books, person: Person, offer: Offer, token: str, at: datetime) -> Plan:
    """An offer to anybody; the same token twice is the same plan."""
    require(person, Action.CATALOG)
    plan = books.add_plan(token, fits(offer, books.merchant.timezone, at), at) or books.plan_by_token(token)
    if plan is None:
        raise NotFound("plan-not-found")
    books.audit("plan", plan.id, "", "open", f"person:{person.id}", at)
    return plan


def change_plan(
    books: Books, person: Person, plan_id: int, version: int, offer: Offer, at: datetime, *, closed: bool
) -> Plan:
    """Another offer for those who subscribe from now on; who has subscribed keeps theirs."""
    require(person, Action.CATALOG)
    if not books.amend_plan(plan_id, version, fits(offer, books.merchant.timezone, at), closed=closed):
        raise Closed("plan-changed")
    books.audit("plan", plan_id, "", "closed" if closed else "open", f"person:{person.id}", at)
    plan = books.plan(plan_id)
    assert plan is not None
    return plan


# --- one person


def offer_to(
    books: Books,
    issuer: Person,
    offer: Offer,
    ids: Ids,
    source: str,
    at: datetime,
    *,
    name: str = "",
    plan_id: int | None = None,
    after_id: int | None = None,
) -> Subscription:
    """An offer to one person, who agrees by its link; once for each source."""
    require(issuer, Action.ISSUE)
    if known := books.subscription_by_source(source):
        return known
    _may_offer(books, issuer, offer, plan_id)
    return _add(
        books,
        NewSubscription(
            source=source,
            number=books.next_number("subscription"),
            token=ids.token(),
            offer=fits(offer, books.merchant.timezone, at),
            state=State.OFFERED,
            issuer_id=issuer.id,
            created_at=at,
            plan_id=plan_id,
            name=name[:NAME_MOST],
            after_id=after_id,
        ),
        f"person:{issuer.id}",
        at,
    )


def _may_offer(books: Books, issuer: Person, offer: Offer, plan_id: int | None) -> None:
    """Raises ``AmountRefused`` above this cashier's limit, unless the price is that of a plan of the shop."""
    plan = books.plan(plan_id) if plan_id is not None else None
    if plan is None or plan.offer.amount != offer.amount:
        invoicing.may_ask_for(issuer, offer.amount)


def by_phone(
    books: Books,
    issuer: Person,
    offer: Offer,
    engine: str,
    phone: str,
    ids: Ids,
    source: str,
    at: datetime,
    *,
    name: str = "",
    plan_id: int | None = None,
    after_id: int | None = None,
) -> Subscription:
    """One whom a bank bills by phone: its app asks the payer each time, so it begins at once.

    Where it replaces another one, it is of the same subscriber, who sees it and may stop it.
    """
    require(issuer, Action.ISSUE)
    if known := books.subscription_by_source(source):
        return known
    _may_offer(books, issuer, offer, plan_id)
    offer = fits(offer, books.merchant.timezone, at)
    former = books.subscription(after_id) if after_id is not None else None
    subscription = _add(
        books,
        NewSubscription(
            source=source,
            number=books.next_number("subscription"),
            token=ids.token(),
            offer=offer,
            state=State.ACTIVE,
            customer_id=former.customer_id if former else None,
            issuer_id=issuer.id,
            created_at=at,
            engine=engine,
            plan_id=plan_id,
            phone=phone,
            name=name[:NAME_MOST],
            after_id=after_id,
        ),
        f"person:{issuer.id}",
        at,
    )
    _begin(books, subscription, offer, Way(engine, phone), None, at)
    return _afresh(books, subscription)


def agree(books: Books, person: Person, subscription_id: int, way: Way, at: datetime) -> Subscription:
    """Its person says yes. Told twice, it is the same. ``Closed``: withdrawn, or somebody else's."""
    subscription = books.subscription(subscription_id, lock=True)
    if subscription is None:
        raise NotFound("subscription-not-found")
    if subscription.customer_id == person.id and subscription.state is not State.OFFERED:
        return subscription
    if subscription.state is not State.OFFERED:
        raise Closed("subscription-taken")
    if subscription.plan_id is not None:
        books.plan(subscription.plan_id, lock=True)  # who agrees to it by its link waits
        if books.living_subscription(subscription.plan_id, person.id):
            raise Closed("subscription-twice")
    offer = fits(
        _not_in_the_past(subscription.offer, books.merchant.timezone, at), books.merchant.timezone, at
    )
    _begin(books, subscription, offer, way, person, at)
    return _told(books, subscription, at)


def agree_to_plan(
    books: Books, person: Person, plan_id: int, version: int, way: Way, ids: Ids, source: str, at: datetime
) -> Subscription:
    """Somebody says yes to a plan, as it was shown. ``Closed``: it is another by now, or they have it."""
    plan = books.plan(plan_id, lock=True)
    if plan is None:
        raise NotFound("plan-not-found")
    if (known := books.subscription_by_source(source)) and known.over:
        known, source = _once_more(books, known, source)
    if known is not None:
        return known
    if living := books.living_subscription(plan_id, person.id):
        raise Closed("subscription-twice", subscription=living.id)
    if plan.closed or plan.version != version:
        raise Closed("plan-closed" if plan.closed else "plan-changed")
    offer = fits(_not_in_the_past(plan.offer, books.merchant.timezone, at), books.merchant.timezone, at)
    subscription = _add(
        books,
        NewSubscription(
            source=source,
            number=books.next_number("subscription"),
            token=ids.token(),
            offer=offer,
            state=State.OFFERED,
            issuer_id=who_answers(books).id,
            created_at=at,
            plan_id=plan_id,
        ),
        f"person:{person.id}",
        at,
    )
    _begin(books, subscription, offer, way, person, at)
    return _told(books, subscription, at)


def _once_more(books: Books, over: Subscription, source: str) -> tuple[Subscription | None, str]:
    """What was asked for there after that one had ended, and what names the next: one message offers both."""
    known: Subscription | None = over
    again = source
    while known is not None and known.over:
        again = f"{source}:{known.id}"
        known = books.subscription_by_source(again)
    return known, again


def own_method(books: Books, person: Person, method_id: int | None) -> int | None:
    """A kept way to pay counts only where it is the subscriber's own, and works. Raises ``Refused``."""
    method = books.method(method_id) if method_id is not None else None
    if method_id is not None and (method is None or method.dead or method.person_id != person.id):
        raise Refused("method-not-yours")
    return method_id


def _add(books: Books, new: NewSubscription, actor: str, at: datetime) -> Subscription:
    subscription = books.add_subscription(new)
    if subscription is None:
        raise Closed("subscription-twice")
    books.audit("subscription", subscription.id, "", new.state, actor, at)
    return subscription


def _begin(
    books: Books, subscription: Subscription, offer: Offer, way: Way, person: Person | None, at: datetime
) -> None:
    """From now on its engine runs it, and the engine is fixed. Raises ``Refused`` for another's method."""
    method_id = own_method(books, person, way.method_id) if person and way.engine == OURS else None
    books.amend_subscription(
        subscription.id,
        state=State.ACTIVE,
        offer=offer,
        engine=way.engine,
        phone=way.phone or subscription.phone,
        customer_id=person.id if person else subscription.customer_id,
        method_id=method_id,
        terms=_terms(offer, books.merchant.timezone, at),
        prices=(Price(0, offer.amount),),
        agreed_at=at,
        next_due=at,
        wish=None if way.engine == OURS else Wish.MAKE,
    )
    if person is not None:
        evidence = {"method": method_id, "engine": way.engine, "amount": offer.amount.minor}
        books.audit(
            "subscription", subscription.id, State.OFFERED, State.ACTIVE, f"person:{person.id}", at, evidence
        )


def _told(books: Books, subscription: Subscription, at: datetime) -> Subscription:
    subscription = _afresh(books, subscription)
    news.to_shop(books, subscription, "agreed", "agreed", at)
    return subscription


def _not_in_the_past(offer: Offer, zone: str, at: datetime) -> Offer:
    """A first day that has passed since it was offered is the day of the agreement."""
    today = at.astimezone(ZoneInfo(zone)).date()
    return replace(offer, first=None) if offer.first is not None and offer.first < today else offer


def _afresh(books: Books, subscription: Subscription) -> Subscription:
    found = books.subscription(subscription.id)
    assert found is not None
    return found
