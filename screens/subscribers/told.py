"""What the shop is told of a subscription: one fact, and the ways to the subscription and to the bill."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from billing.models import Notice
from billing.money import Money
from billing.subscriptions.viewing import SubscriptionView
from screens import phrases
from screens.buttons import Row, Show, keyboard, press
from screens.reader import Reader
from screens.refusals import meaning
from screens.subscribers import buttons as b
from screens.subscribers import wording
from screens.subscribers.choices import TOLD
from screens.subscriptions import one
from screens.subscriptions import terms as t
from screens.subscriptions.one import Text

More = Callable[[Notice, SubscriptionView, Reader], str]


def tell(notice: Notice, view: SubscriptionView, reader: Reader) -> Text:
    """The fact in bold, the subscriber, what follows."""
    words, kind = reader.words, notice.kind.removeprefix("sub-").removesuffix("-member")
    values = {"title": t.titled(view.subscription.offer.title)}
    if kind in _WITH_AMOUNT:
        values["amount"] = phrases.safe(_amount(notice, view, reader))
    told = words.html(f"subs-told-{kind}", **values)
    if not view.subscription.ours and kind in _BY_ANYBODY:
        told = words.html(_BY_ANYBODY[kind], **values)
    first = one.linked(told, view.subscription, reader)
    chat = view.subscriber.name if view.subscriber else ""
    who = wording.subscriber(view.subscription.name or chat, view.subscription.phone, reader)
    lines = [first, words.html("subs-line-who", who=phrases.safe(who)), _MORE[kind](notice, view, reader)]
    return phrases.lines(lines), keyboard([_ways_on(notice, view, reader)])


def _ways_on(notice: Notice, view: SubscriptionView, reader: Reader) -> Row:
    see = press(reader.words("btn-subs-see"), b.See(subscription=view.subscription.id, below=True))
    if notice.invoice_id is None:
        return [see]
    return [see, press(reader.words("btn-subs-bill"), Show(invoice=notice.invoice_id))]


def _amount(notice: Notice, view: SubscriptionView, reader: Reader) -> str:
    currency = view.merchant.currency
    return phrases.sum_of(Money(int(notice.values.get("amount", "0")), currency), reader)


def _nothing(notice: Notice, view: SubscriptionView, reader: Reader) -> str:
    return ""


def _agreed(notice: Notice, view: SubscriptionView, reader: Reader) -> str:
    return one.costs(view, reader)


def _failed(notice: Notice, view: SubscriptionView, reader: Reader) -> str:
    attempt, again = notice.values.get("attempt", ""), notice.values.get("again")
    if not attempt:
        return ""
    if again and datetime.fromisoformat(again) <= view.at:
        return reader.words("subs-told-failed-now", attempt=attempt)
    if again:
        return reader.words("subs-told-failed-again", attempt=attempt, when=_when(again, view, reader))
    return reader.words("subs-told-failed-last", attempt=attempt)


def _grace(notice: Notice, view: SubscriptionView, reader: Reader) -> str:
    until = notice.values.get("until")
    return reader.words("subs-told-grace-until", when=_when(until, view, reader)) if until else ""


def _missed(notice: Notice, view: SubscriptionView, reader: Reader) -> str:
    first, last = (date.fromisoformat(notice.values[name]) for name in ("first", "last"))
    days = {"first": f"{first:%d.%m.%Y}", "last": f"{last:%d.%m.%Y}"}
    return reader.words(_NOT_BILLED[notice.kind], count=notice.values["count"], **days)


_NOT_BILLED = {
    "sub-missed-member": "subs-told-missed-do",
    "sub-away-member": "subs-told-away-do",
    "sub-restored-member": "subs-told-restored-do",
}


def _not_made(notice: Notice, view: SubscriptionView, reader: Reader) -> str:
    """Why, in our words for the bank's code, else in those for the refusal."""
    words, refusal = reader.words, notice.values.get("refusal", "")
    bank, code = notice.values.get("bank", ""), notice.values.get("code", "")
    why = meaning(bank, code, reader) or words.or_else(f"refusal-{refusal}", "")
    return phrases.lines([why, words("subs-told-not-made-do")])


def _says(key: str) -> More:
    return lambda notice, view, reader: reader.words(key)


def _when(iso: str, view: SubscriptionView, reader: Reader) -> str:
    return t.when(datetime.fromisoformat(iso), reader, view.at)


_MORE: Mapping[str, More] = MappingProxyType(
    {
        "agreed": _agreed,
        "billed": _nothing,
        "paid": _nothing,
        "failed": _failed,
        "grace": _grace,
        "expired": _says("subs-told-expired-do"),
        "refused": _says("subs-told-refused-do"),
        "late": _says("subs-told-late-do"),
        "missed": _missed,
        "away": _missed,
        "restored": _missed,
        "paused": _nothing,
        "resumed": _nothing,
        "ended": _nothing,
        "not-made": _not_made,
    }
)
_WITH_AMOUNT = frozenset({"billed", "paid", "failed", "grace", "expired", "refused", "late"})
_BY_ANYBODY = {"paused": "subs-told-paused-bank", "resumed": "subs-told-resumed-bank"}
"""What a bank shows, whoever wished it."""
KINDS = frozenset(f"sub-{kind}-member" for kind in TOLD)
"""The notices that are told here."""
