"""The buttons around a split."""

from __future__ import annotations

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from billing.cards import CardView
from billing.split.dividing import may_split
from billing.split.models import OWN
from screens import splits
from screens.buttons import Id, Row, keyboard, link, press
from screens.reader import Reader
from screens.texts import Words

OFTEN = ((2, 3, 4, 5), (6, 7, 8, 10))


class Split(CallbackData, prefix="div"):
    """The issuer wants the invoice paid in shares: how many?"""

    invoice: Id


class SplitIn(CallbackData, prefix="dvi"):
    """So many."""

    invoice: Id
    parts: Id


class TakeShare(CallbackData, prefix="tks"):
    """The share that was offered; by the token of the link that led here."""

    token: str


def split(view: CardView, reader: Reader) -> Row:
    """*Split*, on the issuer's card of what others read in a group."""
    if not view.invoice.public or not may_split(view.invoice, view.at):
        return []
    return [press(reader.words("btn-split"), Split(invoice=view.invoice.id))]


def take(view: CardView, reader: Reader) -> Row:
    """*Take my share*: a link, because a person who has not started the bot cannot be written to."""
    if not splits.left(view).minor:
        return []
    return [link(reader.words("btn-take-share"), splits.link_of(view, reader), ButtonStyle.SUCCESS)]


def how_many(invoice_id: int, words: Words, back: Row) -> InlineKeyboardMarkup | None:
    """The usual numbers; others are typed."""
    rows = [[press(str(n), SplitIn(invoice=invoice_id, parts=n)) for n in row] for row in OFTEN]
    own = press(words("btn-split-own"), SplitIn(invoice=invoice_id, parts=OWN))
    return keyboard([*rows, [own], back])


def yes(token: str, words: Words) -> InlineKeyboardMarkup | None:
    """Under the share that is offered."""
    return keyboard([[press(words("btn-take-share"), TakeShare(token=token), ButtonStyle.SUCCESS)]])
