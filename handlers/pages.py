"""Lists of invoices, page by page: lines with the state, and a button for each number."""

from __future__ import annotations

from datetime import datetime
from html import escape

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from billing.models import Invoice
from billing.states import InvoiceState
from billing.viewing import InvoicePage
from screens.buttons import Listing, Page, Row, Show, keyboard, press
from screens.format import clean, moment, money
from screens.phrases import dotted
from screens.reader import Reader

IN_A_ROW = 4
WORDS_MOST = 40

_LINES = {
    InvoiceState.OPEN: "chat-line-open",
    InvoiceState.PAID: "chat-line-paid",
    InvoiceState.CANCELLED: "chat-line-cancelled",
    InvoiceState.EXPIRED: "chat-line-expired",
}
_STATES = {
    InvoiceState.OPEN: "chat-state-open",
    InvoiceState.PAID: "chat-state-paid",
    InvoiceState.CANCELLED: "chat-state-cancelled",
    InvoiceState.EXPIRED: "chat-state-expired",
}


def lines(title: str, page: InvoicePage, reader: Reader, now: datetime) -> str:
    """The list as HTML: title, then a line for each invoice: what went back of it, who paid it."""
    listed = (_line(invoice, page, reader, now) for invoice in page.invoices)
    return "\n".join([f"<b>{title}</b>", "", *listed])


def buttons(
    kind: Listing, page: InvoicePage, state: InvoiceState | None, reader: Reader, *, first: bool
) -> InlineKeyboardMarkup | None:
    """A button per invoice, *Older*, *To the start*, and the states with their counts."""
    words = reader.words
    turn: Row = []
    if not first:
        turn.append(press(words("chat-first-page"), Page(kind=kind, state=state)))
    if page.after is not None:
        turn.append(press(words("chat-older"), Page(kind=kind, state=state, before=page.after)))
    return keyboard([*numbers(page), turn, *_filters(kind, page, state, reader)])


def numbers(page: InvoicePage) -> list[Row]:
    """A button for each invoice, several in a row."""
    each = [press(f"#{invoice.number}", Show(invoice=invoice.id)) for invoice in page.invoices]
    return [each[at : at + IN_A_ROW] for at in range(0, len(each), IN_A_ROW)]


def _filters(kind: Listing, page: InvoicePage, chosen: InvoiceState | None, reader: Reader) -> list[Row]:
    """Only states that have something; none where the list has no counts."""
    if not page.totals:
        return []
    words = reader.words
    everything = press(
        words("chat-state-all", count=str(sum(page.totals.values()))), Page(kind=kind, state=None)
    )
    states: list[InlineKeyboardButton] = [
        press(state_with_count(state, page, reader), Page(kind=kind, state=state))
        for state in _STATES
        if page.totals.get(state) and state is not chosen
    ]
    if chosen is None and len(states) < 2:
        return []
    row = states if chosen is None else [everything, *states]
    return [row[at : at + 2] for at in range(0, len(row), 2)]


def state_with_count(state: InvoiceState, page: InvoicePage, reader: Reader) -> str:
    """``Paid: 7``."""
    return reader.words(_STATES[state], count=str(page.totals.get(state, 0)))


def _line(invoice: Invoice, page: InvoicePage, reader: Reader, now: datetime) -> str:
    words, returned = reader.words, page.returned.get(invoice.id)
    line = words.html(
        _LINES[invoice.state],
        number=str(invoice.number),
        amount=money(page.taken.get(invoice.id, invoice.amount), words.locale),
        words=clean(invoice.description, WORDS_MOST) or "–",
        at=moment(invoice.ended_at or invoice.created_at, reader.zone, words.locale, now),
    )
    back = words("chat-line-returned", amount=money(returned, words.locale)) if returned is not None else ""
    payer = escape(clean(page.payers.get(invoice.id, ""), WORDS_MOST), quote=False)
    own = words("chat-line-own-order") if invoice.self_service and reader.staff else ""
    return dotted(line, own, back, payer)
