"""Methods that the customer lets the shop keep, on their own card. No other card shows a word of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton

from billing.cards import CardView
from billing.kept import KeptMethod
from billing.models import Payment
from screens import buttons as b
from screens import format as fmt
from screens import phrases
from screens.buttons import Row, press
from screens.reader import Reader
from screens.situations import Situation

SHOWN_MOST = 3
LABEL_MOST = 20
_BEFORE = frozenset({Situation.CHOOSE, Situation.DECLINED, Situation.NO_QR, Situation.QR_OVER})


def names_of(methods: Sequence[KeptMethod], reader: Reader) -> dict[int, str]:
    """By which their owner knows them again, plain; a bank's word for a kind of method tells them nothing.

    Several without a number are told apart by the moment when they were remembered.
    """
    names = {method.id: fmt.clean(method.label, LABEL_MOST) for method in methods}
    bare = [method for method in methods if not any(letter.isdigit() for letter in names[method.id])]
    if len(bare) < 2:
        return names | {method.id: reader.words("method-unnamed") for method in bare}
    whens = _told_apart([method.created_at.astimezone(reader.zone) for method in bare])
    dated = zip(bare, whens, strict=True)
    return names | {method.id: reader.words("method-dated", when=when) for method, when in dated}


def _told_apart(moments: Sequence[datetime]) -> list[str]:
    """No coarser than it takes: ``22.11``, ``22.11 14:05``, and of one minute to the second."""
    for form in ("%d.%m", "%d.%m %H:%M"):
        whens = [f"{moment:{form}}" for moment in moments]
        if len({*whens}) == len(whens):
            return whens
    return [f"{moment:%d.%m %H:%M:%S}" for moment in moments]


def charges_mine(view: CardView, payment: Payment, reader: Reader) -> bool:
    """The reader's own card is being charged."""
    return payment.method_id is not None and _mine(view, reader)


def around(rows: list[Row], view: CardView, now: Situation, reader: Reader, ways: Sequence[str]) -> list[Row]:
    """The card's own buttons between *pay by the kept method* and *remember*, *forget*."""
    if not _mine(view, reader):
        return rows
    offered = [method for method in view.methods if method.provider in ways][:SHOWN_MOST]
    names = names_of(view.methods, reader)
    if now in _BEFORE:
        keep = [_keep(slug, view, reader) for slug in _keepers(view, ways)]
        forget = [[_forget(method, view, names, reader)] for method in offered]
        return [*(_pay(method, view, names, reader) for method in offered), *rows, *keep, *forget]
    untouched = now is Situation.WAITING and view.payment is not None and view.payment.method_id is None
    if untouched and view.payment is not None and view.payment.provider in view.keeping:
        return [*rows, *(_pay(method, view, names, reader) for method in offered)]
    return rows


def hints(view: CardView, now: Situation, reader: Reader, ways: Sequence[str]) -> list[str]:
    """What *remember* means, where it is offered for the first time."""
    offered = now is Situation.CHOOSE and bool(_keepers(view, ways)) and not view.methods
    return [reader.words("hint-keep")] if offered and _mine(view, reader) else []


def _keepers(view: CardView, ways: Sequence[str]) -> list[str]:
    """Where a payment begins on our page, nobody there can say that it is the customer who lets us."""
    return sorted((view.keeping & {*ways}) - view.by_visit)


def _mine(view: CardView, reader: Reader) -> bool:
    return reader.person_id is not None and reader.person_id == view.invoice.customer_id


def _pay(method: KeptMethod, view: CardView, names: Mapping[int, str], reader: Reader) -> Row:
    """The sum stands on it: one tap, one payment."""
    amount = phrases.sum_of(view.invoice.amount, reader)
    text = reader.words("btn-pay-kept", amount=amount, method=names[method.id])
    attempt = len(view.payments) + 1
    data = b.PayKept(invoice=view.invoice.id, method=method.id, attempt=attempt)
    return [press(text, data, ButtonStyle.SUCCESS)]


def _keep(slug: str, view: CardView, reader: Reader) -> Row:
    data = b.PayAndKeep(invoice=view.invoice.id, provider=slug)
    return [press(reader.words("btn-pay-keep"), data)]


def _forget(
    method: KeptMethod, view: CardView, names: Mapping[int, str], reader: Reader
) -> InlineKeyboardButton:
    text = reader.words("btn-forget-method", method=names[method.id])
    return press(text, b.ForgetMethod(method=method.id, invoice=view.invoice.id))
