"""Ways to pay on a bank's own page: where it is, and what is said there instead of a QR.

Imports no chat framework.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from urllib.parse import urlsplit

from markupsafe import Markup

from billing.cards import CardView
from billing.keeping import key_of
from billing.models import AppLink, Audience, Form, Instruction, InstructionKind, Payment
from screens import phrases
from screens.reader import Reader

_WRITTEN_MOST = 500  # characters, so that a card has room for its other words
PAGE = "page"  # the link's name, as banks call it, too
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.ASCII)


def origin_of(address: str) -> str | None:
    """``https://gate.example:8443``, as a policy names it; ``None``: no form may be sent there.

    Only what every browser reads alike: no user name, no backslash, no blank, nothing that could end the
    policy's sentence.
    """
    if not address.isprintable() or set(address) & set(' \\"<>'):
        return None
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    return f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "")


def host_of(address: str) -> str:
    """The host, to be read by people."""
    return (origin_of(address) or "").partition("://")[2]


def form_in(instruction: Instruction | None) -> Form | None:
    """The form that may be sent; one with another action than http(s) is as good as none."""
    form = instruction.form if instruction else None
    return form if form and origin_of(form.action) else None


def seen_by(view: CardView, audience: Audience, reader: Reader) -> CardView:
    """What this card may show: a page that keeps a card for the customer stands on theirs alone."""
    mine = view.payment.keep_for if view.payment and audience is Audience.PAYER else None
    return view if mine is not None and mine == reader.person_id else view.for_others()


def links_of(view: CardView, public_url: str) -> tuple[AppLink, ...]:
    """The bank's links, and our page with the form where it takes a form to get there."""
    payment = view.payment
    if payment is None or payment.instruction is None:
        return ()
    links = payment.instruction.links
    if not form_in(payment.instruction):
        return links
    return (*links, AppLink(PAGE, f"{public_url}/pay/{view.invoice.token}/form{own_key(payment)}"))


def written(view: CardView, links: Iterable[AppLink], public_url: str) -> Markup:
    """Where to pay, to be copied with a tap, a long one by way of our page; nothing where that is nowhere."""
    link = next((each for each in links if each.url.startswith(("http://", "https://"))), None)
    address = link.url if link else ""
    if link and public_url and len(address) > _WRITTEN_MOST:
        address = f"{public_url}/go/{view.invoice.token}/{link.app}{own_key(view.payment)}"
    fits = 0 < len(address) <= _WRITTEN_MOST
    return phrases.safe(f"<code>{escape(address, quote=False)}</code>" if fits else "")


def own_key(payment: Payment | None) -> str:
    """What the addresses of a payment that is for its customer alone end in; nothing for others."""
    return f"/{key_of(payment)}" if payment and payment.private else ""


def elsewhere(view: CardView, reader: Reader, *, staff: bool, beside: bool) -> str:
    """The way to pay is on the customer's own card; ``beside``: here is one that keeps nothing."""
    if staff:
        return reader.words("hint-withheld-staff")
    return " ".join(
        [reader.words("hint-withheld"), *([reader.words("hint-withheld-plain")] if beside else [])]
    )


def by_page(view: CardView) -> bool:
    """The payment that counts now is made on a page of the bank, and there is no code to scan."""
    payment = view.payment
    if payment is None or payment.provider not in view.redirecting:
        return False
    told = payment.instruction
    return told is None or (told.kind is not InstructionKind.CONFIRM and not told.qr)
