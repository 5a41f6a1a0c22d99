"""The receipt: what was paid, to whom, when, and the code by which it can be checked.

Imports no chat framework.
"""

from __future__ import annotations

from html import escape

from billing.cards import CardView
from billing.models import Payment
from billing.money import Money
from billing.states import InvoiceState
from screens import format as fmt
from screens import lines, phrases, redirects
from screens.reader import Reader
from screens.situations import Situation, situation

_SETTLED = frozenset({Situation.PAID, Situation.RETURNED})


def receipt(view: CardView, reader: Reader, *, staff: bool = False) -> str:
    """HTML, in the customer's form with thanks or in that of the staff; "" while nothing is settled."""
    payment = view.payment
    now = situation(view, ())
    if payment is None or view.invoice.state is not InvoiceState.PAID or now not in _SETTLED:
        return ""
    first = reader.words("card-paid" if staff else "receipt-thanks", amount=_amount(view, payment, reader))
    return phrases.lines(
        [
            phrases.title(first, view, reader),
            phrases.practice(view, reader),
            _what(view, reader, staff=staff),
            lines.whose_order(view, reader) if staff else "",
            *_lines(view, reader),
            _when(view, payment, reader, staff=staff),
            phrases.payer(payment, reader) if staff else "",
            _proof(payment, reader),
            *_returned(view, now, reader),
            code_line(view, reader),
            "" if staff else _of_bank(payment, reader),
            "" if staff else reader.words("receipt-fiscal"),
            "" if staff else _remembered(view, reader),
        ]
    )


def code_line(view: CardView, reader: Reader) -> str:
    """``Receipt code: 7K2M-94QD-5VXA``: for private chats alone."""
    return reader.words("receipt-code", code=view.receipt) if view.receipt else ""


def _remembered(view: CardView, reader: Reader) -> str:
    """For whose card it is alone."""
    mine = reader.person_id is not None and reader.person_id == view.invoice.customer_id
    return reader.words("receipt-remembered") if view.remembered and mine else ""


def _of_bank(payment: Payment, reader: Reader) -> str:
    """A link to the bank's own receipt, where it is one that a browser may be sent to."""
    url = payment.details.receipt_url
    if redirects.origin_of(url) is None:
        return ""
    return f'<a href="{escape(url)}">{reader.words("receipt-of-bank")}</a>'


def _returned(view: CardView, now: Situation, reader: Reader) -> list[str]:
    """A receipt never says that the shop has money which went back."""
    if now is not Situation.RETURNED:
        return phrases.returned(view, reader)
    amount = phrases.sum_of(_taken(view), reader)
    return [
        reader.words("receipt-returned-all", amount=amount),
        *phrases.returned(view, reader, all_back=True),
    ]


def _taken(view: CardView) -> Money:
    return (view.payment.taken if view.payment else None) or view.invoice.amount


def _amount(view: CardView, payment: Payment, reader: Reader) -> str:
    return phrases.sum_of(payment.taken or view.invoice.amount, reader)


def _what(view: CardView, reader: Reader, *, staff: bool) -> str:
    bare = bool(view.lines)
    if staff:
        return phrases.about(view, reader, bare=bare)
    return phrases.dotted(phrases.shop(view, reader), "" if bare else phrases.described(view))


def _lines(view: CardView, reader: Reader) -> list[str]:
    """What was bought, and what it came to where a discount was taken off."""
    listed = lines.listed(view, reader, lines.ON_RECEIPT)
    if view.invoice.discount and listed:
        listed.append(reader.words("lines-total", sum=phrases.sum_of(view.invoice.amount, reader)))
    return listed


def _when(view: CardView, payment: Payment, reader: Reader, *, staff: bool) -> str:
    at = payment.settled_at or view.invoice.ended_at or view.at
    moment = fmt.full(at, reader.zone, reader.words.locale)
    last = phrases.cashier(view, reader)
    if not staff:
        last = reader.words("number", number=str(view.invoice.number))
    return phrases.dotted(moment, phrases.bank(payment.provider, reader), last)


def _proof(payment: Payment, reader: Reader) -> str:
    """Card and the bank's number of the operation, where the bank says them."""
    card = fmt.card(payment.details.card_mask)
    return phrases.capital(
        phrases.dotted(
            reader.words("receipt-card", card=card) if card else "", phrases.bank_number(payment, reader)
        )
    )
