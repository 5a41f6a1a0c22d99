"""Ways to pay on a bank's own page: where it is, and what is said there instead of a QR.

Imports no chat framework.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from billing.cards import CardView
from billing.models import AppLink, Form, Instruction, InstructionKind
from screens.reader import Reader
from screens.situations import Situation

PAGE = "page"  # the link's name, as banks call it, too
_OPEN = frozenset({Situation.WAITING, Situation.SCANNED})
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


def links_in(instruction: Instruction | None, public_url: str, token: str) -> tuple[AppLink, ...]:
    """The bank's links, and our page with the form where it takes a form to get there."""
    if instruction is None:
        return ()
    ours = AppLink(PAGE, f"{public_url}/pay/{token}/form")
    return (*instruction.links, ours) if form_in(instruction) else instruction.links


def for_whom_kept(view: CardView, now: Situation, reader: Reader) -> list[str]:
    """To all but the customer, for whom their card would be remembered: the bank knows only that it paid."""
    payment, person = view.payment, reader.person_id
    keeps = payment is not None and payment.keep_for is not None and now in _OPEN
    is_theirs = person is not None and person == view.invoice.customer_id
    return [reader.words("hint-keeps-for-customer")] if keeps and not is_theirs else []


def by_page(view: CardView) -> bool:
    """The payment that counts now is made on a page of the bank, and there is no code to scan."""
    payment = view.payment
    if payment is None or payment.provider not in view.redirecting:
        return False
    told = payment.instruction
    return told is None or (told.kind is not InstructionKind.CONFIRM and not told.qr)
