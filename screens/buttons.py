"""The buttons of the chat: typed, with ids only. Rights and amounts are looked up when one is pressed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated
from urllib.parse import quote, urlsplit

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from billing.models import AppLink
from billing.people import LOCALES
from screens.reader import Site
from screens.texts import Words

Row = list[InlineKeyboardButton]
Text = tuple[str, InlineKeyboardMarkup | None]
"""A message without a picture: its words as HTML, and the buttons under it."""

HALF_ROW = 17
"""Characters that half of a bubble has room for on a screen of 360 points; Telegram cuts the rest off."""

Id = Annotated[int, Field(ge=0, lt=2**63)]
"""A row's number: data made up by hand may name what no database can hold."""

Version = Annotated[int, Field(ge=1, lt=2**31)]
"""Which version of a row its reader has seen: it grows with each change."""


class Listing(StrEnum):
    """Which list a page belongs to."""

    INVOICES = "i"
    PAYMENTS = "p"


class ForgetStep(StrEnum):
    """How far *Delete my data* has come; a phone, and what a bank asked, go without a question."""

    ASK = "ask"
    YES = "yes"
    NO = "no"
    PHONE = "phone"
    TOLD = "told"


class Pay(CallbackData, prefix="pay"):
    """Make the QR (or its like) at this bank."""

    invoice: Id
    provider: str


class Get(CallbackData, prefix="drf"):
    """Make what a member has sent an invoice, and its QR; by the token of the link that stands beside it."""

    token: str


class PayAndKeep(CallbackData, prefix="pkp"):
    """The same, and the shop may keep the method."""

    invoice: Id
    provider: str


class PayKept(CallbackData, prefix="pkt"):
    """Charge a kept method; ``attempt`` is which attempt to pay this is, so that a button works once."""

    invoice: Id
    method: Id
    attempt: Id


class ForgetMethod(CallbackData, prefix="fgm"):
    """Forget a kept method: on the card of an invoice, or under /privacy."""

    method: Id
    invoice: Id | None = None


class BillTo(CallbackData, prefix="bil"):
    """Bill the phone that the question names."""

    invoice: Id
    provider: str


class OtherNumber(CallbackData, prefix="oth"):
    """Bill another phone than the one that is named."""

    invoice: Id
    provider: str


class ForgetNumber(CallbackData, prefix="fgn"):
    """Forget the phone that the question names, and ask anew."""

    invoice: Id
    provider: str


class Ways(CallbackData, prefix="way"):
    """Show the banks to choose from."""

    invoice: Id


class Back(CallbackData, prefix="bck"):
    """Leave a question and draw the card's own buttons again."""

    invoice: Id


class Check(CallbackData, prefix="chk"):
    """Ask the bank now."""

    invoice: Id


class Renew(CallbackData, prefix="new"):
    """A new QR at the same bank."""

    invoice: Id


class Cancel(CallbackData, prefix="cnl"):
    """Cancel the invoice."""

    invoice: Id


class Show(CallbackData, prefix="shw"):
    """Put the invoice's card into this chat."""

    invoice: Id


class Again(CallbackData, prefix="agn"):
    """Issue the same invoice once more."""

    invoice: Id


class Receipt(CallbackData, prefix="rcp"):
    """Show the receipt again."""

    invoice: Id


class ReceiptFile(CallbackData, prefix="rcf"):
    """The receipt of one payment as a PDF."""

    invoice: Id
    payment: Id | None = None


class Question(CallbackData, prefix="ask"):
    """A customer has a question about a payment."""

    invoice: Id


class Accept(CallbackData, prefix="acc"):
    """The person has decided: keep the money as it came, or consider the matter settled."""

    attention: Id


class Later(CallbackData, prefix="ltr"):
    """Decide later; it stays on the list."""

    attention: Id


class Page(CallbackData, prefix="pg"):
    """One page of a list; ``state`` filters invoices, ``before`` continues after that id."""

    kind: Listing
    state: str | None = None
    before: Id | None = None


