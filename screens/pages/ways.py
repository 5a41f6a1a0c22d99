"""What may be pressed on the payment page: links to where money is taken, and buttons that send a POST."""

from __future__ import annotations

from dataclasses import dataclass

from billing.cards import CardView
from billing.models import AppLink
from screens import bills, redirects
from screens.pages.stages import CHECKABLE, RENEWABLE, form_alive, links_alive
from screens.reader import Reader
from screens.situations import Situation


@dataclass(frozen=True, slots=True)
class Link:
    """A link and its words; ``main``: what to press first."""

    text: str
    url: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A button that sends a POST; ``provider`` is the way to pay it stands for."""

    text: str
    action: str
    provider: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """What the page needs besides the invoice: the ways to pay, and whether the payer is back from a bank.

    A way that asks for a phone is for the chat: a page does not know whose number it would be told.
    """

    ways: tuple[str, ...] = ()
    back: bool = False


def path_of(token: str) -> str:
    """The path of an invoice's page."""
    return f"/pay/{token}"


def app_text(reader: Reader, link: AppLink) -> str:
    """The words on the button into a bank's app."""
    return reader.words.or_else(f"link-{link.app}", reader.words("link-any"))


def links_of(view: CardView, reader: Reader, now: Situation) -> tuple[Link, ...]:
    """Into the bank's apps and to its page, by way of ours where it takes a form to get there."""
    links = [Link(app_text(reader, link), link.url, now is Situation.WAITING) for link in links_alive(view)]
    if form_alive(view):
        address = f"{path_of(view.invoice.token)}/form?lang={reader.words.locale}"
        links.append(Link(reader.words("link-page"), address, main=True))
    return tuple(links)


def forms_of(view: CardView, reader: Reader, now: Situation, ask: Ask) -> tuple[Form, ...]:
    """A new try for each way to pay, or *check*."""
    base = path_of(view.invoice.token)
    if now in RENEWABLE:
        return tuple(
            Form(_way_text(view, reader, now, way, ask), f"{base}/renew", way, main=True) for way in ask.ways
        )
    offered = beside(view, ask) if now is Situation.WAITING else ()
    text, action = reader.words("btn-pay-plain"), f"{base}/renew"
    usual = [Form(text, action, way, main=True) for way in offered]
    return (*usual, Form(reader.words("btn-check"), f"{base}/check")) if now in CHECKABLE else ()


def beside(view: CardView, ask: Ask) -> tuple[str, ...]:
    """The usual way beside one that is for the customer alone; none for who is just back from that."""
    waits = view.withheld and view.payment is not None and not ask.back
    return tuple(way for way in ask.ways if waits and view.payment and way == view.payment.provider)


def _way_text(view: CardView, reader: Reader, now: Situation, way: str, ask: Ask) -> str:
    """Several ways are named; a single one is called by what it does now."""
    if len(ask.ways) > 1:
        return reader.words.way(way)
    if now is Situation.QR_OVER:
        if bills.in_app(view):
            return reader.words("btn-new-bill")
        return reader.words("btn-new-link" if redirects.by_page(view) else "btn-new-qr")
    if now is not Situation.CHOOSE:
        return reader.words("btn-try-again")
    return reader.words("btn-get-page" if way in view.redirecting else "btn-show-qr")
