"""What the payer must do, out of an answer: open a link, send a form, or confirm in the other app.

The order is that of what is surest to work: a QR's link, a form, and where nothing is given a wait for the
app.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

from billing.models import AppLink, Form, Instruction, InstructionKind
from providers.horizonpay.wire import RawForm, Transaction

PAGE, QR = "page", "qr"
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")
_DRAWN = 1000  # characters; a longer link makes a QR that few cameras read
LONGEST = 8000
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.ASCII)
"""What a policy can name, so that a form may be sent there."""

_AS_BROWSERS_WRITE = str.maketrans({'"': "%22", "<": "%3C", ">": "%3E"})


def instruction_from(told: Transaction) -> Instruction | None:
    """``None``: something is given, and it leads to no page that a browser may be sent to."""
    if told.qr_code:
        return _of_qr(told.qr_code)
    if told.form is not None:
        return _of_form(told.form)
    return None if told.misformed else Instruction(InstructionKind.CONFIRM)


def is_page(address: str) -> bool:
    """Whether it is an http(s) address without a user name, that all browsers read alike."""
    if not address.isprintable() or "\\" in address or " " in address or len(address) > LONGEST:
        return False
    try:
        parts = urlsplit(address)
        host, _ = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(_HOST.fullmatch(host)) and "@" not in parts.netloc


def is_picture(address: str) -> bool:
    """Whether it leads to a picture of the code, which is no address to be drawn as a code once more."""
    return urlsplit(address).path.lower().endswith(_PICTURES)


def _of_qr(given: str) -> Instruction | None:
    """The documentation calls it a link *to* a QR."""
    link = given.translate(_AS_BROWSERS_WRITE)
    if not is_page(link):
        return None
    drawn = "" if is_picture(link) or len(link) > _DRAWN else link
    return Instruction(InstructionKind.OPEN, drawn, (AppLink(QR, link),))


def _of_form(given: RawForm) -> Instruction | None:
    form = replace(given, action=given.action.translate(_AS_BROWSERS_WRITE))
    if not is_page(form.action):
        return None
    if form.method == "GET":
        link = link_from(form)
        return Instruction(InstructionKind.OPEN, links=(AppLink(PAGE, link),)) if is_page(link) else None
    if form.method == "POST":
        return Instruction(InstructionKind.OPEN, form=Form(form.action, form.fields))
    return None


def link_from(form: RawForm) -> str:
    """A GET form as a link. Its action may hold a query already, and both arrive."""
    address, hash_, fragment = form.action.partition("#")
    if form.fields:
        joint = "" if address.endswith(("?", "&")) else "&" if "?" in address else "?"
        address += joint + urlencode(form.fields)
    return f"{address}{hash_}{fragment}"
