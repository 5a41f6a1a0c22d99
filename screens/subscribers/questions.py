"""Questions about one subscription: what shall change, and what it means, before it is so."""

from __future__ import annotations

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardMarkup

from billing.money import Money
from billing.subscriptions.calendar import with_day
from billing.subscriptions.viewing import SubscriptionView
from screens import format as fmt
from screens import phrases
from screens.buttons import keyboard, press
from screens.reader import Reader
from screens.subscribers import buttons as b
from screens.subscribers import wording
from screens.subscribers.buttons import Act
from screens.subscribers.card import Held, Text
from screens.subscribers.choices import Do
from screens.subscribers.setup import dated, joined
from screens.subscriptions import one
from screens.subscriptions import terms as t


def ask_price(view: SubscriptionView, reader: Reader) -> Text:
    """The price now, and what shall it be?"""
    price = phrases.sum_of(one.cost_next(view), reader)
    title = t.titled(view.subscription.offer.title)
    return reader.words.html("subs-ask-new-price", title=title, price=price), b.back(reader.words)


def sure_price(view: SubscriptionView, amount: Money, reader: Reader) -> Text:
    """From when on it counts, before it is so."""
    words, subscription = reader.words, view.subscription
    assert view.changes is not None
    day = dated(view.changes.first_day, reader, view.at)
    told = phrases.sum_of(amount, reader)
    asked = words.html("subs-sure-price", title=t.titled(subscription.offer.title), price=told, day=day)
    yes = Act(subscription=subscription.id, do=Do.PRICE, sure=True)
    return asked, _sure(words("btn-subs-price-yes", price=told), yes, reader)


def ask_day(view: SubscriptionView, reader: Reader) -> Text:
    """Weekdays can be tapped, the day of a month is written."""
    words, subscription = reader.words, view.subscription
    if not subscription.offer.cycle.days:
        return words("subs-ask-new-day"), b.back(words)
    days = [
        press(phrases.capital(words(f"sub-weekday-{day}")), b.SetDay(subscription=subscription.id, day=day))
        for day in range(1, 8)
    ]
    return words("subs-ask-weekday"), b.back(words, *b.pairs(days))


def sure_day(view: SubscriptionView, day: int, reader: Reader) -> Text:
    """On which date the next one would be billed, before it is so."""
    words, subscription = reader.words, view.subscription
    assert view.changes is not None
    assert subscription.terms is not None
    terms = with_day(subscription.terms, max(1, view.changes.number), day)
    first = dated(terms.legs[-1].starts, reader, view.at)
    told = words("subs-sure-day", every=t.every(terms, reader), day=first)
    yes = Act(subscription=subscription.id, do=Do.DAY, sure=True)
    return told, _sure(words("btn-subs-day-yes"), yes, reader)


def ask_reminders(view: SubscriptionView, reader: Reader) -> Text:
    """How many days before."""
    words, subscription = reader.words, view.subscription
    choices = b.reminder_choices(subscription.offer.cycle)
    rows = [
        [
            press(
                phrases.capital(wording.reminded(days, reader)),
                b.SetReminders(subscription=subscription.id, days=joined(days)),
            )
        ]
        for days in choices
    ]
    return words("subs-ask-reminders"), b.back(words, *rows)


def sure_cancel(view: SubscriptionView, reader: Reader) -> Text:
    """What it means."""
    words, subscription = reader.words, view.subscription
    told = [
        f"<b>{words.html('sub-cancel-ask', title=t.titled(subscription.offer.title))}</b>",
        _open_bill(view, reader),
        words("subs-cancel-means"),
    ]
    yes = Act(subscription=subscription.id, do=Do.CANCEL, sure=True)
    back = b.See(subscription=subscription.id)
    rows = [
        [press(words("btn-sub-cancel-yes"), yes, ButtonStyle.DANGER)],
        [press(words("btn-sub-keep"), back)],
    ]
    return phrases.lines(told), keyboard(rows)


def _open_bill(view: SubscriptionView, reader: Reader) -> str:
    """We call ours off; a bank takes none back."""
    words, row = reader.words, view.unpaid
    if row is None:
        return ""
    amount = phrases.sum_of(row.amount, reader)
    if view.subscription.ours:
        return words("subs-cancel-open", amount=amount)
    bank = phrases.safe(phrases.bank(view.subscription.engine, reader))
    return words.html("subs-cancel-open-bank", amount=amount, bank=bank)


def sure_switch(held: Held, do: Do, phone: str, reader: Reader) -> Text:
    """That the other one begins only when this one has ended for certain."""
    words, subscription = reader.words, held.subscription
    if do is Do.BANK:
        bank = phrases.safe(phrases.bank(held.by_phone or "", reader))
        told = words.html("subs-sure-bank", bank=bank, phone=fmt.phone(phone))
    else:
        bank = phrases.safe(phrases.bank(subscription.engine, reader))
        told = words.html("subs-sure-chat", bank=bank)
    yes = Act(subscription=subscription.id, do=do, sure=True)
    return told, _sure(words("btn-subs-switch-yes"), yes, reader)


def _sure(text: str, yes: Act, reader: Reader) -> InlineKeyboardMarkup | None:
    back = [press(reader.words("btn-back"), b.See(subscription=yes.subscription))]
    return keyboard([[press(text, yes, ButtonStyle.SUCCESS)], back])
