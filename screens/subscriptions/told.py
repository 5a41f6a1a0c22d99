"""What a subscriber is told of what has happened, as it is by now; never blaming, always with a way on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from billing.models import Notice
from billing.money import Money
from billing.subscriptions.calendar import period
from billing.subscriptions.models import State
from billing.subscriptions.records import End, PeriodRow
from billing.subscriptions.viewing import SubscriptionView
from screens import phrases
from screens.buttons import Row, keyboard, press
from screens.reader import Reader
from screens.subscriptions import buttons as b
from screens.subscriptions import terms as t
from screens.subscriptions.agreed import by_phone
from screens.subscriptions.one import Text, again, cancel, linked, now, pause, pay, waits


def tell(notice: Notice, view: SubscriptionView, reader: Reader) -> Text:
    """One fact; where it is true no more, how it stands."""
    return _TELLERS[notice.kind](notice, view, reader)


def _failed(notice: Notice, view: SubscriptionView, reader: Reader) -> Text:
    if not _waits_still(notice, view):
        return _settled(view, reader)
    words, again_at = reader.words, notice.values.get("again")
    first = words.html("sub-told-failed", amount=_amount(notice, view, reader), title=_name(view))
    told = phrases.lines(waits(view, reader))
    if not view.subscription.ours:
        told = words.html("sub-told-failed-bank", bank=_bank(view, reader))
    elif again_at and datetime.fromisoformat(again_at) <= view.at:
        told = words("sub-told-failed-now")
    elif again_at:
        told = words("sub-told-failed-again", when=_when(again_at, view, reader))
    return _said(first, [told], _ways_on(view, reader), view, reader)


def _grace(notice: Notice, view: SubscriptionView, reader: Reader) -> Text:
    if not _waits_still(notice, view):
        return _settled(view, reader)
    words, until = reader.words, _when(notice.values["until"], view, reader)
    first = words.html("sub-told-grace", until=until, title=_name(view))
    told = words("sub-told-grace-do", amount=_amount(notice, view, reader))
    return _said(first, [told], _ways_on(view, reader), view, reader)


def _expired(notice: Notice, view: SubscriptionView, reader: Reader) -> Text:
    words = reader.words
    first = words.html("sub-told-expired", title=_name(view))
    told = words("sub-told-expired-do", amount=_amount(notice, view, reader))
    return _said(first, [told], [again(view, reader)], view, reader)


def _refused(notice: Notice, view: SubscriptionView, reader: Reader) -> Text:
    words = reader.words
    first = words.html("sub-told-refused", title=_name(view))
    told = words("sub-told-refused-do", amount=_amount(notice, view, reader))
    return _said(first, [told], [again(view, reader)], view, reader)


def _paid(notice: Notice, view: SubscriptionView, reader: Reader) -> Text:
    words, days = reader.words, _days(notice, view)
    amount = _amount(notice, view, reader)
    first = words.html("sub-told-paid", title=_name(view), amount=amount, span=days)
    return _said(first, [_next(view, reader)], [_see(view, reader)], view, reader)


def _waived(notice: Notice, view: SubscriptionView, reader: Reader) -> Text:
    words, days = reader.words, _days(notice, view)
    first = words.html("sub-told-waived", title=_name(view), span=days)
    told = words("sub-told-waived-do", amount=_amount(notice, view, reader))
    return _said(first, [told, _next(view, reader)], [_see(view, reader)], view, reader)


def _price(notice: Notice, view: SubscriptionView, reader: Reader) -> Text:
    """The price as it will be; it may have been changed again."""
    subscription, words = view.subscription, reader.words
    if subscription.over or subscription.terms is None:
        return _as_it_is(view, reader)
    number = int(notice.values["number"])
    amount = phrases.sum_of(subscription.price(number), reader)
    today = view.at.astimezone(reader.zone).date()
    day = t.dated(period(subscription.terms, number).first_day, reader, today)
    first = words.html("sub-told-price", title=_name(view))
    told = words("sub-told-price-do", day=day, amount=amount)
    return _said(first, [told], [_see(view, reader), cancel(view, reader)], view, reader)


def _paused(notice: Notice, view: SubscriptionView, reader: Reader) -> Text:
    if view.subscription.state is not State.PAUSED:
        return _as_it_is(view, reader)
    words = reader.words
    key = "sub-told-paused" if view.subscription.ours else "sub-told-paused-bank"
    first = words.html(key, title=_name(view))
    told = words("sub-told-paused-do")
    if view.unpaid is not None and not view.subscription.ours:  # the bank takes back no bill at a pause
        told = _open_at_bank("sub-told-paused-open", view.unpaid, view, reader)
    return _said(first, [told], [_see(view, reader)], view, reader)


def _resumed(notice: Notice, view: SubscriptionView, reader: Reader) -> Text:
    if view.subscription.state is not State.ACTIVE:
        return _as_it_is(view, reader)
    first = reader.words.html("sub-told-resumed", title=_name(view))
    rows = [[*pause(view, reader), *_see(view, reader)], cancel(view, reader)]
    return _said(first, [_next(view, reader)], rows, view, reader)


def _ended(notice: Notice, view: SubscriptionView, reader: Reader) -> Text:
    words = reader.words
    own = view.subscription.ended_by is End.CUSTOMER  # their own word, which the bank has followed now
    first = words.html("sub-told-ended-own" if own else "sub-told-ended", title=_name(view))
    told = words("sub-told-ended-do")
    if view.unpaid is not None and not view.subscription.ours:  # nor at an end
        told = _open_at_bank("sub-told-ended-open", view.unpaid, view, reader)
    return _said(first, [told], [again(view, reader)], view, reader)


def _moved(notice: Notice, view: SubscriptionView, reader: Reader) -> Text:
    """It goes on as another one, which a bank bills by phone."""
    subscription, words = view.subscription, reader.words
    if subscription.over or subscription.terms is None:
        return _as_it_is(view, reader)
    first = words.html("sub-told-moved", title=_name(view))
    return _said(
        first,
        [by_phone(view, reader), words("sub-stop")],
        [_see(view, reader), cancel(view, reader)],
        view,
        reader,
    )


def _not_made(notice: Notice, view: SubscriptionView, reader: Reader) -> Text:
    words = reader.words
    first = words.html("sub-told-not-made", title=_name(view))
    return _said(first, [words.html("sub-told-not-made-do", bank=_bank(view, reader))], [], view, reader)


_TELLERS: dict[str, Callable[[Notice, SubscriptionView, Reader], Text]] = {
    "sub-failed": _failed,
    "sub-grace": _grace,
    "sub-expired": _expired,
    "sub-refused": _refused,
    "sub-paid": _paid,
    "sub-waived": _waived,
    "sub-price": _price,
    "sub-paused": _paused,
    "sub-resumed": _resumed,
    "sub-ended": _ended,
    "sub-moved": _moved,
    "sub-not-made": _not_made,
}
KINDS = frozenset(_TELLERS)
"""Notices for the one who pays."""


def _days(notice: Notice, view: SubscriptionView) -> str:
    """For which days a bill is: a bank has its own, which stand in the history."""
    number, terms = int(notice.values.get("number", "-1")), view.subscription.terms
    billed = next((row.period for row in view.history if row.period.number == number), None)
    if billed is None and terms is not None and number >= 0:
        billed = period(terms, number)
    return t.span(billed) if billed is not None else ""


def _waits_still(notice: Notice, view: SubscriptionView) -> bool:
    """Whether the payment that did not come has not come yet, and may still come."""
    row = view.unpaid
    return (
        row is not None and not view.subscription.over and str(row.period.number) == notice.values["number"]
    )


def _open_at_bank(key: str, row: PeriodRow, view: SubscriptionView, reader: Reader) -> str:
    return reader.words.html(key, amount=phrases.sum_of(row.amount, reader), bank=_bank(view, reader))


def _settled(view: SubscriptionView, reader: Reader) -> Text:
    """It was paid, paused or ended meanwhile."""
    if view.subscription.state is not State.ACTIVE:
        return _as_it_is(view, reader)
    words = reader.words
    first = words.html("sub-told-settled", title=_name(view))
    return _said(
        first, [words("sub-told-settled-do"), _next(view, reader)], [_see(view, reader)], view, reader
    )


def _as_it_is(view: SubscriptionView, reader: Reader) -> Text:
    """What the notice says is true no more."""
    first = reader.words.html("sub-title", title=_name(view))
    return _said(first, [now(view, reader), *waits(view, reader)], [_see(view, reader)], view, reader)


def _said(
    first: str, told: Sequence[str], rows: Sequence[Row], view: SubscriptionView, reader: Reader
) -> Text:
    return phrases.lines([linked(first, view.subscription, reader), *told]), keyboard(rows)


def _ways_on(view: SubscriptionView, reader: Reader) -> list[Row]:
    return [pay(view, reader), pause(view, reader), cancel(view, reader)]


def _see(view: SubscriptionView, reader: Reader) -> Row:
    return [press(reader.words("btn-sub-open"), b.See(subscription=view.subscription.id))]


def _next(view: SubscriptionView, reader: Reader) -> str:
    if view.next_at is None:
        return ""
    return reader.words("sub-told-next", when=t.next_when(view.subscription, view.next_at, reader, view.at))


def _name(view: SubscriptionView) -> str:
    return t.titled(view.subscription.offer.title)


def _bank(view: SubscriptionView, reader: Reader) -> str:
    return phrases.safe(phrases.bank(view.subscription.engine, reader))


def _amount(notice: Notice, view: SubscriptionView, reader: Reader) -> str:
    offered = view.subscription.offer.amount
    minor = notice.values.get("amount")
    return phrases.sum_of(Money(int(minor), offered.currency) if minor else offered, reader)


def _when(iso: str, view: SubscriptionView, reader: Reader) -> str:
    return t.when(datetime.fromisoformat(iso), reader, view.at)
