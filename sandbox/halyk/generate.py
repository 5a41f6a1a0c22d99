"""The body of `POST /payment/qr/generate`: read strictly, and turned into a bill.

The documentation shows `ru` as the only language of a QR, so others are refused unless `configure`
allows them. Amount, currency, invoice and terminal come from the token; in the body they are unknown fields.
"""

import re
from urllib.parse import urlsplit

from sandbox.common import strict
from sandbox.halyk import emv
from sandbox.halyk.bills import Wish
from sandbox.halyk.config import Config, Terminal
from sandbox.halyk.magic import Magic
from sandbox.halyk.money import text_of

FIELDS = {
    "accountId": "account_id",
    "payerEmail": "payer_email",
    "payerPhone": "payer_phone",
    "postLink": "post_link",
    "failurePostLink": "failure_post_link",
    "description": "description",
    "data": "data",
    "language": "language",
}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
DESCRIPTION_BYTES = 125


class RefusedError(Exception):
    """An error answer of the bank: HTTP 400 with a code."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def wish_from(content_type: str, raw: bytes, config: Config) -> Wish:
    """Read the body; RefusedError 1531 or 3298 where the bank would not take it."""
    if content_type != "application/json":
        raise RefusedError(1531, "the body must be application/json")
    body = _object(raw)
    if unknown := body.keys() - FIELDS:
        raise RefusedError(1531, f"unknown: {', '.join(sorted(unknown))}")
    texts = {FIELDS[name]: _text(name, value) for name, value in body.items()}
    for link in ("postLink", "failurePostLink"):
        _check_link(link, texts.get(FIELDS[link], ""))
    wish = Wish(**texts)
    _check_extras(wish, config)
    return wish


def code_for(terminal: Terminal, bill: int, amount: int, magic: Magic) -> str:
    """The QR text, honest unless the amount asks for another."""
    asked = amount + 100 if magic is Magic.QR_OTHER_AMOUNT else amount
    currency = "840" if magic is Magic.QR_OTHER_CURRENCY else emv.KZT
    payload = emv.build(terminal.payee, bill, text_of(asked), currency)
    if magic is Magic.QR_BAD_CRC:
        return payload[:-4] + f"{int(payload[-4:], 16) ^ 1:04X}"
    return payload


def links_for(origin: str, bill: int, magic: Magic) -> tuple[str, str]:
    """homebankLink and onlinebankLink."""
    if magic is Magic.NO_LINKS:
        return "", ""
    if magic is Magic.APP_LINKS:
        return f"homebank://epay?bill={bill}", f"homebank://onlinebank?bill={bill}"
    return f"{origin}/halyk/app/homebank?bill={bill}", f"{origin}/halyk/app/onlinebank?bill={bill}"


def _object(raw: bytes) -> dict[str, object]:
    try:
        body = strict.load(raw)
    except ValueError as bad:
        raise RefusedError(1531, "the body is not JSON") from bad
    if not isinstance(body, dict):
        raise RefusedError(1531, "the body is not an object")
    return body


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise RefusedError(1531, f"{name} must be a text")
    return value


def _check_link(name: str, value: str) -> None:
    try:
        url = urlsplit(value)
        host, _ = url.hostname, url.port
    except ValueError as bad:
        raise RefusedError(1531, f"{name} is not an address") from bad
    safe = url.scheme == "https" or (url.scheme == "http" and host in LOOPBACK)
    clean = re.fullmatch(r"[!-~]{1,2048}", value) and not url.fragment and "@" not in url.netloc
    if not (safe and host and clean):
        raise RefusedError(1531, f"{name} must be an absolute https address")


def _check_extras(wish: Wish, config: Config) -> None:
    if len(wish.description.encode()) > DESCRIPTION_BYTES:
        raise RefusedError(3298, "description is too long")
    if wish.payer_phone and not re.fullmatch(r"8[0-9]{10}", wish.payer_phone):
        raise RefusedError(1531, "payerPhone must be 8 and ten digits")
    if wish.payer_email and not re.fullmatch(r"[!-?A-~]{1,64}@[!-?A-~]+\.[!-?A-~]+", wish.payer_email):
        raise RefusedError(1531, "payerEmail is not an address")
    if wish.language not in config.languages:
        raise RefusedError(1531, "language is not known")
    if len(wish.account_id) > 255 or len(wish.data) > 4096:
        raise RefusedError(1531, "accountId or data is too long")
