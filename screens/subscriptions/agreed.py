"""What somebody is told as soon as they have agreed: when the first bill comes, and where to stop it."""

from __future__ import annotations

from datetime import datetime

from billing.subscriptions.calendar import period
from billing.subscriptions.viewing import SubscriptionView
from screens import format as fmt
from screens import phrases
from screens.buttons import keyboard, press
from screens.kept import names_of
from screens.reader import Reader
from screens.subscriptions import buttons as b
from screens.subscriptions import terms as t
from screens.subscriptions.one import Mine, Text, linked


def drawn(mine: Mine, reader: Reader) -> Text:
    """In the place of what was asked."""
    view, words = mine.view, reader.words
    subscription = view.subscription
    first = words.html("sub-agreed", title=t.titled(subscription.offer.title))
    every = t.every(subscription.terms, reader) if subscription.terms else ""
    text = phrases.lines(
        [
            linked(first, subscription, reader),
            phrases.dotted(phrases.sum_of(subscription.offer.amount, reader), every),
            _next(mine, reader),
            words("sub-stop"),
        ]
    )
    return text, keyboard([[press(words("btn-sub-open"), b.See(subscription=subscription.id))]])


def _next(mine: Mine, reader: Reader) -> str:
    """When the first bill comes, and how."""
    view, words = mine.view, reader.words
    if view.waits_for_another:
        return words("sub-agreed-after")
    if not view.subscription.ours:
        return by_phone(view, reader)
    first = _first(view)
    at_once = view.bill is not None or first <= view.at
    when = t.when(first, reader, view.at)
    if mine.charged is None:
        return words("sub-agreed-now") if at_once else words("sub-agreed-then", when=when)
    name = names_of(mine.methods, reader)[mine.charged.id]
    if at_once:
        return words.html("sub-agreed-now-card", method=name)
    return words.html("sub-agreed-then-card", method=name, when=when)


def by_phone(view: SubscriptionView, reader: Reader) -> str:
    """On which day a bank bills first: the hour is its own matter, and where that day has come, it is now."""
    words, phone = reader.words, fmt.phone(view.subscription.phone)
    bank = phrases.safe(phrases.bank(view.subscription.engine, reader))
    day, today = (at.astimezone(reader.zone).date() for at in (_first(view), view.at))
    if view.bill is not None or day <= today:
        return words.html("sub-agreed-phone-now", bank=bank, phone=phone)
    return words.html("sub-agreed-phone", bank=bank, phone=phone, day=t.dated(day, reader, today))


def _first(view: SubscriptionView) -> datetime:
    terms = view.subscription.terms
    return period(terms, 0).start if terms else view.at
