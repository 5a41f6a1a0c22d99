"""Somebody's subscriptions: a line and a button for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from aiogram.types import InlineKeyboardButton

from billing.subscriptions.calendar import next_after
from billing.subscriptions.records import Listed, Subscription
from screens import format as fmt
from screens import phrases
from screens.buttons import Row, keyboard, press
from screens.reader import Reader
from screens.subscriptions import buttons as b
from screens.subscriptions import standing
from screens.subscriptions import terms as t
from screens.subscriptions.one import Text

SIZE = 8
BUTTON_MOST = 40


def drawn(found: Sequence[Listed], page: int, reader: Reader, at: datetime) -> Text:
    """The living ones come first."""
    words = reader.words
    if not found:
        return words("sub-mine-none"), None
    shown = found[page * SIZE : (page + 1) * SIZE]
    rows = [[_button(each.subscription, reader, at)] for each in shown]
    text = phrases.lines([f"<b>{words('sub-mine')}</b>", *(_line(each, reader, at) for each in shown)])
    return text, keyboard([*rows, _leaf(found, page, reader)])


def _line(listed: Listed, reader: Reader, at: datetime) -> str:
    sign, now = standing.of_listed(listed, reader, at)
    subscription = listed.subscription
    title, amount = t.titled(subscription.offer.title), _amount(subscription, reader, at)
    return f"{sign} {phrases.dotted(title, amount, now)}"


def _button(subscription: Subscription, reader: Reader, at: datetime) -> InlineKeyboardButton:
    amount = _amount(subscription, reader, at)
    room = BUTTON_MOST - len(amount) - len(phrases.DOT)
    text = phrases.dotted(fmt.clean(subscription.offer.title, room), amount)
    return press(text, b.See(subscription=subscription.id))


def _amount(subscription: Subscription, reader: Reader, at: datetime) -> str:
    """What the next payment is."""
    terms = subscription.terms
    number = next_after(terms, at).number if terms and not subscription.over else 0
    return phrases.sum_of(subscription.price(number), reader)


def _leaf(found: Sequence[Listed], page: int, reader: Reader) -> Row:
    row: Row = []
    if page:
        row.append(press(reader.words("chat-first-page"), b.Mine()))
    if len(found) > (page + 1) * SIZE:
        row.append(press(reader.words("chat-older"), b.Mine(page=page + 1)))
    return row
