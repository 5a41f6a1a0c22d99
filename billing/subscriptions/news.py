"""Who is told what of a subscription: the subscriber aloud and by day, the shop quietly. Each fact once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from billing.books import Books
from billing.models import Person, Place
from billing.people import deciders
from billing.records import NewNotice
from billing.settings.hours import within_hours
from billing.settings.models import Topic
from billing.subscriptions import ladder
from billing.subscriptions.calendar import price_of
from billing.subscriptions.models import Period, PeriodState, Price
from billing.subscriptions.records import PeriodRow, Subscription

LOUD, SILENT = True, False
KINDS: dict[type[ladder.Tiding], str] = {
    ladder.PaymentFailed: "failed",
    ladder.GraceStarted: "grace",
    ladder.Expired: "expired",
    ladder.PayerRefused: "refused",
    ladder.PaymentSucceeded: "paid",
    ladder.LateMoney: "late",
}
PRICE = "price"
PAID_LATELY = 3  # periods among which one that cost as much is looked for
USUAL = frozenset({"agreed", "billed", "paid", "failed", "grace", "expired", "refused"})
QUIET = frozenset({"paid"})  # the receipt has just been heard: it follows at any hour


def of_ladder(
    books: Books,
    subscription: Subscription,
    row: PeriodRow,
    tidings: Iterable[ladder.Tiding],
    at: datetime,
) -> None:
    """What a step of the ladder says; the last failure is told with the grace that it begins."""
    told = tuple(tidings)
    if any(isinstance(each, ladder.GraceStarted) for each in told):
        told = tuple(each for each in told if not isinstance(each, ladder.PaymentFailed))
    for tiding in told:
        kind = KINDS[type(tiding)]
        values = {"number": str(row.period.number), "amount": str(row.amount.minor)}
        match tiding:
            case ladder.PaymentFailed():
                values |= {"attempt": str(tiding.attempt)}
                values |= {"again": tiding.again_at.isoformat()} if tiding.again_at else {}
            case ladder.GraceStarted():
                values |= {"until": tiding.until.isoformat()}
            case _:
                pass
        nth = f"{kind}:{row.period.number}:{values.get('attempt', '')}"
        if kind != "late":
            quiet = kind in QUIET
            to_subscriber(books, subscription, kind, nth, at, values, loud=not quiet, at_once=quiet)
        to_shop(books, subscription, kind, nth, at, values, invoice_id=row.invoice_id)


def of_price(books: Books, subscription: Subscription, price: Price, at: datetime) -> None:
    """The subscriber hears what it will cost."""
    values = {"amount": str(price.amount.minor), "number": str(price.number)}
    to_subscriber(books, subscription, PRICE, _nth(price), at, values)


def knows_price(books: Books, subscription: Subscription, number: int) -> bool:
    """Whether the subscriber agreed to what this period costs, has paid as much, or has been told of it."""
    price, agreed = price_of(subscription.prices, number), subscription.prices[0]
    if price.at is None or not agreed.amount < price.amount:
        return True
    newest = books.newest_periods(subscription.id, PAID_LATELY)
    if any(row.state is PeriodState.PAID and not row.amount < price.amount for row in newest):
        return True
    person_id = subscription.customer_id
    return person_id is not None and books.was_told(
        _key(f"sub-{PRICE}", subscription, _nth(price), person_id)
    )


def waived(books: Books, subscription: Subscription, row: PeriodRow, at: datetime) -> None:
    """The subscriber hears that this period need not be paid; the shop knows, it was its own hand."""
    number = str(row.period.number)
    values = {"number": number, "amount": str(row.amount.minor)}
    to_subscriber(books, subscription, "waived", f"waived:{number}", at, values, loud=SILENT)


def to_subscriber(
    books: Books,
    subscription: Subscription,
    kind: str,
    nth: str,
    at: datetime,
    values: dict[str, str] | None = None,
    *,
    loud: bool = LOUD,
    at_once: bool = False,
) -> None:
    """One fact for the subscriber's private chat, in the shop's daytime, unless they wait for it now."""
    person = books.person(subscription.customer_id) if subscription.customer_id else None
    if person is None or not person.reachable:
        return
    when = at if at_once else within_hours(at, books.merchant)
    _tell(books, subscription, f"sub-{kind}", nth, person, loud, when, values)


def to_shop(
    books: Books,
    subscription: Subscription,
    kind: str,
    nth: str,
    at: datetime,
    values: dict[str, str] | None = None,
    *,
    invoice_id: int | None = None,
) -> None:
    """One fact for the member who answers for the subscription; quietly. Else for those who decide.

    What is usual is told to who wishes to hear it; that money came late, or that nobody was billed, to all.
    """
    issuer = books.person(subscription.issuer_id)
    told = [issuer] if issuer is not None and issuer.reachable and issuer.role else deciders(books)
    hears = books.merchant.rules.hears
    for person in told:
        if kind not in USUAL or hears(person.id, Topic.SUBSCRIPTIONS):
            kind_told = f"sub-{kind}-member"
            _tell(books, subscription, kind_told, nth, person, SILENT, at, values, invoice_id=invoice_id)


def missed(
    books: Books,
    subscription: Subscription,
    periods: tuple[Period, ...],
    at: datetime,
    *,
    kind: str = "missed",
) -> None:
    """The shop hears of which periods nobody was billed, because we were not there.

    ``away``: for so long that nothing goes on by itself.
    """
    values = {
        "count": str(len(periods)),
        "first": periods[0].first_day.isoformat(),
        "last": periods[-1].last_day.isoformat(),
    }
    to_shop(books, subscription, kind, f"{kind}:{periods[0].number}", at, values)


def _nth(price: Price) -> str:
    moment = price.at.isoformat() if price.at else ""
    return f"{PRICE}:{price.number}:{price.amount.minor}:{moment}"


def _key(kind: str, subscription: Subscription, nth: str, person_id: int) -> str:
    return f"{kind}:s{subscription.id}:{nth}:{person_id}"


def _tell(
    books: Books,
    subscription: Subscription,
    kind: str,
    nth: str,
    person: Person,
    loud: bool,
    at: datetime,
    values: dict[str, str] | None,
    *,
    invoice_id: int | None = None,
) -> None:
    books.tell(
        NewNotice(
            key=_key(kind, subscription, nth, person.id),
            kind=kind,
            place=Place(person.id),
            loud=loud,
            person_id=person.id,
            invoice_id=invoice_id,
            values={"subscription": str(subscription.id), **(values or {})},
        ),
        at,
    )