class Found(CallbackData, prefix="fnd"):
    """One page of what was searched for; it goes on ``before`` that id."""

    typed: str
    before: Id | None = None


class Language(CallbackData, prefix="lng"):
    """The language to write in from now on."""

    code: str


class Forget(CallbackData, prefix="fgt"):
    """*Delete my data*: asked, confirmed or left."""

    step: ForgetStep


class CheckBanks(CallbackData, prefix="cbk"):
    """Ask each bank how it is."""


def press(text: str, data: CallbackData, style: ButtonStyle | None = None) -> InlineKeyboardButton:
    """A button that tells us what was tapped."""
    return InlineKeyboardButton(text=text, callback_data=data.pack(), style=style and style.value)


def link(text: str, url: str, style: ButtonStyle | None = None) -> InlineKeyboardButton:
    """A button that opens an address; it stays on forwarded copies where all buttons are such."""
    return InlineKeyboardButton(text=text, url=url, style=style and style.value)


def keyboard(rows: Iterable[Sequence[InlineKeyboardButton]]) -> InlineKeyboardMarkup | None:
    """The rows that have a button; ``None`` where there is none at all.

    Where words are too long for a part of a row, each button gets a row of its own.
    """
    filled = [part for row in rows if row for part in _readable(list(row))]
    return InlineKeyboardMarkup(inline_keyboard=filled) if filled else None


def _readable(row: Row) -> list[Row]:
    """The row itself, or a row for each button where one beside another would be cut."""
    if len(row) == 1 or all(len(button.text) <= HALF_ROW for button in row):
        return [row]
    return [[button] for button in row]


def bank_rows(words: Words, invoice_id: int, ways: Sequence[str]) -> list[Row]:
    """A row for each bank, two in a row where there are more than three."""
    banks = [press(words.way(slug), Pay(invoice=invoice_id, provider=slug)) for slug in ways]
    wide = 1 if len(banks) <= 3 else 2
    return [banks[at : at + wide] for at in range(0, len(banks), wide)]


def app_rows(words: Words, links: Iterable[AppLink], site: Site, token: str, key: str = "") -> list[Row]:
    """A row for each bank's app that can be opened from here."""
    rows = []
    for app in links:
        if url := app_address(app, site, token, key):
            text = words.or_else(f"link-{app.app}", words("link-any"))
            rows.append([link(text, url, ButtonStyle.SUCCESS)])
    return rows


def page_row(words: Words, site: Site, token: str) -> Row:
    """The button to the invoice's own page, where Telegram takes its address."""
    address = f"{site.public_url}/pay/{quote(token, safe='')}"
    return [link(words("btn-get-page"), address, ButtonStyle.SUCCESS)] if _takes(address) else []


def app_address(app: AppLink, site: Site, token: str, key: str = "") -> str | None:
    """An address that Telegram takes: the bank's own, else our page with a button, else none.

    ``key``: what the address of our page ends in where it is for the customer alone.
    """
    if _takes(app.url):
        return app.url
    ours = f"{site.public_url}/go/{quote(token, safe='')}/{quote(app.app, safe='')}{key}"
    return ours if app.url and _takes(site.public_url) else None


def _takes(url: str) -> bool:
    """Telegram refuses other schemes than http(s), and hosts without a dot."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in host.strip(".") and not set(url) & set(' "<>\n')


def share_address(start_link: str, text: str) -> str:
    """Telegram's own window for passing a link on."""
    return f"https://t.me/share/url?url={quote(start_link, safe='')}&text={quote(text, safe='')}"


def languages(words: Words) -> InlineKeyboardMarkup:
    """The choice of languages, each by its own name."""
    row = [press(words(f"language-{code}"), Language(code=code)) for code in LOCALES]
    return InlineKeyboardMarkup(inline_keyboard=[row])
