"""A receipt on paper: the same for both sides, and nobody's name or phone is on it."""

from __future__ import annotations

from datetime import datetime
from html import unescape

from billing.cards import CardView
from billing.models import Payment
from billing.money import Money
from billing.receipts.codes import LINK, bare
from billing.returned import Sums
from billing.states import RefundState
from screens import format as fmt
from screens import lines, phrases
from screens.papers.model import Paper, Row
from screens.reader import Reader
from screens.receipts import receipt

LINES_MOST = 300
NAMED, PDF = "receipt-", ".pdf"  # around the code in the name of the file


def paper(view: CardView, reader: Reader) -> Paper | None:
    """The newest state of the payment that counts; ``None`` where nothing is settled."""
    payment = view.payment
    if payment is None or not view.receipt or not receipt(view, reader):
        return None
    words, money = reader.words, view.money_of(payment)
    return Paper(
        locale=words.locale,
        title=words("paper-title"),
        shop=fmt.shop(view.merchant.name),
        amount=phrases.sum_of(money.taken, reader),
        state=words(_state(money)),
        rows=tuple(row for row in _rows(view, payment, reader) if row[1]),
        lines=tuple(_lines(view, reader)),
        back=tuple(_back(view, payment, money, reader)),
        notes=tuple(note for note in (phrases.practice(view, reader),) if note),
        code=(words("paper-code"), view.receipt),
        link=reader.site.start_link(f"{LINK}{bare(view.receipt)}"),
        check=words("paper-check", bot=reader.site.bot_username),
        last=words("paper-fiscal"),
        name=f"{NAMED}{view.receipt}{PDF}",
        at=payment.settled_at or view.at,
    )


def caption(view: CardView, reader: Reader) -> str:
    """What stands under the file, as HTML."""
    amount = phrases.sum_of(_taken(view), reader)
    shop, number = fmt.shop(view.merchant.name), str(view.invoice.number)
    first = reader.words.html("receipt-file", amount=amount, shop=shop, number=number)
    return phrases.lines([first, reader.words("receipt-code", code=view.receipt)])


def _taken(view: CardView) -> Money:
    return (view.payment.taken if view.payment else None) or view.invoice.amount


def _state(money: Sums) -> str:
    if money.all_back:
        return "paper-all-back"
    return "paper-part-back" if money.returned.minor else "paper-paid"


def _rows(view: CardView, payment: Payment, reader: Reader) -> list[Row]:
    words = reader.words
    at = payment.settled_at or view.invoice.ended_at or view.at
    described = "" if view.lines else fmt.clean(view.invoice.description)
    return [
        (words("paper-when"), _full(at, reader)),
        (words("paper-invoice"), f"#{view.invoice.number}"),
        (words("paper-for"), described),
        (words("paper-bank"), unescape(phrases.bank(payment.provider, reader))),
        (words("paper-reference"), fmt.clean(payment.details.reference, 40)),
        (words("paper-card"), fmt.card(payment.details.card_mask)),
    ]


def _lines(view: CardView, reader: Reader) -> list[str]:
    """As on the message, but as many as there may be."""
    listed = [unescape(line) for line in lines.listed(view, reader, LINES_MOST)]
    if view.invoice.discount and listed:
        listed.append(reader.words("lines-total", sum=phrases.sum_of(view.invoice.amount, reader)))
    return listed


def _back(view: CardView, payment: Payment, money: Sums, reader: Reader) -> list[Row]:
    """Each refund that came about, and what is left."""
    words = reader.words
    done = [r for r in view.refunds if r.payment_id == payment.id and r.state is RefundState.COMPLETED]
    rows = []
    for refund in done:
        amount = phrases.sum_of(refund.amount, reader)
        at = _full(refund.settled_at or refund.created_at, reader)
        rows.append((words("paper-returned"), words("paper-returned-at", amount=amount, at=at)))
    if done and not money.all_back:
        left = phrases.sum_of(money.taken - money.returned, reader)
        rows.append((words("paper-left"), left))
    return rows


def _full(at: datetime, reader: Reader) -> str:
    return fmt.full(at, reader.zone, reader.words.locale)
