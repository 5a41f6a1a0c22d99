"""What the shop is told of many subscriptions that were billed at the same hour, in one message."""

from __future__ import annotations

from collections.abc import Sequence

from billing.models import Notice
from billing.money import Money
from billing.subscriptions.viewing import SubscriptionView
from screens import phrases
from screens.buttons import keyboard, press
from screens.reader import Reader
from screens.subscribers import buttons as b
from screens.subscribers import wording
from screens.subscribers.choices import TOLD_TOGETHER
from screens.subscriptions import terms as t
from screens.subscriptions.one import Text

KINDS = frozenset(f"sub-{kind}-member" for kind in TOLD_TOGETHER)
LINES = 10  # the rest is counted


def tell(notices: Sequence[Notice], views: Sequence[SubscriptionView], reader: Reader) -> Text:
    """How many of one kind; the first, whose subscriptions ``views`` are; the sum; a way to the list."""
    words, kind = reader.words, notices[0].kind.removeprefix("sub-").removesuffix("-member")
    lines = [_line(notice, view, reader) for notice, view in zip(notices[:LINES], views, strict=True)]
    if rest := len(notices) - len(lines):
        lines.append(words("subs-many-more", count=str(rest)))
    currency = views[0].merchant.currency
    total = Money(sum(_amount(notice, currency).minor for notice in notices), currency)
    first = f"<b>{words(f'subs-many-{kind}', count=str(len(notices)))}</b>"
    text = phrases.lines([first, *lines, words("notice-sum", sum=phrases.sum_of(total, reader))])
    return text, keyboard([[press(words("btn-subs-list"), b.ListThem(below=True))]])


def _line(notice: Notice, view: SubscriptionView, reader: Reader) -> str:
    """``Daniyar · 5 000 ₸ · Coffee for a month``."""
    chat = view.subscriber.name if view.subscriber else ""
    who = wording.subscriber(view.subscription.name or chat, view.subscription.phone, reader)
    amount = phrases.sum_of(_amount(notice, view.merchant.currency), reader)
    return phrases.dotted(who, amount, t.titled(view.subscription.offer.title))


def _amount(notice: Notice, currency: str) -> Money:
    return Money(int(notice.values.get("amount", "0")), currency)
